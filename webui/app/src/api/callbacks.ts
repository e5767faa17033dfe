import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ifMatch } from "./contacts";
import { pagesQuery } from "./page";
import type { components } from "./schema.gen";

export type Callback = components["schemas"]["Callback"];
export type CallbackDraft = components["schemas"]["CallbackDraft"];
export type CallbackPatch = components["schemas"]["CallbackPatch"];
export type CallbackState = Callback["state"];

export type CallbackFilter = {
  state?: CallbackState;
  ownerId?: string;
  unowned?: true;
  queueId?: string;
  due?: true;
  sort?: string;
};

export const callbacksQuery = (filter: CallbackFilter) =>
  pagesQuery<Callback>(["callbacks", "list", filter], (cursor, signal) =>
    take(api.GET("/callbacks", { params: { query: { ...filter, cursor } }, signal })),
  );

/** How many callbacks are due; it is a list in the cache, so that news refreshes it. */
export const callbacksDueQuery = queryOptions({
  queryKey: ["callbacks", "list", "waiting"],
  queryFn: async ({ signal }) => (await take(api.GET("/callbacks/count", { signal }))).waiting,
});

export const updateCallback = (id: string, body: CallbackPatch, version?: number) =>
  take(
    api.PATCH("/callbacks/{id}", {
      params: { path: { id }, header: ifMatch(version) },
      body,
    }),
  );

export const createCallback = (body: CallbackDraft) => take(api.POST("/callbacks", { body }));
