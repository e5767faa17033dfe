package sip

import (
	"log/slog"
	"net/netip"
	"sync"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	refusalInterval = 10 * time.Second // between two log lines about one source
	refusalSources  = 1024
)

// screen sees each datagram of a source that belongs to no trunk. What is no part of a live call is answered
// here and now without state, so that strangers cost neither a transaction nor an entry in sipgo's tables.
func (a *Agent) screen(data []byte, source netip.AddrPort) (pass bool, reply []byte) {
	defer a.recovered("screen")
	if a.trunks.knows(source.Addr()) {
		return true, nil
	}
	message, err := gosip.ParseMessage(data)
	if err != nil {
		return false, nil
	}
	if a.legs.hasCall(callIDOf(message)) {
		return true, nil
	}
	request, ok := message.(*gosip.Request)
	if !ok || request.IsAck() || request.Via() == nil {
		return false, nil
	}
	request.SetTransport("UDP")
	request.SetSource(source.String())
	a.stamp(request)
	if known, answer := a.registrar.screen(request, source); known || answer != nil {
		if known {
			return true, nil
		}
		return false, []byte(answer.String())
	}
	return false, []byte(a.strangerAnswer(request, source).String())
}

func (a *Agent) strangerAnswer(request *gosip.Request, source netip.AddrPort) *gosip.Response {
	switch request.Method { //nolint:exhaustive // the rest is refused
	case gosip.INVITE:
		a.refused.log(a, source)
		return a.response(request, 403)
	case gosip.OPTIONS:
		if bad := validate(request); bad != nil {
			return a.response(request, bad.status, bad.headers...)
		}
		return a.response(request, 200, abilities()...)
	case gosip.BYE, gosip.CANCEL, gosip.INFO, gosip.UPDATE:
		return a.response(request, 481)
	default:
		if bad := validate(request); bad != nil {
			return a.response(request, bad.status, bad.headers...)
		}
		return a.response(request, 403)
	}
}

// refusalLog writes the security line about refused INVITEs, seldom enough that a flood does not fill the disk.
type refusalLog struct {
	mu         sync.Mutex
	last       map[netip.Addr]time.Time
	suppressed int
}

func (r *refusalLog) log(a *Agent, source netip.AddrPort) {
	now := time.Now()
	r.mu.Lock()
	if r.last == nil || len(r.last) >= refusalSources {
		r.last = make(map[netip.Addr]time.Time)
	}
	if before, known := r.last[source.Addr()]; known && now.Sub(before) < refusalInterval {
		r.suppressed++
		r.mu.Unlock()
		return
	}
	r.last[source.Addr()] = now
	suppressed := r.suppressed
	r.suppressed = 0
	r.mu.Unlock()
	a.log.Warn("invite from unknown source refused", slog.String("source", source.String()), slog.Int("suppressed", suppressed))
}
