import type * as english from "../en/card";

export const card: typeof english.card = {
  owner: "Zuständig",
  nobody: "Niemand",
  tags: "Schlagwörter",
  addTag: "Neues Schlagwort",
  addTagButton: "Hinzufügen",
  removeTag: (tag) => `Schlagwort ${tag} entfernen`,
  addEmail: "E-Mail hinzufügen",
  editEmails: "E-Mail-Adressen bearbeiten",
  emailsOf: (name) => `E-Mail-Adressen von ${name}`,
  emailNumber: (index) => `E-Mail ${index}`,
  removeEmail: (index) => `E-Mail ${index} entfernen`,
  primaryEmail: "Haupt-E-Mail",
  emailLabel: "Bezeichnung",
  emailLabelPlaceholder: "Büro, privat…",
  locked:
    "Gesperrt: Diese Verknüpfung wurde bestätigt, damit kein Anruf und kein Import sie aus Versehen ändert. Die Teamleitung kann sie entsperren.",
  lock: "Fest mit diesem Kunden verbunden",
  lockHint: "Agenten können die Firma eines gesperrten Kontakts nicht ändern.",
  confirmTitle: "Ist das der richtige Kunde?",
  confirmWhy:
    "Ringbook hat diesen Kontakt aus einer E-Mail angelegt. Die Bestätigung verbindet ihn fest mit dem Kunden.",
  confirmCustomer: "Kunde",
  confirmOther: "Anderen Kunden wählen",
  confirm: "Kunden bestätigen",
  confirmed: (name) => `Der Kontakt gehört jetzt zu ${name}.`,
};
