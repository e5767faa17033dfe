package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func idsOf(contacts ...crm.Contact) crm.BulkTarget {
	var target crm.BulkTarget
	for _, contact := range contacts {
		target.IDs = append(target.IDs, contact.ID)
	}
	return target
}

func (w world) bulk(tb testing.TB, actor crm.Actor, target crm.BulkTarget, change crm.BulkChange) crm.BulkResult {
	tb.Helper()
	seen, err := w.ContactBulk(tb.Context(), actor, target, change, true)
	require.NoError(tb, err)
	assert.Equal(tb, id.BulkEdit{}, seen.ID)
	done, err := w.ContactBulk(tb.Context(), actor, target, change, false)
	require.NoError(tb, err)
	assert.Equal(tb, seen.Changed, done.Changed, "the preview says what is done")
	assert.Equal(tb, seen.Skipped, done.Skipped)
	return done
}

func (w world) reread(tb testing.TB, contact crm.Contact) crm.Contact {
	tb.Helper()
	got, err := w.ContactGet(tb.Context(), w.agent, contact.ID)
	require.NoError(tb, err)
	return got
}

// content is a contact without what every write changes.
func content(c crm.Contact) crm.Contact {
	c.Version, c.UpdatedAt = 0, c.CreatedAt
	return c
}

func TestBulkEditAndUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, engines := w.customer(t, "Acme"), w.customer(t, "Engines Ltd")
	one := w.create(t, crm.ContactDraft{FirstName: "One", LastName: "A", CustomerID: &acme.ID, Tags: []string{"old", "both"}})
	two := w.create(t, crm.ContactDraft{FirstName: "Two", LastName: "B", Status: "Lead", Tags: []string{"both"}})
	three := w.create(t, crm.ContactDraft{FirstName: "Three", LastName: "C", Status: "Lead"})
	change := crm.BulkChange{
		Kind: crm.Some(crm.KindPartner), Status: crm.Some("Lead"), OwnerID: crm.Some(&w.agent.User), CustomerID: crm.Some(&engines.ID), OptOut: true,
		AddTags: []string{"New", "both"}, RemoveTags: []string{"OLD", "unknown"},
	}
	done := w.bulk(t, w.agent, crm.BulkTarget{Filter: &crm.ContactFilter{}}, change)
	assert.EqualValues(t, 3, done.Changed)
	assert.Empty(t, done.Skipped)
	after := w.reread(t, one)
	assert.Equal(t, "Engines Ltd", after.CustomerName)
	assert.Equal(t, []string{"both", "New"}, after.Tags)
	assert.Equal(t, crm.KindPartner, after.Kind)
	assert.True(t, after.MarketingOptOut)
	assert.Equal(t, one.Version+1, after.Version)
	assert.Equal(t, []string{"One A"}, names(w.walk(t, crm.ContactFilter{Query: "One"}, "", 10)))
	assert.Len(t, w.walk(t, crm.ContactFilter{Query: "engines"}, "", 10), 3, "search finds the new company")

	// Each contact's history shows what changed in it, in the words of a single edit.
	history, err := w.ContactHistory(ctx, w.agent, one.ID, crm.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, "update", history.Items[0].Action)
	assert.ElementsMatch(t, []crm.FieldChange{
		{Field: "kind", Old: "customer", New: "partner"},
		{Field: "status", Old: "Active", New: "Lead"},
		{Field: "customer", Old: "Acme", New: "Engines Ltd"},
		{Field: "marketingOptOut", Old: "false", New: "true"},
		{Field: "ownerId", Old: "", New: w.agent.User.String()},
		{Field: "tags", Old: "both, old", New: "both, New"},
	}, history.Items[0].Changes)
	assert.Equal(t, done.ID.String(), history.Items[0].Detail["bulkId"])

	// Twice is once.
	again := w.bulk(t, w.agent, crm.BulkTarget{Filter: &crm.ContactFilter{}}, change)
	assert.Zero(t, again.Changed)
	assert.Equal(t, []crm.BulkSkip{{Reason: "unchanged", Count: 3}}, again.Skipped)

	// Somebody changes one of them; undo leaves that alone and takes back the rest.
	_, err = w.ContactUpdate(ctx, w.agent2, two.ID, nil, crm.ContactChange{Kind: crm.Some(crm.KindVendor), JobTitle: crm.Some("Boss")})
	require.NoError(t, err)
	_, err = w.ContactBulkUndo(ctx, w.agent2, done.ID)
	requireCode(t, err, crm.CodeForbidden)
	undone, err := w.ContactBulkUndo(ctx, w.agent, done.ID)
	require.NoError(t, err)
	assert.EqualValues(t, 3, undone.Restored)
	assert.EqualValues(t, 1, undone.Kept)
	assert.Equal(t, content(one), content(w.reread(t, one)))
	assert.Equal(t, content(three), content(w.reread(t, three)))
	kept := w.reread(t, two)
	assert.Equal(t, crm.KindVendor, kept.Kind)
	assert.Equal(t, "Boss", kept.JobTitle)
	assert.Nil(t, kept.CustomerID)
	assert.Equal(t, []string{"both"}, kept.Tags)
	_, err = w.ContactBulkUndo(ctx, w.agent, done.ID)
	requireCode(t, err, crm.CodeConflict)
	_, err = w.ContactBulkUndo(ctx, w.agent, undone.ID)
	requireCode(t, err, crm.CodeConflict)
	_, err = w.ContactBulkUndo(ctx, w.agent, id.New[id.BulkEdit]())
	requireCode(t, err, crm.CodeNotFound)
}

func TestBulkArchiveAndUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	one := w.create(t, crm.ContactDraft{FirstName: "One", LastName: "A", Emails: []crm.Email{email("one@example.com")}})
	two := w.create(t, crm.ContactDraft{FirstName: "Two", LastName: "B", Emails: []crm.Email{email("two@example.com")}})
	away := w.contact(t, "Away", "Z")
	_, err := w.ContactArchive(ctx, w.agent, away.ID)
	require.NoError(t, err)
	done := w.bulk(t, w.agent, idsOf(one, two, away), crm.BulkChange{Archive: true})
	assert.EqualValues(t, 2, done.Changed)
	assert.Equal(t, []crm.BulkSkip{{Reason: "unchanged", Count: 1}}, done.Skipped)
	assert.Empty(t, w.walk(t, crm.ContactFilter{}, "", 10))
	history, err := w.ContactHistory(ctx, w.agent, one.ID, crm.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, "archive", history.Items[0].Action)

	w.create(t, crm.ContactDraft{FirstName: "New", LastName: "Two", Emails: []crm.Email{email("two@example.com")}})
	undone, err := w.ContactBulkUndo(ctx, w.supervisor, done.ID)
	require.NoError(t, err)
	assert.Equal(t, crm.BulkUndone{ID: undone.ID, Restored: 1, Kept: 1}, undone)
	assert.Nil(t, w.reread(t, one).ArchivedAt)
	assert.NotNil(t, w.reread(t, two).ArchivedAt, "somebody else has its address by now")
	assert.NotNil(t, w.reread(t, away).ArchivedAt, "archived before")
	_, err = w.ContactCreate(ctx, w.agent, crm.ContactDraft{FirstName: "X", LastName: "Y", Emails: []crm.Email{email("one@example.com")}})
	requireCode(t, err, crm.CodeEmailTaken)
}

func TestBulkLockAndMerge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, engines := w.customer(t, "Acme"), w.customer(t, "Engines Ltd")
	locked := w.create(t, crm.ContactDraft{FirstName: "Lock", LastName: "A", CustomerID: &acme.ID, Lock: true})
	free := w.contact(t, "Free", "B")
	gone, into := w.contact(t, "Gone", "C"), w.contact(t, "Into", "D")
	_, err := w.ContactMerge(ctx, w.agent, gone.ID, into.ID, nil)
	require.NoError(t, err)
	target := idsOf(locked, free, gone, crm.Contact{ID: id.New[id.Contact]()})
	done := w.bulk(t, w.agent, target, crm.BulkChange{CustomerID: crm.Some(&engines.ID)})
	assert.EqualValues(t, 1, done.Changed)
	assert.EqualValues(t, 4, done.Matched)
	assert.Equal(t, []crm.BulkSkip{{Reason: "locked", Count: 1}, {Reason: "merged", Count: 1}, {Reason: "not_found", Count: 1}}, done.Skipped)
	assert.Equal(t, &acme.ID, w.reread(t, locked).CustomerID)

	// A supervisor who takes the customer away opens the lock, and undo closes it.
	taken := w.bulk(t, w.supervisor, idsOf(locked), crm.BulkChange{CustomerID: crm.Some[*id.Customer](nil)})
	assert.EqualValues(t, 1, taken.Changed)
	assert.False(t, w.reread(t, locked).LockedToCustomer)
	_, err = w.ContactBulkUndo(ctx, w.supervisor, taken.ID)
	require.NoError(t, err)
	assert.Equal(t, content(locked), content(w.reread(t, locked)))

	// Confirmed since: an agent's undo keeps the confirmed customer.
	_, err = w.ContactConfirmCustomer(ctx, w.supervisor, free.ID, engines.ID)
	require.NoError(t, err)
	undone, err := w.ContactBulkUndo(ctx, w.agent, done.ID)
	require.NoError(t, err)
	assert.EqualValues(t, 1, undone.Kept)
	assert.Equal(t, &engines.ID, w.reread(t, free).CustomerID)

	// A contact that was merged since stays merged.
	status := w.bulk(t, w.agent, idsOf(free), crm.BulkChange{Status: crm.Some("Lead")})
	_, err = w.ContactMerge(ctx, w.supervisor, free.ID, into.ID, nil)
	require.NoError(t, err)
	undone, err = w.ContactBulkUndo(ctx, w.agent, status.ID)
	require.NoError(t, err)
	assert.Equal(t, crm.BulkUndone{ID: undone.ID, Kept: 1}, undone)
}

func TestBulkRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	theirs := other.contact(t, "Their", "Own")
	foreign := other.customer(t, "Foreign")
	one := w.contact(t, "One", "A")
	lead := crm.BulkChange{Status: crm.Some("Lead")}
	for name, refused := range map[string]struct {
		target crm.BulkTarget
		change crm.BulkChange
	}{
		"no target":   {crm.BulkTarget{}, lead},
		"two targets": {crm.BulkTarget{IDs: []id.Contact{one.ID}, Filter: &crm.ContactFilter{}}, lead},
		"no change":   {idsOf(one), crm.BulkChange{}},
		"kind":        {idsOf(one), crm.BulkChange{Kind: crm.Some(crm.ContactKind("friend"))}},
		"customer":    {idsOf(one), crm.BulkChange{CustomerID: crm.Some(&foreign.ID)}},
		"owner":       {idsOf(one), crm.BulkChange{OwnerID: crm.Some(&other.agent.User)}},
		"tag twice":   {idsOf(one), crm.BulkChange{AddTags: []string{"a"}, RemoveTags: []string{"A"}}},
	} {
		_, err := w.ContactBulk(t.Context(), w.agent, refused.target, refused.change, false)
		require.Error(t, err, name)
		requireCode(t, err, crm.CodeInvalid)
	}
	// Another organisation's contacts do not exist.
	done := w.bulk(t, w.admin, idsOf(theirs), lead)
	assert.Equal(t, []crm.BulkSkip{{Reason: "not_found", Count: 1}}, done.Skipped)
	edited := w.bulk(t, w.agent, idsOf(one), lead)
	_, err := other.ContactBulkUndo(t.Context(), other.admin, edited.ID)
	requireCode(t, err, crm.CodeNotFound)
	got, err := other.ContactGet(t.Context(), other.agent, theirs.ID)
	require.NoError(t, err)
	assert.Equal(t, theirs, got)

	w.exec(t, `INSERT INTO contacts (org_id, id, first_name, last_name, kind, status, source, created_at, updated_at, sort_name, name_fold)
		SELECT $1, gen_random_uuid(), 'N', 'N', 'customer', 'Active', 'manual', now(), now(), 'n', 'n' FROM generate_series(1, 1000)`, w.admin.Org)
	all := crm.BulkTarget{Filter: &crm.ContactFilter{}}
	_, err = w.ContactBulk(t.Context(), w.agent, all, lead, true)
	requireCode(t, err, crm.CodeForbidden)
	seen, err := w.ContactBulk(t.Context(), w.supervisor, all, lead, true)
	require.NoError(t, err)
	assert.EqualValues(t, 1001, seen.Matched)
	w.exec(t, `INSERT INTO contacts (org_id, id, first_name, last_name, kind, status, source, created_at, updated_at, sort_name, name_fold)
		SELECT $1, gen_random_uuid(), 'N', 'N', 'customer', 'Active', 'manual', now(), now(), 'n', 'n' FROM generate_series(1, 9000)`, w.admin.Org)
	_, err = w.ContactBulk(t.Context(), w.supervisor, all, lead, true)
	requireCode(t, err, crm.CodeInvalid)
}

func TestViews(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	other := settle(t, w.Store)
	own, err := w.ViewCreate(ctx, w.agent, crm.ViewDraft{Noun: "contacts", Name: " Hot leads ", Params: map[string]any{"status": "Lead", "kind": []any{"vendor"}}, Columns: []string{"name", "phone", "name"}})
	require.NoError(t, err)
	assert.Equal(t, "Hot leads", own.Name)
	assert.Equal(t, []string{"name", "phone"}, own.Columns)
	shared, err := w.ViewCreate(ctx, w.supervisor, crm.ViewDraft{Noun: "contacts", Name: "Hot Leads", Shared: true})
	require.NoError(t, err)
	assert.Empty(t, shared.Params)
	_, err = w.ViewCreate(ctx, w.agent, crm.ViewDraft{Noun: "contacts", Name: "HOT LEADS"})
	requireCode(t, err, crm.CodeConflict)
	_, err = w.ViewCreate(ctx, w.agent, crm.ViewDraft{Noun: "tickets", Name: "HOT LEADS"})
	require.NoError(t, err, "of another list")

	names := func(actor crm.Actor, noun string) []string {
		views, err := w.ViewList(ctx, actor, noun)
		require.NoError(t, err)
		var names []string
		for _, view := range views {
			names = append(names, view.Name)
		}
		return names
	}
	assert.ElementsMatch(t, []string{"Hot leads", "Hot Leads"}, names(w.agent, "contacts"))
	assert.Equal(t, []string{"Hot Leads"}, names(w.agent2, ""))
	assert.Empty(t, names(other.admin, ""))

	renamed, err := w.ViewUpdate(ctx, w.agent, own.ID, crm.ViewChange{Name: crm.Some("Cold leads"), Params: crm.Some(map[string]any{})})
	require.NoError(t, err)
	assert.Equal(t, "Cold leads", renamed.Name)
	assert.Equal(t, own.Columns, renamed.Columns)
	_, err = w.ViewUpdate(ctx, w.agent, shared.ID, crm.ViewChange{Name: crm.Some("Mine now")})
	requireCode(t, err, crm.CodeForbidden)
	for _, stranger := range []world{w, other} {
		_, err = stranger.ViewUpdate(ctx, stranger.admin, own.ID, crm.ViewChange{Name: crm.Some("Mine now")})
		requireCode(t, err, crm.CodeNotFound)
		requireCode(t, stranger.ViewDelete(ctx, stranger.admin, own.ID), crm.CodeNotFound)
	}
	requireCode(t, w.ViewDelete(ctx, w.agent, shared.ID), crm.CodeForbidden)
	require.NoError(t, w.ViewDelete(ctx, w.admin, shared.ID))
	require.NoError(t, w.ViewDelete(ctx, w.agent, own.ID))
	assert.Empty(t, names(w.agent, "contacts"))
	for name, draft := range map[string]crm.ViewDraft{
		"noun": {Noun: "secrets", Name: "x"}, "name": {Noun: "contacts", Name: " "},
		"params": {Noun: "contacts", Name: "x", Params: map[string]any{"q": string(make([]byte, 5000))}},
	} {
		_, err = w.ViewCreate(ctx, w.agent, draft)
		require.Error(t, err, name)
		requireCode(t, err, crm.CodeInvalid)
	}
}

func TestRecentContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	other := settle(t, w.Store)
	var people []crm.Contact
	for i := range 53 {
		people = append(people, w.contact(t, fmt.Sprint("P", i), "X"))
		require.NoError(t, w.ContactSeen(ctx, w.agent, people[i].ID))
	}
	require.NoError(t, w.ContactSeen(ctx, w.agent, people[10].ID))
	recent, err := w.ContactRecent(ctx, w.agent, 3)
	require.NoError(t, err)
	assert.Equal(t, []string{"P10 X", "P52 X", "P51 X"}, names(recent))
	all, err := w.ContactRecent(ctx, w.agent, 50)
	require.NoError(t, err)
	assert.Len(t, all, 50)
	none, err := w.ContactRecent(ctx, w.agent2, 10)
	require.NoError(t, err)
	assert.Empty(t, none)
	requireCode(t, w.ContactSeen(ctx, w.agent, id.New[id.Contact]()), crm.CodeNotFound)
	requireCode(t, other.ContactSeen(ctx, other.agent, people[0].ID), crm.CodeNotFound)

	// A merged contact is its survivor, once; an archived one is not offered.
	_, err = w.ContactMerge(ctx, w.agent, people[10].ID, people[51].ID, nil)
	require.NoError(t, err)
	_, err = w.ContactArchive(ctx, w.agent, people[52].ID)
	require.NoError(t, err)
	recent, err = w.ContactRecent(ctx, w.agent, 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"P51 X", "P50 X"}, names(recent))
}
