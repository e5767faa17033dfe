package media_test

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/media"
)

// BenchmarkRelayPacket measures one packet through two RTP streams and a
// bridge. The same number of packets then goes through a bare UDP relay, and the
// ratio of the two is reported.
func BenchmarkRelayPacket(b *testing.B) {
	caller, callee := listen(b), listen(b)
	left, right := newRTP(b), newRTP(b)
	bridge := media.Join(left, right)
	defer bridge.Close()
	answer(b, left, caller)
	answer(b, right, callee)
	b.ReportAllocs()
	b.ResetTimer()
	through := roundTrips(b, caller, callee, left.LocalAddr())
	b.StopTimer()
	middle := listen(b)
	bare := bareRelay(b, middle, callee)
	b.ReportMetric(float64(through)/float64(roundTrips(b, caller, callee, bare)), "ratio-to-bare-udp")
}

// BenchmarkSend measures the sending half alone, converted and not.
func BenchmarkSend(b *testing.B) {
	for name, codec := range map[string]media.Codec{"same-law": media.PCMU, "converted": media.PCMA} {
		b.Run(name, func(b *testing.B) {
			sink, stream := listen(b), newRTP(b)
			answer(b, stream, sink)
			packet := media.Packet{Codec: codec, SSRC: 7, Payload: make([]byte, 160)}
			b.ReportAllocs()
			for b.Loop() {
				stream.Send(&packet)
				packet.Sequence++
				packet.Timestamp += 160
			}
		})
	}
}

// bareRelay copies datagrams to one target, and does nothing else.
func bareRelay(b *testing.B, middle, callee *net.UDPConn) netip.AddrPort {
	b.Helper()
	target := callee.LocalAddr().(*net.UDPAddr).AddrPort()
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, 1500)
		for {
			n, _, err := middle.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			if _, err = middle.WriteToUDPAddrPort(buffer[:n], target); err != nil {
				return
			}
		}
	}()
	b.Cleanup(func() {
		_ = middle.Close()
		<-done
	})
	return middle.LocalAddr().(*net.UDPAddr).AddrPort()
}

// roundTrips sends b.N packets, each after the last has arrived.
func roundTrips(b *testing.B, caller, callee *net.UDPConn, via netip.AddrPort) time.Duration {
	b.Helper()
	packet := rawPacket(0, 0, 0, 1, make([]byte, 160))
	buffer := make([]byte, 1500)
	begin := time.Now()
	for sequence := range b.N {
		packet[2], packet[3] = byte(sequence>>8), byte(sequence)
		if _, err := caller.WriteToUDPAddrPort(packet, via); err != nil {
			b.Fatal(err)
		}
		if _, _, err := callee.ReadFromUDPAddrPort(buffer); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(begin)
}

func listen(tb testing.TB) *net.UDPConn {
	tb.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = conn.Close() })
	return conn
}

// answer connects a stream to a bare socket that takes PCMU.
func answer(tb testing.TB, stream *media.RTPStream, conn *net.UDPConn) []byte {
	tb.Helper()
	answer, err := stream.Answer(offerOf(conn, ""))
	require.NoError(tb, err)
	return answer
}
