import { Link } from "@tanstack/react-router";
import { Clock } from "lucide-react";
import type { Ticket } from "../api/types";
import { t } from "../language";
import { Badge, type BadgeTone } from "./Badge";

const tones: Record<Ticket["status"], BadgeTone> = {
  new: "info",
  open: "accent",
  pending: "warn",
  solved: "good",
  closed: "plain",
};

export function TicketStatusBadge({ status }: { status: Ticket["status"] }) {
  return <Badge tone={tones[status]}>{t.tickets.statuses[status]}</Badge>;
}

/** The priority where it stands out; a normal one goes without saying. */
export function TicketPriorityBadge({ priority }: { priority: string }) {
  if (priority !== "high" && priority !== "urgent") return null;
  return <Badge tone="bad">{t.tickets.priorities[priority]}</Badge>;
}

/** A ticket in a few words, which leads to its page. */
export function TicketLine({ ticket }: { ticket: Ticket }) {
  return (
    <div className="flex min-w-0 items-center gap-2.5 text-sm">
      <span className="tabular shrink-0 text-muted">#{ticket.number}</span>
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: ticket.id }}
        className="min-w-0 flex-1 truncate hover:underline"
        title={ticket.subject}
      >
        {ticket.subject}
      </Link>
      {ticket.overdue && (
        <Badge tone="bad" icon={Clock}>
          {t.tickets.overdue}
        </Badge>
      )}
      <TicketPriorityBadge priority={ticket.priority} />
      <TicketStatusBadge status={ticket.status} />
    </div>
  );
}
