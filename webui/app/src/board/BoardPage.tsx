import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Lock, PhoneOff } from "lucide-react";
import type { ReactNode } from "react";
import { type AgentBoard, type Board, boardQuery, type QueueBoard } from "../api/board";
import { meQuery } from "../api/session";
import type { Call } from "../api/types";
import { t } from "../language";
import { Badge, type BadgeTone } from "../ui/Badge";
import { CallState, DirectionIcon } from "../ui/CallLine";
import { cx } from "../ui/classes";
import { Elapsed } from "../ui/Elapsed";
import { callerName, clock } from "../ui/format";
import { Empty, Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";

/** What a supervisor has on a second screen: readable from afar, moved by events. */
export function BoardPage() {
  usePageTitle(t.board.title);
  const { data: me } = useQuery(meQuery);
  if (me?.role === "agent") return <Empty icon={Lock} title={t.board.forSupervisors} />;
  return <Watched />;
}

function Watched() {
  const board = useQuery(boardQuery);
  if (board.isError && !board.data) {
    return <Failed error={board.error} retry={() => void board.refetch()} />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5 max-sm:p-4">
      <h1 className="text-xl font-semibold tracking-tight">{t.board.title}</h1>
      {board.data ? <Parts board={board.data} /> : <Skeleton rows={10} />}
    </div>
  );
}

function Parts({ board }: { board: Board }) {
  return (
    <>
      <Figures board={board} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)] lg:grid-cols-2">
        <Part title={t.board.calls}>
          <Calls board={board} />
        </Part>
        <Part title={t.board.queues}>
          {board.queues.length === 0 ? (
            <p className="px-4 py-6 text-center text-muted">{t.board.noQueues}</p>
          ) : (
            <ul className="divide-y">
              {board.queues.map((queue) => (
                <Queue key={queue.id} queue={queue} />
              ))}
            </ul>
          )}
        </Part>
        <Part title={t.board.agents}>
          <ul className="divide-y">
            {board.agents.map((agent) => (
              <Agent key={agent.userId} agent={agent} calls={board.calls} />
            ))}
          </ul>
        </Part>
      </div>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 overflow-hidden rounded-xl border bg-surface">
      <h2 className="border-b px-4 py-2.5 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Figures({ board }: { board: Board }) {
  const { today, level } = board;
  const waiting = board.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const since = board.queues
    .flatMap((queue) => queue.waitingSince ?? [])
    .reduce<string | undefined>((first, at) => (first && first < at ? first : at), undefined);
  const met = today.serviceLevel === null || today.serviceLevel >= level.percent;
  return (
    <dl
      aria-label={t.board.figures}
      className="grid grid-cols-2 gap-3 sm:grid-cols-4 2xl:grid-cols-8"
    >
      <Figure label={t.board.now} value={board.open} />
      <Figure label={t.board.waiting} value={waiting} tone={waiting > 0 ? "text-warn" : ""} />
      <Figure
        label={t.board.longest}
        value={since ? <Elapsed since={since} /> : t.board.none}
        tone={since ? "text-warn" : ""}
      />
      <Figure
        label={t.board.level}
        value={today.serviceLevel === null ? t.board.none : t.board.levelValue(today.serviceLevel)}
        tone={today.serviceLevel === null ? "" : met ? "text-good-strong" : "text-bad-strong"}
        more={t.board.levelTarget(level.percent, level.seconds)}
        aside={today.serviceLevel === null ? "" : met ? t.board.levelMet : t.board.levelMissed}
      />
      <Figure
        label={t.board.answered}
        value={today.inboundAnswered}
        more={t.board.ofOffered(today.offered)}
      />
      <Figure label={t.board.missed} value={today.missed} />
      <Figure label={t.board.abandoned} value={today.abandoned} />
      <Figure
        label={t.board.speed}
        value={today.speedOfAnswer === null ? t.board.none : clock(Math.round(today.speedOfAnswer))}
        more={t.board.speedHint}
      />
    </dl>
  );
}

type FigureProps = {
  label: string;
  value: ReactNode;
  tone?: string;
  more?: string;
  /** What a colour says, for those who do not see it. */
  aside?: string;
};

function Figure({ label, value, tone, more, aside }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col rounded-xl border bg-surface px-4 py-3">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className={cx("tabular text-4xl font-semibold tracking-tight", tone)}>
        {value}
        {aside && <span className="sr-only"> {aside}</span>}
      </dd>
      {more && <dd className="mt-0.5 text-xs text-muted">{more}</dd>}
    </div>
  );
}

function Calls({ board }: { board: Board }) {
  if (board.calls.length === 0) return <Empty icon={PhoneOff} title={t.board.noCalls} />;
  const more = board.open - board.calls.length;
  return (
    <>
      <ul className="divide-y">
        {board.calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </ul>
      {more > 0 && <p className="border-t px-4 py-2 text-muted">{t.board.callsMore(more)}</p>}
    </>
  );
}

function CallRow({ call }: { call: Call }) {
  return (
    <li className="flex items-center gap-3 px-4 py-3 text-lg">
      <DirectionIcon call={call} />
      <div className="min-w-0 flex-1">
        <Link
          to="/calls"
          search={{ call: call.id }}
          className="block truncate font-medium hover:underline"
        >
          {callerName(call)}
        </Link>
        <span className="block truncate text-sm text-muted">
          {[call.customerName, call.queueName, call.userName || t.board.nobody]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </div>
      <CallState call={call} />
      <Elapsed since={call.answeredAt ?? call.startedAt} />
    </li>
  );
}

function Queue({ queue }: { queue: QueueBoard }) {
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex items-center gap-3 text-lg">
        <span className="min-w-0 flex-1 truncate font-medium">{queue.name}</span>
        {queue.waitingSince && (
          <span className="text-warn">
            <span className="sr-only">{t.board.longest} </span>
            <Elapsed since={queue.waitingSince} />
          </span>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={queue.waiting > 0 ? "warn" : "plain"}>
          {t.board.queueWaiting(queue.waiting)}
        </Badge>
        <Badge tone={queue.talking > 0 ? "info" : "plain"}>
          {t.board.queueTalking(queue.talking)}
        </Badge>
        <Badge tone={queue.available > 0 ? "good" : "plain"}>
          {t.board.queueFree(queue.available)}
        </Badge>
      </div>
      <p className="text-sm text-muted">
        {[
          t.board.queueToday(queue.today.inboundAnswered, queue.today.offered),
          queue.today.serviceLevel !== null &&
            `${t.board.level} ${t.board.levelValue(queue.today.serviceLevel)}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </li>
  );
}

const tones: Record<AgentBoard["presence"]["status"], BadgeTone> = {
  available: "good",
  busy: "bad",
  away: "warn",
  wrapup: "info",
  offline: "plain",
};

const reasons: Readonly<Record<string, string | undefined>> = t.presence.reasons;

function Agent({ agent, calls }: { agent: AgentBoard; calls: Call[] }) {
  const { status, reason, since, onCall } = agent.presence;
  const call = calls.find(({ id }) => id === agent.callId);
  const words = [t.presence.statuses[status], reason && (reasons[reason] ?? reason)]
    .filter(Boolean)
    .join(": ");
  const state =
    status === "available" || status === "offline" ? t.board.onCall : t.board.onCallAnd(words);
  const from = onCall ? (call?.answeredAt ?? call?.startedAt) : since;
  return (
    <li className="flex items-center gap-3 px-4 py-3 text-lg">
      <div className="min-w-0 flex-1">
        <span className="block truncate font-medium">{agent.name}</span>
        {onCall && call && (
          <span className="block truncate text-sm text-muted">
            {t.board.withWhom(callerName(call))}
          </span>
        )}
      </div>
      <Badge tone={onCall ? "accent" : tones[status]}>{onCall ? state : words}</Badge>
      {from && status !== "offline" && <Elapsed since={from} />}
    </li>
  );
}
