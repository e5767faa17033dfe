package sip

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	resolveInterval = 5 * time.Minute
	resolveTimeout  = 5 * time.Second
)

// trunk is a Trunk at work: where its proxy is, and its registration.
type trunk struct {
	Trunk
	agent    *Agent
	resolved atomic.Pointer[[]netip.AddrPort]
	cancel   context.CancelFunc
	done     chan struct{}
	register *registration
	health   trunkHealth
}

// trunkBook holds the trunks in use. Reading it takes no lock: it is asked for each datagram.
type trunkBook struct {
	agent   *Agent
	mu      sync.Mutex // one change at a time
	current atomic.Pointer[[]*trunk]
	closed  bool
}

func newTrunkBook(a *Agent) *trunkBook {
	b := &trunkBook{agent: a}
	b.current.Store(&[]*trunk{})
	return b
}

func (b *trunkBook) all() []*trunk { return *b.current.Load() }

// set replaces the trunks. Those that stay the same keep their registration.
func (b *trunkBook) set(trunks []Trunk) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	before := b.all()
	kept := make(map[*trunk]bool)
	next := make([]*trunk, 0, len(trunks))
	for _, wanted := range trunks {
		t := sameTrunk(before, wanted)
		if t == nil || kept[t] {
			t = b.start(wanted)
		}
		kept[t] = true
		next = append(next, t)
	}
	b.current.Store(&next)
	for _, old := range before {
		if !kept[old] {
			old.cancel() // its goroutine unregisters
		}
	}
}

func sameTrunk(trunks []*trunk, wanted Trunk) *trunk {
	for _, t := range trunks {
		if reflect.DeepEqual(t.Trunk, wanted) {
			return t
		}
	}
	return nil
}

func (b *trunkBook) start(wanted Trunk) *trunk {
	ctx, cancel := context.WithCancel(context.Background())
	t := &trunk{Trunk: wanted, agent: b.agent, cancel: cancel, done: make(chan struct{})}
	if wanted.Register {
		t.register = newRegistration(t)
	}
	if addr, err := netip.ParseAddr(strings.Trim(t.host(), "[]")); err == nil {
		t.resolved.Store(&[]netip.AddrPort{netip.AddrPortFrom(addr.Unmap(), t.port())})
	}
	if !b.agent.spawn(func() { defer close(t.done); t.run(ctx) }) {
		close(t.done)
	}
	return t
}

// stop unregisters and waits.
func (b *trunkBook) stop() {
	b.mu.Lock()
	b.closed = true
	trunks := b.all()
	b.mu.Unlock()
	for _, t := range trunks {
		t.cancel()
	}
	for _, t := range trunks {
		<-t.done
	}
}

// abandon ends what stop still waits for.
func (b *trunkBook) abandon() {
	for _, t := range b.all() {
		if t.register != nil {
			t.register.abandon()
		}
	}
}

func (b *trunkBook) byID(id string) *trunk {
	for _, t := range b.all() {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// matching gives the trunks that a source may speak for.
func (b *trunkBook) matching(source netip.Addr) []*trunk {
	var matches []*trunk
	for _, t := range b.all() {
		if t.covers(source) {
			matches = append(matches, t)
		}
	}
	return matches
}

func (b *trunkBook) knows(source netip.Addr) bool {
	for _, t := range b.all() {
		if t.covers(source) {
			return true
		}
	}
	return false
}

func (b *trunkBook) registrations() []RegistrationState {
	var states []RegistrationState
	for _, t := range b.all() {
		if t.register != nil {
			states = append(states, t.register.current())
		}
	}
	return states
}

func (t *trunk) covers(source netip.Addr) bool {
	source = source.Unmap()
	for _, network := range t.Addresses {
		if network.Contains(source) {
			return true
		}
	}
	if resolved := t.resolved.Load(); resolved != nil {
		for _, address := range *resolved {
			if address.Addr() == source {
				return true
			}
		}
	}
	return false
}

// run resolves the proxy again and again, and keeps the registration.
func (t *trunk) run(ctx context.Context) {
	select {
	case <-t.agent.ready:
	case <-t.agent.stop:
		return
	case <-ctx.Done():
		return
	}
	if t.OptionsEvery > 0 && t.Proxy != "" {
		var asking sync.WaitGroup
		asking.Go(func() { t.keepAsking(ctx) })
		defer asking.Wait()
	}
	if t.register != nil {
		t.register.run(ctx)
		return
	}
	for {
		if t.Proxy != "" {
			if err := t.resolve(ctx); err != nil && ctx.Err() == nil {
				t.agent.log.WarnContext(ctx, "trunk proxy not resolved", slog.String("trunk_id", t.ID), slog.Any("error", err))
			}
		}
		if !pause(ctx, resolveInterval) {
			return
		}
	}
}

// pause waits for d; false when ctx ends first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (t *trunk) network() string {
	switch strings.ToLower(t.Transport) {
	case "tcp":
		return "TCP"
	case "tls":
		return "TLS"
	default:
		return "UDP"
	}
}

func (t *trunk) host() string {
	host, _, err := net.SplitHostPort(t.Proxy)
	if err != nil {
		return t.Proxy
	}
	return host
}

// port is the proxy's; zero when it is not named.
func (t *trunk) port() uint16 {
	_, text, err := net.SplitHostPort(t.Proxy)
	if err != nil {
		return 0
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0
	}
	return uint16(port)
}

// domain is the host part of the addresses there.
func (t *trunk) domain() (host string, port int) {
	if t.Domain != "" {
		return t.Domain, 0
	}
	return t.host(), int(t.port())
}

// resolve looks the proxy up: its addresses, or where SRV points when no port is named (RFC 3263).
func (t *trunk) resolve(ctx context.Context) error {
	if t.Proxy == "" {
		return errors.New("no proxy is set")
	}
	if addr, err := netip.ParseAddr(strings.Trim(t.host(), "[]")); err == nil {
		t.resolved.Store(&[]netip.AddrPort{netip.AddrPortFrom(addr.Unmap(), t.port())})
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, resolveTimeout)
	defer cancel()
	var found []netip.AddrPort
	if t.port() == 0 {
		found = t.lookupService(ctx)
	}
	if len(found) == 0 {
		addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", t.host())
		if err != nil {
			return fmt.Errorf("resolve proxy %s: %w", t.Proxy, err)
		}
		for _, addr := range addrs {
			found = append(found, netip.AddrPortFrom(addr.Unmap(), t.port()))
		}
	}
	preferIPv4(found)
	t.resolved.Store(&found)
	return nil
}

func (t *trunk) lookupService(ctx context.Context) []netip.AddrPort {
	service, protocol := "sip", "udp"
	switch t.network() {
	case "TCP":
		protocol = "tcp"
	case "TLS":
		service, protocol = "sips", "tcp"
	}
	_, records, err := net.DefaultResolver.LookupSRV(ctx, service, protocol, t.host())
	if err != nil {
		return nil
	}
	var found []netip.AddrPort
	for _, record := range records[:min(len(records), 8)] {
		addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", record.Target)
		if err != nil {
			continue
		}
		for _, addr := range addrs {
			found = append(found, netip.AddrPortFrom(addr.Unmap(), record.Port))
		}
	}
	return found
}

// preferIPv4 moves the first IPv4 address to the front: our sockets are most often IPv4 alone.
func preferIPv4(addresses []netip.AddrPort) {
	for i, address := range addresses {
		if address.Addr().Is4() {
			copy(addresses[1:i+1], addresses[:i])
			addresses[0] = address
			return
		}
	}
}

// hop is where requests to the trunk go.
func (t *trunk) hop(ctx context.Context) (netip.AddrPort, error) {
	if known := t.resolved.Load(); known == nil || len(*known) == 0 {
		if err := t.resolve(ctx); err != nil {
			return netip.AddrPort{}, err
		}
	}
	known := *t.resolved.Load()
	if len(known) == 0 {
		return netip.AddrPort{}, fmt.Errorf("resolve proxy %s: no address", t.Proxy)
	}
	hop := known[0]
	if hop.Port() == 0 {
		hop = netip.AddrPortFrom(hop.Addr(), uint16(gosip.DefaultPort(t.network()))) //nolint:gosec // 5060 or 5061
	}
	return hop, nil
}

func (t *trunk) authenticator() *authenticator {
	user := t.AuthUsername
	if user == "" {
		user = t.Username
	}
	return &authenticator{user: user, password: t.Password}
}
