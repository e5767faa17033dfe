package transport

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestGuardLimitsEachSource(t *testing.T) {
	t.Parallel()
	trusted := netip.MustParseAddr("192.0.2.1")
	g := NewGuard(Filter{Rate: 10, Burst: 2, MaxMessage: 100}, func(a netip.Addr) bool { return a == trusted })
	now := time.Unix(0, 0)
	one, two := netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("::ffff:192.0.2.3")
	require.True(t, g.Allow(one, 50, now))
	require.True(t, g.Allow(one, 50, now))
	require.False(t, g.Allow(one, 50, now), "the burst is used up")
	require.True(t, g.Allow(two, 50, now), "others are not affected")
	require.True(t, g.Allow(one, 50, now.Add(100*time.Millisecond)), "a tenth of a second is worth one")
	require.False(t, g.Allow(two, 101, now), "too large")
	for range 100 {
		require.True(t, g.Allow(trusted, 50, now))
	}
	require.Equal(t, uint64(2), g.Dropped())
}

func TestGuardAdmits(t *testing.T) {
	t.Parallel()
	g := NewGuard(Filter{
		Allow: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Deny: []netip.Prefix{netip.MustParsePrefix("192.0.2.9/32")},
	}, nil)
	require.True(t, g.Admits(netip.MustParseAddr("192.0.2.1")))
	require.False(t, g.Admits(netip.MustParseAddr("192.0.2.9")))
	require.False(t, g.Admits(netip.MustParseAddr("198.51.100.1")))
}

func TestGuardMemoryIsBounded(t *testing.T) {
	t.Parallel()
	g := NewGuard(Filter{Sources: 100}, nil)
	addr := netip.MustParseAddr("10.0.0.1")
	for i := range 10000 {
		g.Allow(addr, 1, time.Unix(0, int64(i)))
		addr = addr.Next()
	}
	require.Equal(t, 100, g.Sources())
}

func BenchmarkGuard(b *testing.B) {
	g := NewGuard(Filter{Rate: 1e9, Burst: 1e9}, nil)
	addr, now := netip.MustParseAddr("10.0.0.1"), time.Unix(0, 0)
	b.ReportAllocs()
	for b.Loop() {
		g.Allow(addr, 500, now)
	}
}
