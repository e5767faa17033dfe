import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ifMatch } from "./contacts";
import { pagesQuery } from "./page";
import type { Call, Contact, Customer, CustomerDraft, CustomerPatch, Ticket } from "./types";

const at = (id: string) => ({ path: { id } });

export const customersQuery = (filter: { q?: string; sort?: string }) =>
  pagesQuery<Customer>(["customers", "list", filter], (cursor, signal) =>
    take(api.GET("/customers", { params: { query: { ...filter, limit: 100, cursor } }, signal })),
  );

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id],
    queryFn: ({ signal }) => take(api.GET("/customers/{id}", { params: at(id), signal })),
  });

export const customerSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ["customers", "search", q],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/customers", { params: { query: { q, limit: 8 } }, signal }))).items,
    staleTime: 10_000,
  });

export const customerContactsQuery = (id: string) =>
  pagesQuery<Contact>(["customers", "contacts", id], (cursor, signal) =>
    take(
      api.GET("/customers/{id}/contacts", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

/** Among the lists of tickets, which news of any ticket refreshes. */
export const customerTicketsQuery = (id: string) =>
  pagesQuery<Ticket>(["tickets", "list", { customerId: id }], (cursor, signal) =>
    take(
      api.GET("/customers/{id}/tickets", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

/** Among the lists of calls, which news of any call refreshes. */
export const customerCallsQuery = (id: string) =>
  pagesQuery<Call>(["calls", "list", { customerId: id }], (cursor, signal) =>
    take(api.GET("/calls", { params: { query: { customerId: id, cursor, limit: 50 } }, signal })),
  );

export const createCustomer = (body: CustomerDraft) => take(api.POST("/customers", { body }));

export const updateCustomer = (id: string, body: CustomerPatch, version?: number) =>
  take(api.PATCH("/customers/{id}", { params: { ...at(id), header: ifMatch(version) }, body }));
