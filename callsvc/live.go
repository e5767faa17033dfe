package callsvc

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// lookupPatience is how long an answer of the lookup is still worth having
// after the screen pop went out without it.
const lookupPatience = 5 * time.Second

// liveCall is one call while it lives. Its goroutine, run, alone touches the
// fields below "owned"; everybody else posts work to the mailbox.
type liveCall struct {
	service *Service
	logger  *slog.Logger
	mailbox *mailbox
	done    chan struct{}

	// outgoing is the leg of a call out as soon as it exists, for finish.
	outgoing atomic.Pointer[sip.Leg]

	// owned by run
	ctx     context.Context //nolint:containedctx // the life of the goroutine that owns the struct
	cancel  context.CancelFunc
	tasks   sync.WaitGroup
	state   state
	call    Call
	region  string
	legs    []*Leg
	timers  []*time.Timer
	leg     *sip.Leg
	trunk   *Leg
	rtp     *media.RTPStream
	ourSDP  []byte
	acked   bool
	ringing map[id.User]*Leg
	desk    *desk
	ear     *headset // who hears and speaks for the agent: the desk's headset, or a phone's (ear.go)
	talking *Leg

	target            target
	line              *id.Trunk // the trunk of which the call holds one of the lines
	spare             []Trunk   // where a call out goes when the trunk cannot take it
	matches           []Match
	lookingUp         bool
	lookupUnavailable bool
	offered           bool
	timeoutAt         time.Time

	muted        bool
	ringback     bool
	problem      string
	answeredBy   string
	early        bool // the far network is heard before the answer
	heldSince    time.Time
	soundSince   time.Time // since when the far side is due to be heard
	browserSince time.Time // and the agent's browser
	browserAway  bool      // the agent has no browser just now
	tune         *media.Playback
	signalled    bool // the far side was told that it is held
	signalling   bool // a re-INVITE is under way
	digits       chan string
	way          way
	sending      *transfer // the call rings for a colleague who is to have it
	sendProblem  string    // why the last transfer came to nothing
	tape         tape
	extension    *extension
}

func (s *Service) newLive(ctx context.Context, call Call) *liveCall {
	call.Node, call.Boot = s.cfg.Node, s.cfg.Boot
	call.Status = StatusRinging
	call.StartedAt = time.Now().UTC()
	l := &liveCall{
		service: s, mailbox: newMailbox(), done: make(chan struct{}),
		logger: s.cfg.Logger.With(slog.String("call_id", call.ID.String())),
		state:  stateCreated, call: call, ringing: map[id.User]*Leg{},
	}
	l.ctx, l.cancel = context.WithCancel(ctx)
	return l
}

// tell posts work that must not be lost. After the end there is nobody to tell.
func (l *liveCall) tell(work func(*liveCall)) {
	if err := l.mailbox.post(work, true); err != nil && !isEnded(err) {
		l.logger.ErrorContext(context.Background(), "call's mailbox is full", slog.Any("error", err))
	}
}

// run owns the call until it has ended and what it started is over.
func (l *liveCall) run(stopping <-chan struct{}, start func(*liveCall)) {
	defer l.finish()
	l.safely(start)
	for l.state != stateEnded || l.lookingUp {
		select {
		case <-l.mailbox.wake:
		case <-stopping:
			stopping = nil
			l.safely((*liveCall).stopped)
		}
		for _, work := range l.mailbox.take() {
			l.safely(work)
		}
	}
}

// safely keeps a fault in one step from ending the process; the call ends instead.
func (l *liveCall) safely(work func(*liveCall)) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		l.logger.ErrorContext(l.ctx, "call step panicked", slog.String("panic", fmt.Sprint(cause)), slog.String("stack", string(debug.Stack())))
		if l.state != stateEnded {
			l.end(triggerStopped, ending{outcome: OutcomeFailed, by: bySystem, cause: sip.CauseTemporaryFailure()})
		}
	}()
	work(l)
}

// finish frees what the call holds. Everything is bounded by cancel.
func (l *liveCall) finish() {
	l.mailbox.close()
	l.cancel()
	l.tasks.Wait()
	if leg := l.outgoing.Load(); leg != nil && l.leg == nil {
		// It was cancelled while the INVITE was being sent.
		if err := leg.Hangup(sip.CauseCancelled()); err != nil {
			l.logger.DebugContext(context.Background(), "leg was gone already", slog.Any("error", err))
		}
	}
	l.service.room.leave(l)
	l.keepLadder()
	l.service.forget(l)
	close(l.done)
}

// after posts work when d has passed, unless the call ends before.
func (l *liveCall) after(d time.Duration, work func(*liveCall)) {
	l.timers = append(l.timers, time.AfterFunc(d, func() { l.tell(work) }))
}

// move makes a transition when the table has it. The caller then records it.
func (l *liveCall) move(event trigger) bool {
	next, ok := l.service.table[l.state][event]
	if !ok {
		l.logger.DebugContext(l.ctx, "event came too late or too early", slog.String("state", string(l.state)), slog.String("event", string(event)))
		return false
	}
	l.state = next
	l.call.Status = next.status()
	return true
}

// can says whether the table has the transition.
func (l *liveCall) can(event trigger) bool {
	_, ok := l.service.table[l.state][event]
	return ok
}

// record writes one event with the newest snapshot, and publishes after it.
func (l *liveCall) record(name string, detail map[string]any, sends ...func()) {
	l.call.Sequence++
	record := CallRecord{Call: l.call, Events: []CallEvent{{
		Call: l.call.ID, Sequence: l.call.Sequence, At: time.Now().UTC(), Name: name, Detail: detail,
	}}}
	record.Voicemail, record.Recordings = l.way.left, l.tape.done
	for _, leg := range l.legs {
		record.Legs = append(record.Legs, *leg)
	}
	org := l.call.Org
	l.service.journal.enqueue(l.call.ID, &record, append(sends, func() { l.service.boards.changed(org) })...)
}

// toUser prepares an event for a user's browsers.
func (l *liveCall) toUser(user id.User, kind string, data any) func() {
	event, err := newUserEvent(kind, data)
	if err != nil {
		l.logger.ErrorContext(l.ctx, "event not encodable", slog.String("type", kind), slog.Any("error", err))
		return func() {}
	}
	ctx, subject := context.WithoutCancel(l.ctx), userSubject(l.call.Org, user)
	return func() { l.service.publish(ctx, subject, event) }
}

func newUserEvent(kind string, data any) (UserEvent, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return UserEvent{}, fmt.Errorf("encode %s: %w", kind, err)
	}
	return UserEvent{Type: kind, At: time.Now().UTC(), Data: raw}, nil
}

// updated prepares the call.updated of now for the user whose call it is.
func (l *liveCall) updated() []func() {
	if l.call.UserID == nil {
		return nil
	}
	return []func(){l.toUser(*l.call.UserID, EventCallUpdated, l.update())}
}

func (l *liveCall) update() CallUpdated {
	update := CallUpdated{
		Call: l.call, Matches: l.matches, Problem: l.problem, Muted: l.muted, Ringback: l.ringback,
		Recording: l.recordingState(), RecordingMode: l.recordingRule().Mode,
		SendingDigits: l.sendingDigits(),
	}
	if l.call.AnsweredAt != nil {
		update.AnsweredBy, update.AnsweredByName = l.call.UserID, l.answeredBy
	}
	if l.sending != nil {
		update.TransferTo, update.TransferToName = &l.sending.to, l.service.agentName(l.sending.to)
	}
	update.TransferProblem = l.sendProblem
	if l.ear != nil {
		update.AudioOwner, _ = l.ear.worn()
	}
	return update
}

// introduce tells a browser that has just connected of this call.
func (l *liveCall) introduce(c *Connection) {
	user := c.desk.user
	var kind string
	var data any
	switch {
	case l.state == stateEnded:
		return
	case l.call.UserID != nil && *l.call.UserID == user:
		kind, data = EventCallUpdated, l.update()
	case l.ringing[user] != nil && l.offered:
		kind, data = EventCallOffered, l.offer()
	default:
		return
	}
	if event, err := newUserEvent(kind, data); err == nil {
		c.give(event)
	}
}

func now() *time.Time {
	t := time.Now().UTC()
	return &t
}

// serve answers the commands of the bus for this call.
func (l *liveCall) serve() (*bus.Subscription, error) {
	return l.service.deps.Bus.Respond(callSubject(l.call.ID), func(_ context.Context, message bus.Message) (any, error) {
		return l.commanded(message), nil
	})
}
