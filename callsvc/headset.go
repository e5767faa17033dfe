package callsvc

import (
	"sync"

	"github.com/ringbook/ringbook/sip/media"
)

// headset is what a user hears and says: one stream at a time, of a browser or
// of a phone, tied to one call at a time. Whoever connects it takes it from the call before, so two
// calls can never be mixed in one ear, and a new stream is tied to the same
// call at once.
type headset struct {
	mu       sync.Mutex
	owner    string
	stream   media.Stream
	program  program
	bridge   *media.Bridge
	playback *media.Playback
}

// program is what runs on a headset: the far party's stream or a tone.
type program struct {
	call  *liveCall
	far   media.Stream
	tone  func() media.Source
	muted bool
}

// run starts a program and gives the call whose program it replaced, nil when
// it was the same call or none.
func (h *headset) run(p program) (previous *liveCall) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.program.call != p.call {
		previous = h.program.call
	}
	h.stopLocked()
	h.program = p
	h.startLocked()
	return previous
}

// rerun changes the program of a call that still has the headset.
func (h *headset) rerun(p program) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.program.call != p.call {
		return false
	}
	h.stopLocked()
	h.program = p
	h.startLocked()
	return true
}

func (h *headset) holds(call *liveCall) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.program.call == call
}

// release ends the call's program, if it still runs.
func (h *headset) release(call *liveCall) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.program.call == call {
		h.stopLocked()
		h.program = program{}
	}
}

// take ends the call's program, if it still runs, and gives it for another headset.
func (h *headset) take(call *liveCall) (program, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.program.call != call {
		return program{}, false
	}
	h.stopLocked()
	taken := h.program
	h.program = program{}
	return taken, true
}

// taken says that a call has the headset.
func (h *headset) taken() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.program.call != nil
}

func (h *headset) mute(call *liveCall, on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.program.call != call {
		return
	}
	h.program.muted = on
	if h.bridge != nil {
		h.bridge.Mute(h.stream, on)
	}
}

// wear changes the stream; owner is the connection or leg that it came with.
// No stream is an untyped nil, not a nil pointer.
func (h *headset) wear(owner string, stream media.Stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopLocked()
	h.owner, h.stream = owner, stream
	h.startLocked()
}

// worn gives the stream and the connection or leg that it came with.
func (h *headset) worn() (string, media.Stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.owner, h.stream
}

func (h *headset) startLocked() {
	switch {
	case h.stream == nil:
	case h.program.far != nil:
		h.bridge = media.Join(h.program.far, h.stream)
		h.bridge.Mute(h.stream, h.program.muted)
	case h.program.tone != nil:
		h.playback = media.Play(h.stream, h.program.tone())
	}
}

func (h *headset) stopLocked() {
	if h.bridge != nil {
		h.bridge.Close()
		h.bridge = nil
	}
	if h.playback != nil {
		h.playback.Stop()
		h.playback = nil
	}
}
