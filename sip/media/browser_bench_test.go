package media_test

import (
	"testing"

	"github.com/pion/webrtc/v4"

	"github.com/ringbook/ringbook/sip/media"
)

// BenchmarkSendBrowser measures our way and pion's encryption of one packet to
// a connected browser.
func BenchmarkSendBrowser(b *testing.B) {
	c := newCall(b, media.PCMU, webrtc.MimeTypePCMU)
	packet := media.Packet{SSRC: 7, Payload: make([]byte, 160)}
	b.ReportAllocs()
	for b.Loop() {
		c.agent.Send(&packet)
		packet.Sequence++
		packet.Timestamp += 160
	}
}
