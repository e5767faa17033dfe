package callsvc

import (
	"context"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// listen hears the leg's events in its own mailbox.
func (l *liveCall) listen() {
	l.leg.Listen(func(event sip.LegEvent) {
		work := func(l *liveCall) { l.heard(event) }
		switch event.Kind {
		case sip.LegAnswered, sip.LegConfirmed, sip.LegEnded:
			l.tell(work)
		case sip.LegRinging, sip.LegEarly, sip.LegReoffered, sip.LegDigits:
			if err := l.mailbox.post(work, false); err != nil && !isEnded(err) {
				l.logger.WarnContext(context.Background(), "leg event dropped: the call is busy", slog.String("kind", string(event.Kind)))
			}
		}
	})
}

// heard takes one event of the leg.
func (l *liveCall) heard(event sip.LegEvent) {
	if event.Kind == sip.LegEnded {
		l.trunk.State = string(sip.StateEnded)
		l.farEnded(event)
		return
	}
	outbound := l.call.Direction == Outbound
	switch event.Kind {
	case sip.LegRinging:
		if outbound {
			l.alerted()
		}
	case sip.LegEarly:
		if outbound {
			l.earlyMedia(event.SDP)
		}
	case sip.LegAnswered:
		l.farAnswered(event.SDP)
	case sip.LegConfirmed:
		l.confirmed(event.SDP)
	case sip.LegDigits:
		for _, key := range string(event.SDP) {
			l.pressed(key)
		}
	case sip.LegReoffered, sip.LegEnded:
	}
}

// confirmed hears the ACK, which carries the answer when the INVITE carried no offer.
func (l *liveCall) confirmed(sdp []byte) {
	l.acked = true
	if l.state == stateEnded || l.call.Direction == Outbound || l.leg.RemoteOffer() != nil {
		return
	}
	if err := l.rtp.SetAnswer(sdp); err != nil {
		l.logger.WarnContext(l.ctx, "acknowledged without usable sound", slog.Any("error", err))
		l.end(triggerRefused, ending{outcome: OutcomeFailed, by: bySystem, cause: sip.CauseNotAcceptable()})
	}
}

// answer lets the first agent have the call.
func (l *liveCall) answer(user id.User) error {
	if l.goesTo(user) {
		l.takeTransferred()
		return nil
	}
	if l.call.UserID != nil && l.state != stateEnded {
		if *l.call.UserID == user {
			return nil
		}
		return refuse(CodeAlreadyAnswered, "answered by "+l.answeredBy)
	}
	switch {
	case l.state != stateOffering:
		return refuse(CodeConflict, "the call does not ring")
	case l.ringing[user] == nil:
		return refuse(CodeForbidden, "the call does not ring for this user")
	}
	if err := l.pickUp(); err != nil {
		// The caller was faster; the leg's end follows. If it should not, this ends it.
		l.logger.DebugContext(l.ctx, "answer came too late", slog.Any("error", err))
		l.after(time.Second, func(l *liveCall) {
			l.end(triggerFarGone, ending{outcome: OutcomeMissed, by: byCaller, cause: sip.CauseCancelled()})
		})
		return refuse(CodeCallEnded, "the caller has hung up")
	}
	l.move(triggerAnswered)
	l.quiet()
	l.call.AnsweredAt, l.call.UserID = now(), &user
	l.answeredBy = l.service.agentName(user)
	l.sitAt(l.service.desk(l.call.Org, user))
	l.talking = l.ringing[user]
	l.talking.AnsweredAt, l.talking.State = l.call.AnsweredAt, string(sip.StateConfirmed)
	delete(l.ringing, user)
	sends := l.dismissOthers()
	l.desk.attach(l, true)
	l.takeHeadset(program{call: l, far: l.rtp})
	l.record("answered", map[string]any{"agent": user.String()}, append(l.updated(), sends...)...)
	l.connected()
	return nil
}

// dismissOthers ends the ringing of the colleagues.
func (l *liveCall) dismissOthers() []func() {
	var sends []func()
	for user := range l.ringing {
		l.stopRinging(user, sip.CauseElsewhere())
		sends = append(sends, l.toUser(user, EventCallEnded, CallEnded{Call: l.call, AnsweredBy: l.call.UserID, AnsweredByName: l.answeredBy}))
	}
	return sends
}

// reject stops the ringing for one agent.
func (l *liveCall) reject(user id.User) error {
	if l.goesTo(user) {
		l.sentBack(TransferDeclined, sip.CauseRejected())
		return nil
	}
	if l.state != stateOffering || l.ringing[user] == nil {
		return refuse(CodeConflict, "the call does not ring for this user")
	}
	l.stopRinging(user, sip.CauseRejected())
	l.record("rejected", map[string]any{"agent": user.String()}, l.toUser(user, EventCallEnded, CallEnded{Call: l.call}))
	l.ringOut()
	return nil
}

// hangup ends the call at the agent's wish, wherever it stands.
func (l *liveCall) hangup(user id.User) error {
	if l.goesTo(user) || l.state == stateOffering && l.ringing[user] != nil {
		return l.reject(user)
	}
	e := ending{outcome: OutcomeAnswered, by: byAgent, cause: sip.CauseNormal()}
	switch {
	case l.call.AnsweredAt != nil:
	case l.call.Direction == Outbound:
		e.outcome, e.cause = OutcomeCancelled, sip.CauseCancelled()
		e.cause.Text = "cancelled by the agent"
	default:
		e.outcome, e.cause = OutcomeRejected, sip.CauseRejected()
	}
	l.end(triggerAgentGone, e)
	return nil
}

// hold parks the far party with a tune. The sound stops at once; that the far
// phone is told so comes after, and a phone that refuses is held all the same.
func (l *liveCall) hold() {
	if !l.move(triggerHeld) {
		return
	}
	l.ear.release(l)
	l.tune = media.Play(l.rtp, media.HoldTone())
	l.heldSince = time.Now()
	l.record("held", nil, l.updated()...)
	l.signal()
}

// resume takes the far party back.
func (l *liveCall) resume() {
	if !l.move(triggerResumed) {
		return
	}
	l.tune.Stop()
	l.tune = nil
	l.countHold()
	l.soundSince = time.Now()
	l.takeHeadset(program{call: l, far: l.rtp, muted: l.muted})
	l.record("resumed", nil, l.updated()...)
	l.signal()
}

func (l *liveCall) countHold() {
	if !l.heldSince.IsZero() {
		l.call.HeldFor += time.Since(l.heldSince)
		l.heldSince = time.Time{}
	}
}

// yield hears that the agent took another call.
func (l *liveCall) yield() {
	if l.ear != nil && !l.ear.holds(l) {
		l.hold()
	}
}

// signal tells the far side whether it is held, one re-INVITE at a time.
func (l *liveCall) signal() {
	held := l.state == stateHeld || l.state == stateTransferring
	if l.signalling || held == l.signalled || l.state == stateEnded {
		return
	}
	l.signalling = true
	leg, rtp := l.leg, l.rtp
	l.tasks.Go(func() {
		err := reinvite(l.ctx, leg, rtp, held)
		l.tell(func(l *liveCall) {
			l.signalling, l.signalled = false, held
			if err != nil {
				l.logger.WarnContext(l.ctx, "far side refused the hold", slog.Any("held", held), slog.Any("error", err))
			}
			l.signal()
		})
	})
}

func reinvite(ctx context.Context, leg *sip.Leg, rtp *media.RTPStream, held bool) error {
	offer, err := rtp.Hold(held)
	if err != nil {
		return err
	}
	answer, err := leg.Reinvite(ctx, offer)
	if err != nil {
		return err
	}
	return rtp.SetAnswer(answer)
}

// mute replaces what the agent says with silence.
func (l *liveCall) mute(on bool) {
	if l.muted == on {
		return
	}
	l.muted = on
	l.ear.mute(l, on)
	name := "unmuted"
	if on {
		name = "muted"
	}
	l.record(name, nil, l.updated()...)
}

// dial sends digits to the far side, after those that are being sent.
func (l *liveCall) dial(digits string) error {
	if l.state != stateConnected && (l.state != stateAlerting || !l.early) {
		return refuse(CodeConflict, "the call is not connected")
	}
	if l.digits == nil {
		l.digits = make(chan string, digitsWaiting)
		l.tasks.Go(func() { l.sendDigits(l.digits) })
	}
	select {
	case l.digits <- digits:
	default:
		return refuse(CodeUnavailable, "digits are still being sent")
	}
	// Which digits stays unsaid: they may be a PIN.
	l.record("digits", map[string]any{"count": len(digits)})
	return nil
}

// digitsWaiting bounds the key presses that wait for the line.
const digitsWaiting = 32

func (l *liveCall) sendDigits(waiting <-chan string) {
	for {
		select {
		case <-l.ctx.Done():
			return
		case digits := <-waiting:
			if err := media.SendDigits(l.ctx, l.rtp, digits); err != nil && l.ctx.Err() == nil {
				l.logger.WarnContext(l.ctx, "digits not sent", slog.Any("error", err))
			}
		}
	}
}

// soundMoved hears that another browser carries the agent's sound now.
func (l *liveCall) soundMoved(connection string) {
	if l.state == stateEnded || !l.atDesk() {
		return
	}
	l.browserSince = time.Now()
	l.record("sound_moved", map[string]any{"connection": connection}, l.updated()...)
}

// browserLost ends a call whose agent's browser did not come back.
func (l *liveCall) browserLost() {
	if !l.atDesk() {
		return // the agent talks elsewhere and needs no browser
	}
	outcome := OutcomeAnswered
	if l.call.AnsweredAt == nil {
		outcome = OutcomeCancelled
	}
	l.end(triggerBrowserLost, ending{outcome: outcome, by: bySystem, cause: sip.Cause{Q850: 41, Text: "browser_lost"}})
}

// watch looks at the sound again and again.
func (l *liveCall) watch() {
	if l.state == stateConnected {
		if l.mediaLost() {
			l.end(triggerMediaLost, ending{outcome: OutcomeAnswered, by: byNetwork, cause: mediaTimeout()})
			return
		}
		l.noteProblem(l.findProblem())
	}
	if l.state == stateHeld || l.state == stateTransferring {
		l.noteProblem("")
	}
	if l.state != stateEnded {
		l.after(l.service.tick(), (*liveCall).watch)
	}
}

func mediaTimeout() sip.Cause {
	cause := sip.CauseMediaTimeout()
	cause.Text = "media_timeout"
	return cause
}

// silentFor is how long nothing was heard that was due since then.
func silentFor(stream media.Stream, since time.Time) time.Duration {
	if last := stream.LastPacket(); last.After(since) {
		since = last
	}
	return time.Since(since)
}

func (l *liveCall) mediaLost() bool {
	return !l.rtp.RemoteHold() && silentFor(l.rtp, l.soundSince) >= l.service.cfg.MediaTimeout
}

func (l *liveCall) findProblem() string {
	limit := l.service.cfg.NoAudioAfter
	_, browser := l.ear.worn()
	if away := browser == nil; away != l.browserAway {
		// A reload takes the browser away and brings it back: either begins a new wait.
		l.browserAway, l.browserSince = away, time.Now()
	}
	if browser == nil && time.Since(l.browserSince) >= limit || browser != nil && silentFor(browser, l.browserSince) >= limit {
		return ProblemNoAudioFromBrowser
	}
	if !l.rtp.RemoteHold() && silentFor(l.rtp, l.soundSince) >= limit {
		if l.call.Direction == Outbound {
			return ProblemNoAudioFromCallee
		}
		return ProblemNoAudioFromCaller
	}
	return ""
}

func (l *liveCall) noteProblem(problem string) {
	if problem == l.problem {
		return
	}
	l.problem = problem
	l.record("sound", map[string]any{"problem": problem}, l.updated()...)
}
