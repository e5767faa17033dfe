package store_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
)

func (w world) pairNames(tb testing.TB) []string {
	tb.Helper()
	page, err := w.DuplicateList(tb.Context(), w.agent, crm.PageRequest{})
	require.NoError(tb, err)
	var pairs []string
	for _, pair := range page.Items {
		pairs = append(pairs, pair.Contacts[0].Name()+" & "+pair.Contacts[1].Name())
	}
	assert.EqualValues(tb, len(pairs), page.Total.Count)
	return pairs
}

// TestColleaguesOfOneSwitchboardAreNoDuplicates: a number that three of a company
// share says nothing about two of them, unless they share a name or another number.
func TestColleaguesOfOneSwitchboardAreNoDuplicates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acme := w.customer(t, "Acme")
	const desk, mobile = "020 7946 0001", "07700 900123"
	colleague := func(first, last string, numbers ...string) {
		draft := crm.ContactDraft{FirstName: first, LastName: last, CustomerID: &acme.ID}
		for _, number := range numbers {
			draft.Phones = append(draft.Phones, phone(number))
		}
		w.create(t, draft)
	}
	colleague("Ada", "A", desk, mobile)
	colleague("Bea", "B", desk, mobile)
	assert.Equal(t, []string{"Ada A & Bea B"}, w.pairNames(t), "two who share a number may be one")
	colleague("Cleo", "C", desk)
	assert.Equal(t, []string{"Ada A & Bea B"}, w.pairNames(t), "these two share a mobile as well")
	colleague("Cleo", "C", desk)
	assert.ElementsMatch(t, []string{"Ada A & Bea B", "Cleo C & Cleo C"}, w.pairNames(t))
	w.contact(t, "Dora", "D", desk)
	assert.Len(t, w.pairNames(t), 6, "one of no company may be any of them")
}

// TestSwitchboardsAreNotKeptAsShared: the page must not look at every switchboard
// of a large book in vain, and a switchboard that is none any more must be seen.
func TestSwitchboardsAreNotKeptAsShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, globex := w.customer(t, "Acme"), w.customer(t, "Globex")
	var people []crm.Contact
	for _, last := range []string{"A", "B", "C"} {
		people = append(people, w.create(t, crm.ContactDraft{
			FirstName: "Of", LastName: last, CustomerID: &acme.ID, Phones: []crm.Phone{phone("020 7946 0001")},
		}))
	}
	w.requirePairs(t, 0, 0, 0)
	change := func(c crm.Contact, change crm.ContactChange) {
		t.Helper()
		_, err := w.ContactUpdate(ctx, w.agent, c.ID, nil, change)
		require.NoError(t, err)
	}
	change(people[2], crm.ContactChange{LastName: crm.Some("B")})
	w.requirePairs(t, 3, 1, 1)
	change(people[2], crm.ContactChange{LastName: crm.Some("C")})
	w.requirePairs(t, 0, 0, 0)
	change(people[2], crm.ContactChange{CustomerID: crm.Some(&globex.ID)})
	w.requirePairs(t, 3, 1, 0)
	change(people[2], crm.ContactChange{CustomerID: crm.Some(&acme.ID)})
	w.requirePairs(t, 0, 0, 0)
	change(people[2], crm.ContactChange{Phones: crm.Some([]crm.Phone{})})
	w.requirePairs(t, 1, 1, 0)
	change(people[2], crm.ContactChange{Phones: crm.Some([]crm.Phone{phone("020 7946 0001")})})
	w.requirePairs(t, 0, 0, 0)
	_, err := w.ContactArchive(ctx, w.agent, people[0].ID)
	require.NoError(t, err)
	w.requirePairs(t, 1, 1, 0)
}
