import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { dealQuery, updateDeal } from "../api/deals";
import type { Deal, DealPatch } from "../api/types";
import { useRecordSave } from "../ui/useRecordSave";

export type DealSave = (patch: DealPatch, version: number | undefined) => Promise<Deal>;

/** Puts a deal that the service answered with wherever it is shown. */
export function useDealShown(): (deal: Deal) => void {
  const client = useQueryClient();
  return useCallback(
    (deal) => {
      const { queryKey } = dealQuery(deal.id);
      client.setQueryData(queryKey, deal);
      void client.invalidateQueries({ queryKey: [...queryKey, "history"] });
      void client.invalidateQueries({ queryKey: ["deals", "list"] });
      for (const id of deal.contactIds) {
        void client.invalidateQueries({ queryKey: ["contacts", "deals", id] });
      }
    },
    [client],
  );
}

/** Saves changes of a deal wherever it is shown. */
export function useDealSave(dealId: string): DealSave {
  const shown = useDealShown();
  return useRecordSave({
    queryKey: dealQuery(dealId).queryKey,
    update: (patch: DealPatch, version) => updateDeal(dealId, patch, version),
    onSaved: shown,
  });
}
