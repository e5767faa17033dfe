package crm

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// TicketStatus is where the work on a ticket stands.
type TicketStatus string

// The statuses of a ticket; all but solved and closed count as open.
const (
	TicketNew     TicketStatus = "new"
	TicketOpen    TicketStatus = "open"
	TicketPending TicketStatus = "pending"
	TicketSolved  TicketStatus = "solved"
	TicketClosed  TicketStatus = "closed"
)

// Open reports that there is still work to do.
func (s TicketStatus) Open() bool { return s == TicketNew || s == TicketOpen || s == TicketPending }

// TicketMessageKind says whom a message of a ticket is meant for.
type TicketMessageKind string

// The kinds of message.
const (
	// TicketReply is meant for the contact.
	TicketReply TicketMessageKind = "reply"
	// TicketInternal never leaves the organisation.
	TicketInternal TicketMessageKind = "internal"
	// TicketEvent is written by Ringbook when the status changes.
	TicketEvent TicketMessageKind = "event"
)

// Ticket is a problem to solve.
type Ticket struct {
	ID           id.Ticket
	Number       int64
	Subject      string
	Status       TicketStatus
	Priority     string
	ContactID    *id.Contact
	ContactName  string
	CustomerID   *id.Customer
	CustomerName string
	AssigneeID   *id.User
	CreatedAt    time.Time
	UpdatedAt    time.Time
	// Description is left out of a caller card, which must stay small.
	Description string
	DueAt       *time.Time
	// Overdue is an open ticket whose due time has passed.
	Overdue bool
	// SolvedAt is when the work ended; nil while the ticket is open.
	SolvedAt    *time.Time
	Source      string
	CreatedByID *id.User
	Version     int64
}

// TicketDraft is a ticket to be made. CustomerID is taken from the contact
// when absent.
type TicketDraft struct {
	Subject     string
	Description string
	Priority    string
	ContactID   *id.Contact
	CustomerID  *id.Customer
	AssigneeID  *id.User
	DueAt       *time.Time
	// Source is what the ticket came from; "manual" when empty.
	Source string
}

// TicketChange is any subset of a ticket's fields. A new contact brings its
// customer along unless the change names one.
type TicketChange struct {
	Subject     Optional[string]
	Description Optional[string]
	Status      Optional[TicketStatus]
	Priority    Optional[string]
	ContactID   Optional[*id.Contact]
	CustomerID  Optional[*id.Customer]
	AssigneeID  Optional[*id.User]
	DueAt       Optional[*time.Time]
}

// Change returns the ticket with a prepared change applied at a time. Solved
// and closed end the work, and it ended when the first of them was reached.
func (t Ticket) Change(change TicketChange, at time.Time) Ticket {
	take(&t.Subject, change.Subject)
	take(&t.Description, change.Description)
	take(&t.Status, change.Status)
	take(&t.Priority, change.Priority)
	take(&t.ContactID, change.ContactID)
	take(&t.CustomerID, change.CustomerID)
	take(&t.AssigneeID, change.AssigneeID)
	take(&t.DueAt, change.DueAt)
	switch {
	case t.Status.Open():
		t.SolvedAt = nil
	case t.SolvedAt == nil:
		t.SolvedAt = &at
	}
	return t
}

// TicketMessage is one entry of a ticket's conversation.
type TicketMessage struct {
	ID         id.TicketMessage
	TicketID   id.Ticket
	AuthorID   *id.User
	AuthorName string
	Kind       TicketMessageKind
	Body       string
	CreatedAt  time.Time
}

// TicketMessageDraft is a reply or an internal note to be added.
type TicketMessageDraft struct {
	Kind TicketMessageKind
	Body string
}

// Note is an internal note on a contact; it never leaves the organisation.
type Note struct {
	ID         id.Note
	ContactID  id.Contact
	AuthorID   *id.User
	AuthorName string
	Body       string
	CreatedAt  time.Time
	UpdatedAt  time.Time
	// Pinned notes stand before all others.
	Pinned  bool
	Version int64
}

// NoteChange is any subset of a note's fields.
type NoteChange struct {
	Body   Optional[string]
	Pinned Optional[bool]
}

// TicketFilter narrows the ticket list; zero fields do not.
type TicketFilter struct {
	Query      string
	Status     TicketStatus
	OpenOnly   bool
	Priority   string
	Overdue    bool
	ContactID  *id.Contact
	CustomerID *id.Customer
	AssigneeID *id.User
	DueBefore  time.Time
}
