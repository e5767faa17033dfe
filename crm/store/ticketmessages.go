package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// TicketMessageCreate adds a reply or an internal note by the actor. A reply to
// a new ticket opens it: somebody has begun.
func (s *Store) TicketMessageCreate(ctx context.Context, actor crm.Actor, ticket id.Ticket, draft crm.TicketMessageDraft) (crm.TicketMessage, error) {
	const doing = "create ticket message"
	draft, err := draft.Prepare()
	if err != nil {
		return crm.TicketMessage{}, translate(doing, err)
	}
	var created crm.TicketMessage
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		current, err := tx.lockTicket(ctx, ticket)
		if err != nil {
			return err
		}
		if created, err = tx.insertTicketMessage(ctx, actor, ticket, draft); err != nil {
			return err
		}
		if err := tx.changed(ctx, actor, crm.TicketAnswered(current, created)); err != nil {
			return err
		}
		if draft.Kind == crm.TicketReply && current.Status == crm.TicketNew {
			_, err = tx.writeTicket(ctx, actor, current, current.Change(crm.TicketChange{Status: crm.Some(crm.TicketOpen)}, now()))
			return err
		}
		return tx.TicketTouch(ctx, db.TicketTouchParams{UpdatedAt: now(), OrgID: tx.org, ID: ticket})
	})
	return created, err
}

func (tx scope) insertTicketMessage(ctx context.Context, actor crm.Actor, ticket id.Ticket, draft crm.TicketMessageDraft) (crm.TicketMessage, error) {
	body, mentioned, err := tx.mentions(ctx, draft.Body)
	if err != nil {
		return crm.TicketMessage{}, err
	}
	if draft.Kind != crm.TicketInternal {
		// What the contact reads names colleagues and nothing else of them.
		body, mentioned = crm.PlainMentions(body), nil
	}
	key := id.New[id.TicketMessage]()
	if err := tx.TicketMessageInsert(ctx, db.TicketMessageInsertParams{
		OrgID: tx.org, ID: key, TicketID: ticket, AuthorID: ticketAuthor(actor), Kind: draft.Kind, Body: body, CreatedAt: now(),
	}); err != nil {
		return crm.TicketMessage{}, err
	}
	m, err := tx.TicketMessageByID(ctx, db.TicketMessageByIDParams{OrgID: tx.org, ID: key})
	if err != nil {
		return crm.TicketMessage{}, err
	}
	return crm.TicketMessage(m), tx.mention(ctx, actor, mentioned, "ticket", ticket.UUID, key.UUID)
}

// ticketAuthor is the user who acts; nil for the service itself.
func ticketAuthor(actor crm.Actor) *id.User {
	if actor.User == (id.User{}) {
		return nil
	}
	return &actor.User
}

const ticketMessageColumns = "m.id, m.ticket_id, m.author_id, coalesce(u.name, ''), m.kind, m.body, m.created_at"

// TicketMessageList lists a ticket's conversation, oldest first.
func (s *Store) TicketMessageList(ctx context.Context, actor crm.Actor, ticket id.Ticket, page crm.PageRequest) (crm.Page[crm.TicketMessage], error) {
	const doing = "list ticket messages"
	l, err := requested(actor, "ticket messages", ticket, page)
	if err != nil {
		return crm.Page[crm.TicketMessage]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "createdAt", "m.id", map[string]column{"createdAt": {"m.created_at", "timestamptz"}})
	if err != nil {
		return crm.Page[crm.TicketMessage]{}, translate(doing, err)
	}
	q := &query{from: "ticket_messages m LEFT JOIN users u ON u.org_id = m.org_id AND u.id = m.author_id"}
	q.and("m.org_id = %s", actor.Org)
	q.and("m.ticket_id = %s", ticket)
	return list(ctx, s, actor.Org, doing, ticketMessageColumns, l, q, by, scanTicketMessage)
}

func scanTicketMessage(r pgx.CollectableRow, more ...any) (m crm.TicketMessage, err error) {
	return m, r.Scan(append([]any{&m.ID, &m.TicketID, &m.AuthorID, &m.AuthorName, &m.Kind, &m.Body, &m.CreatedAt}, more...)...)
}
