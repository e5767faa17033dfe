import type { privacy as english } from "../en/privacy";
import { merge } from "./merge";

export const privacy: typeof english = {
  exportData: "Personenbezogene Daten exportieren",
  erase: "Person löschen…",
  title: (name) => `${name} endgültig löschen`,
  warning: "Das lässt sich nicht rückgängig machen.",
  goes: "Das wird endgültig gelöscht",
  goesAll:
    "Name, Position, E-Mail-Adressen, Nummern, eigene Felder, Schlagwörter und Notizen; die Texte von Tickets, Aktivitäten und Anrufen; was Verlauf, frühere Importe und Zusammenführungen über diese Person sagen.",
  stays: "Das bleibt ohne Personenbezug",
  staysAll: "Zeiten, Dauer und Ergebnis von Anrufen sowie Anzahlen und Beträge Ihrer Statistik.",
  counted: merge.moved,
  merged: (count) =>
    count === 1
      ? "Ein Kontakt, der mit diesem zusammengeführt wurde, wird mitgelöscht."
      : `${count} Kontakte, die mit diesem zusammengeführt wurden, werden mitgelöscht.`,
  backups: "In Sicherungen der Datenbank bleibt die Person, bis Sie diese löschen.",
  confirm: (name) => `Geben Sie zur Bestätigung „${name}“ ein`,
  confirmError: "Das ist nicht der Name des Kontakts.",
  button: "Endgültig löschen",
  erasing: "Wird gelöscht…",
  done: (name) => `${name} wurde gelöscht.`,
  erased: "Gelöschter Kontakt",
  erasedSince: (moment) =>
    `Diese Person wurde am ${moment} gelöscht. Anrufe, Tickets und Deals bleiben als Zeiten, Anzahlen und Beträge erhalten.`,
};
