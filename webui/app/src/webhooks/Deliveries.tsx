import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw, Send } from "lucide-react";
import { useState } from "react";
import {
  type DeliveryStatus,
  deliveriesQuery,
  retryDelivery,
  type Webhook,
  type WebhookDelivery,
} from "../api/webhooks";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Fact, Facts } from "../ui/Facts";
import { FilterSelect } from "../ui/fields";
import { fullMoment, moment } from "../ui/format";
import { PagedList } from "../ui/PagedList";
import { problemText } from "../ui/problem";
import { Empty } from "../ui/states";
import { say, warn } from "../ui/toasts";
import { StatusBadge } from "./StateBadge";

const statuses: DeliveryStatus[] = ["pending", "delivered", "failed"];
const options = [
  { value: "", label: t.webhooks.anyStatus },
  ...statuses.map((value) => ({ value, label: t.webhooks.statuses[value] })),
];

const eventOf = ({ event }: WebhookDelivery) => t.webhooks.eventWords[event] ?? event;

/** What was sent to a webhook, newest first. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const [status, setStatus] = useState<DeliveryStatus>();
  const [open, setOpen] = useState<WebhookDelivery | null>(null);
  const list = useInfiniteQuery(deliveriesQuery(webhook.id, status));
  return (
    <section aria-label={t.webhooks.deliveries} className="border-t">
      <div className="flex items-center gap-3 border-b px-5 py-3 max-sm:px-4">
        <h2 className="min-w-0 flex-1 text-base font-semibold">{t.webhooks.deliveries}</h2>
        <FilterSelect
          label={t.webhooks.statusFilter}
          options={options}
          value={status ?? ""}
          onChange={(event) => setStatus(statuses.find((known) => known === event.target.value))}
        />
      </div>
      <PagedList
        label={t.webhooks.deliveries}
        list={list}
        rowId={(delivery) => delivery.id}
        empty={<Empty icon={Send} title={t.webhooks.noDeliveries} />}
      >
        {(delivery) => (
          <Row delivery={delivery} active={webhook.active} onShow={() => setOpen(delivery)} />
        )}
      </PagedList>
      {open && <Detail delivery={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function Row({
  delivery,
  active,
  onShow,
}: {
  delivery: WebhookDelivery;
  active: boolean;
  onShow: () => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3 text-sm max-sm:px-4">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{eventOf(delivery)}</span>
          <StatusBadge status={delivery.status} />
        </p>
        <p className="text-xs break-words text-muted">
          <time dateTime={delivery.createdAt} title={fullMoment(delivery.createdAt)}>
            {moment(delivery.createdAt)}
          </time>
          {outcomeOf(delivery)
            .map((words) => ` · ${words}`)
            .join("")}
        </p>
      </div>
      <Button size="small" aria-label={t.webhooks.showOf(eventOf(delivery))} onClick={onShow}>
        {t.webhooks.show}
      </Button>
      {(active || delivery.event === "ping") && <Retry delivery={delivery} />}
    </div>
  );
}

/** What is known of the last attempt, and when the next one is. */
function outcomeOf(delivery: WebhookDelivery): string[] {
  return [
    delivery.attempts > 0 && t.webhooks.attempts(delivery.attempts),
    delivery.httpStatus !== null && `HTTP ${delivery.httpStatus}`,
    delivery.problem !== null && t.webhooks.problems[delivery.problem],
    delivery.attempts > 0 && delivery.nextTryAt && t.webhooks.nextTry(moment(delivery.nextTryAt)),
  ].filter((words) => typeof words === "string");
}

function Retry({ delivery }: { delivery: WebhookDelivery }) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryDelivery(delivery),
    onSuccess: async () => {
      say(t.webhooks.retried);
      await client.invalidateQueries({ queryKey: ["webhooks", "one", delivery.webhookId] });
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <Button
      size="small"
      icon={RotateCw}
      aria-label={t.webhooks.retryOf(eventOf(delivery))}
      disabled={retry.isPending}
      onClick={() => retry.mutate()}
    >
      {t.webhooks.retry}
    </Button>
  );
}

function Detail({ delivery, onClose }: { delivery: WebhookDelivery; onClose: () => void }) {
  const { httpStatus, problem, detail, response, triedAt } = delivery;
  return (
    <Dialog open wide onClose={onClose} title={eventOf(delivery)} description={delivery.event}>
      <div className="flex flex-col gap-4">
        <Facts>
          <Fact label={t.webhooks.status}>
            <StatusBadge status={delivery.status} />
          </Fact>
          <Fact label={t.webhooks.messageId}>
            <code className="break-all">{delivery.id}</code>
          </Fact>
          <Fact label={t.webhooks.when}>{fullMoment(delivery.createdAt)}</Fact>
          {triedAt && (
            <Fact label={t.webhooks.tried}>
              {[
                fullMoment(triedAt),
                httpStatus && `HTTP ${httpStatus}`,
                t.webhooks.took(delivery.tookMs),
              ]
                .filter(Boolean)
                .join(" · ")}
            </Fact>
          )}
          {problem && (
            <Fact label={t.webhooks.problem}>
              {[t.webhooks.problems[problem], detail].filter(Boolean).join(": ")}
            </Fact>
          )}
        </Facts>
        {response && <Text title={t.webhooks.response} text={response} />}
        <Text title={t.webhooks.payload} text={JSON.stringify(delivery.payload, null, 2)} />
      </div>
    </Dialog>
  );
}

function Text({ title, text }: { title: string; text: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="text-sm font-medium">{title}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-lg border bg-sunken p-3 text-xs leading-relaxed whitespace-pre-wrap break-words"
      >
        {text}
      </pre>
    </div>
  );
}
