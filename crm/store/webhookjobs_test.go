package store_test

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
	"github.com/ringbook/ringbook/crm/webhook"
)

// receiver is a program that is told of changes. It answers with the statuses
// given, then with 204.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	answers  []int
	messages []received
}

type received struct {
	id, timestamp, signature string
	event                    crm.WebhookEvent
	body                     []byte
}

func newReceiver(t *testing.T, answers ...int) *receiver {
	t.Helper()
	r := &receiver{answers: answers}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		assert.NoError(t, err)
		var message struct{ Event crm.WebhookEvent }
		assert.NoError(t, json.Unmarshal(body, &message))
		r.mu.Lock()
		defer r.mu.Unlock()
		r.messages = append(r.messages, received{
			req.Header.Get("webhook-id"), req.Header.Get("webhook-timestamp"), req.Header.Get("webhook-signature"), message.Event, body,
		})
		status := http.StatusNoContent
		if len(r.answers) > 0 {
			status, r.answers = r.answers[0], r.answers[1:]
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) got() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.messages...)
}

// sending is what delivers messages to this machine, and waits little.
func sending(t *testing.T, live crm.Live) store.JobsConfig {
	t.Helper()
	client := webhook.New(webhook.Config{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: 2 * time.Second})
	t.Cleanup(client.Close)
	return store.JobsConfig{Live: live, Webhooks: store.WebhookJobs{
		Sender: client,
		Body: func(d crm.WebhookDelivery) ([]byte, error) {
			return json.Marshal(map[string]any{"id": d.ID, "event": d.Event, "record": d.Record})
		},
		Wait: func(attempt int) (time.Duration, bool) { return 20 * time.Millisecond, attempt < 3 },
	}}
}

// settled waits until the webhook's only delivery is in a status.
func (w world) settled(t *testing.T, hook crm.Webhook, status crm.WebhookDeliveryStatus) crm.WebhookDelivery {
	t.Helper()
	var last crm.WebhookDelivery
	require.Eventually(t, func() bool {
		all := w.deliveries(t, hook)
		if len(all) != 1 {
			return false
		}
		last = all[0]
		return last.Status == status
	}, 20*time.Second, 20*time.Millisecond)
	return last
}

func TestWebhookIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	target := newReceiver(t, 500, 503)
	live := &told{}
	hook, secret := w.hook(t, target.URL, crm.EventContactCreated)
	runJobs(t, w.Store, sending(t, live))
	contact := w.contact(t, "Jane", "Smith", "07700 900123")
	_, err := w.ContactUpdate(t.Context(), w.agent, contact.ID, nil, crm.ContactChange{JobTitle: crm.Some("Buyer")})
	require.NoError(t, err)

	done := w.settled(t, hook, crm.WebhookDelivered)
	assert.Equal(t, int32(3), done.Attempts)
	assert.Equal(t, int32(204), done.HTTPStatus)
	assert.Empty(t, done.Problem)
	assert.Nil(t, done.NextTryAt)
	got := target.got()
	require.Len(t, got, 3)
	for _, message := range got {
		assert.Equal(t, done.ID.String(), message.id, "each attempt has the same identifier")
		var sent struct{ Record crm.Contact }
		require.NoError(t, json.Unmarshal(message.body, &sent))
		assert.Equal(t, contact, sent.Record, "as it was when it was made")
	}
	unix, err := time.Parse(time.RFC3339, done.TriedAt.Format(time.RFC3339))
	require.NoError(t, err)
	want, err := webhook.Sign([]string{secret}, done.ID.String(), unix, got[2].body)
	require.NoError(t, err)
	if got[2].signature != want { // the second may have turned between sending and noting
		want, err = webhook.Sign([]string{secret}, done.ID.String(), unix.Add(-time.Second), got[2].body)
		require.NoError(t, err)
	}
	assert.Equal(t, want, got[2].signature)
	kept, err := w.WebhookGet(t.Context(), w.admin, hook.ID)
	require.NoError(t, err)
	assert.Nil(t, kept.FailingSince, "a success ends it")
	assert.Equal(t, crm.WebhookDelivered, kept.Last.Status)
	live.mu.Lock()
	defer live.mu.Unlock()
	assert.Contains(t, live.changed, "webhook "+hook.ID.String())
}

func TestWebhookGivesUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	target := newReceiver(t, 500, 404, 302, 200)
	hook, _ := w.hook(t, target.URL, crm.EventContactCreated)
	runJobs(t, w.Store, sending(t, nil))
	w.contact(t, "Jane", "Smith")
	failed := w.settled(t, hook, crm.WebhookFailed)
	assert.Equal(t, int32(3), failed.Attempts)
	assert.Equal(t, crm.WebhookRedirect, failed.Problem)
	kept, err := w.WebhookGet(t.Context(), w.admin, hook.ID)
	require.NoError(t, err)
	assert.NotNil(t, kept.FailingSince)
	assert.True(t, kept.Active)

	_, err = w.WebhookDeliveryRetry(t.Context(), w.agent, hook.ID, failed.ID)
	requireCode(t, err, crm.CodeForbidden)
	again, err := w.WebhookDeliveryRetry(t.Context(), w.admin, hook.ID, failed.ID)
	require.NoError(t, err)
	assert.Equal(t, crm.WebhookPending, again.Status)
	done := w.settled(t, hook, crm.WebhookDelivered)
	assert.Equal(t, int32(1), done.Attempts)
	assert.Equal(t, failed.ID, done.ID)
}

func TestWebhookGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	target := newReceiver(t, http.StatusGone)
	hook, _ := w.hook(t, target.URL, crm.EventContactCreated)
	stop := runJobs(t, w.Store, sending(t, nil))
	w.contact(t, "Jane", "Smith")
	failed := w.settled(t, hook, crm.WebhookFailed)
	assert.Equal(t, int32(1), failed.Attempts)
	kept, err := w.WebhookGet(t.Context(), w.admin, hook.ID)
	require.NoError(t, err)
	assert.False(t, kept.Active)
	assert.Equal(t, crm.WebhookStopGone, kept.Stopped)
	w.contact(t, "Joan", "Smith")
	assert.Len(t, w.deliveries(t, hook), 1, "nothing is queued for it any more")
	_, err = w.WebhookDeliveryRetry(t.Context(), w.admin, hook.ID, failed.ID)
	requireCode(t, err, crm.CodeConflict)
	audit, err := w.AuditList(t.Context(), w.admin, crm.AuditFilter{Noun: "webhook"}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, "stop", audit.Items[0].Action)
	told := w.notifications(t, w.admin)
	require.Len(t, told, 1, "its admins hear of it")
	assert.Equal(t, crm.NotifyJob, told[0].Kind)
	assert.Equal(t, "webhook", told[0].Noun)
	assert.Equal(t, hook.ID.UUID, told[0].RecordID)
	assert.Equal(t, strings.TrimPrefix(target.URL, "http://"), told[0].Text)
	assert.Empty(t, w.notifications(t, w.supervisor))

	on, err := w.WebhookUpdate(t.Context(), w.admin, hook.ID, nil, crm.WebhookChange{Active: crm.Some(true)})
	require.NoError(t, err)
	assert.Empty(t, on.Stopped)
	stop()
	// What waits when a webhook is switched off is not sent.
	w.contact(t, "June", "Smith")
	_, err = w.WebhookUpdate(t.Context(), w.admin, hook.ID, nil, crm.WebhookChange{Active: crm.Some(false)})
	require.NoError(t, err)
	runJobs(t, w.Store, sending(t, nil))
	require.Eventually(t, func() bool {
		last := w.deliveries(t, hook)[1]
		return last.Status == crm.WebhookFailed && last.Problem == crm.WebhookSwitchedOff
	}, 20*time.Second, 20*time.Millisecond)
	assert.Len(t, target.got(), 1)
	// A ping goes there all the same.
	_, err = w.WebhookTest(t.Context(), w.admin, hook.ID)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return len(target.got()) == 2 }, 20*time.Second, 20*time.Millisecond)
	assert.Equal(t, crm.EventPing, target.got()[1].event)
}

func TestWebhookStopsAfterDaysOfFailures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	target := newReceiver(t, 500, 500, 500)
	hook, _ := w.hook(t, target.URL, crm.EventContactCreated)
	w.exec(t, "UPDATE webhooks SET failing_since = now() - interval '6 days'")
	runJobs(t, w.Store, sending(t, nil))
	w.contact(t, "Jane", "Smith")
	w.settled(t, hook, crm.WebhookFailed)
	kept, err := w.WebhookGet(t.Context(), w.admin, hook.ID)
	require.NoError(t, err)
	assert.False(t, kept.Active)
	assert.Equal(t, crm.WebhookStopFailing, kept.Stopped)
	assert.Len(t, target.got(), 1)
}

// TestWebhookSurvivesACrash: what was committed is delivered by whoever runs next.
func TestWebhookSurvivesACrash(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	target := newReceiver(t)
	hook, _ := w.hook(t, target.URL, crm.EventContactCreated)
	stop := runJobs(t, w.Store, sending(t, nil))
	stop()
	w.contact(t, "Jane", "Smith")
	assert.Empty(t, target.got())
	next, err := store.Open(t.Context(), store.Config{DatabaseURL: w.ConnString()})
	require.NoError(t, err)
	t.Cleanup(func() { _ = next.Close(context.WithoutCancel(t.Context())) })
	runJobs(t, next, sending(t, nil))
	w.settled(t, hook, crm.WebhookDelivered)
	assert.Len(t, target.got(), 1)
}

// TestWebhookOldSecretSignsToo, until its day is over.
func TestWebhookOldSecretSignsToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	target := newReceiver(t)
	hook, old := w.hook(t, target.URL, crm.EventContactCreated)
	fresh := crm.NewWebhookSecret()
	_, err := w.WebhookRotate(t.Context(), w.admin, hook.ID, fresh)
	require.NoError(t, err)
	runJobs(t, w.Store, sending(t, nil))
	signed := func(n int) (received, time.Time) {
		w.contact(t, "Jane", "Smith")
		require.Eventually(t, func() bool { return len(target.got()) == n }, 20*time.Second, 20*time.Millisecond)
		got := target.got()[n-1]
		var unix int64
		require.NoError(t, json.Unmarshal([]byte(got.timestamp), &unix))
		return got, time.Unix(unix, 0)
	}
	got, at := signed(1)
	want, err := webhook.Sign([]string{fresh, old}, got.id, at, got.body)
	require.NoError(t, err)
	assert.Equal(t, want, got.signature)
	w.exec(t, "UPDATE webhooks SET old_secret_until = now()")
	got, at = signed(2)
	want, err = webhook.Sign([]string{fresh}, got.id, at, got.body)
	require.NoError(t, err)
	assert.Equal(t, want, got.signature)
}
