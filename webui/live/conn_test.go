package live

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

func TestHelloAndPresences(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	colleague := id.New[id.User]()
	f.users = []crm.User{{ID: colleague, Name: "Grace"}}
	f.presences = []callsvc.Presence{{UserID: colleague, Status: "away", Reason: "lunch", Since: time.Now()}}
	b := f.browse(t)
	assert.Equal(t, "node-1", b.hello.NodeID)
	assert.Equal(t, b.user, b.hello.UserID)
	assert.Equal(t, f.phone(b.user).id, b.hello.SessionID)
	assert.Equal(t, "available", b.hello.Presence.Status)
	got := b.next(t)
	assert.Equal(t, "presence.updated", got.Type)
	assert.EqualValues(t, 2, got.Seq)
	var presence api.PresenceUpdated
	require.NoError(t, json.Unmarshal(got.Data, &presence))
	assert.Equal(t, "Grace", presence.Name)
	assert.Equal(t, "lunch", presence.Reason)
}

func TestCommandsAreAnswered(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	b := f.browse(t)
	const call = `"callId":"01890000-0000-7000-8000-000000000001"`
	for _, test := range []struct{ kind, data, command string }{
		{"call.answer", `{` + call + `}`, "agent answer"},
		{"call.reject", `{` + call + `}`, "agent reject"},
		{"call.hangup", `{` + call + `}`, "agent hangup"},
		{"call.hold", `{` + call + `}`, "agent hold"},
		{"call.resume", `{` + call + `}`, "agent resume"},
		{"call.mute", `{` + call + `,"muted":true}`, "agent mute"},
		{"call.dtmf", `{` + call + `,"digits":"12#"}`, "agent dtmf 12#"},
		{"presence.set", `{"status":"away","reason":"lunch"}`, ""},
		{"rtc.candidate", `{"candidate":"candidate:1","sdpMid":"0","sdpMLineIndex":0}`, ""},
	} {
		got := b.say(t, `{"type":"`+test.kind+`","id":"7","data":`+test.data+`}`)
		require.Equal(t, "ok", got.Type, got)
		assert.Equal(t, "7", got.ID)
		if test.command != "" {
			assert.Equal(t, test.command, f.commands[len(f.commands)-1])
		}
	}
	assert.Equal(t, "lunch", f.presences[0].Reason)
	assert.Len(t, f.candidates, 1)
	seq := b.say(t, `{"type":"call.dial","id":"8","data":{"to":"020 7946 0000"}}`)
	var placed api.CallPlaced
	require.NoError(t, json.Unmarshal(seq.Data, &placed))
	assert.NotZero(t, placed.CallID)
	assert.Equal(t, "020 7946 0000", f.dialled[0].To)
	assert.EqualValues(t, 11, seq.Seq)
}

func TestOfferIsAnsweredAfterOK(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	b := f.browse(t)
	assert.Equal(t, "ok", b.say(t, `{"type":"rtc.offer","id":"1","data":{"sdp":"v=0"}}`).Type)
	got := b.next(t)
	assert.Equal(t, "rtc.answer", got.Type)
	assert.JSONEq(t, `{"sdp":"answer to v=0"}`, string(got.Data))
	failed := b.say(t, `{"type":"rtc.offer","id":"2","data":{"sdp":"panic"}}`)
	assert.Equal(t, "internal", failed.Code)
	assert.Equal(t, "2", failed.ID)
	assert.Equal(t, "ok", b.say(t, `{"type":"rtc.offer","id":"3","data":{"sdp":"v=0"}}`).Type, "the connection survives a defect")
}

func TestRefusalsAreExplained(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	b := f.browse(t)
	for text, code := range map[string]string{
		`not json`:                                              "malformed",
		`{"type":"call.answer","id":"1"}`:                       "malformed",
		`{"id":"1","data":{}}`:                                  "malformed",
		`{"type":"x","id":"1","data":{}}`:                       "unknown_type",
		`{"type":"x","id":"1","data":{},"y":1}`:                 "malformed",
		`{"type":"call.answer","id":"1","data":{"callId":"x"}}`: "malformed",
		`{"type":"call.answer","id":"1","data":{}}`:             "invalid",
		`{"type":"call.dtmf","id":"1","data":{"callId":"` + someCall + `","digits":""}}`:                        "invalid",
		`{"type":"presence.set","id":"1","data":{"status":"asleep"}}`:                                           "invalid",
		`{"type":"presence.set","id":"1","data":{"status":"away","reason":"` + strings.Repeat("x", 101) + `"}}`: "invalid",
		`{"type":"x","id":"` + strings.Repeat("1", 65) + `","data":{}}`:                                         "malformed",
		`{"type":"presence.set","id":"1","data":{"status":"away"}} {}`:                                          "malformed",
	} {
		got := b.say(t, text)
		assert.Equal(t, "error", got.Type, text)
		assert.Equal(t, code, got.Code, text)
		assert.NotEmpty(t, got.Detail)
	}
	f.mu.Lock()
	f.refusal = &callsvc.Error{Code: callsvc.CodeAlreadyAnswered, Detail: "answered by Grace"}
	f.mu.Unlock()
	got := b.say(t, `{"type":"call.answer","id":"9","data":{"callId":"`+someCall+`"}}`)
	assert.Equal(t, "already_answered", got.Code)
	assert.Equal(t, "answered by Grace", got.Detail)
	assert.Equal(t, "9", got.ID)
}

const someCall = "01890000-0000-7000-8000-000000000001"

func TestHostileClients(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	large := f.browse(t)
	require.NoError(t, large.WriteMessage(websocket.TextMessage, make([]byte, messageMost+1)))
	assert.Equal(t, websocket.CloseMessageTooBig, large.awaitClose(t))
	binary := f.browse(t)
	require.NoError(t, binary.WriteMessage(websocket.BinaryMessage, []byte("{}")))
	assert.Equal(t, websocket.CloseUnsupportedData, binary.awaitClose(t))

	noisy := f.browse(t)
	for range messagesAtOnce + 20 {
		require.NoError(t, noisy.WriteMessage(websocket.TextMessage,
			[]byte(`{"type":"presence.set","id":"1","data":{"status":"away"}}`)))
		got := noisy.next(t)
		if got.Code == "rate_limited" {
			return
		}
	}
	t.Fatal("a noisy client was never limited")
}

func TestSlowClientIsDropped(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	release := make(chan struct{})
	// The writer waits for the records, so the queue fills without a full socket.
	f.cards = func(ctx context.Context, _ []id.Contact) ([]crm.CallerCard, error) {
		select {
		case <-release:
		case <-ctx.Done():
		}
		return nil, ctx.Err()
	}
	f.hub.cfg.CardWait = 5 * time.Second
	b := f.browse(t)
	p := f.phone(b.user)
	begun := time.Now()
	p.deliver(event(t, callsvc.EventCallOffered, callsvc.OfferedEvent{Matches: []callsvc.Match{{Name: "Ada"}}}))
	for range queueSlots + 2 {
		p.deliver(event(t, EventContactUpdated, api.ContactUpdated{Change: "updated"}))
	}
	assert.Less(t, time.Since(begun), time.Second, "delivering never waits")
	close(release)
	assert.Equal(t, websocket.CloseTryAgainLater, b.awaitClose(t))
	<-p.closed
}

func TestSessionsAreClosed(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{CheckEvery: 10 * time.Millisecond})
	revoked, elsewhere, expired := f.browse(t), f.browse(t), f.browse(t)
	f.hub.CloseSession(id.Session(revoked.user))
	assert.Equal(t, websocket.ClosePolicyViolation, revoked.awaitClose(t))

	p := f.phone(elsewhere.user)
	p.deliver(event(t, EventSessionEnded, SessionEnded{Session: id.New[id.Session]()}))
	p.deliver(event(t, EventContactUpdated, api.ContactUpdated{}))
	assert.Equal(t, "contact.updated", elsewhere.next(t).Type, "another session's end is not ours")
	p.deliver(event(t, EventSessionEnded, SessionEnded{Session: id.Session(elsewhere.user)}))
	assert.Equal(t, websocket.ClosePolicyViolation, elsewhere.awaitClose(t))

	f.mu.Lock()
	f.checked = &crm.Error{Code: crm.CodeUnauthenticated}
	f.mu.Unlock()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.hub.Run(ctx) }()
	assert.Equal(t, websocket.ClosePolicyViolation, expired.awaitClose(t))
	cancel()
	require.NoError(t, <-done)
}

func TestDatabaseAwayEndsNoSession(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	b := f.browse(t)
	f.checked = &crm.Error{Code: crm.CodeUnavailable}
	f.hub.checkSessions(t.Context())
	assert.Equal(t, "ok", b.say(t, `{"type":"presence.set","id":"1","data":{"status":"away"}}`).Type)
}

func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{PerUser: 2})
	user := id.New[id.User]()
	f.browseAs(t, user)
	f.browseAs(t, user)
	_, response, err := websocket.DefaultDialer.DialContext(t.Context(), f.url+"?user="+user.String(), nil)
	require.ErrorIs(t, err, websocket.ErrBadHandshake)
	assert.Equal(t, http.StatusTooManyRequests, response.StatusCode)
	require.NoError(t, response.Body.Close())
}

func TestClosingTheHub(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	b := f.browse(t)
	f.hub.Close(t.Context())
	assert.Equal(t, websocket.CloseGoingAway, b.awaitClose(t))
	<-f.phone(b.user).closed
	_, response, err := websocket.DefaultDialer.DialContext(t.Context(), f.url, nil)
	require.Error(t, err)
	assert.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	require.NoError(t, response.Body.Close())
}

func TestCallsUnavailable(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	f.refusal = &callsvc.Error{Code: callsvc.CodeUnavailable}
	ws, response, err := websocket.DefaultDialer.DialContext(t.Context(), f.url, nil)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	defer func() { require.NoError(t, ws.Close()) }()
	b := &browser{Conn: ws}
	assert.Equal(t, websocket.CloseTryAgainLater, b.awaitClose(t))
}

func TestDeadClientIsNoticed(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{PingEvery: 30 * time.Millisecond})
	b := f.browse(t)
	// A client that does not read answers no ping.
	select {
	case <-f.phone(b.user).closed:
	case <-time.After(5 * time.Second):
		t.Fatal("the server still waits for a dead client")
	}
}
