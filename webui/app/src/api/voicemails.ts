import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesQuery } from "./page";
import type { components } from "./schema.gen";

export type Voicemail = components["schemas"]["Voicemail"];

type VoicemailFilter = { waiting?: boolean; mine?: boolean };

export const voicemailsQuery = (filter: VoicemailFilter) =>
  pagesQuery<Voicemail>(["voicemails", "list", filter], (cursor, signal) =>
    take(api.GET("/voicemails", { params: { query: { ...filter, cursor } }, signal })),
  );

/** How many messages wait; it is a list in the cache, so that news refreshes it. */
export const waitingQuery = queryOptions({
  queryKey: ["voicemails", "list", "waiting"],
  queryFn: async ({ signal }) => (await take(api.GET("/voicemails/count", { signal }))).waiting,
});

export const hearVoicemail = (id: string, heard: boolean) =>
  take(api.PATCH("/voicemails/{id}", { params: { path: { id } }, body: { heard } }));

export const deleteVoicemail = (id: string) =>
  take(api.DELETE("/voicemails/{id}", { params: { path: { id } } }));

export const voicemailAddress = (id: string) => `/api/v1/voicemails/${id}/sound`;
