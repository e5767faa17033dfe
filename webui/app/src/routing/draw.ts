import type { Destination, OwnNumber, RouteStep } from "../api/routing";
import type { RoutingData } from "./useRouting";

export type Step = Pick<RouteStep, "depth" | "when" | "key" | "name" | "detail" | "waitSeconds"> & {
  kind: RouteStep["kind"] | "number";
  agents?: string[];
};

const blank = { depth: 0, when: "always", key: "", name: "", detail: "", waitSeconds: 0 };

/** A number's whole route, whatever the time: every branch as steps in order. */
export function drawRoute(number: OwnNumber, data: RoutingData): Step[] {
  const steps: Step[] = [];
  const seen = new Set<string>();
  const follow = (to: Destination, at: Partial<Step>): void => {
    const step: Step = { ...blank, ...at, kind: to.kind === "none" ? "missed" : to.kind };
    const queue = data.queues.find(({ id }) => id === to.queueId);
    const user = data.users.find(({ id }) => id === to.userId);
    const menu = data.menus.find(({ id }) => id === to.menuId);
    step.name = queue?.name ?? user?.name ?? menu?.name ?? "";
    const key = `${to.kind} ${to.queueId ?? to.menuId ?? ""}`;
    if ((to.kind === "queue" || to.kind === "menu") && seen.has(key)) {
      steps.push({ ...step, kind: "again", detail: to.kind });
      return;
    }
    seen.add(key);
    steps.push(step);
    const { depth } = step;
    if (to.kind === "queue" && queue) {
      step.detail = queue.strategy;
      step.waitSeconds = queue.maxWaitSeconds;
      const next = queue.overflow.kind === "none" ? number.unanswered : queue.overflow;
      follow(next, { depth, when: "overflow" });
    } else if (to.kind === "user") {
      follow(number.unanswered, { depth, when: "unanswered" });
    } else if (to.kind === "menu" && menu) {
      step.waitSeconds = menu.waitSeconds;
      for (const option of menu.options) {
        follow(option.to, { depth: depth + 1, when: "key", key: option.key });
      }
      follow(busyWhenNowhere(menu.otherwise), { depth: depth + 1, when: "otherwise" });
    }
  };
  const open: Destination = number.menuId
    ? { kind: "menu", menuId: number.menuId }
    : number.queueId
      ? { kind: "queue", queueId: number.queueId }
      : { kind: "user", userId: number.userId ?? undefined };
  steps.push({ ...blank, kind: "number", name: number.label || number.e164 });
  const hours = data.hours.find(({ id }) => id === number.hoursId);
  if (hours) steps.push({ ...blank, kind: "hours", name: hours.name });
  follow(open, { when: hours ? "open" : "always" });
  if (hours) {
    seen.clear();
    follow(busyWhenNowhere(number.closed), { when: "closed" });
  }
  return steps;
}

const busyWhenNowhere = (to: Destination): Destination =>
  to.kind === "none" ? { kind: "busy" } : to;

/** A line of a drawing: what leads to it, and what happens one after the other. */
export type Line = { depth: number; when: string; key: string; steps: Step[] };

const branches = ["key", "otherwise", "closed", "holiday"];

/** Steps as lines: each branch begins one. */
export function linesOf(steps: Step[]): Line[] {
  const lines: Line[] = [];
  for (const step of steps) {
    const last = lines.at(-1);
    if (last && last.depth === step.depth && !branches.includes(step.when)) last.steps.push(step);
    else lines.push({ depth: step.depth, when: step.when, key: step.key, steps: [step] });
  }
  return lines;
}
