package sip

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"net/netip"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	gosip "github.com/emiago/sipgo/sip"

	"github.com/ringbook/ringbook/sip/transport"
)

// ErrEnded says that the leg, or the agent, is over.
var ErrEnded = errors.New("leg has ended")

// Handler takes the calls that come in.
type Handler interface {
	// Invited is called on a goroutine of the leg's own for each new INVITE from a known trunk. It must end
	// by answering, rejecting or handing the leg on; 100 Trying has been sent.
	Invited(ctx context.Context, leg *Leg)
}

// Agent is a SIP user agent: it listens, keeps trunks and registrations, and holds the legs alive.
type Agent struct {
	cfg     Config
	log     *slog.Logger
	handler Handler
	seed    maphash.Seed
	guard   *transport.Guard
	layer   *gosip.TransportLayer
	tx      *gosip.TransactionLayer
	sockets []*socket
	trunks  *trunkBook
	legs    *legTable
	refused refusalLog
	traces  *traces

	registrar *registrar // nil when nobody may register

	gate     gate
	draining atomic.Bool
	ready    chan struct{} // closed when the sockets serve
	stop     chan struct{} // closed when everything must end now

	work struct { // goroutines, so that Run can wait for them
		sync.Mutex
		sync.WaitGroup
		closed bool
	}
}

// New opens the sockets. Nothing is served before Run; Run also closes them.
func New(cfg Config, handler Handler) (*Agent, error) {
	if len(cfg.Listen) == 0 {
		return nil, errors.New("sip: no address to listen on")
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = "Ringbook"
	}
	cfg.Timers = cfg.Timers.withDefaults()
	a := &Agent{
		cfg: cfg, log: cfg.Logger, handler: handler, seed: maphash.MakeSeed(),
		legs: newLegTable(), traces: newTraces(), ready: make(chan struct{}), stop: make(chan struct{}),
	}
	a.trunks = newTrunkBook(a)
	if cfg.Phones != nil {
		a.registrar = newRegistrar(a, cfg.Phones)
	}
	a.guard = transport.NewGuard(cfg.Filter, a.trunks.knows)
	a.newLayers()
	if err := a.openSockets(); err != nil {
		return nil, err
	}
	return a, nil
}

// Run serves until ctx ends, then says BYE to what is left and waits for all goroutines.
func (a *Agent) Run(ctx context.Context) error {
	failed := make(chan error, len(a.sockets))
	var serving sync.WaitGroup
	for _, s := range a.sockets {
		serving.Go(func() { failed <- a.serve(s) })
	}
	for _, s := range a.sockets {
		if s.packets != nil {
			<-s.packets.Ready()
		}
	}
	close(a.ready)
	a.log.InfoContext(ctx, "sip serves", slog.Any("listen", a.cfg.Listen))
	var err error
	select {
	case <-ctx.Done():
	case cause := <-failed:
		err = fmt.Errorf("serve sip: %w", cause)
	}
	a.Drain()
	a.farewell()
	close(a.stop)
	a.gate.close()
	a.settle()
	a.tx.Close()
	closed := a.closeSockets()
	serving.Wait()
	a.finishWork()
	_ = a.layer.Close() // it closes what is closed already and says so
	return errors.Join(err, closed)
}

// gate keeps requests of ours from leaving once the sockets are going: sipgo would open one of its own for them.
type gate struct {
	mu     sync.RWMutex
	closed bool
}

// pass runs send unless the gate is closed.
func (g *gate) pass(send func() error) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.closed {
		return ErrEnded
	}
	return send()
}

func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// settleTime is what sipgo's goroutines get to finish with what was read last: one that comes after the sockets
// are gone opens a socket of its own that nobody closes.
const settleTime = 10 * time.Millisecond

func (a *Agent) settle() {
	for _, s := range a.sockets {
		if s.packets != nil {
			s.packets.Mute()
		}
	}
	pause(context.Background(), settleTime)
}

// farewell ends every leg and registration politely, within Timers.Goodbye.
func (a *Agent) farewell() {
	deadline := time.NewTimer(a.cfg.Timers.Goodbye)
	defer deadline.Stop()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var wait sync.WaitGroup
		for _, leg := range a.legs.all() {
			wait.Go(func() {
				_ = leg.Hangup(Cause{SIP: 503, Q850: 16, Text: "shutting down"})
				<-leg.done
			})
		}
		a.trunks.stop()
		wait.Wait()
	}()
	select {
	case <-ended:
	case <-deadline.C:
		a.trunks.abandon()
		for _, leg := range a.legs.all() {
			leg.abandon()
		}
		<-ended
	}
}

// spawn runs f on a goroutine that Run waits for; it reports false once Run is over.
func (a *Agent) spawn(f func()) bool {
	a.work.Lock()
	defer a.work.Unlock()
	if a.work.closed {
		return false
	}
	a.work.Go(func() {
		defer a.recovered("goroutine")
		f()
	})
	return true
}

func (a *Agent) finishWork() {
	a.work.Lock()
	a.work.closed = true
	a.work.Unlock()
	a.work.Wait()
}

// recovered keeps a panic from ending the process: what strangers send reaches this code.
func (a *Agent) recovered(where string) {
	if cause := recover(); cause != nil {
		a.log.Error("sip handler panicked", slog.String("where", where), slog.String("panic", fmt.Sprint(cause)), slog.String("stack", string(debug.Stack())))
	}
}

// ListenAddr is the address listened on for a transport ("udp", "tcp", ...); zero when there is none.
func (a *Agent) ListenAddr(network string) netip.AddrPort {
	if s := a.socketFor(network); s != nil {
		return s.address
	}
	return netip.AddrPort{}
}

// SetTrunks replaces the trunks; legs alive stay.
func (a *Agent) SetTrunks(trunks []Trunk) { a.trunks.set(trunks) }

// Registrations says how each registering trunk stands.
func (a *Agent) Registrations() []RegistrationState { return a.trunks.registrations() }

// TrunkHealths says how each trunk that is asked by OPTIONS answers.
func (a *Agent) TrunkHealths() []TrunkHealth { return a.trunks.healths() }

// Drain refuses new INVITEs with 503 from now on.
func (a *Agent) Drain() { a.draining.Store(true) }

// LegCount is the number of legs alive.
func (a *Agent) LegCount() int { return a.legs.count() }
