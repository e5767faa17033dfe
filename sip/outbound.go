package sip

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// maxAttempts bounds how often one INVITE is sent anew after a challenge or a 422.
const maxAttempts = 6

// sendTimeout bounds how long a leg waits for a connection to send over.
const sendTimeout = 5 * time.Second

// outgoing is the INVITE that we sent.
type outgoing struct {
	request     *gosip.Request
	tx          *gosip.ClientTx
	auth        *authenticator
	attempts    int
	provisional bool
	cancelled   *Cause // why we gave up; nil while we have not
	cancelSent  bool
	ringing     bool
	ring        *time.Timer
	giveUp      *time.Timer
	forks       forks
}

func (o *outgoing) stop() {
	stopTimer(o.ring)
	stopTimer(o.giveUp)
}

// Dial sends an INVITE and returns at once; progress comes as events. ctx bounds only the sending.
func (a *Agent) Dial(ctx context.Context, request DialRequest) (*Leg, error) {
	select {
	case <-a.ready:
	case <-a.stop:
		return nil, ErrEnded
	case <-ctx.Done():
		return nil, fmt.Errorf("dial: %w", ctx.Err())
	}
	t, phone := a.trunks.byID(request.TrunkID), (*binding)(nil)
	if request.Phone != "" {
		var err error
		if t, phone, err = a.phoneTrunk(request.Phone); err != nil {
			return nil, err
		}
		request.To = phone.User
	}
	if t == nil {
		return nil, fmt.Errorf("dial: no trunk %q", request.TrunkID)
	}
	leg, err := a.newOutbound(ctx, t, phone, request)
	if err != nil {
		return nil, err
	}
	if !a.legs.add(leg, a.cfg.MaxLegs) {
		return nil, errors.New("dial: no leg is free")
	}
	leg.trace = a.traces.open(leg.dialog.callID)
	if request.Listener != nil {
		leg.Listen(request.Listener)
	}
	leg.setState(StateTrying)
	if err := leg.sendInvite(ctx); err != nil {
		a.legs.remove(leg, false, 0)
		leg.setState(StateEnded)
		close(leg.done)
		return nil, fmt.Errorf("dial: %w", err)
	}
	ring := request.RingTimeout
	if ring <= 0 {
		ring = a.cfg.Timers.Ring
	}
	leg.out.ring = leg.after(ring, leg.ringExpired)
	if !leg.start() {
		leg.out.stop()
		a.legs.remove(leg, false, 0)
		close(leg.done)
		return nil, ErrEnded
	}
	return leg, nil
}

func (a *Agent) newOutbound(ctx context.Context, t *trunk, phone *binding, request DialRequest) (*Leg, error) {
	hop, err := t.hop(ctx)
	if err != nil {
		return nil, fmt.Errorf("dial over trunk %s: %w", t.ID, err)
	}
	leg := newLeg(a, request.LegID, true)
	leg.trunk = t
	from, name := request.From, displayName(request.FromName)
	if from == "" {
		from = t.Username
	}
	domain, port := t.domain()
	d := &leg.dialog
	d.callID, d.localTag = token(), token()
	d.local = gosip.FromHeader{
		DisplayName: name, Params: gosip.NewParams(),
		Address: gosip.Uri{Scheme: "sip", User: escapeUser(from), Host: domain, Port: port},
	}
	if request.Private {
		d.local.DisplayName = "Anonymous"
		d.local.Address = gosip.Uri{Scheme: "sip", User: "anonymous", Host: "anonymous.invalid"}
	}
	d.local.Params.Add("tag", d.localTag)
	d.remote = gosip.ToHeader{
		Address: gosip.Uri{Scheme: "sip", User: escapeUser(request.To), Host: domain, Port: port}, Params: gosip.NewParams(),
	}
	d.target = d.remote.Address
	d.transport, d.peer = t.network(), hop.String()
	if phone != nil {
		d.target = *phone.target.Clone()
		d.pin(phone.Source, phone.Transport)
	}
	d.contactUser = from
	if t.Username != "" {
		d.contactUser = t.Username
	}
	d.localSeq = 1
	leg.localSDP = request.Offer
	leg.invite = inviteFacts{fromTag: d.localTag, Invite: Invite{
		SIPCallID: d.callID, From: from, FromName: name, To: request.To, CalledUser: request.To,
		Asserted: from, Privacy: request.Private, TrunkIDs: trunkIDs(t), Transport: d.transport,
	}}
	leg.session.propose(t.SessionExpires, a.cfg.Timers)
	leg.out = &outgoing{auth: t.authenticator(), forks: forks{acks: make(map[string]*gosip.Request)}}
	leg.out.request = leg.firstInvite(request, d, name, from)
	leg.log = leg.log.With(slog.String("sip_call_id", d.callID))
	return leg, nil
}

func (l *Leg) firstInvite(request DialRequest, d *dialog, name, from string) *gosip.Request {
	invite := l.agent.request(d, gosip.INVITE, d.localSeq)
	invite.SetTransport(d.transport)
	invite.SetDestination(d.peer)
	l.agent.address(invite, d.transport)
	if from != "" {
		identity := &gosip.FromHeader{
			DisplayName: name, Address: gosip.Uri{Scheme: "sip", User: escapeUser(from), Host: d.remote.Address.Host},
		}
		invite.AppendHeader(gosip.NewHeader("P-Asserted-Identity", identity.Value()))
	}
	if request.Private {
		invite.AppendHeader(gosip.NewHeader("Privacy", "id"))
	}
	l.session.request(invite)
	if len(request.Offer) > 0 {
		invite.AppendHeader(gosip.NewHeader("Content-Type", typeSDP))
		invite.SetBody(request.Offer)
	}
	return invite
}

// sendInvite sends the INVITE as it now is and reads its responses.
func (l *Leg) sendInvite(ctx context.Context) error {
	tx, err := l.agent.transmit(ctx, l.out.request)
	if err != nil {
		return fmt.Errorf("send invite: %w", err)
	}
	l.out.tx, l.out.provisional, l.out.cancelSent = tx, false, false
	l.out.attempts++
	tx.OnRetransmission(l.lateSuccess)
	l.agent.exchange(tx, l.agent.cfg.Timers.transaction(),
		func(response *gosip.Response) {
			if !l.post(func() { l.onInviteResponse(tx, response) }) && response.IsSuccess() {
				l.endFork(response)
			}
		},
		func(err error) { l.post(func() { l.onInviteFailed(tx, err) }) })
	return nil
}

func (l *Leg) onInviteResponse(tx *gosip.ClientTx, response *gosip.Response) {
	if tx != l.out.tx {
		return
	}
	switch {
	case response.IsProvisional():
		l.onProvisional(response)
	case response.IsSuccess():
		l.onAccepted(response)
	default:
		l.onRefused(response)
	}
}

func (l *Leg) onProvisional(response *gosip.Response) {
	if !l.out.provisional {
		l.out.provisional = true
		if l.out.cancelled != nil {
			l.sendCancel()
		}
	}
	if l.out.cancelled != nil || response.StatusCode == gosip.StatusTrying {
		return
	}
	sdp := sdpOf(response)
	if sdp != nil {
		l.setState(StateEarly)
		l.emit(LegEvent{Kind: LegEarly, Status: response.StatusCode, SDP: sdp, ByRemote: true})
	}
	if response.StatusCode == 180 && !l.out.ringing {
		l.out.ringing = true
		if sdp == nil {
			l.setState(StateRinging)
		}
		l.emit(LegEvent{Kind: LegRinging, Status: 180, ByRemote: true})
	}
}

// onAccepted takes the first 2xx of the INVITE.
func (l *Leg) onAccepted(response *gosip.Response) {
	if l.answered {
		l.lateSuccess(response)
		return
	}
	l.answered = true
	l.out.forks.accept(toTag(response))
	l.out.stop()
	d := &l.dialog
	l.setPeerTag(toTag(response))
	d.routes = recordRoutes(response, true)
	d.transport = l.out.request.Transport()
	d.pinned = d.pinned || d.transport != "UDP" && len(d.routes) == 0
	d.updateTarget(response)
	d.notePeer(response)
	sdp := sdpOf(response)
	if l.out.cancelled != nil {
		// The answer crossed our CANCEL.
		l.acknowledge(response, nil)
		l.sendBye(*l.out.cancelled)
		return
	}
	l.session.accepted(l, response)
	l.setState(StateAnswered)
	l.emit(LegEvent{Kind: LegAnswered, Status: response.StatusCode, SDP: sdp, ByRemote: true})
	if len(l.out.request.Body()) == 0 && sdp != nil {
		l.answerInAck(response, sdp)
		return
	}
	l.acknowledge(response, nil)
	l.confirmOutbound()
}

func (l *Leg) confirmOutbound() {
	l.setState(StateConfirmed)
	l.emit(LegEvent{Kind: LegConfirmed})
}

// answerInAck answers an offer that came in the 2xx.
func (l *Leg) answerInAck(response *gosip.Response, offer []byte) {
	answer := l.offerHandler()
	l.agent.spawn(func() {
		var sdp []byte
		err := errNoOfferHandler
		if answer != nil {
			sdp, err = answer(offer)
		}
		l.post(func() {
			l.acknowledge(response, sdp)
			if err != nil {
				l.sendBye(CauseNotAcceptable())
				return
			}
			l.localSDP = sdp
			l.confirmOutbound()
		})
	})
}

var errNoOfferHandler = errors.New("nobody answers offers")

// acknowledge sends the ACK of a 2xx to our INVITE, and keeps it for when the 2xx comes again.
func (l *Leg) acknowledge(response *gosip.Response, sdp []byte) {
	ack := l.ackFor(&l.dialog, response.CSeq().SeqNo, sdp, l.out.request)
	l.out.forks.mu.Lock()
	l.out.forks.acks[toTag(response)] = ack
	l.out.forks.mu.Unlock()
	l.write(ack)
}

func (l *Leg) ackFor(d *dialog, seq uint32, sdp []byte, invite *gosip.Request) *gosip.Request {
	ack := l.agent.request(d, gosip.ACK, seq)
	for _, name := range []string{"Authorization", "Proxy-Authorization"} {
		gosip.CopyHeaders(name, invite, ack)
	}
	if len(sdp) > 0 {
		ack.AppendHeader(gosip.NewHeader("Content-Type", typeSDP))
		ack.SetBody(sdp)
	}
	return ack
}

// write sends what has no transaction: an ACK. sipgo writes into what it sends, and the ACK of a repeated 2xx may
// leave from two goroutines at once, so each sends a copy.
func (l *Leg) write(request *gosip.Request) {
	l.agent.traces.left(request)
	if err := l.agent.gate.pass(func() error { return l.agent.layer.WriteMsg(request.Clone()) }); err != nil {
		l.log.Debug("sip request not sent", slog.String("method", request.Method.String()), slog.Any("error", err))
	}
}

// onRefused takes the final failure of the INVITE.
func (l *Leg) onRefused(response *gosip.Response) {
	cause := causeIn(response, CauseFromStatus(response.StatusCode))
	if l.out.cancelled != nil {
		l.finish(*l.out.cancelled, false)
		return
	}
	if l.out.attempts < maxAttempts && l.again(response) {
		return
	}
	l.finish(cause, true)
}

// again sends the INVITE anew when the failure says how; false when it does not.
func (l *Leg) again(response *gosip.Response) bool {
	next := l.out.request.Clone() // sipgo still reads the one that it sent
	switch response.StatusCode {
	case gosip.StatusUnauthorized, gosip.StatusProxyAuthRequired:
		if err := l.out.auth.answer(next, response); err != nil {
			l.log.Info("challenge not answered", slog.Any("error", err))
			return false
		}
	case statusIntervalTooSmall:
		if !l.session.raise(response) {
			return false
		}
		l.session.request(next)
	default:
		return false
	}
	l.dialog.localSeq++
	next.CSeq().SeqNo = l.dialog.localSeq
	l.agent.address(next, next.Transport())
	l.out.request = next
	ctx, cancel := context.WithTimeout(context.Background(), sendTimeout)
	defer cancel()
	if err := l.sendInvite(ctx); err != nil {
		l.log.Warn("invite not sent again", slog.Any("error", err))
		l.finish(CauseTemporaryFailure(), false)
	}
	return true
}

func (l *Leg) onInviteFailed(tx *gosip.ClientTx, err error) {
	if tx != l.out.tx || l.answered {
		return
	}
	switch {
	case l.out.cancelled != nil:
		l.finish(*l.out.cancelled, false)
	case errors.Is(err, errTimeout):
		l.finish(Cause{SIP: 408, Q850: 102, Text: "no answer from the trunk"}, true)
	default:
		l.finish(Cause{SIP: 503, Q850: 38, Text: "the trunk cannot be reached"}, true)
	}
}

func (l *Leg) ringExpired() {
	if !l.answered && l.out.cancelled == nil {
		l.giveUp(Cause{SIP: 408, Q850: 19, Text: "no answer"})
	}
}

// giveUp cancels the INVITE; before a provisional response it may not be cancelled yet (RFC 3261 9.1).
func (l *Leg) giveUp(cause Cause) {
	l.out.cancelled = &cause
	l.setState(StateEnding)
	stopTimer(l.out.ring)
	if l.out.provisional {
		l.sendCancel()
	}
}

func (l *Leg) sendCancel() {
	if l.out.cancelSent {
		return
	}
	l.out.cancelSent = true
	l.agent.sendCancel(l.out.request, *l.out.cancelled)
	// A far end that never says 487 does not keep the leg (RFC 3261 9.1).
	l.out.giveUp = l.after(l.agent.cfg.Timers.transaction(), func() {
		if !l.answered {
			l.out.tx.Terminate()
			l.finish(*l.out.cancelled, false)
		}
	})
}
