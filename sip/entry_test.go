package sip

import (
	"bytes"
	"context"
	"log/slog"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
	"github.com/ringbook/ringbook/sip/transport"
)

// TestBadRequests holds each bad request against the answer that the RFC asks for.
func TestBadRequests(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	invite := func(change ...string) string {
		call := r.phone.NewCall("442079460000")
		call.CSeq = 1
		call.Invite("", "X-Throw: away")
		r.phone.Expect("100 INVITE")
		_ = r.leg(t).Reject(CauseBusy())
		r.phone.Expect("486 INVITE")
		text := call.Text(siptest.SDP)
		text = strings.ReplaceAll(text, call.CallID, siptest.Token())
		text = strings.ReplaceAll(text, call.Branch, "z9hG4bK"+siptest.Token())
		return strings.NewReplacer(change...).Replace(text)
	}
	for name, test := range map[string]struct {
		text, status, header, value string
	}{
		"version":            {text: invite("SIP/2.0\nVia", "SIP/3.0\nVia"), status: "505"},
		"no from tag":        {text: invite(";tag=", ";gat="), status: "400"},
		"two call ids":       {text: invite("Max-Forwards: 70", "Call-ID: second"), status: "400"},
		"cseq mismatch":      {text: invite(" INVITE\nContact", " BYE\nContact"), status: "400"},
		"no contact":         {text: invite("Contact:", "X-Contact:"), status: "400"},
		"no content type":    {text: invite("Content-Type:", "X-Type:"), status: "400"},
		"max forwards":       {text: invite("Max-Forwards: 70", "Max-Forwards: 0"), status: "483"},
		"scheme":             {text: invite("INVITE sip:", "INVITE nobody:"), status: "416"},
		"require":            {text: invite("Max-Forwards: 70", "Require: 100rel, sharks\nMax-Forwards: 70"), status: "420", header: "Unsupported", value: "100rel, sharks"},
		"media type":         {text: invite("application/sdp", "application/pkcs7"), status: "415", header: "Accept", value: "application/sdp"},
		"encoding":           {text: invite("Max-Forwards: 70", "Content-Encoding: gzip\nMax-Forwards: 70"), status: "415"},
		"unknown method":     {text: invite("INVITE", "FLY"), status: "501", header: "Allow", value: allowed},
		"method not allowed": {text: invite("INVITE", "SUBSCRIBE"), status: "405", header: "Allow", value: allowed},
		"bye without dialog": {text: invite("INVITE", "BYE"), status: "481"},
		"unknown dialog":     {text: strings.Replace(invite("INVITE", "BYE"), "To: <sip:442079460000@"+r.ListenAddr("udp").String()+">", "To: <sip:1@x>;tag=nobody", 1), status: "481"},
		"cancel of nothing":  {text: invite("INVITE", "CANCEL"), status: "481"},
		"options":            {text: strings.Replace(invite("INVITE", "OPTIONS"), "Max-Forwards: 70", "Max-Forwards: 0", 1), status: "200", header: "Supported", value: "timer"},
	} {
		r.phone.Send(test.text)
		answer := r.phone.Await(test.status, siptest.Patience)
		require.NotNil(t, answer, name)
		if test.header != "" {
			require.Equal(t, test.value, answer.Header(test.header), name)
		}
		require.NotEmpty(t, answer.Tag(), name)
	}
	require.Zero(t, r.LegCount())
	connected(t, r) // and it still takes calls
}

func TestGarbageIsDropped(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for _, text := range []string{
		"", "\r\n\r\n", "\x00\x00", "INVITE", "INVITE sip:x SIP/2.0\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n", strings.Repeat("A", 60000),
		"INVITE sip:1@x SIP/2.0\r\nVia: \r\n\r\n", "ACK sip:1@x SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKx\r\nCSeq: 1 ACK\r\n\r\n",
		"INFO sip:1@x SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKy\r\nCSeq: 1 INFO\r\nContent-Length: 9\r\n\r\nSignal=11",
	} {
		r.phone.SendRaw([]byte(text))
	}
	connected(t, r)
}

func TestSameInviteTwice(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("1", siptest.SDP)
	leg := r.leg(t)
	first := call.Branch
	r.phone.Send(call.Text(siptest.SDP)) // repeated: the transaction answers
	call.Branch = "z9hG4bK" + siptest.Token()
	r.phone.Send(call.Text(siptest.SDP)) // the same by another way
	r.phone.Expect("482 INVITE")
	call.Branch = first
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	call.Expect("200 INVITE")
	call.Ack("")
	call.Bye()
	call.Expect("200 BYE")
	<-leg.done
	call.RemoteTag, call.Branch = "", "z9hG4bK"+siptest.Token()
	r.phone.Send(call.Text(siptest.SDP)) // after its end
	r.phone.Expect("482 INVITE")
	select {
	case <-r.legs:
		t.Fatal("one Call-ID was offered twice")
	default:
	}
}

func TestCancelThatOvertakes(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.NewCall("1")
	call.CSeq, call.Branch = 1, "z9hG4bK"+siptest.Token()
	text := call.Text(siptest.SDP)
	text = strings.Replace(text, "CSeq: 0", "CSeq: 1", 1)
	cancel := strings.ReplaceAll(text, "INVITE", "CANCEL")
	cancel, _, _ = strings.Cut(cancel, "Content-Type")
	r.phone.Send(cancel + "\n")
	r.phone.Send(text)
	r.phone.Expect("200 CANCEL")
	r.phone.Expect("487 INVITE")
}

type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *logBuffer) Write(data []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(data)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func TestUnknownSource(t *testing.T) {
	t.Parallel()
	var log logBuffer
	r := newRig(t, func(c *Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	r.SetTrunks([]Trunk{{ID: "elsewhere", Addresses: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}})
	for range 5 {
		call := r.phone.Invite("1", siptest.SDP)
		call.Expect("403 INVITE")
	}
	require.Equal(t, 1, strings.Count(log.String(), "invite from unknown source refused"), "the line is rate limited")
	require.Contains(t, log.String(), "source="+r.phone.Addr().String())
	call := r.phone.NewCall("1")
	call.Request("OPTIONS", "")
	call.Expect("200 OPTIONS")
	call.Request("REGISTER", "")
	call.Expect("405 REGISTER")
	require.Zero(t, r.layer.Pool("udp").Size()-1, "strangers leave nothing in sipgo's tables")
}

func TestDrainAndMaxLegs(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.MaxLegs = 1 })
	live, leg, events := connected(t, r)
	call := r.phone.Invite("1", siptest.SDP)
	require.Equal(t, "5", call.Expect("503 INVITE").Header("Retry-After"))
	_, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "1", From: "2"})
	require.Error(t, err)
	r.Drain()
	call = r.phone.Invite("1", siptest.SDP)
	require.Equal(t, "5", call.Expect("503 INVITE").Header("Retry-After"))
	call.Request("OPTIONS", "")
	r.phone.Expect("503 OPTIONS")
	require.Equal(t, StateConfirmed, leg.State(), "live legs stay")
	live.Bye()
	live.Expect("200 BYE")
	expectEvent(t, events, LegEnded)
}

func TestStopSaysBye(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, _, events := connected(t, r)
	stopped := make(chan struct{})
	go func() { defer close(stopped); r.stop() }()
	r.phone.Reply(r.phone.Expect("BYE"), 200, "", "")
	expectEvent(t, events, LegEnded)
	<-stopped
	_, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "1"})
	require.Error(t, err)
}

func TestPanicsAreContained(t *testing.T) {
	t.Parallel()
	seen := make(chan *Leg, 4)
	r := newRigWith(t, nil, handlerFunc(func(_ context.Context, leg *Leg) {
		seen <- leg
		if leg.Invite().CalledUser == "boom" {
			panic("handler")
		}
	}))
	r.phone.Invite("boom", siptest.SDP).Expect("500 INVITE")
	<-seen
	call := r.phone.Invite("fine", siptest.SDP)
	leg := <-seen
	leg.Listen(func(LegEvent) { panic("listener") })
	leg.OnOffer(func([]byte) ([]byte, error) { panic("offer") })
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	call.Expect("200 INVITE")
	call.Ack("")
	call.Invite(otherSDP)
	call.Expect("488 INVITE")
	call.AckFailure()
	call.Bye()
	call.Expect("200 BYE")
}

func TestContextEndsWithLeg(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	r := newRigWith(t, nil, handlerFunc(func(ctx context.Context, leg *Leg) {
		_ = leg.Ring()
		<-ctx.Done()
		close(ended)
	}))
	call := r.phone.Invite("1", siptest.SDP)
	call.Expect("180 INVITE")
	call.Cancel()
	call.Expect("487 INVITE")
	<-ended
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.Filter = transport.Filter{Rate: 1, Burst: 3} })
	r.SetTrunks(nil)
	call := r.phone.NewCall("1")
	for range 10 {
		call.Request("OPTIONS", "")
	}
	for range 3 {
		call.Expect("200 OPTIONS")
	}
	r.phone.Refuse("200", 100*time.Millisecond)
}

func TestFiftyCallsAtOnce(t *testing.T) {
	t.Parallel()
	r := newRigWith(t, nil, handlerFunc(func(_ context.Context, leg *Leg) {
		_ = leg.Ring()
		_ = leg.Answer([]byte(siptest.SDP))
	}))
	var wait sync.WaitGroup
	for i := range 50 {
		wait.Go(func() {
			phone := r.newPhone(t)
			call := phone.Invite(strconv.Itoa(i), siptest.SDP)
			call.Expect("200 INVITE")
			call.Ack("")
			call.Bye()
			call.Expect("200 BYE")
		})
	}
	wait.Wait()
	require.Eventually(t, func() bool { return r.LegCount() == 0 }, 5*time.Second, time.Millisecond)
}
