package callsvc

import (
	"math"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/media"
)

// browser is a pion peer in place of a real browser: it says a tone and keeps what it hears.
type browser struct {
	conn  *webrtc.PeerConnection
	track *webrtc.TrackLocalStaticRTP
	hz    float64
	done  chan struct{}
	wait  sync.WaitGroup

	mu      sync.Mutex
	samples []int16
}

// sound connects the tab's sound with a tone of hz.
func (b *tab) sound(hz float64) *browser {
	b.t.Helper()
	br := newBrowser(b.t, hz)
	offer, err := br.conn.CreateOffer(nil)
	require.NoError(b.t, err)
	gathered := webrtc.GatheringCompletePromise(br.conn)
	require.NoError(b.t, br.conn.SetLocalDescription(offer))
	<-gathered
	answer, err := b.conn.Offer(b.t.Context(), br.conn.LocalDescription().SDP)
	require.NoError(b.t, err)
	require.NoError(b.t, br.conn.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}))
	// pion can hang when it is closed between its handshake and the first packet.
	require.Eventually(b.t, func() bool { return !b.conn.stream.LastPacket().IsZero() }, patience, time.Millisecond)
	return br
}

func newBrowser(tb testing.TB, hz float64) *browser {
	tb.Helper()
	engine := &webrtc.MediaEngine{}
	for kind, mime := range map[webrtc.PayloadType]string{0: webrtc.MimeTypePCMU, 126: "audio/telephone-event"} {
		require.NoError(tb, engine.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: mime, ClockRate: 8000}, PayloadType: kind,
		}, webrtc.RTPCodecTypeAudio))
	}
	setting := webrtc.SettingEngine{}
	setting.SetIncludeLoopbackCandidate(true)
	setting.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	setting.SetIPFilter(func(ip net.IP) bool { return ip.IsLoopback() && ip.To4() != nil })
	conn, err := webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(setting)).NewPeerConnection(webrtc.Configuration{})
	require.NoError(tb, err)
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMU, ClockRate: 8000}, "mic", "browser")
	require.NoError(tb, err)
	sender, err := conn.AddTrack(track)
	require.NoError(tb, err)
	b := &browser{conn: conn, track: track, hz: hz, done: make(chan struct{})}
	b.wait.Go(func() {
		buffer := make([]byte, 1500)
		for {
			if _, _, err := sender.Read(buffer); err != nil {
				return
			}
		}
	})
	conn.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { b.listen(track) })
	b.wait.Go(b.talk)
	tb.Cleanup(b.close)
	return b
}

func (b *browser) listen(track *webrtc.TrackRemote) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		if packet.PayloadType != 0 {
			continue
		}
		b.mu.Lock()
		for _, code := range packet.Payload {
			b.samples = append(b.samples, media.DecodeULaw(code))
		}
		b.mu.Unlock()
	}
}

func (b *browser) talk() {
	clock := time.NewTicker(20 * time.Millisecond)
	defer clock.Stop()
	header := rtp.Header{Version: 2, PayloadType: 0, SSRC: 7}
	n := 0
	for {
		select {
		case <-b.done:
			return
		case <-clock.C:
		}
		payload := make([]byte, 160)
		for i := range payload {
			payload[i] = media.EncodeULaw(int16(8000 * math.Sin(2*math.Pi*b.hz*float64(n)/8000)))
			n++
		}
		header.SequenceNumber++
		header.Timestamp += 160
		if b.track.WriteRTP(&rtp.Packet{Header: header, Payload: payload}) != nil {
			return
		}
	}
}

func (b *browser) heard() []int16 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]int16(nil), b.samples...)
}

func (b *browser) close() {
	select {
	case <-b.done:
		return
	default:
	}
	close(b.done)
	_ = b.conn.Close()
	b.wait.Wait()
}
