package media

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPacketsParseAsPionParsesThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		packet := rtp.Packet{
			Header: rtp.Header{
				Version: 2, Marker: rapid.Bool().Draw(t, "marker"), PayloadType: rapid.Uint8Range(0, 127).Draw(t, "type"),
				SequenceNumber: rapid.Uint16().Draw(t, "sequence"), Timestamp: rapid.Uint32().Draw(t, "timestamp"),
				SSRC: rapid.Uint32().Draw(t, "ssrc"), CSRC: rapid.SliceOfN(rapid.Uint32(), 0, 15).Draw(t, "csrc"),
			},
			Payload: rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "payload"),
		}
		if rapid.Bool().Draw(t, "extended") {
			if err := packet.SetExtension(1, []byte{1, 2, 3}); err != nil {
				t.Fatal(err)
			}
		}
		packet.Header.PaddingSize = rapid.Uint8Range(0, 20).Draw(t, "padding")
		packet.Padding = packet.Header.PaddingSize > 0
		raw, err := packet.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		header, payload, ok := parseRTP(raw)
		if !ok || string(payload) != string(packet.Payload) || header.sequence != packet.SequenceNumber ||
			header.timestamp != packet.Timestamp || header.ssrc != packet.SSRC || header.marker != packet.Marker || header.payloadType != packet.PayloadType {
			t.Fatalf("%+v %d bytes", header, len(payload))
		}
	})
}

func TestTimelineNeverRepeatsAcrossSources(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line, now := newTimeline(), time.Unix(1000, 0)
		seen := map[uint16]bool{}
		var last rtpHeader
		for i := range rapid.IntRange(1, 20).Draw(t, "sources") {
			packet := Packet{SSRC: uint32(i), Sequence: rapid.Uint16().Draw(t, "sequence"), Timestamp: rapid.Uint32().Draw(t, "timestamp")}
			for n := range rapid.IntRange(1, 10).Draw(t, "packets") {
				header := line.place(&packet, now)
				if seen[header.sequence] || header.marker != (n == 0) {
					t.Fatalf("sequence %d marker %v", header.sequence, header.marker)
				}
				if i+n > 0 && (header.sequence != last.sequence+1 || timestampStep(last.timestamp, header.timestamp) < frameSamples) {
					t.Fatalf("after %+v comes %+v", last, header)
				}
				seen[header.sequence], last = true, header
				packet.Sequence++
				packet.Timestamp += frameSamples
				now = now.Add(frameTime)
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "gap")) * time.Millisecond)
		}
	})
}

func TestReceptionCountsAKnownPattern(t *testing.T) {
	t.Parallel()
	var r reception
	now := time.Unix(1000, 0)
	// Every second packet is 8 ms late, so each differs by 8 ms from the last.
	for i := range 400 {
		late := time.Duration(i%2) * 8 * time.Millisecond
		r.packet(rtpHeader{sequence: uint16(65400 + i), timestamp: uint32(i * frameSamples), ssrc: 1}, Audio, now.Add(time.Duration(i)*frameTime+late))
	}
	assert.InDelta(t, 8, float64(r.jitterTime())/float64(time.Millisecond), 0.1)
	assert.Zero(t, r.lost())

	// A new source begins; what the first lost or not stays counted.
	r.packet(rtpHeader{sequence: 10, ssrc: 2}, Audio, now)
	r.packet(rtpHeader{sequence: 14, ssrc: 2}, Audio, now)
	assert.EqualValues(t, 3, r.lost())
	assert.EqualValues(t, 402, r.total())
	r.packet(rtpHeader{sequence: 12, ssrc: 2}, Audio, now) // late, not lost
	assert.EqualValues(t, 2, r.lost())
	for range 9 { // duplicates never make the loss negative
		r.packet(rtpHeader{sequence: 14, ssrc: 2}, Audio, now)
	}
	assert.Zero(t, r.lost())
}

func TestMeanOpinionFallsWithTrouble(t *testing.T) {
	t.Parallel()
	assert.InDelta(t, 4.40, meanOpinion(0, 0, 0), 0.01)
	rapid.Check(t, func(t *rapid.T) {
		delay := time.Duration(rapid.IntRange(0, 2000).Draw(t, "delay")) * time.Millisecond
		loss := rapid.Float64Range(0, 99).Draw(t, "loss")
		before, after := meanOpinion(delay, delay/4, loss), meanOpinion(delay+50*time.Millisecond, delay/4, loss+1)
		if before < 1 || before > 4.5 || after > before+0.03 {
			t.Fatalf("%v then %v", before, after)
		}
	})
}

func TestPortsRestBeforeReuse(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	ports, err := NewPorts(netip.MustParseAddr("127.0.0.1"), 1025, 1032, time.Minute)
	require.NoError(t, err)
	ports.now = func() time.Time { return now }
	taken := map[uint16]bool{}
	for range 3 {
		port, ok := ports.take()
		require.True(t, ok)
		require.Zero(t, port%2)
		taken[port] = true
	}
	assert.Equal(t, map[uint16]bool{1026: true, 1028: true, 1030: true}, taken)
	_, err = ports.open()
	require.ErrorIs(t, err, ErrPortsExhausted)
	ports.giveBack(1028)
	_, ok := ports.take()
	assert.False(t, ok, "a port at rest is not given out")
	assert.Zero(t, ports.Free())
	now = now.Add(time.Minute)
	assert.Equal(t, 1, ports.Free())
	port, ok := ports.take()
	assert.True(t, ok)
	assert.EqualValues(t, 1028, port)
}

func TestPortsAreNeverSharedNorGivenEarly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(1000, 0)
		rest := time.Duration(rapid.IntRange(0, 60).Draw(t, "rest")) * time.Second
		ports, err := NewPorts(netip.MustParseAddr("127.0.0.1"), 2000, 2020, rest)
		if err != nil {
			t.Fatal(err)
		}
		ports.now = func() time.Time { return now }
		used, freed := map[uint16]bool{}, map[uint16]time.Time{}
		t.Repeat(map[string]func(*rapid.T){
			"take": func(t *rapid.T) {
				port, ok := ports.take()
				if !ok {
					return
				}
				if at, before := freed[port]; used[port] || before && now.Sub(at) < rest {
					t.Fatalf("port %d given out too early", port)
				}
				used[port] = true
			},
			"release": func(*rapid.T) {
				for port := range used {
					delete(used, port)
					freed[port] = now
					ports.giveBack(port)
					return
				}
			},
			"wait": func(t *rapid.T) { now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "seconds")) * time.Second) },
		})
	})
}

func TestBadPortRanges(t *testing.T) {
	t.Parallel()
	ip := netip.MustParseAddr("127.0.0.1")
	for _, bad := range [][2]uint16{{0, 10}, {10, 10}, {20, 10}, {11, 12}} {
		_, err := NewPorts(ip, bad[0], bad[1], 0)
		require.Error(t, err, bad)
	}
	_, err := NewPorts(netip.Addr{}, 10, 20, 0)
	require.Error(t, err)
	_, err = NewRTPStream(RTPConfig{})
	require.Error(t, err)
}

func FuzzDatagram(f *testing.F) {
	packet := make([]byte, 172)
	putRTP(packet, rtpHeader{payloadType: 0, sequence: 1, ssrc: 5})
	f.Add(packet)
	putRTP(packet, rtpHeader{payloadType: 101, sequence: 2, ssrc: 5})
	f.Add(packet[:16])
	f.Add([]byte{0x81, 200, 0, 12, 0, 0, 0, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Add([]byte{0xbf, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	stream := openStream(f)
	if _, err := stream.Answer([]byte(sdpHead + "m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n")); err != nil {
		f.Fatal(err)
	}
	source := netip.MustParseAddrPort("127.0.0.1:4000")
	captured := Capture(stream)
	var into Packet
	f.Fuzz(func(t *testing.T, raw []byte) {
		now := time.Now()
		stream.hearing.Lock()
		if pass, _, _ := stream.ear.hear(raw, source, now, &into); pass && len(into.Payload) > len(raw) {
			t.Fatal("payload longer than the datagram")
		}
		stream.hearing.Unlock()
		captured.add(&into)
		if isRTCP(raw) {
			stream.handleControl(raw, source, now)
		}
		stream.report(now)
		stream.Quality()
		captured.Reset()
	})
}
