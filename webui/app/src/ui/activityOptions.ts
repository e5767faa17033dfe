import { CheckSquare, type LucideIcon, Mail, Phone, Users } from "lucide-react";
import type { Activity } from "../api/activities";
import { t } from "../language";
import type { Option } from "./fields";

export type ActivityKind = Activity["kind"];

export const activityKinds: ActivityKind[] = ["call", "email", "meeting", "task"];

export const kindIcons: Record<ActivityKind, LucideIcon> = {
  call: Phone,
  email: Mail,
  meeting: Users,
  task: CheckSquare,
};

/** The kinds as a filter's choices, any of them first. */
export const kindOptions = (): Option[] => [
  { value: "", label: t.day.anyKind },
  ...activityKinds.map((value) => ({ value, label: t.day.kinds[value] })),
];

/** When to be reminded, by how many minutes before the due time. */
export type Reminder = keyof typeof t.day.reminders;

const leads: Partial<Record<Reminder, number>> = { at: 0, ten: 10, hour: 60, day: 24 * 60 };
const MINUTE_MS = 60_000;

/** The choice that stands for a reminder. */
export function reminderOf(dueAt: string | null, remindAt: string | null): Reminder {
  if (!remindAt) return "none";
  if (!dueAt) return "other";
  const lead = (Date.parse(dueAt) - Date.parse(remindAt)) / MINUTE_MS;
  const known = Object.entries(leads).find(([, minutes]) => minutes === lead);
  return (known?.[0] as Reminder | undefined) ?? "other";
}

/** When a choice reminds; kept is what it was, for a time that is none of the choices. */
export function remindAtOf(
  choice: Reminder,
  dueAt: string | null,
  kept: string | null,
): string | null {
  if (choice === "other") return kept;
  const lead = leads[choice];
  if (lead === undefined || !dueAt) return null;
  return new Date(Date.parse(dueAt) - lead * MINUTE_MS).toISOString();
}

export const reminderOptions = (current: Reminder): Option[] =>
  (["none", "at", "ten", "hour", "day", "other"] as const)
    .filter((value) => value !== "other" || current === "other")
    .map((value) => ({ value, label: t.day.reminders[value] }));
