package webui

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

func TestCalendarFeedLife(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	const path = "/api/v1/calendar-feed"
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron"}`)
	soon := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	into[api.Activity](t, agent.do(t, http.MethodPost, "/api/v1/activities",
		`{"kind":"call","subject":"Ring","body":"SECRET","contactId":"`+ada.ID.String()+`","dueAt":"`+soon+`"}`), 201)
	assert.False(t, into[api.CalendarFeed](t, agent.do(t, http.MethodGet, path, nil), 200).Active)
	requireProblem(t, agent.do(t, http.MethodDelete, path, nil), 404, "not_found")
	made := into[api.CalendarFeedMade](t, agent.do(t, http.MethodPost, path, nil), 201)
	assert.Regexp(t, `^/calendar/[A-Za-z0-9_-]{43}\.ics$`, made.Path)
	assert.True(t, into[api.CalendarFeed](t, agent.do(t, http.MethodGet, path, nil), 200).Active)

	// Nobody is logged in who reads it.
	stranger := newClient(t, w.url)
	got := stranger.do(t, http.MethodGet, made.Path, nil)
	require.Equal(t, 200, got.status)
	assert.Equal(t, "private", got.header.Get("Cache-Control"))
	assert.Equal(t, "text/calendar; charset=utf-8", got.header.Get("Content-Type"))
	assert.Contains(t, string(got.body), "SUMMARY:☎ Ring (Ada Byron)")
	assert.NotContains(t, string(got.body), "SECRET")
	tag := got.header.Get("ETag")
	assert.Equal(t, 304, stranger.do(t, http.MethodGet, made.Path, nil, "If-None-Match", tag).status)
	assert.Equal(t, 200, stranger.do(t, http.MethodHead, made.Path, nil).status)
	assert.NotNil(t, into[api.CalendarFeed](t, agent.do(t, http.MethodGet, path, nil), 200).LastUsedAt)

	// A token reads whether there is one, and makes none.
	token := into[api.TokenCreated](t, agent.do(t, http.MethodPost, "/api/v1/tokens", `{"name":"t","scopes":["read","write"]}`), 201)
	bearer := []string{"Authorization", "Bearer " + token.Secret}
	assert.Equal(t, 200, stranger.do(t, http.MethodGet, path, nil, bearer...).status)
	requireProblem(t, stranger.do(t, http.MethodPost, path, nil, bearer...), 403, "forbidden")
	requireProblem(t, stranger.do(t, http.MethodDelete, path, nil, bearer...), 403, "forbidden")
	requireProblem(t, stranger.do(t, http.MethodGet, path, nil), 401, "unauthenticated")
	// Another organisation has none of it.
	assert.False(t, into[api.CalendarFeed](t, w.theirs.agent.do(t, http.MethodGet, path, nil), 200).Active)
	requireProblem(t, w.theirs.agent.do(t, http.MethodDelete, path, nil), 404, "not_found")

	next := into[api.CalendarFeedMade](t, agent.do(t, http.MethodPost, path, nil), 201)
	requireProblem(t, stranger.do(t, http.MethodGet, made.Path, nil), 404, "not_found")
	assert.Equal(t, 200, stranger.do(t, http.MethodGet, next.Path, nil).status)
	assert.Equal(t, 204, agent.do(t, http.MethodDelete, path, nil).status)
	requireProblem(t, stranger.do(t, http.MethodGet, next.Path, nil), 404, "not_found")
}

func TestCalendarLinksAreNotGuessed(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	made := into[api.CalendarFeedMade](t, w.ours.agent.do(t, http.MethodPost, "/api/v1/calendar-feed", nil), 201)
	stranger := newClient(t, w.url)
	for range linkReads {
		require.Equal(t, 200, stranger.do(t, http.MethodGet, made.Path, nil).status)
	}
	busy := stranger.do(t, http.MethodGet, made.Path, nil)
	requireProblem(t, busy, 429, "too_many_requests")
	assert.NotEmpty(t, busy.header.Get("Retry-After"))
	for _, path := range []string{"/calendar/x.ics", "/calendar/.ics", "/calendar/x", "/calendar/" + made.Path[10:53]} {
		requireProblem(t, stranger.do(t, http.MethodGet, path, nil), 404, "not_found")
	}
	for range guessAttempts - 4 {
		stranger.do(t, http.MethodGet, "/calendar/wrong.ics", nil)
	}
	requireProblem(t, stranger.do(t, http.MethodGet, "/calendar/wrong.ics", nil), 429, "too_many_requests")
}
