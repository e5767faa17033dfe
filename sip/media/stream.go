package media

import "time"

// Codec is a G.711 variant (RFC 3551 section 4.5.14).
type Codec uint8

// The codecs, valued as their static RTP payload types.
const (
	PCMU Codec = 0
	PCMA Codec = 8
)

// String is the codec's name in a session description.
func (c Codec) String() string {
	if c == PCMA {
		return "PCMA"
	}
	return "PCMU"
}

// PacketKind tells speech from signalled digits.
type PacketKind uint8

// The kinds of packet that pass through a bridge.
const (
	Audio PacketKind = iota
	// TelephoneEvent carries an RFC 4733 event, forwarded unchanged.
	TelephoneEvent
)

// Packet is one RTP packet between streams, free of the payload type numbers
// that either side negotiated. Payload is valid only during the call that
// hands the packet over.
type Packet struct {
	Kind      PacketKind
	Codec     Codec
	Marker    bool
	Sequence  uint16
	Timestamp uint32
	SSRC      uint32
	Payload   []byte
}

// Stream is the sound of one leg, both ways. All methods are safe for
// concurrent use. Send never blocks and drops what cannot leave now.
type Stream interface {
	// Send hands one packet to the far party. The stream rebases sequence and
	// timestamp when the source's SSRC changes, and converts between PCMU and
	// PCMA when the party negotiated only the other.
	Send(packet *Packet)
	// Receive directs what the far party says to receiver, in place of the one
	// before; nil discards. The receiver must not block.
	Receive(receiver func(packet *Packet))
	// Codec is the variant the far party wants to be sent.
	Codec() Codec
	// LastPacket is when the far party was last heard; zero when never.
	LastPacket() time.Time
	// Quality is what has been measured so far.
	Quality() Quality
	// Close frees ports and connections. It may be called twice.
	Close() error
}

// Quality is what a leg's sound was like. Loss and jitter are of what we
// received, RoundTrip of what RTCP told us.
type Quality struct {
	PacketsSent     uint64
	PacketsReceived uint64
	PacketsLost     uint64
	LossPercent     float64
	Jitter          time.Duration
	RoundTrip       time.Duration
	// MOS is the mean opinion score estimate from 1 to 4.5; 0 when nothing was heard.
	MOS float64
}
