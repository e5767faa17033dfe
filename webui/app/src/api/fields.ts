import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type CustomField = Schemas["CustomField"];
export type CustomFieldDraft = Schemas["CustomFieldDraft"];
export type CustomFieldPatch = Schemas["CustomFieldPatch"];
export type FieldKind = CustomField["kind"];

const at = (id: string) => ({ path: { id } });

/** The fields that the organisation added to its contacts, in their order. */
export const fieldsQuery = queryOptions({
  queryKey: ["fields", "list", "shown"],
  queryFn: async ({ signal }) => (await take(api.GET("/custom-fields", { signal }))).items,
  staleTime: 60_000,
});

/** The archived ones as well, behind the others. */
export const allFieldsQuery = queryOptions({
  queryKey: ["fields", "list", "all"],
  queryFn: async ({ signal }) =>
    (await take(api.GET("/custom-fields", { params: { query: { archived: true } }, signal })))
      .items,
  staleTime: 60_000,
});

export const createField = (body: CustomFieldDraft) => take(api.POST("/custom-fields", { body }));

export const updateField = (id: string, body: CustomFieldPatch) =>
  take(api.PATCH("/custom-fields/{id}", { params: at(id), body }));

export const archiveField = (id: string) =>
  take(api.DELETE("/custom-fields/{id}", { params: at(id) }));
