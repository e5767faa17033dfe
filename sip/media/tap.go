package media

import "sync/atomic"

// Tap listens to one party of a call from outside: what they say and what they
// are sent, whoever relays, plays or mixes it. It changes nothing of the sound.
type Tap struct {
	// Heard gets what the far party says, Said what is sent to them. Either is
	// called on the goroutine that carries the packet: it must not block, and must
	// not keep the payload.
	Heard, Said func(packet *Packet)
}

// tapped is the place of at most one tap at a stream.
type tapped struct {
	tap atomic.Pointer[Tap]
}

// Tap begins to listen in place of the tap before; nil ends it.
func (t *tapped) Tap(tap *Tap) { t.tap.Store(tap) }

func (t *tapped) tapHeard(packet *Packet) {
	if tap := t.tap.Load(); tap != nil && tap.Heard != nil {
		tap.Heard(packet)
	}
}

func (t *tapped) tapSaid(packet *Packet) {
	if tap := t.tap.Load(); tap != nil && tap.Said != nil {
		tap.Said(packet)
	}
}
