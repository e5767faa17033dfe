package webui

import (
	"container/list"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Each address may fail to log in so often at once, and each account; then a
// further attempt is given back every so often. An address gets more, because
// an office shares one.
const (
	addressAttempts = 30
	addressRefill   = 2 * time.Second
	accountAttempts = 10
	accountRefill   = 30 * time.Second
	// attemptsKept bounds the memory that strangers can take, about 2 MB.
	attemptsKept = 10_000
	// An address may guess so many secret links, and a link be read so often. One
	// address reads the calendars of many, because the calendars of the web do.
	guessAttempts = 30
	guessRefill   = 10 * time.Second
	linkReads     = 30
	linkRefill    = 10 * time.Second
)

// attempts limits failed logins per address and per account. A success gives
// its attempt back. When full it forgets the key that was used longest ago.
type attempts struct {
	now     func() time.Time
	mu      sync.Mutex
	buckets map[string]*list.Element
	// recent holds the *bucket used last first.
	recent *list.List
}

// bucket is the attempts left to one key at a time.
type bucket struct {
	key    string
	left   float64
	at     time.Time
	most   float64
	refill time.Duration
}

// throttledError says when to try again.
type throttledError struct{ after time.Duration }

// Error implements error.
func (e *throttledError) Error() string { return "too many attempts" }

// GetHeaders implements huma.HeadersError.
func (e *throttledError) GetHeaders() http.Header {
	seconds := max(1, int((e.after+time.Second-1)/time.Second))
	return http.Header{"Retry-After": {strconv.Itoa(seconds)}}
}

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, buckets: map[string]*list.Element{}, recent: list.New()}
}

// attempt is one try that was let through.
type attempt struct {
	limiter *attempts
	keys    [2]string
}

// begin takes one attempt from the address and one from the account, or
// neither.
func (a *attempts) begin(address netip.Addr, email string) (*attempt, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	byAddress := a.bucket("a:"+network(address), addressAttempts, addressRefill)
	byAccount := a.bucket("u:"+strings.ToLower(strings.TrimSpace(email)), accountAttempts, accountRefill)
	for _, bucket := range []*bucket{byAddress, byAccount} {
		if bucket.left < 1 {
			return nil, &throttledError{after: time.Duration((1 - bucket.left) * float64(bucket.refill))}
		}
	}
	byAddress.left--
	byAccount.left--
	return &attempt{limiter: a, keys: [2]string{byAddress.key, byAccount.key}}, nil
}

// beginGuess takes one attempt at a secret link from the address.
func (a *attempts) beginGuess(address netip.Addr) (*attempt, error) {
	key := "g:" + network(address)
	if err := a.spend(key, guessAttempts, guessRefill); err != nil {
		return nil, err
	}
	return &attempt{limiter: a, keys: [2]string{key}}, nil
}

// read takes one of the times that a secret link may be read. The link must
// be somebody's: strangers' guesses would push out what else is remembered.
func (a *attempts) read(link string) error { return a.spend("l:"+link, linkReads, linkRefill) }

func (a *attempts) spend(key string, most float64, refill time.Duration) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	bucket := a.bucket(key, most, refill)
	if bucket.left < 1 {
		return &throttledError{after: time.Duration((1 - bucket.left) * float64(bucket.refill))}
	}
	bucket.left--
	return nil
}

// succeeded gives the attempt back.
func (t *attempt) succeeded() {
	t.limiter.mu.Lock()
	defer t.limiter.mu.Unlock()
	for _, key := range t.keys {
		if element, ok := t.limiter.buckets[key]; ok {
			bucket := element.Value.(*bucket)
			bucket.left = min(bucket.most, bucket.left+1)
		}
	}
}

func (a *attempts) bucket(key string, most float64, refill time.Duration) *bucket {
	now := a.now()
	if element, ok := a.buckets[key]; ok {
		a.recent.MoveToFront(element)
		found := element.Value.(*bucket)
		found.left = min(most, found.left+float64(now.Sub(found.at))/float64(refill))
		found.at = now
		return found
	}
	if len(a.buckets) >= attemptsKept {
		oldest := a.recent.Back()
		delete(a.buckets, oldest.Value.(*bucket).key)
		a.recent.Remove(oldest)
	}
	fresh := &bucket{key: key, left: most, at: now, most: most, refill: refill}
	a.buckets[key] = a.recent.PushFront(fresh)
	return fresh
}

// network is what one subscriber can choose addresses from: an IPv4 address,
// or an IPv6 /64.
func network(address netip.Addr) string {
	address = address.Unmap()
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}
