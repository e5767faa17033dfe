package webui

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// canary is what nobody outside the organisation may ever read.
const canary = "kanarienvogel-7f3a"

// house is an organisation whose notes hold the canary, and what its service
// told and wrote while they were made.
type house struct {
	tenants
	contact api.Contact
	ticket  api.Ticket
	webhook id.Webhook
	// log is the service's at info level.
	log *lockedBuffer
	// paths are all that can be read, with the house's own records in them.
	paths []string
}

type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p) //nolint:wrapcheck // never fails
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// surfaces are the ways out of the house. Whoever adds one (a feed, a payload,
// a mail) adds a line: its name, and all that it gave away.
func surfaces() map[string]func(t *testing.T, h house) string {
	return map[string]func(t *testing.T, h house) string{
		"what anybody reads without a login": func(t *testing.T, h house) string {
			t.Helper()
			return h.readAll(t, newClient(t, h.url), h.paths)
		},
		"what another organisation reads": func(t *testing.T, h house) string {
			t.Helper()
			return h.readAll(t, h.theirs.admin, h.paths)
		},
		"pages and files": func(t *testing.T, h house) string {
			t.Helper()
			return h.readAll(t, newClient(t, h.url), []string{
				"/", "/help", "/help/tickets", "/login", "/contacts/" + h.contact.ID.String(), "/tickets/" + h.ticket.ID.String(),
				"/healthz", "/readyz", "/api/docs", "/api/openapi.json", "/api/openapi.yaml", "/metrics", "/sitemap.xml",
			})
		},
		"vCard": func(t *testing.T, h house) string {
			t.Helper()
			card := h.ours.agent.do(t, http.MethodGet, "/api/v1/contacts/"+h.contact.ID.String()+"/vcard", nil)
			require.Equal(t, 200, card.status)
			return string(card.body)
		},
		"calendar feed": func(t *testing.T, h house) string {
			t.Helper()
			feed := into[api.CalendarFeedMade](t, h.ours.agent.do(t, http.MethodPost, "/api/v1/calendar-feed", nil), 201)
			got := newClient(t, h.url).do(t, http.MethodGet, feed.Path, nil)
			require.Contains(t, string(got.body), "Call Jane")
			return string(got.body)
		},
		"webhook messages": func(t *testing.T, h house) string {
			t.Helper()
			path := "/api/v1/webhooks/" + h.webhook.String() + "/deliveries"
			sent := into[api.Page[api.WebhookDelivery]](t, h.ours.admin.do(t, http.MethodGet, path, nil), 200)
			require.NotEmpty(t, sent.Items)
			paths := []string{path}
			for _, delivery := range sent.Items {
				paths = append(paths, path+"/"+delivery.ID.String())
			}
			return h.readAll(t, h.ours.admin, paths)
		},
		"log": func(_ *testing.T, h house) string { return h.log.String() },
	}
}

func (h house) readAll(t *testing.T, c *client, paths []string) string {
	t.Helper()
	var all strings.Builder
	for _, path := range paths {
		all.Write(c.do(t, http.MethodGet, path, nil).body)
	}
	return all.String()
}

// readable are all operations that read, with the records of the house in them.
func (h house) readable(t *testing.T, server *Server) []string {
	t.Helper()
	var paths []string
	for path, item := range server.huma.OpenAPI().Paths {
		if item.Get == nil {
			continue
		}
		for _, record := range []string{h.contact.ID.String(), h.ticket.ID.String()} {
			paths = append(paths, "/api/v1"+strings.ReplaceAll(path, "{id}", record))
		}
	}
	require.Greater(t, len(paths), 40)
	return paths
}

// TestNotesNeverLeaveTheHouse makes notes and internal messages and looks for
// them wherever something leaves the organisation.
func TestNotesNeverLeaveTheHouse(t *testing.T) {
	t.Parallel()
	h := house{log: &lockedBuffer{}}
	var server *Server
	h.tenants, server = newTenantsWith(t, func(cfg *Config, _ *Deps) {
		cfg.Logger = slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelInfo}))
	})
	stranger, _ := h.theirs.admin.dial(t, h.url)
	var hello api.Hello
	awaitType(t, stranger, "hello", &hello)

	agent := h.ours.agent
	h.webhook = into[api.WebhookWithSecret](t, h.ours.admin.do(t, http.MethodPost, "/api/v1/webhooks",
		map[string]any{"name": "All", "url": "https://hooks.example.com/in", "events": crm.WebhookEvents()}), 201).ID
	h.contact = agent.contact(t, `{"firstName":"Jane","lastName":"Smith","notes":"`+canary+`"}`)
	note := into[api.Note](t, agent.do(t, http.MethodPost, "/api/v1/contacts/"+h.contact.ID.String()+"/notes",
		map[string]string{"body": canary + " @[x](user:" + h.ours.agentID.String() + ")"}), 201)
	into[api.Note](t, agent.do(t, http.MethodPatch, "/api/v1/notes/"+note.ID.String(), map[string]any{"body": canary + " edited", "pinned": true}), 200)
	h.ticket = into[api.Ticket](t, agent.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"Broken","contactId":"`+h.contact.ID.String()+`"}`), 201)
	into[api.TicketMessage](t, agent.do(t, http.MethodPost, "/api/v1/tickets/"+h.ticket.ID.String()+"/messages",
		map[string]string{"kind": "internal", "body": canary}), 201)
	into[api.Activity](t, agent.do(t, http.MethodPost, "/api/v1/activities", `{"kind":"call","subject":"Call Jane","contactId":"`+
		h.contact.ID.String()+`","dueAt":"`+time.Now().Add(time.Hour).UTC().Format(time.RFC3339)+`"}`), 201)
	// Refusals must not repeat what was sent in the log either.
	agent.do(t, http.MethodPost, "/api/v1/contacts/"+h.contact.ID.String()+"/notes", `{"body":"`+canary+`","unknown":1}`)
	h.paths = h.readable(t, server)
	require.Contains(t, h.readAll(t, agent, h.paths), canary, "the house itself reads them")

	for name, read := range surfaces() {
		assert.NotContains(t, read(t, h), canary, name)
	}
	// What another organisation is told live, until a change of its own.
	h.theirs.admin.contact(t, `{"firstName":"A","lastName":"B"}`)
	require.NoError(t, stranger.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		_, message, err := stranger.ReadMessage()
		require.NoError(t, err)
		assert.NotContains(t, string(message), canary)
		assert.NotContains(t, string(message), h.contact.ID.String())
		if strings.Contains(string(message), "contact.updated") {
			return
		}
	}
}
