package sip

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// PhoneRealm is the digest realm of phones: secrets are hashed with it.
const PhoneRealm = "ringbook"

const (
	shortestBinding = 60 * time.Second
	longestBinding  = time.Hour
	defaultBinding  = 10 * time.Minute
	maxContacts     = 8
)

// PhoneSecret is what a SIP user's password is checked against: the hash of user:realm:password, in lower case
// hexadecimal, by each algorithm (HA1 of RFC 8760). The password itself is not kept.
type PhoneSecret struct {
	MD5, SHA256 string
}

// Phones knows the users that phones may register as.
type Phones interface {
	// PhoneSecret finds a user's secret; false means that there is no such user. It must not block.
	PhoneSecret(user string) (PhoneSecret, bool)
}

// registrar takes the registrations of phones (RFC 3261 10.3). A Path is not stored (RFC 3327 5.3 lets a registrar
// that does not know it pass over it): phones are called where they are seen.
type registrar struct {
	agent    *Agent
	phones   Phones
	verifier *Verifier
	bindings *bindingBook
	failures *failureBook
	now      func() time.Time
}

func newRegistrar(a *Agent, phones Phones) *registrar {
	verifier := NewVerifier(PhoneRealm, 0)
	verifier.algorithms = []string{"SHA-256", "MD5"}
	return &registrar{
		agent: a, phones: phones, verifier: verifier, bindings: newBindingBook(), failures: newFailureBook(), now: time.Now,
	}
}

// Phones lists the phones that are registered now.
func (a *Agent) Phones() []PhoneBinding {
	if a.registrar == nil {
		return nil
	}
	found := a.registrar.bindings.all(a.registrar.now())
	phones := make([]PhoneBinding, 0, len(found))
	for _, one := range found {
		phones = append(phones, one.PhoneBinding)
	}
	return phones
}

// ForgetPhones ends the registrations of users that Config.Phones does not know any more.
func (a *Agent) ForgetPhones() {
	if r := a.registrar; r != nil {
		r.bindings.keep(func(user string) bool { _, known := r.phones.PhoneSecret(user); return known })
	}
}

// screen sees what comes from no trunk: true lets it go on. A REGISTER without credentials is challenged here and
// now, without state; only who answers a challenge of ours costs a transaction.
func (r *registrar) screen(request *gosip.Request, source netip.AddrPort) (pass bool, reply *gosip.Response) {
	if r == nil {
		return false, nil
	}
	if r.bindings.at(source, r.now()) {
		return true, nil
	}
	if request.Method != gosip.REGISTER || validateAs(request, true) != nil {
		return false, nil
	}
	given, err := parseCredentials(headerValue(request, "Authorization"))
	if err != nil || !r.verifier.ours(given.Nonce) {
		return false, r.challenge(request, err == nil)
	}
	return true, nil
}

func (r *registrar) challenge(request *gosip.Request, stale bool) *gosip.Response {
	var headers []gosip.Header
	values := r.verifier.Challenges(stale)
	if knowsMD5Alone(request) {
		values = values[len(values)-1:]
	}
	for _, value := range values {
		headers = append(headers, gosip.NewHeader("WWW-Authenticate", value))
	}
	return r.agent.response(request, 401, headers...)
}

// knowsMD5Alone says that a phone gives up at a challenge that is not MD5, in place of passing over it as RFC 8760
// 2.4 asks: baresip with libre before 2.0. Who lies about it weakens only their own proof.
func knowsMD5Alone(request *gosip.Request) bool {
	agent := headerValue(request, "User-Agent")
	return strings.HasPrefix(agent, "baresip v0.") || strings.HasPrefix(agent, "baresip v1.")
}

// prove gives the user whose password a request proves, or the answer that it gets instead. An unknown user and a
// wrong password are told alike, and cost the same.
func (r *registrar) prove(request *gosip.Request, source netip.AddrPort) (string, *gosip.Response) {
	header := headerValue(request, "Authorization")
	if header == "" {
		return "", r.challenge(request, false)
	}
	// A phone that keeps a wrong password must not shut out the others behind the same address.
	key := source.Addr().String()
	if r.bindings.at(source, r.now()) {
		key = source.String()
	}
	if r.failures.blocked(key, r.now()) {
		return "", r.agent.response(request, 403)
	}
	user, err := r.verifier.verify(string(request.Method), header, func(user, algorithm string) (string, bool) {
		secret, known := r.phones.PhoneSecret(user)
		if strings.EqualFold(algorithm, "SHA-256") {
			return orDecoy(secret.SHA256, 64), known
		}
		return orDecoy(secret.MD5, 32), known
	})
	switch {
	case err == nil:
		r.failures.forgive(key)
		return user, nil
	case errors.Is(err, ErrStaleNonce), errors.Is(err, ErrReplayed):
		return "", r.challenge(request, true)
	}
	if r.failures.note(key, r.now()) {
		r.agent.log.Warn("phone log-ins blocked for a while", slog.String("source", source.String()))
	}
	return "", r.agent.response(request, 403)
}

// orDecoy gives a hash of the right length where there is none, so that an unknown user costs no less.
func orDecoy(hash string, length int) string {
	if hash == "" {
		return strings.Repeat("0", length)
	}
	return hash
}

// register takes a REGISTER.
func (r *registrar) register(request *gosip.Request, tx *gosip.ServerTx) {
	a := r.agent
	if bad := validateAs(request, true); bad != nil {
		a.refuse(request, tx, bad)
		return
	}
	user, refused := r.prove(request, sourceOf(request))
	if refused != nil {
		a.send(tx, refused)
		return
	}
	if userOf(&request.To().Address) != user {
		a.respond(request, tx, 403)
		return
	}
	standing, bad := r.bind(user, request)
	if bad != nil {
		a.refuse(request, tx, bad)
		return
	}
	var headers []gosip.Header
	for _, one := range standing {
		left := max(1, int(one.Expires.Sub(r.now()).Round(time.Second)/time.Second))
		headers = append(headers, gosip.NewHeader("Contact", fmt.Sprintf("<%s>;expires=%d", one.Contact, left)))
	}
	a.respond(request, tx, 200, headers...)
}

// bind changes the user's bindings as the request says and gives those that stand.
func (r *registrar) bind(user string, request *gosip.Request) ([]*binding, *refusal) {
	contacts := append(request.GetHeaders("Contact"), request.GetHeaders("m")...)
	if len(contacts) > maxContacts {
		return nil, &refusal{status: 400, warning: "too many Contact headers"}
	}
	changes := make([]*binding, 0, len(contacts))
	for _, header := range contacts {
		contact, ok := header.(*gosip.ContactHeader)
		switch {
		case !ok:
			return nil, &refusal{status: 400, warning: "a Contact cannot be read"}
		case contact.Address.Wildcard:
			if len(contacts) != 1 || headerValue(request, "Expires") != "0" {
				return nil, &refusal{status: 400, warning: "Contact: * stands alone, with Expires: 0"}
			}
			r.bindings.clear(user)
			return nil, nil
		}
		one, bad := r.read(user, contact, request)
		if bad != nil {
			return nil, bad
		}
		changes = append(changes, one)
	}
	standing, ok := r.bindings.apply(user, changes, r.now())
	if !ok {
		return nil, &refusal{status: 500, warning: "a newer REGISTER was first"}
	}
	return standing, nil
}

func (r *registrar) read(user string, contact *gosip.ContactHeader, request *gosip.Request) (*binding, *refusal) {
	if contact.Address.Host == "" || contact.Address.Scheme != "sip" && contact.Address.Scheme != "sips" {
		return nil, &refusal{status: 400, warning: "a Contact is no SIP address"}
	}
	lifetime, bad := lifetimeOf(contact, request)
	if bad != nil {
		return nil, bad
	}
	target := contact.Address.Clone()
	target.Headers = nil
	now := r.now()
	one := &binding{target: *target, callID: callIDOf(request), cseq: request.CSeq().SeqNo, PhoneBinding: PhoneBinding{
		ID: token(), User: user, Contact: target.String(), Source: sourceOf(request), Transport: request.Transport(),
		UserAgent: displayName(headerValue(request, "User-Agent")), Priority: 1, RegisteredAt: now,
	}}
	one.key = one.Contact
	if instance := contact.Params.GetOr("+sip.instance", ""); instance != "" {
		one.key = instance + " " + contact.Params.GetOr("reg-id", "")
	}
	if q, err := strconv.ParseFloat(contact.Params.GetOr("q", ""), 64); err == nil && q >= 0 && q <= 1 {
		one.Priority = q
	}
	if lifetime > 0 {
		one.Expires = now.Add(lifetime)
	}
	return one, nil
}

// lifetimeOf reads how long a binding is wanted for: the contact's own word, else the header's, else ours. Zero
// ends it. What cannot be read counts as not said (RFC 3261 10.3 step 6).
func lifetimeOf(contact *gosip.ContactHeader, request *gosip.Request) (time.Duration, *refusal) {
	wanted := defaultBinding
	for _, text := range []string{contact.Params.GetOr("expires", ""), headerValue(request, "Expires")} {
		if n, ok := seconds(text); ok {
			wanted = time.Duration(n) * time.Second
			break
		}
	}
	if wanted > 0 && wanted < shortestBinding {
		least := gosip.NewHeader("Min-Expires", strconv.Itoa(int(shortestBinding/time.Second)))
		return 0, &refusal{status: 423, headers: []gosip.Header{least}}
	}
	return min(wanted, longestBinding), nil
}

const (
	maxFailures   = 10 // wrong passwords in a row that a source is allowed
	failureWindow = 5 * time.Minute
	maxSources    = 4096
)

// failureBook counts wrong passwords, so that guessing is slow.
type failureBook struct {
	mu     sync.Mutex
	counts map[string]failures
}

type failures struct {
	count int
	last  time.Time
}

func newFailureBook() *failureBook { return &failureBook{counts: make(map[string]failures)} }

func (b *failureBook) blocked(key string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.counts[key]
	return f.count >= maxFailures && now.Sub(f.last) < failureWindow
}

// note counts one; true says that it is the one that blocks.
func (b *failureBook) note(key string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, known := b.counts[key]; !known && len(b.counts) >= maxSources {
		b.makeRoomLocked(now)
	}
	f := b.counts[key]
	if now.Sub(f.last) >= failureWindow {
		f.count = 0
	}
	f.count, f.last = f.count+1, now
	b.counts[key] = f
	return f.count == maxFailures
}

func (b *failureBook) makeRoomLocked(now time.Time) {
	var oldest string
	for key, f := range b.counts {
		if now.Sub(f.last) >= failureWindow {
			delete(b.counts, key)
			continue
		}
		if oldest == "" || f.last.Before(b.counts[oldest].last) {
			oldest = key
		}
	}
	if len(b.counts) >= maxSources {
		delete(b.counts, oldest)
	}
}

func (b *failureBook) forgive(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.counts, key)
}
