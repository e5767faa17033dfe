package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func (w world) lastCall(tb testing.TB, contact id.Contact) *time.Time {
	tb.Helper()
	got, err := w.ContactGet(tb.Context(), w.supervisor, contact)
	require.NoError(tb, err)
	return got.LastCallAt
}

// called records a call with the contact that began at a time.
func (w world) called(tb testing.TB, contact *id.Contact, at time.Time) id.Call {
	tb.Helper()
	call := w.call("+447700900123", at)
	call.ContactID = contact
	w.record(tb, call)
	return call.ID
}

func TestLastCallFollowsCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	ada, bea := w.contact(t, "Ada", "A"), w.contact(t, "Bea", "B")
	assert.Nil(t, w.lastCall(t, ada.ID))
	first := w.called(t, &ada.ID, noon)
	assert.Equal(t, noon, *w.lastCall(t, ada.ID))
	w.called(t, &ada.ID, noon.Add(-time.Hour))
	assert.Equal(t, noon, *w.lastCall(t, ada.ID), "an older call changes nothing")
	got, err := w.ContactGet(ctx, w.agent, ada.ID)
	require.NoError(t, err)
	assert.Equal(t, ada.Version, got.Version)
	assert.Equal(t, ada.UpdatedAt, got.UpdatedAt)

	// Attributed to another one, and to nobody.
	_, err = w.CallUpdate(ctx, w.supervisor, first, crm.CallChange{ContactID: crm.Some(&bea.ID)})
	require.NoError(t, err)
	assert.Equal(t, noon.Add(-time.Hour), *w.lastCall(t, ada.ID))
	assert.Equal(t, noon, *w.lastCall(t, bea.ID))
	_, err = w.CallUpdate(ctx, w.supervisor, first, crm.CallChange{ContactID: crm.Some[*id.Contact](nil)})
	require.NoError(t, err)
	assert.Nil(t, w.lastCall(t, bea.ID))
	_, err = w.CallUpdate(ctx, w.supervisor, first, crm.CallChange{ContactID: crm.Some(&bea.ID)})
	require.NoError(t, err)

	// A caller who is found after the call began.
	late := w.call("+447700900124", noon.Add(time.Minute))
	w.record(t, late)
	late.ContactID, late.Sequence = &ada.ID, 2
	w.record(t, late)
	assert.Equal(t, noon.Add(time.Minute), *w.lastCall(t, ada.ID))

	// A merge moves it, and taking the merge back too.
	merged, err := w.ContactMerge(ctx, w.agent, ada.ID, bea.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, noon.Add(time.Minute), *w.lastCall(t, bea.ID))
	_, err = w.MergeUndo(ctx, w.agent, merged.ID)
	require.NoError(t, err)
	assert.Equal(t, noon, *w.lastCall(t, bea.ID))
	assert.Equal(t, noon.Add(time.Minute), *w.lastCall(t, ada.ID))

	w.exec(t, "DELETE FROM calls WHERE id = $1", late.ID.UUID)
	assert.Equal(t, noon.Add(-time.Hour), *w.lastCall(t, ada.ID))
}

// TestLastCallUnderConcurrency has calls come in, change hands and be merged at
// once: in the end each contact's last call is the latest of its calls.
func TestLastCallUnderConcurrency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	base := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	people := []crm.Contact{w.contact(t, "A", "A"), w.contact(t, "B", "B"), w.contact(t, "C", "C")}
	const writers, each = 6, 15
	var wait sync.WaitGroup
	for n := range writers {
		wait.Go(func() {
			for i := range each {
				own := people[(n+i)%3].ID
				call := w.called(t, &own, base.Add(time.Duration(i*writers+n)*time.Minute))
				other := people[(n+i+1)%3].ID
				if i%2 == 0 {
					_, err := w.CallUpdate(t.Context(), w.supervisor, call, crm.CallChange{ContactID: crm.Some(&other)})
					assert.NoError(t, err)
				}
			}
		})
	}
	wait.Go(func() {
		for range 5 {
			merged, err := w.ContactMerge(t.Context(), w.supervisor, people[0].ID, people[1].ID, nil)
			if assert.NoError(t, err) {
				_, err = w.MergeUndo(t.Context(), w.supervisor, merged.ID)
				assert.NoError(t, err)
			}
		}
	})
	wait.Wait()
	var wrong int
	require.NoError(t, w.superuser(t).QueryRow(t.Context(), `SELECT count(*) FROM contacts c WHERE c.last_call_at IS DISTINCT FROM
		(SELECT max(k.started_at) FROM calls k WHERE k.org_id = c.org_id AND k.contact_id = c.id)`).Scan(&wrong))
	assert.Zero(t, wrong)
	assert.NotNil(t, w.lastCall(t, people[2].ID))
}

func TestContactFiltersOfTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	never := w.contact(t, "Never", "N")
	old := w.contact(t, "Old", "O")
	fresh := w.create(t, crm.ContactDraft{FirstName: "Fresh", LastName: "F", Tags: []string{"a", "b"}, OwnerID: &w.agent.User})
	one := w.create(t, crm.ContactDraft{FirstName: "One", LastName: "P", Tags: []string{"a"}, Kind: crm.KindVendor, Source: "call"})
	w.called(t, &old.ID, noon.Add(-24*time.Hour))
	w.called(t, &fresh.ID, noon)
	for i, contact := range []crm.Contact{never, old, fresh, one} {
		w.exec(t, "UPDATE contacts SET created_at = $2 WHERE id = $1", contact.ID.UUID, noon.Add(time.Duration(i)*time.Hour))
	}
	hour := func(n int) *time.Time { at := noon.Add(time.Duration(n) * time.Hour); return &at }
	no := false
	for name, with := range map[string]struct {
		filter crm.ContactFilter
		want   []string
	}{
		"called since": {crm.ContactFilter{LastCallFrom: &noon}, []string{"Fresh F"}},
		"called until": {crm.ContactFilter{LastCallTo: &noon}, []string{"Old O"}},
		"never":        {crm.ContactFilter{NeverCalled: true}, []string{"Never N", "One P"}},
		"created":      {crm.ContactFilter{CreatedFrom: hour(1), CreatedTo: hour(3)}, []string{"Fresh F", "Old O"}},
		"both tags":    {crm.ContactFilter{Tags: []string{"A", "b"}}, []string{"Fresh F"}},
		"one tag":      {crm.ContactFilter{Tags: []string{"a"}}, []string{"Fresh F", "One P"}},
		"kinds":        {crm.ContactFilter{Kinds: []crm.ContactKind{crm.KindVendor, crm.KindPartner}}, []string{"One P"}},
		"no owner":     {crm.ContactFilter{NoOwner: true, NeverCalled: true}, []string{"Never N", "One P"}},
		"source":       {crm.ContactFilter{Source: "call", Locked: &no}, []string{"One P"}},
		"inside":       {crm.ContactFilter{Query: "ne p", Tags: []string{"a"}, NeverCalled: true, Source: "call", NoOwner: true, Locked: &no}, []string{"One P"}},
		"inside, time": {crm.ContactFilter{Query: "resh", CreatedFrom: hour(1), CreatedTo: hour(3), LastCallFrom: &noon, Tags: []string{"a", "b"}}, []string{"Fresh F"}},
		"inside, none": {crm.ContactFilter{Query: "resh", LastCallTo: &noon}, nil},
	} {
		got := names(w.walk(t, with.filter, "lastName", 1))
		assert.ElementsMatch(t, with.want, got, name)
		assert.ElementsMatch(t, with.want, w.exportedNames(t, w.agent, with.filter, ""), name)
	}
	assert.Equal(t, []string{"Fresh F", "Old O"}, names(w.walk(t, crm.ContactFilter{}, "-lastCallAt", 1))[:2])
	up := names(w.walk(t, crm.ContactFilter{}, "lastCallAt", 1))
	assert.Len(t, up, 4, "those never called are in the list too")
	assert.Equal(t, []string{"Old O", "Fresh F"}, up[2:])
}
