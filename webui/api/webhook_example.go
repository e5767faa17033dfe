package api

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// WebhookCatalogue describes all events, each with a message as it would be sent.
func WebhookCatalogue() ([]WebhookEvent, error) {
	words := webhookWords()
	events := make([]WebhookEvent, 0, len(words))
	for _, event := range crm.WebhookEvents() {
		example, err := webhookExample(event)
		if err != nil {
			return nil, err
		}
		events = append(events, WebhookEvent{Event: event, Description: words[event], Example: example})
	}
	return events, nil
}

func webhookWords() map[crm.WebhookEvent]string {
	return map[crm.WebhookEvent]string{
		crm.EventContactCreated:  "A contact was made.",
		crm.EventContactUpdated:  "A contact was changed, or brought back from the archive.",
		crm.EventContactMerged:   "Two contacts became one, or with undone: true were separated again. What belonged to the duplicate belongs to the survivor; no further events tell of it.",
		crm.EventContactArchived: "A contact was archived.",
		crm.EventContactDeleted:  "A contact that an import had made was removed when the import was taken back; data is what it was.",
		crm.EventContactErased:   "A person was erased: erase what you keep under this id as well.",
		crm.EventCustomerCreated: "A customer was made.",
		crm.EventCustomerUpdated: "A customer was changed.",
		crm.EventTicketCreated:   "A ticket was made.",
		crm.EventTicketUpdated:   "A ticket was changed.",
		crm.EventTicketReplied:   "A reply to the contact was added to a ticket. Internal notes are never told.",
		crm.EventDealCreated:     "A deal was made.",
		crm.EventDealUpdated:     "A deal was changed, moved to another stage, or reopened.",
		crm.EventDealWon:         "A deal was closed as won.",
		crm.EventDealLost:        "A deal was closed as lost.",
		crm.EventDealDeleted:     "A deal was removed; data is what it was.",
		crm.EventActivityCreated: "An activity was made, planned or done.",
		crm.EventActivityUpdated: "An activity was changed, or taken up again.",
		crm.EventActivityDone:    "An activity was marked as done.",
		crm.EventActivityDeleted: "An activity was removed; data is what it was.",
		crm.EventCallEnded:       "A call is over; outcome tells how: answered, missed, busy and so on. Told once for each call.",
		crm.EventCallUpdated:     "The contact or the disposition of a call was changed.",
	}
}

// exampleID is an identifier that is the same whenever it is asked for.
func exampleID[T id.Kind](last byte) T {
	return T(struct{ uuid.UUID }{uuid.UUID{0x01, 0x93, 0x5b, 0x1c, 0x8a, 0x00, 0x70, 0, 0x80, 15: last}})
}

func webhookExample(event crm.WebhookEvent) (WebhookMessage, error) {
	at := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	record, err := json.Marshal(exampleRecord(event, at))
	if err != nil {
		return WebhookMessage{}, fmt.Errorf("make the example of %s: %w", event, err)
	}
	return WebhookMessageOf(crm.WebhookDelivery{
		ID: exampleID[id.WebhookDelivery](1), Org: exampleID[id.Org](2), Event: event, Record: record, CreatedAt: at,
	})
}

func exampleRecord(event crm.WebhookEvent, at time.Time) any {
	contact := exampleContact(at)
	before := at.Add(-time.Hour)
	switch event {
	case crm.EventContactCreated, crm.EventContactUpdated, crm.EventContactDeleted:
		return contact
	case crm.EventContactArchived:
		contact.ArchivedAt = &at
		return contact
	case crm.EventContactErased:
		return crm.Contact{
			ID: contact.ID, FirstName: "Erased", LastName: "contact", Kind: contact.Kind, Source: contact.Source,
			ArchivedAt: &at, ErasedAt: &at, CreatedAt: contact.CreatedAt, UpdatedAt: at, Version: contact.Version + 1,
		}
	case crm.EventContactMerged:
		duplicate := contact
		duplicate.ID, duplicate.ArchivedAt, duplicate.MergedIntoID = exampleID[id.Contact](9), &at, &contact.ID
		duplicate.Emails, duplicate.Phones = nil, nil
		return crm.ContactMerge{MergeID: exampleID[id.Merge](8).String(), Survivor: contact, Duplicate: duplicate}
	case crm.EventCustomerCreated, crm.EventCustomerUpdated:
		return crm.Customer{ID: exampleID[id.Customer](4), Name: "Harbour Foods", Website: "https://harbour.example", CreatedAt: before, UpdatedAt: at, Version: 1, ContactCount: 1}
	case crm.EventTicketReplied:
		return crm.TicketMessage{
			ID: exampleID[id.TicketMessage](6), TicketID: exampleID[id.Ticket](5), AuthorID: contact.OwnerID, AuthorName: "Alex Agent",
			Kind: crm.TicketReply, Body: "A colleague will call you today.", CreatedAt: at,
		}
	case crm.EventTicketCreated, crm.EventTicketUpdated:
		return exampleTicket(contact, at)
	case crm.EventDealCreated, crm.EventDealUpdated, crm.EventDealWon, crm.EventDealLost, crm.EventDealDeleted:
		return exampleDeal(event, contact, at)
	case crm.EventActivityCreated, crm.EventActivityUpdated, crm.EventActivityDone, crm.EventActivityDeleted:
		activity := crm.Activity{
			ID: exampleID[id.Activity](11), Kind: crm.ActivityTask, Subject: "Send the quote", ContactID: &contact.ID, ContactName: contact.Name(),
			CustomerID: contact.CustomerID, CustomerName: contact.CustomerName, AssigneeID: contact.OwnerID, AssigneeName: "Alex Agent",
			CreatedAt: before, UpdatedAt: at, Version: 1,
		}
		if event == crm.EventActivityDone {
			activity.DoneAt = &at
		}
		return activity
	case crm.EventCallEnded, crm.EventCallUpdated:
		return exampleCall(contact, at)
	case crm.EventPing:
	}
	return struct{}{}
}

func exampleContact(at time.Time) crm.Contact {
	customer, owner := exampleID[id.Customer](4), exampleID[id.User](7)
	return crm.Contact{
		ID: exampleID[id.Contact](3), FirstName: "Jane", LastName: "Smith",
		Emails:   []crm.Email{{Address: "jane@harbour.example", Primary: true}},
		Phones:   []crm.Phone{{Number: e164.Parse("020 7946 0018", "GB"), Label: "work", Primary: true}},
		JobTitle: "Buyer", CustomerID: &customer, CustomerName: "Harbour Foods", Kind: crm.KindCustomer, Status: "Active",
		OwnerID: &owner, Tags: []string{"newsletter"}, Source: "manual", CreatedAt: at.Add(-time.Hour), UpdatedAt: at, Version: 2,
	}
}

func exampleTicket(contact crm.Contact, at time.Time) crm.Ticket {
	return crm.Ticket{
		ID: exampleID[id.Ticket](5), Number: 1042, Subject: "Delivery is late", Status: crm.TicketOpen, Priority: "normal",
		ContactID: &contact.ID, ContactName: contact.Name(), CustomerID: contact.CustomerID, CustomerName: contact.CustomerName,
		AssigneeID: contact.OwnerID, CreatedAt: at.Add(-time.Hour), UpdatedAt: at, Description: "Two pallets are missing.",
		Source: "call", CreatedByID: contact.OwnerID, Version: 2,
	}
}

func exampleDeal(event crm.WebhookEvent, contact crm.Contact, at time.Time) crm.Deal {
	deal := crm.Deal{
		ID: exampleID[id.Deal](10), Name: "Cold store", PipelineID: exampleID[id.Pipeline](12), Pipeline: "Sales",
		StageID: exampleID[id.Stage](13), Stage: "Proposal", Amount: crm.Money{Minor: 120_000, Currency: "GBP"}, Status: crm.DealOpen,
		ExpectedClose: "2026-04-01", OwnerID: contact.OwnerID, OwnerName: "Alex Agent", CustomerID: contact.CustomerID,
		CustomerName: contact.CustomerName, Contacts: []crm.DealContact{{ID: contact.ID, Name: contact.Name(), Role: "Buyer"}},
		BoardOrder: 1, CreatedAt: at.Add(-time.Hour), UpdatedAt: at, Version: 3,
	}
	if event == crm.EventDealWon {
		deal.Status, deal.ClosedAt = crm.DealWon, &at
	}
	if event == crm.EventDealLost {
		deal.Status, deal.ClosedAt, deal.ClosedReason = crm.DealLost, &at, "Too expensive"
	}
	return deal
}

func exampleCall(contact crm.Contact, at time.Time) crm.LoggedCall {
	started, answered := at.Add(-4*time.Minute), at.Add(-4*time.Minute+8*time.Second)
	return crm.LoggedCall{
		Call: callsvc.Call{
			ID: exampleID[id.Call](14), Direction: callsvc.Inbound, Status: callsvc.StatusEnded, Outcome: callsvc.OutcomeAnswered,
			From:      callsvc.Party{Number: e164.Parse("+442079460018", "GB"), Name: "Jane Smith"},
			To:        callsvc.Party{Number: e164.Parse("+442079460000", "GB")},
			ContactID: &contact.ID, CustomerID: contact.CustomerID, UserID: contact.OwnerID,
			StartedAt: started, RingingAt: &started, AnsweredAt: &answered, EndedAt: &at, HangupBy: "caller",
			Cause: callsvc.Cause{Q850: 16, SIP: 200, Text: "normal_clearing"},
		},
		ContactName: contact.Name(), CustomerName: contact.CustomerName, UserName: "Alex Agent", Line: "Sales",
		Disposition: "Order taken",
	}
}
