import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesQuery } from "./page";
import type { Call, Contact, ContactDraft, ContactKind, ContactPatch, Note, Ticket } from "./types";

export type ContactFilter = {
  q?: string;
  kind?: ContactKind[];
  status?: string;
  ownerId?: string;
  customerId?: string;
  tag?: string[];
  marketingOptOut?: "true" | "false";
  locked?: "true" | "false";
  source?: "manual" | "import" | "inbound_email" | "call" | "demo";
  createdFrom?: string;
  createdTo?: string;
  lastCallFrom?: string;
  lastCallTo?: string;
  lastCall?: "never";
  archived?: boolean;
  sort?: string;
};

const PAGE = 100;

const at = (id: string) => ({ path: { id } });

export const contactsQuery = (filter: ContactFilter) =>
  pagesQuery<Contact>(["contacts", "list", filter], (cursor, signal) =>
    take(api.GET("/contacts", { params: { query: { ...filter, limit: PAGE, cursor } }, signal })),
  );

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", "one", id],
    queryFn: ({ signal }) => take(api.GET("/contacts/{id}", { params: at(id), signal })),
  });

export const contactStatusesQuery = queryOptions({
  queryKey: ["contacts", "statuses"],
  queryFn: async ({ signal }) => (await take(api.GET("/contacts/statuses", { signal }))).items,
  staleTime: 60_000,
});

/** A few contacts for a picker; nothing is asked until something is typed. */
export const contactSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ["contacts", "search", q],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/contacts", { params: { query: { q, limit: 8 } }, signal }))).items,
    enabled: q.trim() !== "",
    staleTime: 10_000,
  });

export const contactNotesQuery = (id: string) =>
  pagesQuery<Note>(["contacts", "notes", id], (cursor, signal) =>
    take(
      api.GET("/contacts/{id}/notes", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

export const contactCallsQuery = (id: string) =>
  pagesQuery<Call>(["contacts", "calls", id], (cursor, signal) =>
    take(
      api.GET("/contacts/{id}/calls", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

export const contactTicketsQuery = (id: string) =>
  pagesQuery<Ticket>(["contacts", "tickets", id], (cursor, signal) =>
    take(
      api.GET("/contacts/{id}/tickets", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

export const createContact = (body: ContactDraft) => take(api.POST("/contacts", { body }));

/** A contact made from a customer's page is locked to it. */
export const createContactOf = (customerId: string, body: ContactDraft) =>
  take(api.POST("/customers/{id}/contacts", { params: at(customerId), body }));

export const updateContact = (id: string, body: ContactPatch, version?: number) =>
  take(
    api.PATCH("/contacts/{id}", {
      params: { ...at(id), header: ifMatch(version) },
      body,
    }),
  );

export const archiveContact = (id: string) =>
  take(api.DELETE("/contacts/{id}", { params: at(id) }));

export const restoreContact = (id: string) =>
  take(api.POST("/contacts/{id}/restore", { params: at(id) }));

export const similarContacts = async (body: ContactDraft, signal?: AbortSignal) =>
  (await take(api.POST("/contacts/similar", { body, signal }))).matches;

/** Links the contact to a customer for good: agents cannot change the link any more. */
export const confirmCustomer = (id: string, customerId: string) =>
  take(api.POST("/contacts/{id}/confirm-customer", { params: at(id), body: { customerId } }));

export const addNote = (id: string, body: string) =>
  take(api.POST("/contacts/{id}/notes", { params: at(id), body: { body } }));

/** The header that makes a change fail when someone else was faster. */
export function ifMatch(version: number | undefined) {
  return version === undefined ? {} : { "If-Match": String(version) };
}
