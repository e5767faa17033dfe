import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { ApiProblem } from "../api/client";
import { dealQuery, updateDeal } from "../api/deals";
import type { Deal, DealPatch } from "../api/types";

export type DealSave = (patch: DealPatch, version: number | undefined) => Promise<Deal>;

/** Puts a deal that the service answered with wherever it is shown. */
export function useDealShown(): (deal: Deal) => void {
  const client = useQueryClient();
  return useCallback(
    (deal) => {
      client.setQueryData(dealQuery(deal.id).queryKey, deal);
      void client.invalidateQueries({ queryKey: ["deals", "list"] });
      for (const id of deal.contactIds) {
        void client.invalidateQueries({ queryKey: ["contacts", "deals", id] });
      }
    },
    [client],
  );
}

/**
 * Saves changes of a deal one after the other. A version that one's own save
 * has replaced counts as its successor: two quick edits of one person are no
 * conflict.
 */
export function useDealSave(dealId: string): DealSave {
  const client = useQueryClient();
  const shown = useDealShown();
  const successors = useRef(new Map<number, number>());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(
    (patch, version) => {
      const run = async () => {
        let base = version;
        while (base !== undefined && successors.current.has(base)) {
          base = successors.current.get(base);
        }
        try {
          const deal = await updateDeal(dealId, patch, base);
          if (base !== undefined) successors.current.set(base, deal.version);
          shown(deal);
          return deal;
        } catch (error) {
          // Show what someone else wrote, so that the choice is an informed one.
          if (error instanceof ApiProblem && error.code === "stale") {
            await client.refetchQueries({ queryKey: dealQuery(dealId).queryKey, exact: true });
          }
          throw error;
        }
      };
      const result = queue.current.then(run, run);
      queue.current = result;
      return result;
    },
    [client, dealId, shown],
  );
}
