package callsvc

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// dialling is an agent with sound whose call has reached the far phone.
func (r *rig) dialling() (*tab, *browser, id.Call, *far) {
	r.t.Helper()
	ann := r.tab(r.ann)
	mic := ann.sound(440)
	call := ann.dial("+447700900123")
	return ann, mic, call, r.called()
}

func TestClickToDial(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	contact := id.New[id.Contact]()
	ann := r.tab(r.ann)
	mic := ann.sound(440)
	call, err := r.svc.Dial(t.Context(), r.org.ID, r.ann.ID, DialRequest{To: e164.Parse("07700 900123 ext 5", "GB"), ContactID: &contact, Name: "Carol"})
	require.NoError(t, err)
	callee := r.called()
	require.Equal(t, "+447700900123", callee.leg.Invite().CalledUser)
	require.Equal(t, "+442079460000", callee.leg.Invite().From)

	require.NoError(t, callee.leg.Ring())
	update := ann.updated(func(u CallUpdated) bool { return u.Ringback })
	require.Equal(t, StatusRinging, update.Call.Status)
	require.Equal(t, "5", update.Call.To.Number.Extension)
	ringback(t, mic)

	callee.pickUp()
	callee.await(sip.LegConfirmed)
	ann.updated(func(u CallUpdated) bool { return u.Call.Status == StatusConnected && !u.Ringback })
	callee.hears(440)
	hears(t, mic.heard, 1000)

	require.NoError(t, callee.leg.Hangup(sip.CauseNormal()))
	require.Equal(t, byCallee, ann.ended().Call.HangupBy)
	row := r.row(call)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	require.Equal(t, contact, *row.ContactID)
	require.Equal(t, attributedByAgent, row.AttributedBy)
	// Whether the extension was keyed before the hang-up is another test's to say.
	names := slices.DeleteFunc(r.paper.names(call), func(name string) bool { return strings.HasPrefix(name, "extension") })
	require.Equal(t, []string{"placed", "dialled", "alerting", "answered", "ended"}, names)
	r.idle()
}

// ringback waits for British ringback, which is 400 and 450 Hz together.
func ringback(t *testing.T, mic *browser) {
	t.Helper()
	require.Eventually(t, func() bool {
		all := mic.heard()
		if len(all) < 1600 {
			return false
		}
		newest := all[len(all)-1600:]
		return media.GoertzelShare(newest, 8000, 400)+media.GoertzelShare(newest, 8000, 450) > 0.8
	}, patience, 10*time.Millisecond, "no ringback")
}

func TestEarlyMediaIsHeard(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, mic, call, callee := r.dialling()
	answer, err := callee.sound.Answer(callee.leg.RemoteOffer())
	require.NoError(t, err)
	require.NoError(t, callee.leg.Progress(answer))
	early := media.Play(callee.sound, media.Tone(700))
	hears(t, mic.heard, 700)
	require.NoError(t, callee.leg.Ring())
	hears(t, mic.heard, 700)
	early.Stop()
	require.NoError(t, callee.leg.Answer(answer))
	media.Play(callee.sound, media.Tone(1000))
	hears(t, mic.heard, 1000)
	callee.hears(440)
	ann.do(call, CommandHangup)
	row := r.row(call)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	require.Equal(t, byAgent, row.HangupBy)
	r.idle()
}

func TestFarSideDoesNotTakeTheCall(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		cause   sip.Cause
		outcome Outcome
		by      string
	}{
		"busy":        {sip.CauseBusy(), OutcomeBusy, byCallee},
		"rejected":    {sip.CauseRejected(), OutcomeRejected, byCallee},
		"no answer":   {sip.CauseNoAnswer(), OutcomeMissed, byCallee},
		"unallocated": {sip.CauseUnallocated(), OutcomeFailed, byNetwork},
		"congestion":  {sip.CauseCongestion(), OutcomeFailed, byNetwork},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			ann, _, call, callee := r.dialling()
			require.NoError(t, callee.leg.Reject(c.cause))
			end := ann.ended()
			require.Equal(t, c.outcome, end.Call.Outcome)
			row := r.row(call)
			require.Equal(t, c.by, row.HangupBy)
			require.Equal(t, c.cause.SIP, row.Cause.SIP)
			require.Equal(t, c.cause.Q850, row.Cause.Q850)
			require.NotEmpty(t, row.Cause.Text)
			require.Nil(t, row.Quality)
			r.idle()
		})
	}
}

func TestCancelAtEachStage(t *testing.T) {
	t.Parallel()
	stages := map[string]func(r *rig) (*tab, id.Call, *far){
		"before the browser": func(r *rig) (*tab, id.Call, *far) {
			ann := r.tab(r.ann)
			return ann, ann.dial("+447700900123"), nil
		},
		"while the INVITE leaves": func(r *rig) (*tab, id.Call, *far) {
			ann := r.tab(r.ann)
			ann.sound(440)
			return ann, ann.dial("+447700900123"), nil
		},
		"after the INVITE": func(r *rig) (*tab, id.Call, *far) {
			ann, _, call, callee := r.dialling()
			return ann, call, callee
		},
		"while it rings": func(r *rig) (*tab, id.Call, *far) {
			ann, _, call, callee := r.dialling()
			require.NoError(r.t, callee.leg.Ring())
			ann.updated(func(u CallUpdated) bool { return u.Ringback })
			return ann, call, callee
		},
		"in early media": func(r *rig) (*tab, id.Call, *far) {
			ann, _, call, callee := r.dialling()
			answer, err := callee.sound.Answer(callee.leg.RemoteOffer())
			require.NoError(r.t, err)
			require.NoError(r.t, callee.leg.Progress(answer))
			ann.updated(func(u CallUpdated) bool { return u.Call.RingingAt != nil })
			return ann, call, callee
		},
	}
	for name, stage := range stages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			ann, call, callee := stage(r)
			ann.do(call, CommandHangup)
			require.Equal(t, OutcomeCancelled, ann.ended().Call.Outcome)
			if callee != nil {
				require.Equal(t, 487, callee.await(sip.LegEnded).Cause.SIP)
			}
			row := r.row(call)
			require.Equal(t, OutcomeCancelled, row.Outcome)
			require.Equal(t, byAgent, row.HangupBy)
			require.Nil(t, row.AnsweredAt)
			r.idle()
		})
	}
}

func TestCancelCrossesFarAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	ann.sound(440)
	for range 20 {
		call := ann.dial("+447700900123")
		callee := r.called()
		done := make(chan error, 1)
		go func() { done <- ann.command(call, Command{Name: CommandHangup}) }()
		answer, err := callee.sound.Answer(callee.leg.RemoteOffer())
		require.NoError(t, err)
		_ = callee.leg.Answer(answer) // the CANCEL may have been faster
		require.NoError(t, <-done)
		callee.await(sip.LegEnded)
		row := r.row(call)
		require.Contains(t, []Outcome{OutcomeCancelled, OutcomeAnswered}, row.Outcome)
		require.Equal(t, byAgent, row.HangupBy)
	}
	r.idle()
}

func TestDialWithoutBrowserFails(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.StreamWait = 100 * time.Millisecond })
	ann := r.tab(r.ann)
	call := ann.dial("+447700900123")
	require.Equal(t, CodeNoAudioDevice, ann.ended().Call.Cause.Text)
	require.Equal(t, OutcomeFailed, r.row(call).Outcome)
	require.Empty(t, r.carrier.legs)
	r.idle()
}

func TestDialWaitsForTheBrowser(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	call := ann.dial("+447700900123")
	ann.updated(func(u CallUpdated) bool { return u.Call.ID == call })
	ann.sound(440)
	callee := r.called()
	callee.pickUp()
	callee.hears(440)
	ann.do(call, CommandHangup)
	callee.await(sip.LegEnded)
	r.row(call)
	r.idle()
}

func TestDialIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *Config, r *rig) { r.paper.directory.Trunks[0].Proxy = "" })
	request := DialRequest{To: e164.Parse("+447700900123", "GB")}
	_, err := r.svc.Dial(t.Context(), r.org.ID, r.ann.ID, request)
	require.ErrorIs(t, err, &Error{Code: CodeNoTrunk})
	_, err = r.svc.Dial(t.Context(), r.org.ID, id.New[id.User](), request)
	require.ErrorIs(t, err, &Error{Code: CodeForbidden})
	_, err = r.svc.Dial(t.Context(), r.org.ID, r.ann.ID, DialRequest{To: e164.Parse("rubbish", "GB")})
	require.ErrorIs(t, err, &Error{Code: CodeInvalid})
}

func TestUnreachableTrunkFails(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(_ *Config, r *rig) { r.paper.directory.Trunks[0].Proxy = "trunk.invalid" })
	ann := r.tab(r.ann)
	ann.sound(440)
	call := ann.dial("+447700900123")
	require.Equal(t, OutcomeFailed, ann.ended().Call.Outcome)
	require.Equal(t, "trunk not reachable", r.row(call).Cause.Text)
	r.idle()
}
