package sip

import (
	"strings"
	"testing"
	"time"

	gosip "github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

func withPassword(r *rig, change func(*Trunk)) {
	trunk := Trunk{ID: "trunk", Addresses: loopback(), Proxy: r.phone.Addr().String(), Domain: "example.com", Username: "alice", Password: "secret"}
	if change != nil {
		change(&trunk)
	}
	r.SetTrunks([]Trunk{trunk})
}

func challengeLine(algorithm, extra string) string {
	return `WWW-Authenticate: Digest realm="example.com", nonce="abc` + algorithm + `", algorithm=` + algorithm + extra
}

// checks says whether the credentials in a request are right.
func checks(t *testing.T, m *siptest.Message, header, password string) *digest.Credentials {
	t.Helper()
	given, err := digest.ParseCredentials(m.Header(header))
	require.NoError(t, err)
	var qop []string
	if given.QOP != "" {
		qop = []string{given.QOP}
	}
	want, err := digest.Digest(&digest.Challenge{Realm: given.Realm, Nonce: given.Nonce, Algorithm: given.Algorithm, QOP: qop},
		digest.Options{Method: string(m.Request.Method), URI: given.URI, Username: given.Username, Password: password, Count: given.Nc, Cnonce: given.Cnonce})
	require.NoError(t, err)
	require.Equal(t, want.Response, given.Response)
	return given
}

func TestChallengeStrongestFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	withPassword(r, nil)
	_, events := dial(t, r)
	call, invite := r.phone.Accept()
	offers := []string{
		challengeLine("MD5", `, qop="auth"`), challengeLine("SHA-1024", ""), challengeLine("SHA-256", `, qop="auth, auth-int"`),
		challengeLine("SHA-512-256", `, qop="auth"`),
	}
	for _, want := range []string{"SHA-512-256", "SHA-256", "MD5"} { // a weaker one when the stronger is refused
		r.phone.Reply(invite, 401, call.LocalTag, "", offers...)
		r.phone.Expect("ACK")
		_, next := r.phone.Accept()
		given := checks(t, next, "Authorization", "secret")
		require.Equal(t, want, given.Algorithm)
		require.Equal(t, "auth", given.QOP)
		require.Equal(t, invite.Request.CSeq().SeqNo+1, next.Request.CSeq().SeqNo)
		invite = next
	}
	r.phone.Reply(invite, 401, call.LocalTag, "", offers...)
	require.Equal(t, 401, expectEvent(t, events, LegEnded).Cause.SIP)
}

func TestProxyChallengeStaleAndInDialog(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	withPassword(r, nil)
	leg, events := dial(t, r)
	call, invite := r.phone.Accept()
	line := `Proxy-Authenticate: Digest realm="p", nonce="one", algorithm=MD5`
	r.phone.Reply(invite, 407, call.LocalTag, "", line)
	_, invite = r.phone.Accept()
	checks(t, invite, "Proxy-Authorization", "secret")
	r.phone.Reply(invite, 407, call.LocalTag, "", `Proxy-Authenticate: Digest realm="p", nonce="two", algorithm=MD5, stale=true`)
	_, invite = r.phone.Accept()
	require.Equal(t, "two", checks(t, invite, "Proxy-Authorization", "secret").Nonce)
	r.phone.Reply(invite, 200, call.LocalTag, siptest.SDP)
	for {
		if ack := r.phone.Expect("ACK"); ack.Request.CSeq().SeqNo == invite.Request.CSeq().SeqNo {
			require.NotEmpty(t, ack.Header("Proxy-Authorization"))
			break
		}
	}
	expectEvent(t, events, LegConfirmed)

	result := make(chan error, 1)
	go func() { _, err := leg.Reinvite(t.Context(), []byte(otherSDP)); result <- err }()
	_, again := r.phone.Accept()
	r.phone.Reply(again, 407, "", "", line)
	_, again = r.phone.Accept()
	checks(t, again, "Proxy-Authorization", "secret")
	r.phone.Reply(again, 200, "", siptest.SDP)
	require.NoError(t, <-result)

	require.NoError(t, leg.Hangup(CauseNormal()))
	bye := r.phone.Expect("BYE")
	r.phone.Reply(bye, 407, "", "", line)
	second := r.phone.Expect("BYE")
	for second.Request.CSeq().SeqNo == bye.Request.CSeq().SeqNo {
		second = r.phone.Expect("BYE")
	}
	checks(t, second, "Proxy-Authorization", "secret")
	r.phone.Reply(second, 200, "", "")
	expectEvent(t, events, LegEnded)
}

func TestChallengeWithoutPassword(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	_, events := dial(t, r)
	call, invite := r.phone.Accept()
	r.phone.Reply(invite, 401, call.LocalTag, "", challengeLine("MD5", ""))
	require.Equal(t, 401, expectEvent(t, events, LegEnded).Cause.SIP)
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	withPassword(r, func(trunk *Trunk) { trunk.Register, trunk.Addresses, trunk.Expiry = true, nil, 20*time.Minute })
	register := r.phone.Expect("REGISTER")
	require.Equal(t, "sip:example.com", register.Request.Recipient.String())
	require.Equal(t, "1200", register.Header("Expires"))
	require.Equal(t, RegistrationTrying, r.Registrations()[0].State)
	r.phone.Reply(register, 403, "x", "")
	require.Eventually(t, func() bool { return r.Registrations()[0].State == RegistrationFailed }, time.Second, time.Millisecond)
	require.Equal(t, "The provider refused the user name or password.", r.Registrations()[0].LastError)

	next := func() *siptest.Message {
		t.Helper()
		for {
			message := r.phone.Expect("REGISTER")
			if message.Request.CSeq().SeqNo > register.Request.CSeq().SeqNo {
				register = message
				return message
			}
		}
	}
	r.phone.Reply(next(), 401, "x", "", challengeLine("MD5", `, qop="auth"`), challengeLine("SHA-256", `, qop="auth"`))
	authorized := next()
	require.Equal(t, "SHA-256", checks(t, authorized, "Authorization", "secret").Algorithm)
	r.phone.Reply(authorized, 423, "x", "", "Min-Expires: 1800")
	longer := next()
	require.Equal(t, "1800", longer.Header("Expires"))
	r.phone.Reply(longer, 200, "x", "", "Expires: 1800")
	require.Eventually(t, func() bool { return r.Registrations()[0].State == RegistrationActive }, time.Second, time.Millisecond)
	state := r.Registrations()[0]
	require.Empty(t, state.LastError)
	require.InDelta(t, 1800, time.Until(state.Expires).Seconds(), 5)

	call := r.phone.Invite("alice", siptest.SDP) // the proxy's address is known without Addresses
	require.NoError(t, r.leg(t).Reject(CauseBusy()))
	call.Expect("486 INVITE")

	stopped := make(chan struct{})
	go func() { defer close(stopped); r.stop() }()
	goodbye := next()
	require.Equal(t, "0", goodbye.Header("Expires"))
	r.phone.Reply(goodbye, 200, "x", "")
	<-stopped
}

func TestRegistrarIsSilent(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *Config) { c.Timers.T1 = 2 * time.Millisecond })
	withPassword(r, func(trunk *Trunk) { trunk.Register = true })
	require.Eventually(t, func() bool { return strings.HasPrefix(r.Registrations()[0].LastError, "No answer from 127.0.0.1:") }, 2*time.Second, time.Millisecond)
}

func TestSplitChallenges(t *testing.T) {
	t.Parallel()
	headers := []gosip.Header{gosip.NewHeader("WWW-Authenticate",
		`Digest realm="a, Digest b", nonce="1", algorithm=MD5, qop="auth", Digest realm="a", nonce="2", algorithm=SHA-256, Basic realm="x"`)}
	known := parseChallenges(headers)
	require.Len(t, known, 2)
	require.Equal(t, "SHA-256", known[0].Algorithm)
	require.Equal(t, "a, Digest b", known[1].Realm)
}

func TestVerifier(t *testing.T) {
	t.Parallel()
	v := NewVerifier("ringbook", 0)
	passwords := func(user string) (string, bool) { return "secret", user == "alice" }
	sign := func(challenge, user, password string, count int) string {
		parsed, err := digest.ParseChallenge(challenge)
		require.NoError(t, err)
		credentials, err := digest.Digest(parsed, digest.Options{Method: "REGISTER", URI: "sip:ringbook", Username: user, Password: password, Count: count})
		require.NoError(t, err)
		return credentials.String()
	}
	challenges := v.Challenges(false)
	require.Len(t, challenges, 3)
	for i, challenge := range challenges {
		user, err := v.Verify("REGISTER", sign(challenge, "alice", "secret", i+1), passwords)
		require.NoError(t, err)
		require.Equal(t, "alice", user)
	}
	_, err := v.Verify("REGISTER", sign(challenges[0], "alice", "secret", 3), passwords)
	require.ErrorIs(t, err, ErrReplayed)
	_, err = v.Verify("REGISTER", sign(challenges[0], "alice", "wrong", 9), passwords)
	require.ErrorIs(t, err, ErrBadCredentials)
	_, err = v.Verify("REGISTER", sign(challenges[0], "bob", "secret", 9), passwords)
	require.ErrorIs(t, err, ErrBadCredentials)
	_, err = v.Verify("INVITE", sign(challenges[0], "alice", "secret", 9), passwords)
	require.ErrorIs(t, err, ErrBadCredentials)
	_, err = v.Verify("REGISTER", sign(NewVerifier("ringbook", 0).Challenges(false)[0], "alice", "secret", 1), passwords)
	require.ErrorIs(t, err, ErrStaleNonce, "a nonce that is not ours")
	_, err = v.Verify("REGISTER", "Digest nonsense", passwords)
	require.ErrorIs(t, err, ErrBadCredentials)

	short := NewVerifier("ringbook", time.Nanosecond)
	expired := sign(short.Challenges(false)[0], "alice", "secret", 1)
	require.Eventually(t, func() bool {
		_, err := short.Verify("REGISTER", expired, passwords)
		return err != nil
	}, time.Second, time.Millisecond)
	require.Contains(t, short.Challenges(true)[0], "stale=true")
}
