package store

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// DemoSeed makes the organisation Demo with users, a trunk, a number, customers,
// contacts, tickets, notes and past calls, all in one transaction. It reports
// false, and changes nothing, when the organisation is there already.
func (s *Store) DemoSeed(ctx context.Context, options crm.DemoOptions) (seeded bool, err error) {
	const doing = "seed the demo"
	plan := newDemoPlan(now(), options)
	err = s.scoped(ctx, plan.org.ID, doing, func(ctx context.Context, tx scope) error {
		made, err := tx.DemoOrganisationInsert(ctx, db.DemoOrganisationInsertParams{
			ID: plan.org.ID, Name: plan.org.Name, NameFold: crm.Fold(plan.org.Name), Country: plan.org.Country,
			Currency:     crm.CurrencyOf(plan.org.Country),
			TicketNumber: int64(len(plan.tickets)), CreatedAt: plan.org.CreatedAt,
		})
		if seeded = made > 0; err != nil || !seeded {
			return err
		}
		return plan.write(ctx, tx, options.PasswordHash)
	})
	return seeded && err == nil, err
}

func (p demoPlan) write(ctx context.Context, tx scope, passwordHash string) error {
	for _, step := range []struct {
		noun  string
		write func() error
	}{
		{"users", func() error { return p.writeUsers(ctx, tx, passwordHash) }},
		{"telephony", func() error { return p.writeTelephony(ctx, tx) }},
		{"customers", func() error { return p.writeCustomers(ctx, tx) }},
		{"contacts", func() error { return p.writeContacts(ctx, tx) }},
		{"fields", func() error { return p.writeFields(ctx, tx) }},
		{"tickets", func() error { return p.writeTickets(ctx, tx) }},
		{"notes", func() error { return p.writeNotes(ctx, tx) }},
		{"calls", func() error { return p.writeCalls(ctx, tx) }},
		{"deals", func() error { return p.writeDeals(ctx, tx) }},
		{"ticket messages", func() error { return p.writeMessages(ctx, tx) }},
		{"history", func() error { return p.writeHistory(ctx, tx) }},
		{"activities", func() error { return p.writeActivities(ctx, tx) }},
	} {
		if err := step.write(); err != nil {
			return fmt.Errorf("%s: %w", step.noun, err)
		}
	}
	return nil
}

func (p demoPlan) writeUsers(ctx context.Context, tx scope, passwordHash string) error {
	for _, user := range p.users {
		if err := insertUser(ctx, tx, user, passwordHash); err != nil {
			return err
		}
	}
	return nil
}

func (p demoPlan) writeTelephony(ctx context.Context, tx scope) error {
	trunk, queue, number := p.trunk, p.queue, p.number
	if err := tx.TrunkInsert(ctx, db.TrunkInsertParams{
		OrgID: trunk.Org, ID: trunk.ID, Name: trunk.Name, Country: trunk.Country, Addresses: trunk.Addresses,
		Proxy: trunk.Proxy, Transport: trunk.Transport, CallerID: trunk.CallerID, Enabled: trunk.Enabled,
		CallerIds: callerIDs(trunk.CallerIDs),
	}); err != nil {
		return fmt.Errorf("trunk: %w", err)
	}
	if err := tx.QueueInsert(ctx, db.QueueInsertParams{
		OrgID: queue.Org, ID: queue.ID, Name: queue.Name, NameFold: crm.Fold(queue.Name), Strategy: queue.Strategy, RingTimeoutMs: queue.RingTimeout.Milliseconds(),
	}); err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	if err := tx.QueueMembersInsert(ctx, db.QueueMembersInsertParams{OrgID: queue.Org, QueueID: queue.ID, Users: plain(queue.Members)}); err != nil {
		return fmt.Errorf("members of the queue: %w", err)
	}
	return tx.NumberInsert(ctx, db.NumberInsertParams{
		OrgID: number.Org, ID: number.ID, E164: number.E164, Label: number.Label, QueueID: number.QueueID,
	})
}

func (p demoPlan) writeCustomers(ctx context.Context, tx scope) error {
	age := db.DemoCustomersAgeParams{OrgID: p.org.ID}
	for _, c := range p.customers {
		if _, err := tx.CustomerInsert(ctx, db.CustomerInsertParams{
			OrgID: p.org.ID, ID: c.ID, Name: c.Name, NameFold: crm.Fold(c.Name), Website: c.Website,
			Phone: c.Phone, Address: c.Address, OwnerID: c.OwnerID, CreatedAt: c.CreatedAt,
		}); err != nil {
			return err
		}
		age.Ids, age.Times = append(age.Ids, c.ID.UUID), append(age.Times, c.UpdatedAt)
	}
	return tx.DemoCustomersAge(ctx, age)
}

func (p demoPlan) writeContacts(ctx context.Context, tx scope) error {
	age := db.DemoContactsAgeParams{OrgID: p.org.ID}
	for _, contact := range p.contacts {
		if err := tx.insertContact(ctx, contact); err != nil {
			return err
		}
		age.Ids, age.Times = append(age.Ids, contact.ID.UUID), append(age.Times, contact.UpdatedAt)
	}
	return tx.DemoContactsAge(ctx, age)
}

func (p demoPlan) writeTickets(ctx context.Context, tx scope) error {
	age := db.DemoTicketsAgeParams{OrgID: p.org.ID}
	for _, t := range p.tickets {
		if err := tx.TicketInsert(ctx, db.TicketInsertParams{
			OrgID: p.org.ID, ID: t.ID, Number: t.Number, Subject: t.Subject, SubjectFold: crm.Fold(t.Subject), Status: t.Status,
			Priority: t.Priority, ContactID: t.ContactID, CustomerID: t.CustomerID, AssigneeID: t.AssigneeID, CreatedAt: t.CreatedAt,
			Description: t.Description, DueAt: t.DueAt, SolvedAt: t.SolvedAt, Source: "manual",
		}); err != nil {
			return err
		}
		age.Ids, age.Times = append(age.Ids, t.ID.UUID), append(age.Times, t.UpdatedAt)
	}
	return tx.DemoTicketsAge(ctx, age)
}

func (p demoPlan) writeNotes(ctx context.Context, tx scope) error {
	for _, note := range p.notes {
		if err := tx.NoteInsert(ctx, db.NoteInsertParams{
			OrgID: p.org.ID, ID: note.ID, ContactID: note.ContactID, AuthorID: note.AuthorID, Body: note.Body, CreatedAt: note.CreatedAt,
		}); err != nil {
			return err
		}
	}
	return nil
}
