import { useMutation, useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { meQuery } from "../api/session";
import type { Contact, ContactPatch } from "../api/types";
import { t } from "../language";
import { CheckField } from "../ui/fields";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";

type CustomerLockProps = {
  contact: Contact;
  save: (patch: ContactPatch, version: number | undefined) => Promise<unknown>;
};

/** That agents cannot change the company: why, and for who may, the switch. */
export function CustomerLock({ contact, save }: CustomerLockProps) {
  const { data: me } = useQuery(meQuery);
  const change = useMutation({
    mutationFn: (lockedToCustomer: boolean) => save({ lockedToCustomer }, contact.version),
    onError: (error) => warn(problemText(error)),
  });
  if (!contact.customer) return null;
  if (me?.role === "supervisor" || me?.role === "admin") {
    return (
      <CheckField
        role="switch"
        label={t.card.lock}
        hint={t.card.lockHint}
        className="mt-1"
        checked={change.isPending ? change.variables : contact.lockedToCustomer}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.target.checked)}
      />
    );
  }
  if (!contact.lockedToCustomer) return null;
  return (
    <p className="flex items-start gap-1.5 text-xs text-muted">
      <Lock aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {t.card.locked}
    </p>
  );
}
