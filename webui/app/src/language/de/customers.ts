import type * as english from "../en/customers";
import { plural } from "./plural";

export const customers: typeof english.customers = {
  title: "Kunden",
  one: "Kunde",
  count: (total, count) => `${total} ${plural(count, "Kunde", "Kunden")}`,
  newButton: "Neuer Kunde",
  newTitle: "Neuer Kunde",
  save: "Kunden speichern",
  search: "Kunden durchsuchen",
  searchPlaceholder: "Name eines Kunden",
  noneYet: "Noch keine Kunden",
  noneFound: "Kein passender Kunde",
  name: "Name",
  nameMissing: "Geben Sie einen Namen ein.",
  phone: "Telefon",
  website: "Website",
  address: "Adresse",
  contacts: "Kontakte",
  tickets: "Tickets",
  summary: "Übersicht",
  people: "Kontakte, Tickets, Deals und Anrufe",
  addContact: "Kontakt hinzufügen",
  noContacts: "Noch keine Kontakte",
  noTickets: "Keine Tickets",
  noCallsHint: "Anrufe mit den Kontakten dieses Kunden erscheinen hier von selbst.",
};
