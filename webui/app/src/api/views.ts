import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type View = Schemas["View"];
export type ViewDraft = Schemas["ViewDraft"];
export type ViewPatch = Schemas["ViewPatch"];

/** One's own views of a list and those that others share. */
export const viewsQuery = (noun: View["noun"]) =>
  queryOptions({
    queryKey: ["views", "list", noun],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/views", { params: { query: { noun } }, signal }))).items,
    staleTime: 60_000,
  });

export const createView = (body: ViewDraft) => take(api.POST("/views", { body }));

export const updateView = (id: string, body: ViewPatch) =>
  take(api.PATCH("/views/{id}", { params: { path: { id } }, body }));

export const deleteView = (id: string) =>
  take(api.DELETE("/views/{id}", { params: { path: { id } } }));
