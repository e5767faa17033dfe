package webui

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

func (c *client) cookie(t *testing.T) string {
	t.Helper()
	base, err := url.Parse(c.base)
	require.NoError(t, err)
	for _, cookie := range c.http.Jar.Cookies(base) {
		if cookie.Name == sessionCookie {
			return cookie.String()
		}
	}
	return ""
}

// dial opens the websocket as the page of origin would; "" sends none.
func (c *client) dial(t *testing.T, origin string) (*websocket.Conn, int) {
	t.Helper()
	header := http.Header{"Cookie": {c.cookie(t)}}
	if origin != "" {
		header.Set("Origin", origin)
	}
	ws, response, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(c.base, "http")+"/api/v1/ws", header)
	if err != nil {
		require.ErrorIs(t, err, websocket.ErrBadHandshake)
	}
	require.NoError(t, response.Body.Close())
	t.Cleanup(func() {
		if ws != nil {
			_ = ws.Close()
		}
	})
	return ws, response.StatusCode
}

func awaitType(t *testing.T, ws *websocket.Conn, kind string, data any) {
	t.Helper()
	require.NoError(t, ws.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		var message struct {
			Type string
			Data json.RawMessage
		}
		require.NoError(t, ws.ReadJSON(&message))
		if message.Type == kind {
			require.NoError(t, json.Unmarshal(message.Data, data))
			return
		}
	}
}

func TestWebsocketNeedsASessionAndOurOrigin(t *testing.T) {
	t.Parallel()
	base := serve(t, newTestServer(t, withStore(newFakeStore(t)), func(cfg *Config, _ *Deps) { cfg.PublicURL = "http://crm.example.com" }))
	_, refused := newClient(t, base).dial(t, base)
	assert.Equal(t, http.StatusUnauthorized, refused)
	browser := loggedIn(t, base, "agent@example.com")
	for origin, status := range map[string]int{
		base: 101, "": 101, "http://crm.example.com": 101,
		"http://evil.example.com": 403, "null": 403, base + ".evil.example.com": 403,
	} {
		_, got := browser.dial(t, origin)
		assert.Equal(t, status, got, origin)
	}
	requireProblem(t, browser.do(t, http.MethodGet, "/api/v1/ws", nil), 426, "upgrade_required")
}

func TestWebsocketHearsOfChangesAndEndsWithTheSession(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	store.contact = crm.Contact{ID: id.New[id.Contact](), Version: 3}
	base := serve(t, newTestServer(t, withStore(store)))
	browser := loggedIn(t, base, "agent@example.com")
	ws, _ := browser.dial(t, base)
	var hello api.Hello
	awaitType(t, ws, "hello", &hello)
	assert.Equal(t, "test", hello.NodeID)
	got := browser.do(t, http.MethodPost, "/api/v1/contacts", map[string]string{"firstName": "Ada", "lastName": "Byron"})
	require.Equal(t, http.StatusCreated, got.status)
	assert.Equal(t, `"3"`, got.header.Get("ETag"))
	var changed api.ContactUpdated
	awaitType(t, ws, "contact.updated", &changed)
	assert.Equal(t, api.ContactUpdated{ContactID: store.contact.ID, Version: 3, Change: "created"}, changed)

	require.NoError(t, ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"call.dial","id":"5","data":{"to":"nothing"}}`)))
	var reply struct{ Type, ID, Code string }
	require.NoError(t, ws.ReadJSON(&reply))
	assert.Equal(t, "invalid_phone", reply.Code)

	assert.Equal(t, http.StatusNoContent, browser.do(t, http.MethodDelete, "/api/v1/session", nil).status)
	_, _, err := ws.ReadMessage()
	assert.True(t, websocket.IsCloseError(err, websocket.ClosePolicyViolation), err)
}
