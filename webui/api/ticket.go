package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Ticket is a problem to solve.
type Ticket struct {
	ID           id.Ticket        `json:"id" format:"uuid"`
	Number       int64            `json:"number"`
	Subject      string           `json:"subject"`
	Status       crm.TicketStatus `json:"status" enum:"new,open,pending,solved,closed"`
	Priority     string           `json:"priority"`
	ContactID    *id.Contact      `json:"contactId" format:"uuid"`
	ContactName  string           `json:"contactName"`
	CustomerID   *id.Customer     `json:"customerId" format:"uuid"`
	CustomerName string           `json:"customerName"`
	AssigneeID   *id.User         `json:"assigneeId" format:"uuid"`
	CreatedAt    time.Time        `json:"createdAt"`
	UpdatedAt    time.Time        `json:"updatedAt"`
}

// TicketOf is the wire form of a ticket.
func TicketOf(ticket crm.Ticket) Ticket {
	wire := Ticket(ticket)
	wire.CreatedAt, wire.UpdatedAt = ticket.CreatedAt.UTC(), ticket.UpdatedAt.UTC()
	return wire
}

// TicketDraft is a ticket to be made.
type TicketDraft struct {
	Subject    string       `json:"subject" minLength:"1" maxLength:"300"`
	Priority   string       `json:"priority,omitempty" enum:"low,normal,high,urgent" doc:"normal when left out."`
	ContactID  *id.Contact  `json:"contactId,omitempty" format:"uuid"`
	CustomerID *id.Customer `json:"customerId,omitempty" format:"uuid" doc:"The contact's when left out."`
	AssigneeID *id.User     `json:"assigneeId,omitempty" format:"uuid"`
}

// Record is the draft as crm takes it.
func (d TicketDraft) Record() crm.TicketDraft { return crm.TicketDraft(d) }

// TicketPatch changes where the work on a ticket stands.
type TicketPatch struct {
	Status crm.TicketStatus `json:"status" enum:"new,open,pending,solved,closed"`
}
