package store_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// walk reads a whole contact list page by page.
func (w world) walk(t *testing.T, filter crm.ContactFilter, sort string, limit int) []crm.Contact {
	t.Helper()
	var all []crm.Contact
	request := crm.PageRequest{Limit: limit, Sort: sort}
	for range 1000 {
		page, err := w.ContactList(t.Context(), w.agent, filter, request)
		require.NoError(t, err)
		require.LessOrEqual(t, len(page.Items), limit)
		all = append(all, page.Items...)
		if page.NextCursor == "" {
			return all
		}
		request.Cursor = page.NextCursor
	}
	t.Fatal("the list does not end")
	return nil
}

func names(contacts []crm.Contact) []string {
	list := make([]string, len(contacts))
	for i, c := range contacts {
		list[i] = c.Name()
	}
	return list
}

func TestContactListPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const count = 23
	for i := range count {
		w.contact(t, fmt.Sprintf("F%02d", (i*7)%count), fmt.Sprintf("L%d", i%3))
	}
	orders := []string{"", "updatedAt", "-createdAt", "createdAt", "lastName", "-lastName", "firstName", "company", "-email", "status"}
	for _, sort := range orders {
		whole := w.walk(t, crm.ContactFilter{}, sort, 200)
		require.Len(t, whole, count, sort)
		assert.Equal(t, whole, w.walk(t, crm.ContactFilter{}, sort, 5), "pages of %q repeat or skip nothing", sort)
	}
	byName := w.walk(t, crm.ContactFilter{}, "lastName", 200)
	assert.True(t, slices.IsSortedFunc(byName, func(a, b crm.Contact) int {
		return strings.Compare(a.LastName+a.FirstName, b.LastName+b.FirstName)
	}))
	down := w.walk(t, crm.ContactFilter{}, "-lastName", 200)
	slices.Reverse(down)
	assert.Equal(t, names(byName), names(down))
	page, err := w.ContactList(t.Context(), w.agent, crm.ContactFilter{}, crm.PageRequest{Limit: 5})
	require.NoError(t, err)
	assert.Equal(t, crm.Total{Count: count, Exact: true}, page.Total)
}

func TestCursorsAreBoundToTheirList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 5 {
		w.contact(t, strconv.Itoa(i), "X")
	}
	first, err := w.ContactList(t.Context(), w.agent, crm.ContactFilter{}, crm.PageRequest{Limit: 2, Sort: "lastName"})
	require.NoError(t, err)
	good := first.NextCursor
	list := func(filter crm.ContactFilter, request crm.PageRequest) error {
		_, err := w.ContactList(t.Context(), w.agent, filter, request)
		return err
	}
	require.NoError(t, list(crm.ContactFilter{}, crm.PageRequest{Limit: 3, Sort: "lastName", Cursor: good}))
	for name, err := range map[string]error{
		"another order":  list(crm.ContactFilter{}, crm.PageRequest{Sort: "-lastName", Cursor: good}),
		"another filter": list(crm.ContactFilter{Kinds: []crm.ContactKind{crm.KindVendor}}, crm.PageRequest{Sort: "lastName", Cursor: good}),
		"garbage":        list(crm.ContactFilter{}, crm.PageRequest{Sort: "lastName", Cursor: "%%%"}),
		"cut short":      list(crm.ContactFilter{}, crm.PageRequest{Sort: "lastName", Cursor: good[:len(good)-9]}),
		"an order":       list(crm.ContactFilter{}, crm.PageRequest{Sort: "password"}),
		"limit":          list(crm.ContactFilter{}, crm.PageRequest{Limit: 201}),
		"negative limit": list(crm.ContactFilter{}, crm.PageRequest{Limit: -1}),
	} {
		requireCode(t, err, crm.CodeInvalid)
		_ = name
	}
	_, err = w.CustomerList(t.Context(), w.agent, "", crm.PageRequest{Cursor: good})
	requireCode(t, err, crm.CodeInvalid)
	// A key of the wrong type is refused as well, not an internal error.
	byTime, err := w.ContactList(t.Context(), w.agent, crm.ContactFilter{}, crm.PageRequest{Limit: 2})
	require.NoError(t, err)
	raw, err := base64.RawURLEncoding.DecodeString(byTime.NextCursor)
	require.NoError(t, err)
	at := strings.Index(string(raw), `"k":"`) + len(`"k":"`)
	forged := base64.RawURLEncoding.EncodeToString([]byte(string(raw[:at]) + "x" + string(raw[at:])))
	requireCode(t, list(crm.ContactFilter{}, crm.PageRequest{Cursor: forged}), crm.CodeInvalid)
}

func TestContactFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acme := w.customer(t, "Acme")
	yes := true
	one := w.create(t, crm.ContactDraft{
		FirstName: "One", LastName: "A", Kind: crm.KindVendor, Status: "Lead", CustomerID: &acme.ID, OwnerID: &w.agent.User,
		MarketingOptOut: true, Tags: []string{"VIP"},
	})
	two := w.contact(t, "Two", "B")
	gone := w.contact(t, "Gone", "C")
	_, err := w.ContactArchive(t.Context(), w.agent, gone.ID)
	require.NoError(t, err)
	for name, filter := range map[string]crm.ContactFilter{
		"kind": {Kinds: []crm.ContactKind{crm.KindVendor}}, "status": {Status: "Lead"}, "customer": {CustomerID: &acme.ID},
		"owner": {OwnerID: &w.agent.User}, "opt out": {MarketingOptOut: &yes}, "tag": {Tags: []string{"vip"}},
		"all, and a query": {Kinds: []crm.ContactKind{crm.KindVendor}, Status: "Lead", CustomerID: &acme.ID, OwnerID: &w.agent.User, MarketingOptOut: &yes, Tags: []string{"vip"}, Query: "acm"},
		"all, and inside":  {Kinds: []crm.ContactKind{crm.KindVendor}, Status: "Lead", CustomerID: &acme.ID, OwnerID: &w.agent.User, MarketingOptOut: &yes, Tags: []string{"vip"}, Query: "cme"},
	} {
		assert.Equal(t, []string{one.Name()}, names(w.walk(t, filter, "", 10)), name)
	}
	assert.Equal(t, []string{two.Name(), one.Name()}, names(w.walk(t, crm.ContactFilter{}, "", 10)))
	assert.Equal(t, []string{gone.Name()}, names(w.walk(t, crm.ContactFilter{Archived: true}, "", 10)))
	statuses, err := w.ContactStatuses(t.Context(), w.agent)
	require.NoError(t, err)
	assert.Equal(t, []string{"Active", "Lead"}, statuses)
}

func TestContactSearch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acme := w.customer(t, "Müller & Søn")
	w.create(t, crm.ContactDraft{
		FirstName: "Zoë", LastName: "Łukasiewicz", CustomerID: &acme.ID,
		Emails: []crm.Email{email("zoe.l@acme.example"), email("private_zoe@home.example")},
		Phones: []crm.Phone{phone("07700 900123"), phone("07700 900124"), phone("020 7946 0958")},
	})
	w.contact(t, "Lukas", "Other", "07700 900987")
	w.contact(t, "Percent", "100% Pure")
	for query, want := range map[string][]string{
		"lukasi": {"Zoë Łukasiewicz"}, "ŁUKA": {"Zoë Łukasiewicz", "Lukas Other"}, "zoe luk": {"Zoë Łukasiewicz"},
		"lukasiewicz zoe": {"Zoë Łukasiewicz"}, "muller": {"Zoë Łukasiewicz"}, "son": {"Zoë Łukasiewicz"},
		"zoe.l@": {"Zoë Łukasiewicz"}, "private_zoe": {"Zoë Łukasiewicz"}, "privateXzoe": {}, "kasiew": {"Zoë Łukasiewicz"},
		"07700 900123": {"Zoë Łukasiewicz"}, "+44 7700 900123": {"Zoë Łukasiewicz"}, "(020) 7946-0958": {"Zoë Łukasiewicz"},
		"0044 20 7946": {"Zoë Łukasiewicz"}, "07700": {"Zoë Łukasiewicz", "Lukas Other"}, "900123": {"Zoë Łukasiewicz"},
		"100%": {"Percent 100% Pure"}, "%%%": {}, "___": {}, `\\\`: {}, "nobody at all": {}, "\x00\xff": {"Percent 100% Pure", "Lukas Other", "Zoë Łukasiewicz"},
	} {
		for _, sort := range []string{"", "lastName"} {
			got := names(w.walk(t, crm.ContactFilter{Query: query}, sort, 10))
			if query == "\x00\xff" {
				continue // only that it does not fail
			}
			assert.ElementsMatch(t, want, got, "%q sorted by %q", query, sort)
		}
	}
	ranked := names(w.walk(t, crm.ContactFilter{Query: "luka"}, "", 10))
	assert.Equal(t, []string{"Zoë Łukasiewicz", "Lukas Other"}, ranked, "last names before first names")
}

// TestSearchPages walks hits across the columns: each contact once.
func TestSearchPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.customer(t, "Anna Ltd")
	want := map[id.Contact]bool{}
	add := func(c crm.Contact) { want[c.ID] = true }
	for i := range 9 {
		add(w.contact(t, fmt.Sprint("X", i), "Anna"))
		add(w.contact(t, "Anna", fmt.Sprint("Y", i)))
		add(w.create(t, crm.ContactDraft{FirstName: fmt.Sprint("Z", i), LastName: "Q", CustomerID: &anna.ID}))
		add(w.create(t, crm.ContactDraft{FirstName: "E", LastName: fmt.Sprint("M", i), Emails: []crm.Email{email(fmt.Sprintf("anna%d@example.com", i))}}))
	}
	w.contact(t, "No", "Hit")
	for _, sort := range []string{"", "-lastName"} {
		got := w.walk(t, crm.ContactFilter{Query: "anna"}, sort, 5)
		seen := map[id.Contact]bool{}
		for _, c := range got {
			assert.False(t, seen[c.ID], "%s is listed twice", c.Name())
			seen[c.ID] = true
		}
		assert.Equal(t, want, seen, sort)
	}
	page, err := w.ContactList(t.Context(), w.agent, crm.ContactFilter{Query: "anna"}, crm.PageRequest{Limit: 5})
	require.NoError(t, err)
	assert.Equal(t, crm.Total{Count: 36, Exact: true}, page.Total)
}

func TestCustomers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, err := w.CustomerCreate(ctx, w.agent, crm.CustomerDraft{Name: "Acme", Website: "acme.example", OwnerID: &w.agent.User})
	require.NoError(t, err)
	_, err = w.CustomerCreate(ctx, w.agent, crm.CustomerDraft{Name: "ÁCME"})
	requireCode(t, err, crm.CodeConflict)
	c := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", CustomerID: &acme.ID})
	renamed, err := w.CustomerUpdate(ctx, w.agent, acme.ID, &acme.Version, crm.CustomerChange{Name: crm.Some("Globex")})
	require.NoError(t, err)
	assert.Equal(t, "acme.example", renamed.Website)
	assert.EqualValues(t, 1, renamed.ContactCount)
	_, err = w.CustomerUpdate(ctx, w.agent, acme.ID, &acme.Version, crm.CustomerChange{})
	requireCode(t, err, crm.CodeStale)
	assert.Equal(t, []string{c.Name()}, names(w.walk(t, crm.ContactFilter{Query: "globex"}, "", 10)), "search knows the new name")
	assert.Empty(t, w.walk(t, crm.ContactFilter{Query: "acme"}, "", 10))
	for i := range 7 {
		w.customer(t, fmt.Sprintf("Firm %d", i))
	}
	page, err := w.CustomerList(ctx, w.agent, "IRM", crm.PageRequest{Limit: 3})
	require.NoError(t, err)
	assert.Len(t, page.Items, 3)
	assert.EqualValues(t, 7, page.Total.Count)
	next, err := w.CustomerList(ctx, w.agent, "IRM", crm.PageRequest{Limit: 3, Cursor: page.NextCursor})
	require.NoError(t, err)
	assert.Equal(t, "Firm 3", next.Items[0].Name)
	_, err = w.CustomerGet(ctx, w.agent, id.New[id.Customer]())
	requireCode(t, err, crm.CodeNotFound)
	_, err = w.CustomerCreate(ctx, w.agent, crm.CustomerDraft{Name: "  "})
	requireCode(t, err, crm.CodeInvalid)
}

func TestTickets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme := w.customer(t, "Acme")
	c := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", CustomerID: &acme.ID})
	first, err := w.TicketCreate(ctx, w.agent, crm.TicketDraft{Subject: "Printer on fire", ContactID: &c.ID, AssigneeID: &w.agent.User})
	require.NoError(t, err)
	assert.EqualValues(t, 1, first.Number)
	assert.Equal(t, acme.ID, *first.CustomerID, "the contact's customer")
	assert.Equal(t, "A B", first.ContactName)
	assert.Equal(t, crm.TicketNew, first.Status)
	second, err := w.TicketCreate(ctx, w.agent, crm.TicketDraft{Subject: "Other", Priority: "high"})
	require.NoError(t, err)
	assert.EqualValues(t, 2, second.Number)
	solved, err := w.TicketUpdate(ctx, w.agent, first.ID, nil, crm.TicketChange{Status: crm.Some(crm.TicketSolved)})
	require.NoError(t, err)
	assert.Equal(t, crm.TicketSolved, solved.Status)
	for name, test := range map[string]struct {
		filter crm.TicketFilter
		want   []int64
	}{
		"all": {crm.TicketFilter{}, []int64{1, 2}}, "open": {crm.TicketFilter{OpenOnly: true}, []int64{2}},
		"status": {crm.TicketFilter{Status: crm.TicketSolved}, []int64{1}}, "contact": {crm.TicketFilter{ContactID: &c.ID}, []int64{1}},
		"customer": {crm.TicketFilter{CustomerID: &acme.ID}, []int64{1}}, "assignee": {crm.TicketFilter{AssigneeID: &w.agent.User}, []int64{1}},
		"subject": {crm.TicketFilter{Query: "FIRE"}, []int64{1}}, "number": {crm.TicketFilter{Query: "#2"}, []int64{2}},
	} {
		page, err := w.TicketList(ctx, w.agent, test.filter, crm.PageRequest{})
		require.NoError(t, err)
		var got []int64
		for _, ticket := range page.Items {
			got = append(got, ticket.Number)
		}
		assert.Equal(t, test.want, got, name)
	}
	_, err = w.TicketUpdate(ctx, w.agent, first.ID, nil, crm.TicketChange{Status: crm.Some(crm.TicketStatus("lost"))})
	requireCode(t, err, crm.CodeInvalid)
	_, err = w.TicketUpdate(ctx, w.agent, id.New[id.Ticket](), nil, crm.TicketChange{Status: crm.Some(crm.TicketOpen)})
	requireCode(t, err, crm.CodeNotFound)
	_, err = w.TicketCreate(ctx, w.agent, crm.TicketDraft{})
	requireCode(t, err, crm.CodeInvalid)
	got, err := w.TicketGet(ctx, w.agent, first.ID)
	require.NoError(t, err)
	assert.Equal(t, solved, got)
}
