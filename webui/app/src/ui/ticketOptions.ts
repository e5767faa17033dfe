import type { TicketPriority, TicketStatus } from "../api/types";
import { t } from "../language";
import type { Option } from "./fields";

export const statuses: TicketStatus[] = ["new", "open", "pending", "solved", "closed"];
export const priorities: TicketPriority[] = ["low", "normal", "high", "urgent"];

export const statusOptions: Option[] = statuses.map((value) => ({
  value,
  label: t.tickets.statuses[value],
}));

export const priorityOptions: Option[] = priorities.map((value) => ({
  value,
  label: t.tickets.priorities[value],
}));

type Person = { id: string; name: string; active: boolean };

/** Who may have a ticket: nobody, or who is still here. Whoever has it stays a choice. */
export const assigneeOptions = (users: Person[], current?: string | null): Option[] => [
  { value: "", label: t.tickets.nobody },
  ...users
    .filter((user) => user.active || user.id === current)
    .map((user) => ({ value: user.id, label: user.name })),
];
