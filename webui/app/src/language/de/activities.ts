import type * as english from "../en/activities";

export const activities: typeof english.activities = {
  timeline: "Zeitverlauf",
  nothing: "Noch ist nichts geschehen",
  nothingHint: "Notizen, Tickets, Deals, Aktivitäten und Anrufe dieses Kontakts erscheinen hier.",
  nouns: {
    note: "Notiz",
    ticket: "Ticket",
    deal: "Deal",
    activity: "Aktivität",
    call: "Anruf",
  },
  pin: "Notiz anheften",
  unpin: "Notiz lösen",
  pinned: "Angeheftet",
  edit: "Notiz bearbeiten",
  editing: "Notiz",
  remove: "Notiz löschen",
  removed: "Die Notiz wurde gelöscht.",
  sure: "Endgültig löschen?",
  cancel: "Abbrechen",
  save: "Speichern",
  removeNow: "Löschen",
};
