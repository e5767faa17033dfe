import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ifMatch } from "./contacts";
import { pagesQuery } from "./page";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Webhook = Schemas["Webhook"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type WebhookDraft = Schemas["WebhookDraft"];
export type WebhookPatch = Schemas["WebhookPatch"];
export type DeliveryStatus = WebhookDelivery["status"];
export type WebhookProblem = NonNullable<WebhookDelivery["problem"]>;

const at = (id: string) => ({ path: { id } });

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks", "list"],
  queryFn: async ({ signal }) => (await take(api.GET("/webhooks", { signal }))).items,
});

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhooks", "one", id],
    queryFn: ({ signal }) => take(api.GET("/webhooks/{id}", { params: at(id), signal })),
  });

/** The events and what a message of each looks like; they change with the program only. */
export const webhookEventsQuery = queryOptions({
  queryKey: ["webhooks", "events"],
  queryFn: async ({ signal }) => (await take(api.GET("/webhooks/events", { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Below ["webhooks", "one", id], so that news of the webhook reads them anew. */
export const deliveriesQuery = (id: string, status: DeliveryStatus | undefined) =>
  pagesQuery<WebhookDelivery>(["webhooks", "one", id, "deliveries", status], (cursor, signal) =>
    take(
      api.GET("/webhooks/{id}/deliveries", {
        params: { ...at(id), query: { status, cursor, limit: 25 } },
        signal,
      }),
    ),
  );

export const createWebhook = (body: WebhookDraft) => take(api.POST("/webhooks", { body }));

export const updateWebhook = (webhook: Webhook, body: WebhookPatch) =>
  take(
    api.PATCH("/webhooks/{id}", {
      params: { ...at(webhook.id), header: ifMatch(webhook.version) },
      body,
    }),
  );

export const deleteWebhook = (id: string) => take(api.DELETE("/webhooks/{id}", { params: at(id) }));

export const rotateSecret = (id: string) =>
  take(api.POST("/webhooks/{id}/secret", { params: at(id) }));

export const testWebhook = (id: string) =>
  take(api.POST("/webhooks/{id}/test", { params: at(id) }));

export const retryDelivery = ({ id, webhookId }: WebhookDelivery) =>
  take(
    api.POST("/webhooks/{id}/deliveries/{deliveryId}/retry", {
      params: { path: { id: webhookId, deliveryId: id } },
    }),
  );
