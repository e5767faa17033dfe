import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { ApiProblem } from "../api/client";
import { ticketQuery, updateTicket } from "../api/tickets";
import type { Ticket, TicketPatch } from "../api/types";

export type TicketSave = (patch: TicketPatch, version: number | undefined) => Promise<Ticket>;

/**
 * Saves changes of a ticket one after the other. A version that one's own save
 * has replaced counts as its successor: two quick edits of one person are no
 * conflict.
 */
export function useTicketSave(ticketId: string): TicketSave {
  const client = useQueryClient();
  const successors = useRef(new Map<number, number>());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(
    (patch, version) => {
      const { queryKey } = ticketQuery(ticketId);
      const run = async () => {
        let base = version;
        while (base !== undefined && successors.current.has(base)) {
          base = successors.current.get(base);
        }
        try {
          const ticket = await updateTicket(ticketId, patch, base);
          if (base !== undefined) successors.current.set(base, ticket.version);
          client.setQueryData(queryKey, ticket);
          void client.invalidateQueries({ queryKey: ["tickets", "list"] });
          // A new status is a line of the conversation.
          void client.invalidateQueries({ queryKey: [...queryKey, "messages"] });
          if (ticket.contactId) {
            void client.invalidateQueries({ queryKey: ["contacts", "tickets", ticket.contactId] });
          }
          return ticket;
        } catch (error) {
          // Show what someone else wrote, so that the choice is an informed one.
          if (error instanceof ApiProblem && error.code === "stale") {
            await client.refetchQueries({ queryKey, exact: true });
          }
          throw error;
        }
      };
      const result = queue.current.then(run, run);
      queue.current = result;
      return result;
    },
    [client, ticketId],
  );
}
