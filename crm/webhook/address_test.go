package webhook

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		// The internet.
		"1.1.1.1": true, "8.8.8.8": true, "9.255.255.255": true, "11.0.0.0": true, "100.63.255.255": true, "100.128.0.0": true,
		"126.255.255.255": true, "128.0.0.0": true, "172.15.255.255": true, "172.32.0.0": true, "192.167.255.255": true,
		"192.169.0.0": true, "198.17.255.255": true, "198.20.0.0": true, "223.255.255.255": true,
		"2606:4700::1111": true, "2001:4860:4860::8888": true, "2a00:1450:4001::1": true, "2620:fe::fe": true,
		// Here, and near.
		"0.0.0.0": false, "0.1.2.3": false, "127.0.0.1": false, "127.255.255.255": false, "::1": false, "::": false,
		"10.0.0.0": false, "10.255.255.255": false, "172.16.0.0": false, "172.31.255.255": false, "192.168.0.1": false,
		"169.254.0.1": false, "fe80::1": false, "fec0::1": false, "fc00::1": false, "fd12:3456::1": false,
		"100.64.0.0": false, "100.127.255.255": false,
		// Metadata of the clouds.
		"169.254.169.254": false, "169.254.170.2": false, "fd00:ec2::254": false, "100.100.100.200": false, "168.63.129.16": false,
		"192.0.0.192": false, "fd20:ce::254": false,
		// Many, none, and nobody.
		"224.0.0.1": false, "239.255.255.255": false, "ff02::1": false, "255.255.255.255": false, "240.0.0.1": false,
		"192.0.2.1": false, "198.51.100.1": false, "203.0.113.1": false, "2001:db8::1": false, "3fff::1": false,
		"198.18.0.1": false, "198.19.255.255": false, "192.0.0.1": false, "192.88.99.1": false, "100::1": false, "5f00::1": false,
		// One address in the clothes of another.
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:169.254.169.254": false, "::ffff:8.8.8.8": true,
		"::127.0.0.1": false, "::8.8.8.8": false, "::ffff:0:127.0.0.1": false,
		"64:ff9b::127.0.0.1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b::8.8.8.8": true, "64:ff9b:1::8.8.8.8": false,
		"2002:7f00:1::1": false, "2002:a9fe:a9fe::1": false, "2002:808:808::1": false,
		"2001:0:4136:e378:8000:63bf:3fff:fdd2": false, "2001:2::1": false, "2001:20::1": false,
		"2606:4700::5efe:127.0.0.1": false, "2606:4700::200:5efe:10.0.0.1": false, "2606:4700::5efe:8.8.8.8": true,
		"4000::1": false, "1fff::1": false,
	} {
		assert.Equal(t, want, public(netip.MustParseAddr(address)), address)
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	house := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd01::/64")}
	for _, one := range []struct {
		guard guard
		to    string
		want  bool
	}{
		{guard{}, "8.8.8.8:443", true},
		{guard{}, "8.8.8.8:80", true},
		{guard{}, "8.8.8.8:8443", true},
		{guard{}, "8.8.8.8:25", false},
		{guard{}, "8.8.8.8:22", false},
		{guard{}, "8.8.8.8:0", false},
		{guard{plain: true}, "8.8.8.8:80", false},
		{guard{}, "10.1.2.3:443", false},
		{guard{allow: house}, "10.1.2.3:443", true},
		{guard{allow: house}, "10.1.2.3:81", true},
		{guard{allow: house}, "[::ffff:10.1.2.3]:443", true},
		{guard{allow: house}, "10.2.0.1:443", false},
		{guard{allow: house}, "[fd01::5]:443", true},
		{guard{allow: house}, "[fd01::5%eth0]:443", false},
		{guard{allow: house, plain: true}, "10.1.2.3:8080", true},
		{guard{allow: house, plain: true}, "8.8.8.8:8080", false},
	} {
		err := one.guard.control("tcp4", one.to, nil)
		assert.Equal(t, one.want, err == nil, "%+v %s: %v", one.guard, one.to, err)
	}
	require.Error(t, guard{}.control("udp", "8.8.8.8:443", nil))
	require.Error(t, guard{}.control("unix", "/run/x", nil))
}

// FuzzAddress holds the decision against net/netip's own idea of what is not
// out in the world, whatever form an address is written in.
func FuzzAddress(f *testing.F) {
	for _, text := range []string{"127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2606:4700::1111", "fe80::1%eth0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ip, err := netip.ParseAddr(text)
		if err != nil {
			return
		}
		allowed := guard{}.permit(netip.AddrPortFrom(ip, portHTTPS)) == nil
		inner := ip.Unmap()
		if at, ok := translated(ip); ok {
			inner = at
		}
		bad := !inner.IsValid() || inner.IsLoopback() || inner.IsPrivate() || inner.IsLinkLocalUnicast() || inner.IsMulticast() ||
			inner.IsUnspecified() || inner.IsInterfaceLocalMulticast() || ip.Zone() != ""
		if allowed && bad {
			t.Fatalf("%s is allowed", text)
		}
		// Wrapping an address that is refused makes it no better.
		if inner.Is4() && !allowed && ip.Zone() == "" {
			four := inner.As4()
			for _, prefix := range []string{"::ffff:0:0", "64:ff9b::", "2606:4700::5efe:0:0"} {
				wrapped := netip.MustParseAddr(prefix).As16()
				copy(wrapped[12:], four[:])
				if public(netip.AddrFrom16(wrapped)) {
					t.Fatalf("%s is allowed as %s", text, netip.AddrFrom16(wrapped))
				}
			}
		}
	})
}
