package store_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storetest"
)

func demoOptions() crm.DemoOptions {
	return crm.DemoOptions{CalleeProxy: "127.0.0.1:5090", PasswordHash: "hashed"}
}

// seededDemo gives a store with the demo in it and its supervisor.
func seededDemo(t *testing.T) (*store.Store, crm.Actor) {
	t.Helper()
	s := storetest.New(t)
	seeded, err := s.DemoSeed(t.Context(), demoOptions())
	require.NoError(t, err)
	require.True(t, seeded)
	user, org, hash, err := s.LoginLookup(t.Context(), "supervisor@example.com")
	require.NoError(t, err)
	require.Equal(t, "hashed", hash)
	return s, crm.Actor{Org: org.ID, User: user.ID, Role: user.Role, Country: org.Country}
}

func TestDemoSeedsOnce(t *testing.T) {
	t.Parallel()
	s, actor := seededDemo(t)
	seeded, err := s.DemoSeed(t.Context(), demoOptions())
	require.NoError(t, err)
	assert.False(t, seeded)

	users, err := s.UserList(t.Context(), actor)
	require.NoError(t, err)
	assert.Len(t, users, 4)
	directory, err := s.LoadDirectory(t.Context())
	require.NoError(t, err)
	require.Len(t, directory.Numbers, 1)
	require.Len(t, directory.Queues, 1)
	require.Len(t, directory.Trunks, 1)
	assert.Equal(t, "+442079460000", directory.Numbers[0].E164)
	assert.Equal(t, directory.Queues[0].ID, *directory.Numbers[0].QueueID)
	assert.Len(t, directory.Queues[0].Members, 2)
	assert.Equal(t, "127.0.0.1:5090", directory.Trunks[0].Proxy)
	assert.Equal(t, "+442079460000", directory.Trunks[0].CallerID)
	assert.Len(t, directory.Trunks[0].Addresses, 2)
}

func TestDemoSeedsOnceWhenTwoServicesStart(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	var made atomic.Int32
	var services sync.WaitGroup
	for range 4 {
		services.Go(func() {
			seeded, err := s.DemoSeed(t.Context(), demoOptions())
			if assert.NoError(t, err) && seeded {
				made.Add(1)
			}
		})
	}
	services.Wait()
	assert.EqualValues(t, 1, made.Load())
}

func TestDemoSeedChangesNothingWhenItFails(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	_, _, err := s.OrganisationCreate(t.Context(), "Other", "GB", "agent2@example.com", "Somebody", "hashed")
	require.NoError(t, err)
	_, err = s.DemoSeed(t.Context(), demoOptions())
	require.Error(t, err)
	_, err = s.OrganisationByName(t.Context(), "Demo")
	var refusal *crm.Error
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, crm.CodeNotFound, refusal.Code)
}

func TestDemoHoldsWhatAScreenPopShows(t *testing.T) {
	t.Parallel()
	s, actor := seededDemo(t)
	matches, err := s.LookupNumber(t.Context(), actor.Org, e164.Parse("+447700900123", "GB"))
	require.NoError(t, err)
	require.Len(t, matches, 1)
	assert.Equal(t, "Olivia Bennett", matches[0].Name)
	assert.Equal(t, "primary", matches[0].Reason)
	assert.NotNil(t, matches[0].CustomerID)

	cards, err := s.CallerCards(t.Context(), actor, []id.Contact{matches[0].ContactID}, id.Call{})
	require.NoError(t, err)
	require.Len(t, cards, 1)
	assert.Len(t, cards[0].OpenTickets, 2)
	assert.Len(t, cards[0].RecentCalls, 5)
	notes, err := s.NoteList(t.Context(), actor, matches[0].ContactID, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, notes.Items, 3)
}

func TestDemoFillsEveryList(t *testing.T) {
	t.Parallel()
	s, actor := seededDemo(t)
	contacts, err := s.ContactList(t.Context(), actor, crm.ContactFilter{}, crm.PageRequest{Limit: 200})
	require.NoError(t, err)
	assert.Len(t, contacts.Items, 200)
	customers, err := s.CustomerList(t.Context(), actor, "", crm.PageRequest{Limit: 200})
	require.NoError(t, err)
	assert.Len(t, customers.Items, 40)
	tickets, err := s.TicketList(t.Context(), actor, crm.TicketFilter{OpenOnly: true}, crm.PageRequest{Limit: 200})
	require.NoError(t, err)
	assert.Greater(t, len(tickets.Items), 20)
	work, err := s.ActivityList(t.Context(), actor, crm.ActivityFilter{}, crm.PageRequest{Limit: 200})
	require.NoError(t, err)
	assert.Len(t, work.Items, 19)
	overdue := 0
	for _, activity := range work.Items {
		assert.NotEmpty(t, activity.ContactName)
		if activity.Overdue {
			overdue++
		}
	}
	assert.Equal(t, 3, overdue)
	premium, err := s.ContactList(t.Context(), actor, crm.ContactFilter{Custom: []crm.CustomFilter{{Key: "service_plan", Value: "Premium"}}}, crm.PageRequest{})
	require.NoError(t, err)
	assert.NotEmpty(t, premium.Items)
	places := map[string]int{}
	deals, err := s.DealList(t.Context(), actor, crm.DealFilter{}, crm.PageRequest{Limit: 200})
	require.NoError(t, err)
	assert.Len(t, deals.Items, 34)
	for _, deal := range deals.Items {
		places[string(deal.Status)]++
		if deal.Status == crm.DealOpen {
			places[deal.Stage]++
		}
		assert.NotEmpty(t, deal.Contacts)
	}
	for _, place := range []string{"won", "lost", "Qualified", "Proposal", "Negotiation"} {
		assert.Greater(t, places[place], 2, "%s of %v", place, places)
	}
	said := 0
	for _, ticket := range tickets.Items {
		messages, err := s.TicketMessageList(t.Context(), actor, ticket.ID, crm.PageRequest{})
		require.NoError(t, err)
		said += len(messages.Items)
	}
	assert.Greater(t, said, 20)
	calls, err := s.CallList(t.Context(), actor, crm.CallFilter{}, crm.PageRequest{Limit: 200})
	require.NoError(t, err)
	for _, call := range calls.Items {
		line := ""
		if call.Direction == callsvc.Inbound {
			line = "Main line"
		}
		require.Equal(t, line, call.Line, call.ID)
	}
	require.Len(t, calls.Items, 200)
	detail, err := s.CallGet(t.Context(), actor, calls.Items[0].ID)
	require.NoError(t, err)
	assert.NotEmpty(t, detail.Events)
	assert.NotEmpty(t, detail.Legs)
	assert.Equal(t, callsvc.StatusEnded, detail.Status)
	ticket, err := s.TicketCreate(t.Context(), actor, crm.TicketDraft{Subject: "The next number"})
	require.NoError(t, err)
	assert.EqualValues(t, 79, ticket.Number)
}
