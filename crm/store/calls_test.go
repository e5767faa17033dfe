package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func (w world) get(t *testing.T, call id.Call) crm.CallDetail {
	t.Helper()
	detail, err := w.CallGet(t.Context(), w.supervisor, call)
	require.NoError(t, err)
	return detail
}

func TestRecordCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme := w.customer(t, "Acme")
	contact := w.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smith", CustomerID: &acme.ID})
	call := w.call("+447700900123", time.Now())
	call.From.Name = "JANE\x00\xff"
	call.ContactID, call.CustomerID, call.AttributedBy = &contact.ID, &acme.ID, "number"
	leg := callsvc.Leg{ID: id.New[id.Leg](), Call: call.ID, Kind: "browser", UserID: &w.agent.User, State: "ringing", StartedAt: call.StartedAt, SIPCallID: "abc@192.0.2.1"}
	offered := callsvc.CallEvent{Call: call.ID, Sequence: 1, At: call.StartedAt, Name: "offered", Detail: map[string]any{"agents": 2.0}}
	first := callsvc.CallRecord{Call: call, Legs: []callsvc.Leg{leg}, Events: []callsvc.CallEvent{offered}}
	require.NoError(t, w.RecordCall(ctx, first))

	answered := call
	answered.Sequence, answered.Status, answered.AnsweredAt, answered.UserID = 2, callsvc.StatusConnected, new(call.StartedAt.Add(3*time.Second)), &w.agent.User
	answered.HeldFor, answered.Quality = 1500*time.Millisecond, &callsvc.Quality{MOS: 4.2, LossPercent: 0.5, JitterMS: 3}
	leg.State, leg.AnsweredAt = "connected", answered.AnsweredAt
	second := callsvc.CallRecord{Call: answered, Legs: []callsvc.Leg{leg}, Events: []callsvc.CallEvent{offered, {Call: call.ID, Sequence: 2, At: *answered.AnsweredAt, Name: "answered"}}}
	require.NoError(t, w.RecordCall(ctx, second))
	// Again, and out of order: nothing changes.
	require.NoError(t, w.RecordCall(ctx, second))
	require.NoError(t, w.RecordCall(ctx, first))

	got := w.get(t, call.ID)
	want := answered
	want.From.Name = "JANE�"
	assert.Equal(t, want, got.Call)
	assert.Equal(t, "Jane Smith", got.ContactName)
	assert.Equal(t, "Acme", got.CustomerName)
	assert.NotEmpty(t, got.UserName)
	require.Len(t, got.Legs, 1)
	assert.Equal(t, leg, got.Legs[0])
	require.Len(t, got.Events, 2)
	assert.Equal(t, offered, got.Events[0])
	assert.Equal(t, "answered", got.Events[1].Name)
}

func TestRecordCallNeverLosesTheRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	call := w.call("+447700900123", time.Now())
	call.ContactID, call.CustomerID, call.UserID = new(id.New[id.Contact]()), new(id.New[id.Customer]()), new(id.New[id.User]())
	call.QueueID, call.TrunkID = new(id.New[id.Queue]()), new(id.New[id.Trunk]())
	call.Cause.Text = string(make([]byte, 4000))
	require.NoError(t, w.RecordCall(t.Context(), callsvc.CallRecord{
		Call: call, Events: []callsvc.CallEvent{
			{Call: call.ID, Sequence: 1, At: call.StartedAt, Name: "x", Detail: map[string]any{"zero": "\x00"}},
			{Call: call.ID, Sequence: 2, At: call.StartedAt, Name: "y", Detail: map[string]any{"no": func() {}}},
		},
	}))
	got := w.get(t, call.ID)
	assert.Nil(t, got.ContactID)
	assert.Nil(t, got.UserID)
	assert.Equal(t, map[string]any{"omitted": true}, got.Events[0].Detail)
}

func TestPeoplesWordOnACallStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme := w.customer(t, "Acme")
	guessed, chosen := w.contact(t, "Gue", "Ssed"), w.create(t, crm.ContactDraft{FirstName: "Cho", LastName: "Sen", CustomerID: &acme.ID})
	call := w.call("+447700900123", time.Now())
	call.ContactID, call.AttributedBy, call.UserID = &guessed.ID, "number", &w.agent.User
	w.record(t, call)
	updated, err := w.CallUpdate(ctx, w.agent, call.ID, crm.CallChange{
		ContactID: crm.Some(&chosen.ID), Disposition: crm.Some("sold"), Notes: crm.Some("two boxes"),
	})
	require.NoError(t, err)
	assert.Equal(t, chosen.ID, *updated.ContactID)
	assert.Equal(t, acme.ID, *updated.CustomerID)
	assert.Equal(t, "agent", updated.AttributedBy)
	call.Sequence, call.Status = 5, callsvc.StatusEnded
	w.record(t, call)
	got := w.get(t, call.ID)
	assert.Equal(t, callsvc.StatusEnded, got.Status)
	assert.Equal(t, chosen.ID, *got.ContactID)
	assert.Equal(t, acme.ID, *got.CustomerID)
	assert.Equal(t, "sold", got.Disposition)
	assert.Equal(t, "two boxes", got.Notes)

	none, err := w.CallUpdate(ctx, w.agent, call.ID, crm.CallChange{ContactID: crm.Some[*id.Contact](nil)})
	require.NoError(t, err)
	assert.Nil(t, none.ContactID)
	assert.Nil(t, none.CustomerID)
	assert.Equal(t, "sold", none.Disposition, "what is not set stays")
	_, err = w.CallUpdate(ctx, w.agent2, call.ID, crm.CallChange{Notes: crm.Some("mine")})
	requireCode(t, err, crm.CodeNotFound)
	_, err = w.CallUpdate(ctx, w.agent, call.ID, crm.CallChange{ContactID: crm.Some(new(id.New[id.Contact]()))})
	requireCode(t, err, crm.CodeNotFound)
}

func TestCallOfAMergedContactGoesToTheSurvivor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	survivor, gone := w.contact(t, "Sue", "Vivor"), w.contact(t, "Dup", "Licate")
	w.exec(t, "UPDATE contacts SET archived_at = now(), merged_into_id = $2 WHERE id = $1", gone.ID.UUID, survivor.ID.UUID)
	call := w.call("+447700900123", time.Now())
	call.ContactID = &gone.ID
	w.record(t, call)
	assert.Equal(t, survivor.ID, *w.get(t, call.ID).ContactID)
}

func TestCloseLostCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	ctx := t.Context()
	require.NoError(t, w.Heartbeat(ctx, "n1", "b1"))
	require.NoError(t, w.Heartbeat(ctx, "n2", "x"))
	old := w.call("+447700900001", time.Now().Add(-time.Minute))
	old.AnsweredAt, old.Status, old.Sequence = new(old.StartedAt.Add(2*time.Second)), callsvc.StatusConnected, 4
	leg := callsvc.Leg{ID: id.New[id.Leg](), Call: old.ID, Kind: "trunk", State: "connected", StartedAt: old.StartedAt}
	w.record(t, old, leg)
	foreign := other.call("+447700900002", time.Now())
	other.record(t, foreign)
	live := w.call("+447700900003", time.Now())
	live.Boot = "b2"
	elsewhere := w.call("+447700900004", time.Now())
	elsewhere.Node, elsewhere.Boot = "n2", "x"
	done := w.call("+447700900005", time.Now())
	done.Status, done.Outcome, done.EndedAt = callsvc.StatusEnded, callsvc.OutcomeMissed, new(done.StartedAt)
	for _, call := range []callsvc.Call{live, elsewhere, done} {
		w.record(t, call)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	var ended []callsvc.Call
	var errs []error
	for range 3 {
		wg.Go(func() {
			calls, err := w.CloseLostCalls(ctx, "n1", "b2", time.Minute)
			mu.Lock()
			defer mu.Unlock()
			errs = append(errs, err)
			ended = append(ended, calls...)
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	require.Len(t, ended, 2, "each lost call is ended by one of us, in every organisation")

	got := w.get(t, old.ID)
	assert.Equal(t, callsvc.StatusEnded, got.Status)
	assert.Equal(t, callsvc.OutcomeFailed, got.Outcome)
	assert.Equal(t, "node_lost", got.Cause.Text)
	assert.Equal(t, old.StartedAt, got.StartedAt)
	assert.Equal(t, old.AnsweredAt, got.AnsweredAt, "times are kept")
	require.NotNil(t, got.EndedAt)
	assert.WithinDuration(t, time.Now(), *got.EndedAt, time.Minute)
	assert.EqualValues(t, 5, got.Sequence)
	assert.Equal(t, "ended", got.Events[len(got.Events)-1].Name)
	assert.NotNil(t, got.Legs[0].EndedAt)
	for _, untouched := range []callsvc.Call{live, elsewhere, done} {
		assert.Equal(t, untouched.Status, w.get(t, untouched.ID).Status)
	}
	// A node that is not heard loses its calls too; ours never by age.
	w.exec(t, "UPDATE nodes SET seen_at = now() - interval '1 hour'")
	calls, err := w.CloseLostCalls(ctx, "n1", "b2", time.Minute)
	require.NoError(t, err)
	require.Len(t, calls, 1)
	assert.Equal(t, elsewhere.ID, calls[0].ID)
}

func TestCallList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme := w.customer(t, "Acme")
	contact := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", CustomerID: &acme.ID})
	queue, err := w.QueueCreate(ctx, w.admin, callsvc.Queue{Name: "Sales"})
	require.NoError(t, err)
	base := time.Now().UTC().Truncate(time.Microsecond).Add(-time.Hour)
	answered := w.call("+447700900001", base)
	answered.Status, answered.Outcome, answered.UserID, answered.ContactID, answered.CustomerID = callsvc.StatusEnded, callsvc.OutcomeAnswered, &w.agent.User, &contact.ID, &acme.ID
	answered.AnsweredAt, answered.EndedAt, answered.QueueID = new(base.Add(time.Second)), new(base.Add(61*time.Second)), &queue.ID
	rung := w.call("+447700900002", base.Add(time.Minute))
	placed := w.call("+447700900003", base.Add(2*time.Minute))
	placed.Direction, placed.UserID = callsvc.Outbound, &w.agent2.User
	w.record(t, answered)
	w.record(t, rung, callsvc.Leg{ID: id.New[id.Leg](), Call: rung.ID, Kind: "browser", UserID: &w.agent.User, StartedAt: rung.StartedAt})
	w.record(t, placed)
	_, err = w.CallUpdate(ctx, w.supervisor, answered.ID, crm.CallChange{Disposition: crm.Some("sold")})
	require.NoError(t, err)
	list := func(actor crm.Actor, filter crm.CallFilter, request crm.PageRequest) ([]id.Call, crm.Page[crm.LoggedCall]) {
		page, err := w.CallList(ctx, actor, filter, request)
		require.NoError(t, err)
		ids := []id.Call{}
		for _, call := range page.Items {
			ids = append(ids, call.ID)
		}
		return ids, page
	}
	for name, test := range map[string]struct {
		actor  crm.Actor
		filter crm.CallFilter
		want   []id.Call
	}{
		"supervisors see all": {w.supervisor, crm.CallFilter{}, []id.Call{placed.ID, rung.ID, answered.ID}},
		"agents their own":    {w.agent, crm.CallFilter{}, []id.Call{rung.ID, answered.ID}},
		"the other agent":     {w.agent2, crm.CallFilter{}, []id.Call{placed.ID}},
		"no prying":           {w.agent, crm.CallFilter{UserID: &w.agent2.User}, []id.Call{}},
		"mine of supervisor":  {w.supervisor, crm.CallFilter{Mine: true}, []id.Call{}},
		"live":                {w.agent, crm.CallFilter{Mine: true, Statuses: []callsvc.Status{callsvc.StatusRinging, callsvc.StatusHeld}}, []id.Call{rung.ID}},
		"direction":           {w.supervisor, crm.CallFilter{Direction: callsvc.Outbound}, []id.Call{placed.ID}},
		"outcome":             {w.supervisor, crm.CallFilter{Outcome: callsvc.OutcomeAnswered}, []id.Call{answered.ID}},
		"user":                {w.supervisor, crm.CallFilter{UserID: &w.agent.User}, []id.Call{answered.ID}},
		"contact":             {w.supervisor, crm.CallFilter{ContactID: &contact.ID}, []id.Call{answered.ID}},
		"customer":            {w.supervisor, crm.CallFilter{CustomerID: &acme.ID}, []id.Call{answered.ID}},
		"queue":               {w.supervisor, crm.CallFilter{QueueID: &queue.ID}, []id.Call{answered.ID}},
		"from":                {w.supervisor, crm.CallFilter{From: rung.StartedAt}, []id.Call{placed.ID, rung.ID}},
		"to":                  {w.supervisor, crm.CallFilter{To: rung.StartedAt}, []id.Call{answered.ID}},
		"long":                {w.supervisor, crm.CallFilter{MinDuration: time.Minute}, []id.Call{answered.ID}},
		"longer":              {w.supervisor, crm.CallFilter{MinDuration: 61 * time.Second}, []id.Call{}},
		"disposition":         {w.supervisor, crm.CallFilter{Disposition: "sold"}, []id.Call{answered.ID}},
	} {
		got, _ := list(test.actor, test.filter, crm.PageRequest{})
		assert.Equal(t, test.want, got, name)
	}
	for _, actor := range []crm.Actor{w.supervisor, w.agent} {
		whole, _ := list(actor, crm.CallFilter{}, crm.PageRequest{})
		var paged []id.Call
		request := crm.PageRequest{Limit: 1}
		for {
			ids, page := list(actor, crm.CallFilter{}, request)
			paged = append(paged, ids...)
			assert.EqualValues(t, len(whole), page.Total.Count)
			if request.Cursor = page.NextCursor; request.Cursor == "" {
				break
			}
		}
		assert.Equal(t, whole, paged)
	}
	_, err = w.CallGet(ctx, w.agent, placed.ID)
	requireCode(t, err, crm.CodeNotFound)
}

func TestCallerCards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	jane, joe := w.contact(t, "Jane", "Smith", "07700 900123"), w.contact(t, "Joe", "Bloggs")
	for range 7 {
		_, err := w.TicketCreate(ctx, w.agent, crm.TicketDraft{Subject: "open", ContactID: &jane.ID})
		require.NoError(t, err)
	}
	solved, err := w.TicketCreate(ctx, w.agent, crm.TicketDraft{Subject: "solved", ContactID: &joe.ID})
	require.NoError(t, err)
	_, err = w.TicketUpdate(ctx, w.agent, solved.ID, nil, crm.TicketChange{Status: crm.Some(crm.TicketSolved)})
	require.NoError(t, err)
	var last callsvc.Call
	for i := range 8 {
		last = w.call("+447700900123", time.Now().Add(time.Duration(i)*time.Second))
		last.ContactID = &jane.ID
		w.record(t, last)
	}
	cards, err := w.CallerCards(ctx, w.agent, []id.Contact{joe.ID, jane.ID, id.New[id.Contact]()}, last.ID)
	require.NoError(t, err)
	require.Len(t, cards, 2)
	assert.Equal(t, joe, cards[0].Contact)
	assert.Empty(t, cards[0].OpenTickets)
	assert.Empty(t, cards[0].RecentCalls)
	require.NotNil(t, cards[1].Contact.LastCallAt)
	jane.LastCallAt = cards[1].Contact.LastCallAt
	assert.Equal(t, jane, cards[1].Contact)
	require.Len(t, cards[1].OpenTickets, 5)
	assert.EqualValues(t, 7, cards[1].OpenTickets[0].Number, "newest first")
	require.Len(t, cards[1].RecentCalls, 5)
	for i, call := range cards[1].RecentCalls {
		assert.NotEqual(t, last.ID, call.ID)
		if i > 0 {
			assert.True(t, call.StartedAt.Before(cards[1].RecentCalls[i-1].StartedAt))
		}
	}
}

// TestCustomerHasTheCallsOfItsContacts: of those it has now, whatever they
// belonged to when they called, and of those it had then.
func TestCustomerHasTheCallsOfItsContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, globex := w.customer(t, "Acme"), w.customer(t, "Globex")
	caller := w.contact(t, "Cal", "Ler")
	call := w.call("+447700900123", time.Now())
	call.ContactID, call.AttributedBy = &caller.ID, "number"
	w.record(t, call)
	calls := func(customer crm.Customer) (ids []id.Call) {
		t.Helper()
		page, err := w.CallList(ctx, w.supervisor, crm.CallFilter{CustomerID: &customer.ID}, crm.PageRequest{})
		require.NoError(t, err)
		for _, item := range page.Items {
			ids = append(ids, item.ID)
		}
		assert.EqualValues(t, len(ids), page.Total.Count)
		return ids
	}
	link := func(customer *id.Customer) {
		t.Helper()
		_, err := w.ContactUpdate(ctx, w.agent, caller.ID, nil, crm.ContactChange{CustomerID: crm.Some(customer)})
		require.NoError(t, err)
	}
	assert.Empty(t, calls(acme))
	link(&acme.ID)
	assert.Equal(t, []id.Call{call.ID}, calls(acme))
	later := w.call("+447700900123", time.Now())
	later.ContactID, later.CustomerID, later.AttributedBy = &caller.ID, &acme.ID, "number"
	w.record(t, later)
	assert.Equal(t, []id.Call{later.ID, call.ID}, calls(acme))
	link(&globex.ID)
	assert.Equal(t, []id.Call{later.ID, call.ID}, calls(globex))
	assert.Equal(t, []id.Call{later.ID}, calls(acme), "it was theirs when it was held")
}
