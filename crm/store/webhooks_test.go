package store_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
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

// hook makes a webhook of the organisation and tells its secret.
func (w world) hook(t *testing.T, url string, events ...crm.WebhookEvent) (crm.Webhook, string) {
	t.Helper()
	if len(events) == 0 {
		events = crm.WebhookEvents()
	}
	secret := crm.NewWebhookSecret()
	hook, err := w.WebhookCreate(t.Context(), w.admin, crm.WebhookDraft{Name: "Hook", URL: url, Events: events, Active: true}, secret)
	require.NoError(t, err)
	return hook, secret
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

func (w world) deliveries(t *testing.T, hook crm.Webhook) []crm.WebhookDelivery {
	t.Helper()
	page, err := w.WebhookDeliveryList(t.Context(), w.admin, hook.ID, "", crm.PageRequest{Limit: 200, Sort: "createdAt"})
	require.NoError(t, err)
	return page.Items
}

func (w world) told(t *testing.T, hook crm.Webhook) []crm.WebhookEvent {
	t.Helper()
	var events []crm.WebhookEvent
	for _, delivery := range w.deliveries(t, hook) {
		events = append(events, delivery.Event)
	}
	return events
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

// TestWebhookTellsWhatHappened: one message for each change, none for what came
// to nothing, and none to who did not ask.
func TestWebhookTellsWhatHappened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	ctx := t.Context()
	hook, _ := w.hook(t, "https://hooks.example")
	theirs, _ := other.hook(t, "https://hooks.example")
	quiet, _ := w.hook(t, "https://hooks.example", crm.EventDealWon)
	var want []crm.WebhookEvent
	expect := func(events ...crm.WebhookEvent) {
		t.Helper()
		want = append(want, events...)
		require.Equal(t, want, w.told(t, hook))
	}
	contact := w.create(t, crm.ContactDraft{
		FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@acme.example")}, Company: "Acme", CreateCustomer: true, Notes: "A secret note",
	})
	expect(crm.EventCustomerCreated, crm.EventContactCreated)
	_, err := w.ContactCreate(ctx, w.agent, crm.ContactDraft{FirstName: "June", LastName: "Smith", Emails: []crm.Email{email("JANE@acme.example")}, Company: "Looms", CreateCustomer: true})
	requireCode(t, err, crm.CodeEmailTaken)
	expect()
	update := func(change crm.ContactChange) {
		t.Helper()
		_, err := w.ContactUpdate(ctx, w.agent, contact.ID, nil, change)
		require.NoError(t, err)
	}
	update(crm.ContactChange{JobTitle: crm.Some("Buyer")})
	expect(crm.EventContactUpdated)
	update(crm.ContactChange{JobTitle: crm.Some("Buyer")})
	expect()
	_, err = w.NoteCreate(ctx, w.agent, contact.ID, "Another secret note")
	require.NoError(t, err)
	expect()
	_, err = w.ContactArchive(ctx, w.agent, contact.ID)
	require.NoError(t, err)
	_, err = w.ContactArchive(ctx, w.agent, contact.ID)
	require.NoError(t, err)
	expect(crm.EventContactArchived)
	_, err = w.ContactRestore(ctx, w.agent, contact.ID)
	require.NoError(t, err)
	expect(crm.EventContactUpdated)
	_, err = w.CustomerUpdate(ctx, w.agent, *contact.CustomerID, nil, crm.CustomerChange{Website: crm.Some("https://acme.example")})
	require.NoError(t, err)
	expect(crm.EventCustomerUpdated)

	ticket, err := w.TicketCreate(ctx, w.agent, crm.TicketDraft{Subject: "Broken", ContactID: &contact.ID})
	require.NoError(t, err)
	expect(crm.EventTicketCreated)
	_, err = w.TicketMessageCreate(ctx, w.agent, ticket.ID, crm.TicketMessageDraft{Kind: crm.TicketInternal, Body: "A secret message"})
	require.NoError(t, err)
	expect()
	_, err = w.TicketMessageCreate(ctx, w.agent, ticket.ID, crm.TicketMessageDraft{Kind: crm.TicketReply, Body: "On it"})
	require.NoError(t, err)
	expect(crm.EventTicketReplied, crm.EventTicketUpdated)
	_, err = w.TicketUpdate(ctx, w.agent, ticket.ID, nil, crm.TicketChange{Status: crm.Some(crm.TicketSolved)})
	require.NoError(t, err)
	expect(crm.EventTicketUpdated)

	w.tellOfDeals(t, contact, expect)
	w.tellOfActivities(t, contact, expect)

	double := w.create(t, crm.ContactDraft{FirstName: "Janet", LastName: "Smith"})
	expect(crm.EventContactCreated)
	merged, err := w.ContactMerge(ctx, w.agent, double.ID, contact.ID, nil)
	require.NoError(t, err)
	expect(crm.EventContactMerged)
	_, err = w.MergeUndo(ctx, w.agent, merged.ID)
	require.NoError(t, err)
	expect(crm.EventContactMerged)

	assert.Empty(t, other.told(t, theirs), "another organisation hears nothing")
	assert.Equal(t, []crm.WebhookEvent{crm.EventDealWon}, w.told(t, quiet))
	for _, delivery := range w.deliveries(t, hook) {
		assert.NotContains(t, string(delivery.Record), "secret", delivery.Event)
	}
}

func (w world) tellOfDeals(t *testing.T, contact crm.Contact, expect func(...crm.WebhookEvent)) {
	t.Helper()
	ctx := t.Context()
	deal, err := w.DealCreate(ctx, w.agent, crm.DealDraft{Name: "Boilers", Contacts: []crm.DealContact{{ID: contact.ID}}})
	require.NoError(t, err)
	expect(crm.EventDealCreated)
	_, err = w.DealUpdate(ctx, w.agent, deal.ID, nil, crm.DealChange{Stage: crm.Some("Proposal")})
	require.NoError(t, err)
	expect(crm.EventDealUpdated)
	_, err = w.DealUpdate(ctx, w.agent, deal.ID, nil, crm.DealChange{BoardOrder: crm.Some(7.0)})
	require.NoError(t, err)
	expect()
	_, err = w.DealClose(ctx, w.agent, deal.ID, crm.DealWon, "")
	require.NoError(t, err)
	_, err = w.DealClose(ctx, w.agent, deal.ID, crm.DealWon, "")
	require.NoError(t, err)
	expect(crm.EventDealWon)
	_, err = w.DealReopen(ctx, w.agent, deal.ID)
	require.NoError(t, err)
	expect(crm.EventDealUpdated)
	_, err = w.DealClose(ctx, w.agent, deal.ID, crm.DealLost, "Too dear")
	require.NoError(t, err)
	expect(crm.EventDealLost)
	_, err = w.DealDelete(ctx, w.agent, deal.ID)
	require.NoError(t, err)
	expect(crm.EventDealDeleted)
}

func (w world) tellOfActivities(t *testing.T, contact crm.Contact, expect func(...crm.WebhookEvent)) {
	t.Helper()
	ctx := t.Context()
	activity, err := w.ActivityCreate(ctx, w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write", ContactID: &contact.ID})
	require.NoError(t, err)
	expect(crm.EventActivityCreated)
	for _, one := range []struct {
		change crm.ActivityChange
		event  crm.WebhookEvent
	}{
		{crm.ActivityChange{Subject: crm.Some("Write again")}, crm.EventActivityUpdated},
		{crm.ActivityChange{DoneAt: crm.Some(new(time.Now()))}, crm.EventActivityDone},
		{crm.ActivityChange{DoneAt: crm.Some[*time.Time](nil)}, crm.EventActivityUpdated},
	} {
		_, err = w.ActivityUpdate(ctx, w.agent, activity.ID, nil, one.change)
		require.NoError(t, err)
		expect(one.event)
	}
	_, err = w.ActivityDelete(ctx, w.agent, activity.ID)
	require.NoError(t, err)
	expect(crm.EventActivityDeleted)
}

func TestWebhookTellsOfEachCallOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	hook, _ := w.hook(t, "https://hooks.example", crm.EventCallEnded, crm.EventCallUpdated)
	contact := w.contact(t, "Jane", "Smith", "07700 900123")
	call := w.call("+447700900123", time.Now().Add(-time.Minute))
	call.ContactID = &contact.ID
	w.record(t, call)
	assert.Empty(t, w.told(t, hook), "it rings")
	ended := call
	ended.Sequence, ended.Status, ended.Outcome, ended.EndedAt = 5, callsvc.StatusEnded, callsvc.OutcomeMissed, new(time.Now().UTC().Truncate(time.Microsecond))
	w.record(t, ended)
	w.record(t, ended)
	ended.Sequence = 6 // what is known of its sound comes late
	w.record(t, ended)
	require.Equal(t, []crm.WebhookEvent{crm.EventCallEnded}, w.told(t, hook))
	var kept crm.LoggedCall
	require.NoError(t, json.Unmarshal(w.deliveries(t, hook)[0].Record, &kept))
	assert.Equal(t, callsvc.OutcomeMissed, kept.Outcome)
	assert.Equal(t, "Jane Smith", kept.ContactName)

	_, err := w.CallUpdate(ctx, w.supervisor, call.ID, crm.CallChange{Notes: crm.Some("a secret")})
	require.NoError(t, err)
	require.Len(t, w.told(t, hook), 1, "notes are nobody's business")
	_, err = w.CallUpdate(ctx, w.supervisor, call.ID, crm.CallChange{Disposition: crm.Some("Order")})
	require.NoError(t, err)
	require.Equal(t, []crm.WebhookEvent{crm.EventCallEnded, crm.EventCallUpdated}, w.told(t, hook))
	assert.NotContains(t, string(w.deliveries(t, hook)[1].Record), "secret")

	// A node that was lost, and then comes back with news of its call.
	lost := w.call("+447700900123", time.Now().Add(-time.Minute))
	w.record(t, lost)
	closed, err := w.CloseLostCalls(ctx, "n1", "b2", time.Minute)
	require.NoError(t, err)
	require.Len(t, closed, 1)
	lost.Sequence, lost.Status, lost.Outcome, lost.EndedAt = 9, callsvc.StatusEnded, callsvc.OutcomeAnswered, new(time.Now().UTC())
	w.record(t, lost)
	require.Len(t, w.told(t, hook), 3)
}

// TestWebhookTellsOfImports: many contacts at once are told one by one.
func TestWebhookTellsOfImports(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	target := newReceiver(t)
	hook, _ := w.hook(t, target.URL)
	made := w.applied(t, w.staged(t, "name,email,company,notes\nIda Imported,ida@example.com,Looms,secret\nIvo Imported,ivo@example.com,Looms,secret\n", crm.ImportOptions{CreateCustomers: true}))
	require.Equal(t, []crm.WebhookEvent{crm.EventCustomerCreated, crm.EventContactCreated, crm.EventContactCreated}, w.told(t, hook))
	var ida crm.Contact
	require.NoError(t, json.Unmarshal(w.deliveries(t, hook)[1].Record, &ida))
	assert.Equal(t, "Looms", ida.CustomerName)
	w.reverted(t, made)
	require.Equal(t, []crm.WebhookEvent{crm.EventContactDeleted, crm.EventContactDeleted}, w.told(t, hook)[3:])
	runJobs(t, w.Store, sending(t, nil))
	require.Eventually(t, func() bool { return len(target.got()) == 5 }, 20*time.Second, 20*time.Millisecond)
	for _, message := range target.got() {
		assert.NotContains(t, string(message.body), "secret")
	}
}

func TestWebhookTellsOfEditsOfMany(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := w.contact(t, "One", "A"), w.contact(t, "Two", "B")
	hook, _ := w.hook(t, "https://hooks.example")
	done := w.bulk(t, w.agent, idsOf(one, two), crm.BulkChange{Status: crm.Some("Lead")})
	require.Equal(t, []crm.WebhookEvent{crm.EventContactUpdated, crm.EventContactUpdated}, w.told(t, hook))
	var told crm.Contact
	require.NoError(t, json.Unmarshal(w.deliveries(t, hook)[0].Record, &told))
	assert.Equal(t, "Lead", told.Status)
	_, err := w.ContactBulkUndo(t.Context(), w.agent, done.ID)
	require.NoError(t, err)
	w.bulk(t, w.supervisor, idsOf(one), crm.BulkChange{Archive: true})
	require.Equal(t, []crm.WebhookEvent{crm.EventContactUpdated, crm.EventContactUpdated, crm.EventContactArchived}, w.told(t, hook)[2:])
}

func TestWebhookAdministration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	ctx := t.Context()
	hook, secret := w.hook(t, "https://hooks.example", crm.EventDealWon)
	assert.Equal(t, secret[:10], hook.Hint)
	for _, actor := range []crm.Actor{w.agent, w.supervisor} {
		_, err := w.WebhookList(ctx, actor)
		requireCode(t, err, crm.CodeForbidden)
		_, err = w.WebhookCreate(ctx, actor, crm.WebhookDraft{Name: "x", URL: "https://x.example", Events: crm.WebhookEvents()}, secret)
		requireCode(t, err, crm.CodeForbidden)
		requireCode(t, w.WebhookDelete(ctx, actor, hook.ID), crm.CodeForbidden)
	}
	for _, err := range []error{
		second(other.WebhookGet(ctx, other.admin, hook.ID)), second(other.WebhookTest(ctx, other.admin, hook.ID)),
		second(other.WebhookRotate(ctx, other.admin, hook.ID, secret)), other.WebhookDelete(ctx, other.admin, hook.ID),
		second(other.WebhookDeliveryList(ctx, other.admin, hook.ID, "", crm.PageRequest{})),
		second(other.WebhookUpdate(ctx, other.admin, hook.ID, nil, crm.WebhookChange{Name: crm.Some("y")})),
	} {
		requireCode(t, err, crm.CodeNotFound)
	}
	changed, err := w.WebhookUpdate(ctx, w.admin, hook.ID, &hook.Version, crm.WebhookChange{Name: crm.Some("New"), URL: crm.Some("https://new.example")})
	require.NoError(t, err)
	assert.Equal(t, "New", changed.Name)
	_, err = w.WebhookUpdate(ctx, w.admin, hook.ID, &hook.Version, crm.WebhookChange{Name: crm.Some("Old")})
	requireCode(t, err, crm.CodeStale)
	rotated, err := w.WebhookRotate(ctx, w.admin, hook.ID, crm.NewWebhookSecret())
	require.NoError(t, err)
	assert.NotEqual(t, hook.Hint, rotated.Hint)
	assert.WithinDuration(t, time.Now().Add(24*time.Hour), *rotated.OldSecretUntil, time.Minute)
	audit, err := w.AuditList(ctx, w.admin, crm.AuditFilter{Noun: "webhook"}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, audit.Items, 3)
	for _, entry := range audit.Items {
		assert.NotContains(t, entry.Action+entry.RecordName, "whsec")
		for _, field := range entry.Changes {
			assert.NotContains(t, field.Old+field.New, "whsec")
		}
	}
	for range crm.MostWebhooks - 1 {
		w.hook(t, "https://hooks.example")
	}
	_, err = w.WebhookCreate(ctx, w.admin, crm.WebhookDraft{Name: "x", URL: "https://x.example", Events: crm.WebhookEvents()}, secret)
	requireCode(t, err, crm.CodeConflict)
	require.NoError(t, w.WebhookDelete(ctx, w.admin, hook.ID))
	_, err = w.WebhookGet(ctx, w.admin, hook.ID)
	requireCode(t, err, crm.CodeNotFound)
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

func TestWebhookDeliveriesPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook, _ := w.hook(t, "https://hooks.example")
	for range 5 {
		w.contact(t, "Jane", "Smith")
	}
	w.exec(t, "UPDATE webhook_deliveries SET status = 'failed' WHERE id = (SELECT id FROM webhook_deliveries ORDER BY id LIMIT 1)")
	first, err := w.WebhookDeliveryList(t.Context(), w.admin, hook.ID, crm.WebhookPending, crm.PageRequest{Limit: 3})
	require.NoError(t, err)
	require.Len(t, first.Items, 3)
	rest, err := w.WebhookDeliveryList(t.Context(), w.admin, hook.ID, crm.WebhookPending, crm.PageRequest{Limit: 3, Cursor: first.NextCursor})
	require.NoError(t, err)
	require.Len(t, rest.Items, 1)
	assert.Empty(t, rest.NextCursor)
	one, err := w.WebhookDeliveryGet(t.Context(), w.admin, hook.ID, rest.Items[0].ID)
	require.NoError(t, err)
	assert.Equal(t, rest.Items[0], one)
}

func second[T any](_ T, err error) error { return err }

// BenchmarkContactUpdateUnheard measures what a change costs where nobody
// listens, and where somebody listens to something else.
func BenchmarkContactUpdateUnheard(b *testing.B) {
	w := newWorld(b)
	contact := w.contact(b, "Jane", "Smith")
	run := func(b *testing.B) {
		b.Helper()
		for i := range b.N {
			_, err := w.ContactUpdate(b.Context(), w.agent, contact.ID, nil, crm.ContactChange{JobTitle: crm.Some(uuid.NewString()[:8+i%8])})
			require.NoError(b, err)
		}
	}
	b.Run("no webhooks", run)
	for range crm.MostWebhooks {
		_, err := w.WebhookCreate(b.Context(), w.admin, crm.WebhookDraft{
			Name: "x", URL: "https://x.example", Events: []crm.WebhookEvent{crm.EventDealWon}, Active: true,
		}, crm.NewWebhookSecret())
		require.NoError(b, err)
	}
	b.Run("twenty of other events", run)
}

func BenchmarkRecordCallUnheard(b *testing.B) {
	w := newWorld(b)
	for range b.N {
		call := w.call("+447700900123", time.Now())
		call.Status, call.Outcome, call.EndedAt = callsvc.StatusEnded, callsvc.OutcomeMissed, new(time.Now())
		w.record(b, call)
	}
}
