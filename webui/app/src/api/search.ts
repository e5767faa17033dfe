import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";

/** The first hits among all records; nothing is asked until something is typed. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ["search", q],
    queryFn: ({ signal }) => take(api.GET("/search", { params: { query: { q } }, signal })),
    enabled: q.trim() !== "",
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
