package callsvc

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip/media"
)

// The agent's side of a call is an ear: a headset that all of the call's sound
// goes through, whatever device carries it. The browsers of a user share the
// desk's; each phone leg has one of its own, so that a call on the phone and
// one in the browser do not take the sound from each other.

// phoneEar is the ear of a phone's leg. The stream stays the caller's to close,
// after the call has left the ear.
func phoneEar(leg id.Leg, stream media.Stream) *headset {
	return &headset{owner: leg.String(), stream: stream}
}

// sitAt makes d the desk of the call and its browsers the agent's ear.
func (l *liveCall) sitAt(d *desk) {
	l.desk, l.ear = d, &d.headset
}

// atDesk says that browsers carry the agent's sound, not a phone.
func (l *liveCall) atDesk() bool {
	return l.desk != nil && l.ear == &l.desk.headset
}

// moveTo lets another ear carry the agent's sound from now on. What runs, runs
// on there: the far side, a tone, muted or not. A held call stays held, and
// comes back in the new ear.
func (l *liveCall) moveTo(ear *headset) {
	if l.ear == ear || l.state == stateEnded {
		return
	}
	running, runs := l.ear.take(l)
	l.ear = ear
	if runs {
		l.takeHeadset(running)
	}
	if l.atDesk() {
		l.desk.attach(l, true) // which waits for a browser when none is open
	}
	l.browserSince = time.Now()
	owner, _ := ear.worn()
	l.record("sound_moved", map[string]any{"connection": owner}, l.updated()...)
}
