import type * as english from "../en/problems";
import { merge } from "./merge";

export const problems: typeof english.problems = {
  ...merge.problems,
  refused: "Das ließ sich so nicht ausführen.",
  field: "Das passt hier nicht.",
  unexpected: "Etwas ist schiefgegangen. Bitte versuchen Sie es erneut.",
  network:
    "Der Dienst ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
  unauthenticated: "Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.",
  forbidden: "Dazu sind Sie nicht berechtigt.",
  last_admin:
    "Das ist der letzte aktive Administrator. Machen Sie zuerst jemand anderen zum Administrator.",
  not_found: "Das gibt es nicht mehr.",
  erased: "Diese Person wurde gelöscht; es lässt sich nichts mehr ändern oder hinzufügen.",
  stale: "Jemand anderes hat dies inzwischen geändert.",
  email_taken: "Ein anderer Kontakt hat diese E-Mail-Adresse bereits.",
  invalid_phone: "Das sieht nicht nach einer Telefonnummer aus.",
  unknown_customer: "Einen Kunden dieses Namens gibt es nicht.",
  locked_to_customer: "Dieser Kontakt ist fest mit seinem Kunden verbunden.",
  unavailable:
    "Der Dienst ist ausgelastet oder startet neu. Bitte versuchen Sie es gleich noch einmal.",
  rate_limited: "Zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es dann erneut.",
  http_429: "Zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es dann erneut.",
  http_502: "Der Dienst ist nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.",
  http_503:
    "Der Dienst ist ausgelastet oder startet neu. Bitte versuchen Sie es gleich noch einmal.",
};
