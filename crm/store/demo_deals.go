package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	demoDealCount = 34
	demoDealNames = "Till and card readers for the new shop|Yearly service contract|Handheld scanners, second batch|Warehouse labels and printers|" +
		"Replacement of the old terminals|Software licences for two sites|Training days for new staff|Spare parts on call-off|" +
		"Self-checkout pilot|Stock system for the depot|Extended warranty|Delivery tracking for the van fleet|Kitchen display screens|" +
		"Network upgrade at the main site|Loyalty card scheme|Moving the equipment to the new building"
	demoRoles  = "Decides|Pays|Uses it||Technical questions|Purchasing"
	demoWins   = "Price and delivery date|Happy with the last installation|References from the region||Service within four hours"
	demoLosses = "Too expensive|Budget cut this year|Chose a competitor|No answer any more|Kept the old system"
)

// deals makes deals at every stage, won and lost ones, with those who take part.
func (g *demoGenerator) deals() {
	created := g.plan.org.CreatedAt
	sales := crm.DefaultPipeline()
	sales.ID, sales.Position = demoID[id.Pipeline](g, created), 1
	for i := range sales.Stages {
		sales.Stages[i].ID, sales.Stages[i].Position = demoID[id.Stage](g, created), int32(i+1)
	}
	g.plan.pipeline = sales
	names := strings.Split(demoDealNames, "|")
	caller := g.plan.contacts[0]
	g.deal(caller, "Tills for the summer pop-up shop", 1, g.now.AddDate(0, 0, -24), crm.DealOpen)
	for n := 1; n < demoDealCount; n++ {
		contact := g.plan.contacts[1+g.random.IntN(demoContacts-1)]
		status, at := crm.DealOpen, g.past(60, 2)
		switch {
		case n%5 == 2:
			status, at = crm.DealWon, g.past(150, 30)
		case n%6 == 3:
			status, at = crm.DealLost, g.past(150, 30)
		}
		g.deal(contact, g.pick(names), g.random.IntN(len(sales.Stages)), at, status)
	}
}

func (g *demoGenerator) deal(contact crm.Contact, name string, stage int, created time.Time, status crm.DealStatus) {
	place := g.plan.pipeline.Stages[stage]
	deal := crm.Deal{
		ID: demoID[id.Deal](g, created), Name: name, PipelineID: g.plan.pipeline.ID, Pipeline: g.plan.pipeline.Name,
		StageID: place.ID, Stage: place.Name, Amount: crm.Money{Minor: int64(4+g.random.IntN(240)) * 5000, Currency: "GBP"},
		Status: status, OwnerID: g.owner(), CustomerID: contact.CustomerID, CustomerName: contact.CustomerName,
		BoardOrder: float64(len(g.plan.deals) + 1), CreatedAt: created, UpdatedAt: g.between(created, g.now),
		ExpectedClose: g.now.AddDate(0, 0, 3+g.random.IntN(80)).Format(time.DateOnly),
	}
	if contact.CustomerName != "" {
		deal.Name = name + ", " + contact.CustomerName
	}
	roles := strings.Split(demoRoles, "|")
	deal.Contacts = []crm.DealContact{{ID: contact.ID, Name: contact.Name(), Role: g.pick(roles)}}
	// A colleague often has a say as well.
	if colleague := g.colleague(contact); colleague != nil && g.chance(60) {
		deal.Contacts = append(deal.Contacts, crm.DealContact{ID: colleague.ID, Name: colleague.Name(), Role: g.pick(roles)})
	}
	if status != crm.DealOpen {
		closed := g.between(created.AddDate(0, 0, 5), g.now)
		deal.ClosedAt, deal.UpdatedAt = &closed, closed
		deal.ExpectedClose = closed.Format(time.DateOnly)
		deal.ClosedReason = g.pick(strings.Split(demoWins, "|"))
		if status == crm.DealLost {
			deal.ClosedReason = g.pick(strings.Split(demoLosses, "|"))
		}
	}
	g.plan.deals = append(g.plan.deals, deal)
}

// colleague is somebody else at the contact's customer, if there is anybody.
func (g *demoGenerator) colleague(contact crm.Contact) *crm.Contact {
	if contact.CustomerID == nil {
		return nil
	}
	at := slices.IndexFunc(g.plan.contacts, func(c crm.Contact) bool {
		return c.ID != contact.ID && c.CustomerID != nil && *c.CustomerID == *contact.CustomerID
	})
	if at < 0 {
		return nil
	}
	return &g.plan.contacts[at]
}

const (
	demoReplies = "Thank you for letting us know. I have passed this to the warehouse and will call you by tomorrow noon.|" +
		"We have found the cause: the order was split over two deliveries. The rest leaves us today.|" +
		"The corrected invoice is attached to your account now. Please ignore the earlier one.|" +
		"An engineer will be with you on Thursday between nine and eleven. Does that suit you?|" +
		"I have set this up again from here. Could you try once more and tell me whether it holds?|" +
		"A replacement is on its way; keep the faulty one until the courier asks for it.|" +
		"I am sorry for the wait. I have asked our accounts team and will come back to you this week."
	demoInternals = "Second time this quarter. Worth a word with the account manager.|Warehouse says the pallet was mislabelled; they check the others.|" +
		"Customer sounded annoyed. Please call rather than write.|Covered by the service contract, nothing to charge.|" +
		"Waiting for the supplier; they promised an answer by Friday.|Asked Morgan whether we may credit the carriage."
)

// messages fills the conversations of the tickets that somebody works on.
func (g *demoGenerator) messages() {
	replies, internals := strings.Split(demoReplies, "|"), strings.Split(demoInternals, "|")
	for _, ticket := range g.plan.tickets {
		if ticket.Status == crm.TicketNew {
			continue
		}
		at := ticket.CreatedAt
		say := func(kind crm.TicketMessageKind, text string) {
			at = g.between(at.Add(time.Hour), at.Add(26*time.Hour))
			if at.After(ticket.UpdatedAt) {
				at = ticket.UpdatedAt
			}
			g.plan.messages = append(g.plan.messages, crm.TicketMessage{
				ID: demoID[id.TicketMessage](g, at), TicketID: ticket.ID, AuthorID: ticket.AssigneeID, Kind: kind, Body: text, CreatedAt: at,
			})
		}
		say(crm.TicketReply, g.pick(replies))
		say(crm.TicketEvent, "Status changed from new to open.")
		if g.chance(55) {
			say(crm.TicketInternal, g.pick(internals))
		}
		if g.chance(45) {
			say(crm.TicketReply, g.pick(replies))
		}
		if ticket.Status != crm.TicketOpen {
			say(crm.TicketEvent, "Status changed from open to "+string(ticket.Status)+".")
		}
	}
}

func (p demoPlan) writeDeals(ctx context.Context, tx scope) error {
	way := p.pipeline
	if _, err := tx.PipelineInsert(ctx, db.PipelineInsertParams{
		OrgID: p.org.ID, ID: way.ID, Name: way.Name, NameFold: crm.Fold(way.Name), Position: way.Position, CreatedAt: p.org.CreatedAt,
	}); err != nil {
		return fmt.Errorf("pipeline: %w", err)
	}
	for _, stage := range way.Stages {
		if err := tx.StageInsert(ctx, db.StageInsertParams{
			OrgID: p.org.ID, ID: stage.ID, PipelineID: way.ID, Name: stage.Name, NameFold: crm.Fold(stage.Name),
			Position: stage.Position, Probability: stage.Probability,
		}); err != nil {
			return fmt.Errorf("stage: %w", err)
		}
	}
	for _, d := range p.deals {
		if err := p.writeDeal(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

func (p demoPlan) writeDeal(ctx context.Context, tx scope, d crm.Deal) error {
	if err := tx.DealInsert(ctx, db.DealInsertParams{
		OrgID: p.org.ID, ID: d.ID, Name: d.Name, NameFold: crm.Fold(d.Name), PipelineID: d.PipelineID, StageID: d.StageID,
		AmountMinor: d.Amount.Minor, Currency: d.Amount.Currency, ExpectedClose: d.ExpectedClose, OwnerID: d.OwnerID,
		CustomerID: d.CustomerID, BoardOrder: d.BoardOrder, CreatedAt: d.CreatedAt,
	}); err != nil {
		return err
	}
	if err := tx.DealWrite(ctx, db.DealWriteParams{
		Name: d.Name, NameFold: crm.Fold(d.Name), PipelineID: d.PipelineID, StageID: d.StageID, AmountMinor: d.Amount.Minor,
		Currency: d.Amount.Currency, Status: d.Status, ClosedReason: d.ClosedReason, ClosedAt: d.ClosedAt, ExpectedClose: d.ExpectedClose,
		OwnerID: d.OwnerID, CustomerID: d.CustomerID, BoardOrder: d.BoardOrder, UpdatedAt: d.UpdatedAt, OrgID: p.org.ID, ID: d.ID,
	}); err != nil {
		return err
	}
	return tx.writeDealContacts(ctx, d.ID, d.Contacts)
}

func (p demoPlan) writeMessages(ctx context.Context, tx scope) error {
	for _, m := range p.messages {
		if err := tx.TicketMessageInsert(ctx, db.TicketMessageInsertParams{
			OrgID: p.org.ID, ID: m.ID, TicketID: m.TicketID, AuthorID: m.AuthorID, Kind: m.Kind, Body: m.Body, CreatedAt: m.CreatedAt,
		}); err != nil {
			return err
		}
	}
	return nil
}

// writeHistory tells in the audit log how deals and tickets came to be.
func (p demoPlan) writeHistory(ctx context.Context, tx scope) error {
	for _, d := range p.deals {
		begun := d
		begun.Status, begun.ClosedReason = crm.DealOpen, ""
		if err := p.trace(ctx, tx, d.CreatedAt, d.OwnerID, crm.DealChanged("create", crm.Deal{}, begun)); err != nil {
			return err
		}
		if d.ClosedAt == nil {
			continue
		}
		action := "win"
		if d.Status == crm.DealLost {
			action = "lose"
		}
		if err := p.trace(ctx, tx, *d.ClosedAt, d.OwnerID, crm.DealChanged(action, begun, d)); err != nil {
			return err
		}
	}
	for _, t := range p.tickets {
		begun := t
		begun.Status = crm.TicketNew
		author := &p.users[0].ID
		if err := p.trace(ctx, tx, t.CreatedAt, author, crm.TicketChanged("create", crm.Ticket{}, begun)); err != nil {
			return err
		}
		if t.Status != crm.TicketNew {
			if err := p.trace(ctx, tx, t.UpdatedAt, t.AssigneeID, crm.TicketChanged("update", begun, t)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p demoPlan) trace(ctx context.Context, tx scope, at time.Time, user *id.User, change crm.Change) error {
	fields, err := json.Marshal(notNil(change.Fields))
	if err != nil {
		return fmt.Errorf("encode changes: %w", err)
	}
	record := change.Record
	_, err = tx.AuditInsert(ctx, db.AuditInsertParams{
		OrgID: p.org.ID, ID: id.New[id.AuditEntry](), At: at, UserID: user, Action: change.Action, Noun: change.Noun,
		RecordID: &record, RecordName: change.Name, Changes: fields, Detail: []byte("{}"),
	})
	return err
}
