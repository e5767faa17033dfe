import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiProblem } from "../api/client";

type RecordSaveOptions<R, P> = {
  /** Where the query cache keeps the record. */
  queryKey: QueryKey;
  update: (patch: P, version: number | undefined) => Promise<R>;
  /** What else shows something of the record, besides the record itself. */
  onSaved?: (record: R, patch: P) => void;
};

/**
 * Saves changes of a record one after the other. A version that one's own save
 * has replaced counts as its successor: two quick edits of one person are no
 * conflict. Where somebody else was quicker, what they wrote is read, so that the
 * choice is an informed one.
 */
export function useRecordSave<R extends { version: number }, P>({
  queryKey,
  update,
  onSaved,
}: RecordSaveOptions<R, P>): (patch: P, version: number | undefined) => Promise<R> {
  const client = useQueryClient();
  const successors = useRef(new Map<number, number>());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  return (patch, version) => {
    const run = async () => {
      let base = version;
      while (base !== undefined && successors.current.has(base)) {
        base = successors.current.get(base);
      }
      try {
        const record = await update(patch, base);
        if (base !== undefined) successors.current.set(base, record.version);
        client.setQueryData(queryKey, record);
        void client.invalidateQueries({ queryKey: [...queryKey, "history"] });
        onSaved?.(record, patch);
        return record;
      } catch (error) {
        if (error instanceof ApiProblem && error.code === "stale") {
          await client.refetchQueries({ queryKey, exact: true });
        }
        throw error;
      }
    };
    const result = queue.current.then(run, run);
    queue.current = result;
    return result;
  };
}
