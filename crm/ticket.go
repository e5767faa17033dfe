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

// Ticket is a problem to solve. This first form has what a screen pop shows.
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
}

// TicketDraft is a ticket to be made. CustomerID is taken from the contact
// when absent.
type TicketDraft struct {
	Subject    string
	Priority   string
	ContactID  *id.Contact
	CustomerID *id.Customer
	AssigneeID *id.User
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
}

// TicketFilter narrows the ticket list; zero fields do not.
type TicketFilter struct {
	Query      string
	Status     TicketStatus
	OpenOnly   bool
	ContactID  *id.Contact
	CustomerID *id.Customer
	AssigneeID *id.User
}
