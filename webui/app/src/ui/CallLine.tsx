import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Users } from "lucide-react";
import type { Call } from "../api/types";
import { t } from "../language";
import { Badge, type BadgeTone } from "./Badge";
import { fullMoment, moment, span } from "./format";

const unanswered = new Set(["missed", "abandoned"]);

export function DirectionIcon({ call, named = true }: { call: Call; named?: boolean }) {
  const missed = call.direction === "inbound" && unanswered.has(call.outcome ?? "");
  const Icon = missed
    ? PhoneMissed
    : call.direction === "internal"
      ? Users
      : call.direction === "inbound"
        ? PhoneIncoming
        : PhoneOutgoing;
  return (
    <Icon
      role="img"
      aria-label={named ? t.calls.directions[call.direction] : undefined}
      aria-hidden={!named}
      className={missed ? "size-4 shrink-0 text-bad" : "size-4 shrink-0 text-muted"}
    />
  );
}

const tones: Record<string, BadgeTone> = {
  answered: "good",
  missed: "bad",
  abandoned: "bad",
  failed: "bad",
  busy: "warn",
  rejected: "warn",
  cancelled: "plain",
  voicemail: "info",
};

/** How a call ended, or where it stands while it lasts. */
export function CallState({ call }: { call: Call }) {
  if (!call.outcome) return <Badge tone="info">{t.calls.statuses[call.status]}</Badge>;
  return <Badge tone={tones[call.outcome] ?? "plain"}>{t.calls.outcomes[call.outcome]}</Badge>;
}

/** One past call in one line, for cards and panels. */
export function CallLine({ call, showUser = true }: { call: Call; showUser?: boolean }) {
  return (
    <div className="flex min-w-0 items-center gap-2.5 text-sm">
      <DirectionIcon call={call} />
      <time dateTime={call.startedAt} title={fullMoment(call.startedAt)} className="shrink-0">
        {moment(call.startedAt)}
      </time>
      <CallState call={call} />
      <span className="min-w-0 flex-1 truncate text-muted">
        {[call.talkSeconds > 0 && span(call.talkSeconds), showUser && call.userName]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </div>
  );
}
