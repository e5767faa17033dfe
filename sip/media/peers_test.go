package media_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/media"
)

const patience = 10 * time.Second

var loopback = netip.MustParseAddr("127.0.0.1")

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// newPorts finds a range of ports for one test, far from those of the others.
func newPorts(tb testing.TB, pairs int) *media.Ports {
	tb.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(tb, err)
	first := conn.LocalAddr().(*net.UDPAddr).Port &^ 1
	require.NoError(tb, conn.Close())
	last := min(first+2*pairs+64, 65535)
	ports, err := media.NewPorts(loopback, uint16(first), uint16(last), time.Millisecond)
	require.NoError(tb, err)
	return ports
}

func newRTP(tb testing.TB, codecs ...media.Codec) *media.RTPStream {
	tb.Helper()
	stream, err := media.NewRTPStream(media.RTPConfig{Ports: newPorts(tb, 4), Logger: quiet(), Codecs: codecs})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, stream.Close()) })
	return stream
}

// connect makes an offer of one stream and gives the other's answer back.
func connect(tb testing.TB, from, to *media.RTPStream) {
	tb.Helper()
	offer, err := from.Offer()
	require.NoError(tb, err)
	answer, err := to.Answer(offer)
	require.NoError(tb, err)
	require.NoError(tb, from.SetAnswer(answer))
}

// eventually waits for a condition without sleeping in the test.
func eventually(tb testing.TB, condition func() bool, what string) {
	tb.Helper()
	require.Eventually(tb, condition, patience, 5*time.Millisecond, what)
}

// hears asserts that a tone arrives, and alone.
func hears(tb testing.TB, heard *media.Captured, hz float64) {
	tb.Helper()
	eventually(tb, func() bool {
		samples := heard.Samples()
		return len(samples) >= 3200 && media.GoertzelShare(samples[len(samples)-1600:], 8000, hz) > 0.95
	}, fmt.Sprintf("no tone of %v Hz", hz))
}

// browser is a pion peer in the place of a real browser.
type browser struct {
	tb      testing.TB
	conn    *webrtc.PeerConnection
	track   *mic
	stop    chan struct{}
	running sync.WaitGroup

	mu      sync.Mutex
	samples []int16
	packets []rtp.Packet
	early   []json.RawMessage
	give    func(json.RawMessage)
}

func newBrowser(tb testing.TB, mime string) *browser {
	tb.Helper()
	engine := &webrtc.MediaEngine{}
	for kind, name := range map[webrtc.PayloadType]string{0: webrtc.MimeTypePCMU, 8: webrtc.MimeTypePCMA, 110: "audio/telephone-event", 13: "audio/CN"} {
		if kind == 13 || kind == 110 || name == mime {
			codec := webrtc.RTPCodecParameters{RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: name, ClockRate: 8000}, PayloadType: kind}
			require.NoError(tb, engine.RegisterCodec(codec, webrtc.RTPCodecTypeAudio))
		}
	}
	setting := webrtc.SettingEngine{}
	setting.SetIncludeLoopbackCandidate(true)
	setting.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	setting.SetIPFilter(func(ip net.IP) bool { return ip.IsLoopback() && ip.To4() != nil })
	api := webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithSettingEngine(setting))
	conn, err := api.NewPeerConnection(webrtc.Configuration{})
	require.NoError(tb, err)
	track := &mic{mime: mime}
	sender, err := conn.AddTrack(track)
	require.NoError(tb, err)
	b := &browser{tb: tb, conn: conn, track: track, stop: make(chan struct{})}
	b.running.Go(func() {
		buffer := make([]byte, 1500)
		for {
			if _, _, err := sender.Read(buffer); err != nil {
				return
			}
		}
	})
	conn.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { b.listen(track) })
	conn.OnICECandidate(func(candidate *webrtc.ICECandidate) {
		if candidate == nil {
			return
		}
		raw, err := json.Marshal(candidate.ToJSON())
		if err != nil {
			return
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.give == nil {
			b.early = append(b.early, raw)
			return
		}
		b.give(raw)
	})
	tb.Cleanup(b.close)
	return b
}

func (b *browser) close() {
	select {
	case <-b.stop:
		return
	default:
	}
	close(b.stop)
	_ = b.conn.Close()
	b.running.Wait()
}

func (b *browser) listen(track *webrtc.TrackRemote) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		b.mu.Lock()
		b.packets = append(b.packets, *packet)
		for _, code := range packet.Payload {
			switch packet.PayloadType {
			case 0:
				b.samples = append(b.samples, media.DecodeULaw(code))
			case 8:
				b.samples = append(b.samples, media.DecodeALaw(code))
			}
		}
		b.mu.Unlock()
	}
}

// call offers to a stream, trickling candidates, and takes its answer.
func (b *browser) call(stream *media.BrowserStream, options *webrtc.OfferOptions) {
	b.tb.Helper()
	offer, err := b.conn.CreateOffer(options)
	require.NoError(b.tb, err)
	require.NoError(b.tb, b.conn.SetLocalDescription(offer))
	// Before the offer, as a websocket race would have it.
	b.mu.Lock()
	b.give = func(raw json.RawMessage) { _ = stream.AddCandidate(raw) }
	for _, raw := range b.early {
		require.NoError(b.tb, stream.AddCandidate(raw))
	}
	b.early = nil
	b.mu.Unlock()
	answer, err := stream.Answer(b.tb.Context(), offer.SDP)
	require.NoError(b.tb, err)
	require.NoError(b.tb, b.conn.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}))
}

// say sends a tone until the test ends, every frame followed by what between
// writes.
func (b *browser) say(hz float64, codec media.Codec) {
	source := media.Tone(hz)
	b.running.Go(func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		packet := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: uint8(codec)}}
		for {
			packet.Payload = frame(source, codec)
			_ = b.track.WriteRTP(&packet)
			packet.SequenceNumber++
			packet.Timestamp += 160
			select {
			case <-ticker.C:
			case <-b.stop:
				return
			}
		}
	})
}

func (b *browser) hears(hz float64) {
	b.tb.Helper()
	eventually(b.tb, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.samples) >= 3200 && media.GoertzelShare(b.samples[len(b.samples)-1600:], 8000, hz) > 0.95
	}, fmt.Sprintf("browser hears no tone of %v Hz", hz))
}

func (b *browser) received() []rtp.Packet {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]rtp.Packet(nil), b.packets...)
}

// frame is the next 20 ms of a source, encoded.
func frame(source media.Source, codec media.Codec) []byte {
	samples := make([]int16, 160)
	_, _ = source.ReadFrame(samples)
	payload := make([]byte, len(samples))
	for i, sample := range samples {
		payload[i] = media.EncodeULaw(sample)
		if codec == media.PCMA {
			payload[i] = media.EncodeALaw(sample)
		}
	}
	return payload
}

func newWebRTC(tb testing.TB) *media.WebRTC {
	tb.Helper()
	port, err := media.NewWebRTC(media.WebRTCConfig{Listen: "127.0.0.1:0", Logger: quiet()})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, port.Close()) })
	return port
}

func newBrowserStream(tb testing.TB, port *media.WebRTC, states chan<- media.BrowserState) *media.BrowserStream {
	tb.Helper()
	stream, err := port.NewBrowserStream(nil, func(state media.BrowserState) {
		if states != nil {
			states <- state
		}
	})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, stream.Close()) })
	return stream
}

func timeout(tb testing.TB) <-chan time.Time {
	tb.Helper()
	timer := time.NewTimer(patience)
	tb.Cleanup(func() { timer.Stop() })
	return timer.C
}

// newFastRTP is a stream that reports ten times a second.
func newFastRTP(tb testing.TB) *media.RTPStream {
	tb.Helper()
	cfg := media.ReportEvery(media.RTPConfig{Ports: newPorts(tb, 4), Logger: quiet()}, 100*time.Millisecond)
	stream, err := media.NewRTPStream(cfg)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, stream.Close()) })
	return stream
}

// mic is a track that sends any payload type on its one SSRC, as browsers do.
type mic struct {
	mime   string
	mu     sync.Mutex
	writer webrtc.TrackLocalWriter
	ssrc   uint32
}

func (m *mic) Bind(ctx webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writer, m.ssrc = ctx.WriteStream(), uint32(ctx.SSRC())
	for _, codec := range ctx.CodecParameters() {
		if codec.MimeType == m.mime {
			return codec, nil
		}
	}
	return webrtc.RTPCodecParameters{}, webrtc.ErrUnsupportedCodec
}

func (m *mic) Unbind(webrtc.TrackLocalContext) error { return nil }
func (m *mic) ID() string                            { return "mic" }
func (m *mic) RID() string                           { return "" }
func (m *mic) StreamID() string                      { return "browser" }
func (m *mic) Kind() webrtc.RTPCodecType             { return webrtc.RTPCodecTypeAudio }

func (m *mic) WriteRTP(packet *rtp.Packet) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.writer == nil {
		return nil
	}
	header := packet.Header
	header.SSRC = m.ssrc
	_, err := m.writer.WriteRTP(&header, packet.Payload)
	return err
}
