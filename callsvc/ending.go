package callsvc

import (
	"log/slog"

	"github.com/ringbook/ringbook/sip"
)

// Who ends calls, as Call.HangupBy says it.
const (
	byCaller  = "caller"
	byAgent   = "agent"
	byCallee  = "callee"
	byNetwork = "network"
	bySystem  = "system"
)

// ending is how a call is over.
type ending struct {
	outcome Outcome
	by      string
	cause   sip.Cause
}

// end closes the call: state, row, events, media, and the leg if it still
// stands. It does nothing when the table has no such end.
func (l *liveCall) end(event trigger, e ending) {
	if !l.move(event) {
		return
	}
	l.settle(e)
	l.closeMedia()
	if l.leg != nil {
		if err := l.leg.Hangup(e.cause); err != nil {
			l.logger.DebugContext(l.ctx, "leg was gone already", slog.Any("error", err))
		}
	}
	for _, timer := range l.timers {
		timer.Stop()
	}
	sends := l.farewells()
	l.record("ended", map[string]any{
		"reason": string(event), "outcome": string(e.outcome), "hangupBy": e.by,
		"sip": e.cause.SIP, "q850": e.cause.Q850, "text": e.cause.Text,
	}, sends...)
	for user := range l.ringing {
		l.service.desk(l.call.Org, user).detach(l)
	}
	if l.desk != nil {
		l.desk.detach(l)
	}
	l.logger.InfoContext(l.ctx, "call ended", slog.String("outcome", string(e.outcome)), slog.String("hangup_by", e.by), slog.Int("sip", e.cause.SIP), slog.Int("q850", e.cause.Q850))
}

// settle fills in the row's last columns.
func (l *liveCall) settle(e ending) {
	l.countHold()
	l.call.Outcome, l.call.HangupBy = e.outcome, e.by
	l.call.Cause = Cause{SIP: e.cause.SIP, Q850: e.cause.Q850, Text: e.cause.Text}
	l.call.EndedAt = now()
	l.ringback, l.problem = false, ""
	l.keepMessage()
	l.stopRecording()
	if l.rtp != nil && l.call.AnsweredAt != nil {
		measured := l.rtp.Quality()
		l.call.Quality = &Quality{
			MOS: measured.MOS, LossPercent: measured.LossPercent,
			JitterMS: float64(measured.Jitter.Microseconds()) / 1000,
		}
	}
	for _, leg := range l.legs {
		if leg.EndedAt == nil {
			leg.EndedAt, leg.State, leg.Cause = l.call.EndedAt, string(sip.StateEnded), l.call.Cause
		}
	}
	if l.trunk != nil {
		l.trunk.Quality = l.call.Quality
	}
}

func (l *liveCall) closeMedia() {
	if l.ear != nil {
		l.ear.release(l)
	}
	if l.tune != nil {
		l.tune.Stop()
		l.tune = nil
	}
	l.quiet()
	l.cancel()
	if l.rtp != nil {
		if err := l.rtp.Close(); err != nil {
			l.logger.WarnContext(l.ctx, "rtp stream not closed", slog.Any("error", err))
		}
	}
}

// farewells tell everybody who has the call on the screen.
func (l *liveCall) farewells() []func() {
	var sends []func()
	for user := range l.ringing {
		sends = append(sends, l.toUser(user, EventCallEnded, CallEnded{Call: l.call}))
	}
	if l.call.UserID != nil {
		sends = append(sends, l.toUser(*l.call.UserID, EventCallEnded, CallEnded{Call: l.call}))
	}
	return append(sends, l.messageLeft()...)
}

// stopped ends the call because the service does.
func (l *liveCall) stopped() {
	outcome := OutcomeFailed
	switch {
	case l.call.AnsweredAt != nil:
		outcome = OutcomeAnswered
	case l.call.Direction == Inbound:
		outcome = OutcomeMissed
	}
	l.end(triggerStopped, ending{outcome: outcome, by: bySystem, cause: sip.Cause{SIP: 503, Q850: 41, Text: "service stopped"}})
	// A lookup that still runs is not waited for.
	l.lookingUp = false
}

// farEnded hears that the leg is over: the far side or the network ended it.
func (l *liveCall) farEnded(event sip.LegEvent) {
	if l.failOver(event.Cause) {
		return
	}
	answered := l.call.AnsweredAt != nil
	e := ending{outcome: OutcomeAnswered, by: byNetwork, cause: event.Cause}
	far := byCaller
	if l.call.Direction == Outbound {
		far = byCallee
	}
	if event.ByRemote {
		e.by = far
	}
	switch {
	case answered && l.call.Direction == Inbound && !l.acked && !event.ByRemote:
		// Our 200 was never acknowledged: nobody was ever there.
		e.outcome = OutcomeFailed
		l.end(triggerFarGone, e)
	case answered:
		l.end(triggerFarGone, e)
	case l.call.Direction == Inbound:
		e.outcome = l.unansweredOutcome()
		l.end(triggerFarGone, e)
	default:
		e.outcome, e.by = verdict(event)
		l.end(triggerFarFailed, e)
	}
}

// verdict says how an outbound call failed, by the far side's status.
func verdict(event sip.LegEvent) (Outcome, string) {
	switch event.Cause.SIP {
	case 486, 600:
		return OutcomeBusy, byCallee
	case 603, 607, 608:
		return OutcomeRejected, byCallee
	case 408, 480, 487:
		return OutcomeMissed, byCallee
	}
	switch event.Cause.Q850 {
	case 17:
		return OutcomeBusy, byCallee
	case 21:
		return OutcomeRejected, byCallee
	case 18, 19:
		return OutcomeMissed, byCallee
	}
	return OutcomeFailed, byNetwork
}
