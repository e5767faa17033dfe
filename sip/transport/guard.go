package transport

import (
	"net/netip"
	"sync"
	"time"
)

const (
	defaultRate       = 200
	defaultBurst      = 400
	defaultSources    = 8192
	defaultMaxMessage = 32 << 10
	evictionSample    = 8
)

// Guard decides for each datagram whether it may reach the parser.
// Its memory is bounded: past Filter.Sources the longest idle of a sample makes room.
type Guard struct {
	filter  Filter
	trusted func(netip.Addr) bool

	mu      sync.Mutex
	buckets map[netip.Addr]*bucket
	dropped uint64
}

type bucket struct {
	tokens float64
	seen   time.Time
}

// NewGuard applies a filter. trusted names the sources that are not rate limited; it may be nil.
func NewGuard(filter Filter, trusted func(netip.Addr) bool) *Guard {
	if filter.Rate == 0 {
		filter.Rate = defaultRate
	}
	if filter.Burst == 0 {
		filter.Burst = max(defaultBurst, filter.Rate)
	}
	if filter.Sources <= 0 {
		filter.Sources = defaultSources
	}
	if filter.MaxMessage <= 0 {
		filter.MaxMessage = defaultMaxMessage
	}
	if trusted == nil {
		trusted = func(netip.Addr) bool { return false }
	}
	return &Guard{filter: filter, trusted: trusted, buckets: make(map[netip.Addr]*bucket)}
}

// Admits says whether a source may connect or send at all.
func (g *Guard) Admits(source netip.Addr) bool {
	source = source.Unmap()
	for _, network := range g.filter.Deny {
		if network.Contains(source) {
			return false
		}
	}
	if len(g.filter.Allow) == 0 {
		return true
	}
	for _, network := range g.filter.Allow {
		if network.Contains(source) {
			return true
		}
	}
	return false
}

// Allow takes one message of a source into account and says whether it may pass.
func (g *Guard) Allow(source netip.Addr, size int, now time.Time) bool {
	source = source.Unmap()
	allowed := size <= g.filter.MaxMessage && g.Admits(source) &&
		(g.filter.Rate < 0 || g.trusted(source) || g.take(source, now))
	if !allowed {
		g.mu.Lock()
		g.dropped++
		g.mu.Unlock()
	}
	return allowed
}

// Dropped counts the messages refused so far.
func (g *Guard) Dropped() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.dropped
}

// Sources counts the sources remembered.
func (g *Guard) Sources() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.buckets)
}

func (g *Guard) take(source netip.Addr, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	b := g.buckets[source]
	if b == nil {
		if len(g.buckets) >= g.filter.Sources {
			g.evict()
		}
		b = &bucket{tokens: g.filter.Burst, seen: now}
		g.buckets[source] = b
	}
	b.tokens = min(g.filter.Burst, b.tokens+now.Sub(b.seen).Seconds()*g.filter.Rate)
	b.seen = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// evict drops the longest idle of a few random sources: constant time, whatever the table's size.
func (g *Guard) evict() {
	var oldest netip.Addr
	var seen time.Time
	sampled := 0
	for source, b := range g.buckets {
		if sampled == 0 || b.seen.Before(seen) {
			oldest, seen = source, b.seen
		}
		if sampled++; sampled == evictionSample {
			break
		}
	}
	delete(g.buckets, oldest)
}
