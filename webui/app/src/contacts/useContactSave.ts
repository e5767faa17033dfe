import { useQueryClient } from "@tanstack/react-query";
import { contactQuery, updateContact } from "../api/contacts";
import type { ContactPatch } from "../api/types";
import { useRecordSave } from "../ui/useRecordSave";

/** Saves changes of a contact wherever it is shown. */
export function useContactSave(contactId: string) {
  const client = useQueryClient();
  return useRecordSave({
    queryKey: contactQuery(contactId).queryKey,
    update: (patch: ContactPatch, version) => updateContact(contactId, patch, version),
    onSaved: (_, patch) => {
      void client.invalidateQueries({ queryKey: ["contacts", "list"] });
      void client.invalidateQueries({ queryKey: ["contacts", "history", contactId] });
      if (patch.status !== undefined) {
        void client.invalidateQueries({ queryKey: ["contacts", "statuses"] });
      }
      if (patch.company !== undefined || patch.customerId !== undefined) {
        void client.invalidateQueries({ queryKey: ["customers"] });
      }
    },
  });
}
