import {
  ChevronRight,
  Clock,
  Hash,
  LayoutGrid,
  type LucideIcon,
  PhoneMissed,
  PhoneOff,
  Repeat,
  UserRound,
  Users,
  Voicemail,
} from "lucide-react";
import { t } from "../language";
import { cx } from "../ui/classes";
import { span } from "../ui/format";
import { type Line, linesOf, type Step } from "./draw";

const icons: Record<string, LucideIcon> = {
  number: Hash,
  caller: UserRound,
  hours: Clock,
  queue: Users,
  user: UserRound,
  menu: LayoutGrid,
  voicemail: Voicemail,
  busy: PhoneOff,
  missed: PhoneMissed,
  again: Repeat,
};

const { whens, kinds } = t.routing;
const word = <T extends Record<string, unknown>>(words: T, key: string): string =>
  typeof words[key] === "string" ? words[key] : key;

/** A route as a path: a line for each branch, its stations from left to right. */
export function RouteDrawing({ label, steps }: { label: string; steps: Step[] }) {
  return (
    <ol aria-label={label} className="flex flex-col gap-2">
      {linesOf(steps).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike and drawn anew as a whole
        <RouteLine key={index} line={line} first={index === 0} />
      ))}
    </ol>
  );
}

const indents = ["", "pl-6 max-sm:pl-3", "pl-12 max-sm:pl-6", "pl-16 max-sm:pl-8"];

function RouteLine({ line, first }: { line: Line; first: boolean }) {
  const why = line.when === "key" ? whens.key(line.key) : word(whens, line.when);
  return (
    <li
      className={cx(
        "flex flex-wrap items-center gap-x-1 gap-y-1.5",
        indents[Math.min(line.depth, indents.length - 1)],
      )}
    >
      {!first && (
        <span className="flex items-center gap-1 text-xs font-medium text-muted">
          {why}
          <ChevronRight aria-hidden className="size-4" />
        </span>
      )}
      {line.steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stations are drawn anew as a whole
        <span key={index} className="flex min-w-0 items-center gap-1">
          {index > 0 && (
            <>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
              {["overflow", "unanswered", "open"].includes(step.when) && (
                <span className="text-xs text-muted">{word(whens, step.when)}:</span>
              )}
            </>
          )}
          <Station step={step} />
        </span>
      ))}
    </li>
  );
}

function Station({ step }: { step: Step }) {
  const Icon = icons[step.kind] ?? Hash;
  const more = detailOf(step);
  const kind = word(kinds, step.kind);
  return (
    <span className="inline-flex min-w-0 items-center gap-2 rounded-lg border bg-surface px-2.5 py-1.5 text-sm">
      <Icon aria-hidden className="size-4 shrink-0 text-accent-ink" />
      <span className="min-w-0">
        <span className="block break-words">
          <span className={step.name ? "text-muted" : undefined}>{kind}</span>
          {step.name && <span className="font-medium"> {step.name}</span>}
        </span>
        {more && <span className="block text-xs break-words text-muted">{more}</span>}
      </span>
    </span>
  );
}

function detailOf(step: Step): string {
  const { strategies } = t.routing;
  switch (step.kind) {
    case "queue":
      return [
        word(strategies, step.detail),
        step.waitSeconds > 0 && t.routing.waits(span(step.waitSeconds)),
        step.agents && agentsOf(step.agents),
      ]
        .filter(Boolean)
        .join(" · ");
    case "user":
      return [
        step.waitSeconds > 0 && t.routing.rings(span(step.waitSeconds)),
        step.agents && (step.agents.length ? "" : t.routing.nobody),
      ]
        .filter(Boolean)
        .join(" · ");
    case "menu":
      return step.waitSeconds > 0 ? t.routing.keyWait(span(step.waitSeconds)) : "";
    case "hours":
      return step.detail && word(whens, step.detail);
    case "caller":
      return step.detail || t.routing.unknownCaller;
    case "again":
      return word(kinds, step.detail);
  }
  return "";
}

const agentsOf = (agents: string[]): string =>
  agents.length ? t.routing.wouldRing(agents.join(", ")) : t.routing.nobody;
