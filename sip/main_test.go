package sip

import (
	"context"
	"log/slog"
	"net/netip"
	"os"
	"sync"
	"testing"
	"time"

	gosip "github.com/emiago/sipgo/sip"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/sip/siptest"
)

// TestMain shortens sipgo's transaction timers, which are variables of its package, once before any test.
func TestMain(m *testing.M) {
	gosip.SetTimers(100*time.Millisecond, 400*time.Millisecond, 500*time.Millisecond)
	goleak.VerifyTestMain(m)
}

func fastTimers() Timers {
	return Timers{
		T1: 30 * time.Millisecond, T2: 120 * time.Millisecond, Glare: 20 * time.Millisecond, MinSession: time.Second,
		Retry: 50 * time.Millisecond, RetryMax: 200 * time.Millisecond, Goodbye: 500 * time.Millisecond,
	}
}

type handlerFunc func(ctx context.Context, leg *Leg)

func (f handlerFunc) Invited(ctx context.Context, leg *Leg) { f(ctx, leg) }

// rig is an agent under test with a phone that its trunk knows.
type rig struct {
	*Agent
	phone *siptest.Peer
	legs  chan *Leg
	stop  context.CancelFunc
}

func loopback() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")} }

func newRig(tb testing.TB, change func(*Config)) *rig {
	tb.Helper()
	return newRigWith(tb, change, nil)
}

func newRigWith(tb testing.TB, change func(*Config), handler Handler) *rig {
	tb.Helper()
	r := &rig{legs: make(chan *Leg, 64)}
	if handler == nil {
		handler = handlerFunc(func(_ context.Context, leg *Leg) { r.legs <- leg })
	}
	cfg := Config{
		Listen: []string{"udp://127.0.0.1:0"}, UserAgent: "Ringbook/test", Timers: fastTimers(),
		Logger: slog.New(slog.NewTextHandler(logWriter(tb), &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&cfg)
	}
	agent, err := New(cfg, handler)
	require.NoError(tb, err)
	r.Agent = agent
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- agent.Run(ctx) }()
	<-agent.ready
	var once sync.Once
	r.stop = func() {
		once.Do(func() {
			cancel()
			select {
			case err := <-done:
				require.NoError(tb, err)
			case <-time.After(20 * time.Second):
				tb.Error("Run does not return")
			}
		})
	}
	tb.Cleanup(r.stop)
	r.phone = r.newPhone(tb)
	r.SetTrunks([]Trunk{{ID: "trunk", Addresses: loopback(), Proxy: r.phone.Addr().String(), Domain: "example.com"}})
	return r
}

func (r *rig) newPhone(tb testing.TB) *siptest.Peer {
	tb.Helper()
	phone := siptest.NewPeer(tb)
	phone.Target(r.ListenAddr("udp"))
	return phone
}

func (r *rig) leg(tb testing.TB) *Leg {
	tb.Helper()
	select {
	case leg := <-r.legs:
		return leg
	case <-time.After(siptest.Patience):
		tb.Fatal("no call arrived")
		return nil
	}
}

// listen collects the events of a leg.
func listen(leg *Leg) chan LegEvent {
	events := make(chan LegEvent, 64)
	leg.Listen(func(event LegEvent) { events <- event })
	return events
}

// expectEvent waits for an event of a kind; others before it are let go.
func expectEvent(tb testing.TB, events chan LegEvent, kind LegEventKind) LegEvent {
	tb.Helper()
	timeout := time.After(siptest.Patience)
	for {
		select {
		case event := <-events:
			if event.Kind == kind {
				return event
			}
			if event.Kind == LegEnded {
				tb.Fatalf("waited for %s, the leg ended: %s", kind, event.Cause)
			}
		case <-timeout:
			tb.Fatalf("waited for %s", kind)
		}
	}
}

type testWriter struct{}

func (testWriter) Write(data []byte) (int, error) {
	if os.Getenv("SIP_LOG") == "" {
		return len(data), nil
	}
	return os.Stderr.Write(data)
}

func logWriter(testing.TB) testWriter { return testWriter{} }

// connected is an inbound call that is answered and confirmed.
func connected(t *testing.T, r *rig, more ...string) (*siptest.Call, *Leg, chan LegEvent) {
	t.Helper()
	call := r.phone.Invite("442079460000", siptest.SDP, more...)
	leg := r.leg(t)
	events := listen(leg)
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	call.Expect("200 INVITE")
	call.Ack("")
	expectEvent(t, events, LegConfirmed)
	return call, leg, events
}

// dialled is an outbound call that is answered and confirmed.
func dialled(t *testing.T, r *rig, more ...string) (*siptest.Call, *Leg, chan LegEvent) {
	t.Helper()
	leg, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "+447700900123", From: "+442079460000", Offer: []byte(siptest.SDP)})
	require.NoError(t, err)
	events := listen(leg)
	call, invite := r.phone.Accept()
	r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP, more...)
	r.phone.Expect("ACK")
	expectEvent(t, events, LegConfirmed)
	return call, leg, events
}
