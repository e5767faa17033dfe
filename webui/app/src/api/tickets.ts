import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ifMatch } from "./contacts";
import { pagesQuery } from "./page";
import type {
  Ticket,
  TicketDraft,
  TicketMessage,
  TicketMessageDraft,
  TicketPatch,
  TicketPriority,
  TicketStatus,
} from "./types";

const at = (id: string) => ({ path: { id } });

export type TicketFilter = {
  q?: string;
  status?: TicketStatus;
  open?: true;
  priority?: TicketPriority;
  assigneeId?: string;
  overdue?: true;
  dueBefore?: string;
  sort?: string;
};

export const ticketsQuery = (filter: TicketFilter) =>
  pagesQuery<Ticket>(["tickets", "list", filter], (cursor, signal) =>
    take(api.GET("/tickets", { params: { query: { ...filter, limit: 100, cursor } }, signal })),
  );

/** A few tickets for a picker. */
export const ticketSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ["tickets", "search", q],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/tickets", { params: { query: { q, limit: 8 } }, signal }))).items,
    staleTime: 10_000,
  });

export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: ["tickets", "one", id],
    queryFn: ({ signal }) => take(api.GET("/tickets/{id}", { params: at(id), signal })),
  });

/** Under the ticket's own key: what makes the ticket old makes its conversation old. */
export const ticketMessagesQuery = (id: string) =>
  pagesQuery<TicketMessage>(["tickets", "one", id, "messages"], (cursor, signal) =>
    take(
      api.GET("/tickets/{id}/messages", {
        params: { ...at(id), query: { cursor, limit: 200 } },
        signal,
      }),
    ),
  );

export const createTicket = (body: TicketDraft) => take(api.POST("/tickets", { body }));

export const updateTicket = (id: string, body: TicketPatch, version?: number) =>
  take(api.PATCH("/tickets/{id}", { params: { ...at(id), header: ifMatch(version) }, body }));

export const addTicketMessage = (id: string, body: TicketMessageDraft) =>
  take(api.POST("/tickets/{id}/messages", { params: at(id), body }));
