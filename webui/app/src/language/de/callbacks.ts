import type * as english from "../en/callbacks";
import { plural } from "./plural";

export const callbacks: typeof english.callbacks = {
  title: "Rückrufe",
  waiting: (count) => `${count} ${plural(count, "Rückruf wartet", "Rückrufe warten")}`,
  count: (text, count) => `${text} ${plural(count, "Rückruf", "Rückrufe")}`,
  none: "Niemand wartet auf einen Rückruf",
  noneHint:
    "Hier erscheinen Anrufer, die niemanden erreicht haben, jeder nur einmal, bis jemand mit ihnen gesprochen hat.",
  of: (who) => `Rückruf für ${who}`,
  state: "Stand",
  states: { open: "Offen", done: "Erledigt", dismissed: "Verworfen" },
  whose: "Wessen Rückrufe",
  everyones: "Alle",
  nobodys: "Noch nicht übernommen",
  mine: "Meine",
  rang: (count) => (count === 1 ? "hat einmal angerufen" : `hat ${count}-mal angerufen`),
  in: (queue) => `in ${queue}`,
  days: (count) => `${count} ${plural(count, "Tag", "Tagen")}`,
  waits: (age) => `Wartet seit ${age}`,
  last: (when) => `zuletzt ${when}`,
  due: (when) => `anrufen: ${when}`,
  closed: (when, who) => (who ? `Geschlossen ${when} von ${who}` : `Geschlossen ${when}`),
  owner: "Zuständig",
  nobody: "Niemand",
  call: "Zurückrufen",
  callWhom: (who) => `Zurückrufen: ${who}`,
  markDone: (who) => `Erledigt: ${who}`,
  dismiss: (who) => `Nicht zurückrufen: ${who}`,
  dismissButton: "Nicht zurückrufen",
  reason: "Grund",
  reasonHint: "Etwa: verwählt, belästigender Anruf, per E-Mail erledigt.",
};
