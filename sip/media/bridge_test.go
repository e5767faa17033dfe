package media_test

import (
	"testing"

	"github.com/pion/webrtc/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/media"
)

// call is a phone on RTP, bridged to a browser.
type call struct {
	phone, trunk *media.RTPStream
	agent        *media.BrowserStream
	browser      *browser
	bridge       *media.Bridge
	states       chan media.BrowserState
}

func newCall(tb testing.TB, phoneCodec media.Codec, browserMime string) *call {
	tb.Helper()
	c := &call{phone: newRTP(tb, phoneCodec), trunk: newRTP(tb), states: make(chan media.BrowserState, 16)}
	connect(tb, c.phone, c.trunk)
	c.agent = newBrowserStream(tb, newWebRTC(tb), c.states)
	c.browser = newBrowser(tb, browserMime)
	c.bridge = media.Join(c.trunk, c.agent)
	tb.Cleanup(c.bridge.Close)
	c.browser.call(c.agent, nil)
	awaitState(tb, c.states, media.BrowserConnected)
	eventually(tb, func() bool { return c.browser.conn.ConnectionState() == webrtc.PeerConnectionStateConnected }, "browser connected")
	return c
}

func TestBridgeCarriesSoundBothWays(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		phone   media.Codec
		browser string
	}{
		"same law":      {media.PCMU, webrtc.MimeTypePCMU},
		"both a-law":    {media.PCMA, webrtc.MimeTypePCMA},
		"phone a-law":   {media.PCMA, webrtc.MimeTypePCMU},
		"browser a-law": {media.PCMU, webrtc.MimeTypePCMA},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCall(t, tt.phone, tt.browser)
			spoken := media.Play(c.phone, media.Tone(440))
			t.Cleanup(spoken.Stop)
			heard := media.Capture(c.phone)
			codec := media.PCMU
			if tt.browser == webrtc.MimeTypePCMA {
				codec = media.PCMA
			}
			c.browser.say(1000, codec)
			c.browser.hears(440)
			hears(t, heard, 1000)
			quality := c.agent.Quality()
			assert.Positive(t, quality.PacketsReceived)
			assert.Positive(t, quality.PacketsSent)
			assert.Zero(t, quality.PacketsLost)
			assert.Greater(t, quality.MOS, 4.0)
			assert.False(t, c.agent.LastPacket().IsZero())
			assert.False(t, c.trunk.LastPacket().IsZero())
		})
	}
}

func TestBridgeCarriesDigitsBothWays(t *testing.T) {
	t.Parallel()
	c := newCall(t, media.PCMU, webrtc.MimeTypePCMU)
	spoken := media.Play(c.phone, media.Tone(440))
	t.Cleanup(spoken.Stop)
	c.browser.say(1000, media.PCMU)
	heard := media.Capture(c.phone)

	require.NoError(t, media.SendDigits(t.Context(), c.phone, "42#"))
	events := map[uint32]byte{}
	ends := 0
	eventually(t, func() bool {
		clear(events)
		ends = 0
		for _, packet := range c.browser.received() {
			if packet.PayloadType == 110 {
				events[packet.Timestamp] = packet.Payload[0]
				ends += int(packet.Payload[1] >> 7)
			}
		}
		return ends == 9
	}, "the browser hears the digits")
	assert.Len(t, events, 3)
	ssrc := c.browser.received()[0].SSRC
	for _, packet := range c.browser.received() {
		assert.Equal(t, ssrc, packet.SSRC)
	}

	require.NoError(t, media.SendDigits(t.Context(), c.trunk, "19*D"))
	eventually(t, func() bool { return heard.Digits() == "19*D" }, "the phone hears the digits")
	hears(t, heard, 1000)
}

func awaitState(tb testing.TB, states <-chan media.BrowserState, want media.BrowserState) {
	tb.Helper()
	for {
		select {
		case state := <-states:
			if state == want {
				return
			}
		case <-tb.Context().Done():
			tb.Fatalf("state %s did not come", want)
		case <-timeout(tb):
			tb.Fatalf("state %s did not come", want)
		}
	}
}
