package media

import (
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

const mimeEvents = "audio/telephone-event"

// browserTrack sends speech and digits on one SSRC under their own payload
// types. pion's TrackLocalStaticRTP would put the audio type on everything.
type browserTrack struct {
	binding atomic.Pointer[binding]
}

// binding is what was negotiated for the track.
type binding struct {
	writer    webrtc.TrackLocalWriter
	ssrc      uint32
	codec     codecFormat
	events    uint8
	hasEvents bool
}

// Bind takes what the browser agreed to.
func (t *browserTrack) Bind(ctx webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	bound := &binding{writer: ctx.WriteStream(), ssrc: uint32(ctx.SSRC())}
	var chosen *webrtc.RTPCodecParameters
	for _, codec := range ctx.CodecParameters() {
		sound := soundOf(codec)
		switch {
		case sound == eventSound && !bound.hasEvents:
			bound.events, bound.hasEvents = uint8(codec.PayloadType), true
		case chosen == nil && (sound == ulawSound || sound == alawSound):
			chosen = &codec
			bound.codec = codecFormat{codec: PCMU, kind: uint8(codec.PayloadType)}
			if sound == alawSound {
				bound.codec.codec = PCMA
			}
		}
	}
	if chosen == nil {
		return webrtc.RTPCodecParameters{}, fmt.Errorf("bind track: %w", webrtc.ErrUnsupportedCodec)
	}
	t.binding.Store(bound)
	return *chosen, nil
}

func soundOf(codec webrtc.RTPCodecParameters) hearable {
	if codec.ClockRate != clockRate {
		return unknownSound
	}
	switch strings.ToLower(codec.MimeType) {
	case "audio/pcmu":
		return ulawSound
	case "audio/pcma":
		return alawSound
	case mimeEvents:
		return eventSound
	}
	return unknownSound
}

// Unbind silences the track.
func (t *browserTrack) Unbind(webrtc.TrackLocalContext) error {
	t.binding.Store(nil)
	return nil
}

// ID names the track.
func (t *browserTrack) ID() string { return "audio" }

// RID is empty: there is one encoding.
func (t *browserTrack) RID() string { return "" }

// StreamID names the stream that the track belongs to.
func (t *browserTrack) StreamID() string { return "ringbook" }

// Kind is audio.
func (t *browserTrack) Kind() webrtc.RTPCodecType { return webrtc.RTPCodecTypeAudio }

// write sends what mouth prepared. header belongs to the caller and is reused.
func (b *binding) write(header *rtp.Header, from rtpHeader, payload []byte) error {
	header.Version, header.Marker, header.PayloadType = 2, from.marker, from.payloadType
	header.SequenceNumber, header.Timestamp, header.SSRC = from.sequence, from.timestamp, b.ssrc
	_, err := b.writer.WriteRTP(header, payload)
	return err
}
