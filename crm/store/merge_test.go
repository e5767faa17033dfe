package store_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// TestEveryForeignKeyToContactsHasAPolicy walks the catalogue: who adds a
// foreign key to contacts says what a merge does with it.
func TestEveryForeignKeyToContactsHasAPolicy(t *testing.T) {
	t.Parallel()
	rows, err := newWorld(t).superuser(t).Query(t.Context(), `SELECT c.conrelid::regclass::text || '.' || a.attname
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
		WHERE c.contype = 'f' AND c.confrelid = 'contacts'::regclass AND a.attname <> 'org_id'`)
	require.NoError(t, err)
	keys, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	var declared []string
	for _, policy := range crm.MergePolicies() {
		declared = append(declared, policy.Key)
	}
	assert.ElementsMatch(t, keys, declared, "crm.MergePolicies has a line for each foreign key to contacts and no other")
}

// family is two contacts with something of everything that a merge touches.
type family struct {
	world
	survivor, duplicate crm.Contact
	// deals are one of both and one of the duplicate alone.
	deals []crm.Deal
}

func newFamily(t *testing.T) family {
	t.Helper()
	w := newWorld(t)
	f := family{world: w}
	f.survivor = w.create(t, crm.ContactDraft{
		FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@acme.example")},
		Phones: []crm.Phone{phone("07700 900123")}, Tags: []string{"vip", "north"}, Notes: "of the survivor",
	})
	f.duplicate = w.create(t, crm.ContactDraft{
		FirstName: "J", LastName: "Smith", JobTitle: "Buyer", Emails: []crm.Email{email("j.smith@home.example")},
		Phones: []crm.Phone{phone("020 7946 0001"), phone("+447700900123")}, Tags: []string{"vip", "south"},
		MarketingOptOut: true, Notes: "of the duplicate", OwnerID: &w.agent.User,
	})
	_, err := w.TicketCreate(t.Context(), w.agent, crm.TicketDraft{Subject: "Broken", ContactID: &f.duplicate.ID})
	require.NoError(t, err)
	for _, contacts := range [][]crm.DealContact{{{ID: f.survivor.ID}, {ID: f.duplicate.ID, Role: "buyer"}}, {{ID: f.duplicate.ID}}} {
		deal, err := w.DealCreate(t.Context(), w.agent, crm.DealDraft{Name: "Machines", Contacts: contacts})
		require.NoError(t, err)
		f.deals = append(f.deals, deal)
	}
	call := w.call("+442079460001", time.Now())
	call.ContactID = &f.duplicate.ID
	w.record(t, call)
	return f
}

func (f family) merge(t *testing.T, actor crm.Actor, choices map[string]crm.MergeSide) crm.Merged {
	t.Helper()
	done, err := f.ContactMerge(t.Context(), actor, f.duplicate.ID, f.survivor.ID, choices)
	require.NoError(t, err)
	return done
}

// requireCounts looks at the nouns that the test knows: others may come.
func requireCounts(t *testing.T, want, got map[string]int64) {
	t.Helper()
	for noun, count := range want {
		require.Equal(t, count, got[noun], "%s of %v", noun, got)
	}
}

func addresses(c crm.Contact) (list []string) {
	for _, email := range c.Emails {
		list = append(list, email.Address)
	}
	return list
}

func numbers(c crm.Contact) (list []string) {
	for _, phone := range c.Phones {
		list = append(list, phone.Number.E164)
	}
	return list
}

func TestMergeKeepsAllOfBoth(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	ctx := t.Context()
	preview, err := f.ContactMergePreview(ctx, f.agent, f.duplicate.ID, f.survivor.ID)
	require.NoError(t, err)
	requireCounts(t, map[string]int64{"calls": 1, "notes": 1, "tickets": 1, "tags": 2, "deals": 2, "emails": 1, "phones": 1}, preview.Moves)

	done := f.merge(t, f.agent, nil)
	requireCounts(t, map[string]int64{"calls": 1, "notes": 1, "tickets": 1, "tags": 1, "deals": 1, "emails": 1, "phones": 1}, done.Moved)
	s := done.Survivor
	assert.Equal(t, "Jane", s.FirstName)
	assert.Equal(t, "Buyer", s.JobTitle, "blank fields take the duplicate's")
	assert.Equal(t, &f.agent.User, s.OwnerID)
	assert.True(t, s.MarketingOptOut, "sticky")
	assert.Equal(t, []string{"jane@acme.example", "j.smith@home.example"}, addresses(s))
	assert.Equal(t, []string{"+447700900123", "+442079460001"}, numbers(s))
	assert.ElementsMatch(t, []string{"vip", "north", "south"}, s.Tags)
	assert.NotNil(t, done.Duplicate.ArchivedAt)
	assert.Equal(t, &s.ID, done.Duplicate.MergedIntoID)

	got, err := f.ContactGet(ctx, f.agent, f.duplicate.ID)
	require.NoError(t, err)
	assert.Equal(t, s.ID, got.ID)
	matches, err := f.LookupNumber(ctx, f.agent.Org, number("+442079460001"))
	require.NoError(t, err)
	require.Len(t, matches, 1)
	assert.Equal(t, s.ID, matches[0].ContactID)
	found, err := f.ContactList(ctx, f.agent, crm.ContactFilter{Query: "j.smith@home"}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, found.Items, 1, "search reads the survivor's new addresses")
	merges, err := f.MergeList(ctx, f.agent, f.duplicate.ID)
	require.NoError(t, err)
	require.Len(t, merges, 1)
	assert.Equal(t, "J Smith", merges[0].DuplicateName)
	assert.EqualValues(t, 1, merges[0].Moved["calls"])
}

func TestMergeUndoRoundTrip(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	done := f.merge(t, f.agent, map[string]crm.MergeSide{"firstName": crm.SideDuplicate, "email": crm.SideDuplicate, "phone": crm.SideDuplicate})
	assert.Equal(t, "J", done.Survivor.FirstName)
	assert.Equal(t, []string{"j.smith@home.example", "jane@acme.example"}, addresses(done.Survivor))
	undone, err := f.MergeUndo(t.Context(), f.agent, done.ID)
	require.NoError(t, err)
	assert.Empty(t, undone.Kept)
	requireSameContact(t, f.survivor, undone.Survivor)
	requireSameContact(t, f.duplicate, undone.Duplicate)
	requireCounts(t, map[string]int64{"calls": 1, "notes": 1, "tickets": 1, "tags": 1, "deals": 1, "emails": 1, "phones": 2}, undone.Restored)
	for _, deal := range f.deals {
		got, err := f.DealGet(t.Context(), f.agent, deal.ID)
		require.NoError(t, err)
		assert.Equal(t, deal.Contacts, got.Contacts)
	}
	_, err = f.MergeUndo(t.Context(), f.agent, done.ID)
	requireCode(t, err, crm.CodeConflict)
}

// requireSameContact compares all but what every write changes.
func requireSameContact(t require.TestingT, want, got crm.Contact) {
	want.UpdatedAt, want.Version, got.UpdatedAt, got.Version = time.Time{}, 0, time.Time{}, 0
	want.LastCallAt, got.LastCallAt = nil, nil // TestLastCallFollowsCalls
	require.Equal(t, want, got)
}

func TestMergeUndoKeepsWhatPeopleChanged(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	ctx := t.Context()
	done := f.merge(t, f.agent, nil)
	_, err := f.ContactUpdate(ctx, f.agent, f.survivor.ID, nil, crm.ContactChange{
		JobTitle: crm.Some("Director"), Emails: crm.Some([]crm.Email{email("new@acme.example")}),
	})
	require.NoError(t, err)
	f.create(t, crm.ContactDraft{FirstName: "Other", LastName: "One", Emails: []crm.Email{email("j.smith@home.example")}})
	undone, err := f.MergeUndo(ctx, f.agent, done.ID)
	require.NoError(t, err)
	assert.Equal(t, "Director", undone.Survivor.JobTitle)
	assert.Equal(t, []string{"new@acme.example"}, addresses(undone.Survivor))
	assert.Empty(t, undone.Duplicate.Emails)
	require.Len(t, undone.Kept, 2)
	assert.Contains(t, undone.Kept[0], "job title")
	assert.Contains(t, undone.Kept[1], "j.smith@home.example")
}

func TestMergeUndoAfterTheSurvivorWasMerged(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	ctx := t.Context()
	first := f.merge(t, f.agent, nil)
	third := f.contact(t, "Third", "One")
	_, err := f.ContactMerge(ctx, f.agent, f.survivor.ID, third.ID, nil)
	require.NoError(t, err)
	undone, err := f.MergeUndo(ctx, f.agent, first.ID)
	require.NoError(t, err)
	assert.Equal(t, third.ID, undone.Survivor.ID)
	assert.Equal(t, []string{"jane@acme.example"}, addresses(undone.Survivor))
	requireSameContact(t, f.duplicate, undone.Duplicate)
	tickets, err := f.TicketList(ctx, f.agent, crm.TicketFilter{ContactID: &f.duplicate.ID}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, tickets.Items, 1)
}

// TestMergeUndoOutOfOrder undoes the first of two chained merges and then the
// later one: each comes back with what was its own, and nothing is there twice.
func TestMergeUndoOutOfOrder(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	ctx := t.Context()
	first := f.merge(t, f.agent, map[string]crm.MergeSide{"firstName": crm.SideDuplicate})
	// The third has a number of the duplicate's as well: it stays.
	third := f.contact(t, "Third", "One", "020 7946 0001", "020 7946 0009")
	second, err := f.ContactMerge(ctx, f.agent, f.survivor.ID, third.ID, nil)
	require.NoError(t, err)
	undone, err := f.MergeUndo(ctx, f.agent, first.ID)
	require.NoError(t, err)
	requireSameContact(t, f.duplicate, undone.Duplicate)
	undone, err = f.MergeUndo(ctx, f.agent, second.ID)
	require.NoError(t, err)
	assert.Empty(t, undone.Kept)
	requireSameContact(t, f.survivor, undone.Duplicate)
	requireSameContact(t, third, undone.Survivor)
	kept, err := f.ContactGet(ctx, f.agent, f.duplicate.ID)
	require.NoError(t, err)
	requireSameContact(t, f.duplicate, kept)
}

// TestMergeFillsRoles: of two who take part in one deal the survivor keeps the
// role that says something, and an undo gives it back unless somebody changed it.
func TestMergeFillsRoles(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	ctx := t.Context()
	done := f.merge(t, f.agent, nil)
	roles := func() map[string]string {
		deal, err := f.DealGet(ctx, f.agent, f.deals[0].ID)
		require.NoError(t, err)
		found := map[string]string{}
		for _, contact := range deal.Contacts {
			found[contact.ID.String()] = contact.Role
		}
		return found
	}
	survivor, duplicate := f.survivor.ID.String(), f.duplicate.ID.String()
	assert.Equal(t, map[string]string{survivor: "buyer"}, roles())
	_, err := f.MergeUndo(ctx, f.agent, done.ID)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{survivor: "", duplicate: "buyer"}, roles())

	done = f.merge(t, f.agent, nil)
	_, err = f.DealUpdate(ctx, f.agent, f.deals[0].ID, nil, crm.DealChange{Contacts: crm.Some([]crm.DealContact{{ID: f.survivor.ID, Role: "decides"}})})
	require.NoError(t, err)
	_, err = f.MergeUndo(ctx, f.agent, done.ID)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{survivor: "decides", duplicate: "buyer"}, roles())
}

// TestMergeUndoReadsOldJournals: what was merged before the journal had a form
// of its own can be taken back as well.
func TestMergeUndoReadsOldJournals(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	done := f.merge(t, f.agent, nil)
	for column, contact := range map[string]crm.Contact{"survivor": f.survivor, "duplicate": f.duplicate, "merged": done.Survivor} {
		old, err := json.Marshal(contact)
		require.NoError(t, err)
		f.exec(t, "UPDATE merges SET "+column+" = $1", string(old))
	}
	undone, err := f.MergeUndo(t.Context(), f.agent, done.ID)
	require.NoError(t, err)
	requireSameContact(t, f.survivor, undone.Survivor)
	requireSameContact(t, f.duplicate, undone.Duplicate)
}

func TestDismissalsCanBeTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	a, b := w.contact(t, "A", "One", "07700 900100"), w.contact(t, "B", "Two", "07700 900100")
	count := func() int {
		page, err := w.DuplicateList(ctx, w.agent, crm.PageRequest{})
		require.NoError(t, err)
		return len(page.Items)
	}
	require.NoError(t, w.DuplicateDismiss(ctx, w.agent, b.ID, a.ID))
	require.NoError(t, w.DuplicateDismiss(ctx, w.agent, a.ID, b.ID))
	assert.Zero(t, count())
	stranger := settle(t, w.Store)
	requireCode(t, stranger.DuplicateUndismiss(ctx, stranger.agent, a.ID, b.ID), crm.CodeNotFound)
	require.NoError(t, w.DuplicateUndismiss(ctx, w.agent, a.ID, b.ID))
	require.NoError(t, w.DuplicateUndismiss(ctx, w.agent, a.ID, b.ID))
	assert.Equal(t, 1, count())
	requireCode(t, w.DuplicateUndismiss(ctx, w.agent, a.ID, a.ID), crm.CodeMergeSelf)
	history, err := w.ContactHistory(ctx, w.agent, b.ID, crm.PageRequest{})
	require.NoError(t, err)
	require.Len(t, history.Items, 3)
	assert.Equal(t, "undismiss", history.Items[0].Action)
}

func TestMergeRefusals(t *testing.T) {
	t.Parallel()
	f := newFamily(t)
	ctx := t.Context()
	stranger := settle(t, f.Store)
	_, err := f.ContactMerge(ctx, f.agent, f.survivor.ID, f.survivor.ID, nil)
	requireCode(t, err, crm.CodeMergeSelf)
	_, err = f.ContactMerge(ctx, f.agent, f.duplicate.ID, id.New[id.Contact](), nil)
	requireCode(t, err, crm.CodeNotFound)
	_, err = f.ContactMerge(ctx, f.agent, f.duplicate.ID, stranger.contact(t, "Far", "Away").ID, nil)
	requireCode(t, err, crm.CodeNotFound)
	_, err = f.ContactMerge(ctx, f.agent, f.duplicate.ID, f.survivor.ID, map[string]crm.MergeSide{"id": crm.SideDuplicate})
	requireCode(t, err, crm.CodeInvalid)
	gone := f.contact(t, "Gone", "Away")
	_, err = f.ContactArchive(ctx, f.agent, gone.ID)
	require.NoError(t, err)
	_, err = f.ContactMerge(ctx, f.agent, gone.ID, f.survivor.ID, nil)
	requireCode(t, err, crm.CodeConflict)
	done := f.merge(t, f.agent, nil)
	_, err = f.ContactMerge(ctx, f.agent, f.survivor.ID, f.duplicate.ID, nil)
	requireCode(t, err, crm.CodeMergeSelf)
	_, err = stranger.MergeUndo(ctx, stranger.admin, done.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = stranger.MergeList(ctx, stranger.admin, f.survivor.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = stranger.ContactMergePreview(ctx, stranger.admin, f.survivor.ID, f.duplicate.ID)
	requireCode(t, err, crm.CodeNotFound)
}

func TestMergeOfLockedContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, other := w.customer(t, "Acme"), w.customer(t, "Other")
	locked := func(customer crm.Customer) crm.Contact {
		return w.create(t, crm.ContactDraft{FirstName: "L", LastName: "O", CustomerID: &customer.ID, Lock: true})
	}
	a, b := locked(acme), locked(other)
	choice := map[string]crm.MergeSide{"customerId": crm.SideDuplicate}
	_, err := w.ContactMerge(ctx, w.supervisor, b.ID, a.ID, nil)
	requireCode(t, err, crm.CodeLockedCustomersDiffer)
	_, err = w.ContactMerge(ctx, w.agent, b.ID, a.ID, choice)
	requireCode(t, err, crm.CodeLockedCustomersDiffer)
	done, err := w.ContactMerge(ctx, w.supervisor, b.ID, a.ID, choice)
	require.NoError(t, err)
	assert.Equal(t, &other.ID, done.Survivor.CustomerID)
	assert.True(t, done.Survivor.LockedToCustomer)

	// The lock of a duplicate is sticky: its customer comes with it.
	open := w.create(t, crm.ContactDraft{FirstName: "O", LastName: "P", CustomerID: &acme.ID})
	_, err = w.ContactMerge(ctx, w.agent, done.Survivor.ID, open.ID, map[string]crm.MergeSide{"customerId": crm.SideSurvivor})
	requireCode(t, err, crm.CodeLockedToCustomer)
	done, err = w.ContactMerge(ctx, w.agent, done.Survivor.ID, open.ID, nil)
	require.NoError(t, err)
	assert.Equal(t, &other.ID, done.Survivor.CustomerID)
	assert.True(t, done.Survivor.LockedToCustomer)
}

func TestDuplicatesPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme := w.customer(t, "Acme")
	var want []string
	for i := range 3 {
		number := fmt.Sprintf("07700 90010%d", i)
		w.contact(t, fmt.Sprintf("A%d", i), "One", number)
		w.contact(t, fmt.Sprintf("B%d", i), "Two", number)
		want = append(want, fmt.Sprintf("A%d B%d [same_phone] 60", i, i))
	}
	for range 2 {
		w.create(t, crm.ContactDraft{FirstName: "Zoë", LastName: "Same", CustomerID: &acme.ID})
	}
	want = append(want, "Zoë Zoë [same_name same_company] 40")
	read := func() (got []string, pairs []crm.DuplicatePair) {
		for cursor := ""; ; {
			page, err := w.DuplicateList(ctx, w.agent, crm.PageRequest{Limit: 2, Cursor: cursor})
			require.NoError(t, err)
			for _, pair := range page.Items {
				got = append(got, fmt.Sprintf("%s %s %v %d", pair.Contacts[0].FirstName, pair.Contacts[1].FirstName, pair.Reasons, pair.Score))
			}
			pairs = append(pairs, page.Items...)
			assert.Equal(t, crm.Total{Count: int64(len(want)), Exact: true}, page.Total)
			if cursor = page.NextCursor; cursor == "" {
				return got, pairs
			}
		}
	}
	got, pairs := read()
	assert.Equal(t, want, got)
	require.NoError(t, w.DuplicateDismiss(ctx, w.agent, pairs[0].Contacts[1].ID, pairs[0].Contacts[0].ID))
	_, err := w.ContactMerge(ctx, w.agent, pairs[3].Contacts[0].ID, pairs[3].Contacts[1].ID, nil)
	require.NoError(t, err)
	want = want[1:3]
	got, _ = read()
	assert.Equal(t, want, got)
	stranger := settle(t, w.Store)
	page, err := w.DuplicateList(ctx, stranger.agent, crm.PageRequest{})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}
