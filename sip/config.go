package sip

import (
	"crypto/tls"
	"log/slog"
	"net/netip"
	"time"

	"github.com/ringbook/ringbook/sip/transport"
)

// Config says how an Agent listens and behaves. Only Listen is needed.
type Config struct {
	// Listen holds the addresses, as "udp://127.0.0.1:5060"; also tcp, tls and ws. Port 0 takes a free one.
	Listen []string
	// PublicIP is what others are told to send to; zero means the address listened on.
	PublicIP netip.Addr
	// TLS is needed when Listen names tls, and used for calls out over TLS.
	TLS *tls.Config
	// Logger takes what the agent has to say; nil means slog's default.
	Logger *slog.Logger
	// UserAgent is the value of the User-Agent and Server headers.
	UserAgent string
	// Timers holds the protocol's intervals; the zero value means RFC 3261's.
	Timers Timers
	// MaxLegs bounds the legs alive at once; past it new INVITEs get 503. Zero means no limit.
	MaxLegs int
	// Phones knows who may register here; nil means that nobody may.
	Phones Phones
	// Filter bounds what one source may send, before anything is parsed.
	Filter transport.Filter
}

// Timers holds the protocol's intervals. A zero field means the RFC's value.
type Timers struct {
	// T1 is the round trip estimate (500 ms); T2 the longest interval between retransmissions (4 s).
	T1, T2 time.Duration
	// Ring ends an unanswered outbound INVITE (Timer C, 3 min); DialRequest.RingTimeout goes before it.
	Ring time.Duration
	// MinSession is the shortest session interval that we accept (RFC 4028 Min-SE, 90 s).
	MinSession time.Duration
	// Retry is the first wait after a failed registration (5 s); it doubles up to RetryMax (5 min).
	Retry, RetryMax time.Duration
	// Glare scales RFC 3261 14.1's random wait after a 491 (1 s; the wait is up to 4 times as long).
	Glare time.Duration
	// RetryAfter is what a refused INVITE is told in Retry-After (5 s).
	RetryAfter time.Duration
	// Goodbye bounds the wait for final answers when Run ends (2 s).
	Goodbye time.Duration
	// Linger is how long an ended dialog is remembered so that late messages find it (64*T1).
	Linger time.Duration
}

func (t Timers) withDefaults() Timers {
	set := func(field *time.Duration, value time.Duration) {
		if *field <= 0 {
			*field = value
		}
	}
	set(&t.T1, 500*time.Millisecond)
	set(&t.T2, 4*time.Second)
	set(&t.Ring, 3*time.Minute)
	set(&t.MinSession, 90*time.Second)
	set(&t.Retry, 5*time.Second)
	set(&t.RetryMax, 5*time.Minute)
	set(&t.Glare, time.Second)
	set(&t.RetryAfter, 5*time.Second)
	set(&t.Goodbye, 2*time.Second)
	set(&t.Linger, 64*t.T1)
	return t
}

// transaction is how long a transaction waits for its end: 64*T1 (Timers B, F and H of RFC 3261).
func (t Timers) transaction() time.Duration { return 64 * t.T1 }
