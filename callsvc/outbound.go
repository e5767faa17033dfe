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

// Dial begins a call from user to a number: first the user's browser, then the
// called. It returns once the call exists; how it goes on comes as events.
func (s *Service) Dial(ctx context.Context, org id.Org, user id.User, request DialRequest) (id.Call, error) {
	directory := s.directory.Load()
	if directory == nil || s.draining() {
		return id.Call{}, refuse(CodeUnavailable, "the service takes no new calls")
	}
	if agent, known := directory.agents[user]; !known || agent.Org != org || !agent.Active {
		return id.Call{}, refuse(CodeForbidden, "the user may not make calls")
	}
	if request.To.Kind != e164.Dialable {
		return id.Call{}, refuse(CodeInvalid, "the number cannot be dialled")
	}
	trunk, spare, err := s.lineOut(directory.outboundTrunks(org))
	if err != nil {
		return id.Call{}, err
	}
	region := directory.country(trunk, s.cfg.Region)
	l := s.newLive(context.Background(), Call{
		ID: id.New[id.Call](), Org: org, Direction: Outbound, UserID: &user, TrunkID: &trunk.ID,
		From:      Party{Number: e164.ParseCaller(trunk.callerFor(request.To), region), Name: directory.agents[user].Name},
		To:        Party{Number: request.To, Name: displayName(request.Name)},
		ContactID: request.ContactID, CustomerID: request.CustomerID,
	})
	if request.ContactID != nil {
		l.call.AttributedBy = attributedByAgent
	}
	l.target = target{org: directory.orgs[org], trunk: trunk, region: region}
	l.region, l.line, l.spare = region, &trunk.ID, spare
	call := l.call.ID
	if !s.start(l, (*liveCall).place) {
		s.loads.release(l)
		return id.Call{}, refuse(CodeUnavailable, "the service takes no new calls")
	}
	return call, nil
}

// place waits for the agent's browser, or goes on at once.
func (l *liveCall) place() {
	user := *l.call.UserID
	if !l.move(triggerPlaced) {
		return
	}
	l.logger.InfoContext(l.ctx, "call out", slog.Any("trunk_id", l.target.trunk.ID), slog.Any("user_id", user))
	l.sitAt(l.service.desk(l.call.Org, user))
	l.talking = l.addBrowserLeg(user, string(sip.StateTrying))
	l.desk.attach(l, true)
	l.takeHeadset(program{call: l})
	l.record("placed", nil, l.updated()...)
	if l.call.ContactID == nil {
		l.identify()
	}
	l.after(l.service.cfg.StreamWait, func(l *liveCall) {
		l.end(triggerNoStream, ending{outcome: OutcomeFailed, by: bySystem, cause: sip.Cause{Q850: 31, Text: CodeNoAudioDevice}})
	})
	if l.desk.soundReady() {
		l.streamReady()
	}
}

// takeHeadset runs a program of this call; the call that had the headset is held.
func (l *liveCall) takeHeadset(p program) {
	if previous := l.ear.run(p); previous != nil {
		previous.tell((*liveCall).yield)
	}
}

// streamReady goes on with a call that waited for the agent's browser.
func (l *liveCall) streamReady() {
	if l.state != statePreparing {
		return
	}
	l.talking.AnsweredAt, l.talking.State = now(), string(sip.StateConfirmed)
	if offer, ok := l.offerSound(); ok {
		l.move(triggerDialled)
		l.invite("dialled", offer)
	}
}

// offerSound describes our sound; where there is none, the call has ended.
func (l *liveCall) offerSound() ([]byte, bool) {
	offer, err := l.makeOffer()
	if err != nil {
		l.logger.ErrorContext(l.ctx, "no sound for a call out", slog.Any("error", err))
		l.end(triggerRefused, ending{outcome: OutcomeFailed, by: bySystem, cause: sip.CauseTemporaryFailure()})
	}
	return offer, err == nil
}

// invite sends the INVITE through the trunk that the call has come to.
func (l *liveCall) invite(event string, offer []byte) {
	l.addTrunkLeg(l.call.To)
	l.record(event, nil, l.updated()...)
	trunk := l.target.trunk
	request := sip.DialRequest{
		LegID: l.trunk.ID.String(), TrunkID: trunk.ID.String(), To: l.call.To.Number.E164,
		From: trunk.callerFor(l.call.To.Number), FromName: l.target.org.Name, Private: trunk.Withhold, Offer: offer,
	}
	l.tasks.Go(func() {
		leg, err := l.service.deps.SIP.Dial(l.ctx, request)
		l.outgoing.Store(leg)
		l.tell(func(l *liveCall) { l.sent(leg, err) })
	})
}

func (l *liveCall) makeOffer() ([]byte, error) {
	rtp, err := l.openRTP()
	if err != nil {
		return nil, err
	}
	return rtp.Offer()
}

// sent hears that the INVITE is on its way, or that it could not be sent.
func (l *liveCall) sent(leg *sip.Leg, err error) {
	if err != nil {
		l.logger.WarnContext(l.ctx, "invite not sent", slog.Any("error", err))
		if l.failOver(sip.CauseCongestion()) {
			return
		}
		l.end(triggerRefused, ending{outcome: OutcomeFailed, by: byNetwork, cause: sip.Cause{SIP: 503, Q850: 38, Text: "trunk not reachable"}})
		return
	}
	if l.state == stateEnded {
		return // finish hangs the leg up
	}
	l.leg = leg
	leg.OnOffer(l.rtp.Answer)
	l.trunk.SIPCallID = leg.Invite().SIPCallID
	l.listen()
}

// alerted hears that the called phone rings.
func (l *liveCall) alerted() {
	if !l.move(triggerAlerting) {
		return
	}
	l.call.RingingAt = now()
	l.trunk.RingingAt, l.trunk.State = l.call.RingingAt, string(sip.StateRinging)
	if !l.early {
		l.ringback = true
		region := l.region
		l.ear.rerun(program{call: l, tone: func() media.Source { return media.RingbackTone(region) }})
	}
	l.record("alerting", map[string]any{"early": l.early}, l.updated()...)
}

// earlyMedia lets the agent hear what the far network plays before the answer.
func (l *liveCall) earlyMedia(sdp []byte) {
	if l.state != stateDialling && l.state != stateAlerting {
		return
	}
	if err := l.rtp.SetAnswer(sdp); err != nil {
		l.logger.WarnContext(l.ctx, "early media refused", slog.Any("error", err))
		return
	}
	l.early, l.ringback = true, false
	l.ear.rerun(program{call: l, far: l.rtp, muted: l.muted})
	if l.state == stateDialling {
		l.alerted()
		return
	}
	l.record("early_media", nil, l.updated()...)
}

// farAnswered connects a call out.
func (l *liveCall) farAnswered(sdp []byte) {
	if !l.can(triggerAnswered) || l.call.Direction != Outbound {
		return
	}
	if err := l.agree(sdp); err != nil {
		l.logger.WarnContext(l.ctx, "answer without usable sound", slog.Any("error", err))
		l.end(triggerRefused, ending{outcome: OutcomeFailed, by: bySystem, cause: sip.CauseNotAcceptable()})
		return
	}
	l.move(triggerAnswered)
	l.ringback = false
	l.call.AnsweredAt = now()
	l.answeredBy = l.service.agentName(*l.call.UserID)
	l.trunk.AnsweredAt, l.trunk.State = l.call.AnsweredAt, string(sip.StateConfirmed)
	kept := l.ear.rerun(program{call: l, far: l.rtp, muted: l.muted})
	l.record("answered", nil, l.updated()...)
	l.connected()
	l.dialExtension()
	if !kept {
		// The agent has taken another call meanwhile: this one waits.
		l.hold()
	}
}

func (l *liveCall) agree(sdp []byte) error {
	switch {
	case len(sdp) > 0:
		return l.rtp.SetAnswer(sdp)
	case l.early:
		return nil
	}
	return media.ErrNotAcceptable
}

// connected begins the watch over the sound.
func (l *liveCall) connected() {
	l.soundSince = time.Now()
	l.browserSince = l.soundSince
	l.recordConnected()
	l.after(l.service.tick(), (*liveCall).watch)
}
