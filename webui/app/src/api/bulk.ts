import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type BulkDraft = Schemas["BulkDraft"];
export type BulkResult = Schemas["BulkResult"];

/** Changes many contacts, or with preview only counts them. */
export const bulkEdit = (body: BulkDraft) => take(api.POST("/contacts/bulk", { body }));

export const undoBulk = (bulkId: string) =>
  take(api.POST("/contacts/bulk/{bulkId}/undo", { params: { path: { bulkId } } }));

export const recentContactsQuery = queryOptions({
  queryKey: ["contacts", "recent"],
  queryFn: async ({ signal }) => (await take(api.GET("/contacts/recent", { signal }))).items,
});

export const markSeen = (id: string) =>
  take(api.PUT("/contacts/{id}/seen", { params: { path: { id } } }));
