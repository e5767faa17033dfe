import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Clock } from "lucide-react";
import { contactQuery } from "../api/contacts";
import type { Ticket, TicketPriority, TicketStatus } from "../api/types";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { Badge } from "../ui/Badge";
import { ContactPicker } from "../ui/ContactPicker";
import { CustomerPicker } from "../ui/CustomerPicker";
import { Editable } from "../ui/Editable";
import { Fact, Facts } from "../ui/Facts";
import { moment } from "../ui/format";
import { fromLocalInput, toLocalInput } from "../ui/localTime";
import { PhoneLink } from "../ui/PhoneLink";
import { Repick } from "../ui/Repick";
import { TicketStatusBadge } from "../ui/TicketLine";
import { assigneeOptions, priorityOptions, statusOptions } from "../ui/ticketOptions";
import type { TicketSave } from "./useTicketSave";

type Props = { ticket: Ticket; save: TicketSave };

/** Where the ticket stands, whose it is and whom it is about. */
export function TicketFacts({ ticket, save }: Props) {
  const { data: users = [] } = useQuery(usersQuery);
  const { version } = ticket;
  const author = users.find((user) => user.id === ticket.createdById)?.name;
  return (
    <Facts>
      <Fact label={t.tickets.status}>
        <Editable
          label={t.tickets.status}
          value={ticket.status}
          version={version}
          options={statusOptions}
          display={<TicketStatusBadge status={ticket.status} />}
          onSave={(status, base) => save({ status: status as TicketStatus }, base)}
        />
      </Fact>
      <Fact label={t.tickets.priority}>
        <Editable
          label={t.tickets.priority}
          value={ticket.priority}
          version={version}
          options={priorityOptions}
          onSave={(priority, base) => save({ priority: priority as TicketPriority }, base)}
        />
      </Fact>
      <Fact label={t.tickets.assignee}>
        <Editable
          label={t.tickets.assignee}
          value={ticket.assigneeId ?? ""}
          version={version}
          options={assigneeOptions(users, ticket.assigneeId)}
          onSave={(assigneeId, base) => save({ assigneeId: assigneeId || null }, base)}
        />
      </Fact>
      <Fact label={t.tickets.due}>
        <Editable
          label={t.tickets.due}
          value={toLocalInput(ticket.dueAt)}
          version={version}
          type="datetime-local"
          display={
            ticket.dueAt && (
              <span className="inline-flex flex-wrap items-center gap-2">
                <time dateTime={ticket.dueAt}>{moment(ticket.dueAt)}</time>
                {ticket.overdue && (
                  <Badge tone="bad" icon={Clock}>
                    {t.tickets.overdue}
                  </Badge>
                )}
              </span>
            )
          }
          onSave={(due, base) => save({ dueAt: fromLocalInput(due) }, base)}
        />
      </Fact>
      <Fact label={t.tickets.contact}>
        <TicketContact ticket={ticket} save={save} />
      </Fact>
      <Fact label={t.tickets.customer}>
        <TicketCustomer ticket={ticket} save={save} />
      </Fact>
      <Fact label={t.tickets.created}>
        <span className="text-muted">
          {author
            ? t.tickets.createdBy(moment(ticket.createdAt), author)
            : moment(ticket.createdAt)}
        </span>
      </Fact>
      {ticket.solvedAt && (
        <Fact label={t.tickets.ended}>
          <span className="text-muted">{moment(ticket.solvedAt)}</span>
        </Fact>
      )}
      <Fact label={t.tickets.source}>
        <span className="text-muted">{t.tickets.sources[ticket.source]}</span>
      </Fact>
    </Facts>
  );
}

function TicketContact({ ticket, save }: Props) {
  const { data: contact } = useQuery({
    ...contactQuery(ticket.contactId ?? ""),
    enabled: ticket.contactId !== null,
  });
  const [phone] = contact && contact.id === ticket.contactId ? contact.phones : [];
  return (
    <div className="flex min-w-0 flex-col items-start gap-0.5">
      {ticket.contactId && (
        <Link
          to="/contacts/$contactId"
          params={{ contactId: ticket.contactId }}
          className="inline-flex min-h-6 items-center text-accent-ink hover:underline"
        >
          {ticket.contactName}
        </Link>
      )}
      {contact && phone && (
        <PhoneLink
          number={phone.raw}
          e164={phone.e164}
          extension={phone.extension}
          contactId={contact.id}
          name={contact.name}
        />
      )}
      <Repick
        words={{
          pick: ticket.contactId ? t.tickets.changeContact : t.tickets.addContact,
          remove: t.tickets.removeContact,
        }}
        onRemove={ticket.contactId ? () => save({ contactId: null }, ticket.version) : undefined}
      >
        {(settle) => (
          <ContactPicker
            label={t.tickets.contact}
            onPick={({ id }) => settle(save({ contactId: id }, ticket.version))}
          />
        )}
      </Repick>
    </div>
  );
}

function TicketCustomer({ ticket, save }: Props) {
  return (
    <div className="flex min-w-0 flex-col items-start gap-0.5">
      {ticket.customerId && (
        <Link
          to="/customers/$customerId"
          params={{ customerId: ticket.customerId }}
          className="inline-flex min-h-6 items-center text-accent-ink hover:underline"
        >
          {ticket.customerName}
        </Link>
      )}
      <Repick
        words={{
          pick: ticket.customerId ? t.tickets.changeCustomer : t.tickets.addCustomer,
          remove: t.tickets.removeCustomer,
        }}
        onRemove={ticket.customerId ? () => save({ customerId: null }, ticket.version) : undefined}
      >
        {(settle) => (
          <CustomerPicker
            label={t.tickets.customer}
            onPick={({ id }) => settle(save({ customerId: id }, ticket.version))}
          />
        )}
      </Repick>
    </div>
  );
}
