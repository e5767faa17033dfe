import { merge } from "./merge";

/** Words about a person's right to their data, and to be forgotten. */
export const privacy = {
  exportData: "Export personal data",
  erase: "Erase person…",
  title: (name: string) => `Erase ${name}`,
  warning: "This cannot be undone.",
  goes: "What goes for ever",
  goesAll:
    "Name, job title, emails, numbers, custom fields, tags and notes; the texts of tickets, activities and calls; what the history and earlier imports and merges say of this person.",
  stays: "What stays without the person",
  staysAll:
    "Times, durations and outcomes of calls, and the counts and amounts of your statistics.",
  counted: merge.moved,
  merged: (count: number) =>
    count === 1
      ? "A contact that was merged into this one goes with it."
      : `${count} contacts that were merged into this one go with it.`,
  backups: "Backups of the database keep the person until you delete them.",
  confirm: (name: string) => `Type “${name}” to confirm`,
  confirmError: "This is not the contact’s name.",
  button: "Erase for ever",
  erasing: "Erasing…",
  done: (name: string) => `${name} was erased.`,
  erased: "Erased contact",
  erasedSince: (moment: string) =>
    `This person was erased on ${moment}. Calls, tickets and deals remain as times, counts and amounts.`,
};
