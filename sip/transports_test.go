package sip

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

func certificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, RootCAs: roots, MinVersion: tls.VersionTLS12,
	}
}

// TestCallBetweenAgents rings one agent of ours from another over each transport, and ends it from either side.
func TestCallBetweenAgents(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "tcp", "tls"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			config := certificate(t)
			listen := func(c *Config) {
				c.TLS, c.Listen = config, []string{"udp://127.0.0.1:0", network + "://127.0.0.1:0"}
			}
			callee, caller := newRig(t, listen), newRig(t, listen)
			caller.SetTrunks([]Trunk{{ID: "out", Addresses: loopback(), Proxy: callee.ListenAddr(network).String(), Transport: network}})
			for _, byCaller := range []bool{true, false} {
				leg, err := caller.Dial(t.Context(), DialRequest{TrunkID: "out", To: "1", From: "2", Offer: []byte(siptest.SDP)})
				require.NoError(t, err)
				events := listenTo(leg)
				far := callee.leg(t)
				require.Equal(t, strings.ToUpper(network), far.Invite().Transport)
				farEvents := listenTo(far)
				require.NoError(t, far.Ring())
				expectEvent(t, events, LegRinging)
				require.NoError(t, far.Answer([]byte(otherSDP)))
				require.Equal(t, otherSDP, string(expectEvent(t, events, LegAnswered).SDP))
				expectEvent(t, farEvents, LegConfirmed)
				leg.OnOffer(func([]byte) ([]byte, error) { return []byte(siptest.SDP), nil })
				answer, err := far.Reinvite(t.Context(), []byte(otherSDP))
				require.NoError(t, err)
				require.Equal(t, siptest.SDP, string(answer))
				if byCaller {
					require.NoError(t, leg.Hangup(CauseNormal()))
				} else {
					require.NoError(t, far.Hangup(CauseNormal()))
				}
				require.Equal(t, !byCaller, expectEvent(t, events, LegEnded).ByRemote)
				require.Equal(t, byCaller, expectEvent(t, farEvents, LegEnded).ByRemote)
			}
		})
	}
}

func listenTo(leg *Leg) chan LegEvent { return listen(leg) }

// TestLargeInviteGoesOverTCP sends a description that does not fit in a datagram.
func TestLargeInviteGoesOverTCP(t *testing.T) {
	t.Parallel()
	large := siptest.SDP + strings.Repeat("a=x-filler:0123456789012345678901234567890123456789\r\n", 30)
	for name, listen := range map[string][]string{"TCP": {"udp://127.0.0.1:0", "tcp://"}, "UDP": {"udp://127.0.0.1:0"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			callee := newRig(t, func(c *Config) {
				if name == "TCP" {
					// The same port number on both transports, as any real server has.
					free, err := net.Listen("tcp", "127.0.0.1:0")
					require.NoError(t, err)
					addr := free.Addr().String()
					require.NoError(t, free.Close())
					listen = []string{"udp://" + addr, "tcp://" + addr}
				}
				c.Listen = listen
			})
			caller := newRig(t, nil)
			caller.SetTrunks([]Trunk{{ID: "out", Addresses: loopback(), Proxy: callee.ListenAddr("udp").String()}})
			leg, err := caller.Dial(t.Context(), DialRequest{TrunkID: "out", To: "1", From: "2", Offer: []byte(large)})
			require.NoError(t, err)
			events := listenTo(leg)
			far := callee.leg(t)
			require.Equal(t, name, far.Invite().Transport, "nobody on TCP: UDP all the same")
			require.Equal(t, large, string(far.RemoteOffer()))
			require.NoError(t, far.Answer([]byte(large)), "a large answer goes back the way its request came")
			require.Equal(t, large, string(expectEvent(t, events, LegAnswered).SDP))
			require.NoError(t, far.Hangup(CauseNormal()))
			expectEvent(t, events, LegEnded)
		})
	}
}

func TestWebsocketOptions(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.Listen = append(c.Listen, "ws://127.0.0.1:0") })
	dialer := ws.Dialer{Protocols: []string{"sip"}}
	conn, _, _, err := dialer.Dial(t.Context(), "ws://"+r.ListenAddr("ws").String())
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	call := r.phone.NewCall("1")
	call.CSeq = 1
	text := strings.ReplaceAll(call.Text(""), "INVITE", "OPTIONS")
	text = strings.Replace(text, "SIP/2.0/UDP", "SIP/2.0/WS", 1)
	require.NoError(t, wsutil.WriteClientText(conn, []byte(siptest.Wire(text))))
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(siptest.Patience)))
	answer, err := wsutil.ReadServerText(conn)
	require.NoError(t, err)
	require.Contains(t, string(answer), "SIP/2.0 200 OK")
}

func TestUnknownSourceOverTCP(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.Listen = append(c.Listen, "tcp://127.0.0.1:0") })
	r.SetTrunks(nil)
	conn, err := net.Dial("tcp", r.ListenAddr("tcp").String())
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	call := r.phone.NewCall("1")
	text := strings.Replace(call.Text(siptest.SDP), "SIP/2.0/UDP", "SIP/2.0/TCP", 1)
	text = strings.Replace(text, "branch=;", "branch=z9hG4bKx;", 1)
	_, err = io.WriteString(conn, siptest.Wire(text))
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(siptest.Patience)))
	line, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "SIP/2.0 403 Forbidden\r\n", line)
}

func TestListenErrors(t *testing.T) {
	t.Parallel()
	for _, listen := range [][]string{nil, {"127.0.0.1:0"}, {"sctp://127.0.0.1:0"}, {"tls://127.0.0.1:0"}, {"udp://127.0.0.1:0", "udp://256.0.0.1:0"}} {
		_, err := New(Config{Listen: listen, Logger: slog.New(slog.DiscardHandler)}, handlerFunc(func(context.Context, *Leg) {}))
		require.Error(t, err, "%v", listen)
	}
}

// TestUnspecifiedAddress listens on every address and tells peers the one that leads to them, or the public one.
func TestUnspecifiedAddress(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listen, public, contact string
	}{
		"ipv4":   {"udp://0.0.0.0:0", "", "127.0.0.1"},
		"both":   {"udp://:0", "", "127.0.0.1"},
		"public": {"udp://127.0.0.1:0", "198.51.100.7", "198.51.100.7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *Config) {
				c.Listen = []string{test.listen}
				if test.public != "" {
					c.PublicIP = netip.MustParseAddr(test.public)
				}
			})
			r.phone.Target(netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), r.ListenAddr("udp").Port()))
			leg, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "1", From: "2", Offer: []byte(siptest.SDP)})
			require.NoError(t, err)
			events := listen(leg)
			call, invite := r.phone.Accept()
			require.Equal(t, r.ListenAddr("udp").Port(), invite.From.Port(), "it leaves from the socket listened on")
			require.Contains(t, invite.Header("Contact"), "@"+test.contact+":")
			require.Contains(t, invite.Header("Via"), test.contact+":")
			r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP)
			expectEvent(t, events, LegConfirmed)
			call.Bye()
			expectEvent(t, events, LegEnded)
			inbound := r.phone.Invite("1", siptest.SDP)
			require.NoError(t, r.leg(t).Answer([]byte(siptest.SDP)))
			require.Contains(t, inbound.Expect("200 INVITE").Header("Contact"), "@"+test.contact+":")
		})
	}
}

func TestTrunksAreReplaced(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	withPassword(r, func(trunk *Trunk) { trunk.Register = true })
	register := r.phone.Expect("REGISTER")
	r.phone.Reply(register, 200, "x", "")
	require.Eventually(t, func() bool { return r.Registrations()[0].State == RegistrationActive }, time.Second, time.Millisecond)
	withPassword(r, func(trunk *Trunk) { trunk.Register = true }) // the same again changes nothing
	r.phone.Refuse("REGISTER", 50*time.Millisecond)
	r.SetTrunks(nil)
	goodbye := r.phone.Expect("REGISTER")
	require.Equal(t, "0", goodbye.Header("Expires"))
	r.phone.Reply(goodbye, 200, "x", "")
	require.Empty(t, r.Registrations())
	r.phone.Invite("1", siptest.SDP).Expect("403 INVITE")
}
