import type { Activity } from "../api/activities";
import { dayStart } from "../ui/zone";

export const groupNames = ["overdue", "today", "tomorrow", "week"] as const;
export type GroupName = (typeof groupNames)[number];

/** How many days from today a day's work looks ahead. */
export const DAYS_AHEAD = 8;

/** Dated activities by when they are due, in the order they came in. */
export function groupsOf(
  activities: readonly Activity[],
  now: Date,
  zone: string,
): Record<GroupName, Activity[]> {
  const groups: Record<GroupName, Activity[]> = { overdue: [], today: [], tomorrow: [], week: [] };
  const [tomorrow, after] = [1, 2].map((days) => dayStart(now, days, zone).getTime());
  for (const activity of activities) {
    if (!activity.dueAt || !tomorrow || !after) continue;
    const due = Date.parse(activity.dueAt);
    const name =
      due < now.getTime()
        ? "overdue"
        : due < tomorrow
          ? "today"
          : due < after
            ? "tomorrow"
            : "week";
    groups[name].push(activity);
  }
  return groups;
}
