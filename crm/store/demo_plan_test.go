package store

import (
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
)

// fictional are the ranges that regulators keep for fiction, in E.164.
var fictional = regexp.MustCompile(`^(\+447700900\d{3}|\+442079460\d{3}|\+441632960\d{3}|` +
	`\+44(113|114|115|116|117|118|121|131|141|151|161)4960\d{3}|\+441914980\d{3}|\+442896496\d{3}|\+442920180\d{3}|` +
	`\+35320910\d{4}|\+493023125\d{3}|\+494066969\d{3}|\+498999998\d{3}|\+49176040690\d{2}|` +
	`\+331990\d{5}|\+334657\d{5}|\+336399\d{5}|\+4684650\d{4}|\+46701740\d{3}|\+121255501\d{2})$`)

func demoNow() time.Time { return time.Date(2026, 4, 15, 14, 20, 0, 0, time.UTC) }

func TestDemoPlanDialsNobody(t *testing.T) {
	t.Parallel()
	plan := newDemoPlan(demoNow(), crm.DemoOptions{CalleeProxy: "127.0.0.1:5090"})
	shared := map[string]int{}
	extensions := 0
	for _, contact := range plan.contacts {
		for i, phone := range contact.Phones {
			assert.True(t, phone.Number.Dialable(), "%s of %s", phone.Number.Raw, contact.Name())
			assert.Regexp(t, fictional, phone.Number.E164, contact.Name())
			assert.Equal(t, i == 0, phone.Primary, contact.Name())
			assert.NotEqual(t, demoLine, phone.Number.E164)
			shared[phone.Number.E164]++
			if phone.Number.Extension != "" {
				extensions++
			}
		}
	}
	assert.Equal(t, 1, shared[demoCaller])
	assert.Greater(t, slices.Max(slices.Collect(maps.Values(shared))), 2, "no switchboard is shared")
	assert.Greater(t, extensions, 20)
	for _, call := range plan.calls {
		for _, party := range []callsvc.Party{call.record.Call.From, call.record.Call.To} {
			if party.Number.E164 != "" {
				assert.Regexp(t, fictional, party.Number.E164)
			}
		}
	}
}

func TestDemoPlanIsDeterministic(t *testing.T) {
	t.Parallel()
	first, second := newDemoPlan(demoNow(), crm.DemoOptions{}), newDemoPlan(demoNow(), crm.DemoOptions{})
	assert.Equal(t, first, second)
	later := newDemoPlan(demoNow().AddDate(0, 1, 0), crm.DemoOptions{})
	assert.Equal(t, first.contacts[7].Name(), later.contacts[7].Name())
}

func TestDemoPlanIsComplete(t *testing.T) {
	t.Parallel()
	// A Monday before office hours has the least room for recent calls.
	for _, now := range []time.Time{demoNow(), time.Date(2026, 4, 13, 6, 0, 0, 0, time.UTC)} {
		plan := newDemoPlan(now, crm.DemoOptions{})
		require.Len(t, plan.users, 4)
		require.Len(t, plan.customers, demoCustomers)
		require.Len(t, plan.contacts, demoContacts)
		require.Len(t, plan.calls, demoCalls)
		outcomes, kinds := map[callsvc.Outcome]int{}, map[crm.ContactKind]int{}
		for _, contact := range plan.contacts {
			kinds[contact.Kind]++
			assert.False(t, contact.UpdatedAt.After(now))
		}
		for _, call := range plan.calls {
			snapshot := call.record.Call
			outcomes[snapshot.Outcome]++
			assert.False(t, snapshot.EndedAt.After(now), "%s", snapshot.StartedAt)
			assert.Equal(t, snapshot.Sequence, int64(len(call.record.Events)))
			assert.True(t, slices.IsSortedFunc(call.record.Events, func(a, b callsvc.CallEvent) int { return a.At.Compare(b.At) }))
		}
		assert.Len(t, outcomes, 8, "%v", outcomes)
		assert.Len(t, kinds, 5, "%v", kinds)
	}
}

func TestDemoPlanKnowsItsCaller(t *testing.T) {
	t.Parallel()
	plan := newDemoPlan(demoNow(), crm.DemoOptions{})
	caller := plan.contacts[0]
	require.NotNil(t, caller.CustomerID)
	open, calls, notes := 0, 0, 0
	for _, ticket := range plan.tickets {
		if *ticket.ContactID == caller.ID && ticket.Status != crm.TicketClosed && ticket.Status != crm.TicketSolved {
			open++
		}
	}
	for _, call := range plan.calls {
		if call.record.Call.ContactID != nil && *call.record.Call.ContactID == caller.ID {
			calls++
		}
	}
	for _, note := range plan.notes {
		if note.ContactID == caller.ID {
			notes++
		}
	}
	assert.Equal(t, []int{2, 6, 3}, []int{open, calls, notes})
}
