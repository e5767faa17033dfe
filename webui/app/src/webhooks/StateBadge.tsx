import type { DeliveryStatus, Webhook } from "../api/webhooks";
import { t } from "../language";
import { Badge, type BadgeTone } from "../ui/Badge";

const states: Record<Webhook["state"], BadgeTone> = {
  active: "good",
  failing: "warn",
  off: "plain",
  gone: "bad",
  paused: "bad",
};

export function StateBadge({ state }: { state: Webhook["state"] }) {
  return <Badge tone={states[state]}>{t.webhooks.states[state]}</Badge>;
}

const statuses: Record<DeliveryStatus, BadgeTone> = {
  pending: "info",
  delivered: "good",
  failed: "bad",
};

export function StatusBadge({ status }: { status: DeliveryStatus }) {
  return <Badge tone={statuses[status]}>{t.webhooks.statuses[status]}</Badge>;
}
