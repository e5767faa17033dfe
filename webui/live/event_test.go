package live

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

func inbound(contact *id.Contact) callsvc.Call {
	return callsvc.Call{
		ID: id.New[id.Call](), Direction: callsvc.Inbound, Status: callsvc.StatusRinging, ContactID: contact,
		From:      callsvc.Party{Number: e164.Number{Raw: "07700900123", E164: "+447700900123", Kind: e164.Dialable}},
		To:        callsvc.Party{Number: e164.Number{E164: "+442079460000", Kind: e164.Dialable}},
		StartedAt: time.Now(),
	}
}

func TestScreenPop(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	ada := crm.Contact{ID: id.New[id.Contact](), FirstName: "Ada", LastName: "Byron", Kind: crm.KindCustomer}
	customer := id.New[id.Customer]()
	f.cards = func(_ context.Context, contacts []id.Contact) ([]crm.CallerCard, error) {
		assert.Equal(t, []id.Contact{ada.ID}, contacts)
		older, newer := crm.LoggedCall{Call: inbound(&ada.ID)}, crm.LoggedCall{Call: inbound(&ada.ID)}
		older.StartedAt = older.StartedAt.Add(-time.Hour)
		return []crm.CallerCard{{
			Contact: ada, OpenTickets: []crm.Ticket{{Number: 7, Subject: "Broken"}}, RecentCalls: []crm.LoggedCall{older, newer},
		}}, nil
	}
	first, second := f.browse(t), f.browse(t)
	call := inbound(&ada.ID)
	offered := event(t, callsvc.EventCallOffered, callsvc.OfferedEvent{
		Call: call, Line: "Sales", QueueName: "All", TimeoutAt: time.Now().Add(30 * time.Second),
		Matches: []callsvc.Match{{
			ContactID: ada.ID, CustomerID: &customer, Name: "Ada Byron", Company: "Engines Ltd", Reason: "primary", Score: 100,
		}},
	})
	for _, b := range []*browser{first, second} {
		f.phone(b.user).deliver(offered)
		var pop api.CallOffered
		require.NoError(t, json.Unmarshal(b.await(t, "call.offered").Data, &pop))
		require.Len(t, pop.Matches, 1)
		assert.Equal(t, "Ada Byron", pop.Matches[0].Contact.Name)
		assert.Equal(t, "Engines Ltd", pop.Matches[0].Customer.Value.Name)
		assert.Equal(t, "primary", pop.Matches[0].Reason)
		assert.Equal(t, "Broken", pop.OpenTickets[0].Subject)
		require.Len(t, pop.RecentCalls, 2)
		assert.True(t, pop.RecentCalls[0].StartedAt.After(pop.RecentCalls[1].StartedAt), "newest first")
		assert.False(t, pop.LookupUnavailable)
		assert.Equal(t, "Sales", pop.Call.Line)
		assert.Equal(t, "Ada Byron", pop.Call.Contact.Value.Name)
		assert.Equal(t, "+447700900123", *pop.Call.From.E164)
	}

	// Later events leave the names out, and browsers still see them.
	call.Status = callsvc.StatusConnected
	colleague := id.New[id.User]()
	f.phone(first.user).deliver(event(t, callsvc.EventCallUpdated, callsvc.CallUpdated{
		Call: call, AnsweredBy: &colleague, AnsweredByName: "Grace", AudioOwner: "x", Problem: callsvc.ProblemNoAudioFromCaller,
	}))
	var updated api.CallUpdated
	require.NoError(t, json.Unmarshal(first.await(t, "call.updated").Data, &updated))
	assert.Equal(t, "Ada Byron", updated.Call.ContactName)
	assert.Equal(t, "Engines Ltd", updated.Call.CustomerName)
	assert.Equal(t, "Sales", updated.Call.Line)
	assert.Equal(t, "Grace", updated.AnsweredBy.Value.Name)
	assert.Equal(t, "no_audio_from_caller", updated.Problem)
	f.phone(first.user).deliver(event(t, callsvc.EventCallEnded, callsvc.CallEnded{Call: call}))
	ended := first.await(t, "call.ended")
	assert.Contains(t, string(ended.Data), `"answeredBy":null`)
}

func TestScreenPopWithoutRecords(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{CardWait: 20 * time.Millisecond})
	f.cards = func(ctx context.Context, _ []id.Contact) ([]crm.CallerCard, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	b := f.browse(t)
	f.phone(b.user).deliver(event(t, callsvc.EventCallOffered, callsvc.OfferedEvent{
		Call: inbound(nil), Matches: []callsvc.Match{{ContactID: id.New[id.Contact](), Name: "Ada Byron", Reason: "shared", SharedBy: 4}},
	}))
	var pop api.CallOffered
	require.NoError(t, json.Unmarshal(b.await(t, "call.offered").Data, &pop))
	assert.True(t, pop.LookupUnavailable)
	assert.Equal(t, "Ada Byron", pop.Matches[0].Contact.Name, "the match itself still says who it is")
	assert.Equal(t, 4, pop.Matches[0].SharedBy)
	assert.NotNil(t, pop.OpenTickets)

	f.phone(b.user).deliver(event(t, callsvc.EventCallOffered, callsvc.OfferedEvent{Call: inbound(nil), LookupUnavailable: true}))
	got := b.await(t, "call.offered")
	assert.Contains(t, string(got.Data), `"lookupUnavailable":true`)
	assert.Contains(t, string(got.Data), `"matches":[]`)
}

func TestOneQuestionForAllWhoRing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{CardWait: 5 * time.Second})
	waiting, release := make(chan struct{}, 10), make(chan struct{})
	f.cards = func(context.Context, []id.Contact) ([]crm.CallerCard, error) {
		waiting <- struct{}{}
		<-release
		return nil, errors.New("gone")
	}
	browsers := []*browser{f.browse(t), f.browse(t), f.browse(t)}
	offered := event(t, callsvc.EventCallOffered, callsvc.OfferedEvent{Call: inbound(nil), Matches: []callsvc.Match{{Name: "Ada"}}})
	for _, b := range browsers {
		f.phone(b.user).deliver(offered)
	}
	<-waiting
	close(release)
	for _, b := range browsers {
		b.await(t, "call.offered")
	}
	assert.LessOrEqual(t, f.asked, len(browsers))
	assert.GreaterOrEqual(t, f.asked, 1)
}

func TestUnreadableAndUnknownEventsAreSkipped(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Config{})
	b := f.browse(t)
	p := f.phone(b.user)
	p.deliver(callsvc.UserEvent{Type: callsvc.EventCallOffered, Data: json.RawMessage(`{"Call":7}`)})
	p.deliver(callsvc.UserEvent{Type: "secret.event", Data: json.RawMessage(`{}`)})
	p.deliver(event(t, callsvc.EventRTCCandidate, map[string]string{"candidate": "x"}))
	got := b.next(t)
	assert.Equal(t, "rtc.candidate", got.Type)
	assert.EqualValues(t, 2, got.Seq, "a skipped event leaves no gap")
}
