import type * as english from "../en/ui";

export const ui: typeof english.ui = {
  close: "Schließen",
  dismiss: "Ausblenden",
  cancel: "Abbrechen",
  save: "Speichern",
  saving: "Wird gespeichert…",
  saved: "Gespeichert",
  notSaved: "Nicht gespeichert. Beim Weitertippen wird es erneut versucht.",
  undo: "Rückgängig",
  tryAgain: "Erneut versuchen",
  loading: "Wird geladen…",
  loadingMore: "Weitere werden geladen…",
  showMore: "Mehr anzeigen",
  clearFilters: "Filter zurücksetzen",
  add: "Hinzufügen…",
  emptyValue: "nichts",
  edit: (label) => `${label} bearbeiten`,
  required: (label) => `${label} darf nicht leer sein.`,
  conflict: (current) =>
    `Jemand anderes hat dies inzwischen geändert. Dort steht jetzt „${current}“.`,
  incomplete: "Das ist noch nicht vollständig.",
  dateLetters: { day: "T", month: "M", year: "J" },
  openCalendar: "Kalender öffnen",
  keepTheirs: "Fremde Änderung behalten",
  keepMine: "Meine verwenden",
  wentWrong: "Diese Seite ist abgestürzt",
  wentWrongHint:
    "Die Anrufleiste funktioniert weiter. Wechseln Sie auf eine andere Seite oder laden Sie diese neu.",
  notFound: "Diese Seite gibt es nicht",
  notFoundHint: "Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen.",
  reload: "Neu laden",
  toContacts: "Zu den Kontakten",
  drag: (name) => `${name} ziehen`,
  dragHow:
    "Mit der Leertaste aufnehmen. Die Pfeiltasten nach oben und unten verschieben, die Leertaste legt ab, Escape legt zurück.",
  taken: (name) => `${name} ist aufgenommen.`,
  overPlace: (name, place) => `${name} ist über Platz ${place}.`,
  dropped: (name, place) => `${name} wurde auf Platz ${place} gelegt.`,
  putBack: (name) => `${name} wurde zurückgelegt.`,
  moveUp: (name) => `${name} nach oben`,
  moveDown: (name) => `${name} nach unten`,
};

export const units: typeof english.units = {
  seconds: (count) => `${count} s`,
  minutes: (count) => `${count} min`,
  hours: (count) => `${count} h`,
  yesterday: (time) => `Gestern, ${time}`,
  about: (count) => `etwa ${count}`,
};
