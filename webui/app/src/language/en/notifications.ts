import { plural } from "./plural";

export const notifications = {
  title: "Notifications",
  bell: (unread: number) =>
    unread === 0
      ? "Notifications"
      : `Notifications, ${unread > 99 ? "more than 99" : unread} unread`,
  most: "99+",
  all: "All notifications",
  filterAll: "All",
  filterUnread: "Unread",
  filter: "Which notifications",
  markAll: "Mark all as read",
  markOne: "Mark as read",
  unread: "Unread",
  none: "No notifications",
  noneHint:
    "You are told here when a colleague mentions you, gives you a ticket, a deal or an activity, and when a reminder is due.",
  noneUnread: "Everything is read",
  gone: "This was deleted",
  someone: "Ringbook",
  mentioned: (who: string, what: string) => `${who} mentioned you: ${what}`,
  assigned: {
    ticket: (who: string, what: string) => `${who} gave you the ticket ${what}`,
    deal: (who: string, what: string) => `${who} gave you the deal ${what}`,
    activity: (who: string, what: string) => `${who} gave you the activity ${what}`,
  },
  reminder: (what: string) => `Reminder: ${what}`,
  imported: (file: string) => `The import of ${file} is done`,
  webhookStopped: (address: string) => `The webhook to ${address} was switched off`,
  job: (what: string) => what || "A job is done",
  voicemail: (who: string) => `${who} left a message`,
  due: (moment: string) => `Due ${moment}`,
  open: "Open",
  done: "Done",
  snooze: "Snooze 10 min",
  snoozed: "You will be reminded again in 10 minutes.",
  finished: "Done.",
  colleagues: "Colleagues",
  offered: (count: number) =>
    `${count} ${plural(count, "colleague", "colleagues")}. Choose with the arrow keys and Enter.`,
};
