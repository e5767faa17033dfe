import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Tag = Schemas["Tag"];
export type TagPatch = Schemas["TagPatch"];
export type TagColour = Tag["colour"];

/** All tags, their colours and how many contacts carry them. */
export const tagsQuery = queryOptions({
  queryKey: ["tags", "list"],
  queryFn: async ({ signal }) => (await take(api.GET("/tags", { signal }))).items,
  staleTime: 60_000,
});

export const updateTag = (id: string, body: TagPatch) =>
  take(api.PATCH("/tags/{id}", { params: { path: { id } }, body }));

export const deleteTag = (id: string) =>
  take(api.DELETE("/tags/{id}", { params: { path: { id } } }));
