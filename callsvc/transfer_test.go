package callsvc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

// send transfers the tab's call to a colleague.
func (b *tab) send(call id.Call, to Agent) {
	b.t.Helper()
	require.NoError(b.t, b.command(call, Command{Name: CommandTransfer, To: to.ID}))
}

func (f *far) hearsMusic() {
	f.t.Helper()
	before := len(f.heard.Samples())
	require.Eventually(f.t, func() bool {
		all := f.heard.Samples()
		return len(all) > before+4000 && loud(all[len(all)-4000:])
	}, patience, 10*time.Millisecond, "no music")
}

func TestTransferToAColleague(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, mic, call, caller := r.talking()
	bob := r.tab(r.bob)
	bobMic := bob.sound(600)
	ann.send(call, r.bob)
	pop := bob.offered()
	require.Equal(t, StatusRinging, pop.Call.Status)
	require.Equal(t, &r.ann.ID, pop.TransferredBy)
	require.Equal(t, "Ann", pop.TransferredByName)
	sending := ann.updated(func(u CallUpdated) bool { return u.TransferTo != nil })
	require.Equal(t, "Bob", sending.TransferToName)
	require.Equal(t, StatusHeld, sending.Call.Status)
	caller.hearsMusic()

	bob.do(call, CommandAnswer)
	farewell := ann.ended()
	require.Equal(t, &r.bob.ID, farewell.AnsweredBy)
	caller.hears(600)
	hears(t, bobMic.heard, 1000)
	silence := len(mic.heard())
	require.ErrorIs(t, ann.command(call, Command{Name: CommandHold}), &Error{Code: CodeForbidden})
	bob.do(call, CommandHold)
	caller.hearsMusic()
	bob.do(call, CommandResume)
	caller.hears(600)
	require.Less(t, len(mic.heard())-silence, 1600, "who sent the call away hears nothing of it")

	bob.do(call, CommandHangup)
	row := r.row(call)
	require.Equal(t, &r.bob.ID, row.UserID)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	require.Positive(t, row.HeldFor)
	require.Subset(t, r.paper.names(call), []string{"transferring", "transferred"})
	require.Len(t, r.paper.legsOf(call), 3)
	r.idle()
}

func TestTransferComesBack(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		give    func(ann, bob *tab, call id.Call)
		problem string
	}{
		"declined":  {func(_, bob *tab, call id.Call) { bob.do(call, CommandReject) }, TransferDeclined},
		"hung up":   {func(_, bob *tab, call id.Call) { bob.do(call, CommandHangup) }, TransferDeclined},
		"left":      {func(_, bob *tab, _ id.Call) { bob.conn.Close() }, TransferUnavailable},
		"no answer": {func(*tab, *tab, id.Call) {}, TransferNoAnswer},
		"cancelled": {func(ann, _ *tab, call id.Call) { ann.do(call, CommandTransferCancel) }, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(cfg *Config, _ *rig) {
				cfg.OfflineGrace = 50 * time.Millisecond
				if c.problem == TransferNoAnswer {
					cfg.RingTimeout = 500 * time.Millisecond
				}
			})
			ann, mic, call, caller := r.talking()
			bob := r.tab(r.bob)
			ann.send(call, r.bob)
			bob.offered()
			ann.updated(func(u CallUpdated) bool { return u.TransferTo != nil })
			c.give(ann, bob, call)
			back := ann.updated(func(u CallUpdated) bool { return u.TransferTo == nil })
			require.Equal(t, StatusConnected, back.Call.Status)
			require.Equal(t, c.problem, back.TransferProblem)
			caller.hears(440)
			hears(t, mic.heard, 1000)
			ann.do(call, CommandHangup)
			require.Equal(t, &r.ann.ID, r.row(call).UserID)
			r.idle()
		})
	}
}

func TestTransferEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, _, call, caller := r.talking()
	bob := r.tab(r.bob)
	ann.send(call, r.bob)
	bob.offered()
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	bob.ended()
	ann.ended()
	require.Equal(t, byCaller, r.row(call).HangupBy)
	r.idle()
}

func TestTransferIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, _, call, caller := r.talking()
	want := func(code string, to id.User) {
		t.Helper()
		require.ErrorIs(t, ann.command(call, Command{Name: CommandTransfer, To: to}), &Error{Code: code})
	}
	want(CodeConflict, r.bob.ID) // nobody is there
	want(CodeInvalid, r.ann.ID)
	want(CodeInvalid, id.User{})
	want(CodeNotFound, id.New[id.User]())
	bob := r.tab(r.bob)
	require.ErrorIs(t, bob.command(call, Command{Name: CommandTransfer, To: r.bob.ID}), &Error{Code: CodeForbidden})
	require.ErrorIs(t, ann.command(call, Command{Name: CommandTransferCancel}), &Error{Code: CodeConflict})
	caller.hears(440)
	ann.send(call, r.bob)
	want(CodeConflict, r.bob.ID) // once is enough
	again := r.tab(r.bob)
	require.Equal(t, call, again.offered().Call.ID, "a tab that opens is shown the call")
	ann.do(call, CommandHangup)
	r.row(call)
	r.idle()
}

func TestTransferOfACallOutComesBackOnHoldToWhoTalks(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	ann.sound(440)
	call := ann.dial("+447700900123")
	callee := r.called()
	callee.pickUp()
	callee.hears(440)
	bob := r.tab(r.bob)
	ann.send(call, r.bob)
	bob.offered()
	other := r.callIn("+447700900124", "+442079460001")
	second := ann.offered().Call.ID
	ann.do(second, CommandAnswer)
	other.hears(440)
	bob.do(call, CommandReject)
	back := ann.updated(func(u CallUpdated) bool { return u.Call.ID == call && u.TransferProblem != "" })
	require.Equal(t, StatusHeld, back.Call.Status)
	other.hears(440)
	ann.do(call, CommandResume)
	callee.hears(440)
	ann.do(call, CommandHangup)
	ann.do(second, CommandHangup)
	r.row(call)
	r.row(second)
	r.idle()
}
