package sip

import (
	"context"
	"errors"
	"net/netip"
)

// Handler takes the calls that come in.
type Handler interface {
	// Invited is called on a goroutine of the leg's own for each new INVITE from a known trunk. It must end
	// by answering, rejecting or handing the leg on; 100 Trying has been sent.
	Invited(ctx context.Context, leg *Leg)
}

// Agent is a SIP user agent: it listens, keeps trunks and registrations, and holds the legs alive.
type Agent struct{}

var errPlan = errors.New("not yet")

// New opens the sockets. Nothing is served before Run.
func New(cfg Config, handler Handler) (*Agent, error) { return nil, errPlan }

// Run serves until ctx ends, then says BYE to what is left and waits for all goroutines.
func (a *Agent) Run(ctx context.Context) error { return errPlan }

// ListenAddr is the address listened on for a transport ("udp", "tcp", ...); zero when there is none.
func (a *Agent) ListenAddr(transport string) netip.AddrPort { return netip.AddrPort{} }

// SetTrunks replaces the trunks; legs alive stay.
func (a *Agent) SetTrunks(trunks []Trunk) {}

// Registrations says how each registering trunk stands.
func (a *Agent) Registrations() []RegistrationState { return nil }

// Drain refuses new INVITEs with 503 from now on.
func (a *Agent) Drain() {}

// LegCount is the number of legs alive.
func (a *Agent) LegCount() int { return 0 }

// Dial sends an INVITE and returns at once; progress comes as events. ctx bounds only the sending.
func (a *Agent) Dial(ctx context.Context, request DialRequest) (*Leg, error) { return nil, errPlan }
