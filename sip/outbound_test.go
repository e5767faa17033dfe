package sip

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

func dial(t *testing.T, r *rig) (*Leg, chan LegEvent) {
	t.Helper()
	leg, err := r.Dial(t.Context(), DialRequest{
		TrunkID: "trunk", To: "+447700900123", From: "+442079460000", FromName: `Ring"book`, Offer: []byte(siptest.SDP),
	})
	require.NoError(t, err)
	return leg, listen(leg)
}

func TestOutboundCallIsAnsweredAndEnded(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	leg, events := dial(t, r)
	call, invite := r.phone.Accept()
	require.Equal(t, "sip:+447700900123@example.com", invite.Request.Recipient.String())
	require.Contains(t, invite.Header("From"), `"Ringbook" <sip:+442079460000@example.com>`)
	require.Contains(t, invite.Header("P-Asserted-Identity"), "sip:+442079460000@example.com")
	require.Equal(t, siptest.SDP, invite.Body())
	r.phone.Reply(invite, 100, "", "")
	r.phone.Reply(invite, 180, call.LocalTag, "")
	require.Equal(t, LegRinging, (<-events).Kind)
	r.phone.Reply(invite, 183, call.LocalTag, siptest.SDP)
	early := <-events
	require.Equal(t, LegEarly, early.Kind)
	require.Equal(t, siptest.SDP, string(early.SDP))
	for range 30 { // as many provisionals as the far end likes
		r.phone.Reply(invite, 182, call.LocalTag, "")
	}
	r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP)
	ack := r.phone.Expect("ACK")
	require.Equal(t, "sip:phone@"+r.phone.Addr().String(), ack.Request.Recipient.String())
	r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP)
	r.phone.Expect("ACK") // a repeated 2xx gets its ACK again
	require.Equal(t, siptest.SDP, string(expectEvent(t, events, LegAnswered).SDP))
	expectEvent(t, events, LegConfirmed)
	require.NoError(t, leg.Hangup(CauseNormal()))
	bye := r.phone.Expect("BYE")
	require.Contains(t, bye.Header("Reason"), "cause=16")
	r.phone.Reply(bye, 200, "", "")
	require.False(t, expectEvent(t, events, LegEnded).ByRemote)
}

func TestOutboundRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	leg, events := dial(t, r)
	call, invite := r.phone.Accept()
	r.phone.Reply(invite, 486, call.LocalTag, "", `Reason: Q.850;cause=34;text="No circuit"`)
	r.phone.Expect("ACK")
	ended := expectEvent(t, events, LegEnded)
	require.Equal(t, 486, ended.Cause.SIP)
	require.Equal(t, 34, ended.Cause.Q850, "the far end's Reason goes before our table")
	require.True(t, ended.ByRemote)
	require.Equal(t, StateEnded, leg.State())
}

func TestOutboundCancel(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	leg, events := dial(t, r)
	call, invite := r.phone.Accept()
	require.NoError(t, leg.Hangup(CauseElsewhere()))
	r.phone.Refuse("CANCEL", 50*time.Millisecond) // not before a provisional response
	r.phone.Reply(invite, 180, call.LocalTag, "")
	cancel := r.phone.Expect("CANCEL")
	require.Equal(t, invite.Header("Via"), cancel.Header("Via"))
	require.Equal(t, `SIP;cause=200;text="Call completed elsewhere"`, cancel.Header("Reason"))
	r.phone.Reply(cancel, 200, call.LocalTag, "")
	r.phone.Reply(invite, 487, call.LocalTag, "")
	r.phone.Expect("ACK")
	require.Equal(t, 26, expectEvent(t, events, LegEnded).Cause.Q850)
}

func TestAnswerCrossesCancel(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	leg, events := dial(t, r)
	call, invite := r.phone.Accept()
	r.phone.Reply(invite, 180, call.LocalTag, "")
	expectEvent(t, events, LegRinging)
	require.NoError(t, leg.Hangup(CauseNormal()))
	r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP)
	r.phone.Expect("ACK")
	r.phone.Reply(r.phone.Expect("BYE"), 200, "", "")
	expectEvent(t, events, LegEnded)
}

func TestForkedSuccessIsEnded(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, events := dial(t, r)
	call, invite := r.phone.Accept()
	other := r.newPhone(t)
	r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP)
	expectEvent(t, events, LegConfirmed)
	r.phone.Expect("ACK")
	other.Reply(invite, 200, "other", siptest.SDP)
	require.Equal(t, "other", other.Expect("ACK").Tag())
	bye := other.Expect("BYE")
	require.Equal(t, "other", bye.Tag())
	other.Reply(bye, 200, "", "")
	r.phone.Refuse("BYE", 50*time.Millisecond)
	require.Equal(t, 1, r.LegCount())
}

func TestRingTimeout(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	leg, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "1", From: "2", Offer: []byte(siptest.SDP), RingTimeout: 50 * time.Millisecond})
	require.NoError(t, err)
	events := listen(leg)
	call, invite := r.phone.Accept()
	r.phone.Reply(invite, 180, call.LocalTag, "")
	r.phone.Reply(r.phone.Expect("CANCEL"), 200, call.LocalTag, "")
	r.phone.Reply(invite, 487, call.LocalTag, "")
	require.Equal(t, 19, expectEvent(t, events, LegEnded).Cause.Q850)
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.Timers.T1 = 5 * time.Millisecond })
	_, events := dial(t, r)
	require.Equal(t, 408, expectEvent(t, events, LegEnded).Cause.SIP)
}
