package sip

import (
	"slices"
	"sync"
	"time"
)

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
	// LegConfirmed is the ACK, received or sent; SDP is set when a received ACK carried the answer.
	LegConfirmed LegEventKind = "confirmed"
	// LegReoffered says that a re-INVITE or UPDATE of the far side was answered; SDP is what it described.
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

// maxBacklog bounds the events that nobody has listened to yet; past it all but the end are dropped.
const maxBacklog = 256

// eventQueue hands the events to the listener in order, on a goroutine that lives only while there are some.
// The leg's own goroutine never waits for the listener, so the listener may call the leg.
type eventQueue struct {
	mu       sync.Mutex
	pending  []LegEvent
	listener func(LegEvent)
	draining bool
}

func (l *Leg) emit(event LegEvent) {
	event.At = time.Now()
	q := &l.events
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.pending) >= maxBacklog && event.Kind != LegEnded {
		return
	}
	q.pending = append(q.pending, event)
	q.drain(l)
}

func (q *eventQueue) listen(l *Leg, listener func(LegEvent)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.listener = listener
	q.drain(l)
}

func (q *eventQueue) drain(l *Leg) {
	if q.draining || q.listener == nil || len(q.pending) == 0 {
		return
	}
	q.draining = l.agent.spawn(func() { q.deliver(l) })
}

func (q *eventQueue) deliver(l *Leg) {
	for {
		q.mu.Lock()
		batch, listener := slices.Clone(q.pending), q.listener
		q.pending = q.pending[:0]
		if len(batch) == 0 || listener == nil {
			q.draining = false
			q.mu.Unlock()
			return
		}
		q.mu.Unlock()
		for _, event := range batch {
			func() {
				defer l.agent.recovered("listener")
				listener(event)
			}()
		}
	}
}
