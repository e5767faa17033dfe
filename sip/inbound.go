package sip

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// incoming is the INVITE that we answer.
type incoming struct {
	request     *gosip.Request
	tx          *gosip.ServerTx
	provisional *gosip.Response // the last one, repeated so that proxies keep waiting (RFC 3261 13.3.1.1)
	repeat      *time.Timer
	success     *successSender
	hangup      *Cause // why we say BYE as soon as the ACK is here
}

func (in *incoming) stop() {
	stopTimer(in.repeat)
	if in.success != nil {
		in.success.stop()
	}
}

// successSender resends a 2xx until its ACK: T1 doubling to T2, over 64*T1 in all (RFC 3261 13.3.1.4).
type successSender struct {
	leg      *Leg
	request  *gosip.Request
	tx       *gosip.ServerTx
	response *gosip.Response
	interval time.Duration
	timer    *time.Timer
	expiry   *time.Timer
	offered  bool // the 2xx carried our offer, so the ACK carries the answer
	stopped  bool
}

func (l *Leg) sendSuccess(request *gosip.Request, tx *gosip.ServerTx, response *gosip.Response, offered bool) (*successSender, error) {
	s := &successSender{
		leg: l, request: request, tx: tx, response: response, interval: l.agent.cfg.Timers.T1, offered: offered,
	}
	l.agent.traces.left(response)
	if err := tx.Respond(response); err != nil {
		return nil, fmt.Errorf("send 200: %w", err)
	}
	s.timer = l.after(s.interval, s.resend)
	s.expiry = l.after(l.agent.cfg.Timers.transaction(), s.expire)
	l.acks = tx.Acks()
	return s, nil
}

func (s *successSender) resend() {
	if s.stopped {
		return
	}
	if err := s.tx.Respond(s.response); err != nil {
		s.leg.log.Debug("sip 200 not resent", slog.Any("error", err))
	}
	s.interval = min(2*s.interval, s.leg.agent.cfg.Timers.T2)
	s.timer = s.leg.after(s.interval, s.resend)
}

func (s *successSender) expire() {
	if s.stopped {
		return
	}
	s.stop()
	s.leg.log.Warn("no ack for our 200", slog.String("sip_call_id", s.leg.dialog.callID))
	cause := Cause{SIP: 408, Q850: 102, Text: "no ACK"}
	if in := s.leg.in; in != nil && in.hangup != nil {
		cause = *in.hangup
	}
	s.leg.sendBye(cause)
}

func (s *successSender) stop() {
	s.stopped = true
	stopTimer(s.timer)
	stopTimer(s.expiry)
}

// invited takes a new INVITE.
func (a *Agent) invited(request *gosip.Request, tx *gosip.ServerTx) {
	source := sourceOf(request)
	phone, handled := a.phoneInvites(request, tx)
	if handled {
		return
	}
	trunks, interval := a.trunks.matching(source.Addr()), time.Duration(0)
	if phone != "" {
		trunks = nil
	} else if len(trunks) > 0 {
		interval = trunks[0].SessionExpires
	}
	if phone == "" && len(trunks) == 0 {
		a.refused.log(a, source)
		a.dismiss(request, tx, 403)
		return
	}
	if a.draining.Load() {
		a.dismiss(request, tx, 503, a.retryAfter())
		return
	}
	leg := a.newInbound(request, tx, trunks)
	if phone != "" {
		leg.invite.Phone = phone
		leg.dialog.pin(source, request.Transport())
	}
	if bad := leg.session.negotiate(request, a.cfg.Timers, interval); bad != nil {
		a.refuse(request, tx, bad)
		return
	}
	full, merged := a.legs.invite(leg, request.CSeq().SeqNo, request.Via().Params.GetOr("branch", ""), a.cfg.MaxLegs)
	switch {
	case merged:
		a.respond(request, tx, 482)
		return
	case full:
		a.dismiss(request, tx, 503, a.retryAfter())
		return
	}
	a.traces.began(leg, request)
	a.send(tx, a.response(request, 100))
	leg.setState(StateTrying)
	a.introduce(leg, tx)
}

// introduce starts the leg and hands it to the handler.
func (a *Agent) introduce(leg *Leg, tx *gosip.ServerTx) {
	ctx, cancel := context.WithCancel(context.Background())
	leg.cancel = cancel
	request := leg.in.request
	if !tx.OnCancel(func(cancel *gosip.Request) {
		cause := causeIn(cancel, CauseCancelled())
		leg.postSoon(func() { leg.onCancel(cause) })
	}) {
		leg.postSoon(func() { leg.onCancel(CauseCancelled()) })
	}
	if !leg.start() {
		cancel()
		a.legs.remove(leg, false, 0)
		a.dismiss(request, tx, 503, a.retryAfter())
		return
	}
	a.spawn(func() {
		defer func() {
			if cause := recover(); cause != nil {
				leg.log.Error("invite handler panicked", slog.String("panic", fmt.Sprint(cause)))
				_ = leg.Hangup(CauseTemporaryFailure())
			}
		}()
		a.handler.Invited(ctx, leg)
	})
}

func (a *Agent) newInbound(request *gosip.Request, tx *gosip.ServerTx, trunks []*trunk) *Leg {
	leg := newLeg(a, "", false)
	if len(trunks) == 1 {
		leg.trunk = trunks[0]
	}
	leg.invite = readInvite(request, trunks)
	leg.in = &incoming{request: request, tx: tx}
	from, to := request.From(), request.To()
	d := &leg.dialog
	d.callID, d.localTag, d.remoteTag = callIDOf(request), toTag(request), fromTag(request)
	d.local = to.AsFrom()
	d.remote = from.AsTo()
	d.remote.Params.Remove("tag")
	d.remoteSeq = request.CSeq().SeqNo
	d.routes = recordRoutes(request, false)
	d.transport, d.peer = request.Transport(), request.Source()
	d.pinned = d.transport != "UDP" && len(d.routes) == 0
	d.contactUser = leg.invite.CalledUser
	d.updateTarget(request)
	d.notePeer(request)
	leg.tag = d.remoteTag
	leg.log = leg.log.With(slog.String("sip_call_id", d.callID))
	return leg
}

func readInvite(request *gosip.Request, trunks []*trunk) inviteFacts {
	from, to := request.From(), request.To()
	facts := inviteFacts{offer: sdpOf(request), fromTag: fromTag(request), Invite: Invite{
		SIPCallID: callIDOf(request), From: userOf(&from.Address), FromName: from.DisplayName,
		To: userOf(&to.Address), CalledUser: userOf(&request.Recipient),
		Source: sourceOf(request), Transport: request.Transport(), UserAgent: headerValue(request, "User-Agent"),
		Verstat: parameter(&from.Address, "verstat"),
	}}
	for _, header := range request.GetHeaders("P-Asserted-Identity") {
		for _, value := range splitQuoted(header.Value(), ',') {
			uri := addressIn(value)
			if uri == nil {
				continue
			}
			if facts.Asserted == "" || uri.Scheme == "tel" {
				facts.Asserted = userOf(uri)
			}
			if verstat := parameter(uri, "verstat"); verstat != "" {
				facts.Verstat = verstat
			}
		}
	}
	if uri := addressIn(splitQuoted(headerValue(request, "Diversion"), ',')[0]); uri != nil {
		facts.DiversionUser = userOf(uri)
	}
	for _, value := range splitQuoted(headerValue(request, "Privacy"), ';') {
		switch trimLower(value) {
		case "id", "user", "header":
			facts.Privacy = true
		}
	}
	for _, t := range trunks {
		facts.TrunkIDs = append(facts.TrunkIDs, t.ID)
	}
	return facts
}

var (
	errOutbound  = errors.New("the leg is outbound")
	errAnswered  = errors.New("the leg is answered already")
	errEarlyOnly = errors.New("the leg is not answered yet")
)

func (l *Leg) undecided() error {
	switch {
	case l.ended:
		return ErrEnded
	case l.in == nil:
		return errOutbound
	case l.answered:
		return errAnswered
	}
	return nil
}

// provisional sends 180 or 183.
func (l *Leg) provisional(status int, sdp []byte) error {
	if err := l.undecided(); err != nil {
		return err
	}
	response := l.agent.response(l.in.request, status, l.contactHeader(), gosip.NewHeader("Allow", allowed))
	if len(sdp) > 0 {
		response.AppendHeader(gosip.NewHeader("Content-Type", typeSDP))
		response.SetBody(sdp)
		l.localSDP = sdp
	}
	l.agent.traces.left(response)
	if err := l.in.tx.Respond(response); err != nil {
		return fmt.Errorf("send %d: %w", status, err)
	}
	l.in.provisional = response
	stopTimer(l.in.repeat)
	l.in.repeat = l.after(l.agent.cfg.Timers.Ring/3, l.repeatProvisional)
	if status == 180 {
		l.setState(StateRinging)
		l.emit(LegEvent{Kind: LegRinging, Status: status})
		return nil
	}
	l.setState(StateEarly)
	l.emit(LegEvent{Kind: LegEarly, Status: status, SDP: sdp})
	return nil
}

func (l *Leg) repeatProvisional() {
	if l.answered || l.in.provisional == nil {
		return
	}
	if err := l.in.tx.Respond(l.in.provisional); err != nil {
		l.log.Debug("sip provisional not repeated", slog.Any("error", err))
	}
	l.in.repeat = l.after(l.agent.cfg.Timers.Ring/3, l.repeatProvisional)
}

func (l *Leg) contactHeader() gosip.Header {
	return l.agent.contact(l.dialog.contactUser, l.dialog.transport, l.dialog.peer)
}

// accept sends 200.
func (l *Leg) accept(sdp []byte) error {
	if err := l.undecided(); err != nil {
		return err
	}
	response := l.successResponse(l.in.request, sdp)
	l.session.announce(response)
	success, err := l.sendSuccess(l.in.request, l.in.tx, response, l.invite.offer == nil)
	if err != nil {
		return err
	}
	l.answered = true
	l.localSDP = sdp
	stopTimer(l.in.repeat)
	l.in.success = success
	l.session.start(l)
	l.setState(StateAnswered)
	l.emit(LegEvent{Kind: LegAnswered, Status: 200, SDP: sdp})
	return nil
}

func (l *Leg) successResponse(request *gosip.Request, sdp []byte) *gosip.Response {
	response := l.agent.response(request, 200, l.contactHeader(),
		gosip.NewHeader("Allow", allowed), gosip.NewHeader("Supported", supported))
	if len(sdp) > 0 {
		response.AppendHeader(gosip.NewHeader("Content-Type", typeSDP))
		response.SetBody(sdp)
	}
	return response
}

// decline sends the final failure and ends the leg.
func (l *Leg) decline(cause Cause) error {
	if err := l.undecided(); err != nil {
		return err
	}
	var headers []gosip.Header
	if reason := cause.reason(); reason != "" {
		headers = append(headers, gosip.NewHeader("Reason", reason))
	}
	status := cause.status()
	if status == 503 {
		headers = append(headers, l.agent.retryAfter())
	}
	response := l.agent.response(l.in.request, status, headers...)
	l.agent.traces.left(response)
	err := l.in.tx.Respond(response)
	cause.SIP = status
	l.finish(cause, false)
	if err != nil {
		return fmt.Errorf("send %d: %w", status, err)
	}
	return nil
}

// onCancel ends a leg that is not answered. Where sipgo has sent the 487 already, ours is not sent.
func (l *Leg) onCancel(cause Cause) {
	if l.undecided() != nil {
		return
	}
	l.agent.send(l.in.tx, l.agent.response(l.in.request, 487))
	cause.SIP = 487
	l.finish(cause, true)
}

// onAck takes an ACK: of the first INVITE, or of one inside the dialog.
func (l *Leg) onAck(ack *gosip.Request) {
	cseq := ack.CSeq()
	if cseq == nil {
		return
	}
	if l.in != nil && l.in.success != nil && !l.in.success.stopped && cseq.SeqNo == l.in.request.CSeq().SeqNo {
		l.confirm(sdpOf(ack))
		return
	}
	l.offer.onAck(l, cseq.SeqNo, sdpOf(ack))
}

// confirm takes the ACK of our first 200, or what stands for it.
func (l *Leg) confirm(sdp []byte) {
	offered := l.in.success.offered
	l.in.success.stop()
	if l.in.hangup != nil {
		l.sendBye(*l.in.hangup)
		return
	}
	l.setState(StateConfirmed)
	event := LegEvent{Kind: LegConfirmed, ByRemote: true}
	if offered {
		event.SDP = sdp
	}
	l.emit(event)
}
