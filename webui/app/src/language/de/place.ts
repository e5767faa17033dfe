import type * as english from "../en/place";

export const place: typeof english.place = {
  title: "Sprache und Zeit",
  locale: "Sprache und Format",
  localeHint: "Wie Daten, Zahlen und Beträge geschrieben werden. Die Seite lädt neu.",
  timeZone: "Zeitzone",
  asOrganisation: (name) => `Wie die Organisation: ${name}`,
  asBrowser: (name) => `Wie dieser Browser: ${name}`,
  save: "Sprache und Zeitzone speichern",
  saved: "Sprache und Zeitzone wurden gespeichert.",
};
