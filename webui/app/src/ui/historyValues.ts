import { t } from "../language";
import type { Words } from "../language/words";
import { day, fullMoment } from "./format";

type Person = { id: string; name: string };

/** Fields whose values are words of ours, by what the service keeps. */
const words: Record<string, () => Words> = {
  status: () => ({ ...t.tickets.statuses, ...t.deals.statuses }),
  priority: () => t.tickets.priorities,
  kind: () => ({ ...t.contacts.kinds, ...t.audit.kinds }),
  role: () => t.layout.roles,
};

/** What a field was or is, as people read it. */
export function valueText(field: string, value: string, users: Person[]): string {
  if (value === "true") return t.audit.yes;
  if (value === "false") return t.audit.no;
  if (/^(ownerId|assigneeId|userId)$/.test(field)) {
    return users.find(({ id }) => id === value)?.name ?? value;
  }
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return fullMoment(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value);
  if (field === "length") return t.audit.length(Number(value));
  return words[field]?.()[value] ?? value;
}
