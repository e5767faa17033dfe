package webui

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

func withStore(store Store) func(*Config, *Deps) {
	return func(_ *Config, deps *Deps) { deps.Store = store }
}

func TestLoginAndLogout(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	base := serve(t, newTestServer(t, withStore(store)))
	browser := newClient(t, base)
	requireProblem(t, browser.do(t, http.MethodGet, "/api/v1/me", nil), 401, "unauthenticated")

	got := browser.do(t, http.MethodPost, "/api/v1/session", api.Credentials{Email: " agent@example.com ", Password: testPassword})
	me := into[api.Me](t, got, http.StatusOK)
	assert.Equal(t, "agent@example.com", me.Email)
	assert.Equal(t, "GB", me.Organisation.Country)
	cookie := got.header.Get("Set-Cookie")
	for _, part := range []string{"ringbook_session=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"} {
		assert.Contains(t, cookie, part)
	}
	assert.NotContains(t, cookie, "Secure", "plain http keeps no secure cookie")
	assert.NotContains(t, string(got.body), "$schema")
	assert.Equal(t, "no-store", got.header.Get("Cache-Control"))

	assert.Equal(t, http.StatusOK, browser.do(t, http.MethodGet, "/api/v1/me", nil).status)
	assert.Equal(t, http.StatusNoContent, browser.do(t, http.MethodDelete, "/api/v1/session", nil).status)
	requireProblem(t, browser.do(t, http.MethodGet, "/api/v1/me", nil), 401, "unauthenticated")
	assert.Empty(t, store.sessions)
}

func TestLoginReplacesTheOldSession(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	base := serve(t, newTestServer(t, withStore(store)))
	browser := loggedIn(t, base, "agent@example.com")
	first := store.onlySession(t)
	browser.do(t, http.MethodPost, "/api/v1/session", api.Credentials{Email: "admin@example.com", Password: testPassword})
	assert.NotEqual(t, first.Session, store.onlySession(t).Session)
}

func TestLoginTellsNothing(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	found := store.users["agent@example.com"]
	found.user.Active = false
	store.users["gone@example.com"] = found
	base := serve(t, newTestServer(t, withStore(store)))
	browser := newClient(t, base)
	var bodies []string
	for _, email := range []string{"agent@example.com", "nobody@example.com", "gone@example.com"} {
		got := browser.do(t, http.MethodPost, "/api/v1/session", api.Credentials{Email: email, Password: "not this one"})
		requireProblem(t, got, 401, "unauthenticated")
		bodies = append(bodies, string(got.body))
	}
	assert.Equal(t, bodies[0], bodies[1])
	assert.Equal(t, bodies[0], bodies[2])
}

func TestLoginIsRateLimited(t *testing.T) {
	t.Parallel()
	base := serve(t, newTestServer(t, withStore(newFakeStore(t))))
	browser := newClient(t, base)
	wrong := api.Credentials{Email: "agent@example.com", Password: "not this one"}
	for range accountAttempts {
		requireProblem(t, browser.do(t, http.MethodPost, "/api/v1/session", wrong), 401, "unauthenticated")
	}
	wrong.Email = "Agent@Example.com"
	got := browser.do(t, http.MethodPost, "/api/v1/session", wrong)
	requireProblem(t, got, 429, "too_many_requests")
	seconds, err := strconv.Atoi(got.header.Get("Retry-After"))
	require.NoError(t, err)
	assert.InDelta(t, 30, seconds, 5)
	loggedIn(t, base, "admin@example.com")
}

func TestAttemptsAreBoundedAndComeBack(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	limiter := newAttempts(func() time.Time { return now })
	home := netip.MustParseAddr("2001:db8:1:2::1")
	for range addressAttempts {
		_, err := limiter.begin(home, strconv.Itoa(limiter.recent.Len()))
		require.NoError(t, err)
	}
	neighbour := netip.MustParseAddr("2001:db8:1:2:ffff::9")
	_, err := limiter.begin(neighbour, "a")
	require.Error(t, err, "one subscriber has a whole /64")
	_, err = limiter.begin(netip.MustParseAddr("2001:db8:1:3::1"), "b")
	require.NoError(t, err)
	now = now.Add(addressRefill)
	try, err := limiter.begin(neighbour, "c")
	require.NoError(t, err)
	try.succeeded()
	_, err = limiter.begin(neighbour, "c")
	require.NoError(t, err, "a success gives its attempt back")

	for i := range 2 * attemptsKept {
		_, _ = limiter.begin(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), strconv.Itoa(i))
	}
	assert.LessOrEqual(t, len(limiter.buckets), attemptsKept)
	assert.Len(t, limiter.buckets, limiter.recent.Len())
}

func TestSessionSlidesButEnds(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	var later atomic.Int64
	begun := time.Now()
	clock := func() time.Time { return begun.Add(time.Duration(later.Load())) }
	base := serve(t, newTestServer(t, withStore(store), func(_ *Config, deps *Deps) { deps.Now = clock }))
	browser := loggedIn(t, base, "agent@example.com")
	for at := time.Duration(0); at < sessionMost-time.Hour; at += sessionIdle - time.Hour {
		later.Store(int64(at))
		require.Equal(t, http.StatusOK, browser.do(t, http.MethodGet, "/api/v1/me", nil).status, at)
	}
	later.Store(int64(sessionMost - time.Hour))
	require.Equal(t, http.StatusOK, browser.do(t, http.MethodGet, "/api/v1/me", nil).status)
	assert.LessOrEqual(t, store.onlySession(t).ExpiresAt.Sub(begun), sessionMost+time.Minute)
	later.Store(int64(sessionMost + time.Minute))
	requireProblem(t, browser.do(t, http.MethodGet, "/api/v1/me", nil), 401, "unauthenticated")
}

func TestSessionEndsWhenIdle(t *testing.T) {
	t.Parallel()
	var later atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	base := serve(t, newTestServer(t, withStore(newFakeStore(t)), func(_ *Config, deps *Deps) { deps.Now = clock }))
	browser := loggedIn(t, base, "agent@example.com")
	later.Store(int64(sessionIdle + time.Minute))
	requireProblem(t, browser.do(t, http.MethodGet, "/api/v1/me", nil), 401, "unauthenticated")
}

func TestSessionRefusesOddCookies(t *testing.T) {
	t.Parallel()
	base := serve(t, newTestServer(t, withStore(newFakeStore(t))))
	for _, cookie := range []string{"", "short", "!!!!", strings.Repeat("A", 43), strings.Repeat("A", 5000)} {
		got := newClient(t, base).do(t, http.MethodGet, "/api/v1/me", nil, "Cookie", "ringbook_session="+cookie)
		requireProblem(t, got, 401, "unauthenticated")
	}
}

func TestSecureBehindHTTPS(t *testing.T) {
	t.Parallel()
	base := serve(t, newTestServer(t, withStore(newFakeStore(t)), func(cfg *Config, _ *Deps) { cfg.PublicURL = "https://crm.example.com" }))
	got := newClient(t, base).do(t, http.MethodPost, "/api/v1/session", api.Credentials{Email: "agent@example.com", Password: testPassword})
	require.Equal(t, http.StatusOK, got.status)
	assert.Contains(t, got.header.Get("Set-Cookie"), "Secure")
	assert.NotEmpty(t, got.header.Get("Strict-Transport-Security"))
}

func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	base := serve(t, newTestServer(t, withStore(store)))
	browser := loggedIn(t, base, "agent@example.com")
	store.goesAway(&crm.Error{Code: crm.CodeUnavailable, Message: "the database is away"})
	requireProblem(t, browser.do(t, http.MethodGet, "/api/v1/me", nil), 503, "unavailable")
	requireProblem(t, browser.do(t, http.MethodPost, "/api/v1/session",
		api.Credentials{Email: "agent@example.com", Password: testPassword}), 503, "unavailable")
}
