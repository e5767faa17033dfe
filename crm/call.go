package crm

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// LoggedCall is a call row with what people add to it and the names that a
// list shows.
type LoggedCall struct {
	callsvc.Call
	ContactName  string
	CustomerName string
	UserName     string
	QueueName    string
	// Line is the label of the organisation's number that was called; empty
	// when it has none or the call was not inbound.
	Line        string
	Disposition string
	Notes       string
	// Recordings are those that are kept, oldest first.
	Recordings []id.Recording
}

// CallFilter narrows the call log; zero fields do not.
type CallFilter struct {
	Statuses    []callsvc.Status
	Direction   callsvc.Direction
	Outcome     callsvc.Outcome
	UserID      *id.User
	ContactID   *id.Contact
	CustomerID  *id.Customer
	QueueID     *id.Queue
	From        time.Time
	To          time.Time
	MinDuration time.Duration
	Disposition string
	// Query is a name or the beginning of a number at either end.
	Query string
	// Mine keeps the calls that the actor placed, answered or is being rung for.
	Mine bool
}

// CallChange is what people correct on a call.
type CallChange struct {
	// ContactID attributes the call to one contact, or to none.
	ContactID   Optional[*id.Contact]
	Disposition Optional[string]
	Notes       Optional[string]
}

// CallDetail is a call with its legs and events, in order.
type CallDetail struct {
	LoggedCall
	Legs   []callsvc.Leg
	Events []callsvc.CallEvent
}

// CallerCard is what a screen pop shows of a candidate beyond the match.
type CallerCard struct {
	Contact     Contact
	OpenTickets []Ticket
	RecentCalls []LoggedCall
}
