package crm

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWebhookDraft(t *testing.T) {
	t.Parallel()
	for url, right := range map[string]bool{
		"https://example.com/hook?a=b": true, "http://10.0.0.1:8080": true, " https://example.com ": true,
		"": false, "example.com/hook": false, "ftp://example.com": false, "https://": false, "https:///x": false,
		"https://user@example.com": false, "https://user:pw@example.com": false, "https://example.com/#x": false,
		"https://example.com:0": false, "https://example.com:70000": false, "https://exa mple.com": false,
		"https://example.com/\x01": false, "https://example.com/" + strings.Repeat("x", 2000): false, "javascript:alert(1)": false,
	} {
		draft, err := WebhookDraft{Name: "n", URL: url, Events: []WebhookEvent{EventDealWon, EventCallEnded, EventDealWon}}.Prepare()
		assert.Equal(t, right, err == nil, "%q: %v", url, err)
		assert.Equal(t, []WebhookEvent{EventCallEnded, EventDealWon}, draft.Events)
	}
	for _, events := range [][]WebhookEvent{nil, {"contact.exploded"}, {EventPing}} {
		_, err := WebhookDraft{Name: "n", URL: "https://example.com", Events: events}.Prepare()
		require.Error(t, err)
	}
}

func TestWebhookWait(t *testing.T) {
	t.Parallel()
	var all time.Duration
	attempt := 1
	for ; ; attempt++ {
		wait, more := WebhookWait(attempt)
		if !more {
			break
		}
		all += wait
	}
	assert.Equal(t, 11, attempt)
	assert.Greater(t, all, 3*24*time.Hour)
	assert.Less(t, all, 4*24*time.Hour)
	first, _ := WebhookWait(1)
	assert.GreaterOrEqual(t, first, 5*time.Second)
	assert.Less(t, first, 6*time.Second+time.Millisecond)
}

// TestChangeEvent: every event that may be asked for is told by some change,
// except for the end of a call, which no person makes.
func TestChangeEvent(t *testing.T) {
	t.Parallel()
	told := map[WebhookEvent]bool{EventCallEnded: true}
	for _, noun := range []string{"contact", "customer", "ticket", "deal", "activity", "call", "note", "user", "webhook", "token"} {
		for _, action := range []string{"create", "update", "delete", "archive", "erase", "restore", "confirm", "merge", "undo_merge", "reply", "internal_note", "win", "lose", "reopen"} {
			told[Change{Noun: noun, Action: action}.Event()] = true
		}
	}
	done := Change{Noun: "activity", Action: "update", Fields: []FieldChange{{Field: "doneAt", New: "2026-01-01T00:00:00Z"}}}
	told[done.Event()] = true
	for _, event := range WebhookEvents() {
		assert.True(t, told[event], "%s", event)
	}
	for _, silent := range []Change{
		{Noun: "note", Action: "create"}, {Noun: "ticket", Action: "internal_note"}, {Noun: "user", Action: "update"}, {Noun: "contact", Action: "export"},
	} {
		assert.Empty(t, silent.Event(), silent)
	}
}
