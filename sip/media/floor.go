package media

import "sync/atomic"

// rank orders those who may speak to one party: digits interrupt a playback, a
// playback replaces the relay.
type rank uint8

const (
	relayed rank = iota
	played
	dialled
)

// floor says who may speak to one party now.
type floor struct {
	playback atomic.Pointer[Playback]
	dialling atomic.Bool
	// digits holds a token while someone sends digits, so that two senders
	// never mix theirs.
	digits chan struct{}
}

func newFloor() floor { return floor{digits: make(chan struct{}, 1)} }

func (f *floor) admits(r rank) bool {
	switch r {
	case relayed:
		return f.playback.Load() == nil && !f.dialling.Load()
	case played:
		return !f.dialling.Load()
	case dialled:
		return true
	}
	return false
}

// speaker is what Play and SendDigits use of this package's own streams. Other
// implementations of Stream are spoken to through Send.
type speaker interface {
	sendAs(r rank, packet *Packet)
	speakers() *floor
	closing() <-chan struct{}
}

// inlet is where received packets go.
type inlet struct {
	receiver atomic.Pointer[func(*Packet)]
}

// Receive directs what the far party says to receiver, in place of the one
// before; nil discards.
func (i *inlet) Receive(receiver func(packet *Packet)) {
	if receiver == nil {
		i.receiver.Store(nil)
		return
	}
	i.receiver.Store(&receiver)
}

func (i *inlet) deliver(packet *Packet) {
	if receiver := i.receiver.Load(); receiver != nil {
		(*receiver)(packet)
	}
}

func (i *inlet) attach(receiver *func(*Packet)) { i.receiver.Store(receiver) }

// detach ends this receiver only, so that an old bridge closed late leaves the
// new one alone.
func (i *inlet) detach(receiver *func(*Packet)) { i.receiver.CompareAndSwap(receiver, nil) }
