import { Link } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../language";
import { buttonClass } from "../ui/Button";
import { CallLine } from "../ui/CallLine";
import { TicketLine } from "../ui/TicketLine";
import type { LiveCall } from "./machine";
import { soleMatch } from "./words";

/**
 * What is known of the caller: open tickets, last calls, the way to the card.
 * Nothing is shown while several contacts may be the caller and nobody chose:
 * one contact's tickets would be taken for another's.
 */
export function CallerRecord({ live }: { live: LiveCall }) {
  const contactId = live.call.contactId ?? soleMatch(live.matches)?.contact.id;
  if (!contactId) return null;
  const of = (id: string | null) => id === null || id === contactId;
  const tickets = live.openTickets.filter((ticket) => of(ticket.contactId)).slice(0, 5);
  const calls = live.recentCalls
    .filter((call) => call.id !== live.call.id && of(call.contactId))
    .slice(0, 5);
  return (
    <div className="flex flex-col gap-4 p-4">
      <Part title={t.phone.openTickets} none={t.phone.noTickets} empty={tickets.length === 0}>
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <TicketLine ticket={ticket} />
          </li>
        ))}
      </Part>
      <Part title={t.phone.lastCalls} none={t.phone.noCalls} empty={calls.length === 0}>
        {calls.map((call) => (
          <li key={call.id}>
            <CallLine call={call} />
          </li>
        ))}
      </Part>
      <Link to="/contacts/$contactId" params={{ contactId }} className={buttonClass("plain")}>
        <ExternalLink aria-hidden className="size-4" />
        {t.phone.openContact}
      </Link>
    </div>
  );
}

type PartProps = { title: string; none: string; empty: boolean; children: ReactNode };

function Part({ title, none, empty, children }: PartProps) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-xs font-semibold tracking-wide text-muted uppercase">{title}</h3>
      {empty ? (
        <p className="text-sm text-muted">{none}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">{children}</ul>
      )}
    </section>
  );
}
