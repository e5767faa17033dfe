package transport

import "net/netip"

// Filter says what one source may send. The zero value means the defaults.
type Filter struct {
	// Rate is how many messages a second one source may send, Burst how many at once.
	// Zero means 200 a second and 400 at once; a negative Rate means no limit.
	Rate, Burst float64
	// Sources bounds how many sources are remembered; zero means 8192.
	Sources int
	// MaxMessage is the largest message taken, in bytes; zero means 32 KB.
	MaxMessage int
	// Deny drops everything from these networks.
	Deny []netip.Prefix
	// Allow, when not empty, drops everything from other networks.
	Allow []netip.Prefix
}
