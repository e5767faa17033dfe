package media_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/media"
)

func TestReloadedBrowserTakesItsCallBack(t *testing.T) {
	t.Parallel()
	c := newCall(t, media.PCMU, webrtc.MimeTypePCMU)
	spoken := media.Play(c.phone, media.Tone(440))
	t.Cleanup(spoken.Stop)
	c.browser.hears(440)
	c.browser.close()

	reloaded := newBrowser(t, webrtc.MimeTypePCMA)
	reloaded.call(c.agent, nil)
	reloaded.say(900, media.PCMA)
	reloaded.hears(440)
	hears(t, media.Capture(c.phone), 900)
	assert.Equal(t, media.PCMA, c.agent.Codec())
}

func TestRenegotiationAndICERestartKeepTheSound(t *testing.T) {
	t.Parallel()
	c := newCall(t, media.PCMU, webrtc.MimeTypePCMU)
	spoken := media.Play(c.phone, media.Tone(440))
	t.Cleanup(spoken.Stop)
	c.browser.hears(440)
	for _, restart := range []bool{false, true, true} {
		c.browser.call(c.agent, &webrtc.OfferOptions{ICERestart: restart})
		before := len(c.browser.received())
		eventually(t, func() bool { return len(c.browser.received()) > before+20 }, "sound goes on")
		c.browser.hears(440)
	}
}

func TestUnknownTypesDoNotEndTheUplink(t *testing.T) {
	t.Parallel()
	c := newCall(t, media.PCMU, webrtc.MimeTypePCMU)
	heard := media.Capture(c.agent)
	// Noise comes before and between the speech, on the same source. pion drops
	// a track whose first packet it cannot name, unless told otherwise.
	sequence := uint16(0)
	eventually(t, func() bool {
		packet := rtp.Packet{
			Header:  rtp.Header{Version: 2, PayloadType: [3]uint8{13, 77, 0}[sequence%3], SequenceNumber: sequence, Timestamp: uint32(sequence) * 160},
			Payload: make([]byte, 160),
		}
		sequence++
		return c.browser.track.WriteRTP(&packet) == nil && len(heard.Samples()) >= 10*160
	}, "speech between the noise")
}

func TestBrowserDigitsReachThePhone(t *testing.T) {
	t.Parallel()
	c := newCall(t, media.PCMA, webrtc.MimeTypePCMU)
	heard := media.Capture(c.phone)
	sequence := uint16(0)
	for press, event := range []byte{1, 1, 11} {
		for _, part := range [][]byte{{event, 10, 0, 160}, {event, 10, 1, 64}, {event, 138, 1, 224}, {event, 138, 1, 224}} {
			packet := rtp.Packet{
				Header:  rtp.Header{Version: 2, PayloadType: 110, SequenceNumber: sequence, Timestamp: uint32(press) * 1600},
				Payload: part,
			}
			require.NoError(t, c.browser.track.WriteRTP(&packet))
			sequence++
		}
	}
	eventually(t, func() bool { return heard.Digits() == "11#" }, "each press once")
}

func TestHostileOffersAndCandidates(t *testing.T) {
	t.Parallel()
	stream := newBrowserStream(t, newWebRTC(t), nil)
	for name, offer := range map[string]string{
		"empty": "", "text": "hello", "huge": strings.Repeat("a", 1<<20),
		"no audio":  "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n",
		"only opus": "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n",
		"no keys":   "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n",
	} {
		_, err := stream.Answer(t.Context(), offer)
		require.Error(t, err, name)
		if name == "only opus" || name == "no audio" {
			require.ErrorIs(t, err, media.ErrNotAcceptable)
		}
	}
	for _, candidate := range []string{"", "{", `{"candidate":5}`, `{"candidate":"` + strings.Repeat("x", 4000) + `"}`} {
		require.Error(t, stream.AddCandidate(json.RawMessage(candidate)))
	}
	var err error
	for range 1000 {
		if err = stream.AddCandidate(json.RawMessage(`{"candidate":"candidate:1 1 udp 1 127.0.0.1 9 typ host"}`)); err != nil {
			break
		}
	}
	require.Error(t, err, "early candidates are bounded")

	// After all that a good browser still connects.
	states := make(chan media.BrowserState, 16)
	good := newBrowserStream(t, newWebRTC(t), states)
	browser := newBrowser(t, webrtc.MimeTypePCMU)
	browser.call(good, nil)
	awaitState(t, states, media.BrowserConnected)
	require.NoError(t, good.Close())
	require.NoError(t, good.Close())
	awaitState(t, states, media.BrowserClosed)
	_, err = good.Answer(t.Context(), "v=0")
	require.Error(t, err)
	require.ErrorIs(t, good.AddCandidate(json.RawMessage(`{"candidate":""}`)), media.ErrClosed)
}

func TestPublicAddressStandsInTheAnswer(t *testing.T) {
	t.Parallel()
	port, err := media.NewWebRTC(media.WebRTCConfig{Listen: "127.0.0.1:0", Logger: quiet(), PublicIP: netip.MustParseAddr("198.51.100.7")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, port.Close()) })
	stream := newBrowserStream(t, port, nil)
	browser := newBrowser(t, webrtc.MimeTypePCMU)
	offer, err := browser.conn.CreateOffer(nil)
	require.NoError(t, err)
	answer, err := stream.Answer(t.Context(), offer.SDP)
	require.NoError(t, err)
	assert.Contains(t, answer, "198.51.100.7")
	assert.NotContains(t, answer, " 127.0.0.1 ")
	assert.Contains(t, answer, "tcptype passive")
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	port := newWebRTC(t)
	_, err := media.NewWebRTC(media.WebRTCConfig{Listen: port.Addr().String(), Logger: quiet()})
	require.Error(t, err)
	_, err = media.NewWebRTC(media.WebRTCConfig{Listen: "nonsense", Logger: quiet()})
	require.Error(t, err)
}
