import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Trunk = Schemas["Trunk"];
export type TrunkState = Schemas["TrunkState"];
export type TrunkDraft = Schemas["TrunkDraft"];
export type TrunkTest = Schemas["TrunkTest"];

const STATE_MS = 5000;
const at = (id: string) => ({ path: { id } });

export const trunksQuery = queryOptions({
  queryKey: ["trunks", "list"],
  queryFn: async ({ signal }) => (await take(api.GET("/trunks", { signal }))).items,
});

/** How the trunks stand; asked again and again, because a carrier's silence sends no message. */
export const trunkStatesQuery = queryOptions({
  queryKey: ["trunks", "list", "states"],
  queryFn: async ({ signal }) => (await take(api.GET("/trunks/states", { signal }))).items,
  refetchInterval: STATE_MS,
});

export const createTrunk = (body: TrunkDraft) => take(api.POST("/trunks", { body }));

export const updateTrunk = (id: string, body: TrunkDraft) =>
  take(api.PATCH("/trunks/{id}", { params: at(id), body }));

export const deleteTrunk = (id: string) => take(api.DELETE("/trunks/{id}", { params: at(id) }));

export const testTrunk = (id: string, to: string) =>
  take(api.POST("/trunks/{id}/test", { params: at(id), body: { to } }));
