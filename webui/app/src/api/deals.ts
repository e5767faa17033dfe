import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ifMatch } from "./contacts";
import { pagesQuery } from "./page";
import type { Deal, DealDraft, DealPatch, DealStatus } from "./types";

export type DealFilter = {
  q?: string;
  status?: DealStatus;
  pipelineId?: string;
  ownerId?: string;
  sort?: string;
};

const at = (id: string) => ({ path: { id } });

/** As many deals as a board shows. */
export const BOARD_MOST = 1000;

export const dealsQuery = (filter: DealFilter) =>
  pagesQuery<Deal>(["deals", "list", filter], (cursor, signal) =>
    take(api.GET("/deals", { params: { query: { ...filter, limit: 100, cursor } }, signal })),
  );

/** A few deals for a picker. */
export const dealSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ["deals", "search", q],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/deals", { params: { query: { q, limit: 8 } }, signal }))).items,
    staleTime: 10_000,
  });

/** All deals of a board, in the order of their stages. */
export const boardQuery = (filter: DealFilter) =>
  queryOptions({
    queryKey: ["deals", "list", "board", filter],
    queryFn: async ({ signal }) => {
      const deals: Deal[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...filter, sort: "boardOrder", limit: 200, cursor };
        const page = await take(api.GET("/deals", { params: { query }, signal }));
        deals.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor && deals.length < BOARD_MOST);
      return { deals, more: cursor !== undefined };
    },
  });

export const dealQuery = (id: string) =>
  queryOptions({
    queryKey: ["deals", "one", id],
    queryFn: ({ signal }) => take(api.GET("/deals/{id}", { params: at(id), signal })),
  });

export const contactDealsQuery = (id: string) =>
  pagesQuery<Deal>(["contacts", "deals", id], (cursor, signal) =>
    take(
      api.GET("/contacts/{id}/deals", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

export const customerDealsQuery = (id: string) =>
  pagesQuery<Deal>(["deals", "list", "customer", id], (cursor, signal) =>
    take(
      api.GET("/customers/{id}/deals", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

export const pipelinesQuery = queryOptions({
  queryKey: ["pipelines", "list"],
  queryFn: ({ signal }) => take(api.GET("/pipelines", { signal })),
  staleTime: 60_000,
});

export const createDeal = (body: DealDraft) => take(api.POST("/deals", { body }));

export const updateDeal = (id: string, body: DealPatch, version?: number) =>
  take(api.PATCH("/deals/{id}", { params: { ...at(id), header: ifMatch(version) }, body }));

export const deleteDeal = (id: string) => take(api.DELETE("/deals/{id}", { params: at(id) }));

export const winDeal = (id: string, reason: string) =>
  take(api.POST("/deals/{id}/won", { params: at(id), body: { reason } }));

export const loseDeal = (id: string, reason: string) =>
  take(api.POST("/deals/{id}/lost", { params: at(id), body: { reason } }));

export const reopenDeal = (id: string) => take(api.POST("/deals/{id}/reopen", { params: at(id) }));
