import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, KeyRound, Pencil, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  deleteWebhook,
  rotateSecret,
  testWebhook,
  updateWebhook,
  type Webhook,
  webhookQuery,
  webhooksQuery,
} from "../api/webhooks";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Fact, Facts } from "../ui/Facts";
import { moment } from "../ui/format";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say, warn } from "../ui/toasts";
import { Deliveries } from "./Deliveries";
import { Secret } from "./Secret";
import { StateBadge } from "./StateBadge";
import { WebhookDialog } from "./WebhookDialog";

/** One webhook: what it is told of, how it fares, and what was sent to it. */
export function WebhookDetail({ id }: { id: string }) {
  const one = useQuery(webhookQuery(id));
  return (
    <>
      <p className="border-b px-5 py-2 max-sm:px-4">
        <Link
          to="/settings/$section"
          params={{ section: "webhooks" }}
          className="inline-flex items-center gap-1.5 py-1 text-sm text-accent-ink hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t.webhooks.all}
        </Link>
      </p>
      {one.isError && <Failed error={one.error} retry={() => void one.refetch()} />}
      {one.isPending && <Skeleton rows={6} />}
      {one.data && (
        <>
          <Summary webhook={one.data} />
          <Deliveries webhook={one.data} />
        </>
      )}
    </>
  );
}

type Asking = "edit" | "rotate" | "remove";

function Summary({ webhook }: { webhook: Webhook }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  return (
    <section aria-label={webhook.name} className="flex flex-col gap-3 p-5 max-sm:p-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 text-base font-semibold break-words">{webhook.name}</h2>
        <StateBadge state={webhook.state} />
      </div>
      <Why webhook={webhook} />
      <Facts>
        <Fact label={t.webhooks.url}>
          <span className="break-all">{webhook.url}</span>
        </Fact>
        <Fact label={t.webhooks.events}>
          {webhook.events.map((name) => t.webhooks.eventWords[name] ?? name).join(", ")}
        </Fact>
        <Fact label={t.webhooks.secret}>
          <code>{t.webhooks.secretHint(webhook.secretHint)}</code>
          {webhook.oldSecretUntil && (
            <span className="block text-xs text-muted">
              {t.webhooks.oldSecret(moment(webhook.oldSecretUntil))}
            </span>
          )}
        </Fact>
      </Facts>
      <Actions webhook={webhook} ask={setAsking} />
      {asking === "edit" && <WebhookDialog webhook={webhook} onClose={close} />}
      {asking === "rotate" && <Rotate webhook={webhook} onClose={close} />}
      {asking === "remove" && <Remove webhook={webhook} onClose={close} />}
    </section>
  );
}

/** Why nothing arrives, where nothing does. */
function Why({ webhook }: { webhook: Webhook }) {
  const { state, failingSince } = webhook;
  if (state === "active" || state === "off") return null;
  const words =
    state === "failing"
      ? t.webhooks.why.failing(failingSince ? moment(failingSince) : "")
      : t.webhooks.why[state];
  return (
    <p className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn" role="status">
      {words}
    </p>
  );
}

function Actions({ webhook, ask }: { webhook: Webhook; ask: (what: Asking) => void }) {
  const client = useQueryClient();
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ["webhooks", "one", webhook.id] });
    await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  };
  const turn = useMutation({
    mutationFn: () => updateWebhook(webhook, { active: !webhook.active }),
    onSettled: refresh,
    onError: (error) => warn(problemText(error)),
  });
  const test = useMutation({
    mutationFn: () => testWebhook(webhook.id),
    onSuccess: async () => {
      say(t.webhooks.tested);
      await refresh();
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={Send} disabled={test.isPending} onClick={() => test.mutate()}>
        {t.webhooks.test}
      </Button>
      <Button icon={Pencil} onClick={() => ask("edit")}>
        {t.webhooks.edit}
      </Button>
      <Button disabled={turn.isPending} onClick={() => turn.mutate()}>
        {webhook.active ? t.webhooks.turnOff : t.webhooks.turnOn}
      </Button>
      <Button icon={KeyRound} onClick={() => ask("rotate")}>
        {t.webhooks.rotate}
      </Button>
      <Button icon={Trash2} onClick={() => ask("remove")}>
        {t.webhooks.remove}
      </Button>
    </div>
  );
}

function Rotate({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => rotateSecret(webhook.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["webhooks", "one", webhook.id] }),
    onError: (error) => warn(problemText(error)),
  });
  const secret = rotate.data?.secret;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.webhooks.rotateTitle}
      description={t.webhooks.rotateHint}
    >
      {secret ? (
        <div className="flex flex-col gap-4">
          <Secret secret={secret} />
          <Button tone="primary" onClick={onClose}>
            {t.webhooks.done}
          </Button>
        </div>
      ) : (
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button tone="primary" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
            {t.webhooks.rotateConfirm}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function Remove({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: async () => {
      await navigate({ to: "/settings/$section", params: { section: "webhooks" } });
      client.removeQueries({ queryKey: ["webhooks", "one", webhook.id] });
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      say(t.webhooks.removed);
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.webhooks.removeTitle(webhook.name)}
      description={t.webhooks.removeHint}
    >
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button tone="bad" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t.webhooks.removeConfirm}
        </Button>
      </div>
    </Dialog>
  );
}
