import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { ApiProblem } from "../api/client";
import { contactQuery, updateContact } from "../api/contacts";
import type { ContactPatch } from "../api/types";

/**
 * Saves changes of a contact one after the other. A version that one's own
 * save has replaced counts as its successor, so that two quick edits of one
 * person never look like a conflict with someone else.
 */
export function useContactSave(contactId: string) {
  const client = useQueryClient();
  const successors = useRef(new Map<number, number>());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(
    (patch: ContactPatch, version: number | undefined) => {
      const run = async () => {
        let base = version;
        while (base !== undefined && successors.current.has(base)) {
          base = successors.current.get(base);
        }
        try {
          const contact = await updateContact(contactId, patch, base);
          if (base !== undefined) successors.current.set(base, contact.version);
          client.setQueryData(contactQuery(contactId).queryKey, contact);
          void client.invalidateQueries({ queryKey: ["contacts", "list"] });
          if (patch.status !== undefined) {
            void client.invalidateQueries({ queryKey: ["contacts", "statuses"] });
          }
          if (patch.company !== undefined || patch.customerId !== undefined) {
            void client.invalidateQueries({ queryKey: ["customers"] });
          }
          return contact;
        } catch (error) {
          // Show what someone else wrote, so that the choice is an informed one.
          if (error instanceof ApiProblem && error.code === "stale") {
            await client.refetchQueries({ queryKey: contactQuery(contactId).queryKey });
          }
          throw error;
        }
      };
      const result = queue.current.then(run, run);
      queue.current = result;
      return result;
    },
    [client, contactId],
  );
}
