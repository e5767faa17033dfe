import type * as english from "../en/voicemail";
import { plural } from "./plural";

export const voicemail: typeof english.voicemail = {
  title: "Sprachnachrichten",
  waiting: (count) => `${count} ${plural(count, "Nachricht wartet", "Nachrichten warten")}`,
  badge: (count) =>
    `Sprachnachrichten, ${plural(count, "1 neue Nachricht", `${count} neue Nachrichten`)}`,
  count: (text, count) => `${text} ${plural(count, "Nachricht", "Nachrichten")}`,
  none: "Keine Nachrichten",
  noneHint:
    "Hier erscheinen Nachrichten, die Anrufer Ihnen oder Ihren Warteschlangen hinterlassen.",
  noneWaiting: "Alles wurde angehört",
  filter: "Welche Nachrichten",
  all: "Alle Nachrichten",
  new: "Neue Nachrichten",
  scope: "Wessen Nachrichten",
  everyone: "Die von allen",
  mine: "Meine und die meiner Warteschlangen",
  from: (who) => `Nachricht von ${who}`,
  for: (whose) => `für ${whose}`,
  heardBy: (who, when) => `Angehört von ${who}, ${when}`,
  newBadge: "Neu",
  play: (who) => `Die Nachricht von ${who} abspielen`,
  markHeard: "Als angehört markieren",
  markNew: "Als neu markieren",
  remove: "Die Nachricht löschen",
  removeSure:
    "Diese Nachricht löschen? Auch die Aufnahme wird gelöscht und lässt sich nicht wiederherstellen.",
  removed: "Die Nachricht wurde gelöscht.",
  call: "Zum Anruf",
  unknown: "Unbekannter Anrufer",
};
