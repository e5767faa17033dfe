package sip

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// mailboxSize bounds what waits for a leg. A full mailbox holds up the sender: each is a goroutine of its own.
const mailboxSize = 32

// Leg is one dialog with one party. Its methods may be called from any goroutine, also from its listener.
type Leg struct {
	id       string
	agent    *Agent
	log      *slog.Logger
	outbound bool
	trunk    *trunk // whose credentials answer challenges; nil when several match
	invite   inviteFacts
	trace    *trace // nil when too many are kept
	mailbox  chan func()
	done     chan struct{}
	events   eventQueue

	mu      sync.Mutex // guards what other goroutines read
	state   LegState
	tag     string // the peer's
	onOffer func([]byte) ([]byte, error)

	// What follows belongs to the leg's goroutine.
	dialog   dialog
	in       *incoming // the INVITE that we answer; nil on outbound legs
	out      *outgoing // the INVITE that we sent; nil on inbound legs
	offer    offerState
	session  sessionTimer
	waiting  []heldRequest
	gap      *time.Timer
	acks     <-chan *gosip.Request
	localSDP []byte
	cancel   context.CancelFunc
	ended    bool
	answered bool
	byeSent  bool
}

// inviteFacts is what the first INVITE said. It does not change.
type inviteFacts struct {
	Invite
	fromTag string
	offer   []byte
}

func newLeg(a *Agent, id string, outbound bool) *Leg {
	if id == "" {
		id = token()
	}
	return &Leg{
		id: id, agent: a, log: a.log.With(slog.String("leg_id", id)), outbound: outbound,
		mailbox: make(chan func(), mailboxSize), done: make(chan struct{}), state: StateNew,
	}
}

// ID is the leg's identity with us.
func (l *Leg) ID() string { return l.id }

// Outbound says whether we sent the INVITE.
func (l *Leg) Outbound() bool { return l.outbound }

// Invite is what the INVITE said.
func (l *Leg) Invite() Invite { return l.invite.Invite }

// State is where the leg stands.
func (l *Leg) State() LegState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// Listen sets who gets the events: in order, one at a time. Those before Listen are replayed.
func (l *Leg) Listen(listener func(LegEvent)) { l.events.listen(l, listener) }

// RemoteOffer is the offer that the INVITE carried; nil when it carried none.
func (l *Leg) RemoteOffer() []byte { return l.invite.offer }

// Ring sends 180.
func (l *Leg) Ring() error { return l.call(func() error { return l.provisional(180, nil) }) }

// Progress sends 183 with a session description.
func (l *Leg) Progress(sdp []byte) error {
	return l.call(func() error { return l.provisional(183, sdp) })
}

// Answer sends 200, resent until its ACK. sdp is the answer, or our offer when RemoteOffer is nil.
func (l *Leg) Answer(sdp []byte) error { return l.call(func() error { return l.accept(sdp) }) }

// Reject sends the final failure.
func (l *Leg) Reject(cause Cause) error { return l.call(func() error { return l.decline(cause) }) }

// Hangup sends CANCEL, BYE or a failure, whichever the state wants. It may be repeated.
func (l *Leg) Hangup(cause Cause) error {
	l.post(func() { l.hangup(cause) })
	return nil
}

// OnOffer sets who answers the far side's re-INVITE and UPDATE; an error becomes 488. A re-INVITE without an
// offer is answered with our last description, and its ACK's answer arrives as LegReoffered.
func (l *Leg) OnOffer(answer func(offer []byte) ([]byte, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.onOffer = answer
}

// start runs the leg on a goroutine of its own.
func (l *Leg) start() bool { return l.agent.spawn(l.run) }

// run is the leg's goroutine: everything that happens to the dialog happens here, one thing at a time.
func (l *Leg) run() {
	defer close(l.done)
	defer l.cleanUp()
	for !l.ended {
		select {
		case f := <-l.mailbox:
			l.safely(f)
		case ack := <-l.acks:
			l.safely(func() { l.onAck(ack) })
		case <-l.agent.stop:
			l.finish(Cause{Q850: 41, Text: "the agent stopped"}, false)
		}
	}
}

// safely ends the leg, not the process, when what a stranger sent makes us panic.
func (l *Leg) safely(f func()) {
	defer func() {
		if cause := recover(); cause != nil {
			l.log.Error("sip leg panicked", slog.String("panic", fmt.Sprint(cause)))
			l.finish(CauseTemporaryFailure(), false)
		}
	}()
	f()
}

// post hands f to the leg's goroutine; false when the leg is over.
func (l *Leg) post(f func()) bool {
	select {
	case <-l.done:
		return false
	default:
	}
	select {
	case l.mailbox <- f:
		return true
	case <-l.done:
		return false
	}
}

// postSoon is post for callers that must not wait, since they hold a transaction's lock.
func (l *Leg) postSoon(f func()) {
	select {
	case l.mailbox <- f:
	default:
		l.agent.spawn(func() { l.post(f) })
	}
}

// call runs f on the leg's goroutine and gives its result.
func (l *Leg) call(f func() error) error {
	result := make(chan error, 1)
	if !l.post(func() { result <- f() }) {
		return ErrEnded
	}
	select {
	case err := <-result:
		return err
	case <-l.done:
		select {
		case err := <-result:
			return err
		default:
			return ErrEnded
		}
	}
}

// after runs f on the leg's goroutine when d has passed, unless the timer is stopped.
func (l *Leg) after(d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, func() { l.post(f) })
}

// abandon ends the leg at once, whatever is still on its way.
func (l *Leg) abandon() {
	l.postSoon(func() { l.finish(Cause{Q850: 41, Text: "gave up waiting for the far end"}, false) })
}

func (l *Leg) setState(state LegState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state != StateEnded {
		l.state = state
	}
}

func (l *Leg) peerTag() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tag
}

func (l *Leg) setPeerTag(tag string) {
	l.dialog.remoteTag = tag
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tag = tag
}

func (l *Leg) offerHandler() func([]byte) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.onOffer
}

// finish is the end of the leg. It runs once; the loop stops after it.
func (l *Leg) finish(cause Cause, byRemote bool) {
	if l.ended {
		return
	}
	l.ended = true
	l.setState(StateEnded)
	l.emit(LegEvent{Kind: LegEnded, Cause: cause, Status: cause.SIP, ByRemote: byRemote})
	l.log.Debug("leg ended", slog.String("sip_call_id", l.dialog.callID), slog.String("cause", cause.String()), slog.Bool("by_remote", byRemote))
}

func (l *Leg) cleanUp() {
	l.session.stop()
	stopTimer(l.gap)
	for _, held := range l.waiting {
		l.agent.respond(held.request, held.tx, 481)
	}
	l.offer.abort(l)
	if l.in != nil {
		l.in.stop()
	}
	if l.out != nil {
		l.out.stop()
	}
	if l.cancel != nil {
		l.cancel()
	}
	l.agent.legs.remove(l, l.answered, l.agent.cfg.Timers.Linger)
}

func stopTimer(timer *time.Timer) {
	if timer != nil {
		timer.Stop()
	}
}
