import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { RecordActivities } from "../activities/activityTabs";
import { dealQuery, pipelinesQuery } from "../api/deals";
import { dealHistoryQuery } from "../api/history";
import type { Deal } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { CustomerPicker } from "../ui/CustomerPicker";
import { DealStatusBadge } from "../ui/DealLine";
import { currencyOptions, ownerOptions } from "../ui/dealOptions";
import { Editable } from "../ui/Editable";
import { Fact, Facts } from "../ui/Facts";
import { day, moment } from "../ui/format";
import { HistoryCard } from "../ui/History";
import { money, readAmount, typedAmount } from "../ui/money";
import { Repick } from "../ui/Repick";
import { Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { DealActions } from "./DealActions";
import { DealContacts } from "./DealContacts";
import { type DealSave, useDealSave } from "./useDealSave";

const route = getRouteApi("/app/deals/$dealId");

/** One deal: what it is worth, where it stands and who takes part. */
export function DealPage() {
  const { dealId } = route.useParams();
  const deal = useQuery(dealQuery(dealId));
  usePageTitle(deal.data?.name ?? t.deals.one);
  if (deal.isError) {
    return (
      <div className="flex-1">
        <h1 className="sr-only">{t.deals.one}</h1>
        <Failed error={deal.error} retry={() => void deal.refetch()} />
      </div>
    );
  }
  if (deal.isPending) return <Skeleton rows={10} />;
  return <Card key={dealId} deal={deal.data} />;
}

function Card({ deal }: { deal: Deal }) {
  const save = useDealSave(deal.id);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4 p-5 max-sm:p-3">
        <Link
          to="/deals"
          className="inline-flex min-h-6 items-center gap-1.5 self-start text-sm text-muted hover:text-ink hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t.deals.title}
        </Link>
        <header className="flex flex-wrap items-start gap-3">
          <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1.5">
            <div className="flex flex-wrap items-center gap-2">
              <DealStatusBadge status={deal.status} />
              <span className="text-sm text-muted">{`${deal.pipeline} · ${deal.stage}`}</span>
            </div>
            <Editable
              label={t.deals.name}
              value={deal.name}
              version={deal.version}
              required
              maxLength={200}
              display={
                <h1 className="text-xl leading-tight font-semibold tracking-tight break-words">
                  {deal.name}
                </h1>
              }
              onSave={(name, base) => save({ name }, base)}
            />
          </div>
          <DealActions deal={deal} />
        </header>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <section
            aria-label={t.deals.details}
            className="rounded-2xl border bg-surface p-5 max-sm:p-4"
          >
            <DealFacts deal={deal} save={save} />
          </section>
          <DealContacts deal={deal} save={save} />
        </div>
        <section aria-label={t.day.list} className="rounded-2xl border bg-surface">
          <RecordActivities of={{ dealId: deal.id }} contact={deal.contacts[0]} titled />
        </section>
        <HistoryCard query={dealHistoryQuery(deal.id)} />
      </div>
    </div>
  );
}

type Props = { deal: Deal; save: DealSave };

function DealFacts({ deal, save }: Props) {
  const { data: users = [] } = useQuery(usersQuery);
  const { data: pipelines } = useQuery(pipelinesQuery);
  const { version } = deal;
  // Stages of other pipelines bear their pipeline's name; choosing one takes the deal there.
  const stages = (pipelines?.items ?? []).flatMap(({ id, name, stages }) =>
    stages.map((stage) => ({
      value: stage.id,
      label: id === deal.pipelineId ? stage.name : `${name}: ${stage.name}`,
    })),
  );
  return (
    <Facts>
      <Fact label={t.deals.amount}>
        <Editable
          label={t.deals.amount}
          value={typedAmount(deal.amount)}
          version={version}
          maxLength={40}
          display={<span className="tabular font-medium">{money(deal.amount, deal.currency)}</span>}
          onSave={(amount, base) => save({ amount: readAmount(amount) }, base)}
        />
      </Fact>
      <Fact label={t.deals.currency}>
        <Editable
          label={t.deals.currency}
          value={deal.currency}
          version={version}
          options={currencyOptions(deal.currency)}
          onSave={(currency, base) => save({ currency }, base)}
        />
      </Fact>
      <Fact label={t.deals.stage}>
        <Editable
          label={t.deals.stage}
          value={deal.stageId}
          version={version}
          options={stages}
          display={deal.stage}
          onSave={(stage, base) => save({ stage }, base)}
        />
      </Fact>
      <Fact label={t.deals.expectedClose}>
        <Editable
          label={t.deals.expectedClose}
          value={deal.expectedClose ?? ""}
          version={version}
          type="date"
          display={
            deal.expectedClose && (
              <time dateTime={deal.expectedClose}>{day(deal.expectedClose)}</time>
            )
          }
          onSave={(expectedClose, base) => save({ expectedClose: expectedClose || null }, base)}
        />
      </Fact>
      <Fact label={t.deals.owner}>
        <Editable
          label={t.deals.owner}
          value={deal.ownerId ?? ""}
          version={version}
          options={ownerOptions(users, deal.ownerId)}
          onSave={(ownerId, base) => save({ ownerId: ownerId || null }, base)}
        />
      </Fact>
      <Fact label={t.deals.customer}>
        <DealCustomer deal={deal} save={save} />
      </Fact>
      {deal.closedAt && (
        <Fact label={t.deals.closed}>
          <span className="text-muted">{moment(deal.closedAt)}</span>
        </Fact>
      )}
      {deal.closedReason && (
        <Fact label={t.deals.reason}>
          <span className="break-words">{deal.closedReason}</span>
        </Fact>
      )}
      <Fact label={t.deals.created}>
        <span className="text-muted">{moment(deal.createdAt)}</span>
      </Fact>
    </Facts>
  );
}

function DealCustomer({ deal, save }: Props) {
  return (
    <div className="flex min-w-0 flex-col items-start gap-0.5">
      {deal.customer && (
        <Link
          to="/customers/$customerId"
          params={{ customerId: deal.customer.id }}
          className="inline-flex min-h-6 items-center text-accent-ink hover:underline"
        >
          {deal.customer.name}
        </Link>
      )}
      <Repick
        words={{
          pick: deal.customer ? t.deals.changeCustomer : t.deals.addCustomer,
          remove: t.deals.removeCustomer,
        }}
        onRemove={deal.customer ? () => save({ customerId: null }, deal.version) : undefined}
      >
        {(settle) => (
          <CustomerPicker
            label={t.deals.customer}
            onPick={({ id }) => settle(save({ customerId: id }, deal.version))}
          />
        )}
      </Repick>
    </div>
  );
}
