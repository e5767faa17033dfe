package callsvc

import (
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// Why a transfer came to nothing, as CallUpdated.TransferProblem says it.
const (
	// TransferDeclined: the colleague declined.
	TransferDeclined = "declined"
	// TransferNoAnswer: the colleague let it ring.
	TransferNoAnswer = "no_answer"
	// TransferUnavailable: the colleague's last browser went while it rang.
	TransferUnavailable = "unavailable"
)

// transfer is a call on its way to a colleague: it rings there, the far party
// hears music, and the call stays with the one who sends it until it is
// answered, so that no failure can lose the caller.
type transfer struct {
	to        id.User
	leg       *Leg
	timeoutAt time.Time
}

// goesTo says whether the call rings for user because a colleague sends it.
func (l *liveCall) goesTo(user id.User) bool {
	return l.state == stateTransferring && l.sending != nil && l.sending.to == user
}

// transfer rings a colleague for the call.
func (l *liveCall) transfer(to id.User) error {
	agent, known := l.service.directory.Load().agents[to]
	switch {
	case !known || agent.Org != l.call.Org || !agent.Active:
		return refuse(CodeNotFound, "there is no such colleague")
	case l.call.UserID != nil && *l.call.UserID == to:
		return refuse(CodeInvalid, "the call is already with this colleague")
	case !l.can(triggerTransferred):
		return refuse(CodeConflict, "the call is not connected")
	}
	desk := l.service.desk(l.call.Org, to)
	if !desk.available() {
		return refuse(CodeConflict, "the colleague does not take calls now")
	}
	l.move(triggerTransferred)
	l.ear.release(l)
	if l.tune == nil {
		l.tune = media.Play(l.rtp, media.HoldTone())
		l.heldSince = time.Now()
	}
	timeout := l.service.cfg.RingTimeout
	t := &transfer{to: to, leg: l.addBrowserLeg(to, string(sip.StateRinging)), timeoutAt: time.Now().UTC().Add(timeout)}
	t.leg.RingingAt = now()
	l.sending, l.sendProblem, l.problem = t, "", ""
	l.ringing[to] = t.leg
	l.offered = true // a browser that reloads is shown the call again
	desk.attach(l, false)
	l.after(timeout, func(l *liveCall) {
		if l.sending == t {
			l.sentBack(TransferNoAnswer, sip.CauseNoAnswer())
		}
	})
	l.record("transferring", map[string]any{"to": to.String(), "mode": "blind"},
		append(l.updated(), l.toUser(to, EventCallOffered, l.offer()))...)
	l.signal()
	return nil
}

// takeTransferred lets the colleague have the call that rings there.
func (l *liveCall) takeTransferred() {
	t, from := l.sending, *l.call.UserID
	l.move(triggerAnswered)
	l.sending = nil
	delete(l.ringing, t.to)
	l.stopTune()
	if l.talking != nil && l.talking.EndedAt == nil {
		l.talking.EndedAt, l.talking.State = now(), string(sip.StateEnded)
		l.talking.Cause = Cause{Q850: sip.CauseNormal().Q850, Text: "transferred"}
	}
	l.ear.release(l)
	l.desk.detach(l)
	l.call.UserID, l.answeredBy = &t.to, l.service.agentName(t.to)
	l.sitAt(l.service.desk(l.call.Org, t.to))
	l.talking, l.muted = t.leg, false
	l.talking.AnsweredAt, l.talking.State = now(), string(sip.StateConfirmed)
	l.soundSince = time.Now()
	l.browserSince, l.browserAway = l.soundSince, false
	l.desk.attach(l, true)
	l.takeHeadset(program{call: l, far: l.rtp})
	l.logger.InfoContext(l.ctx, "call transferred", slog.Any("from", from), slog.Any("to", t.to))
	farewell := CallEnded{Call: l.call, AnsweredBy: l.call.UserID, AnsweredByName: l.answeredBy}
	l.record("transferred", map[string]any{"from": from.String(), "to": t.to.String()},
		append(l.updated(), l.toUser(from, EventCallEnded, farewell))...)
	l.signal()
}

// cancelTransfer takes the call back before the colleague answers.
func (l *liveCall) cancelTransfer() error {
	if l.state != stateTransferring {
		return refuse(CodeConflict, "the call is not being transferred")
	}
	l.sentBack("", sip.CauseCancelled())
	return nil
}

// sentBack gives the call back to the one who sent it. Who talks on another
// call meanwhile finds it on hold.
func (l *liveCall) sentBack(problem string, cause sip.Cause) {
	t := l.sending
	if t == nil || !l.move(triggerReturned) {
		return
	}
	l.stopRinging(t.to, cause)
	l.sending, l.sendProblem = nil, problem
	name := "transfer_failed"
	if problem == "" {
		name = "transfer_cancelled"
	}
	gone := l.toUser(t.to, EventCallEnded, CallEnded{Call: l.call})
	l.desk.attach(l, true)
	if busy := l.ear.taken(); busy {
		l.move(triggerHeld)
	} else {
		l.stopTune()
		l.soundSince = time.Now()
		l.browserSince = l.soundSince
		l.takeHeadset(program{call: l, far: l.rtp, muted: l.muted})
	}
	l.record(name, map[string]any{"to": t.to.String(), "reason": problem}, append(l.updated(), gone)...)
	l.signal()
}

// stopTune ends the music and counts how long it was heard.
func (l *liveCall) stopTune() {
	if l.tune != nil {
		l.tune.Stop()
		l.tune = nil
	}
	l.countHold()
}
