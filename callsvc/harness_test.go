package callsvc

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
	"github.com/ringbook/ringbook/sip/transport"
)

const patience = 15 * time.Second

// paper is a CallLog, Lookup and Directory in memory that can be out of order.
type paper struct {
	mu        sync.Mutex
	broken    bool
	slow      chan struct{} // a lookup waits for it when set
	calls     map[id.Call]Call
	legs      map[id.Leg]Leg
	events    map[id.Call][]CallEvent
	matches   map[string][]Match
	lost      []Call
	beats     int
	directory DirectorySnapshot
	voicemail *Voicemail
	recorded  []Recording
}

var errBroken = errors.New("database is down")

func (p *paper) RecordCall(_ context.Context, record CallRecord) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken {
		return errBroken
	}
	if record.Call.Sequence > p.calls[record.Call.ID].Sequence {
		p.calls[record.Call.ID] = record.Call
	}
	for _, leg := range record.Legs {
		p.legs[leg.ID] = leg
	}
	if len(record.Recordings) > len(p.recorded) {
		p.recorded = record.Recordings
	}
	if record.Voicemail != nil {
		p.voicemail = record.Voicemail
	}
	p.events[record.Call.ID] = append(p.events[record.Call.ID], record.Events...)
	return nil
}

func (p *paper) CloseLostCalls(context.Context, string, string, time.Duration) ([]Call, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken {
		return nil, errBroken
	}
	lost := p.lost
	p.lost = nil
	return lost, nil
}

func (p *paper) Heartbeat(context.Context, string, string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken {
		return errBroken
	}
	p.beats++
	return nil
}

func (p *paper) LookupNumber(ctx context.Context, _ id.Org, number e164.Number) ([]Match, error) {
	p.mu.Lock()
	broken, slow, matches := p.broken, p.slow, p.matches[number.E164]
	p.mu.Unlock()
	if slow != nil {
		select {
		case <-slow:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if broken {
		return nil, errBroken
	}
	return matches, nil
}

func (p *paper) LoadDirectory(context.Context) (DirectorySnapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.directory, nil
}

func (p *paper) fail(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.broken = on
}

func (p *paper) call(call id.Call) Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[call]
}

func (p *paper) message() *Voicemail {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.voicemail
}

func (p *paper) all() []Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []Call
	for _, call := range p.calls {
		all = append(all, call)
	}
	return all
}

func (p *paper) names(call id.Call) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var names []string
	for i, event := range p.events[call] {
		if event.Sequence != int64(i+1) {
			names = append(names, "out of order")
		}
		names = append(names, event.Name)
	}
	return names
}

func (p *paper) legsOf(call id.Call) []Leg {
	p.mu.Lock()
	defer p.mu.Unlock()
	var legs []Leg
	for _, leg := range p.legs {
		if leg.Call == call {
			legs = append(legs, leg)
		}
	}
	return legs
}

// rig is the service on real sockets with a carrier at the other end.
type rig struct {
	t       testing.TB
	svc     *Service
	agent   *sip.Agent
	paper   *paper
	bus     *bus.Bus
	carrier *carrier
	stop    func()
	busURL  string
	storage Storage

	org   Organisation
	trunk Trunk
	queue Queue
	ann   Agent
	bob   Agent
}

type carrier struct {
	agent *sip.Agent
	ports *media.Ports
	legs  chan *sip.Leg
}

func (c *carrier) Invited(_ context.Context, leg *sip.Leg) { c.legs <- leg }

func testLogger() *slog.Logger {
	if os.Getenv("CALL_LOG") == "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func loopback() netip.Addr { return netip.MustParseAddr("127.0.0.1") }

// sharedPorts is one pool for all tests, so that no test hears the late packets of another.
var sharedPorts = sync.OnceValues(func() (*media.Ports, error) {
	return media.NewPorts(loopback(), 10000, 31999, 5*time.Second)
})

func newPorts(tb testing.TB) *media.Ports {
	tb.Helper()
	ports, err := sharedPorts()
	require.NoError(tb, err)
	return ports
}

func fastTimers() sip.Timers {
	return sip.Timers{T1: 100 * time.Millisecond, T2: 400 * time.Millisecond, Glare: 20 * time.Millisecond, Goodbye: 500 * time.Millisecond}
}

func sipConfig() sip.Config {
	return sip.Config{
		Listen: []string{"udp://127.0.0.1:0"}, Timers: fastTimers(), Logger: testLogger(),
		Filter: transport.Filter{Rate: -1},
	}
}

func newRig(tb testing.TB, change ...func(*Config, *rig)) *rig {
	tb.Helper()
	r := &rig{t: tb}
	r.carrier = &carrier{legs: make(chan *sip.Leg, 200), ports: newPorts(tb)}
	var err error
	r.carrier.agent, err = sip.New(sipConfig(), r.carrier)
	require.NoError(tb, err)
	stopCarrier := running(tb, r.carrier.agent.Run)

	r.furnish()
	cfg := Config{Node: "test", Logger: testLogger(), RingTimeout: 20 * time.Second}
	for _, adjust := range change {
		adjust(&cfg, r)
	}
	r.bus, err = bus.Open(tb.Context(), bus.Config{URL: r.busURL, Node: "test", Logger: testLogger()})
	require.NoError(tb, err)
	web, err := media.NewWebRTC(media.WebRTCConfig{Listen: "127.0.0.1:0", Logger: testLogger()})
	require.NoError(tb, err)
	r.svc, err = New(cfg, Deps{Ports: newPorts(tb), WebRTC: web, Bus: r.bus, Lookup: r.paper, CallLog: r.paper, Directory: r.paper, Storage: r.storage})
	require.NoError(tb, err)
	r.agent, err = sip.New(sipConfig(), r.svc)
	require.NoError(tb, err)
	r.svc.UseSIP(r.agent)
	stopAgent := running(tb, r.agent.Run)
	r.carrier.agent.SetTrunks([]sip.Trunk{{
		ID: "ringbook", Addresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Proxy: r.agent.ListenAddr("udp").String(),
	}})
	stopService := running(tb, r.svc.Run)
	r.stop = sync.OnceFunc(func() {
		stopService()
		stopAgent()
		stopCarrier()
		require.NoError(tb, web.Close())
		require.NoError(tb, r.bus.Close())
	})
	tb.Cleanup(r.stop)
	require.Eventually(tb, func() bool { return r.svc.Ready(tb.Context()) == nil }, patience, 5*time.Millisecond)
	return r
}

// running runs something until the returned function is called.
func running(tb testing.TB, run func(context.Context) error) (stop func()) {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- run(ctx) }()
	return sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			require.NoError(tb, err)
		case <-time.After(30 * time.Second):
			tb.Error("Run does not return")
		}
	})
}

func (r *rig) furnish() {
	r.org = Organisation{ID: id.New[id.Org](), Name: "Test", Country: "GB"}
	r.ann = Agent{ID: id.New[id.User](), Org: r.org.ID, Name: "Ann", Active: true}
	r.bob = Agent{ID: id.New[id.User](), Org: r.org.ID, Name: "Bob", Active: true}
	r.trunk = Trunk{
		ID: id.New[id.Trunk](), Org: r.org.ID, Name: "Carrier", Enabled: true, CallerID: "+442079460000",
		Addresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Proxy: r.carrier.agent.ListenAddr("udp").String(),
	}
	r.queue = Queue{ID: id.New[id.Queue](), Org: r.org.ID, Name: "Sales", Members: []id.User{r.ann.ID, r.bob.ID}}
	r.paper = &paper{
		calls: map[id.Call]Call{}, legs: map[id.Leg]Leg{}, events: map[id.Call][]CallEvent{}, matches: map[string][]Match{},
		directory: DirectorySnapshot{
			Orgs: []Organisation{r.org}, Trunks: []Trunk{r.trunk}, Queues: []Queue{r.queue}, Agents: []Agent{r.ann, r.bob},
			Numbers: []DID{
				{ID: id.New[id.Number](), Org: r.org.ID, E164: "+442079460000", Label: "Main line", QueueID: &r.queue.ID},
				{ID: id.New[id.Number](), Org: r.org.ID, E164: "+442079460001", UserID: &r.ann.ID},
			},
		},
	}
}

// row waits until the call is in the log as ended.
func (r *rig) row(call id.Call) Call {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return r.paper.call(call).Status == StatusEnded }, patience, 5*time.Millisecond)
	row := r.paper.call(call)
	require.NotContains(r.t, r.paper.names(call), "out of order")
	require.NotNil(r.t, row.EndedAt)
	require.NotEmpty(r.t, row.Outcome)
	require.NotEmpty(r.t, row.HangupBy)
	return row
}

// onlyRow waits until one call is in the log as ended.
func (r *rig) onlyRow() Call {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return len(r.paper.all()) == 1 }, patience, 5*time.Millisecond)
	return r.row(r.paper.all()[0].ID)
}

// idle waits until no call, no leg and no port is left.
func (r *rig) idle() {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return r.svc.CallCount() == 0 && r.svc.journal.waiting() == 0 }, patience, 5*time.Millisecond)
	require.Eventually(r.t, func() bool { return r.agent.LegCount() == 0 }, patience, 5*time.Millisecond)
	for _, presence := range r.svc.Presences(r.org.ID) {
		require.False(r.t, presence.OnCall)
	}
}
