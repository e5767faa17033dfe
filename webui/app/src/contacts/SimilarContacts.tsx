import { Link } from "@tanstack/react-router";
import { Users } from "lucide-react";
import type { Match } from "../api/types";
import { t } from "../language";

/** Names the contacts that a draft may be a second copy of. */
export function SimilarContacts({ matches }: { matches: Match[] }) {
  if (matches.length === 0) return null;
  return (
    <section
      aria-label={t.contacts.similarTitle}
      className="flex flex-col gap-2 rounded-lg bg-warn-soft p-3 text-sm"
    >
      <p role="status" className="flex items-center gap-2 font-medium text-warn">
        <Users aria-hidden className="size-4" />
        {t.contacts.similarTitle}
      </p>
      <ul className="flex flex-col gap-1">
        {matches.map(({ contact, customer, reason, sharedBy }) => (
          <li key={contact.id} className="flex flex-wrap items-baseline gap-x-2">
            <Link
              to="/contacts/$contactId"
              params={{ contactId: contact.id }}
              className="font-medium underline"
            >
              {contact.name}
            </Link>
            <span className="text-muted">
              {[customer?.name, t.match.why(reason, sharedBy ?? 0)].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
