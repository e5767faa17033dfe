package sip

import "time"

// LegEventKind names what happened on a leg.
type LegEventKind string

// What can happen on a leg.
const (
	// LegRinging is a 180.
	LegRinging LegEventKind = "ringing"
	// LegEarly is a provisional response that carried a session description.
	LegEarly LegEventKind = "early"
	// LegAnswered is a 2xx, received or sent.
	LegAnswered LegEventKind = "answered"
	// LegConfirmed is the ACK; SDP is set when the ACK carried the answer.
	LegConfirmed LegEventKind = "confirmed"
	// LegReoffered says that a re-INVITE or UPDATE of the far side was answered; SDP is its offer.
	LegReoffered LegEventKind = "reoffered"
	// LegDigits carries digits from an INFO request in SDP.
	LegDigits LegEventKind = "digits"
	// LegEnded is the last event of each leg.
	LegEnded LegEventKind = "ended"
)

// LegEvent is one thing that happened on a leg.
type LegEvent struct {
	Kind     LegEventKind
	SDP      []byte
	Cause    Cause
	Status   int
	At       time.Time
	ByRemote bool
}

// LegState is where a leg stands.
type LegState string

// The states of a leg, in their order.
const (
	StateNew       LegState = "new"
	StateTrying    LegState = "trying"
	StateRinging   LegState = "ringing"
	StateEarly     LegState = "early"
	StateAnswered  LegState = "answered"
	StateConfirmed LegState = "confirmed"
	StateEnding    LegState = "ending"
	StateEnded     LegState = "ended"
)
