import type * as english from "../en/tags";
import { plural } from "./plural";

export const tags: typeof english.tags = {
  title: "Schlagwörter",
  about:
    "Schlagwörter entstehen auf der Karte eines Kontakts. Hier bekommen sie Farben, werden umbenannt, zusammengeführt und gelöscht.",
  noneYet: "Noch keine Schlagwörter",
  noneYetHint: "Tippen Sie eines auf der Karte eines Kontakts ein, dann erscheint es hier.",
  contacts: (count) => `${count} ${plural(count, "Kontakt", "Kontakte")}`,
  colourOf: (name) => `Farbe von ${name}`,
  colours: {
    "": "Keine Farbe",
    red: "Rot",
    orange: "Orange",
    yellow: "Gelb",
    green: "Grün",
    teal: "Petrol",
    blue: "Blau",
    purple: "Lila",
    pink: "Rosa",
  },
  name: "Name des Schlagworts",
  rename: (name) => `Schlagwort ${name} umbenennen`,
  renamed: (name) => `Das Schlagwort heißt jetzt ${name}.`,
  taken: (name, old) =>
    `Es gibt schon ein Schlagwort ${name}. Zusammengeführt bekommen es alle Kontakte von ${old}, und ${old} entfällt.`,
  mergeInto: (name) => `Mit ${name} zusammenführen`,
  merged: (old, name) => `${old} wurde mit ${name} zusammengeführt.`,
  remove: (name) => `Schlagwort ${name} löschen`,
  removeWhat: (contacts) =>
    `Das Schlagwort wird von ${contacts} entfernt. Das lässt sich nicht rückgängig machen.`,
  removeButton: "Schlagwort löschen",
  removed: (name) => `Das Schlagwort ${name} wurde gelöscht.`,
};
