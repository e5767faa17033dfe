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
		var err error
		if ticket.ContactID, ticket.CustomerID, err = tx.about(ctx, ticket.ContactID, ticket.CustomerID); err != nil {
			return err
		}
		number, err := tx.TicketNumber(ctx, tx.org)
		if err != nil {
			return err
		}
		key := id.New[id.Ticket]()
		if err := tx.TicketInsert(ctx, db.TicketInsertParams{
			OrgID: tx.org, ID: key, Number: number, Subject: ticket.Subject, SubjectFold: crm.Fold(ticket.Subject),
			Status: crm.TicketNew, Priority: ticket.Priority, ContactID: ticket.ContactID, CustomerID: ticket.CustomerID,
			AssigneeID: ticket.AssigneeID, CreatedAt: now(), Description: ticket.Description, DueAt: ticket.DueAt,
			Source: ticket.Source, CreatedByID: ticketAuthor(actor),
		}); err != nil {
			return err
		}
		if created, err = tx.ticket(ctx, key); err != nil {
			return err
		}
		if err := tx.assigned(ctx, actor, "ticket", key.UUID, nil, created.AssigneeID); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.TicketChanged("create", crm.Ticket{}, created))
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

// TicketUpdate changes any subset of a ticket's fields. With a version it fails
// with CodeStale when the ticket has changed since. A new status is written
// into the conversation.
func (s *Store) TicketUpdate(ctx context.Context, actor crm.Actor, ticket id.Ticket, version *int64, change crm.TicketChange) (crm.Ticket, error) {
	const doing = "update ticket"
	change, err := change.Prepare()
	if err != nil {
		return crm.Ticket{}, translate(doing, err)
	}
	var updated crm.Ticket
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		change := change
		handover, err := tx.handover(ctx, &change.ContactID)
		if err != nil {
			return err
		}
		current, err := tx.lockTicket(ctx, ticket)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "ticket"); err != nil {
			return err
		}
		handover.bring(current.ContactID, &change.CustomerID)
		updated, err = tx.writeTicket(ctx, actor, current, current.Change(change, now()))
		return err
	})
	return updated, err
}

// lockTicket locks and reads a ticket.
func (tx scope) lockTicket(ctx context.Context, ticket id.Ticket) (crm.Ticket, error) {
	if _, err := tx.TicketLock(ctx, db.TicketLockParams{OrgID: tx.org, ID: ticket}); err != nil {
		return crm.Ticket{}, missing(err, "ticket")
	}
	return tx.ticket(ctx, ticket)
}

// writeTicket writes a locked ticket, and its new status into the conversation.
func (tx scope) writeTicket(ctx context.Context, actor crm.Actor, current, next crm.Ticket) (crm.Ticket, error) {
	if err := tx.TicketWrite(ctx, db.TicketWriteParams{
		Subject: next.Subject, SubjectFold: crm.Fold(next.Subject), Description: next.Description, Status: next.Status,
		Priority: next.Priority, ContactID: next.ContactID, CustomerID: next.CustomerID, AssigneeID: next.AssigneeID,
		DueAt: next.DueAt, SolvedAt: next.SolvedAt, UpdatedAt: now(), OrgID: tx.org, ID: current.ID,
	}); err != nil {
		return current, err
	}
	if err := tx.assigned(ctx, actor, "ticket", current.ID.UUID, current.AssigneeID, next.AssigneeID); err != nil {
		return current, err
	}
	if next.Status != current.Status {
		if _, err := tx.insertTicketMessage(ctx, actor, current.ID, crm.TicketMessageDraft{
			Kind: crm.TicketEvent, Body: "Status changed from " + string(current.Status) + " to " + string(next.Status) + ".",
		}); err != nil {
			return current, err
		}
	}
	written, err := tx.ticket(ctx, current.ID)
	if err != nil {
		return current, err
	}
	return written, tx.changed(ctx, actor, crm.TicketChanged("update", current, written))
}

const (
	ticketColumns = `t.id, t.number, t.subject, t.status, t.priority, t.contact_id, coalesce(c.first_name || ' ' || c.last_name, ''),
	t.customer_id, coalesce(cu.name, ''), t.assignee_id, t.created_at, t.updated_at, t.description, t.due_at,
	coalesce(t.due_at < now() AND t.status IN ('new', 'open', 'pending'), false), t.solved_at, t.source, t.created_by_id, t.version`
	ticketTables = `tickets t
	LEFT JOIN contacts c ON c.org_id = t.org_id AND c.id = t.contact_id
	LEFT JOIN customers cu ON cu.org_id = t.org_id AND cu.id = t.customer_id`
)

// TicketList lists tickets, last changed first unless sorted otherwise (number,
// createdAt, updatedAt, dueAt); by due time only those that have one. The query is a number or any part of the subject.
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
		"dueAt":     {"t.due_at", "timestamptz"},
	})
	if err != nil {
		return crm.Page[crm.Ticket]{}, translate(doing, err)
	}
	q := ticketQuery(actor, filter)
	if by.sql == "t.due_at" {
		q.and("t.due_at IS NOT NULL")
	}
	return list(ctx, s, actor.Org, doing, ticketColumns, l, q, by, scanTicket)
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
	if filter.Priority != "" {
		q.and("t.priority = %s", filter.Priority)
	}
	if filter.Overdue {
		q.and("t.due_at < now() AND t.status IN ('new', 'open', 'pending')")
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
	if !filter.DueBefore.IsZero() {
		q.and("t.due_at < %s", filter.DueBefore)
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
		&t.Description, &t.DueAt, &t.Overdue, &t.SolvedAt, &t.Source, &t.CreatedByID, &t.Version,
	}, more...)...)
}
