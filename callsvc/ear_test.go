package callsvc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// phonePair is the sound of a phone leg: the phone's end, which says a tone, and ours.
func (r *rig) phonePair(hz float64) (phone *media.Captured, ours *media.RTPStream) {
	r.t.Helper()
	theirs, ours := r.newSound(), r.newSound()
	offer, err := ours.Offer()
	require.NoError(r.t, err)
	answer, err := theirs.Answer(offer)
	require.NoError(r.t, err)
	require.NoError(r.t, ours.SetAnswer(answer))
	phone = media.Capture(theirs)
	media.Play(theirs, media.Tone(hz))
	return phone, ours
}

// inCall runs work in the goroutine of the call and waits for it.
func (r *rig) inCall(call id.Call, work func(*liveCall)) {
	r.t.Helper()
	r.svc.mu.Lock()
	l := r.svc.calls[call]
	r.svc.mu.Unlock()
	require.NotNil(r.t, l)
	done := make(chan struct{})
	l.tell(func(l *liveCall) { work(l); close(done) })
	select {
	case <-done:
	case <-l.done:
		r.t.Fatal("the call has ended")
	}
}

func TestCallMovesToAPhoneAndBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, mic, call, caller := r.talking()
	phone, ours := r.phonePair(523)
	leg := id.New[id.Leg]()
	ear := phoneEar(leg, ours)

	r.inCall(call, func(l *liveCall) { l.moveTo(ear) })
	ann.updated(func(u CallUpdated) bool { return u.AudioOwner == leg.String() })
	caller.hears(523)
	hears(t, phone.Samples, 1000)

	require.NoError(t, ann.command(call, Command{Name: CommandMute, Muted: true}))
	ann.updated(func(u CallUpdated) bool { return u.Muted })
	require.NoError(t, ann.command(call, Command{Name: CommandMute}))
	caller.hears(523)

	ann.do(call, CommandHold)
	ann.updated(func(u CallUpdated) bool { return u.Call.Status == StatusHeld })
	ann.do(call, CommandResume)
	caller.hears(523)
	hears(t, phone.Samples, 1000)

	r.inCall(call, func(l *liveCall) { l.moveTo(&l.desk.headset) })
	ann.updated(func(u CallUpdated) bool { return u.AudioOwner == ann.conn.ID() })
	caller.hears(440)
	hears(t, mic.heard, 1000)
	ann.do(call, CommandHangup)
	caller.await(sip.LegEnded)
	require.Contains(t, r.paper.names(call), "sound_moved")
	r.row(call)
}

func TestCallOnAPhoneNeedsNoBrowser(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.BrowserGrace = 1 })
	ann, _, call, caller := r.talking()
	phone, ours := r.phonePair(523)
	r.inCall(call, func(l *liveCall) { l.moveTo(phoneEar(id.New[id.Leg](), ours)) })
	ann.conn.Close()
	caller.hears(523)
	hears(t, phone.Samples, 1000)
	again := r.tab(r.ann)
	again.updated(func(u CallUpdated) bool { return u.Call.ID == call })
	again.do(call, CommandHangup)
	caller.await(sip.LegEnded)
	r.row(call)
}
