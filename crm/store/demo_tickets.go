package store

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

const (
	demoTicketCount = 78
	demoSubjects    = "Delivery arrived two boxes short|Invoice shows the old address|Replacement part for the label printer|" +
		"Cannot log in to the order portal|Quote for a second site|Change of delivery day|Refund for a cancelled order|" +
		"Engineer visit needs to be moved|Contract renewal question|Price list missing the new range|" +
		"Scanner loses its connection at noon|Credit note not applied|Duplicate charge in last month's statement|" +
		"New starter needs an account|Wrong colour delivered|Training session for the team|Warranty claim on a display unit|" +
		"VAT number on invoices is wrong|Courier left parcels outside|Request for itemised billing|" +
		"Spare keys for the storage cage|Direct debit mandate not received|Portal shows last year's prices|" +
		"Access card for the loading bay|Report export stops half-way"
	demoPriorities = "low|normal|normal|normal|high|urgent"
	demoNoteTexts  = "Prefers a call before nine; on the shop floor after that.|Asked for everything in writing as well.|" +
		"New purchase order number goes on every invoice from now on.|Met at the spring trade fair; interested in the larger range.|" +
		"On leave until Monday, a colleague covers.|Happy with the last installation, may act as a reference.|" +
		"Budget is decided in the last week of the quarter.|Do not call during school runs.|" +
		"Switched from a competitor over delivery times.|Second site opens in spring; send the multi-site offer.|" +
		"Please use the side entrance for deliveries.|Accounts want one statement a month.|" +
		"Speaks for the whole purchasing group.|Sent the new price list and talked it through.|" +
		"Left a message with the switchboard, will try again tomorrow.|Wants a named contact for urgent faults."
)

func (g *demoGenerator) tickets() {
	caller := g.plan.contacts[0]
	g.ticket(caller, "Two pallets of tents missing from Thursday's delivery", crm.TicketOpen, "high", g.now.AddDate(0, 0, -3), 0)
	g.ticket(caller, "Card reader at the Ancoats till drops out", crm.TicketPending, "normal", g.now.AddDate(0, 0, -9), 1)
	g.ticket(caller, "Invoice for March sent twice", crm.TicketClosed, "low", g.now.AddDate(0, 0, -47), 0)
	subjects, priorities := strings.Split(demoSubjects, "|"), strings.Split(demoPriorities, "|")
	for len(g.plan.tickets) < demoTicketCount {
		contact := g.plan.contacts[1+g.random.IntN(demoContacts-1)]
		status, created := crm.TicketClosed, g.past(180, 12)
		if g.chance(40) {
			status = []crm.TicketStatus{crm.TicketNew, crm.TicketOpen, crm.TicketOpen, crm.TicketPending}[g.random.IntN(4)]
			created = g.past(21, 1)
		} else if g.chance(50) {
			status = crm.TicketSolved
		}
		g.ticket(contact, g.pick(subjects), status, g.pick(priorities), created, g.random.IntN(3))
	}
	// Numbers are given out in the order of time.
	slices.SortFunc(g.plan.tickets, func(a, b crm.Ticket) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), strings.Compare(a.ID.String(), b.ID.String()))
	})
	for i := range g.plan.tickets {
		g.plan.tickets[i].Number = int64(i + 1)
	}
}

func (g *demoGenerator) ticket(contact crm.Contact, subject string, status crm.TicketStatus, priority string, created time.Time, assignee int) {
	ticket := crm.Ticket{
		ID: demoID[id.Ticket](g, created), Subject: subject, Status: status, Priority: priority,
		ContactID: &contact.ID, ContactName: contact.Name(), CustomerID: contact.CustomerID, CustomerName: contact.CustomerName,
		CreatedAt: created, UpdatedAt: g.between(created, minTime(created.AddDate(0, 0, 10), g.now)),
	}
	if status != crm.TicketNew {
		ticket.AssigneeID = &g.plan.users[assignee].ID
	}
	if status.Open() {
		// What is urgent is due within days, so some of it is overdue by now.
		due := created.AddDate(0, 0, 21)
		if priority == "high" || priority == "urgent" {
			due = created.AddDate(0, 0, 4)
		}
		ticket.DueAt = &due
	} else {
		ticket.SolvedAt = &ticket.UpdatedAt
	}
	g.plan.tickets = append(g.plan.tickets, ticket)
}

func (g *demoGenerator) notes() {
	caller := g.plan.contacts[0]
	g.note(caller, 0, g.now.AddDate(0, 0, -3),
		"Delivery of Thursday came without the two pallets of four-person tents. Warehouse is tracing them; promised her an answer by Friday.")
	g.note(caller, 1, g.now.AddDate(0, 0, -24), "Planning a pop-up shop for the summer season and wants a quote for card readers and tills.")
	g.note(caller, 0, g.now.AddDate(0, -5, 0), "Took over purchasing from her predecessor. Mobile is best; the shop floor is loud.")
	texts := strings.Split(demoNoteTexts, "|")
	for _, contact := range g.plan.contacts[1:] {
		for n := g.random.IntN(4) - 1; n > 0; n-- {
			g.note(contact, g.random.IntN(3), g.between(contact.CreatedAt, g.now), g.pick(texts))
		}
	}
}

func (g *demoGenerator) note(contact crm.Contact, author int, at time.Time, body string) {
	user := g.plan.users[author]
	g.plan.notes = append(g.plan.notes, crm.Note{
		ID: demoID[id.Note](g, at), ContactID: contact.ID, AuthorID: &user.ID, AuthorName: user.Name, Body: body, CreatedAt: at, UpdatedAt: at,
	})
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
