package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func (w world) ticket(tb testing.TB, draft crm.TicketDraft) crm.Ticket {
	tb.Helper()
	ticket, err := w.TicketCreate(tb.Context(), w.agent, draft)
	require.NoError(tb, err)
	return ticket
}

func TestTicketChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	due := time.Now().Add(time.Hour).UTC().Truncate(time.Microsecond)
	made := w.ticket(t, crm.TicketDraft{Subject: "Broken", Description: "It **smokes**.", DueAt: &due})
	assert.Equal(t, "manual", made.Source)
	assert.Equal(t, w.agent.User, *made.CreatedByID)
	assert.EqualValues(t, 1, made.Version)
	assert.Equal(t, due, made.DueAt.UTC())
	assert.False(t, made.Overdue)

	past := time.Now().Add(-time.Hour)
	changed, err := w.TicketUpdate(ctx, w.agent2, made.ID, &made.Version, crm.TicketChange{
		Subject: crm.Some("Still broken"), Description: crm.Some("Now out."), Priority: crm.Some("urgent"),
		AssigneeID: crm.Some(&w.agent2.User), DueAt: crm.Some(&past),
	})
	require.NoError(t, err)
	assert.Equal(t, "Still broken", changed.Subject)
	assert.Equal(t, "Now out.", changed.Description)
	assert.Equal(t, "urgent", changed.Priority)
	assert.Equal(t, w.agent2.User, *changed.AssigneeID)
	assert.True(t, changed.Overdue)
	assert.EqualValues(t, 2, changed.Version)
	page, err := w.TicketList(ctx, w.agent, crm.TicketFilter{Query: "still"}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, []crm.Ticket{changed}, page.Items, "the search follows the subject")

	_, err = w.TicketUpdate(ctx, w.agent, made.ID, &made.Version, crm.TicketChange{Subject: crm.Some("Mine")})
	requireCode(t, err, crm.CodeStale)
	cleared, err := w.TicketUpdate(ctx, w.agent, made.ID, nil, crm.TicketChange{
		AssigneeID: crm.Some[*id.User](nil), DueAt: crm.Some[*time.Time](nil),
	})
	require.NoError(t, err)
	assert.Nil(t, cleared.AssigneeID)
	assert.Nil(t, cleared.DueAt)
	assert.False(t, cleared.Overdue)
}

func TestTicketContactBringsItsCustomer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, other := w.customer(t, "Acme"), w.customer(t, "Other")
	jane := w.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smith", CustomerID: &acme.ID})
	joe := w.create(t, crm.ContactDraft{FirstName: "Joe", LastName: "Bloggs"})
	made := w.ticket(t, crm.TicketDraft{Subject: "x"})
	change := func(change crm.TicketChange) crm.Ticket {
		t.Helper()
		changed, err := w.TicketUpdate(ctx, w.agent, made.ID, nil, change)
		require.NoError(t, err)
		return changed
	}
	changed := change(crm.TicketChange{ContactID: crm.Some(&jane.ID)})
	assert.Equal(t, "Jane Smith", changed.ContactName)
	assert.Equal(t, acme.ID, *changed.CustomerID)
	changed = change(crm.TicketChange{CustomerID: crm.Some(&other.ID)})
	assert.Equal(t, other.ID, *changed.CustomerID)
	changed = change(crm.TicketChange{ContactID: crm.Some(&jane.ID)})
	assert.Equal(t, other.ID, *changed.CustomerID, "the same contact changes nothing")
	changed = change(crm.TicketChange{ContactID: crm.Some(&joe.ID)})
	assert.Nil(t, changed.CustomerID, "the new contact has none")
	changed = change(crm.TicketChange{ContactID: crm.Some(&jane.ID), CustomerID: crm.Some(&other.ID)})
	assert.Equal(t, other.ID, *changed.CustomerID, "given together")
	changed = change(crm.TicketChange{ContactID: crm.Some[*id.Contact](nil)})
	assert.Nil(t, changed.ContactID)
	assert.Equal(t, other.ID, *changed.CustomerID)
}

func TestTicketStatusTellsItsStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	made := w.ticket(t, crm.TicketDraft{Subject: "x"})
	say := func(kind crm.TicketMessageKind, body string) crm.TicketMessage {
		t.Helper()
		message, err := w.TicketMessageCreate(ctx, w.agent, made.ID, crm.TicketMessageDraft{Kind: kind, Body: body})
		require.NoError(t, err)
		return message
	}
	move := func(status crm.TicketStatus) crm.Ticket {
		t.Helper()
		moved, err := w.TicketUpdate(ctx, w.agent, made.ID, nil, crm.TicketChange{Status: crm.Some(status)})
		require.NoError(t, err)
		return moved
	}
	say(crm.TicketInternal, "Looks like the fuse")
	untouched, err := w.TicketGet(ctx, w.agent, made.ID)
	require.NoError(t, err)
	assert.Equal(t, crm.TicketNew, untouched.Status, "an internal note begins nothing")
	assert.Equal(t, made.Version, untouched.Version, "and makes no edit stale")
	assert.True(t, untouched.UpdatedAt.After(made.UpdatedAt))
	reply := say(crm.TicketReply, "We are on it")
	assert.Equal(t, w.agent.User, *reply.AuthorID)
	assert.NotEmpty(t, reply.AuthorName)
	opened, err := w.TicketGet(ctx, w.agent, made.ID)
	require.NoError(t, err)
	assert.Equal(t, crm.TicketOpen, opened.Status)

	solved := move(crm.TicketSolved)
	require.NotNil(t, solved.SolvedAt)
	assert.Equal(t, solved.SolvedAt, move(crm.TicketClosed).SolvedAt)
	assert.Nil(t, move(crm.TicketOpen).SolvedAt)
	move(crm.TicketOpen)

	var told []string
	var next string
	for {
		page, err := w.TicketMessageList(ctx, w.agent, made.ID, crm.PageRequest{Limit: 2, Cursor: next})
		require.NoError(t, err)
		assert.EqualValues(t, 6, page.Total.Count)
		for _, message := range page.Items {
			told = append(told, string(message.Kind)+": "+message.Body)
		}
		if next = page.NextCursor; next == "" {
			break
		}
	}
	assert.Equal(t, []string{
		"internal: Looks like the fuse", "reply: We are on it", "event: Status changed from new to open.",
		"event: Status changed from open to solved.", "event: Status changed from solved to closed.",
		"event: Status changed from closed to open.",
	}, told)
}

func TestTicketListFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	past, sooner, later := time.Now().Add(-time.Hour), time.Now().Add(time.Hour), time.Now().Add(2*time.Hour)
	w.ticket(t, crm.TicketDraft{Subject: "one", DueAt: &later, Priority: "low"})
	w.ticket(t, crm.TicketDraft{Subject: "two", DueAt: &past})
	w.ticket(t, crm.TicketDraft{Subject: "three"})
	w.ticket(t, crm.TicketDraft{Subject: "four", DueAt: &sooner})
	late := w.ticket(t, crm.TicketDraft{Subject: "five", DueAt: &past})
	_, err := w.TicketUpdate(ctx, w.agent, late.ID, nil, crm.TicketChange{Status: crm.Some(crm.TicketClosed)})
	require.NoError(t, err)
	for name, test := range map[string]struct {
		filter crm.TicketFilter
		sort   string
		want   []int64
	}{
		"priority":   {crm.TicketFilter{Priority: "low"}, "", []int64{1}},
		"overdue":    {crm.TicketFilter{Overdue: true}, "", []int64{2}},
		"number":     {crm.TicketFilter{}, "-number", []int64{5, 4, 3, 2, 1}},
		"by due":     {crm.TicketFilter{OpenOnly: true}, "dueAt", []int64{2, 4, 1}},
		"by due, up": {crm.TicketFilter{OpenOnly: true}, "-dueAt", []int64{1, 4, 2}},
	} {
		var got []int64
		for next := ""; ; {
			page, err := w.TicketList(ctx, w.agent, test.filter, crm.PageRequest{Sort: test.sort, Limit: 2, Cursor: next})
			require.NoError(t, err, name)
			assert.EqualValues(t, len(test.want), page.Total.Count, name)
			for _, ticket := range page.Items {
				got = append(got, ticket.Number)
			}
			if next = page.NextCursor; next == "" {
				break
			}
		}
		assert.Equal(t, test.want, got, name)
	}
	_, err = w.TicketList(ctx, w.agent, crm.TicketFilter{}, crm.PageRequest{Sort: "subject"})
	requireCode(t, err, crm.CodeInvalid)
}

func TestTicketRefusals(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := settle(t, a.Store)
	ctx := t.Context()
	ticket := a.ticket(t, crm.TicketDraft{Subject: "x"})
	theirs, customer := b.contact(t, "Eve", "Else"), b.customer(t, "Elsewhere")
	far := time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		change crm.TicketChange
		code   crm.Code
	}{
		"no subject":            {crm.TicketChange{Subject: crm.Some(" ")}, crm.CodeInvalid},
		"long description":      {crm.TicketChange{Description: crm.Some(strings.Repeat("x", 20_001))}, crm.CodeInvalid},
		"unknown priority":      {crm.TicketChange{Priority: crm.Some("now")}, crm.CodeInvalid},
		"due in the year 12000": {crm.TicketChange{DueAt: crm.Some(&far)}, crm.CodeInvalid},
		"their contact":         {crm.TicketChange{ContactID: crm.Some(&theirs.ID)}, crm.CodeNotFound},
		"their customer":        {crm.TicketChange{CustomerID: crm.Some(&customer.ID)}, crm.CodeInvalid},
		"their agent":           {crm.TicketChange{AssigneeID: crm.Some(&b.agent.User)}, crm.CodeInvalid},
	} {
		_, err := a.TicketUpdate(ctx, a.agent, ticket.ID, nil, test.change)
		require.Error(t, err, name)
		requireCode(t, err, test.code)
	}
	for _, draft := range []crm.TicketMessageDraft{{Kind: crm.TicketReply, Body: " "}, {Kind: crm.TicketEvent, Body: "x"}} {
		_, err := a.TicketMessageCreate(ctx, a.agent, ticket.ID, draft)
		requireCode(t, err, crm.CodeInvalid)
	}
	_, err := b.TicketUpdate(ctx, b.admin, ticket.ID, nil, crm.TicketChange{Subject: crm.Some("y")})
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.TicketMessageCreate(ctx, b.admin, ticket.ID, crm.TicketMessageDraft{Kind: crm.TicketReply, Body: "x"})
	requireCode(t, err, crm.CodeNotFound)
	same, err := a.TicketGet(ctx, a.agent, ticket.ID)
	require.NoError(t, err)
	assert.Equal(t, ticket, same)
}
