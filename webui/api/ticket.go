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
	Description  string           `json:"description" doc:"Markdown. Left out of call.offered."`
	DueAt        *time.Time       `json:"dueAt"`
	Overdue      bool             `json:"overdue" doc:"The ticket is open and its due time has passed."`
	SolvedAt     *time.Time       `json:"solvedAt" doc:"When it was solved or closed; null while it is open."`
	Source       string           `json:"source" enum:"manual,call,email,help,form"`
	CreatedByID  *id.User         `json:"createdById" format:"uuid"`
	Version      int64            `json:"version"`
}

// TicketOf is the wire form of a ticket.
func TicketOf(ticket crm.Ticket) Ticket {
	wire := Ticket(ticket)
	wire.CreatedAt, wire.UpdatedAt = ticket.CreatedAt.UTC(), ticket.UpdatedAt.UTC()
	wire.DueAt, wire.SolvedAt = utc(ticket.DueAt), utc(ticket.SolvedAt)
	return wire
}

// TicketDraft is a ticket to be made.
type TicketDraft struct {
	Subject     string       `json:"subject" minLength:"1" maxLength:"300"`
	Description string       `json:"description,omitempty" maxLength:"20000" doc:"Markdown."`
	Priority    string       `json:"priority,omitempty" enum:"low,normal,high,urgent" doc:"normal when left out."`
	ContactID   *id.Contact  `json:"contactId,omitempty" format:"uuid"`
	CustomerID  *id.Customer `json:"customerId,omitempty" format:"uuid" doc:"The contact's when left out."`
	AssigneeID  *id.User     `json:"assigneeId,omitempty" format:"uuid"`
	DueAt       *time.Time   `json:"dueAt,omitempty"`
	Source      string       `json:"source,omitempty" enum:"manual,call,email,help,form" doc:"What it came from; manual when left out."`
}

// Record is the draft as crm takes it.
func (d TicketDraft) Record() crm.TicketDraft { return crm.TicketDraft(d) }

// TicketPatch is any subset of a ticket's fields. Null clears a field that may
// be empty.
type TicketPatch struct {
	Subject     Optional[string]           `json:"subject,omitzero" nullable:"false" minLength:"1" maxLength:"300"`
	Description Optional[string]           `json:"description,omitzero" maxLength:"20000"`
	Status      Optional[crm.TicketStatus] `json:"status,omitzero" nullable:"false" enum:"new,open,pending,solved,closed"`
	Priority    Optional[string]           `json:"priority,omitzero" nullable:"false" enum:"low,normal,high,urgent"`
	ContactID   Optional[id.Contact]       `json:"contactId,omitzero" format:"uuid" doc:"Another contact brings its customer along unless customerId is given."`
	CustomerID  Optional[id.Customer]      `json:"customerId,omitzero" format:"uuid"`
	AssigneeID  Optional[id.User]          `json:"assigneeId,omitzero" format:"uuid"`
	DueAt       Optional[time.Time]        `json:"dueAt,omitzero"`
}

// Record is the patch as crm takes it.
func (p TicketPatch) Record() (crm.TicketChange, error) {
	if err := refuseNull(map[string]bool{
		"subject": p.Subject.Null, "status": p.Status.Null, "priority": p.Priority.Null,
	}); err != nil {
		return crm.TicketChange{}, err
	}
	return crm.TicketChange{
		Subject: valueOf(p.Subject), Description: valueOf(p.Description), Status: valueOf(p.Status), Priority: valueOf(p.Priority),
		ContactID: pointerOf(p.ContactID), CustomerID: pointerOf(p.CustomerID), AssigneeID: pointerOf(p.AssigneeID), DueAt: pointerOf(p.DueAt),
	}, nil
}

// TicketMessage is one entry of a ticket's conversation.
type TicketMessage struct {
	ID         id.TicketMessage      `json:"id" format:"uuid"`
	TicketID   id.Ticket             `json:"ticketId" format:"uuid"`
	AuthorID   *id.User              `json:"authorId" format:"uuid"`
	AuthorName string                `json:"authorName"`
	Kind       crm.TicketMessageKind `json:"kind" enum:"reply,internal,event" doc:"A reply is meant for the contact; an internal note is not; an event tells of a new status."`
	Body       string                `json:"body" doc:"Markdown."`
	CreatedAt  time.Time             `json:"createdAt"`
}

// TicketMessageOf is the wire form of a message.
func TicketMessageOf(message crm.TicketMessage) TicketMessage {
	wire := TicketMessage(message)
	wire.CreatedAt = message.CreatedAt.UTC()
	return wire
}

// TicketMessageDraft is a reply or an internal note to be added.
type TicketMessageDraft struct {
	Kind crm.TicketMessageKind `json:"kind" enum:"reply,internal"`
	Body string                `json:"body" minLength:"1" maxLength:"20000"`
}

// Record is the draft as crm takes it.
func (d TicketMessageDraft) Record() crm.TicketMessageDraft { return crm.TicketMessageDraft(d) }
