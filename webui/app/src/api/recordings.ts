import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Recording = Schemas["Recording"];
export type RecordingRule = Schemas["RecordingRule"];
export type RecordingMode = RecordingRule["mode"];

/** The recordings of a call; the key changes when there is one more. */
export const recordingsQuery = (callId: string, ids: string[]) =>
  queryOptions({
    queryKey: ["calls", "recordings", callId, ids],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/calls/{id}/recordings", { params: { path: { id: callId } }, signal })))
        .items,
  });

export const recordingAddress = (callId: string, id: string) =>
  `/api/v1/calls/${callId}/recordings/${id}/sound`;

export const deleteRecording = (callId: string, id: string) =>
  take(
    api.DELETE("/calls/{id}/recordings/{recordingId}", {
      params: { path: { id: callId, recordingId: id } },
    }),
  );

export const recordCall = (callId: string, action: Schemas["Record"]["action"]) =>
  take(api.POST("/calls/{id}/record", { params: { path: { id: callId } }, body: { action } }));

export const recordingRulesQuery = queryOptions({
  queryKey: ["recordingRules", "list"],
  queryFn: async ({ signal }) => (await take(api.GET("/recording-rules", { signal }))).items,
});

export const setRecordingRules = async (items: RecordingRule[]) =>
  (await take(api.PUT("/recording-rules", { body: { items } }))).items;
