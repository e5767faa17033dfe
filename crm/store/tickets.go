package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// TicketCreate makes a ticket with the organisation's next number. Its customer
// is the contact's unless the draft names one.
func (s *Store) TicketCreate(ctx context.Context, actor crm.Actor, draft crm.TicketDraft) (crm.Ticket, error) {
	const doing = "create ticket"
	draft, err := draft.Prepare()
	if err != nil {
		return crm.Ticket{}, translate(doing, err)
	}
	var created crm.Ticket
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		ticket := draft
		if ticket.ContactID != nil {
			contact, err := tx.lockContact(ctx, *ticket.ContactID)
			if err != nil {
				return err
			}
			ticket.ContactID = &contact.ID
			if ticket.CustomerID == nil {
				ticket.CustomerID = contact.CustomerID
			}
		}
		number, err := tx.TicketNumber(ctx, tx.org)
		if err != nil {
			return err
		}
		key := id.New[id.Ticket]()
		if err := tx.TicketInsert(ctx, db.TicketInsertParams{
			OrgID: tx.org, ID: key, Number: number, Subject: ticket.Subject, SubjectFold: crm.Fold(ticket.Subject),
			Status: crm.TicketNew, Priority: ticket.Priority, ContactID: ticket.ContactID, CustomerID: ticket.CustomerID,
			AssigneeID: ticket.AssigneeID, CreatedAt: now(),
		}); err != nil {
			return err
		}
		created, err = tx.ticket(ctx, key)
		return err
	})
	return created, err
}

func (tx scope) ticket(ctx context.Context, key id.Ticket) (crm.Ticket, error) {
	t, err := tx.TicketByID(ctx, db.TicketByIDParams{OrgID: tx.org, ID: key})
	return crm.Ticket(t), missing(err, "ticket")
}

// TicketGet returns the ticket.
func (s *Store) TicketGet(ctx context.Context, actor crm.Actor, ticket id.Ticket) (crm.Ticket, error) {
	var found crm.Ticket
	err := s.scoped(ctx, actor.Org, "get ticket", func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.ticket(ctx, ticket)
		return err
	})
	return found, err
}

// TicketSetStatus moves the ticket.
func (s *Store) TicketSetStatus(ctx context.Context, actor crm.Actor, ticket id.Ticket, status crm.TicketStatus) (crm.Ticket, error) {
	const doing = "set ticket status"
	if !status.Known() {
		return crm.Ticket{}, translate(doing, invalid("status", "One of new, open, pending, solved, closed."))
	}
	var found crm.Ticket
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.TicketSetStatus(ctx, db.TicketSetStatusParams{Status: status, UpdatedAt: now(), OrgID: tx.org, ID: ticket}); err != nil {
			return err
		}
		var err error
		found, err = tx.ticket(ctx, ticket)
		return err
	})
	return found, err
}

const (
	ticketColumns = `t.id, t.number, t.subject, t.status, t.priority, t.contact_id, coalesce(c.first_name || ' ' || c.last_name, ''),
	t.customer_id, coalesce(cu.name, ''), t.assignee_id, t.created_at, t.updated_at`
	ticketTables = `tickets t
	LEFT JOIN contacts c ON c.org_id = t.org_id AND c.id = t.contact_id
	LEFT JOIN customers cu ON cu.org_id = t.org_id AND cu.id = t.customer_id`
)

// TicketList lists tickets, last changed first unless sorted otherwise (number,
// createdAt, updatedAt). The query is a number or any part of the subject.
func (s *Store) TicketList(ctx context.Context, actor crm.Actor, filter crm.TicketFilter, page crm.PageRequest) (crm.Page[crm.Ticket], error) {
	const doing = "list tickets"
	l, err := requested(actor, "tickets", filter, page)
	if err != nil {
		return crm.Page[crm.Ticket]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-updatedAt", "t.id", map[string]column{
		"number":    {"t.number", "bigint"},
		"createdAt": {"t.created_at", "timestamptz"},
		"updatedAt": {"t.updated_at", "timestamptz"},
	})
	if err != nil {
		return crm.Page[crm.Ticket]{}, translate(doing, err)
	}
	return list(ctx, s, actor.Org, doing, ticketColumns, l, ticketQuery(actor, filter), by, scanTicket)
}

func ticketQuery(actor crm.Actor, filter crm.TicketFilter) *query {
	q := &query{from: ticketTables}
	q.and("t.org_id = %s", actor.Org)
	if filter.Status != "" {
		q.and("t.status = %s", filter.Status)
	}
	if filter.OpenOnly {
		q.and("t.status IN ('new', 'open', 'pending')")
	}
	if filter.ContactID != nil {
		q.and("t.contact_id = contact_root("+q.arg(actor.Org)+", %s)", *filter.ContactID)
	}
	if filter.CustomerID != nil {
		q.and("t.customer_id = %s", *filter.CustomerID)
	}
	if filter.AssigneeID != nil {
		q.and("t.assignee_id = %s", *filter.AssigneeID)
	}
	text := crm.Fold(bounded(filter.Query, maxQuery))
	if number, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64); err == nil {
		q.and("t.number = %s", number)
	} else if text != "" {
		q.and("strpos(t.subject_fold, %s) > 0", text)
	}
	return q
}

func scanTicket(r pgx.CollectableRow, more ...any) (t crm.Ticket, err error) {
	return t, r.Scan(append([]any{
		&t.ID, &t.Number, &t.Subject, &t.Status, &t.Priority, &t.ContactID, &t.ContactName,
		&t.CustomerID, &t.CustomerName, &t.AssigneeID, &t.CreatedAt, &t.UpdatedAt,
	}, more...)...)
}
