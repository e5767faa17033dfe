package store_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
)

func (w world) told(t *testing.T, hook crm.Webhook) []crm.WebhookEvent {
	t.Helper()
	var events []crm.WebhookEvent
	for _, delivery := range w.deliveries(t, hook) {
		events = append(events, delivery.Event)
	}
	return events
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
