package callsvc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
	"github.com/ringbook/ringbook/sip/siptest"
)

// retrunk changes the trunks of a service that runs, and waits until they serve.
func (r *rig) retrunk(trunks ...Trunk) {
	r.t.Helper()
	r.paper.mu.Lock()
	r.paper.directory.Trunks = trunks
	r.paper.mu.Unlock()
	require.NoError(r.t, r.svc.ReloadDirectory(r.t.Context()))
}

func TestNextTrunkTakesTheCall(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	broken := siptest.NewPeer(t)
	first := r.trunk
	first.ID, first.Name, first.Proxy = id.New[id.Trunk](), "Broken", broken.Addr().String()
	second := r.trunk
	second.CallerIDs = map[string]string{"GB": "+442079460009"}
	r.retrunk(first, second)

	ann := r.tab(r.ann)
	mic := ann.sound(440)
	call := ann.dial("+447700900123")
	refused, invite := broken.Accept()
	broken.Reply(invite, 503, refused.LocalTag, "")
	callee := r.called()
	require.Equal(t, "+442079460009", callee.leg.Invite().From, "the second trunk shows a number of its own")
	callee.pickUp()
	callee.await(sip.LegConfirmed)
	callee.hears(440)
	hears(t, mic.heard, 1000)
	require.Equal(t, 1, r.svc.loads.count(second.ID))
	require.Zero(t, r.svc.loads.count(first.ID))

	// A reload in the middle of the call, even without its trunk, leaves it alone.
	r.retrunk(first)
	hears(t, mic.heard, 1000)
	require.NoError(t, callee.leg.Hangup(sip.CauseNormal()))
	row := r.row(call)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	require.Equal(t, second.ID, *row.TrunkID)
	require.Equal(t, []string{"placed", "dialled", "rerouted", "answered", "ended"}, r.paper.names(call))
	r.idle()
	require.Zero(t, r.svc.loads.count(second.ID))
}

func TestTrunkHasSoManyLines(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	small := r.trunk
	small.MaxCalls = 1
	r.retrunk(small)
	require.True(t, r.svc.loads.take(small))

	ann := r.tab(r.ann)
	ann.sound(440)
	_, err := r.svc.Dial(t.Context(), r.org.ID, r.ann.ID, DialRequest{To: e164.Parse("07700 900123", "GB")})
	require.ErrorIs(t, err, &Error{Code: CodeNoTrunk})
	require.ErrorContains(t, err, "all lines")

	leg, err := r.carrier.agent.Dial(t.Context(), sip.DialRequest{TrunkID: "ringbook", To: "+442079460000", From: "+447700900123"})
	require.NoError(t, err)
	ended := make(chan sip.Cause, 1)
	leg.Listen(func(event sip.LegEvent) {
		if event.Kind == sip.LegEnded {
			ended <- event.Cause
		}
	})
	select {
	case cause := <-ended:
		require.Equal(t, 503, cause.SIP)
	case <-time.After(patience):
		t.Fatal("the call in was not refused")
	}
	r.svc.loads.free(small.ID)
	r.idle()
}

func TestTestCallReports(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	type outcome struct {
		test TrunkTest
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		test, err := r.svc.TestTrunk(t.Context(), r.org.ID, r.trunk.ID, e164.Parse("07700 900123", "GB"))
		done <- outcome{test, err}
	}()
	callee := r.called()
	require.Equal(t, 1, r.svc.TrunkStates(r.org.ID)[0].Calls)
	require.NoError(t, callee.leg.Ring())
	callee.pickUp()
	callee.await(sip.LegConfirmed)
	require.Eventually(t, func() bool { return !callee.sound.LastPacket().IsZero() }, patience, 5*time.Millisecond, "no tune")
	media.Play(callee.sound, media.Tone(1000))
	require.Eventually(t, func() bool { return callee.sound.LastPacket().After(time.Now().Add(-time.Second)) }, patience, 5*time.Millisecond)
	time.AfterFunc(time.Second, func() { _ = callee.leg.Hangup(sip.CauseNormal()) })
	got := <-done
	require.NoError(t, got.err)
	require.True(t, got.test.Answered)
	require.True(t, got.test.Heard)
	require.NotEmpty(t, got.test.Codec)
	require.Positive(t, got.test.AnsweredAfter)
	r.idle()
	_, err := r.svc.TestTrunk(t.Context(), id.New[id.Org](), r.trunk.ID, e164.Parse("07700 900123", "GB"))
	require.ErrorIs(t, err, &Error{Code: CodeNotFound}, "another organisation's trunk")
}

func TestBareNumbers(t *testing.T) {
	t.Parallel()
	bare := Trunk{BareE164: true}
	for given, want := range map[string]string{
		"441154960123": "+441154960123", "4930123456": "+4930123456", "01154960123": "01154960123", "+441154960123": "+441154960123",
		"1000": "1000", "anonymous": "anonymous", "": "",
	} {
		require.Equal(t, want, bare.read(sip.Invite{From: given}).From)
		require.Equal(t, given, Trunk{}.read(sip.Invite{From: given}).From)
	}
	require.Equal(t, "+441154960123", e164.ParseCaller("0115 496 0123", "GB").E164)
}
