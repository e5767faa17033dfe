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
