import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { contactQuery } from "../api/contacts";
import { ActivityDialog } from "../ui/ActivityDialog";

/** A new activity from any page, about the record that the page shows. */
export function NewActivity({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { contactId, customerId, dealId, ticketId } = useParams({ strict: false });
  const contact = useQuery({
    ...contactQuery(contactId ?? ""),
    enabled: open && contactId !== undefined,
  });
  return (
    <ActivityDialog
      open={open && (contactId === undefined || !contact.isPending)}
      onClose={onClose}
      about={{ contact: contact.data, customerId, dealId, ticketId }}
    />
  );
}
