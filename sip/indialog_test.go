package sip

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

const otherSDP = "v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 49180 RTP/AVP 8\r\n"

func TestFarReinvite(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call, leg, events := connected(t, r)

	call.Invite(otherSDP)
	require.Empty(t, call.Expect("488 INVITE").Body(), "nobody answers offers yet")
	call.AckFailure()

	leg.OnOffer(func(offer []byte) ([]byte, error) {
		if strings.Contains(string(offer), "49180") {
			return []byte(siptest.SDP), nil
		}
		return nil, errors.New("bad offer")
	})
	call.Invite(otherSDP)
	require.Equal(t, siptest.SDP, call.Expect("200 INVITE").Body())
	call.Expect("200 INVITE") // resent until its ACK
	call.Ack("")
	require.Equal(t, otherSDP, string(expectEvent(t, events, LegReoffered).SDP))

	call.Invite(siptest.SDP)
	call.Expect("488 INVITE")
	call.AckFailure()
	require.Equal(t, StateConfirmed, leg.State(), "a refused offer changes nothing")

	call.Invite("") // asks for our offer
	require.Equal(t, siptest.SDP, call.Expect("200 INVITE").Body())
	call.Ack(otherSDP)
	require.Equal(t, otherSDP, string(expectEvent(t, events, LegReoffered).SDP))

	call.Request("UPDATE", otherSDP)
	require.Equal(t, siptest.SDP, call.Expect("200 UPDATE").Body())
	call.Request("UPDATE", "")
	require.Empty(t, call.Expect("200 UPDATE").Body())
	call.Bye()
	call.Expect("200 BYE")
}

func noMore(begin func(*testing.T, *rig, ...string) (*siptest.Call, *Leg, chan LegEvent)) func(*testing.T, *rig) (*siptest.Call, *Leg, chan LegEvent) {
	return func(t *testing.T, r *rig) (*siptest.Call, *Leg, chan LegEvent) {
		t.Helper()
		return begin(t, r)
	}
}

func TestOurReinvite(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*testing.T, *rig) (*siptest.Call, *Leg, chan LegEvent){
		"inbound": noMore(connected), "outbound": noMore(dialled),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			call, leg, _ := begin(t, r)
			result := make(chan error, 1)
			go func() {
				answer, err := leg.Reinvite(context.Background(), []byte(otherSDP))
				if err == nil && string(answer) != siptest.SDP {
					err = errors.New("wrong answer")
				}
				result <- err
			}()
			reinvite := r.phone.Expect("INVITE")
			require.Equal(t, otherSDP, reinvite.Body())
			r.phone.Reply(reinvite, 491, "", "") // glare: it comes again, with the next CSeq
			r.phone.Expect("ACK")
			again := r.phone.Expect("INVITE")
			require.Greater(t, again.Request.CSeq().SeqNo, reinvite.Request.CSeq().SeqNo)
			r.phone.Reply(again, 180, "", "")
			call.Invite(siptest.SDP) // theirs against ours
			call.Expect("491 INVITE")
			call.AckFailure()
			r.phone.Reply(again, 200, "", siptest.SDP)
			r.phone.Expect("ACK")
			require.NoError(t, <-result)
			r.phone.Reply(again, 200, "", siptest.SDP)
			r.phone.Expect("ACK")
		})
	}
}

func TestReinviteRefusedAndAbandoned(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, leg, events := connected(t, r)
	result := make(chan error, 1)
	go func() {
		_, err := leg.Reinvite(context.Background(), []byte(otherSDP))
		result <- err
	}()
	r.phone.Reply(r.phone.Expect("INVITE"), 488, "", "")
	var status *StatusError
	require.ErrorAs(t, <-result, &status)
	require.Equal(t, 488, status.Status)

	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, err := leg.Reinvite(ctx, []byte(otherSDP))
		result <- err
	}()
	reinvite := r.phone.Expect("INVITE")
	r.phone.Reply(reinvite, 100, "", "")
	cancel()
	require.ErrorIs(t, <-result, context.Canceled)
	r.phone.Reply(reinvite, 183, "", "")
	r.phone.Reply(r.phone.Expect("CANCEL"), 200, "", "")
	r.phone.Reply(reinvite, 487, "", "")

	go func() {
		_, err := leg.Reinvite(context.Background(), []byte(otherSDP))
		result <- err
	}()
	for {
		again := r.phone.Expect("INVITE")
		if again.Request.CSeq().SeqNo > reinvite.Request.CSeq().SeqNo {
			r.phone.Reply(again, 481, "", "") // the far side has lost the dialog
			break
		}
	}
	require.ErrorAs(t, <-result, &status)
	r.phone.Reply(r.phone.Expect("BYE"), 481, "", "")
	require.Equal(t, 481, expectEvent(t, events, LegEnded).Cause.SIP)
}

func TestInfoOptionsAndOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call, _, events := connected(t, r)
	call.Request("INFO", "Signal=5\r\nDuration=160\r\n", "Content-Type: application/dtmf-relay")
	call.Expect("200 INFO")
	require.Equal(t, "5", string(expectEvent(t, events, LegDigits).SDP))
	call.Request("INFO", "#", "Content-Type: application/dtmf")
	call.Expect("200 INFO")
	require.Equal(t, "#", string(expectEvent(t, events, LegDigits).SDP))
	call.Request("INFO", "")
	call.Expect("200 INFO")
	call.Request("INFO", "x", "Content-Type: text/plain")
	require.Contains(t, call.Expect("415 INFO").Header("Accept"), "dtmf-relay")
	call.Request("OPTIONS", "")
	require.Contains(t, call.Expect("200 OPTIONS").Header("Accept"), "application/sdp")

	// The later of two arrives first: both are taken, in their order.
	call.CSeq++
	call.Request("INFO", "2", "Content-Type: application/dtmf")
	call.CSeq -= 2
	call.Request("INFO", "1", "Content-Type: application/dtmf")
	require.Equal(t, "1", string(expectEvent(t, events, LegDigits).SDP))
	require.Equal(t, "2", string(expectEvent(t, events, LegDigits).SDP))
	call.Expect("200 INFO")
	call.Expect("200 INFO")
	call.CSeq -= 2
	call.Request("INFO", "3", "Content-Type: application/dtmf") // a CSeq that was used
	call.Expect("500 INFO")
	call.CSeq += 5
	call.Bye() // a gap in CSeq is no error
	call.Expect("200 BYE")
	require.True(t, expectEvent(t, events, LegEnded).ByRemote)
}

func TestTargetRefreshAndRoutes(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	proxy := r.newPhone(t)
	call, leg, events := connected(t, r, "Record-Route: <sip:"+proxy.Addr().String()+";lr>, <sip:10.0.0.1;lr>")
	leg.OnOffer(func([]byte) ([]byte, error) { return []byte(siptest.SDP), nil })
	call.Request("UPDATE", otherSDP)
	call.Expect("200 UPDATE")
	expectEvent(t, events, LegReoffered)
	require.NoError(t, leg.Hangup(CauseNormal()))
	bye := proxy.Expect("BYE")
	require.Equal(t, []string{"<sip:" + proxy.Addr().String() + ";lr>", "<sip:10.0.0.1;lr>"}, bye.Headers("Route"))
	require.Equal(t, "sip:phone@"+r.phone.Addr().String(), bye.Request.Recipient.String())
	proxy.Reply(bye, 200, "", "")
	expectEvent(t, events, LegEnded)
}

func TestOutboundRouteSetIsReversed(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, leg, events := dialled(t, r, "Record-Route: <sip:10.0.0.1;lr>", "Record-Route: <sip:"+r.phone.Addr().String()+";lr>")
	require.NoError(t, leg.Hangup(CauseNormal()))
	bye := r.phone.Expect("BYE")
	require.Equal(t, []string{"<sip:" + r.phone.Addr().String() + ";lr>", "<sip:10.0.0.1;lr>"}, bye.Headers("Route"))
	r.phone.Reply(bye, 200, "", "")
	expectEvent(t, events, LegEnded)
}

func TestOutboundDelayedOffer(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	leg, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "1", From: "2"})
	require.NoError(t, err)
	leg.OnOffer(func([]byte) ([]byte, error) { return []byte(otherSDP), nil })
	events := listen(leg)
	call, invite := r.phone.Accept()
	require.Empty(t, invite.Body())
	r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP)
	require.Equal(t, otherSDP, r.phone.Expect("ACK").Body())
	expectEvent(t, events, LegConfirmed)
	call.Bye()
	call.Expect("200 BYE")
	expectEvent(t, events, LegEnded)
}

func TestSessionTimerRefreshedByThem(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("1", siptest.SDP, "Supported: timer", "Session-Expires: 2;refresher=uac")
	leg := r.leg(t)
	events := listen(leg)
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	ok := call.Expect("200 INVITE")
	require.Equal(t, "2;refresher=uac", ok.Header("Session-Expires"))
	require.Equal(t, "timer", ok.Header("Require"))
	call.Ack("")
	call.Request("UPDATE", "", "Session-Expires: 1;refresher=uac", "Supported: timer")
	require.Equal(t, "1;refresher=uac", call.Expect("200 UPDATE").Header("Session-Expires"))
	bye := r.phone.Expect("BYE") // they do not refresh again
	require.Contains(t, bye.Header("Reason"), "session timer expired")
	r.phone.Reply(bye, 200, "", "")
	require.Equal(t, 102, expectEvent(t, events, LegEnded).Cause.Q850)
}

func TestSessionTimerRefreshedByUs(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("1", siptest.SDP, "Supported: timer", "Session-Expires: 1;refresher=uas", "Allow: INVITE, ACK, BYE, UPDATE")
	leg := r.leg(t)
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	require.Empty(t, call.Expect("200 INVITE").Header("Require"))
	call.Ack("")
	update := r.phone.Expect("UPDATE")
	require.Equal(t, "1;refresher=uac", update.Header("Session-Expires"))
	r.phone.Reply(update, 200, "", "", "Session-Expires: 1;refresher=uac")
	r.phone.Reply(r.phone.Expect("UPDATE"), 481, "", "")
	r.phone.Reply(r.phone.Expect("BYE"), 200, "", "")
}

func TestSessionTimerByReinvite(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, leg, _ := dialled(t, r, "Session-Expires: 1;refresher=uac", "Require: timer")
	refresh := r.phone.Expect("INVITE")
	require.Equal(t, siptest.SDP, refresh.Body(), "the same description again")
	r.phone.Reply(refresh, 200, "", siptest.SDP, "Session-Expires: 1800;refresher=uac")
	r.phone.Expect("ACK")
	require.NoError(t, leg.Hangup(CauseNormal()))
	r.phone.Reply(r.phone.Expect("BYE"), 200, "", "")
}

func TestSessionIntervalTooSmall(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.Timers.MinSession = 90 * time.Second })
	call := r.phone.Invite("1", siptest.SDP, "Supported: timer", "Session-Expires: 30")
	require.Equal(t, "90", call.Expect("422 INVITE").Header("Min-SE"))
	call.AckFailure()
	call.Invite(siptest.SDP, "Supported: timer", "Session-Expires: 90") // the same Call-ID, the next CSeq
	require.NoError(t, r.leg(t).Reject(CauseBusy()))

	_, events := dial(t, r)
	callee, invite := r.phone.Accept()
	require.Equal(t, "1800", invite.Header("Session-Expires"))
	r.phone.Reply(invite, 422, callee.LocalTag, "", "Min-SE: 3600")
	r.phone.Expect("ACK")
	_, again := r.phone.Accept()
	require.Equal(t, "3600", again.Header("Session-Expires"))
	require.Equal(t, invite.Header("Call-ID"), again.Header("Call-ID"))
	r.phone.Reply(again, 486, callee.LocalTag, "")
	expectEvent(t, events, LegEnded)
}
