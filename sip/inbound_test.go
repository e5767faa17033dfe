package sip

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

func TestInboundCallIsAnsweredAndEnded(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", siptest.SDP,
		`P-Asserted-Identity: <tel:+447700900555;verstat=TN-Validation-Passed>`, `Diversion: <sip:+442079460001@example.com>;reason=unconditional`,
		"User-Agent: Desk/1.0", "Privacy: id")
	r.phone.Expect("100 INVITE")
	leg := r.leg(t)
	events := listen(leg)
	invite := leg.Invite()
	require.Equal(t, "442079460000", invite.CalledUser)
	require.Equal(t, "+447700900123", invite.From)
	require.Equal(t, "Alice", invite.FromName)
	require.Equal(t, "+447700900555", invite.Asserted)
	require.Equal(t, "TN-Validation-Passed", invite.Verstat)
	require.Equal(t, "+442079460001", invite.DiversionUser)
	require.True(t, invite.Privacy)
	require.Equal(t, []string{"trunk"}, invite.TrunkIDs)
	require.Equal(t, "Desk/1.0", invite.UserAgent)
	require.Equal(t, siptest.SDP, string(leg.RemoteOffer()))

	require.NoError(t, leg.Ring())
	ringing := call.Expect("180 INVITE")
	require.NoError(t, leg.Progress([]byte(siptest.SDP)))
	require.Equal(t, siptest.SDP, call.Expect("183 INVITE").Body())
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	ok := call.Expect("200 INVITE")
	require.Equal(t, ringing.Tag(), ok.Tag(), "one dialog, one tag")
	require.Equal(t, siptest.SDP, ok.Body())
	require.Contains(t, ok.Header("Allow"), "UPDATE")
	call.Ack("")
	for _, kind := range []LegEventKind{LegRinging, LegEarly, LegAnswered, LegConfirmed} {
		require.Equal(t, kind, (<-events).Kind)
	}
	require.Equal(t, StateConfirmed, leg.State())
	require.Equal(t, 1, r.LegCount())

	call.Bye(`Reason: Q.850;cause=16;text="Normal call clearing"`)
	r.phone.Expect("200 BYE")
	ended := <-events
	require.Equal(t, LegEnded, ended.Kind)
	require.True(t, ended.ByRemote)
	require.Equal(t, 16, ended.Cause.Q850)
	require.Eventually(t, func() bool { return r.LegCount() == 0 }, time.Second, time.Millisecond)
	require.ErrorIs(t, leg.Ring(), ErrEnded)
}

func TestInboundHangupByUs(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, leg, events := connected(t, r)
	require.NoError(t, leg.Hangup(CauseMediaTimeout()))
	require.NoError(t, leg.Hangup(CauseNormal()), "idempotent")
	bye := r.phone.Expect("BYE")
	require.Contains(t, bye.Header("Reason"), "Q.850;cause=31")
	r.phone.Reply(bye, 200, "", "")
	ended := expectEvent(t, events, LegEnded)
	require.False(t, ended.ByRemote)
	require.Equal(t, CauseMediaTimeout(), ended.Cause)
	r.phone.Refuse("BYE", 50*time.Millisecond)
}

func TestCancelBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", siptest.SDP)
	leg := r.leg(t)
	events := listen(leg)
	require.NoError(t, leg.Ring())
	ringing := call.Expect("180 INVITE")
	call.Cancel(`Reason: SIP;cause=200;text="Call completed elsewhere"`)
	call.Expect("200 CANCEL")
	terminated := r.phone.Expect("487 INVITE")
	require.Equal(t, ringing.Tag(), terminated.Tag(), "sipgo's own 487 has our tag")
	call.AckFailure()
	ended := expectEvent(t, events, LegEnded)
	require.True(t, ended.ByRemote)
	require.Equal(t, "Call completed elsewhere", ended.Cause.Text)
	require.ErrorIs(t, leg.Answer([]byte(siptest.SDP)), ErrEnded)
}

func TestRejectBusy(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", siptest.SDP)
	leg := r.leg(t)
	require.NoError(t, leg.Reject(CauseBusy()))
	busy := call.Expect("486 INVITE")
	require.Contains(t, busy.Header("Reason"), "Q.850;cause=17")
	call.AckFailure()
	require.Equal(t, StateEnded, leg.State())
}

func TestSuccessIsResentUntilAck(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", siptest.SDP)
	leg := r.leg(t)
	events := listen(leg)
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	first := call.Expect("200 INVITE")
	second := call.Expect("200 INVITE")
	third := call.Expect("200 INVITE")
	require.Greater(t, third.At.Sub(second.At), second.At.Sub(first.At), "the interval doubles")
	// A caller that never sends its ACK gets a BYE after 64*T1.
	bye := r.phone.Expect("BYE")
	r.phone.Reply(bye, 200, "", "")
	ended := expectEvent(t, events, LegEnded)
	require.Equal(t, 102, ended.Cause.Q850)
}

func TestByeOvertakesAck(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", siptest.SDP)
	leg := r.leg(t)
	events := listen(leg)
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	call.Expect("200 INVITE")
	call.Bye()
	call.Ack("")
	r.phone.Expect("200 BYE")
	require.True(t, expectEvent(t, events, LegEnded).ByRemote)
	r.phone.Refuse("BYE", 100*time.Millisecond)
}

func TestHangupWaitsForAck(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", siptest.SDP)
	leg := r.leg(t)
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	call.Expect("200 INVITE")
	require.NoError(t, leg.Hangup(CauseNormal()))
	r.phone.Refuse("BYE", 60*time.Millisecond)
	call.Ack("")
	r.phone.Reply(r.phone.Expect("BYE"), 200, "", "")
}

func TestDelayedOffer(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", "")
	leg := r.leg(t)
	events := listen(leg)
	require.Nil(t, leg.RemoteOffer())
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	call.Expect("200 INVITE")
	call.Ack(siptest.SDP)
	require.Equal(t, siptest.SDP, string(expectEvent(t, events, LegConfirmed).SDP))
}
