package sip

import (
	"context"
	"log/slog"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	gosip "github.com/emiago/sipgo/sip"

	"github.com/ringbook/ringbook/sip/siptest"
	"github.com/ringbook/ringbook/sip/transport"
)

// FuzzDatagram sends whatever it makes to a listening agent, as a trunk and as a stranger. The agent must live,
// keep no leg that nobody answers for, and still answer OPTIONS.
func FuzzDatagram(f *testing.F) {
	const head = " sip:1@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx;rport\nMax-Forwards: 70\nFrom: \"A\" <sip:a@x>;tag=1\nTo: <sip:1@127.0.0.1>\nCall-ID: c\n"
	for _, method := range []string{"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "REGISTER", "FLY"} {
		f.Add([]byte(siptest.Wire(method+head+"CSeq: 1 "+method+"\nContact: <sip:a@127.0.0.1:9>\n\n")), true)
	}
	f.Add([]byte(siptest.Wire("INVITE"+head+"CSeq: 1 INVITE\nContact: *\nRecord-Route: <sip:x;lr>,<sip:y>\nSession-Expires: 99999999999\nk: timer\nP-Asserted-Identity: <tel:+1;verstat=x>, \"\nDiversion: ,\nPrivacy: ;id\nContent-Type: application/sdp\n\nv=0")), true)
	f.Add([]byte("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKq\r\nCSeq: 1 INVITE\r\nCall-ID: c\r\nFrom: <sip:x>;tag=1\r\nTo: <sip:x>;tag=2\r\n\r\n"), false)
	timers := fastTimers()
	timers.T1, timers.Linger = 2*time.Millisecond, 10*time.Millisecond
	agent, err := New(Config{
		Listen: []string{"udp://127.0.0.1:0"}, Logger: slog.New(slog.DiscardHandler), Timers: timers,
		Filter: transport.Filter{Rate: -1}, // the limit would starve the fuzzer
	},
		handlerFunc(func(_ context.Context, leg *Leg) {
			leg.OnOffer(func([]byte) ([]byte, error) { return []byte(siptest.SDP), nil })
			_ = leg.Ring()
			_ = leg.Answer([]byte(siptest.SDP))
		}))
	if err != nil {
		f.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- agent.Run(ctx) }()
	f.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			f.Error(err)
		}
	})
	<-agent.ready
	phone := siptest.NewPeer(f)
	phone.Target(agent.ListenAddr("udp"))
	f.Fuzz(func(t *testing.T, data []byte, known bool) {
		if len(data) > 60000 {
			return
		}
		network := netip.MustParsePrefix("192.0.2.0/24")
		if known {
			network = netip.MustParsePrefix("127.0.0.0/8")
		}
		agent.SetTrunks([]Trunk{{ID: "t", Addresses: []netip.Prefix{network}}})
		phone.Attach(t)
		phone.SendRaw(data)
		call := phone.NewCall("1")
		call.Request("OPTIONS", "", "X-Fuzz: 1")
		if phone.Await("200 OPTIONS", siptest.Patience) == nil {
			t.Fatal("the agent does not answer any more")
		}
	})
}

// FuzzHeaders reads any text with each parser of our own.
func FuzzHeaders(f *testing.F) {
	for _, seed := range []string{
		`Q.850;cause=16;text="a,b\"c", SIP;cause=200`, `Digest realm="a", nonce="b", algorithm=MD5, qop="auth,auth-int", Digest realm="x"`,
		`"A" <sip:a;verstat=x@h;verstat=y>;tag=1`, `<tel:+1-2>;a=b`, `1800;refresher=uac`, `%41%4`, "Signal=5\nDuration=1", `,";`,
	} {
		f.Add(seed)
	}
	verifier := NewVerifier("r", 0)
	f.Fuzz(func(t *testing.T, text string) {
		// The fuzzer waits for ever for a parser that hangs.
		watchdog := time.AfterFunc(5*time.Second, func() { panic("a parser hangs on " + strconv.Quote(text)) })
		defer watchdog.Stop()
		header := func(name string) gosip.Header { return gosip.NewHeader(name, text) }
		message := gosip.NewRequest(gosip.INVITE, gosip.Uri{Scheme: "sip", Host: "x"})
		for _, name := range []string{"Reason", "Supported", "Privacy", "Session-Expires"} {
			message.AppendHeader(header(name))
		}
		cause := causeIn(message, CauseNormal())
		if strings.ContainsAny(cause.Text, "\r\n\"") || cause.Q850 < 0 || cause.Q850 > 127 {
			t.Fatalf("cause %v", cause)
		}
		if reason := cause.reason(); strings.ContainsAny(reason, "\r\n") {
			t.Fatalf("reason %q", reason)
		}
		for _, tag := range options(message, "Supported") {
			if tag == "" {
				t.Fatal("an empty option")
			}
		}
		if escaped := escapeUser(text); strings.ContainsAny(escaped, "\r\n<>@\" ") {
			t.Fatalf("user %q", escaped)
		}
		if len(text) <= maxUserChars && unescapeUser(escapeUser(text)) != text {
			t.Fatalf("user %q does not come back", text)
		}
		if strings.ContainsAny(displayName(text), "\r\n\"\\") {
			t.Fatal("display name")
		}
		if uri := addressIn(text); uri != nil {
			_ = userOf(uri)
			_ = parameter(uri, "verstat")
		}
		for _, digits := range []string{infoDigits("application/dtmf-relay", text), infoDigits("application/dtmf", text)} {
			if len(digits) > maxDigits {
				t.Fatal("too many digits")
			}
		}
		auth := &authenticator{user: "u", password: "p"}
		response := gosip.NewResponse(401, "x")
		response.AppendHeader(header("WWW-Authenticate"))
		_ = auth.answer(message, response)
		if value := headerValue(message, "Authorization"); strings.ContainsAny(value, "\r\n") && !strings.ContainsAny(text, "\r\n") {
			t.Fatalf("authorization %q", value)
		}
		_, _ = verifier.Verify("INVITE", text, func(string) (string, bool) { return "p", true })
		_, _ = verifier.Verify("INVITE", "Digest "+text, func(string) (string, bool) { return "p", true })
	})
}
