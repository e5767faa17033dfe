import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft, Check, RotateCcw } from "lucide-react";
import { useState } from "react";
import { RecordActivities } from "../activities/activityTabs";
import { ticketHistoryQuery } from "../api/history";
import { ticketQuery } from "../api/tickets";
import type { Ticket } from "../api/types";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Editable } from "../ui/Editable";
import { HistoryCard } from "../ui/History";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { TicketPriorityBadge, TicketStatusBadge } from "../ui/TicketLine";
import { usePageTitle } from "../ui/title";
import { warn } from "../ui/toasts";
import { Conversation } from "./Conversation";
import { Description } from "./Description";
import { TicketFacts } from "./TicketFacts";
import { type TicketSave, useTicketSave } from "./useTicketSave";

const route = getRouteApi("/app/tickets/$ticketId");

/** One ticket: what it is about, whose it is, and what was said. */
export function TicketPage() {
  const { ticketId } = route.useParams();
  const ticket = useQuery(ticketQuery(ticketId));
  usePageTitle(ticket.data ? `#${ticket.data.number} ${ticket.data.subject}` : t.tickets.one);
  if (ticket.isError) {
    return (
      <div className="flex-1">
        <h1 className="sr-only">{t.tickets.one}</h1>
        <Failed error={ticket.error} retry={() => void ticket.refetch()} />
      </div>
    );
  }
  if (ticket.isPending) return <Skeleton rows={10} />;
  return <Card key={ticketId} ticket={ticket.data} />;
}

function Card({ ticket }: { ticket: Ticket }) {
  const save = useTicketSave(ticket.id);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4 p-5 max-sm:p-3">
        <Link
          to="/tickets"
          className="inline-flex min-h-6 items-center gap-1.5 self-start text-sm text-muted hover:text-ink hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t.tickets.title}
        </Link>
        <header className="flex flex-wrap items-start gap-3">
          <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1.5">
            <div className="flex flex-wrap items-center gap-2">
              <span className="tabular text-sm text-muted">
                {t.tickets.numbered(ticket.number)}
              </span>
              <TicketStatusBadge status={ticket.status} />
              <TicketPriorityBadge priority={ticket.priority} />
            </div>
            <Editable
              label={t.tickets.subject}
              value={ticket.subject}
              version={ticket.version}
              required
              maxLength={300}
              display={
                <h1 className="text-xl leading-tight font-semibold tracking-tight break-words">
                  {ticket.subject}
                </h1>
              }
              onSave={(subject, base) => save({ subject }, base)}
            />
          </div>
          <NextStatus ticket={ticket} save={save} />
        </header>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
          <section
            aria-label={t.tickets.details}
            className="rounded-2xl border bg-surface p-5 max-sm:p-4 lg:order-2"
          >
            <TicketFacts ticket={ticket} save={save} />
          </section>
          <div className="flex min-w-0 flex-col gap-4">
            <Description ticket={ticket} save={save} />
            <Conversation ticket={ticket} />
            <section aria-label={t.day.list} className="rounded-2xl border bg-surface">
              <RecordActivities of={{ ticketId: ticket.id }} contact={contactOf(ticket)} titled />
            </section>
            <HistoryCard query={ticketHistoryQuery(ticket.id)} />
          </div>
        </div>
      </div>
    </div>
  );
}

const contactOf = ({ contactId, contactName }: Ticket) =>
  contactId ? { id: contactId, name: contactName } : null;

/** The step that most tickets take next, in one click. */
function NextStatus({ ticket, save }: { ticket: Ticket; save: TicketSave }) {
  const [busy, setBusy] = useState(false);
  const done = ticket.status === "solved" || ticket.status === "closed";
  const move = () => {
    setBusy(true);
    save({ status: done ? "open" : "solved" }, ticket.version)
      .catch((error) => warn(problemText(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Button
      tone={done ? "plain" : "primary"}
      icon={done ? RotateCcw : Check}
      disabled={busy}
      onClick={move}
    >
      {done ? t.tickets.reopen : t.tickets.solve}
    </Button>
  );
}
