package media

import "sync/atomic"

// Bridge relays packets between two streams, both ways.
type Bridge struct {
	a, b         Stream
	fromA, fromB func(*Packet)
	muteA, muteB atomic.Bool
}

// attacher is what a bridge uses of this package's own streams.
type attacher interface {
	attach(receiver *func(*Packet))
	detach(receiver *func(*Packet))
}

// Join starts a relay between two streams. It replaces whatever received from
// either of them. A playback into one of them replaces the relay in that
// direction until it ends.
func Join(a, b Stream) *Bridge {
	bridge := &Bridge{a: a, b: b}
	bridge.fromA = relay(b, &bridge.muteA)
	bridge.fromB = relay(a, &bridge.muteB)
	attach(a, &bridge.fromA)
	attach(b, &bridge.fromB)
	return bridge
}

// Mute replaces what comes from one of the two streams with silence, or ends
// that. Silence keeps flowing, or the far side would think the call dead.
func (b *Bridge) Mute(from Stream, on bool) {
	switch from {
	case b.a:
		b.muteA.Store(on)
	case b.b:
		b.muteB.Store(on)
	}
}

// Close ends the relay. Streams that another bridge has taken over since are
// left alone; the streams themselves stay open.
func (b *Bridge) Close() {
	detach(b.a, &b.fromA)
	detach(b.b, &b.fromB)
}

func relay(to Stream, muted *atomic.Bool) func(*Packet) {
	return func(packet *Packet) {
		if !muted.Load() {
			to.Send(packet)
			return
		}
		if packet.Kind == Audio {
			// The payload is ours during the call, and silence in its place is
			// no copy.
			code := silence(packet.Codec)
			for i := range packet.Payload {
				packet.Payload[i] = code
			}
			to.Send(packet)
		}
	}
}

func attach(s Stream, receiver *func(*Packet)) {
	if own, ok := s.(attacher); ok {
		own.attach(receiver)
		return
	}
	s.Receive(*receiver)
}

func detach(s Stream, receiver *func(*Packet)) {
	if own, ok := s.(attacher); ok {
		own.detach(receiver)
		return
	}
	s.Receive(nil)
}

func silence(codec Codec) byte {
	if codec == PCMA {
		return silenceALaw
	}
	return silenceULaw
}
