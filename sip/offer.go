package sip

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// offerState is who has an offer under way; two at once are refused (RFC 3261 14).
type offerState struct {
	sent     *reinvite      // ours
	received bool           // theirs, being answered
	success  *successSender // our 200 to theirs, waiting for its ACK
}

// reinvite is a re-INVITE of ours.
type reinvite struct {
	sdp         []byte
	result      chan reinviteResult
	auth        *authenticator
	request     *gosip.Request
	tx          *gosip.ClientTx
	ack         *atomic.Pointer[gosip.Request] // read by sipgo's goroutine when a 2xx comes again
	attempts    int
	provisional bool
	abandoned   bool
}

type reinviteResult struct {
	sdp []byte
	err error
}

func (r *reinvite) end(sdp []byte, err error) {
	select {
	case r.result <- reinviteResult{sdp, err}:
	default:
	}
}

// ErrOfferPending says that another offer of ours is still unanswered.
var ErrOfferPending = errors.New("another offer is under way")

// Reinvite sends our offer and returns the far answer; a 491 is retried as RFC 3261 14.1 asks, until ctx ends.
func (l *Leg) Reinvite(ctx context.Context, sdp []byte) ([]byte, error) {
	r := &reinvite{sdp: sdp, result: make(chan reinviteResult, 1)}
	if l.trunk != nil {
		r.auth = l.trunk.authenticator()
	}
	if !l.post(func() { l.beginReinvite(r) }) {
		return nil, ErrEnded
	}
	select {
	case result := <-r.result:
		return result.sdp, result.err
	case <-ctx.Done():
		l.post(func() { l.abandonReinvite(r) })
		return nil, fmt.Errorf("re-invite: %w", ctx.Err())
	case <-l.done:
		select {
		case result := <-r.result:
			return result.sdp, result.err
		default:
			return nil, ErrEnded
		}
	}
}

func (l *Leg) beginReinvite(r *reinvite) {
	switch state := l.State(); {
	case r.abandoned:
	case l.ended || state == StateEnding:
		r.end(nil, ErrEnded)
	case !l.answered:
		r.end(nil, errEarlyOnly)
	case l.offer.sent != nil && !l.offer.sent.abandoned:
		r.end(nil, ErrOfferPending)
	case l.offer.sent != nil || state == StateAnswered || l.offer.received || l.offer.success != nil:
		l.after(l.glareWait(), func() { l.beginReinvite(r) })
	default:
		l.offer.sent = r
		l.sendReinvite(r, nil)
	}
}

// glareWait is RFC 3261 14.1's: 2.1 to 4 s for who made the Call-ID, 0 to 2 s for the other.
func (l *Leg) glareWait() time.Duration {
	unit := l.agent.cfg.Timers.Glare / 100
	if l.outbound {
		return unit * time.Duration(210+10*rand.IntN(20))
	}
	return unit * time.Duration(rand.IntN(201))
}

func (l *Leg) sendReinvite(r *reinvite, challenge *gosip.Response) {
	l.dialog.localSeq++
	r.request = l.agent.request(&l.dialog, gosip.INVITE, l.dialog.localSeq)
	r.ack, r.provisional = new(atomic.Pointer[gosip.Request]), false
	r.attempts++
	l.session.request(r.request)
	l.markRefresher(r.request)
	if len(r.sdp) > 0 {
		r.request.AppendHeader(gosip.NewHeader("Content-Type", typeSDP))
		r.request.SetBody(r.sdp)
	}
	if challenge != nil {
		if err := r.auth.answer(r.request, challenge); err != nil {
			l.endReinvite(r, nil, fmt.Errorf("re-invite: %w", err))
			return
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), sendTimeout)
	defer cancel()
	tx, err := l.agent.transmit(ctx, r.request)
	if err != nil {
		l.endReinvite(r, nil, fmt.Errorf("send re-invite: %w", err))
		return
	}
	r.tx = tx
	ack := r.ack
	tx.OnRetransmission(func(*gosip.Response) {
		if again := ack.Load(); again != nil {
			l.write(again)
		}
	})
	l.agent.exchange(tx, l.agent.cfg.Timers.transaction(),
		func(response *gosip.Response) { l.post(func() { l.onReinviteResponse(r, response) }) },
		func(err error) { l.post(func() { l.onReinviteFailed(r, err) }) })
}

func (l *Leg) endReinvite(r *reinvite, sdp []byte, err error) {
	if l.offer.sent == r {
		l.offer.sent = nil
	}
	r.end(sdp, err)
}

func (l *Leg) onReinviteResponse(r *reinvite, response *gosip.Response) {
	switch status := response.StatusCode; {
	case response.IsProvisional():
		r.provisional = true
		if r.abandoned {
			l.agent.sendCancel(r.request, CauseNormal())
		}
	case response.IsSuccess():
		l.dialog.updateTarget(response)
		ack := l.ackFor(&l.dialog, response.CSeq().SeqNo, nil, r.request)
		r.ack.Store(ack)
		l.write(ack)
		l.session.accepted(l, response)
		l.localSDP = r.sdp
		l.endReinvite(r, sdpOf(response), nil)
	case status == 491:
		l.offer.sent = nil
		l.after(l.glareWait(), func() { l.beginReinvite(r) })
	case challenged(response) && r.auth != nil && r.attempts < maxAttempts:
		l.sendReinvite(r, response)
	case status == 422 && r.attempts < maxAttempts && l.session.raise(response):
		l.sendReinvite(r, nil)
	case status == 481 || status == 408:
		l.endReinvite(r, nil, &StatusError{Status: status})
		l.sendBye(CauseFromStatus(status)) // the dialog is gone (RFC 3261 12.2.1.2)
	default:
		l.endReinvite(r, nil, &StatusError{Status: status})
	}
}

func (l *Leg) onReinviteFailed(r *reinvite, err error) {
	l.endReinvite(r, nil, fmt.Errorf("re-invite: %w", err))
	if errors.Is(err, errTimeout) {
		l.sendBye(CauseTimer())
	}
}

func (l *Leg) abandonReinvite(r *reinvite) {
	r.abandoned = true
	if l.offer.sent == r && r.provisional {
		l.agent.sendCancel(r.request, CauseNormal())
	}
}

// abort ends what is under way when the leg ends.
func (o *offerState) abort(*Leg) {
	if o.sent != nil {
		o.sent.end(nil, ErrEnded)
	}
	if o.success != nil {
		o.success.stop()
	}
}

// onRequest takes a re-INVITE or UPDATE of the far side.
func (o *offerState) onRequest(l *Leg, request *gosip.Request, tx *gosip.ServerTx) {
	if status, wait := o.refuses(l, request); status != 0 {
		var headers []gosip.Header
		if wait {
			headers = append(headers, gosip.NewHeader("Retry-After", strconv.Itoa(rand.IntN(11))))
		}
		l.agent.respond(request, tx, status, headers...)
		return
	}
	if asked, ok := seconds(headerValue(request, "Session-Expires", "x")); ok && time.Duration(asked)*time.Second < l.agent.cfg.Timers.MinSession {
		l.agent.respond(request, tx, 422, gosip.NewHeader("Min-SE", wholeSeconds(l.agent.cfg.Timers.MinSession)))
		return
	}
	offer := sdpOf(request)
	if offer == nil {
		o.refresh(l, request, tx)
		return
	}
	answer := l.offerHandler()
	if answer == nil {
		l.agent.respond(request, tx, 488)
		return
	}
	if request.Method == gosip.INVITE {
		l.agent.send(tx, l.agent.response(request, 100))
	}
	o.received = true
	l.agent.spawn(func() {
		sdp, err := l.safeAnswer(answer, offer)
		l.post(func() { o.answered(l, request, tx, offer, sdp, err) })
	})
}

func (l *Leg) safeAnswer(answer func([]byte) ([]byte, error), offer []byte) (sdp []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			l.log.Error("offer handler panicked", slog.String("panic", fmt.Sprint(cause)))
			err = errors.New("the offer handler panicked")
		}
	}()
	return answer(offer)
}

// refuses gives the status for an offer that comes at the wrong time; zero when it may be taken.
func (o *offerState) refuses(l *Leg, request *gosip.Request) (status int, wait bool) {
	offers := request.Method == gosip.INVITE || len(request.Body()) > 0
	switch {
	case l.State() == StateEnding:
		return 481, false
	case !l.answered && request.Method == gosip.INVITE:
		return 491, false
	case !l.answered && offers:
		return 500, true // RFC 3311 5.2: an offer of the INVITE is still open
	case offers && o.sent != nil:
		return 491, false
	case offers && o.received:
		return 500, true
	}
	if !offers || !l.answered {
		return 0, false
	}
	if l.in != nil && !l.in.success.stopped {
		if l.in.success.offered {
			return 491, false
		}
		l.confirm(nil) // it overtook the ACK, and stands for it
	}
	if o.success != nil {
		o.success.stop()
		o.success = nil
	}
	return 0, false
}

// refresh answers a request without an offer: UPDATE keeps the session alive, a re-INVITE asks for our offer,
// which is what we described last (RFC 3261 14.2).
func (o *offerState) refresh(l *Leg, request *gosip.Request, tx *gosip.ServerTx) {
	var body []byte
	if request.Method == gosip.INVITE {
		body = l.localSDP
	}
	response := l.successResponse(request, body)
	l.dialog.updateTarget(request)
	if l.answered {
		l.session.refreshed(l, request, response)
	}
	if request.Method == gosip.UPDATE {
		l.agent.send(tx, response)
		return
	}
	o.send200(l, request, tx, response, true)
}

func (o *offerState) send200(l *Leg, request *gosip.Request, tx *gosip.ServerTx, response *gosip.Response, offered bool) {
	success, err := l.sendSuccess(request, tx, response, offered)
	if err != nil {
		l.log.Debug("re-invite not answered", slog.Any("error", err))
		return
	}
	o.success = success
}

// answered sends what the offer handler said.
func (o *offerState) answered(l *Leg, request *gosip.Request, tx *gosip.ServerTx, offer, sdp []byte, err error) {
	o.received = false
	if l.State() == StateEnding {
		l.agent.respond(request, tx, 487)
		return
	}
	if err != nil {
		l.log.Info("offer refused", slog.Any("error", err))
		l.agent.respond(request, tx, 488, gosip.NewHeader("Warning", `399 ringbook "offer not acceptable"`))
		return
	}
	response := l.successResponse(request, sdp)
	l.dialog.updateTarget(request)
	l.session.refreshed(l, request, response)
	l.localSDP = sdp
	if request.Method == gosip.UPDATE {
		l.agent.send(tx, response)
	} else {
		o.send200(l, request, tx, response, false)
	}
	l.emit(LegEvent{Kind: LegReoffered, SDP: offer, ByRemote: true})
}

// onAck takes the ACK of our 200 to their re-INVITE.
func (o *offerState) onAck(l *Leg, seq uint32, sdp []byte) {
	if o.success == nil || o.success.request.CSeq().SeqNo != seq {
		return
	}
	offered := o.success.offered
	o.success.stop()
	o.success = nil
	if offered && sdp != nil {
		l.emit(LegEvent{Kind: LegReoffered, SDP: sdp, ByRemote: true})
	}
}
