package media

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Ports is a pool of UDP port pairs: an even one for RTP and the next for RTCP.
// A port rests after use, so that the late packets of one call are not heard in
// the next.
type Ports struct {
	ip   netip.Addr
	rest time.Duration
	now  func() time.Time

	mu   sync.Mutex
	free []freePort // the longest free first
}

type freePort struct {
	port  uint16
	ready time.Time
}

// portPair is a pair in use.
type portPair struct {
	port      uint16
	rtp, rtcp *net.UDPConn
}

// NewPorts makes a pool of the ports from first to last on one address.
func NewPorts(ip netip.Addr, first, last uint16, rest time.Duration) (*Ports, error) {
	if !ip.IsValid() {
		return nil, errors.New("rtp ports: no address")
	}
	if first == 0 || last <= first {
		return nil, fmt.Errorf("rtp ports: bad range %d-%d", first, last)
	}
	ports := &Ports{ip: ip.Unmap(), rest: rest, now: time.Now}
	for port := uint32(first) + uint32(first)%2; port < uint32(last); port += 2 {
		ports.free = append(ports.free, freePort{port: uint16(port)}) //nolint:gosec // below last
	}
	if len(ports.free) == 0 {
		return nil, fmt.Errorf("rtp ports: no even port in %d-%d", first, last)
	}
	// A port that cannot be guessed is harder to inject sound into.
	rand.Shuffle(len(ports.free), func(i, j int) {
		ports.free[i], ports.free[j] = ports.free[j], ports.free[i]
	})
	return ports, nil
}

// Free is how many pairs could be opened now.
func (p *Ports) Free() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, count := p.now(), 0
	for _, free := range p.free {
		if free.ready.After(now) {
			break
		}
		count++
	}
	return count
}

// open binds a pair. A port that another program holds is put aside and the
// next is tried.
func (p *Ports) open() (*portPair, error) {
	var taken error
	for range 64 {
		port, ok := p.take()
		if !ok {
			break
		}
		pair, err := p.bind(port)
		if err == nil {
			return pair, nil
		}
		taken = err
		p.giveBack(port)
	}
	if taken != nil {
		return nil, fmt.Errorf("%w: %w", ErrPortsExhausted, taken)
	}
	return nil, ErrPortsExhausted
}

func (p *Ports) take() (uint16, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) == 0 || p.free[0].ready.After(p.now()) {
		return 0, false
	}
	port := p.free[0].port
	p.free = p.free[1:]
	return port, true
}

func (p *Ports) giveBack(port uint16) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, freePort{port: port, ready: p.now().Add(p.rest)})
}

func (p *Ports) bind(port uint16) (*portPair, error) {
	rtp, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(p.ip, port)))
	if err != nil {
		return nil, fmt.Errorf("open rtp port %d: %w", port, err)
	}
	rtcp, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(p.ip, port+1)))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open rtcp port %d: %w", port+1, err), rtp.Close())
	}
	return &portPair{port: port, rtp: rtp, rtcp: rtcp}, nil
}

// close frees the pair for later use.
func (p *Ports) close(pair *portPair) error {
	err := errors.Join(pair.rtp.Close(), pair.rtcp.Close())
	p.giveBack(pair.port)
	return err
}
