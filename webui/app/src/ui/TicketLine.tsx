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

export function TicketLine({ ticket }: { ticket: Ticket }) {
  return (
    <div className="flex min-w-0 items-center gap-2.5 text-sm">
      <span className="tabular shrink-0 text-muted">#{ticket.number}</span>
      <span className="min-w-0 flex-1 truncate" title={ticket.subject}>
        {ticket.subject}
      </span>
      {(ticket.priority === "high" || ticket.priority === "urgent") && (
        <Badge tone="bad">{t.tickets.priorities[ticket.priority]}</Badge>
      )}
      <Badge tone={tones[ticket.status]}>{t.tickets.statuses[ticket.status]}</Badge>
    </div>
  );
}
