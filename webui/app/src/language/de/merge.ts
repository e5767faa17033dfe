import type * as english from "../en/merge";
import { plural } from "./plural";

const counted: Readonly<Record<string, readonly [one: string, many: string] | undefined>> = {
  tickets: ["Ticket", "Tickets"],
  deals: ["Deal", "Deals"],
  deal_contacts: ["Deal", "Deals"],
  activities: ["Aktivität", "Aktivitäten"],
  notes: ["Notiz", "Notizen"],
  callbacks: ["Rückruf", "Rückrufe"],
  calls: ["Anruf", "Anrufe"],
  emails: ["E-Mail", "E-Mails"],
  phones: ["Nummer", "Nummern"],
  tags: ["Schlagwort", "Schlagwörter"],
  contact_tags: ["Schlagwort", "Schlagwörter"],
};

export const merge: typeof english.merge = {
  actions: (name) => `Aktionen für ${name}`,
  actionsButton: "Aktionen",
  mergeWith: "Zusammenführen mit…",
  title: (name) => `${name} mit einem anderen Kontakt zusammenführen`,
  compareTitle: (a, b) => `${a} und ${b} zusammenführen`,
  suggestions: "Vielleicht ist es einer von diesen",
  noSuggestions: "Kein anderer Kontakt sieht diesem ähnlich. Suchen Sie nach ihm.",
  pick: "Zusammenführen mit",
  another: "Anderer Kontakt",
  field: "Feld",
  kept: "Bleibt",
  mergedAway: "Geht darin auf",
  swap: "Tauschen: den anderen Kontakt behalten",
  fields: {
    firstName: "Vorname",
    lastName: "Nachname",
    jobTitle: "Position",
    customerId: "Firma",
    kind: "Art",
    status: "Status",
    ownerId: "Zuständig",
    email: "Haupt-E-Mail",
    phone: "Hauptnummer",
  },
  none: "–",
  chooseHint:
    "Wo sich die beiden unterscheiden, wählen Sie, was bleibt. Alle E-Mail-Adressen, Nummern und Schlagwörter bleiben erhalten.",
  sameHint:
    "Die beiden widersprechen sich nicht. Alle E-Mail-Adressen, Nummern und Schlagwörter bleiben erhalten.",
  moves: "Was übernommen wird",
  movesNothing: "Sonst nichts: Er hat keine eigenen Anrufe, Notizen oder Tickets.",
  moved: (key, count) => {
    const words = counted[key];
    return `${count} ${words ? plural(count, ...words) : key.replaceAll("_", " ")}`;
  },
  lockedDiffer: (a, b) => `Die beiden sind fest mit verschiedenen Kunden verbunden: ${a} und ${b}.`,
  lockedChoose: "Wählen Sie die Firma, die bleibt.",
  lockedAsk:
    "Nur die Teamleitung kann entscheiden, welche bleibt. Bitten Sie sie, diese Kontakte zusammenzuführen.",
  merge: (name) => `In ${name} überführen`,
  merging: "Wird zusammengeführt…",
  done: (duplicate, survivor) => `${duplicate} ist jetzt Teil von ${survivor}.`,
  section: "Zusammengeführt",
  into: (duplicate, survivor) => `${duplicate} in ${survivor}`,
  undoOf: (name) => `Zusammenführung von ${name} rückgängig machen`,
  undone: (moment) => `Rückgängig gemacht ${moment}`,
  undoing: "Wird rückgängig gemacht…",
  back: (name) => `${name} ist wieder ein eigener Kontakt.`,
  notUndone: "Das ließ sich nicht rückgängig machen:",
  duplicates: "Dubletten",
  duplicatesHint: "Kontakte, die dieselbe Person sein könnten",
  pairs: (total, count) => `${total} ${plural(count, "Paar", "Paare")}`,
  noPairs: "Keine Dubletten gefunden",
  noPairsHint: "Kontakte mit gleicher Nummer, gleichem Namen oder gleicher Firma erscheinen hier.",
  reasons: {
    same_phone: "Gleiche Nummer",
    same_email: "Gleiche E-Mail",
    same_name: "Gleicher Name",
    same_company: "Gleiche Firma",
  },
  mergePair: "Zusammenführen",
  mergePairOf: (a, b) => `${a} und ${b} zusammenführen`,
  notSame: "Nicht dieselbe Person",
  notSameOf: (a, b) => `Nicht dieselbe Person: ${a} und ${b}`,
  dismissed: (a, b) => `${a} und ${b} stehen nicht mehr unter den Dubletten.`,
  problems: {
    merge_self: "Ein Kontakt lässt sich nicht mit sich selbst zusammenführen.",
    locked_customers_differ:
      "Die beiden sind fest mit verschiedenen Kunden verbunden. Die Teamleitung muss wählen, welcher bleibt.",
  },
};
