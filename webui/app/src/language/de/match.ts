import type * as english from "../en/match";
import type { Words } from "../words";

export const match: typeof english.match = {
  primary: (name) => `Hauptnummer von ${name}`,
  secondary: (name) => `Weitere Nummer von ${name}`,
  shared: (count) => `Gemeinsame Nummer von ${count} Kontakten`,
  variant: (name) => `Nationale Schreibweise der Nummer von ${name}`,
  partial: (name) => `Ähnlich der Nummer von ${name}, nicht dieselbe`,
  choose: (count) => `Gemeinsame Nummer von ${count} Kontakten: Wählen Sie, wer es ist`,
  maybe: "Vielleicht ist es einer von diesen: Wählen Sie, wer es ist",
  chosen: "Ausgewählt",
  unknown: "Anrufer unbekannt: Kein Kontakt hat diese Nummer.",
  withheld: "Der Anrufer unterdrückt seine Nummer.",
  asking: "Es wird nachgesehen, wer das ist…",
  unavailable:
    "Die Anrufererkennung ist gerade nicht verfügbar, deshalb wird kein Name angezeigt. Sie können wie gewohnt annehmen.",
  why: (reason, sharedBy) =>
    (
      ({
        primary: "hat diese Nummer",
        secondary: "hat diese Nummer",
        shared: `hat diese Nummer, wie ${sharedBy - 1} andere`,
        variant: "hat eine Schreibweise dieser Nummer",
        partial: "hat eine ähnliche Nummer",
        email: "hat diese E-Mail-Adresse",
        name: "hat einen ähnlichen Namen",
      }) as Words
    )[reason] ?? "",
};
