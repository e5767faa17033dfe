package callsvc

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
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

// newPorts finds a range for one test, far from those of the others.
func newPorts(tb testing.TB, pairs int) *media.Ports {
	tb.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(tb, err)
	first := min(conn.LocalAddr().(*net.UDPAddr).Port, 65000-2*pairs) &^ 1
	require.NoError(tb, conn.Close())
	ports, err := media.NewPorts(loopback(), uint16(first), uint16(first+2*pairs), time.Millisecond)
	require.NoError(tb, err)
	return ports
}

func fastTimers() sip.Timers {
	return sip.Timers{T1: 50 * time.Millisecond, T2: 200 * time.Millisecond, Glare: 20 * time.Millisecond, Goodbye: 500 * time.Millisecond}
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
	r.carrier = &carrier{legs: make(chan *sip.Leg, 200), ports: newPorts(tb, 250)}
	var err error
	r.carrier.agent, err = sip.New(sipConfig(), r.carrier)
	require.NoError(tb, err)
	stopCarrier := running(tb, r.carrier.agent.Run)

	r.furnish()
	cfg := Config{Node: "test", Logger: testLogger(), RingTimeout: 20 * time.Second}
	for _, adjust := range change {
		adjust(&cfg, r)
	}
	r.bus, err = bus.Open(tb.Context(), bus.Config{Node: "test", Logger: testLogger()})
	require.NoError(tb, err)
	web, err := media.NewWebRTC(media.WebRTCConfig{Listen: "127.0.0.1:0", Logger: testLogger()})
	require.NoError(tb, err)
	r.svc, err = New(cfg, Deps{Ports: newPorts(tb, 250), WebRTC: web, Bus: r.bus, Lookup: r.paper, CallLog: r.paper, Directory: r.paper})
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

// far is a party at the carrier's end: a leg with sound.
type far struct {
	t      testing.TB
	leg    *sip.Leg
	sound  *media.RTPStream
	heard  *media.Captured
	events chan sip.LegEvent
}

func (r *rig) newSound() *media.RTPStream {
	r.t.Helper()
	sound, err := media.NewRTPStream(media.RTPConfig{Ports: r.carrier.ports, Logger: testLogger()})
	require.NoError(r.t, err)
	r.t.Cleanup(func() { require.NoError(r.t, sound.Close()) })
	return sound
}

// callIn places a call from the outside; the caller says a tone of 1000 Hz.
func (r *rig) callIn(from, to string) *far {
	r.t.Helper()
	sound := r.newSound()
	offer, err := sound.Offer()
	require.NoError(r.t, err)
	f := &far{t: r.t, sound: sound, heard: media.Capture(sound), events: make(chan sip.LegEvent, 64)}
	f.leg, err = r.carrier.agent.Dial(context.Background(), sip.DialRequest{TrunkID: "ringbook", To: to, From: from, FromName: "Carol Caller", Offer: offer})
	require.NoError(r.t, err)
	f.listen()
	return f
}

func (f *far) listen() {
	f.leg.OnOffer(f.sound.Answer)
	f.leg.Listen(func(event sip.LegEvent) {
		if f.leg.Outbound() && event.Kind == sip.LegAnswered {
			if err := f.sound.SetAnswer(event.SDP); err != nil {
				f.t.Error(err)
			}
			media.Play(f.sound, media.Tone(1000))
		}
		f.events <- event
	})
}

// called waits for a call to the outside.
func (r *rig) called() *far {
	r.t.Helper()
	select {
	case leg := <-r.carrier.legs:
		sound := r.newSound()
		f := &far{t: r.t, leg: leg, sound: sound, heard: media.Capture(sound), events: make(chan sip.LegEvent, 64)}
		f.listen()
		return f
	case <-time.After(patience):
		r.t.Fatal("nobody was called")
		return nil
	}
}

// pickUp answers a call to the outside and says a tone of 1000 Hz.
func (f *far) pickUp() {
	f.t.Helper()
	answer, err := f.sound.Answer(f.leg.RemoteOffer())
	require.NoError(f.t, err)
	require.NoError(f.t, f.leg.Answer(answer))
	media.Play(f.sound, media.Tone(1000))
}

// await waits for an event of the far leg.
func (f *far) await(kind sip.LegEventKind) sip.LegEvent {
	f.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case event := <-f.events:
			if event.Kind == kind {
				return event
			}
			if event.Kind == sip.LegEnded {
				f.t.Fatalf("waited for %s, but the leg ended: %s", kind, event.Cause)
			}
		case <-timeout:
			f.t.Fatalf("waited for %s", kind)
		}
	}
}

func (f *far) hears(hz float64) {
	f.t.Helper()
	hears(f.t, f.heard.Samples, hz)
}

// hears waits until the newest fifth of a second is one tone.
func hears(tb testing.TB, samples func() []int16, hz float64) {
	tb.Helper()
	before := len(samples())
	require.Eventually(tb, func() bool {
		all := samples()
		return len(all) >= before+1600 && media.GoertzelShare(all[len(all)-1600:], 8000, hz) > 0.9
	}, patience, 10*time.Millisecond, "no tone of %v Hz", hz)
}

// tab is a browser tab of an agent.
type tab struct {
	t      testing.TB
	r      *rig
	user   Agent
	conn   *Connection
	events chan UserEvent
}

func (r *rig) tab(user Agent) *tab {
	r.t.Helper()
	b := &tab{t: r.t, r: r, user: user, events: make(chan UserEvent, 1000)}
	conn, err := r.svc.Connect(r.t.Context(), r.org.ID, user.ID, func(event UserEvent) { b.events <- event })
	require.NoError(r.t, err)
	b.conn = conn
	r.t.Cleanup(conn.Close)
	return b
}

// expect waits for an event of a type that satisfies want.
func expect[T any](b *tab, kind string, want func(T) bool) T {
	b.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case event := <-b.events:
			if event.Type != kind {
				continue
			}
			var data T
			require.NoError(b.t, json.Unmarshal(event.Data, &data))
			if want == nil || want(data) {
				return data
			}
		case <-timeout:
			b.t.Fatalf("%s waited for %s", b.user.Name, kind)
		}
	}
}

func (b *tab) offered() OfferedEvent {
	b.t.Helper()
	return expect[OfferedEvent](b, EventCallOffered, nil)
}

func (b *tab) updated(want func(CallUpdated) bool) CallUpdated {
	b.t.Helper()
	return expect(b, EventCallUpdated, want)
}

func (b *tab) ended() CallEnded {
	b.t.Helper()
	return expect[CallEnded](b, EventCallEnded, nil)
}

func (b *tab) command(call id.Call, command Command) error {
	return b.r.svc.Command(b.t.Context(), b.r.org.ID, b.user.ID, "agent", call, command)
}

func (b *tab) do(call id.Call, name string) {
	b.t.Helper()
	require.NoError(b.t, b.command(call, Command{Name: name}))
}

func (b *tab) dial(to string) id.Call {
	b.t.Helper()
	call, err := b.r.svc.Dial(b.t.Context(), b.r.org.ID, b.user.ID, DialRequest{To: e164.Parse(to, "GB"), Name: "Carol"})
	require.NoError(b.t, err)
	return call
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
