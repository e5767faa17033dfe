import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { contactQuery } from "../api/contacts";
import { mergeContacts, undoMerge } from "../api/merges";
import type { Contact, MergeChoices } from "../api/types";
import { t } from "../language";
import { problemText } from "../ui/problem";
import { say, warn } from "../ui/toasts";

/** Everything that hangs on contacts may have moved. */
function refresh(client: QueryClient): void {
  for (const noun of ["contacts", "customers", "tickets", "deals", "activities", "calls"]) {
    void client.invalidateQueries({ queryKey: [noun] });
  }
}

/** Takes a merge back, from the toast as from the contact's page. */
export function useUndoMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: undoMerge,
    onSuccess: ({ survivor, duplicate, kept }) => {
      // Under the duplicate's address the survivor was kept until now.
      client.setQueryData(contactQuery(duplicate.id).queryKey, duplicate);
      client.setQueryData(contactQuery(survivor.id).queryKey, survivor);
      refresh(client);
      say(t.merge.back(duplicate.name));
      if (kept.length > 0) warn(t.merge.notUndone, kept.join(" "));
    },
    onError: (error) => warn(problemText(error)),
  });
}

type Merging = { duplicate: Contact; survivor: Contact; fields: MergeChoices };

/** Merges two contacts and offers the way back. */
export function useMerge(onMerged: (survivor: Contact) => void) {
  const client = useQueryClient();
  const undo = useUndoMerge();
  return useMutation({
    mutationFn: ({ duplicate, survivor, fields }: Merging) =>
      mergeContacts(duplicate.id, survivor.id, fields),
    onSuccess: ({ survivor, mergeId }, { duplicate }) => {
      client.setQueryData(contactQuery(survivor.id).queryKey, survivor);
      client.setQueryData(contactQuery(duplicate.id).queryKey, survivor);
      onMerged(survivor);
      refresh(client);
      say(t.merge.done(duplicate.name, survivor.name), {
        label: t.ui.undo,
        run: () => undo.mutate(mergeId),
      });
    },
  });
}
