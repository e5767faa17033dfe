package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	readBuffer     = 4 << 20
	maxConnections = 4096
	helloTimeout   = 10 * time.Second
	largestUDP     = 64<<10 - 1
)

// Screen looks at a datagram before the parser. It says whether to pass it on, and may answer it.
type Screen func(data []byte, source netip.AddrPort) (pass bool, reply []byte)

// PacketConn is a UDP socket that hands on only what its guard and screen let pass.
type PacketConn struct {
	*net.UDPConn
	guard  *Guard
	screen Screen
	ready  chan struct{}
	once   sync.Once
	muted  atomic.Bool
	sent   func(data []byte, to string)
}

// OnSent sets who sees each datagram that leaves, before the socket serves.
func (c *PacketConn) OnSent(sent func(data []byte, to string)) { c.sent = sent }

// ListenUDP opens a socket with a receive buffer that holds a burst of several thousand calls.
func ListenUDP(ctx context.Context, address string, guard *Guard, screen Screen) (*PacketConn, error) {
	allowLargeDatagrams()
	var config net.ListenConfig
	conn, err := config.ListenPacket(ctx, "udp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on udp %s: %w", address, err)
	}
	udp, ok := conn.(*net.UDPConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("listen on udp %s: not a UDP socket", address), conn.Close())
	}
	if err := udp.SetReadBuffer(readBuffer); err != nil {
		return nil, errors.Join(fmt.Errorf("size the buffer of udp %s: %w", address, err), conn.Close())
	}
	return &PacketConn{UDPConn: udp, guard: guard, screen: screen, ready: make(chan struct{})}, nil
}

// Ready is closed when the first read begins, which is when the socket serves.
func (c *PacketConn) Ready() <-chan struct{} { return c.ready }

// Mute drops what comes in from now on; the socket still sends.
func (c *PacketConn) Mute() { c.muted.Store(true) }

// ReadFrom returns the next datagram that may pass.
func (c *PacketConn) ReadFrom(data []byte) (int, net.Addr, error) {
	c.once.Do(func() { close(c.ready) })
	for {
		n, source, err := c.ReadFromUDPAddrPort(data)
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return 0, nil, err
			}
			continue // an ICMP answer to something sent; the socket itself is well
		}
		source = netip.AddrPortFrom(source.Addr().Unmap(), source.Port())
		if c.muted.Load() || !c.guard.Allow(source.Addr(), n, time.Now()) {
			continue
		}
		if c.screen != nil {
			pass, reply := c.screen(data[:n], source)
			if len(reply) > 0 {
				_, _ = c.WriteToUDPAddrPort(reply, source) // lost replies are asked for again
			}
			if !pass {
				continue
			}
		}
		return n, net.UDPAddrFromAddrPort(source), nil
	}
}

// WriteTo sends a datagram; IPv4 destinations are unmapped so that one socket serves both families.
func (c *PacketConn) WriteTo(data []byte, to net.Addr) (int, error) {
	if c.sent != nil {
		c.sent(data, to.String())
	}
	udp, ok := to.(*net.UDPAddr)
	if !ok {
		return c.UDPConn.WriteTo(data, to)
	}
	return c.UDPConn.WriteTo(data, udp)
}

// Listener accepts connections only from admitted sources, and no more than it can hold.
type Listener struct {
	net.Listener
	guard *Guard
	slots chan struct{}
}

// ListenTCP opens a listening socket for TCP, TLS and WS.
func ListenTCP(ctx context.Context, address string, guard *Guard) (*Listener, error) {
	var config net.ListenConfig
	inner, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on tcp %s: %w", address, err)
	}
	return &Listener{Listener: inner, guard: guard, slots: make(chan struct{}, maxConnections)}, nil
}

// Accept waits for the next admitted connection. A full house drops the newcomer.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		source, err := netip.ParseAddrPort(conn.RemoteAddr().String())
		if err != nil || !l.guard.Admits(source.Addr()) {
			_ = conn.Close()
			continue
		}
		select {
		case l.slots <- struct{}{}:
		default:
			_ = conn.Close()
			continue
		}
		// A silent newcomer must not hold the accept loop, where sipgo reads the websocket's first lines.
		if err := conn.SetReadDeadline(time.Now().Add(helloTimeout)); err != nil {
			_ = conn.Close()
			<-l.slots
			continue
		}
		return &connection{Conn: conn, guard: l.guard, source: source.Addr().Unmap(), release: func() { <-l.slots }}, nil
	}
}

type connection struct {
	net.Conn
	guard   *Guard
	source  netip.Addr
	release func()
	once    sync.Once
}

// Read counts each read as a message: a stream has no cheaper border before the parser.
func (c *connection) Read(data []byte) (int, error) {
	n, err := c.Conn.Read(data)
	if err == nil && !c.guard.Allow(c.source, 0, time.Now()) {
		return 0, errors.Join(fmt.Errorf("rate of %s exceeded", c.source), c.Close())
	}
	return n, err
}

// Close closes the connection and frees its place.
func (c *connection) Close() error {
	c.once.Do(c.release)
	return c.Conn.Close()
}

//nolint:gochecknoglobals // guards a variable of sipgo's that must be set before its first use, and once
var raiseLimit sync.Once

// allowLargeDatagrams lifts sipgo's refusal of UDP messages over 1300 B: a response must go back the way its
// request came whatever its size (RFC 3261 18.2.2), and for requests we choose TCP ourselves.
func allowLargeDatagrams() {
	raiseLimit.Do(func() { gosip.UDPMTUSize = largestUDP + 200 })
}
