import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Download, PhoneOff, SearchX } from "lucide-react";
import { callExportAddress, callsQuery, callTotalsQuery } from "../api/calls";
import { rowsOf } from "../api/page";
import { meQuery } from "../api/session";
import type { Call, Direction, Outcome } from "../api/types";
import { t } from "../language";
import { Button, buttonClass } from "../ui/Button";
import { CallState, DirectionIcon } from "../ui/CallLine";
import { type Columns, columnsOf, DataTable } from "../ui/DataTable";
import { DateFilter } from "../ui/DateFilter";
import { dayEnd, dayStart } from "../ui/days";
import { FilterBar } from "../ui/FilterBar";
import { FilterSheet } from "../ui/FilterSheet";
import { FilterSelect } from "../ui/fields";
import { callerName, fullMoment, moment, otherParty, partyNumber, span, total } from "../ui/format";
import { ListPage } from "../ui/ListPage";
import { PhoneLink } from "../ui/PhoneLink";
import { SearchField } from "../ui/SearchField";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { CallDrawer } from "./CallDrawer";
import { useCallFilters } from "./filters";

const route = getRouteApi("/app/calls");
const column = columnsOf<Call>();

const columns: Columns<Call> = column.columns([
  column.accessor("contactName", {
    header: t.calls.who,
    cell: ({ row }) => <WhoCell call={row.original} />,
  }),
  column.accessor((call) => partyNumber(otherParty(call)), {
    id: "number",
    header: t.calls.number,
    cell: ({ row }) => <NumberCell call={row.original} />,
  }),
  column.accessor("outcome", {
    header: t.calls.outcome,
    cell: ({ row }) => <CallState call={row.original} />,
  }),
  column.accessor("startedAt", {
    header: t.calls.when,
    cell: ({ row: { original } }) => (
      <time
        dateTime={original.startedAt}
        title={fullMoment(original.startedAt)}
        className="tabular"
      >
        {moment(original.startedAt)}
      </time>
    ),
  }),
  column.accessor("talkSeconds", {
    header: t.calls.talk,
    cell: ({ row: { original } }) => (
      <span className="tabular">{original.talkSeconds > 0 ? span(original.talkSeconds) : "–"}</span>
    ),
  }),
  column.accessor("userName", {
    header: t.calls.agent,
    cell: ({ row }) => <span className="block truncate">{row.original.userName || "–"}</span>,
  }),
]);

const grid =
  "grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[minmax(0,1fr)_10rem_6.5rem_9.5rem] @4xl:grid-cols-[minmax(0,1.6fr)_minmax(10rem,1fr)_7rem_9.5rem_6.5rem_minmax(0,1fr)]";
const cells = {
  number: "@max-2xl:hidden",
  startedAt: "@max-2xl:hidden",
  talkSeconds: "@max-4xl:hidden",
  userName: "@max-4xl:hidden",
};

const directions: Direction[] = ["inbound", "outbound", "internal"];
const outcomes: Outcome[] = [
  "answered",
  "missed",
  "voicemail",
  "abandoned",
  "busy",
  "rejected",
  "cancelled",
  "failed",
];

export function CallLogPage() {
  usePageTitle(t.calls.title);
  const { call: callId, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: me } = useQuery(meQuery);
  const asked = {
    ...search,
    from: search.from && dayStart(search.from),
    to: search.to && dayEnd(search.to),
  };
  const list = useInfiniteQuery(callsQuery(asked));
  const { data: totals } = useQuery(callTotalsQuery(asked));
  const filters = useCallFilters();
  const { rows, total: count } = rowsOf(list.data);
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const show = (call: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, call }) });
  const filtered = Object.values(search).some(Boolean);
  const set = Object.entries(search).filter(([key, value]) => key !== "q" && value).length;
  return (
    <ListPage
      title={t.calls.title}
      count={
        totals
          ? t.calls.totals(
              t.calls.count(total(totals), totals.count),
              totals.answered,
              span(totals.talkSeconds),
              span(totals.averageWait),
            )
          : list.data && t.calls.count(total(count), count.count)
      }
      actions={
        me &&
        me.role !== "agent" && (
          <a href={callExportAddress(asked)} download className={buttonClass("plain")}>
            <Download aria-hidden className="size-4 shrink-0" />
            {t.calls.exportCSV}
          </a>
        )
      }
      filters={
        <>
          <SearchField
            label={t.calls.search}
            placeholder={t.calls.searchPlaceholder}
            value={search.q ?? ""}
            onChange={(typed) => filter({ q: typed || undefined })}
          />
          <FilterSheet set={set}>
            <FilterSelect
              label={t.calls.filterDirection}
              value={search.direction ?? ""}
              options={[
                { value: "", label: t.calls.anyDirection },
                ...directions.map((value) => ({ value, label: t.calls.directions[value] })),
              ]}
              onChange={(event) =>
                filter({ direction: (event.target.value as Direction) || undefined })
              }
            />
            <FilterSelect
              label={t.calls.filterOutcome}
              value={search.outcome ?? ""}
              options={[
                { value: "", label: t.calls.anyOutcome },
                ...outcomes.map((value) => ({ value, label: t.calls.outcomes[value] })),
              ]}
              onChange={(event) =>
                filter({ outcome: (event.target.value as Outcome) || undefined })
              }
            />
            <DateFilter
              label={t.calls.from}
              value={search.from}
              max={search.to}
              onChange={(from) => filter({ from })}
            />
            <DateFilter
              label={t.calls.to}
              value={search.to}
              min={search.from}
              onChange={(to) => filter({ to })}
            />
            {me && me.role !== "agent" && (
              <FilterSelect
                label={t.calls.filterMine}
                value={search.mine ? "mine" : ""}
                options={[
                  { value: "", label: t.calls.everyone },
                  { value: "mine", label: t.calls.mine },
                ]}
                onChange={(event) => filter({ mine: event.target.value ? true : undefined })}
              />
            )}
            <FilterBar
              filters={filters}
              values={{ ...search, mine: undefined, minDuration: search.minDuration?.toString() }}
              onChange={(key, value) =>
                filter({ [key]: key === "minDuration" ? Number(value) || undefined : value })
              }
            />
          </FilterSheet>
          {filtered && (
            <Button tone="quiet" onClick={() => void navigate({ search: {}, replace: true })}>
              {t.ui.clearFilters}
            </Button>
          )}
        </>
      }
    >
      {list.isError ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton rows={10} />
      ) : rows.length === 0 ? (
        <Empty
          icon={filtered ? SearchX : PhoneOff}
          title={filtered ? t.calls.noneFound : t.calls.noneYet}
        />
      ) : (
        <DataTable
          label={t.calls.title}
          columns={columns}
          rows={rows}
          rowId={(call) => call.id}
          grid={grid}
          cellClass={cells}
          onRow={(call) => show(call.id)}
          total={count.count}
          more={{
            has: list.hasNextPage,
            loading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
        />
      )}
      <CallDrawer callId={callId} onClose={() => show(undefined)} />
    </ListPage>
  );
}

function WhoCell({ call }: { call: Call }) {
  const name = callerName(call);
  return (
    <div className="flex min-w-0 items-center gap-3">
      <DirectionIcon call={call} />
      <div className="min-w-0">
        <Link
          to="/calls"
          search={(before) => ({ ...before, call: call.id })}
          className="block truncate font-medium hover:underline"
        >
          {name}
        </Link>
        <span className="block truncate text-xs text-muted @max-2xl:hidden">
          {[call.customerName, call.queueName].filter(Boolean).join(" · ")}
        </span>
        <span className="block truncate text-xs text-muted @2xl:hidden">
          {[
            moment(call.startedAt),
            call.talkSeconds > 0 && span(call.talkSeconds),
            call.customerName,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </div>
    </div>
  );
}

function NumberCell({ call }: { call: Call }) {
  const party = otherParty(call);
  const number = partyNumber(party);
  if (!number) return <span className="text-muted">{t.calls.withheld}</span>;
  return (
    <PhoneLink
      number={number}
      e164={party.e164}
      contactId={call.contactId ?? undefined}
      name={call.contact?.name || call.contactName}
    />
  );
}
