package sip

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	gosip "github.com/emiago/sipgo/sip"

	"github.com/ringbook/ringbook/sip/transport"
)

const (
	idleConnection = 10 * time.Minute
	writeTimeout   = 5 * time.Second
)

// socket is one address listened on.
type socket struct {
	transport string
	address   netip.AddrPort
	packets   *transport.PacketConn
	listener  net.Listener
}

func (s *socket) close() error {
	if s.packets != nil {
		return s.packets.Close()
	}
	return s.listener.Close()
}

func (a *Agent) openSockets() error {
	for _, listen := range a.cfg.Listen {
		s, err := a.openSocket(listen)
		if err != nil {
			return errors.Join(err, a.closeSockets())
		}
		a.sockets = append(a.sockets, s)
	}
	return nil
}

func (a *Agent) openSocket(listen string) (*socket, error) {
	scheme, address, found := strings.Cut(listen, "://")
	if !found {
		return nil, fmt.Errorf("listen address %q: want transport://host:port", listen)
	}
	ctx := context.Background()
	s := &socket{transport: strings.ToLower(scheme)}
	var err error
	switch s.transport {
	case "udp":
		if s.packets, err = transport.ListenUDP(ctx, address, a.guard, a.screen); err != nil {
			return nil, err
		}
		s.packets.OnSent(a.traces.leftUDP)
		s.address, err = netip.ParseAddrPort(s.packets.LocalAddr().String())
		return s, err
	case "tcp", "tls", "ws":
		if s.transport == "tls" && a.cfg.TLS == nil {
			return nil, fmt.Errorf("listen address %q: no TLS certificate is configured", listen)
		}
		if s.listener, err = transport.ListenTCP(ctx, address, a.guard); err != nil {
			return nil, err
		}
		if s.transport == "tls" {
			s.listener = tls.NewListener(s.listener, a.cfg.TLS)
		}
		s.address, err = netip.ParseAddrPort(s.listener.Addr().String())
		return s, err
	default:
		return nil, fmt.Errorf("listen address %q: unknown transport %q", listen, scheme)
	}
}

func (a *Agent) closeSockets() error {
	var errs []error
	for _, s := range a.sockets {
		if err := s.close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (a *Agent) serve(s *socket) error {
	switch s.transport {
	case "udp":
		return a.layer.ServeUDP(s.packets)
	case "tcp":
		return a.layer.ServeTCP(s.listener)
	case "tls":
		return a.layer.ServeTLS(s.listener)
	default:
		return a.layer.ServeWS(s.listener)
	}
}

// socketFor is the socket whose address belongs in Via and Contact for a transport; nil when there is none.
func (a *Agent) socketFor(network string) *socket {
	network = strings.ToLower(network)
	for _, s := range a.sockets {
		if s.transport == network {
			return s
		}
	}
	return nil
}

// advertised is the address that a peer is told to send to.
func (a *Agent) advertised(s *socket, peer string) netip.AddrPort {
	switch {
	case a.cfg.PublicIP.IsValid():
		return netip.AddrPortFrom(a.cfg.PublicIP, s.address.Port())
	case s.address.Addr().IsUnspecified():
		return netip.AddrPortFrom(routeTo(peer), s.address.Port())
	default:
		return s.address
	}
}

// routeTo asks the kernel which of our addresses leads to a peer; nothing is sent.
func routeTo(peer string) netip.Addr {
	host, _, err := net.SplitHostPort(peer)
	if err != nil {
		host = peer
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(context.Background(), "udp", net.JoinHostPort(host, "9"))
	if err != nil {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	defer func() { _ = conn.Close() }()
	local, err := netip.ParseAddrPort(conn.LocalAddr().String())
	if err != nil {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return local.Addr().Unmap()
}

// newLayers makes sipgo's transports and transactions. order runs first on each message, in order of arrival.
func (a *Agent) newLayers() {
	tcp := func() *gosip.TransportTCP {
		return &gosip.TransportTCP{ReadTimeout: idleConnection, WriteTimeout: writeTimeout}
	}
	a.layer = gosip.NewTransportLayer(net.DefaultResolver, gosip.NewParser(), a.cfg.TLS,
		gosip.WithTransportLayerLogger(quiet()),
		gosip.WithTransportLayerTransports(gosip.TransportsConfig{
			TCP: tcp(), TLS: &gosip.TransportTLS{TransportTCP: tcp()},
			WS: &gosip.TransportWS{ReadTimeout: idleConnection, WriteTimeout: writeTimeout},
		}))
	a.layer.OnMessage(a.stamp)
	a.tx = gosip.NewTransactionLayer(a.layer,
		gosip.WithTransactionLayerLogger(quiet()),
		gosip.WithTransactionLayerUnhandledResponseHandler(a.strayResponse))
	a.tx.OnRequest(a.handle)
}
