import { useNavigate } from "@tanstack/react-router";
import { t } from "../language";
import { Dialog } from "../ui/Dialog";
import { say } from "../ui/toasts";
import { ContactForm } from "./ContactForm";

/** The form over the list, which stays where it was. */
export function NewContactDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <Dialog open={open} onClose={onClose} title={t.contacts.newTitle} wide>
      <ContactForm
        onCancel={onClose}
        onSaved={(contact) => {
          onClose();
          say(t.contacts.saved(contact.name), {
            label: t.contacts.open,
            run: () =>
              void navigate({ to: "/contacts/$contactId", params: { contactId: contact.id } }),
          });
        }}
      />
    </Dialog>
  );
}
