package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// recentCallsOf takes the last five calls of each contact but the one that is
// ringing. It shares its columns with the call list, hence not in queries/.
const recentCallsOf = "SELECT " + callColumns + ` FROM unnest($2::uuid[]) AS wanted (contact_id)
	CROSS JOIN LATERAL (
		SELECT * FROM calls k WHERE k.org_id = $1 AND k.contact_id = wanted.contact_id AND k.id <> $3
		ORDER BY k.started_at DESC, k.id DESC LIMIT 5
	) c` + callNames + " ORDER BY c.started_at DESC, c.id DESC"

// CallerCards returns what a screen pop shows of each candidate, in the order
// asked for: the contact, up to five open tickets, the last five calls before
// this one. It is one round trip. An unknown contact is left out.
func (s *Store) CallerCards(ctx context.Context, actor crm.Actor, contacts []id.Contact, excluding id.Call) ([]crm.CallerCard, error) {
	if len(contacts) == 0 {
		return []crm.CallerCard{}, nil
	}
	ids := plain(contacts[:min(len(contacts), maxMatches)])
	b := newBatch(actor.Org)
	people := collectContacts(b, actor.Org, ids)
	var tickets []crm.Ticket
	collect(b, &tickets, scanBareTicket, db.TicketsOpenOf, ids, actor.Org)
	var calls []crm.LoggedCall
	collect(b, &calls, func(r pgx.CollectableRow) (crm.LoggedCall, error) { return scanCall(r) }, recentCallsOf, actor.Org, ids, excluding)
	if err := s.send(ctx, "read caller cards", b); err != nil {
		return nil, err
	}
	return deal(people.contacts(ids), tickets, calls), nil
}

func scanBareTicket(r pgx.CollectableRow) (t crm.Ticket, err error) {
	return t, r.Scan(&t.ID, &t.Number, &t.Subject, &t.Status, &t.Priority, &t.ContactID, &t.CustomerID, &t.AssigneeID, &t.CreatedAt, &t.UpdatedAt,
		&t.DueAt, &t.Overdue, &t.Source, &t.CreatedByID, &t.Version)
}

// deal puts tickets and calls to their contacts.
func deal(people []crm.Contact, tickets []crm.Ticket, calls []crm.LoggedCall) []crm.CallerCard {
	cards := make([]crm.CallerCard, len(people))
	place := make(map[uuid.UUID]*crm.CallerCard, len(people))
	for i, person := range people {
		cards[i] = crm.CallerCard{Contact: person, OpenTickets: []crm.Ticket{}, RecentCalls: []crm.LoggedCall{}}
		place[person.ID.UUID] = &cards[i]
	}
	for _, ticket := range tickets {
		if card := place[ticket.ContactID.UUID]; card != nil {
			ticket.ContactName = card.Contact.Name()
			if sameID(ticket.CustomerID, card.Contact.CustomerID) {
				ticket.CustomerName = card.Contact.CustomerName
			}
			card.OpenTickets = append(card.OpenTickets, ticket)
		}
	}
	for _, call := range calls {
		if card := place[call.ContactID.UUID]; card != nil {
			card.RecentCalls = append(card.RecentCalls, call)
		}
	}
	return cards
}

func sameID[T comparable](a, b *T) bool { return a != nil && b != nil && *a == *b }
