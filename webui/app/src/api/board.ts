import { queryOptions } from "@tanstack/react-query";
import { timeZone } from "../language";
import { api, take } from "./client";
import type { components } from "./schema.gen";

export type Board = components["schemas"]["Board"];
export type QueueBoard = components["schemas"]["QueueBoard"];
export type AgentBoard = components["schemas"]["AgentBoard"];
export type CallFigures = components["schemas"]["CallFigures"];

/** How calls, queues and agents stand; read anew when the service tells of a change. */
export const boardQuery = queryOptions({
  queryKey: ["board", "list"],
  queryFn: ({ signal }) => take(api.GET("/board", { params: { query: { timeZone } }, signal })),
  // The day ends without an event.
  refetchInterval: 60_000,
});
