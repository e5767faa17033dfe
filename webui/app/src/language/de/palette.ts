import type * as english from "../en/palette";
import { plural } from "./plural";

export const palette: typeof english.palette = {
  title: "Alles durchsuchen",
  open: "Suchen",
  keys: "Strg K",
  placeholder: "Name, Firma, E-Mail, Nummer, Ticket, Deal oder Seite",
  results: "Treffer",
  none: "Nichts gefunden.",
  hint: "Tippen Sie, um Kontakte, Kunden, Tickets und Deals zu suchen, oder eine Nummer, um sie anzurufen.",
  found: (count) => plural(count, "1 Treffer", `${count} Treffer`),
  call: (number) => `${number} anrufen`,
  groups: {
    number: "Nummer",
    recent: "Zuletzt angesehen",
    contacts: "Kontakte",
    customers: "Kunden",
    tickets: "Tickets",
    deals: "Deals",
    pages: "Gehe zu",
  },
};
