package sip

import (
	"hash/maphash"
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// cancelGrace is how long a CANCEL waits for the INVITE that it overtook: sipgo hands each message to a
// goroutine of its own.
const cancelGrace = 100 * time.Millisecond

// stamp runs on the reader's goroutine, before the transaction layer sees a message. It completes what sipgo
// copies into responses of its own: our To tag, so that its 487 belongs to the dialog, and RFC 3261 18.2.1's received.
func (a *Agent) stamp(message gosip.Message) {
	defer a.recovered("stamp")
	a.traces.came(message)
	request, ok := message.(*gosip.Request)
	if !ok {
		return
	}
	via := request.Via()
	if via == nil {
		return
	}
	if host, _, err := net.SplitHostPort(request.Source()); err == nil && via.Host != host && !via.Params.Has("rport") {
		via.Params.Add("received", host)
	}
	to := request.To()
	if request.Method != gosip.INVITE || to == nil || to.Params.Has("tag") {
		return
	}
	to.Params.Add("tag", a.localTag(request, via))
}

// localTag is the same for the same INVITE, so that a stateless answer to its repetition agrees (RFC 3261 8.2.7).
func (a *Agent) localTag(request *gosip.Request, via *gosip.ViaHeader) string {
	var h maphash.Hash
	h.SetSeed(a.seed)
	for _, part := range []string{callIDOf(request), fromTag(request), via.Params.GetOr("branch", ""), via.Host} {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	first := h.Sum64()
	_ = h.WriteByte(1)
	return strconv.FormatUint(first, 36) + strconv.FormatUint(h.Sum64(), 36)
}

// handle takes each request that begins a server transaction, on a goroutine of its own.
func (a *Agent) handle(request *gosip.Request, tx *gosip.ServerTx) {
	defer a.recovered("request")
	if request.IsAck() {
		tx.Terminate() // an ACK has no transaction; sipgo makes one all the same
		if leg := a.legOf(request); leg != nil {
			leg.post(func() { leg.onAck(request) })
		}
		return
	}
	if request.Method == gosip.REGISTER && a.registrar != nil {
		a.registrar.register(request, tx)
		return
	}
	if refusal := validate(request); refusal != nil {
		a.refuse(request, tx, refusal)
		return
	}
	switch {
	case a.isFresh(request):
		a.invited(request, tx)
	case request.Method == gosip.CANCEL:
		a.cancelled(request, tx)
	case toTag(request) != "":
		leg := a.legOf(request)
		if leg == nil || !leg.post(func() { leg.onRequest(request, tx) }) {
			a.respond(request, tx, 481)
		}
	case request.Method == gosip.OPTIONS:
		a.answerOptions(request, tx)
	default:
		a.respond(request, tx, 481)
	}
}

// isFresh says that an INVITE came without a To tag: nobody else can make the one that stamp gave it.
func (a *Agent) isFresh(request *gosip.Request) bool {
	return request.Method == gosip.INVITE && toTag(request) == a.localTag(request, request.Via())
}

func (a *Agent) legOf(request *gosip.Request) *Leg {
	return a.legs.find(callIDOf(request), toTag(request), fromTag(request))
}

// cancelled takes a CANCEL that sipgo found no INVITE for.
func (a *Agent) cancelled(request *gosip.Request, tx *gosip.ServerTx) {
	branch := request.Via().Params.GetOr("branch", "")
	find := func() *Leg { return a.legs.invited(callIDOf(request), fromTag(request), branch) }
	leg := find()
	if leg == nil {
		grace := time.NewTimer(cancelGrace)
		defer grace.Stop()
		select {
		case <-grace.C:
		case <-a.stop:
		}
		leg = find()
	}
	if leg == nil {
		a.respond(request, tx, 481)
		return
	}
	a.respond(request, tx, 200)
	cause := causeIn(request, CauseCancelled())
	leg.post(func() { leg.onCancel(cause) })
}

func (a *Agent) answerOptions(request *gosip.Request, tx *gosip.ServerTx) {
	status := 200
	if a.draining.Load() {
		status = 503 // a dispatcher that pings us stops sending calls
	}
	a.respond(request, tx, status, abilities()...)
}

func abilities() []gosip.Header {
	return []gosip.Header{
		gosip.NewHeader("Allow", allowed), gosip.NewHeader("Supported", supported),
		gosip.NewHeader("Accept", typeSDP+", application/dtmf-relay"), gosip.NewHeader("Accept-Encoding", "identity"),
	}
}

// response builds an answer with what each of ours carries.
func (a *Agent) response(request *gosip.Request, status int, headers ...gosip.Header) *gosip.Response {
	response := gosip.NewResponseFromRequest(request, status, reasonPhrase(status), nil)
	response.SipVersion = "SIP/2.0"
	response.AppendHeader(gosip.NewHeader("Server", a.cfg.UserAgent))
	for _, header := range headers {
		response.AppendHeader(header)
	}
	return response
}

// respond sends a final answer, after which the transaction only absorbs repetitions.
func (a *Agent) respond(request *gosip.Request, tx *gosip.ServerTx, status int, headers ...gosip.Header) {
	a.send(tx, a.response(request, status, headers...))
}

func (a *Agent) send(tx *gosip.ServerTx, response *gosip.Response) {
	a.traces.left(response)
	if err := tx.Respond(response); err != nil {
		a.log.Debug("sip response not sent", slog.Int("status", response.StatusCode), slog.Any("error", err))
	}
}

// dismiss answers without keeping a transaction, for what must cost nothing: a flood past a limit.
func (a *Agent) dismiss(request *gosip.Request, tx *gosip.ServerTx, status int, headers ...gosip.Header) {
	if err := tx.Connection().WriteMsg(a.response(request, status, headers...)); err != nil {
		a.log.Debug("sip response not sent", slog.Int("status", status), slog.Any("error", err))
	}
	tx.Terminate()
}

func (a *Agent) retryAfter() gosip.Header {
	wait := max(1, int(a.cfg.Timers.RetryAfter/time.Second))
	return gosip.NewHeader("Retry-After", strconv.Itoa(wait))
}

// sourceOf is where a message came from.
func sourceOf(message gosip.Message) netip.AddrPort {
	source, err := netip.ParseAddrPort(message.Source())
	if err != nil {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(source.Addr().Unmap(), source.Port())
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
