import type * as english from "../en/notifications";
import { plural } from "./plural";

export const notifications: typeof english.notifications = {
  title: "Mitteilungen",
  bell: (unread) =>
    unread === 0
      ? "Mitteilungen"
      : `Mitteilungen, ${unread > 99 ? "mehr als 99" : unread} ungelesen`,
  most: "99+",
  all: "Alle Mitteilungen",
  filterAll: "Alle",
  filterUnread: "Ungelesene",
  filter: "Welche Mitteilungen",
  markAll: "Alle als gelesen markieren",
  markOne: "Als gelesen markieren",
  unread: "Ungelesen",
  none: "Keine Mitteilungen",
  noneHint:
    "Hier erfahren Sie, wenn ein Kollege Sie erwähnt, Ihnen ein Ticket, einen Deal oder eine Aktivität überträgt und wenn eine Erinnerung fällig ist.",
  noneUnread: "Alles ist gelesen",
  gone: "Dies wurde gelöscht",
  someone: "Ringbook",
  mentioned: (who, what) => `${who} hat Sie erwähnt: ${what}`,
  assigned: {
    ticket: (who, what) => `${who} hat Ihnen das Ticket ${what} übertragen`,
    deal: (who, what) => `${who} hat Ihnen den Deal ${what} übertragen`,
    activity: (who, what) => `${who} hat Ihnen die Aktivität ${what} übertragen`,
  },
  reminder: (what) => `Erinnerung: ${what}`,
  imported: (file) => `Der Import von ${file} ist fertig`,
  webhookStopped: (address) => `Der Webhook an ${address} wurde abgeschaltet`,
  job: (what) => what || "Eine Aufgabe im Hintergrund ist fertig",
  voicemail: (who) => `${who} hat eine Nachricht hinterlassen`,
  due: (moment) => `Fällig ${moment}`,
  open: "Öffnen",
  done: "Erledigt",
  snooze: "In 10 Min. erinnern",
  snoozed: "Sie werden in 10 Minuten wieder erinnert.",
  finished: "Erledigt.",
  colleagues: "Kollegen",
  offered: (count) =>
    `${count} ${plural(count, "Kollege", "Kollegen")}. Wählen Sie mit den Pfeiltasten und der Eingabetaste.`,
};
