import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Destination = Schemas["Destination"];
export type OwnNumber = Schemas["Number"];
export type Queue = Schemas["Queue"];
export type Hours = Schemas["Hours"];
export type Menu = Schemas["Menu"];
export type Sound = Schemas["Sound"];
export type RouteStep = Schemas["RouteStep"];
export type NumberPatch = Schemas["NumberPatch"];
export type NumberDraft = Schemas["NumberDraft"];
export type QueueDraft = Schemas["QueueDraft"];
export type QueuePatch = Schemas["QueuePatch"];
export type HoursDraft = Schemas["HoursDraft"];
export type MenuDraft = Schemas["MenuDraft"];

const at = (id: string) => ({ path: { id } });

export const numbersQuery = queryOptions({
  queryKey: ["routes", "list", "numbers"],
  queryFn: async ({ signal }) => (await take(api.GET("/numbers", { signal }))).items,
});
export const queuesQuery = queryOptions({
  queryKey: ["routes", "list", "queues"],
  queryFn: async ({ signal }) => (await take(api.GET("/queues", { signal }))).items,
});
export const hoursQuery = queryOptions({
  queryKey: ["routes", "list", "hours"],
  queryFn: async ({ signal }) => (await take(api.GET("/business-hours", { signal }))).items,
});
export const menusQuery = queryOptions({
  queryKey: ["routes", "list", "menus"],
  queryFn: async ({ signal }) => (await take(api.GET("/menus", { signal }))).items,
});
export const soundsQuery = queryOptions({
  queryKey: ["routes", "list", "sounds"],
  queryFn: async ({ signal }) => (await take(api.GET("/sounds", { signal }))).items,
});

export const createNumber = (body: NumberDraft) => take(api.POST("/numbers", { body }));
export const updateNumber = (id: string, body: NumberPatch) =>
  take(api.PATCH("/numbers/{id}", { params: at(id), body }));
export const deleteNumber = (id: string) => take(api.DELETE("/numbers/{id}", { params: at(id) }));

export const createQueue = (body: QueueDraft) => take(api.POST("/queues", { body }));
export const updateQueue = (id: string, body: QueuePatch) =>
  take(api.PATCH("/queues/{id}", { params: at(id), body }));
export const deleteQueue = (id: string) => take(api.DELETE("/queues/{id}", { params: at(id) }));

export const createHours = (body: HoursDraft) => take(api.POST("/business-hours", { body }));
export const updateHours = (id: string, body: HoursDraft) =>
  take(api.PUT("/business-hours/{id}", { params: at(id), body }));
export const deleteHours = (id: string) =>
  take(api.DELETE("/business-hours/{id}", { params: at(id) }));

export const createMenu = (body: MenuDraft) => take(api.POST("/menus", { body }));
export const updateMenu = (id: string, body: MenuDraft) =>
  take(api.PUT("/menus/{id}", { params: at(id), body }));
export const deleteMenu = (id: string) => take(api.DELETE("/menus/{id}", { params: at(id) }));

export const uploadSound = (name: string, file: File) => {
  const form = new FormData();
  form.append("file", file);
  return take(
    api.POST("/sounds", {
      params: { query: { name } },
      body: { file: "" },
      // The browser writes the form and its boundary.
      bodySerializer: () => form,
    }),
  );
};
export const deleteSound = (id: string) => take(api.DELETE("/sounds/{id}", { params: at(id) }));
export const soundAddress = (id: string) => `/api/v1/sounds/${id}/audio`;

export const testRoute = async (id: string, body: { at?: string; from?: string }) =>
  (await take(api.POST("/numbers/{id}/route-test", { params: at(id), body }))).items;
