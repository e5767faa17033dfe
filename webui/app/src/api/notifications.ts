import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesQuery } from "./page";
import type { components } from "./schema.gen";

export type Notification = components["schemas"]["Notification"];

export const notificationsQuery = (unread: boolean, limit = 50) =>
  pagesQuery<Notification>(["notifications", "list", { unread, limit }], (cursor, signal) =>
    take(api.GET("/notifications", { params: { query: { unread, cursor, limit } }, signal })),
  );

export const unreadQuery = queryOptions({
  queryKey: ["notifications", "count"],
  queryFn: async ({ signal }) => (await take(api.GET("/notifications/count", { signal }))).unread,
});

export const readNotifications = (body: { ids: string[] } | { all: true }) =>
  take(api.POST("/notifications/read", { body }));

/** What a reminder offers to do with its activity. */
export const updateReminded = (id: string, body: { doneAt: string } | { remindAt: string }) =>
  take(api.PATCH("/activities/{id}", { params: { path: { id } }, body }));
