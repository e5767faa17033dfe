package sip

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/icholy/digest"
)

const (
	nonceLifetime = 5 * time.Minute
	maxNonces     = 16384
	nonceBytes    = 8 + 16 + sha256.Size
)

// Why credentials are refused. Only ErrStaleNonce deserves a challenge with stale=true.
var (
	ErrStaleNonce     = errors.New("nonce has expired")
	ErrReplayed       = errors.New("nonce count was used before")
	ErrBadCredentials = errors.New("credentials do not match")
)

// Verifier checks the digest credentials that others send us (RFC 3261 22, RFC 8760). Nonces prove themselves,
// so a flood of challenges costs no memory; only nonces that were used well are remembered, to count their replays.
type Verifier struct {
	realm string
	// algorithms are those of the challenges, the strongest first.
	algorithms []string
	key        [32]byte
	lifetime   time.Duration

	mu     sync.Mutex
	counts map[string]nonceUse
}

type nonceUse struct {
	count   int
	expires time.Time
}

// NewVerifier makes a verifier for a realm. Nonces live for lifetime; zero means five minutes.
func NewVerifier(realm string, lifetime time.Duration) *Verifier {
	if lifetime <= 0 {
		lifetime = nonceLifetime
	}
	v := &Verifier{realm: realm, algorithms: []string{"SHA-512-256", "SHA-256", "MD5"}, lifetime: lifetime, counts: make(map[string]nonceUse)}
	_, _ = rand.Read(v.key[:]) // never fails (crypto/rand)
	return v
}

// Challenges gives the values of the WWW-Authenticate headers, the strongest algorithm first.
func (v *Verifier) Challenges(stale bool) []string {
	nonce := v.nonce(time.Now())
	values := make([]string, 0, 3)
	for _, algorithm := range v.algorithms {
		challenge := digest.Challenge{
			Realm: v.realm, Nonce: nonce, Algorithm: algorithm, QOP: []string{"auth"}, Stale: stale,
		}
		values = append(values, challenge.String())
	}
	return values
}

// Verify checks the value of an Authorization header for a method and gives the user that it proves.
// password finds a user's password; false means that there is no such user.
func (v *Verifier) Verify(method, authorization string, password func(user string) (string, bool)) (string, error) {
	return v.check(method, authorization, func(user, _ string) (digest.Options, bool) {
		secret, known := password(user)
		return digest.Options{Password: secret}, known
	})
}

// verify is Verify against HA1 in place of passwords.
func (v *Verifier) verify(method, authorization string, secret func(user, algorithm string) (ha1 string, known bool)) (string, error) {
	return v.check(method, authorization, func(user, algorithm string) (digest.Options, bool) {
		ha1, known := secret(user, algorithm)
		return digest.Options{A1: ha1}, known
	})
}

func (v *Verifier) check(method, authorization string, secret func(user, algorithm string) (digest.Options, bool)) (string, error) {
	given, err := parseCredentials(authorization)
	if err != nil {
		return "", err
	}
	now := time.Now()
	if given.Realm != v.realm || given.QOP != "auth" || given.Nc < 1 || given.Userhash || !v.takes(given.Algorithm) {
		return "", ErrBadCredentials
	}
	if !v.ours(given.Nonce) {
		return "", ErrStaleNonce
	}
	options, known := secret(given.Username, given.Algorithm)
	options.Method, options.URI, options.Username, options.Count, options.Cnonce = method, given.URI, given.Username, given.Nc, given.Cnonce
	want, err := digest.Digest(
		&digest.Challenge{Realm: v.realm, Nonce: given.Nonce, Algorithm: given.Algorithm, QOP: []string{"auth"}},
		options,
	)
	if err != nil {
		return "", fmt.Errorf("verify credentials: %w", err)
	}
	// An unknown user costs the same time as a known one.
	if subtle.ConstantTimeCompare([]byte(want.Response), []byte(given.Response)) != 1 || !known {
		return "", ErrBadCredentials
	}
	if v.expires(given.Nonce).Before(now) {
		return "", ErrStaleNonce
	}
	return given.Username, v.count(given.Nonce, given.Nc, now)
}

// takes says whether an algorithm is one that we challenge with. None named is MD5 (RFC 7616 3.4).
func (v *Verifier) takes(algorithm string) bool {
	if algorithm == "" {
		algorithm = "MD5"
	}
	return slices.ContainsFunc(v.algorithms, func(known string) bool { return strings.EqualFold(known, algorithm) })
}

func parseCredentials(text string) (credentials *digest.Credentials, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = ErrBadCredentials
		}
	}()
	credentials, err = digest.ParseCredentials(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadCredentials, err)
	}
	return credentials, nil
}

// nonce is its expiry, random bytes, and a proof that we made it.
func (v *Verifier) nonce(now time.Time) string {
	raw := make([]byte, 24, nonceBytes)
	binary.BigEndian.PutUint64(raw, uint64(now.Add(v.lifetime).UnixMilli()))
	_, _ = rand.Read(raw[8:])
	return base64.RawURLEncoding.EncodeToString(append(raw, v.proof(raw)...))
}

func (v *Verifier) proof(raw []byte) []byte {
	mac := hmac.New(sha256.New, v.key[:])
	_, _ = mac.Write(raw)
	return mac.Sum(nil)
}

func (v *Verifier) ours(nonce string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(nonce)
	return err == nil && len(raw) == nonceBytes && hmac.Equal(raw[24:], v.proof(raw[:24]))
}

func (v *Verifier) expires(nonce string) time.Time {
	raw, err := base64.RawURLEncoding.DecodeString(nonce)
	if err != nil || len(raw) < 8 {
		return time.Time{}
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(raw))) //nolint:gosec // we made it
}

// count takes a use of a nonce; each count may be used once, and they only grow.
func (v *Verifier) count(nonce string, nc int, now time.Time) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	use := v.counts[nonce]
	if nc <= use.count {
		return ErrReplayed
	}
	if len(v.counts) >= maxNonces {
		for old, other := range v.counts {
			if other.expires.Before(now) {
				delete(v.counts, old)
			}
		}
	}
	if len(v.counts) >= maxNonces && use.count == 0 {
		return ErrStaleNonce // full of living nonces: a new challenge is the safe answer
	}
	v.counts[nonce] = nonceUse{count: nc, expires: v.expires(nonce)}
	return nil
}
