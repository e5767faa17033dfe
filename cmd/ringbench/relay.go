package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"runtime"
	"time"

	"github.com/ringbook/ringbook/sip/media"
)

const relayPackets = 100_000

type relayCommand struct{}

// Run sends packets one after the other through two RTP streams and a bridge,
// and through a socket that only passes them on.
func (relayCommand) Run(_ context.Context, b *bench) error {
	packets := relayPackets
	if b.Quick {
		packets /= quicker
	}
	bare, _, err := bareRelay(packets)
	if err != nil {
		return fmt.Errorf("bare relay: %w", err)
	}
	ours, allocations, err := bridgeRelay(packets)
	if err != nil {
		return fmt.Errorf("bridge: %w", err)
	}
	b.note(figure{
		Name: "relay of an RTP packet", Value: micros(ours), Unit: "us", Limit: "bare UDP relay", LimitValue: micros(bare),
		Goal: "<= 1.5", Note: fmt.Sprintf("%.2f allocations a packet", allocations),
	})
	return nil
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

func bareRelay(packets int) (time.Duration, float64, error) {
	ends, err := listenAll(3)
	if err != nil {
		return 0, 0, err
	}
	defer ends.close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, 1500)
		for {
			n, _, err := ends[2].ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			if _, err := ends[2].WriteToUDPAddrPort(buffer[:n], addrOf(ends[1])); err != nil {
				return
			}
		}
	}()
	each, allocations, err := roundTrips(ends[0], ends[1], addrOf(ends[2]), packets)
	_ = ends[2].Close() // ends the goroutine
	<-done
	return each, allocations, err
}

func bridgeRelay(packets int) (time.Duration, float64, error) {
	ends, err := listenAll(2)
	if err != nil {
		return 0, 0, err
	}
	defer ends.close()
	ports, err := media.NewPorts(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 33000, 33999, time.Second)
	if err != nil {
		return 0, 0, fmt.Errorf("open ports: %w", err)
	}
	var streams [2]*media.RTPStream
	for i := range streams {
		if streams[i], err = media.NewRTPStream(media.RTPConfig{Ports: ports, Logger: quiet()}); err != nil {
			return 0, 0, fmt.Errorf("open a stream: %w", err)
		}
		defer streams[i].Close()
		if _, err := streams[i].Answer(offerOf(addrOf(ends[i]).Port())); err != nil {
			return 0, 0, fmt.Errorf("answer: %w", err)
		}
	}
	bridge := media.Join(streams[0], streams[1])
	defer bridge.Close()
	return roundTrips(ends[0], ends[1], streams[0].LocalAddr(), packets)
}

// roundTrips sends packets from one end and waits for each at the other.
func roundTrips(from, to *net.UDPConn, via netip.AddrPort, packets int) (time.Duration, float64, error) {
	packet := make([]byte, 12+160)
	packet[0], packet[11] = 0x80, 7
	buffer := make([]byte, 1500)
	send := func(n int) error {
		packet[2], packet[3] = byte(n>>8), byte(n) //nolint:gosec // a sequence number wraps
		if _, err := from.WriteToUDPAddrPort(packet, via); err != nil {
			return fmt.Errorf("send: %w", err)
		}
		if err := to.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
			return fmt.Errorf("set the deadline: %w", err)
		}
		if _, _, err := to.ReadFromUDPAddrPort(buffer); err != nil {
			return fmt.Errorf("packet %d: %w", n, err)
		}
		return nil
	}
	const warm = 1000
	for n := range warm {
		if err := send(n); err != nil {
			return 0, 0, err
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for n := range packets {
		if err := send(warm + n); err != nil {
			return 0, 0, err
		}
	}
	spent := time.Since(began)
	runtime.ReadMemStats(&after)
	return spent / time.Duration(packets), float64(after.Mallocs-before.Mallocs) / float64(packets), nil
}

// sockets are loopback UDP sockets.
type sockets []*net.UDPConn

func (s sockets) close() {
	for _, conn := range s {
		_ = conn.Close() // nothing is left in it
	}
}

func listenAll(count int) (sockets, error) {
	var all sockets
	for range count {
		conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			all.close()
			return nil, fmt.Errorf("listen: %w", err)
		}
		all = append(all, conn)
	}
	return all, nil
}

func addrOf(conn *net.UDPConn) netip.AddrPort { return conn.LocalAddr().(*net.UDPAddr).AddrPort() }

// offerOf is the SDP of a phone that takes G.711 at port.
func offerOf(port uint16) []byte {
	return fmt.Appendf(nil, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"+
		"m=audio %d RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n", port)
}
