import { ticketSearchQuery } from "../api/tickets";
import type { Ticket } from "../api/types";
import { t } from "../language";
import { type PickerSource, RecordPicker } from "./RecordPicker";

const source: PickerSource<Ticket> = {
  search: ticketSearchQuery,
  name: (ticket) => `#${ticket.number} ${ticket.subject}`,
  detail: (ticket) => [ticket.contactName, ticket.customerName].filter(Boolean).join(" · "),
  placeholder: t.tickets.searchPlaceholder,
  none: t.tickets.noneFound,
};

type TicketPickerProps = { label: string; onPick: (ticket: Ticket) => void };

/** Finds one ticket by its number or subject. */
export function TicketPicker(props: TicketPickerProps) {
  return <RecordPicker source={source} {...props} />;
}
