import type * as english from "../en/trunks";
import { translator } from "../translator";

const secondsOf = (ms: number) => (ms / 1000).toFixed(1).replace(".", ",");

const problem = translator({
  "The provider refused the user name or password.":
    "Der Anbieter hat Benutzername oder Passwort abgelehnt.",
  "The provider asks for a password, and none is set.":
    "Der Anbieter verlangt ein Passwort, und keines ist gesetzt.",
  "The provider asks for a kind of log-in that is not supported.":
    "Der Anbieter verlangt eine Anmeldung, die nicht unterstützt wird.",
  "The provider does not know this user name.": "Der Anbieter kennt diesen Benutzernamen nicht.",
  "The provider answered %s.": "Der Anbieter hat mit %s geantwortet.",
  "No answer from %s.": "Keine Antwort von %s.",
  "%s cannot be reached: %s": "%s ist nicht erreichbar: %s",
});

export const trunks: typeof english.trunks = {
  title: "Leitungen (Trunks)",
  about:
    "Ein Trunk ist der Weg zu Ihrem Telefonanbieter. Ausgehende Anrufe versuchen sie der Reihe nach; fällt einer aus, übernimmt der nächste.",
  help: "So richten Sie einen Trunk ein",
  add: "Neuer Trunk",
  edit: "Ändern",
  editTitle: "Trunk ändern",
  editOf: (name) => `${name} ändern`,
  saved: "Trunk gespeichert",
  remove: "Entfernen",
  removeOf: (name) => `${name} entfernen`,
  removeTitle: (name) => `${name} entfernen?`,
  removeHint:
    "Über ihn kommen und gehen keine neuen Anrufe. Laufende Anrufe gehen weiter, und die Anrufliste behält seine Anrufe.",
  removed: "Trunk entfernt",
  noneYet: "Noch keine Trunks",
  noneYetHint:
    "Ohne Trunk kann niemand von außen Sie anrufen, und Sie können niemanden draußen anrufen.",
  inboundOnly: "Nur für eingehende Anrufe",
  order: (priority) => `Reihenfolge ${priority}`,
  callsNow: (now, most) =>
    most > 0 ? `${now} von ${most} Leitungen belegt` : `${now} Leitungen belegt`,
  answered: (when, ms) => `antwortete ${when} in ${ms} ms`,
  registeredUntil: (when) => `registriert bis ${when}`,
  states: {
    off: "Aus",
    on: "An",
    failed: "Nicht registriert",
    trying: "Registriert sich",
    silent: "Antwortet nicht",
    registered: "Registriert",
    answers: "Antwortet",
  },
  problem: (message) => problem(message) ?? message,
  groups: { where: "Der Anbieter", numbers: "Nummern", use: "Verwendung" },
  fields: {
    name: "Name",
    proxy: "Server des Anbieters",
    transport: "Transport",
    domain: "Domain",
    addresses: "Adressen, von denen Anrufe kommen",
    register: "Beim Anbieter registrieren",
    username: "Benutzername",
    password: "Passwort",
    optionsSeconds: "Fragen, ob er lebt, alle (Sekunden)",
    callerId: "Angezeigte Nummer",
    country: "Land der Ortsnummern",
    callerIds: "Angezeigte Nummer nach angerufenem Land",
    withhold: "Nummer unterdrücken",
    bareE164: "Der Anbieter sendet Nummern ohne +",
    priority: "Reihenfolge",
    maxCalls: "Gleichzeitige Anrufe",
    enabled: "An",
  },
  hints: {
    proxy: "sip.example.com oder 192.0.2.1:5060. Ohne Port werden SRV-Einträge gefragt.",
    domain: "Nur wo sie vom Server abweicht.",
    addresses: "Eine je Zeile, etwa 192.0.2.0/24. Der Server selbst darf immer.",
    optionsSeconds: "0 fragt nie.",
    country: "GB oder DE. Leer: das Ihrer Organisation.",
    callerIds: "Ein Land je Zeile, etwa: DE +49 30 123456",
    withhold: "Der Anbieter erfährt sie dennoch; die Angerufenen sehen sie nicht.",
    bareE164: "442079460000 wird dann als +44 20 7946 0000 gelesen.",
    priority: "Ausgehende Anrufe versuchen die kleinste zuerst.",
    maxCalls:
      "0 setzt keine Grenze. Anrufe darüber werden abgelehnt oder gehen über den nächsten Trunk.",
    enabled: "Anrufe kommen und gehen, solange dies an ist.",
  },
  keepPassword: "Leer lassen, um das gesetzte zu behalten.",
  close: "Schließen",
  test: "Testanruf",
  testOf: (name) => `Testanruf über ${name}`,
  testTitle: (name) => `Testanruf über ${name}`,
  testHint:
    "Ruft eine Nummer an, spielt vier Sekunden lang eine Melodie, sobald jemand abnimmt, und sagt, was geschah.",
  testTo: "Anzurufende Nummer",
  testStart: "Anrufen",
  testing: "Es wird angerufen. Das dauert bis zu 20 Sekunden.",
  rang: (ms) => `Es klingelte nach ${secondsOf(ms)} s.`,
  tookCall: (ms, codec) =>
    codec
      ? `Angenommen nach ${secondsOf(ms)} s, mit ${codec}.`
      : `Angenommen nach ${secondsOf(ms)} s.`,
  heard: "Von dort kam Ton.",
  notHeard: "Von dort kam kein Ton.",
  notAnswered: "Niemand hat abgenommen.",
  why: (sip, text) => (sip ? `Der Grund: ${text} (${sip}).` : `Der Grund: ${text}.`),
};
