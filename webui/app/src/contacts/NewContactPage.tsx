import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { updateCall } from "../api/calls";
import { customerQuery } from "../api/customers";
import type { Contact } from "../api/types";
import { t } from "../language";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { usePageTitle } from "../ui/title";
import { say, warn } from "../ui/toasts";
import { ContactForm } from "./ContactForm";

const route = getRouteApi("/app/contacts/new");

/** The form on a page of its own: from a caller nobody knows, or from a customer. */
export function NewContactPage() {
  usePageTitle(t.contacts.newTitle);
  const { phone, callId, customerId } = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const client = useQueryClient();
  const customer = useQuery({ ...customerQuery(customerId ?? ""), enabled: Boolean(customerId) });

  const saved = async (contact: Contact) => {
    say(t.contacts.saved(contact.name));
    if (callId) {
      try {
        await updateCall(callId, { contactId: contact.id });
        void client.invalidateQueries({ queryKey: ["calls"] });
      } catch (error) {
        warn(t.contacts.callNotLinked, problemText(error));
      }
    }
    await navigate({
      to: "/contacts/$contactId",
      params: { contactId: contact.id },
      replace: true,
    });
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-2xl p-5 max-sm:p-4">
        <h1 className="mb-4 text-xl font-semibold tracking-tight">{t.contacts.newTitle}</h1>
        <div className="rounded-2xl border bg-surface p-5">
          {customer.isError ? (
            <Failed error={customer.error} retry={() => void customer.refetch()} />
          ) : customerId && customer.isPending ? (
            <Skeleton />
          ) : (
            <ContactForm
              key={phone}
              phone={phone}
              customer={customer.data}
              onSaved={(contact) => void saved(contact)}
              onCancel={() => {
                if (router.history.canGoBack()) router.history.back();
                else void navigate({ to: "/contacts" });
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}
