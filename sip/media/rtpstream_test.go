package media_test

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/media"
)

func TestHoldStopsTheRightDirections(t *testing.T) {
	t.Parallel()
	near, far := newRTP(t), newRTP(t)
	connect(t, near, far)
	spoken := media.Play(far, media.Tone(1000))
	t.Cleanup(spoken.Stop)
	heard := media.Capture(near)
	hears(t, heard, 1000)

	offer, err := near.Hold(true)
	require.NoError(t, err)
	assert.Contains(t, string(offer), "a=sendonly")
	answer, err := far.Answer(offer)
	require.NoError(t, err)
	assert.Contains(t, string(answer), "a=recvonly")
	require.NoError(t, near.SetAnswer(answer))
	assert.True(t, far.RemoteHold())
	assert.False(t, near.RemoteHold())

	// What we play is heard by the held party, who themselves fall silent.
	tune := media.Play(near, media.Tone(700))
	t.Cleanup(tune.Stop)
	hears(t, media.Capture(far), 700)
	before := far.Quality().PacketsSent
	require.Never(t, func() bool { return far.Quality().PacketsSent > before }, 100*time.Millisecond, 20*time.Millisecond)

	// Both hold: nobody hears anybody.
	offer, err = far.Hold(true)
	require.NoError(t, err)
	answer, err = near.Answer(offer)
	require.NoError(t, err)
	assert.Contains(t, string(answer), "a=inactive")
	require.NoError(t, far.SetAnswer(answer))
	assert.True(t, near.RemoteHold())

	for _, side := range [][2]*media.RTPStream{{near, far}, {far, near}} {
		offer, err = side[0].Hold(false)
		require.NoError(t, err)
		answer, err = side[1].Answer(offer)
		require.NoError(t, err)
		require.NoError(t, side[0].SetAnswer(answer))
	}
	assert.False(t, near.RemoteHold())
	assert.False(t, far.RemoteHold())
	heard = media.Capture(near)
	hears(t, heard, 1000)
}

func TestRefusedHoldChangesNothing(t *testing.T) {
	t.Parallel()
	near, far := newRTP(t), newRTP(t)
	connect(t, near, far)
	_, err := near.Hold(true) // the far side answers 488
	require.NoError(t, err)
	offer, err := far.Offer()
	require.NoError(t, err)
	answer, err := near.Answer(offer)
	require.NoError(t, err)
	assert.Contains(t, string(answer), "a=sendrecv")
}

func TestAnswerFollowsTheOffersNumbers(t *testing.T) {
	t.Parallel()
	conn, stream := listen(t), newRTP(t)
	got := string(answer(t, stream, conn))
	assert.Contains(t, got, "RTP/AVP 0 96\r\n")
	assert.Contains(t, got, "a=rtpmap:96 telephone-event/8000")

	require.NoError(t, media.SendDigits(t.Context(), stream, "7"))
	var durations []uint16
	var stamp uint32
	for i := range 8 {
		packet := receive(t, conn)
		assert.EqualValues(t, 96, packet.PayloadType)
		assert.EqualValues(t, 7, packet.Payload[0])
		assert.Equal(t, i == 0, packet.Marker)
		assert.Equal(t, i >= 5, packet.Payload[1]&0x80 != 0)
		if i == 0 {
			stamp = packet.Timestamp
		}
		assert.Equal(t, stamp, packet.Timestamp)
		durations = append(durations, binary.BigEndian.Uint16(packet.Payload[2:]))
	}
	assert.Equal(t, []uint16{160, 320, 480, 640, 800, 800, 800, 800}, durations)
}

func TestNewSourceIsRebasedByTheWallClock(t *testing.T) {
	t.Parallel()
	conn, stream := listen(t), newRTP(t)
	answer(t, stream, conn)
	payload := make([]byte, 160)
	stream.Send(&media.Packet{SSRC: 1, Sequence: 500, Timestamp: 9000, Payload: payload})
	first := receive(t, conn)
	stream.Send(&media.Packet{SSRC: 1, Sequence: 502, Timestamp: 9320, Payload: payload})
	second := receive(t, conn)
	assert.Equal(t, first.SequenceNumber+2, second.SequenceNumber, "a gap of the source stays a gap")
	assert.Equal(t, first.Timestamp+320, second.Timestamp)
	assert.False(t, second.Marker)
	stream.Send(&media.Packet{SSRC: 2, Sequence: 7, Timestamp: 1, Payload: payload})
	third := receive(t, conn)
	assert.Equal(t, second.SequenceNumber+1, third.SequenceNumber)
	assert.GreaterOrEqual(t, third.Timestamp-second.Timestamp, uint32(160))
	assert.Less(t, third.Timestamp-second.Timestamp, uint32(8000))
	assert.True(t, third.Marker)
	assert.Equal(t, first.SSRC, third.SSRC)
}

func TestSoundComesFromOneSourceOnly(t *testing.T) {
	t.Parallel()
	described, natted, stranger := listen(t), listen(t), listen(t)
	stream := newRTP(t)
	answer(t, stream, described)
	heard := media.Capture(stream)
	to := stream.LocalAddr()

	// A device behind NAT speaks from elsewhere: the stream follows.
	say(t, natted, to, 0, 5)
	eventually(t, func() bool { return len(heard.Samples()) == 5*160 }, "first source heard")
	stream.Send(&media.Packet{SSRC: 1, Payload: make([]byte, 160)})
	receive(t, natted)

	// A flood of a stranger is not heard, and draws no sound to itself.
	say(t, stranger, to, 0, 500)
	known := 5
	eventually(t, func() bool { // the flood may have filled the socket, so more than once
		say(t, natted, to, known, 1)
		known++
		return len(heard.Samples()) > 5*160
	}, "known source still heard")
	stream.Send(&media.Packet{SSRC: 1, Sequence: 1, Payload: make([]byte, 160)})
	receive(t, natted)

	// The described address itself is always believed.
	say(t, described, to, 0, 1)
	buffer := make([]byte, 1500)
	eventually(t, func() bool {
		stream.Send(&media.Packet{SSRC: 1, Sequence: 2, Payload: buffer[:160]})
		_ = described.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		n, err := described.Read(buffer)
		return err == nil && n == 172
	}, "described source spoken to")
	assert.LessOrEqual(t, stream.Quality().PacketsReceived, uint64(known+1), "nothing of the stranger's")
	assert.Positive(t, stream.Refused())
}

func TestNewOfferMovesTheSound(t *testing.T) {
	t.Parallel()
	before, after := listen(t), listen(t)
	stream := newRTP(t)
	answer(t, stream, before)
	heard := media.Capture(stream)
	say(t, before, stream.LocalAddr(), 0, 1)
	eventually(t, func() bool { return len(heard.Samples()) == 160 }, "first address heard")

	answer(t, stream, after)
	stream.Send(&media.Packet{SSRC: 1, Payload: make([]byte, 160)})
	receive(t, after)
	say(t, after, stream.LocalAddr(), 0, 1)
	eventually(t, func() bool { return len(heard.Samples()) == 320 }, "second address heard")
	say(t, before, stream.LocalAddr(), 1, 3)
	say(t, after, stream.LocalAddr(), 1, 1)
	eventually(t, func() bool { return len(heard.Samples()) == 480 }, "only the second address heard")
	assert.EqualValues(t, 3, stream.Quality().PacketsReceived)
}

func TestNoiseAndUnknownTypesAreNotLoss(t *testing.T) {
	t.Parallel()
	conn, stream, out := listen(t), newRTP(t), listen(t)
	other := newRTP(t)
	answer(t, stream, conn)
	answer(t, other, out)
	bridge := media.Join(stream, other)
	t.Cleanup(bridge.Close)
	for i, kind := range []uint8{0, 13, 111, 0} {
		send(t, conn, stream.LocalAddr(), rawPacket(kind, uint16(65534+i), uint32(i)*160, 5, make([]byte, 160)))
	}
	first, second := receive(t, out), receive(t, out)
	assert.Equal(t, first.SequenceNumber+1, second.SequenceNumber)
	quality := stream.Quality()
	assert.EqualValues(t, 4, quality.PacketsReceived)
	assert.Zero(t, quality.PacketsLost)
}

func TestRoundTripComesFromReports(t *testing.T) {
	t.Parallel()
	conn, control, stream := listen(t), listen(t), newFastRTP(t)
	port := control.LocalAddr().(*net.UDPAddr).AddrPort().String()
	_, digits, _ := net.SplitHostPort(port)
	_, err := stream.Answer(offerOf(conn, "a=rtcp:"+digits+" IN IP4 127.0.0.1\r\n"))
	require.NoError(t, err)
	stream.Send(&media.Packet{SSRC: 1, Payload: make([]byte, 160)})
	receive(t, conn)

	packets, err := rtcp.Unmarshal(datagram(t, control))
	require.NoError(t, err)
	report, ok := packets[0].(*rtcp.SenderReport)
	require.True(t, ok, "a sender report comes first")
	assert.EqualValues(t, 1, report.PacketCount)
	assert.EqualValues(t, 160, report.OctetCount)
	assert.IsType(t, &rtcp.SourceDescription{}, packets[1])

	to := netip.AddrPortFrom(stream.LocalAddr().Addr(), stream.LocalAddr().Port()+1)
	echo := func(last, delay uint32) {
		raw, err := (&rtcp.ReceiverReport{SSRC: 5, Reports: []rtcp.ReceptionReport{{
			SSRC: report.SSRC, LastSenderReport: last, Delay: delay,
		}}}).Marshal()
		require.NoError(t, err)
		send(t, control, to, raw)
	}
	echo(uint32(report.NTPTime>>16)-65536*9, 0) // an echo of nothing that we sent
	echo(uint32(report.NTPTime>>16), 0)
	eventually(t, func() bool { return stream.Quality().RoundTrip > 0 }, "round trip known")
	assert.Less(t, stream.Quality().RoundTrip, time.Second)
}

func TestTwoStreamsLearnTheirRoundTrip(t *testing.T) {
	t.Parallel()
	near, far := newFastRTP(t), newFastRTP(t)
	connect(t, near, far)
	for _, stream := range []*media.RTPStream{near, far} {
		spoken := media.Play(stream, media.Tone(500))
		t.Cleanup(spoken.Stop)
	}
	// On loopback it may round to nothing, so ask the reports' own doing: that
	// nothing was refused and the quality is excellent.
	eventually(t, func() bool { return near.Quality().PacketsReceived > 20 && far.Quality().PacketsReceived > 20 }, "sound flows")
	assert.Less(t, near.Quality().RoundTrip, time.Second)
	assert.Greater(t, far.Quality().MOS, 4.2)
}

func TestControlSharesThePortWhenOffered(t *testing.T) {
	t.Parallel()
	conn, stream := listen(t), newFastRTP(t)
	got, err := stream.Answer(offerOf(conn, "a=rtcp-mux\r\n"))
	require.NoError(t, err)
	assert.Contains(t, string(got), "a=rtcp-mux")
	packets, err := rtcp.Unmarshal(datagram(t, conn))
	require.NoError(t, err)
	assert.IsType(t, &rtcp.ReceiverReport{}, packets[0])
}

func TestLossAndJitterOfAKnownPattern(t *testing.T) {
	t.Parallel()
	conn, stream := listen(t), newRTP(t)
	answer(t, stream, conn)
	received := 0
	for i := range 200 {
		if i%10 == 3 { // 20 of 200 are lost
			continue
		}
		send(t, conn, stream.LocalAddr(), rawPacket(0, uint16(65500+i), uint32(i)*160, 5, make([]byte, 160)))
		received++
	}
	eventually(t, func() bool { return stream.Quality().PacketsReceived == uint64(received) }, "all counted")
	quality := stream.Quality()
	assert.EqualValues(t, 20, quality.PacketsLost)
	assert.InDelta(t, 10, quality.LossPercent, 0.01)
	// All came at once though they were 20 ms apart: the jitter tends to 20 ms.
	assert.InDelta(t, 20, quality.Jitter.Milliseconds(), 4)
	assert.Less(t, quality.MOS, 3.9)
}

func TestClosedStreamIsSilent(t *testing.T) {
	t.Parallel()
	stream := newRTP(t)
	conn := listen(t)
	answer(t, stream, conn)
	spoken := media.Play(stream, media.HoldTone())
	require.NoError(t, stream.Close())
	require.NoError(t, stream.Close())
	<-spoken.Done()
	stream.Send(&media.Packet{SSRC: 1, Payload: make([]byte, 160)})
	require.Error(t, media.SendDigits(t.Context(), stream, "1"))
}

func send(tb testing.TB, conn *net.UDPConn, to netip.AddrPort, raw []byte) {
	tb.Helper()
	_, err := conn.WriteToUDPAddrPort(raw, to)
	require.NoError(tb, err)
}

// say sends silent PCMU frames, paced by the socket alone.
func say(tb testing.TB, conn *net.UDPConn, to netip.AddrPort, from, count int) {
	tb.Helper()
	payload := make([]byte, 160)
	for i := from; i < from+count; i++ {
		send(tb, conn, to, rawPacket(0, uint16(i), uint32(i)*160, 9, payload))
	}
}
