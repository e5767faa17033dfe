package store_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func TestContactCreateAndGet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	draft := crm.ContactDraft{
		FirstName: " Zoë ", LastName: "O’Neill", JobTitle: "Buyer", Company: "Acme Ltd", CreateCustomer: true,
		Emails: []crm.Email{email("zoe@home.example"), {Address: "Zoe@Acme.example", Primary: true, Label: "work"}},
		Phones: []crm.Phone{phone("07700 900123"), {Number: number("020 7946 0958 x12"), Label: "desk"}},
		Tags:   []string{"vip", "VIP", "north"}, Notes: "met at the fair", OwnerID: &w.agent2.User,
	}
	made := w.create(t, draft)
	got, err := w.ContactGet(t.Context(), w.agent, made.ID)
	require.NoError(t, err)
	assert.Equal(t, made, got)
	assert.Equal(t, "Zoë", got.FirstName)
	assert.Equal(t, []crm.Email{{Address: "Zoe@Acme.example", Label: "work", Primary: true}, {Address: "zoe@home.example"}}, got.Emails)
	require.Len(t, got.Phones, 2)
	assert.Equal(t, "+447700900123", got.Phones[0].Number.E164)
	assert.Equal(t, "07700 900123", got.Phones[0].Number.Raw)
	assert.True(t, got.Phones[0].Primary)
	assert.Equal(t, "12", got.Phones[1].Number.Extension)
	assert.Equal(t, "Acme Ltd", got.CustomerName)
	assert.Equal(t, []string{"north", "vip"}, got.Tags)
	assert.Equal(t, crm.KindCustomer, got.Kind)
	assert.Equal(t, "Active", got.Status)
	assert.Equal(t, "manual", got.Source)
	assert.EqualValues(t, 1, got.Version)
	assert.False(t, got.LockedToCustomer)
	notes, err := w.NoteList(t.Context(), w.agent, made.ID, crm.PageRequest{})
	require.NoError(t, err)
	require.Len(t, notes.Items, 1)
	assert.Equal(t, "met at the fair", notes.Items[0].Body)
	assert.Equal(t, w.agent.User, *notes.Items[0].AuthorID)
	assert.NotEmpty(t, notes.Items[0].AuthorName)
}

func TestContactCreateRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	holder := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", Emails: []crm.Email{email("a@example.com")}})
	for name, test := range map[string]struct {
		draft crm.ContactDraft
		code  crm.Code
	}{
		"no name":          {crm.ContactDraft{LastName: "B"}, crm.CodeInvalid},
		"unknown customer": {crm.ContactDraft{FirstName: "A", LastName: "B", Company: "Nobody Ltd"}, crm.CodeUnknownCustomer},
		"no such customer": {crm.ContactDraft{FirstName: "A", LastName: "B", CustomerID: new(id.Customer)}, crm.CodeInvalid},
		"bad phone":        {crm.ContactDraft{FirstName: "A", LastName: "B", Phones: []crm.Phone{phone("call me")}}, crm.CodeInvalidPhone},
		"zero byte":        {crm.ContactDraft{FirstName: "A\x00", LastName: "B"}, crm.CodeInvalid},
		"email taken":      {crm.ContactDraft{FirstName: "A", LastName: "B", Emails: []crm.Email{email("A@Example.com")}, Company: "New", CreateCustomer: true, Tags: []string{"new"}}, crm.CodeEmailTaken},
	} {
		_, err := w.ContactCreate(t.Context(), w.agent, test.draft)
		require.Error(t, err, name)
		refused := refusalOf(t, err, test.code)
		if test.code == crm.CodeEmailTaken {
			require.NotNil(t, refused.ContactID)
			assert.Equal(t, holder.ID, *refused.ContactID)
		}
	}
	page, err := w.ContactList(t.Context(), w.agent, crm.ContactFilter{}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "a refusal changes nothing")
	customers, err := w.CustomerList(t.Context(), w.agent, "", crm.PageRequest{})
	require.NoError(t, err)
	assert.Empty(t, customers.Items, "a refusal leaves no customer behind")
}

func TestContactUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	c := w.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@example.com")}, Phones: []crm.Phone{phone("07700 900123")}, Tags: []string{"old"}})
	stale := c.Version
	updated, err := w.ContactUpdate(ctx, w.agent, c.ID, &c.Version, crm.ContactChange{
		LastName: crm.Some("Jones"), Phones: crm.Some([]crm.Phone{phone("07700 900456")}), Tags: crm.Some([]string{"new"}),
	})
	require.NoError(t, err)
	assert.Equal(t, "Jane Jones", updated.Name())
	assert.Equal(t, c.Emails, updated.Emails, "what is not set stays")
	assert.Equal(t, []string{"new"}, updated.Tags)
	assert.EqualValues(t, 2, updated.Version)
	assert.True(t, updated.UpdatedAt.After(c.UpdatedAt))

	_, err = w.ContactUpdate(ctx, w.agent, c.ID, &stale, crm.ContactChange{FirstName: crm.Some("X")})
	requireCode(t, err, crm.CodeStale)
	_, err = w.ContactUpdate(ctx, w.agent, id.New[id.Contact](), nil, crm.ContactChange{})
	requireCode(t, err, crm.CodeNotFound)

	other := w.create(t, crm.ContactDraft{FirstName: "O", LastName: "P", Emails: []crm.Email{email("o@example.com")}})
	_, err = w.ContactUpdate(ctx, w.agent, other.ID, nil, crm.ContactChange{LastName: crm.Some("Q"), Emails: crm.Some([]crm.Email{email("JANE@example.com")})})
	refused := refusalOf(t, err, crm.CodeEmailTaken)
	require.NotNil(t, refused.ContactID)
	assert.Equal(t, c.ID, *refused.ContactID)
	unchanged, err := w.ContactGet(ctx, w.agent, other.ID)
	require.NoError(t, err)
	assert.Equal(t, other, unchanged)

	matches, err := w.LookupNumber(ctx, w.admin.Org, number("07700 900123"))
	require.NoError(t, err)
	assert.Empty(t, matches, "the old number is gone")
}

func TestLockedToCustomer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, globex := w.customer(t, "Acme"), w.customer(t, "Globex")
	c := w.create(t, crm.ContactDraft{FirstName: "L", LastName: "M", CustomerID: &acme.ID, Lock: true})
	require.True(t, c.LockedToCustomer)
	move := crm.ContactChange{CustomerID: crm.Some(&globex.ID)}
	_, err := w.ContactUpdate(ctx, w.agent, c.ID, nil, move)
	requireCode(t, err, crm.CodeLockedToCustomer)
	_, err = w.ContactUpdate(ctx, w.agent, c.ID, nil, crm.ContactChange{Company: crm.Some("globex")})
	requireCode(t, err, crm.CodeLockedToCustomer)
	_, err = w.ContactUpdate(ctx, w.agent, c.ID, nil, crm.ContactChange{LockedToCustomer: crm.Some(false)})
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.ContactConfirmCustomer(ctx, w.agent, c.ID, globex.ID)
	requireCode(t, err, crm.CodeLockedToCustomer)
	same, err := w.ContactUpdate(ctx, w.agent, c.ID, nil, crm.ContactChange{Company: crm.Some("ACME"), Status: crm.Some("Lead")})
	require.NoError(t, err, "the same customer is no change")
	assert.Equal(t, "Lead", same.Status)
	moved, err := w.ContactUpdate(ctx, w.supervisor, c.ID, nil, move)
	require.NoError(t, err)
	assert.Equal(t, "Globex", moved.CustomerName)
	assert.True(t, moved.LockedToCustomer)

	free := w.contact(t, "F", "G")
	confirmed, err := w.ContactConfirmCustomer(ctx, w.agent, free.ID, acme.ID)
	require.NoError(t, err)
	assert.True(t, confirmed.LockedToCustomer)
	assert.Equal(t, acme.ID, *confirmed.CustomerID)
	_, err = w.ContactConfirmCustomer(ctx, w.agent, free.ID, id.New[id.Customer]())
	requireCode(t, err, crm.CodeLockedToCustomer)
	_, err = w.ContactConfirmCustomer(ctx, w.supervisor, free.ID, id.New[id.Customer]())
	requireCode(t, err, crm.CodeInvalid)
}

func TestArchiveReleasesTheEmail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	first := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "A", Emails: []crm.Email{email("x@example.com")}, Phones: []crm.Phone{phone("07700 900123")}})
	archived, err := w.ContactArchive(ctx, w.agent, first.ID)
	require.NoError(t, err)
	require.NotNil(t, archived.ArchivedAt)
	again, err := w.ContactArchive(ctx, w.agent, first.ID)
	require.NoError(t, err)
	assert.Equal(t, archived, again)
	matches, err := w.LookupNumber(ctx, w.admin.Org, number("07700 900123"))
	require.NoError(t, err)
	assert.Empty(t, matches)

	second := w.create(t, crm.ContactDraft{FirstName: "B", LastName: "B", Emails: []crm.Email{email("X@example.com")}})
	_, err = w.ContactRestore(ctx, w.agent, first.ID)
	refused := refusalOf(t, err, crm.CodeEmailTaken)
	require.NotNil(t, refused.ContactID)
	assert.Equal(t, second.ID, *refused.ContactID)
	_, err = w.ContactArchive(ctx, w.agent, second.ID)
	require.NoError(t, err)
	restored, err := w.ContactRestore(ctx, w.agent, first.ID)
	require.NoError(t, err)
	assert.Nil(t, restored.ArchivedAt)
	_, err = w.ContactCreate(ctx, w.agent, crm.ContactDraft{FirstName: "C", LastName: "C", Emails: []crm.Email{email("x@example.com")}})
	requireCode(t, err, crm.CodeEmailTaken)
}

// TestWhoComesBackIsFoundByTheCustomersPresentName: whatever it was called when
// they were archived or merged.
func TestWhoComesBackIsFoundByTheCustomersPresentName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme := w.customer(t, "Acme")
	archived := w.create(t, crm.ContactDraft{FirstName: "Ar", LastName: "Chived", CustomerID: &acme.ID})
	merged := w.create(t, crm.ContactDraft{FirstName: "Mer", LastName: "Ged", CustomerID: &acme.ID})
	kept := w.contact(t, "Sur", "Vivor")
	_, err := w.ContactArchive(ctx, w.agent, archived.ID)
	require.NoError(t, err)
	done, err := w.ContactMerge(ctx, w.agent, merged.ID, kept.ID, nil)
	require.NoError(t, err)
	_, err = w.CustomerUpdate(ctx, w.supervisor, acme.ID, nil, crm.CustomerChange{Name: crm.Some("Zenith")})
	require.NoError(t, err)
	_, err = w.ContactRestore(ctx, w.supervisor, archived.ID)
	require.NoError(t, err)
	_, err = w.MergeUndo(ctx, w.supervisor, done.ID)
	require.NoError(t, err)
	for typed, want := range map[string]int{"zenith": 2, "acme": 0} {
		found := w.walk(t, crm.ContactFilter{Query: typed}, "", 10)
		assert.Len(t, found, want, typed)
	}
}

func TestOneEmailUnderConcurrency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const tries = 8
	errs := make([]error, tries)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = w.ContactCreate(t.Context(), w.agent, crm.ContactDraft{
				FirstName: "A", LastName: "B", Emails: []crm.Email{email("same@example.com")},
				Company: "Same Ltd", CreateCustomer: true, Tags: []string{"b", "a", "c"},
			})
		})
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
			continue
		}
		refused := refusalOf(t, err, crm.CodeEmailTaken)
		assert.NotNil(t, refused.ContactID)
	}
	assert.Equal(t, 1, made)
}

func TestUpdatesDoNotLoseEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.contact(t, "A", "B")
	const tries = 8
	errs := make([]error, tries)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = w.ContactUpdate(t.Context(), w.agent, c.ID, &c.Version, crm.ContactChange{JobTitle: crm.Some(strings.Repeat("x", i+1))})
		})
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		requireCode(t, err, crm.CodeStale)
	}
	assert.Equal(t, 1, done, "one change from one version")
}

func TestMergedContactAnswersAsTheSurvivor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	survivor := w.contact(t, "Sue", "Vivor")
	middle, gone := w.contact(t, "Mid", "Dle", "07700 900222"), w.contact(t, "Dup", "Licate", "07700 900111")
	w.exec(t, "UPDATE contacts SET archived_at = now(), merged_into_id = $2 WHERE id = $1", middle.ID.UUID, survivor.ID.UUID)
	w.exec(t, "UPDATE contacts SET archived_at = now(), merged_into_id = $2 WHERE id = $1", gone.ID.UUID, middle.ID.UUID)

	got, err := w.ContactGet(ctx, w.agent, gone.ID)
	require.NoError(t, err)
	assert.Equal(t, survivor.ID, got.ID)
	matches, err := w.LookupNumber(ctx, w.admin.Org, number("07700 900111"))
	require.NoError(t, err)
	require.Len(t, matches, 1)
	assert.Equal(t, survivor.ID, matches[0].ContactID)
	assert.Equal(t, "Sue Vivor", matches[0].Name)
	note, err := w.NoteCreate(ctx, w.agent, gone.ID, "late")
	require.NoError(t, err)
	assert.Equal(t, survivor.ID, note.ContactID)
	notes, err := w.NoteList(ctx, w.agent, gone.ID, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, notes.Items, 1)
	updated, err := w.ContactUpdate(ctx, w.agent, gone.ID, nil, crm.ContactChange{JobTitle: crm.Some("CEO")})
	require.NoError(t, err)
	assert.Equal(t, survivor.ID, updated.ID)
}
