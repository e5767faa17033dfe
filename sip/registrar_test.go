package sip

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/icholy/digest"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

// phoneUsers are the SIP users of a test, with their passwords.
type phoneUsers map[string]string

func (u phoneUsers) PhoneSecret(user string) (PhoneSecret, bool) {
	password, known := u[user]
	if !known {
		return PhoneSecret{}, false
	}
	text := []byte(user + ":" + PhoneRealm + ":" + password)
	weak, strong := md5.Sum(text), sha256.Sum256(text)
	return PhoneSecret{MD5: hex.EncodeToString(weak[:]), SHA256: hex.EncodeToString(strong[:])}, true
}

// newPhoneRig is an agent that takes registrations of alice and bob, and knows no trunk.
func newPhoneRig(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, func(cfg *Config) { cfg.Phones = phoneUsers{"alice": "secret", "bob": "hidden"} })
	r.SetTrunks(nil)
	return r
}

// registering is one phone's REGISTERs.
type registering struct {
	*siptest.Peer
	t                               *testing.T
	user, password, algorithm, call string
	cseq, nc                        int
	challenge                       *digest.Challenge
}

func (r *rig) registering(t *testing.T, user, password, algorithm string) *registering {
	t.Helper()
	return &registering{Peer: r.newPhone(t), t: t, user: user, password: password, algorithm: algorithm, call: siptest.Token()}
}

func (p *registering) contact() string {
	// What a phone behind NAT says of itself leads nowhere.
	return fmt.Sprintf("Contact: <sip:%s@10.9.8.7:5060>", p.user)
}

// ask sends one REGISTER and waits for the answer with this status.
func (p *registering) ask(status int, lines ...string) *siptest.Message {
	p.t.Helper()
	p.cseq++
	var head strings.Builder
	fmt.Fprintf(&head, "REGISTER sip:ringbook SIP/2.0\nVia: SIP/2.0/UDP 10.9.8.7:5060;rport;branch=z9hG4bK%s\nMax-Forwards: 70\n", siptest.Token())
	fmt.Fprintf(&head, "From: <sip:%s@ringbook>;tag=%s\nTo: <sip:%s@ringbook>\n", p.user, siptest.Token(), p.user)
	fmt.Fprintf(&head, "Call-ID: %s\nCSeq: %d REGISTER\n", p.call, p.cseq)
	for _, line := range lines {
		head.WriteString(line + "\n")
	}
	p.Send(head.String() + "\n")
	return p.Expect(fmt.Sprintf("%d REGISTER", status))
}

// proof is the Authorization line for the challenge that the phone has.
func (p *registering) proof(method string) string {
	p.t.Helper()
	if p.challenge == nil {
		p.learn(p.ask(401))
	}
	p.nc++
	credentials, err := digest.Digest(p.challenge, digest.Options{
		Method: method, URI: "sip:ringbook", Username: p.user, Password: p.password, Count: p.nc,
	})
	require.NoError(p.t, err)
	return "Authorization: " + credentials.String()
}

// learn takes the challenge of the phone's algorithm.
func (p *registering) learn(refused *siptest.Message) {
	p.t.Helper()
	for _, text := range refused.Headers("WWW-Authenticate") {
		challenge, err := digest.ParseChallenge(text)
		require.NoError(p.t, err)
		if challenge.Algorithm == p.algorithm {
			p.challenge, p.nc = challenge, 0
			return
		}
	}
	p.t.Fatalf("no challenge with %s", p.algorithm)
}

// register proves the password and waits for the answer with this status.
func (p *registering) register(status int, lines ...string) *siptest.Message {
	p.t.Helper()
	return p.ask(status, append([]string{p.proof("REGISTER")}, lines...)...)
}

func TestPhoneRegisters(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []string{"SHA-256", "MD5"} {
		for _, stranger := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s stranger %v", algorithm, stranger), func(t *testing.T) {
				t.Parallel()
				r := newPhoneRig(t)
				if !stranger {
					r.SetTrunks([]Trunk{{ID: "trunk", Addresses: loopback()}})
				}
				p := r.registering(t, "alice", "secret", algorithm)
				answer := p.register(200, p.contact()+";q=0.5", "Expires: 300", "User-Agent: Desk 1")
				require.Contains(t, answer.Header("Contact"), "<sip:alice@10.9.8.7:5060>;expires=")
				phones := r.Phones()
				require.Len(t, phones, 1)
				require.Equal(t, "alice", phones[0].User)
				require.Equal(t, p.Addr(), phones[0].Source)
				require.Equal(t, "Desk 1", phones[0].UserAgent)
				require.InDelta(t, 0.5, phones[0].Priority, 0.001)
				require.WithinDuration(t, time.Now().Add(300*time.Second), phones[0].Expires, 30*time.Second)

				require.Contains(t, p.register(200).Header("Contact"), "sip:alice@", "a REGISTER without Contact asks what stands")
				p.register(200, p.contact()+";expires=0")
				require.Empty(t, r.Phones())
				p.register(200, p.contact())
				require.Len(t, r.Phones(), 1)
				p.register(200, "Contact: *", "Expires: 0")
				require.Empty(t, r.Phones())
			})
		}
	}
}

func TestPhoneIsRefused(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	p := r.registering(t, "alice", "secret", "SHA-256")
	require.Equal(t, "60", p.register(423, p.contact(), "Expires: 20").Header("Min-Expires"))
	p.register(400, "Contact: *", "Expires: 20")
	p.register(400, "Contact: *", p.contact(), "Expires: 0")
	p.register(400, "Contact: <mailto:alice@example.com>")

	wrong := r.registering(t, "alice", "guess", "SHA-256").register(403, p.contact())
	unknown := r.registering(t, "nobody", "secret", "SHA-256").register(403, p.contact())
	require.Equal(t, wrong.Headers("Server"), unknown.Headers("Server"))
	require.Len(t, unknown.Response.Headers(), len(wrong.Response.Headers()), "an unknown user looks like a wrong password")

	other := r.registering(t, "bob", "hidden", "MD5")
	stolen := other.proof("REGISTER")
	other.user = "alice"
	other.ask(403, stolen, p.contact())
	require.Empty(t, r.Phones())
}

func TestPhoneProofIsUsedOnce(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	p := r.registering(t, "alice", "secret", "MD5")
	proof := p.proof("REGISTER")
	p.ask(200, proof, p.contact())
	require.Contains(t, strings.Join(p.ask(401, proof, p.contact()).Headers("WWW-Authenticate"), " "), "stale=true")
	p.cseq = 1
	p.register(500, p.contact()) // a REGISTER that was overtaken
	require.Len(t, r.Phones(), 1)
	before := NewVerifier(PhoneRealm, 0).Challenges(false) // as from before a restart of ours
	var err error
	p.challenge, err = digest.ParseChallenge(before[len(before)-1])
	require.NoError(t, err)
	p.cseq, p.nc = 9, 0
	p.learn(p.register(401, p.contact()))
	p.register(200, p.contact())
}

func TestSeveralPhonesOfAUser(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	desk, kitchen := r.registering(t, "alice", "secret", "SHA-256"), r.registering(t, "alice", "secret", "MD5")
	desk.register(200, "Contact: <sip:alice@10.0.0.1>")
	require.Len(t, kitchen.register(200, "Contact: <sip:alice@10.0.0.2>").Headers("Contact"), 2)
	require.Len(t, r.Phones(), 2)
	desk.register(200, "Contact: <sip:alice@10.0.0.1>;expires=0")
	require.Equal(t, kitchen.Addr(), r.Phones()[0].Source)

	instance := ";+sip.instance=\"<urn:uuid:1>\";reg-id=1"
	kitchen.register(200, "Contact: *", "Expires: 0")
	kitchen.register(200, "Contact: <sip:alice@10.0.0.3:1>"+instance)
	before := r.Phones()[0].ID
	kitchen.register(200, "Contact: <sip:alice@10.0.0.3:2>"+instance)
	require.Len(t, r.Phones(), 1, "a phone that restarts takes its own place")
	require.Equal(t, before, r.Phones()[0].ID)
	for i := range maxBindings + 3 {
		kitchen.register(200, fmt.Sprintf("Contact: <sip:alice@10.0.0.4:%d>", i+1))
	}
	require.Len(t, r.Phones(), maxBindings)
}

func TestBindingsExpire(t *testing.T) {
	t.Parallel()
	book, now := newBindingBook(), time.Now()
	one := &binding{key: "a", PhoneBinding: PhoneBinding{User: "alice", Source: loopbackPort(1), Expires: now.Add(time.Minute)}}
	two := &binding{key: "b", PhoneBinding: PhoneBinding{User: "alice", Source: loopbackPort(1), Expires: now.Add(time.Hour)}}
	_, ok := book.apply("alice", []*binding{one, two}, now)
	require.True(t, ok)
	require.Len(t, book.all(now), 2)
	later := now.Add(2 * time.Minute)
	require.Len(t, book.all(later), 1)
	require.True(t, book.at(loopbackPort(1), later))
	require.False(t, book.holds("bob", loopbackPort(1), later))
	require.False(t, book.at(loopbackPort(1), now.Add(2*time.Hour)))
	require.Empty(t, book.all(now.Add(2*time.Hour)))
	require.Empty(t, book.seen)
	require.Empty(t, book.byUser)
}

func TestGuessingIsBlocked(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	known := r.registering(t, "bob", "hidden", "SHA-256")
	known.register(200, known.contact())
	for range maxFailures {
		r.registering(t, "alice", "guess", "SHA-256").register(403)
	}
	p := r.registering(t, "alice", "secret", "SHA-256")
	p.register(403, p.contact())
	known.register(200, known.contact()) // behind the same address, and not shut out
	r.registrar.failures.forgive("127.0.0.1")
	p.register(200, p.contact())

	book, now := newFailureBook(), time.Now()
	for i := range maxSources * 2 {
		book.note(strconv.Itoa(i), now.Add(time.Duration(i)))
	}
	require.LessOrEqual(t, len(book.counts), maxSources)
}

func TestStrangersStayOut(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	stranger := r.newPhone(t)
	call := stranger.Invite("alice", siptest.SDP)
	call.Expect("403 INVITE")
	plain := newRig(t, nil)
	plain.phone.Send("REGISTER sip:ringbook SIP/2.0\nVia: SIP/2.0/UDP 10.9.8.7;rport;branch=z9hG4bKx\nMax-Forwards: 70\n" +
		"From: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCall-ID: 1\nCSeq: 1 REGISTER\n\n")
	plain.phone.Expect("405 REGISTER")
}

func TestPhoneIsCalled(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	p := r.registering(t, "alice", "secret", "SHA-256")
	p.register(200, p.contact())
	dial := func() (*Leg, chan LegEvent) {
		leg, err := r.Dial(t.Context(), DialRequest{Phone: r.Phones()[0].ID, From: "+447700900123", FromName: "Carol", Offer: []byte(siptest.SDP)})
		require.NoError(t, err)
		return leg, listen(leg)
	}
	leg, events := dial()
	call, invite := p.Accept()
	require.Equal(t, "10.9.8.7", invite.Request.Recipient.Host, "the phone is called by its own name, where it was seen")
	p.Reply(invite, 200, call.LocalTag, siptest.SDP)
	p.Expect("ACK")
	expectEvent(t, events, LegConfirmed)
	require.NoError(t, leg.Hangup(CauseNormal()))
	p.Reply(p.Expect("BYE"), 200, "", "")
	expectEvent(t, events, LegEnded)

	leg, events = dial()
	call, invite = p.Accept()
	p.Reply(invite, 180, call.LocalTag, "")
	expectEvent(t, events, LegRinging)
	require.NoError(t, leg.Hangup(CauseElsewhere()))
	cancel := p.Expect("CANCEL")
	require.Contains(t, cancel.Header("Reason"), "Call completed elsewhere")
	p.Reply(cancel, 200, call.LocalTag, "")
	p.Reply(invite, 487, call.LocalTag, "")
	expectEvent(t, events, LegEnded)

	_, err := r.Dial(t.Context(), DialRequest{Phone: "gone"})
	require.ErrorContains(t, err, "not registered")
}

func TestPhoneCalls(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	p := r.registering(t, "alice", "secret", "SHA-256")
	p.register(200, p.contact())
	call := p.Invite("02079460000", siptest.SDP)
	p.learn(call.Expect("401 INVITE"))
	call.AckFailure()
	call.RemoteTag = ""
	call.Invite(siptest.SDP, p.proof("INVITE"))
	leg := r.leg(t)
	require.Equal(t, "alice", leg.Invite().Phone)
	require.Equal(t, "02079460000", leg.Invite().CalledUser)
	require.Empty(t, leg.Invite().TrunkIDs)
	events := listen(leg)
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	call.Expect("200 INVITE")
	call.Ack("")
	expectEvent(t, events, LegConfirmed)
	require.NoError(t, leg.Hangup(CauseNormal()))
	p.Reply(p.Expect("BYE"), 200, "", "")
	expectEvent(t, events, LegEnded)

	wrong := p.Invite("02079460000", siptest.SDP)
	p.learn(wrong.Expect("401 INVITE"))
	wrong.AckFailure()
	wrong.RemoteTag = ""
	p.password = "guess"
	wrong.Invite(siptest.SDP, p.proof("INVITE"))
	wrong.Expect("403 INVITE")
	require.Empty(t, r.legs)
}

func loopbackPort(port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port)
}
