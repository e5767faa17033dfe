package webui

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storetest"
	"github.com/ringbook/ringbook/crm/webhook"
	"github.com/ringbook/ringbook/webui/api"
)

// newHooked is the service with what delivers webhooks to this machine.
func newHooked(t *testing.T) tenants {
	t.Helper()
	kept := storetest.New(t)
	w := tenants{store: kept, calls: &fakeCalls{}}
	client := webhook.New(webhook.Config{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	server := newTestServer(t, withStore(kept), func(_ *Config, deps *Deps) { deps.Calls, deps.Webhooks = w.calls, client })
	w.url = serve(t, server)
	hash, err := crm.NewPasswordHasher(1).Hash(t.Context(), testPassword)
	require.NoError(t, err)
	w.ours, w.theirs = w.tenant(t, "ours", hash), w.tenant(t, "theirs", hash)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() {
		done <- kept.RunJobs(ctx, store.JobsConfig{
			Live: server, Poll: 20 * time.Millisecond, Webhooks: store.WebhookJobs{Sender: client, Body: api.WebhookBody},
		})
	}()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
		client.Close()
	})
	return w
}

type inbox struct {
	mu     sync.Mutex
	bodies []string
}

func (i *inbox) all() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]string(nil), i.bodies...)
}

func listen(t *testing.T) (*inbox, string) {
	t.Helper()
	received := &inbox{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		received.mu.Lock()
		defer received.mu.Unlock()
		received.bodies = append(received.bodies, string(body))
	}))
	t.Cleanup(server.Close)
	return received, server.URL
}

func TestWebhookLife(t *testing.T) {
	t.Parallel()
	w := newHooked(t)
	received, url := listen(t)
	admin := w.ours.admin
	made := into[api.WebhookWithSecret](t, admin.do(t, http.MethodPost, "/api/v1/webhooks",
		map[string]any{"name": "Orders", "url": url, "events": []string{"contact.created", "ticket.replied"}}), http.StatusCreated)
	require.True(t, strings.HasPrefix(made.Secret, "whsec_"))
	assert.Equal(t, "active", made.State)
	path := "/api/v1/webhooks/" + made.ID.String()
	for _, shown := range []string{path, "/api/v1/webhooks", path + "/deliveries", "/api/v1/audit"} {
		assert.NotContains(t, string(admin.do(t, http.MethodGet, shown, nil).body), made.Secret[12:], shown)
	}

	contact := w.ours.agent.contact(t, `{"firstName":"Ada","lastName":"Byron","email":"ada@example.com","phone":"020 7946 0001","notes":"sssecret"}`)
	require.Eventually(t, func() bool { return len(received.all()) == 1 }, 20*time.Second, 20*time.Millisecond)
	body := received.all()[0]
	assert.NotContains(t, body, "sssecret")
	page := into[api.Page[api.WebhookDelivery]](t, admin.do(t, http.MethodGet, path+"/deliveries", nil), 200)
	require.Len(t, page.Items, 1)
	// What was sent is what the API shows of the contact, and of the message.
	var sent struct {
		ID, Event, OrganisationID string
		At                        time.Time
		Data                      json.RawMessage
	}
	require.NoError(t, json.Unmarshal([]byte(body), &sent))
	assert.Equal(t, page.Items[0].ID.String(), sent.ID)
	assert.Equal(t, "contact.created", sent.Event)
	assert.Equal(t, w.ours.org.String(), sent.OrganisationID)
	var told api.Contact
	require.NoError(t, json.Unmarshal(sent.Data, &told))
	assert.Equal(t, contact, told)
	one := admin.do(t, http.MethodGet, path+"/deliveries/"+sent.ID, nil)
	var shown struct{ Payload json.RawMessage }
	require.NoError(t, json.Unmarshal(one.body, &shown))
	assert.JSONEq(t, body, string(shown.Payload))

	into[api.WebhookDelivery](t, admin.do(t, http.MethodPost, path+"/test", nil), http.StatusAccepted)
	require.Eventually(t, func() bool { return len(received.all()) == 2 }, 20*time.Second, 20*time.Millisecond)
	assert.Contains(t, received.all()[1], `"event":"ping"`)
	into[api.WebhookDelivery](t, admin.do(t, http.MethodPost, path+"/deliveries/"+sent.ID+"/retry", nil), http.StatusAccepted)
	require.Eventually(t, func() bool { return len(received.all()) == 3 }, 20*time.Second, 20*time.Millisecond)
	assert.JSONEq(t, body, received.all()[2])

	changed := into[api.Webhook](t, admin.do(t, http.MethodPatch, path, `{"active":false}`, "If-Match", "1"), 200)
	assert.Equal(t, "off", changed.State)
	requireProblem(t, admin.do(t, http.MethodPatch, path, `{"name":"x"}`, "If-Match", "1"), 412, "stale")
	requireProblem(t, admin.do(t, http.MethodPatch, path, `{"url":null}`), 422, "invalid")
	rotated := into[api.WebhookWithSecret](t, admin.do(t, http.MethodPost, path+"/secret", nil), 200)
	assert.NotEqual(t, made.Secret, rotated.Secret)
	assert.NotNil(t, rotated.OldSecretUntil)
	require.Equal(t, http.StatusNoContent, admin.do(t, http.MethodDelete, path, nil).status)
	requireProblem(t, admin.do(t, http.MethodGet, path, nil), 404, "not_found")
}

func TestWebhookRefusals(t *testing.T) {
	t.Parallel()
	w := newHooked(t)
	admin := w.ours.admin
	const all = "/api/v1/webhooks"
	draft := func(url string) map[string]any {
		return map[string]any{"name": "n", "url": url, "events": []string{"deal.won"}}
	}
	for _, url := range []string{
		"https://169.254.169.254/", "https://10.0.0.1", "https://[::1]/", "http://8.8.8.8/", "https://user:pw@example.com/", "nonsense", "https://example.com:99999/",
	} {
		problem := requireProblem(t, admin.do(t, http.MethodPost, all, draft(url)), 422, "invalid")
		require.NotEmpty(t, problem.Errors, url)
		assert.Equal(t, "body.url", problem.Errors[0].Location, url)
	}
	problem := requireProblem(t, admin.do(t, http.MethodPost, all, map[string]any{"name": "n", "url": "https://example.com", "events": []string{"deal.eaten"}}), 422, "invalid")
	assert.Equal(t, "body.events", problem.Errors[0].Location)
	made := into[api.WebhookWithSecret](t, admin.do(t, http.MethodPost, all, draft("https://example.com/")), http.StatusCreated)
	path := all + "/" + made.ID.String()
	requireProblem(t, admin.do(t, http.MethodPatch, path, `{"url":"https://192.168.1.1/"}`), 422, "invalid")
	for _, who := range []*client{w.ours.agent, w.ours.supervisor} {
		for _, one := range [][2]string{
			{http.MethodGet, all},
			{http.MethodGet, all + "/events"},
			{http.MethodGet, path},
			{http.MethodGet, path + "/deliveries"},
			{http.MethodPost, path + "/test"},
			{http.MethodPost, path + "/secret"},
			{http.MethodDelete, path},
		} {
			requireProblem(t, who.do(t, one[0], one[1], nil), 403, "forbidden")
		}
		requireProblem(t, who.do(t, http.MethodPost, all, draft("https://10.0.0.1")), 403, "forbidden")
	}
	requireProblem(t, w.theirs.admin.do(t, http.MethodGet, path, nil), 404, "not_found")
	requireProblem(t, w.theirs.admin.do(t, http.MethodGet, path+"/deliveries", nil), 404, "not_found")
	requireProblem(t, w.theirs.admin.do(t, http.MethodDelete, path, nil), 404, "not_found")
	assert.Empty(t, into[api.List[api.Webhook]](t, w.theirs.admin.do(t, http.MethodGet, all, nil), 200).Items)
	// Programs may, with the scope for it.
	program, _ := admin.program(t, "admin")
	assert.Equal(t, 200, program(http.MethodGet, "/webhooks", nil).status)
	reader, _ := admin.program(t, "read")
	requireProblem(t, reader(http.MethodPost, "/webhooks", draft("https://example.com/")), 403, "forbidden")
}

// TestWebhookCatalogue: every event is described, with a message that has the
// fields of the API and none that are for colleagues only.
func TestWebhookCatalogue(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	events := into[api.List[api.WebhookEvent]](t, w.ours.admin.do(t, http.MethodGet, "/api/v1/webhooks/events", nil), 200)
	require.Len(t, events.Items, len(crm.WebhookEvents()))
	for _, event := range events.Items {
		assert.NotEmpty(t, event.Description, event.Event)
		data, ok := event.Example.Data.(map[string]any)
		require.True(t, ok, event.Event)
		assert.NotContains(t, data, "notes", event.Event)
		assert.Equal(t, event.Event, event.Example.Event)
		if noun, _, _ := strings.Cut(string(event.Event), "."); noun == "call" {
			assert.Equal(t, "answered", data["outcome"])
			assert.InDelta(t, 232, data["talkSeconds"], 0)
			assert.Equal(t, "Order taken", data["disposition"])
		}
	}
}
