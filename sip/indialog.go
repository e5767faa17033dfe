package sip

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	// reorderGrace is how long a request waits for one before it: sipgo hands each message to a goroutine of
	// its own, so one may overtake another. A gap in CSeq that nobody fills costs this much once.
	reorderGrace = 20 * time.Millisecond
	maxHeld      = 16
	maxDigits    = 32
)

// heldRequest waits for those before it.
type heldRequest struct {
	request *gosip.Request
	tx      *gosip.ServerTx
}

// StatusError is the final failure that a request of ours got.
type StatusError struct{ Status int }

// Error names the status.
func (e *StatusError) Error() string {
	return "refused with " + strconv.Itoa(e.Status) + " " + reasonPhrase(e.Status)
}

// onRequest takes the requests inside the dialog in the order of their CSeq.
func (l *Leg) onRequest(request *gosip.Request, tx *gosip.ServerTx) {
	seq, last := request.CSeq().SeqNo, l.dialog.remoteSeq
	switch {
	case l.ended:
		l.agent.respond(request, tx, 481)
	case last != 0 && seq <= last:
		l.agent.respond(request, tx, 500) // RFC 3261 12.2.2
	case last == 0 || seq == last+1 || len(l.waiting) >= maxHeld:
		l.take(request, tx)
		l.release(false)
	default:
		l.waiting = append(l.waiting, heldRequest{request, tx})
		slices.SortFunc(l.waiting, func(a, b heldRequest) int {
			return int(a.request.CSeq().SeqNo) - int(b.request.CSeq().SeqNo)
		})
		if l.gap == nil {
			l.gap = l.after(reorderGrace, func() { l.release(true) })
		}
	}
}

// release takes the held requests whose turn has come, or all.
func (l *Leg) release(all bool) {
	if all {
		l.gap = nil
	}
	for len(l.waiting) > 0 && !l.ended {
		next := l.waiting[0]
		seq := next.request.CSeq().SeqNo
		if !all && seq > l.dialog.remoteSeq+1 {
			return
		}
		l.waiting = l.waiting[1:]
		if seq <= l.dialog.remoteSeq {
			l.agent.respond(next.request, next.tx, 500)
			continue
		}
		l.take(next.request, next.tx)
	}
}

func (l *Leg) take(request *gosip.Request, tx *gosip.ServerTx) {
	l.dialog.remoteSeq = request.CSeq().SeqNo
	switch request.Method { //nolint:exhaustive // the rest is refused
	case gosip.BYE:
		l.onBye(request, tx)
	case gosip.INVITE, gosip.UPDATE:
		l.offer.onRequest(l, request, tx)
	case gosip.INFO:
		l.onInfo(request, tx)
	case gosip.OPTIONS:
		l.agent.respond(request, tx, 200, abilities()...)
	default:
		l.agent.respond(request, tx, 405, gosip.NewHeader("Allow", allowed))
	}
}

// onBye ends the leg. A BYE that overtook the ACK of our 200 stands for it.
func (l *Leg) onBye(request *gosip.Request, tx *gosip.ServerTx) {
	l.agent.respond(request, tx, 200)
	if l.in != nil && !l.answered {
		l.agent.send(l.in.tx, l.agent.response(l.in.request, 487))
	}
	l.finish(causeIn(request, CauseNormal()), true)
}

// onInfo takes digits sent as application/dtmf-relay ("Signal=5") or application/dtmf ("5").
func (l *Leg) onInfo(request *gosip.Request, tx *gosip.ServerTx) {
	l.agent.respond(request, tx, 200)
	if digits := infoDigits(mediaType(request), string(request.Body())); digits != "" {
		l.emit(LegEvent{Kind: LegDigits, SDP: []byte(digits), ByRemote: true})
	}
}

func infoDigits(kind, body string) string {
	if kind == "application/dtmf-relay" {
		for line := range strings.Lines(body) {
			key, value, found := strings.Cut(line, "=")
			if found && trimLower(key) == "signal" {
				return onlyDigits(value)
			}
		}
		return ""
	}
	return onlyDigits(body)
}

func onlyDigits(text string) string {
	text = strings.ToUpper(strings.TrimSpace(text))
	switch text { // some name the keys by their event numbers
	case "10":
		return "*"
	case "11":
		return "#"
	}
	if len(text) > maxDigits || strings.Trim(text, "0123456789*#ABCD") != "" {
		return ""
	}
	return text
}

// hangup ends the leg the way that its state wants.
func (l *Leg) hangup(cause Cause) {
	switch {
	case l.ended || l.State() == StateEnding:
	case l.in != nil && !l.answered:
		if err := l.decline(cause); err != nil {
			l.log.Debug("leg not declined", slog.Any("error", err))
		}
	case l.out != nil && !l.answered:
		if l.out.cancelled == nil {
			l.giveUp(cause)
		}
	case l.in != nil && !l.in.success.stopped:
		// Before the ACK of our 200 no BYE may go out (RFC 3261 15).
		l.in.hangup = &cause
		l.setState(StateEnding)
	default:
		l.sendBye(cause)
	}
}

// sendBye says BYE; the leg ends with its answer, or without one in time.
func (l *Leg) sendBye(cause Cause) {
	if l.ended || l.byeSent {
		return
	}
	l.byeSent = true
	l.setState(StateEnding)
	l.session.stop()
	l.transact(gosip.BYE, func(bye *gosip.Request) {
		if reason := cause.reason(); reason != "" {
			bye.AppendHeader(gosip.NewHeader("Reason", reason))
		}
	}, func(_ *gosip.Response, err error) {
		if err != nil {
			l.log.Debug("bye not answered", slog.Any("error", err))
		}
		l.finish(cause, false)
	})
}

// transact sends a request inside the dialog and gives its final response on the leg's goroutine.
// Challenges are answered.
func (l *Leg) transact(method gosip.RequestMethod, prepare func(*gosip.Request), done func(*gosip.Response, error)) {
	var auth *authenticator
	if l.trunk != nil {
		auth = l.trunk.authenticator()
	}
	l.attempt(method, prepare, done, auth, nil)
}

func (l *Leg) attempt(method gosip.RequestMethod, prepare func(*gosip.Request), done func(*gosip.Response, error),
	auth *authenticator, challenge *gosip.Response,
) {
	l.dialog.localSeq++
	request := l.agent.request(&l.dialog, method, l.dialog.localSeq)
	prepare(request)
	if challenge != nil {
		if err := auth.answer(request, challenge); err != nil {
			l.log.Info("challenge not answered", slog.Any("error", err))
			done(challenge, nil)
			return
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), sendTimeout)
	defer cancel()
	tx, err := l.agent.transmit(ctx, request)
	if err != nil {
		done(nil, err)
		return
	}
	l.agent.exchange(tx, l.agent.cfg.Timers.transaction(), func(response *gosip.Response) {
		if response.IsProvisional() {
			return
		}
		l.post(func() {
			if challenged(response) && auth != nil {
				l.attempt(method, prepare, done, auth, response)
				return
			}
			done(response, nil)
		})
	}, func(err error) { l.post(func() { done(nil, err) }) })
}

func challenged(response *gosip.Response) bool {
	return response.StatusCode == gosip.StatusUnauthorized || response.StatusCode == gosip.StatusProxyAuthRequired
}
