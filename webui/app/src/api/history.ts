import { api, take } from "./client";
import { type Page, pagesQuery } from "./page";
import type { components } from "./schema.gen";

export type AuditEntry = components["schemas"]["AuditEntry"];

type Read = (
  params: { path: { id: string }; query: { cursor?: string; limit: number } },
  signal: AbortSignal,
) => Promise<Page<AuditEntry>>;

const of = (key: readonly unknown[], id: string, read: Read) =>
  pagesQuery<AuditEntry>(key, (cursor, signal) =>
    read({ path: { id }, query: { cursor, limit: 50 } }, signal),
  );

export const contactHistoryQuery = (id: string) =>
  of(["contacts", "history", id], id, (params, signal) =>
    take(api.GET("/contacts/{id}/history", { params, signal })),
  );

/** Under the records' own keys: what makes them old makes their history old. */
export const customerHistoryQuery = (id: string) =>
  of(["customers", "one", id, "history"], id, (params, signal) =>
    take(api.GET("/customers/{id}/history", { params, signal })),
  );

export const ticketHistoryQuery = (id: string) =>
  of(["tickets", "one", id, "history"], id, (params, signal) =>
    take(api.GET("/tickets/{id}/history", { params, signal })),
  );

export const dealHistoryQuery = (id: string) =>
  of(["deals", "one", id, "history"], id, (params, signal) =>
    take(api.GET("/deals/{id}/history", { params, signal })),
  );

export type AuditFilter = {
  noun?: string;
  action?: string;
  userId?: string;
  recordId?: string;
  from?: string;
  to?: string;
};

export const auditQuery = (filter: AuditFilter) =>
  pagesQuery<AuditEntry>(["audit", "list", filter], (cursor, signal) =>
    take(api.GET("/audit", { params: { query: { ...filter, cursor, limit: 50 } }, signal })),
  );
