import type { NavigateOptions } from "@tanstack/react-router";
import type { Contact, SearchResults } from "../api/types";
import { t } from "../language";

export type Destination = Pick<NavigateOptions, "to" | "params">;

/** One line of the palette: a record or page to go to, or a number to call. */
export type Entry = {
  key: string;
  group: keyof typeof t.palette.groups;
  label: string;
  detail: string;
  to?: Destination;
  dial?: string;
  /** Plans an activity. */
  plan?: true;
};

/** As many as leave the pages in sight. */
const RECENT_MOST = 6;

const contactEntry = (
  { id, name, customer, phone, email }: Contact,
  group: "contacts" | "recent",
): Entry => ({
  key: id,
  group,
  label: name,
  detail: [customer?.name, phone ?? email].filter(Boolean).join(" · "),
  to: { to: "/contacts/$contactId", params: { contactId: id } },
});

const newTask: Entry = {
  key: "new task",
  group: "pages",
  label: t.day.newTask,
  detail: "",
  plan: true,
};

const pages: { label: string; to: Destination }[] = [
  { label: t.day.title, to: { to: "/my-day" } },
  { label: t.layout.contacts, to: { to: "/contacts" } },
  { label: t.contacts.newTitle, to: { to: "/contacts/new" } },
  { label: t.layout.customers, to: { to: "/customers" } },
  { label: t.layout.tickets, to: { to: "/tickets" } },
  { label: t.deals.title, to: { to: "/deals" } },
  { label: t.layout.calls, to: { to: "/calls" } },
  { label: t.notifications.title, to: { to: "/notifications" } },
  { label: t.layout.help, to: { to: "/help/{-$topic}" } },
];

/** What to offer for what was typed: the best guess first. For nothing, who was looked at last. */
export function entriesOf(
  typed: string,
  found: SearchResults | undefined,
  recent: Contact[] = [],
): Entry[] {
  const text = typed.trim().toLowerCase();
  const entries = text
    ? []
    : recent.slice(0, RECENT_MOST).map((one) => contactEntry(one, "recent"));
  if (text && found) {
    if (found.number) {
      entries.push({
        key: "number",
        group: "number",
        label: t.palette.call(found.number.national),
        detail: found.number.e164,
        dial: typed.trim(),
      });
    }
    entries.push(...found.contacts.map((one) => contactEntry(one, "contacts")));
    for (const { id, name } of found.customers) {
      const to = { to: "/customers/$customerId", params: { customerId: id } } as const;
      entries.push({ key: id, group: "customers", label: name, detail: "", to });
    }
    for (const { id, number, subject, contactName } of found.tickets) {
      entries.push({
        key: id,
        group: "tickets",
        label: `#${number} ${subject}`,
        detail: contactName,
        to: { to: "/tickets/$ticketId", params: { ticketId: id } },
      });
    }
    for (const { id, name, stage, customer } of found.deals) {
      entries.push({
        key: id,
        group: "deals",
        label: name,
        detail: [customer?.name, stage].filter(Boolean).join(" · "),
        to: { to: "/deals/$dealId", params: { dealId: id } },
      });
    }
  }
  for (const { label, to } of pages) {
    if (label.toLowerCase().includes(text)) {
      entries.push({ key: `page ${label}`, group: "pages", label, detail: "", to });
    }
  }
  if (newTask.label.toLowerCase().includes(text)) entries.push(newTask);
  return entries;
}
