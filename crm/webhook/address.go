package webhook

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"syscall"
)

// ErrRefused says that an address is none that messages are sent to. It names
// no address: what a name resolves to inside our network is nobody's business.
var ErrRefused = errors.New("this address is not a public one")

// The ports of the web, and those that no system service has.
const (
	portHTTP    = 80
	portHTTPS   = 443
	portFirst   = 1024
	bitsOfIPv4  = 32
	bytesOfIPv6 = 16
)

// guard decides on the address really dialled, after every name was resolved,
// so that a name cannot mean one address when asked and another when used.
type guard struct {
	allow []netip.Prefix
	// plain guards connections without TLS, which go only where the operator
	// said so by name.
	plain bool
}

// control is net.Dialer's, called for each address that is tried.
func (g guard) control(network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return ErrRefused
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read the address: %w", err)
	}
	return g.permit(to)
}

func (g guard) permit(to netip.AddrPort) error {
	ip := to.Addr()
	if ip.Zone() != "" {
		return ErrRefused
	}
	if slices.ContainsFunc(g.allow, func(p netip.Prefix) bool { return p.Contains(ip.Unmap()) || p.Contains(ip) }) {
		return nil
	}
	if g.plain || !public(ip) || to.Port() != portHTTP && to.Port() != portHTTPS && to.Port() < portFirst {
		return ErrRefused
	}
	return nil
}

// public reports whether an address is one of the internet at large. Of IPv6
// only what is given out to networks is, so that a range nobody thought of is
// refused; of IPv4 everything but the ranges that IANA keeps for itself.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if ip.Is4() {
		return !within(ip, reserved4())
	}
	if inner, ok := translated(ip); ok {
		return public(inner)
	}
	return global6().Contains(ip) && !within(ip, reserved6()) && !within(tunnelled(ip), reserved4())
}

func within(ip netip.Addr, ranges []netip.Prefix) bool {
	return slices.ContainsFunc(ranges, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// translated is the IPv4 address that NAT64's well-known prefix leads to (RFC 6052).
func translated(ip netip.Addr) (netip.Addr, bool) {
	if !netip.MustParsePrefix("64:ff9b::/96").Contains(ip) {
		return netip.Addr{}, false
	}
	return lastFour(ip), true
}

// tunnelled is the IPv4 address in an ISATAP interface identifier (RFC 5214), or
// one that is public.
func tunnelled(ip netip.Addr) netip.Addr {
	bytes := ip.As16()
	switch binary.BigEndian.Uint32(bytes[8:12]) {
	case 0x0000_5efe, 0x0200_5efe:
		return lastFour(ip)
	}
	return netip.AddrFrom4([4]byte{1, 1, 1, 1})
}

func lastFour(ip netip.Addr) netip.Addr {
	bytes := ip.As16()
	return netip.AddrFrom4([4]byte(bytes[bytesOfIPv6-bitsOfIPv4/8:]))
}

// global6 is all that is given out of IPv6 so far (RFC 4291).
func global6() netip.Prefix { return netip.MustParsePrefix("2000::/3") }

// reserved4 are IANA's special purposes, and the one public address at which a
// cloud answers only its own machines.
func reserved4() []netip.Prefix {
	return prefixes(
		"0.0.0.0/8",       // this network, unspecified
		"10.0.0.0/8",      // private
		"100.64.0.0/10",   // carrier-grade NAT, a cloud's metadata
		"127.0.0.0/8",     // loopback
		"169.254.0.0/16",  // link-local, the clouds' metadata
		"172.16.0.0/12",   // private
		"192.0.0.0/24",    // protocol assignments, a cloud's metadata
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // relays of 6to4
		"192.168.0.0/16",  // private
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"224.0.0.0/4",     // multicast
		"240.0.0.0/4",     // reserved, broadcast
		"168.63.129.16/32",
	)
}

// reserved6 are the special purposes within global6. 6to4 and Teredo carry an
// IPv4 address within; both are gone from the internet, and refused whole.
func reserved6() []netip.Prefix {
	return prefixes(
		"2001::/23",     // protocol assignments: Teredo, benchmarks, ORCHID
		"2001:db8::/32", // documentation
		"2002::/16",     // 6to4
		"3fff::/20",     // documentation
	)
}

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}
