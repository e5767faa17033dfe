package callsvc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

// talking is an agent in a call from outside, with sound both ways.
func (r *rig) talking() (*tab, *browser, id.Call, *far) {
	r.t.Helper()
	ann := r.tab(r.ann)
	mic := ann.sound(440)
	caller := r.callIn("+447700900123", "+442079460001")
	call := ann.offered().Call.ID
	ann.do(call, CommandAnswer)
	caller.await(sip.LegConfirmed)
	caller.hears(440)
	hears(r.t, mic.heard, 1000)
	return ann, mic, call, caller
}

func TestReloadKeepsTheCall(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, _, call, caller := r.talking()
	ann.conn.Close()
	again := r.tab(r.ann)
	update := again.updated(nil)
	require.Equal(t, call, update.Call.ID, "a new browser is told of the call at once")
	mic := again.sound(523)
	caller.hears(523)
	hears(t, mic.heard, 1000)
	again.updated(func(u CallUpdated) bool { return u.AudioOwner == again.conn.ID() })
	again.do(call, CommandHangup)
	caller.await(sip.LegEnded)
	require.Equal(t, OutcomeAnswered, r.row(call).Outcome)
	r.idle()
}

func TestReloadWhileRinging(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	r.callIn("+447700900123", "+442079460001")
	call := ann.offered().Call.ID
	ann.conn.Close()
	again := r.tab(r.ann)
	require.Equal(t, call, again.offered().Call.ID)
	again.do(call, CommandReject)
	r.row(call)
}

func TestAgentLeavesWhileRinging(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.OfflineGrace = 50 * time.Millisecond })
	ann := r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079460001")
	call := ann.offered().Call.ID
	ann.conn.Close()
	require.Equal(t, 480, caller.await(sip.LegEnded).Cause.SIP)
	require.Equal(t, OutcomeMissed, r.row(call).Outcome)
}

func TestTwoTabsOneOwnsTheSound(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, mic, call, caller := r.talking()
	second := r.tab(r.ann)
	second.updated(func(u CallUpdated) bool { return u.Call.ID == call && u.AudioOwner == ann.conn.ID() })
	other := second.sound(523)
	caller.hears(523)
	hears(t, other.heard, 1000)
	for _, b := range []*tab{ann, second} {
		b.updated(func(u CallUpdated) bool { return u.AudioOwner == second.conn.ID() })
	}
	second.conn.Close()
	ann.updated(func(u CallUpdated) bool { return u.AudioOwner == ann.conn.ID() })
	caller.hears(440)
	hears(t, mic.heard, 1000)
	ann.do(call, CommandHangup)
	r.row(call)
	r.idle()
}

func TestBrowserThatDoesNotReturnEndsTheCall(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.BrowserGrace = 100 * time.Millisecond })
	ann, _, call, caller := r.talking()
	ann.conn.Close()
	caller.await(sip.LegEnded)
	row := r.row(call)
	require.Equal(t, "browser_lost", row.Cause.Text)
	require.Equal(t, bySystem, row.HangupBy)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	r.idle()
}

func TestMuteSilencesTheAgentInTheServer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, mic, call, caller := r.talking()
	require.NoError(t, ann.command(call, Command{Name: CommandMute, Muted: true}))
	ann.updated(func(u CallUpdated) bool { return u.Muted })
	silent(t, caller)
	hears(t, mic.heard, 1000)
	again := ann.sound(600)
	silent(t, caller)
	hears(t, again.heard, 1000)
	require.NoError(t, ann.command(call, Command{Name: CommandMute}))
	caller.hears(600)
	ann.do(call, CommandHangup)
	require.Contains(t, r.paper.names(r.row(call).ID), "muted")
}

// silent waits for a fifth of a second of silence that is still being sent.
func silent(t *testing.T, f *far) {
	t.Helper()
	before := len(f.heard.Samples())
	require.Eventually(t, func() bool {
		all := f.heard.Samples()
		if len(all) < before+1600 {
			return false
		}
		for _, sample := range all[len(all)-1600:] {
			if sample > 16 || sample < -16 {
				return false
			}
		}
		return true
	}, patience, 10*time.Millisecond, "not silent")
}

func TestHoldPlaysATuneAndTellsTheFarSide(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, mic, call, caller := r.talking()
	ann.do(call, CommandHold)
	ann.do(call, CommandHold)
	require.Equal(t, StatusHeld, ann.updated(func(u CallUpdated) bool { return u.Call.Status == StatusHeld }).Call.Status)
	caller.await(sip.LegReoffered)
	require.True(t, caller.sound.RemoteHold())
	before := len(caller.heard.Samples())
	require.Eventually(t, func() bool {
		all := caller.heard.Samples()
		return len(all) > before+4000 && loud(all[len(all)-4000:])
	}, patience, 10*time.Millisecond, "no tune")
	quiet := len(mic.heard())
	require.ErrorIs(t, ann.command(call, Command{Name: CommandDTMF, Digits: "1"}), &Error{Code: CodeConflict})
	ann.do(call, CommandResume)
	caller.await(sip.LegReoffered)
	require.False(t, caller.sound.RemoteHold())
	caller.hears(440)
	hears(t, mic.heard, 1000)
	require.Less(t, quiet, len(mic.heard()))
	ann.do(call, CommandHangup)
	row := r.row(call)
	require.Positive(t, row.HeldFor)
	names := r.paper.names(call)
	require.Contains(t, names, "held")
	require.Contains(t, names, "resumed")
	r.idle()
}

func loud(samples []int16) bool {
	peak := int16(0)
	for _, sample := range samples {
		peak = max(peak, sample)
	}
	return peak > 500
}

func TestHangUpWhileHeldAndHoldWhileHoldingFast(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, _, call, caller := r.talking()
	for range 10 {
		ann.do(call, CommandHold)
		ann.do(call, CommandResume)
	}
	ann.do(call, CommandHold)
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	row := r.row(call)
	require.Equal(t, byCaller, row.HangupBy)
	require.Positive(t, row.HeldFor)
	r.idle()
}

func TestDigitsReachTheFarSide(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, _, call, caller := r.talking()
	require.NoError(t, ann.command(call, Command{Name: CommandDTMF, Digits: "12"}))
	require.NoError(t, ann.command(call, Command{Name: CommandDTMF, Digits: "3#"}))
	require.EventuallyWithT(t, func(c *assert.CollectT) { assert.Equal(c, "123#", caller.heard.Digits()) }, patience, 10*time.Millisecond)
	require.ErrorIs(t, ann.command(call, Command{Name: CommandDTMF, Digits: "12x"}), &Error{Code: CodeInvalid})
	require.ErrorIs(t, ann.command(call, Command{Name: "explode"}), &Error{Code: CodeInvalid})
	caller.hears(440)
	ann.do(call, CommandHangup)
	r.row(call)
}

func TestFarHoldIsNoMediaTimeout(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) {
		cfg.MediaTimeout, cfg.NoAudioAfter = 400*time.Millisecond, 200*time.Millisecond
	})
	ann, _, call, caller := r.talking()
	offer, err := caller.sound.Hold(true)
	require.NoError(t, err)
	answer, err := caller.leg.Reinvite(t.Context(), offer)
	require.NoError(t, err)
	require.NoError(t, caller.sound.SetAnswer(answer))
	held := time.Now()
	require.NoError(t, caller.sound.Close())
	// Twice the limit without sound, then the call still stands.
	require.Eventually(t, func() bool { return time.Since(held) > 800*time.Millisecond }, patience, 20*time.Millisecond)
	require.NoError(t, ann.command(call, Command{Name: CommandMute, Muted: true}))
	ann.do(call, CommandHangup)
	require.Equal(t, byAgent, r.row(call).HangupBy)
}

func TestDeadSoundEndsTheCall(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) {
		cfg.MediaTimeout, cfg.NoAudioAfter = 600*time.Millisecond, 200*time.Millisecond
	})
	ann, _, call, caller := r.talking()
	require.NoError(t, caller.sound.Close())
	update := ann.updated(func(u CallUpdated) bool { return u.Problem != "" })
	require.Equal(t, ProblemNoAudioFromCaller, update.Problem)
	caller.await(sip.LegEnded)
	row := r.row(call)
	require.Equal(t, "media_timeout", row.Cause.Text)
	require.Equal(t, byNetwork, row.HangupBy)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	r.idle()
}

func TestMissingBrowserSoundIsReportedAndClears(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.NoAudioAfter = 300 * time.Millisecond })
	ann := r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079460001")
	call := ann.offered().Call.ID
	ann.do(call, CommandAnswer)
	caller.await(sip.LegConfirmed)
	ann.updated(func(u CallUpdated) bool { return u.Problem == ProblemNoAudioFromBrowser })
	mic := ann.sound(440)
	ann.updated(func(u CallUpdated) bool { return u.Problem == "" && u.AudioOwner == ann.conn.ID() })
	caller.hears(440)
	hears(t, mic.heard, 1000)
	ann.do(call, CommandHangup)
	r.row(call)
}

func TestCallWaiting(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, mic, first, caller := r.talking()
	second := r.callIn("+447700900124", "+442079460001")
	pop := ann.offered()
	require.NotEqual(t, first, pop.Call.ID, "who talks is still offered calls")
	ann.do(pop.Call.ID, CommandAnswer)
	second.await(sip.LegConfirmed)
	ann.updated(func(u CallUpdated) bool { return u.Call.ID == first && u.Call.Status == StatusHeld })
	second.hears(440)
	hears(t, mic.heard, 1000)
	ann.do(first, CommandResume)
	ann.updated(func(u CallUpdated) bool { return u.Call.ID == pop.Call.ID && u.Call.Status == StatusHeld })
	caller.hears(440)
	ann.do(first, CommandHangup)
	ann.do(pop.Call.ID, CommandResume)
	second.hears(440)
	ann.do(pop.Call.ID, CommandHangup)
	r.row(first)
	r.row(pop.Call.ID)
	r.idle()
}

func TestPresence(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.OfflineGrace = 50 * time.Millisecond })
	status := func() string {
		for _, presence := range r.svc.Presences(r.org.ID) {
			if presence.UserID == r.ann.ID {
				return presence.Status
			}
		}
		return ""
	}
	bob := r.tab(r.bob)
	require.Equal(t, PresenceOffline, status())
	ann := r.tab(r.ann)
	require.Equal(t, PresenceAvailable, status())
	expect(bob, EventPresenceUpdated, func(p Presence) bool { return p.UserID == r.ann.ID && p.Status == PresenceAvailable })
	require.NoError(t, r.svc.SetPresence(t.Context(), r.org.ID, r.ann.ID, PresenceAway, "lunch"))
	away := expect(bob, EventPresenceUpdated, func(p Presence) bool { return p.Status == PresenceAway })
	require.Equal(t, "lunch", away.Reason)
	ann.conn.Close()
	expect(bob, EventPresenceUpdated, func(p Presence) bool { return p.UserID == r.ann.ID && p.Status == PresenceOffline })
	r.tab(r.ann)
	require.Equal(t, PresenceAway, status(), "the choice is remembered")
}

func TestManyCallsAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	const calls = 50
	callers := make([]*far, calls)
	for i := range callers {
		callers[i] = r.callIn("+447700900123", "+442079460000")
	}
	for range calls {
		ann.do(ann.offered().Call.ID, CommandAnswer)
	}
	for _, caller := range callers {
		caller.await(sip.LegConfirmed)
		require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	}
	r.idle()
	require.Eventually(t, func() bool { return len(r.paper.all()) == calls }, patience, 5*time.Millisecond)
	for _, row := range r.paper.all() {
		row = r.row(row.ID)
		require.Equal(t, OutcomeAnswered, row.Outcome, "%v %v", row.Cause, r.paper.names(row.ID))
	}
}
