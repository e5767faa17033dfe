import { useQueryClient } from "@tanstack/react-query";
import { ticketQuery, updateTicket } from "../api/tickets";
import type { Ticket, TicketPatch } from "../api/types";
import { useRecordSave } from "../ui/useRecordSave";

export type TicketSave = (patch: TicketPatch, version: number | undefined) => Promise<Ticket>;

/** Saves changes of a ticket wherever it is shown. */
export function useTicketSave(ticketId: string): TicketSave {
  const client = useQueryClient();
  const { queryKey } = ticketQuery(ticketId);
  return useRecordSave({
    queryKey,
    update: (patch: TicketPatch, version) => updateTicket(ticketId, patch, version),
    onSaved: (ticket) => {
      void client.invalidateQueries({ queryKey: ["tickets", "list"] });
      // A new status is a line of the conversation.
      void client.invalidateQueries({ queryKey: [...queryKey, "messages"] });
      if (ticket.contactId) {
        void client.invalidateQueries({ queryKey: ["contacts", "tickets", ticket.contactId] });
      }
    },
  });
}
