import { api, take } from "./client";
import type { components } from "./schema.gen";

export type Pipeline = components["schemas"]["Pipeline"];
export type PipelineDraft = components["schemas"]["PipelineDraft"];
export type PipelinePatch = components["schemas"]["PipelinePatch"];

export const createPipeline = (body: PipelineDraft) => take(api.POST("/pipelines", { body }));

export const updatePipeline = (id: string, body: PipelinePatch) =>
  take(api.PATCH("/pipelines/{id}", { params: { path: { id } }, body }));

export const orderPipelines = (ids: string[]) =>
  take(api.PUT("/pipelines/order", { body: { ids } }));

export const deletePipeline = (id: string) =>
  take(api.DELETE("/pipelines/{id}", { params: { path: { id } } }));
