package sip

import (
	"net/netip"
	"slices"
	"sync"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// maxBindings is how many phones one user may have registered. One more puts out the one registered longest
// ago: a phone that restarts under new ports leaves its old binding behind.
const maxBindings = 8

// PhoneBinding is one registered phone, for people to read and calls to ring.
type PhoneBinding struct {
	// ID names the binding in DialRequest.Phone while it lives.
	ID string
	// User is the SIP user that it is registered for.
	User string
	// Contact is the URI that the phone gave for itself; Source is where it was seen, and is called.
	Contact   string
	Source    netip.AddrPort
	Transport string
	UserAgent string
	// Priority is the q value, from 0 to 1; 1 when the phone gave none.
	Priority float64
	// RegisteredAt is when it was registered or refreshed last, Expires when it ends.
	RegisteredAt, Expires time.Time
}

// binding is a PhoneBinding at work.
type binding struct {
	PhoneBinding
	key    string // the instance (RFC 5626), or the contact
	target gosip.Uri
	callID string
	cseq   uint32
}

// bindingBook holds who is registered from where. Users in it have proved their password, so that their number
// and maxBindings bound it.
type bindingBook struct {
	mu     sync.Mutex
	byUser map[string][]*binding
	seen   map[netip.AddrPort]map[*binding]bool // the bindings at each source
}

func newBindingBook() *bindingBook {
	return &bindingBook{byUser: make(map[string][]*binding), seen: make(map[netip.AddrPort]map[*binding]bool)}
}

// apply changes a user's bindings all at once, as RFC 3261 10.3 step 7 wants; it gives those that then stand,
// or false when an older REGISTER came late. Of changes, those without a time are removed.
func (b *bindingBook) apply(user string, changes []*binding, now time.Time) ([]*binding, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pruneLocked(user, now)
	next := slices.Clone(b.byUser[user])
	for _, change := range changes {
		at := slices.IndexFunc(next, func(old *binding) bool { return old.key == change.key })
		if at >= 0 {
			if old := next[at]; old.callID == change.callID && old.cseq >= change.cseq {
				return nil, false
			}
			change.ID = next[at].ID
			next = slices.Delete(next, at, at+1)
		}
		if change.Expires.After(now) {
			next = append(next, change)
		}
	}
	if over := len(next) - maxBindings; over > 0 {
		next = next[over:]
	}
	b.putLocked(user, next)
	return next, true
}

// clear removes all bindings of a user: Contact: *.
func (b *bindingBook) clear(user string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.putLocked(user, nil)
}

func (b *bindingBook) putLocked(user string, next []*binding) {
	for _, old := range b.byUser[user] {
		delete(b.seen[old.Source], old)
		if len(b.seen[old.Source]) == 0 {
			delete(b.seen, old.Source)
		}
	}
	for _, one := range next {
		if b.seen[one.Source] == nil {
			b.seen[one.Source] = make(map[*binding]bool)
		}
		b.seen[one.Source][one] = true
	}
	if len(next) == 0 {
		delete(b.byUser, user)
		return
	}
	b.byUser[user] = next
}

func (b *bindingBook) pruneLocked(user string, now time.Time) {
	living := slices.DeleteFunc(slices.Clone(b.byUser[user]), func(one *binding) bool { return !one.Expires.After(now) })
	if len(living) != len(b.byUser[user]) {
		b.putLocked(user, living)
	}
}

// at says whether a phone is registered from exactly this source.
func (b *bindingBook) at(source netip.AddrPort, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for one := range b.seen[source] {
		if one.Expires.After(now) {
			return true
		}
	}
	return false
}

// holds says whether this user has a phone at this source.
func (b *bindingBook) holds(user string, source netip.AddrPort, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pruneLocked(user, now)
	return slices.ContainsFunc(b.byUser[user], func(one *binding) bool { return one.Source == source })
}

func (b *bindingBook) all(now time.Time) []*binding {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []*binding
	for user := range b.byUser {
		b.pruneLocked(user, now)
		all = append(all, b.byUser[user]...)
	}
	return all
}

// keep removes the bindings of users that wanted does not know any more.
func (b *bindingBook) keep(wanted func(user string) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for user := range b.byUser {
		if !wanted(user) {
			b.putLocked(user, nil)
		}
	}
}
