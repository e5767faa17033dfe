package callsvc

import (
	"context"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// Kinds of Leg.
const (
	legTrunk   = "trunk"
	legBrowser = "browser"
)

// Invited takes a call that came in. It implements sip.Handler.
func (s *Service) Invited(ctx context.Context, leg *sip.Leg) {
	invite := leg.Invite()
	directory := s.directory.Load()
	if directory == nil || s.draining() {
		s.turnAway(ctx, leg, sip.Cause{SIP: 503, Q850: 41, Text: "service not available"})
		return
	}
	to, known := directory.route(invite, s.cfg.Region)
	if !known {
		s.turnAway(ctx, leg, sip.CauseUnallocated())
		return
	}
	if !s.loads.take(to.trunk) {
		s.cfg.Logger.WarnContext(ctx, "call refused: the trunk has no free line", slog.Any("trunk_id", to.trunk.ID))
		s.turnAway(ctx, leg, sip.CauseCongestion())
		return
	}
	trunk := to.trunk.ID
	l := s.newLive(context.Background(), Call{
		ID: id.New[id.Call](), Org: to.org.ID, Direction: Inbound,
		From: caller(to.trunk.read(invite), to.region), To: Party{Number: to.called, Name: to.did.Label},
		QueueID: to.queueID, TrunkID: &trunk,
	})
	l.target, l.leg, l.region, l.line = to, leg, to.region, &trunk
	if !s.start(l, (*liveCall).arrive) {
		s.loads.release(l)
		s.turnAway(ctx, leg, sip.Cause{SIP: 503, Q850: 41, Text: "service not available"})
	}
}

func (s *Service) turnAway(ctx context.Context, leg *sip.Leg, cause sip.Cause) {
	if err := leg.Reject(cause); err != nil {
		s.cfg.Logger.DebugContext(ctx, "leg was gone before it was refused", slog.String("sip_call_id", leg.Invite().SIPCallID), slog.Any("error", err))
	}
}

// arrive routes an inbound call and rings whoever is there.
func (l *liveCall) arrive() {
	l.logger.InfoContext(l.ctx, "call in", slog.String("sip_call_id", l.leg.Invite().SIPCallID), slog.Any("trunk_id", l.target.trunk.ID), slog.String("queue", l.target.queueName))
	l.addTrunkLeg(l.call.From)
	l.listen()
	l.identify()
	if !l.target.found {
		l.end(triggerUnknownNumber, ending{outcome: OutcomeFailed, by: bySystem, cause: sip.CauseUnallocated()})
		return
	}
	l.begin()
}

func (l *liveCall) availableAgents() []id.User {
	var agents []id.User
	for _, user := range l.target.users {
		if l.service.desk(l.call.Org, user).available() {
			agents = append(agents, user)
		}
	}
	return agents
}

// receiveOffer opens the sound towards the caller before anybody rings, so
// that a call that cannot be carried wakes nobody.
func (l *liveCall) receiveOffer() error {
	rtp, err := l.openRTP()
	if err != nil {
		return err
	}
	if offer := l.leg.RemoteOffer(); offer != nil {
		l.ourSDP, err = rtp.Answer(offer)
	} else {
		l.ourSDP, err = rtp.Offer()
	}
	return err
}

func (l *liveCall) openRTP() (*media.RTPStream, error) {
	rtp, err := media.NewRTPStream(media.RTPConfig{
		Ports: l.service.deps.Ports, PublicIP: l.service.cfg.PublicIP, Logger: l.logger,
	})
	if err != nil {
		return nil, err
	}
	l.rtp = rtp
	return rtp, nil
}

// ring offers the call to all agents at once.
func (l *liveCall) ring(agents []id.User) {
	if !l.move(triggerOffered) {
		return
	}
	l.offered = false
	l.call.RingingAt = now()
	if !l.way.pickedUp {
		if err := l.leg.Ring(); err != nil {
			// The caller is gone: the leg's end is on its way.
			l.logger.DebugContext(l.ctx, "not ringing", slog.Any("error", err))
		}
		l.trunk.RingingAt, l.trunk.State = l.call.RingingAt, string(sip.StateRinging)
	}
	timeout := l.target.ringTimeout
	if timeout <= 0 {
		timeout = l.service.cfg.RingTimeout
	}
	l.timeoutAt = l.call.RingingAt.Add(timeout)
	names := make([]string, 0, len(agents))
	for _, user := range agents {
		leg := l.addBrowserLeg(user, string(sip.StateRinging))
		leg.RingingAt = l.call.RingingAt
		l.ringing[user] = leg
		l.service.desk(l.call.Org, user).attach(l, false)
		names = append(names, user.String())
	}
	l.record("offered", map[string]any{"agents": names, "queue": l.target.queueName})
	l.way.round++
	round := l.way.round
	l.after(timeout, func(l *liveCall) {
		if l.way.round == round {
			l.unanswered()
		}
	})
	if l.lookingUp {
		l.after(l.service.cfg.LookupWait, func(l *liveCall) {
			if !l.offered {
				l.lookupUnavailable = true
				l.pop()
			}
		})
		return
	}
	l.pop()
}

func (l *liveCall) addTrunkLeg(party Party) {
	l.trunk = &Leg{ID: id.New[id.Leg](), Call: l.call.ID, Kind: legTrunk, Party: party, State: string(sip.StateTrying), StartedAt: time.Now().UTC()}
	if l.leg != nil {
		l.trunk.SIPCallID = l.leg.Invite().SIPCallID
	}
	l.legs = append(l.legs, l.trunk)
}

func (l *liveCall) addBrowserLeg(user id.User, state string) *Leg {
	name := l.service.agentName(user)
	leg := &Leg{
		ID: id.New[id.Leg](), Call: l.call.ID, Kind: legBrowser, UserID: &user, Party: Party{Name: name},
		State: state, StartedAt: time.Now().UTC(),
	}
	l.legs = append(l.legs, leg)
	return leg
}

// identify asks who is calling, beside everything else.
func (l *liveCall) identify() {
	party := l.call.From
	if l.call.Direction == Outbound {
		party = l.call.To
	}
	if party.Number.Kind != e164.Dialable {
		return
	}
	l.lookingUp = true
	l.service.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(l.ctx), lookupPatience)
		defer cancel()
		matches, err := l.service.lookup(ctx, l.call.Org, party.Number)
		l.tell(func(l *liveCall) { l.identified(matches, err) })
	})
}

// identified takes the lookup's answer, in time or late.
func (l *liveCall) identified(matches []Match, err error) {
	l.lookingUp = false
	late := l.offered || l.state != stateOffering
	if err != nil {
		l.logger.ErrorContext(l.ctx, "caller lookup unavailable", slog.Any("error", err))
		l.lookupUnavailable = true
	} else {
		l.lookupUnavailable = false
		l.matches = matches
	}
	chosen := l.attribute()
	if !late {
		l.pop()
	}
	var sends []func()
	if late && err == nil && l.state != stateEnded {
		for user := range l.ringing {
			sends = append(sends, l.toUser(user, EventCallUpdated, l.update()))
		}
		sends = append(sends, l.updated()...)
	}
	switch {
	case chosen:
		l.record("identified", map[string]any{"candidates": len(l.matches), "by": attributedByNumber}, sends...)
	case len(sends) > 0:
		l.service.journal.enqueue(l.call.ID, nil, sends...)
	}
}

func (l *liveCall) attribute() bool {
	if l.call.ContactID != nil {
		return false
	}
	match, found := attributed(l.matches)
	if !found {
		return false
	}
	contact := match.ContactID
	l.call.ContactID, l.call.CustomerID, l.call.AttributedBy = &contact, match.CustomerID, attributedByNumber
	return true
}

// pop shows the call to the agents who ring.
func (l *liveCall) pop() {
	if l.offered || l.state != stateOffering {
		return
	}
	l.offered = true
	sends := make([]func(), 0, len(l.ringing))
	for user := range l.ringing {
		sends = append(sends, l.toUser(user, EventCallOffered, l.offer()))
	}
	l.service.journal.enqueue(l.call.ID, nil, sends...)
}

func (l *liveCall) offer() OfferedEvent {
	offer := OfferedEvent{
		Call: l.call, Matches: l.matches, LookupUnavailable: l.lookupUnavailable,
		Line: l.target.line(), QueueName: l.target.queueName, TimeoutAt: l.timeoutAt,
	}
	if l.sending != nil {
		// It rings for the colleague, whatever it is for the one who has it.
		offer.Call.Status, offer.TimeoutAt = StatusRinging, l.sending.timeoutAt
		offer.TransferredBy, offer.TransferredByName = l.call.UserID, l.answeredBy
	}
	return offer
}

// unanswered ends a call that rang in vain.
func (l *liveCall) unanswered() {
	if l.goesOn("unanswered") {
		return
	}
	l.end(triggerUnanswered, ending{outcome: OutcomeMissed, by: bySystem, cause: sip.CauseNoAnswer()})
}

// agentLeft hears that an agent who rings has closed the last browser.
func (l *liveCall) agentLeft(user id.User) {
	if l.goesTo(user) {
		l.sentBack(TransferUnavailable, sip.CauseUnavailable())
		return
	}
	if l.state == stateOffering && l.ringing[user] != nil {
		l.stopRinging(user, sip.CauseUnavailable())
		l.record("agent_left", map[string]any{"agent": user.String()})
		l.ringOut()
	}
}

func (l *liveCall) stopRinging(user id.User, cause sip.Cause) {
	leg := l.ringing[user]
	delete(l.ringing, user)
	l.refusedBy(user)
	leg.State, leg.EndedAt = string(sip.StateEnded), now()
	leg.Cause = Cause{SIP: cause.SIP, Q850: cause.Q850, Text: cause.Text}
	l.service.desk(l.call.Org, user).detach(l)
}

// ringOut ends the call when nobody rings any more.
func (l *liveCall) ringOut() {
	if len(l.ringing) > 0 || l.goesOn("declined") {
		return
	}
	for _, leg := range l.legs {
		if leg.Kind == legBrowser && leg.Cause.Q850 == sip.CauseRejected().Q850 {
			l.end(triggerDeclined, ending{outcome: OutcomeRejected, by: byAgent, cause: sip.CauseRejected()})
			return
		}
	}
	l.unanswered()
}
