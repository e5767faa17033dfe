package callsvc

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

// Direction says who began a call, seen from the organisation.
type Direction string

// The directions of a call.
const (
	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
	Internal Direction = "internal"
)

// Status is where a call stands, as people see it.
type Status string

// The statuses of a call.
const (
	StatusRinging   Status = "ringing"
	StatusConnected Status = "connected"
	StatusHeld      Status = "held"
	StatusEnded     Status = "ended"
)

// Outcome is how a call ended; empty while it lasts.
type Outcome string

// The outcomes of a call.
const (
	OutcomeAnswered  Outcome = "answered"
	OutcomeMissed    Outcome = "missed"
	OutcomeBusy      Outcome = "busy"
	OutcomeRejected  Outcome = "rejected"
	OutcomeFailed    Outcome = "failed"
	OutcomeCancelled Outcome = "cancelled"
	OutcomeAbandoned Outcome = "abandoned"
	OutcomeVoicemail Outcome = "voicemail"
)

// Party is one end of a call as the network named it.
type Party struct {
	Number e164.Number
	// Name is the display name that the network or the directory gave.
	Name string
}

// Cause is the network's verdict on why a leg or call ended.
type Cause struct {
	// Q850 is the ISDN cause value (ITU-T Q.850), 0 when unknown.
	Q850 int
	// SIP is the status code, 0 when the end was not a response.
	SIP int
	// Text is one short phrase for people; "node_lost" after a crash.
	Text string
}

// Quality is what the call sounded like at the far end's stream.
type Quality struct {
	MOS         float64
	LossPercent float64
	JitterMS    float64
}

// Call is a snapshot of one call. Its owner goroutine makes a new one for
// each transition; nobody changes one that was handed out.
type Call struct {
	ID        id.Call
	Org       id.Org
	Direction Direction
	Status    Status
	Outcome   Outcome
	From, To  Party
	// ContactID and CustomerID are whom the call is attributed to, at most one.
	ContactID  *id.Contact
	CustomerID *id.Customer
	// AttributedBy says who chose the contact: "number", "agent" or "merge".
	AttributedBy string
	// UserID is the agent who answered or placed the call.
	UserID  *id.User
	QueueID *id.Queue
	TrunkID *id.Trunk

	StartedAt  time.Time
	RingingAt  *time.Time
	AnsweredAt *time.Time
	EndedAt    *time.Time
	// HeldFor is the time spent on hold so far.
	HeldFor time.Duration
	// HangupBy is "caller", "agent", "callee", "network" or "system".
	HangupBy string
	Cause    Cause
	Quality  *Quality

	// Node and Boot name the process that owns the call.
	Node string
	Boot string
	// Sequence counts the call's transitions from 1.
	Sequence int64
}

// Leg is a snapshot of one dialog with one party, for the log.
type Leg struct {
	ID   id.Leg
	Call id.Call
	// Kind is "trunk" or "browser".
	Kind string
	// UserID is the agent whose leg it is; nil for outside parties.
	UserID *id.User
	Party  Party
	// SIPCallID is the leg's SIP identity; empty for a browser.
	SIPCallID  string
	State      string
	StartedAt  time.Time
	RingingAt  *time.Time
	AnsweredAt *time.Time
	EndedAt    *time.Time
	Cause      Cause
	Quality    *Quality
}

// CallEvent is one transition of a call.
type CallEvent struct {
	Call     id.Call
	Sequence int64
	At       time.Time
	// Name is the transition, such as "offered", "answered", "held", "ended".
	Name string
	// Detail holds what the transition needs to be understood, JSON-encodable.
	Detail map[string]any
}
