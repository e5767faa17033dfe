import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";

/** Everyone of the organisation, also who has left. */
export const usersQuery = queryOptions({
  queryKey: ["users", "list"],
  queryFn: async ({ signal }) => (await take(api.GET("/users", { signal }))).items,
  staleTime: 60_000,
});
