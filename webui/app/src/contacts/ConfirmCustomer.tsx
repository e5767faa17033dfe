import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MailQuestionMark } from "lucide-react";
import { useState } from "react";
import { confirmCustomer, contactQuery } from "../api/contacts";
import type { Contact } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { CustomerPicker } from "../ui/CustomerPicker";
import { Picked } from "../ui/Picked";
import { problemText } from "../ui/problem";
import { say } from "../ui/toasts";

/** Asks about the customer of a contact that an email made, until somebody has said. */
export function ConfirmCustomer({ contact }: { contact: Contact }) {
  if (contact.source !== "inbound_email" || contact.lockedToCustomer || contact.archivedAt) {
    return null;
  }
  return <Question key={contact.customerId} contact={contact} />;
}

function Question({ contact }: { contact: Contact }) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState(contact.customer);
  const confirm = useMutation({
    mutationFn: (customerId: string) => confirmCustomer(contact.id, customerId),
    onSuccess: (saved) => {
      client.setQueryData(contactQuery(contact.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["contacts", "list"] });
      void client.invalidateQueries({ queryKey: ["customers"] });
      say(t.card.confirmed(saved.customer?.name ?? ""));
    },
  });
  return (
    <section
      aria-label={t.card.confirmTitle}
      className="flex flex-wrap items-end gap-3 rounded-xl bg-info-soft px-4 py-3"
    >
      <div className="min-w-0 flex-1 basis-64 text-sm text-info">
        <h2 className="flex items-center gap-2 font-medium">
          <MailQuestionMark aria-hidden className="size-4 shrink-0" />
          {t.card.confirmTitle}
        </h2>
        <p className="mt-0.5">{t.card.confirmWhy}</p>
        {confirm.isError && (
          <p role="alert" className="mt-1 font-medium text-bad-strong">
            {problemText(confirm.error)}
          </p>
        )}
      </div>
      <div className="w-60 max-w-full">
        {chosen ? (
          <Picked
            label={t.card.confirmCustomer}
            clear={t.card.confirmOther}
            onClear={() => setChosen(null)}
          >
            {chosen.name}
          </Picked>
        ) : (
          <CustomerPicker label={t.card.confirmCustomer} onPick={setChosen} />
        )}
      </div>
      <Button
        tone="primary"
        disabled={!chosen || confirm.isPending}
        onClick={() => chosen && confirm.mutate(chosen.id)}
      >
        {t.card.confirm}
      </Button>
    </section>
  );
}
