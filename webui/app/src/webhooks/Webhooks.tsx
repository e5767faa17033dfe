import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { type Webhook, webhooksQuery } from "../api/webhooks";
import { t } from "../language";
import { Button } from "../ui/Button";
import { moment } from "../ui/format";
import { Empty, Failed, Skeleton } from "../ui/states";
import { StateBadge } from "./StateBadge";
import { WebhookDetail } from "./WebhookDetail";
import { WebhookDialog } from "./WebhookDialog";

/** The webhooks of the organisation, or the one that the address names. */
export function Webhooks() {
  const { record } = useSearch({ from: "/app/settings/$section" });
  return record ? <WebhookDetail key={record} id={record} /> : <WebhookList />;
}

function WebhookList() {
  const list = useQuery(webhooksQuery);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-b px-5 py-4 max-sm:px-4">
        <p className="min-w-0 flex-1 basis-64 text-sm text-muted">
          {t.webhooks.about}{" "}
          <Link
            to="/help/{-$topic}"
            params={{ topic: "webhooks" }}
            className="text-accent-ink underline"
          >
            {t.webhooks.help}
          </Link>
        </p>
        <Button tone="primary" icon={Plus} onClick={() => setAdding(true)}>
          {t.webhooks.add}
        </Button>
      </div>
      <Rows list={list} />
      {adding && <WebhookDialog onClose={() => setAdding(false)} />}
    </>
  );
}

type List = {
  data: Webhook[] | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
};

function Rows({ list }: { list: List }) {
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton rows={4} />;
  if (list.data.length === 0) {
    return (
      <Empty icon={WebhookIcon} title={t.webhooks.noneYet}>
        {t.webhooks.noneYetHint}
      </Empty>
    );
  }
  return (
    <ul aria-label={t.webhooks.title} className="divide-y divide-line">
      {list.data.map((webhook) => (
        <li key={webhook.id}>
          <Link
            to="/settings/$section"
            params={{ section: "webhooks" }}
            search={{ record: webhook.id }}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 py-3 text-sm hover:bg-sunken max-sm:px-4"
          >
            <span className="min-w-0 flex-1 basis-56">
              <span className="block font-medium break-words">{webhook.name}</span>
              <span className="block text-xs break-all text-muted">{webhook.url}</span>
              <span className="block text-xs text-muted">
                {t.webhooks.eventCount(webhook.events.length)} · {lastOf(webhook)}
              </span>
            </span>
            <StateBadge state={webhook.state} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function lastOf({ lastDelivery: last }: Webhook): string {
  if (!last) return t.webhooks.never;
  const event = t.webhooks.eventWords[last.event] ?? last.event;
  return t.webhooks.last(event, t.webhooks.statuses[last.status].toLowerCase(), moment(last.at));
}
