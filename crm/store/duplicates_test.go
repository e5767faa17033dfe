package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// pairs are the pairs on the duplicates page, and the shared keys behind them.
func (w world) pairs(t *testing.T) (pairs, numbers, names int) {
	t.Helper()
	page, err := w.DuplicateList(t.Context(), w.agent, crm.PageRequest{})
	require.NoError(t, err)
	require.EqualValues(t, len(page.Items), page.Total.Count)
	conn := w.superuser(t)
	const count = "SELECT (SELECT count(*) FROM shared_numbers WHERE org_id = $1), (SELECT count(*) FROM shared_names WHERE org_id = $1)"
	require.NoError(t, conn.QueryRow(t.Context(), count, w.agent.Org.UUID).Scan(&numbers, &names))
	return len(page.Items), numbers, names
}

func (w world) requirePairs(t *testing.T, pairs, numbers, names int) {
	t.Helper()
	gotPairs, gotNumbers, gotNames := w.pairs(t)
	require.Equal(t, [3]int{pairs, numbers, names}, [3]int{gotPairs, gotNumbers, gotNames}, "pairs, shared numbers, shared names")
}

// TestSharedNumbersFollowTheContacts goes through everything that makes or ends
// a pair.
func TestSharedNumbersFollowTheContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	a, b := w.contact(t, "A", "One", "07700 900100"), w.contact(t, "B", "Two", "07700 900100", "07700 900101")
	w.requirePairs(t, 1, 1, 0)
	phones := func(numbers ...string) {
		t.Helper()
		var list []crm.Phone
		for _, number := range numbers {
			list = append(list, phone(number))
		}
		_, err := w.ContactUpdate(ctx, w.agent, b.ID, nil, crm.ContactChange{Phones: crm.Some(list)})
		require.NoError(t, err)
	}
	phones("07700 900102")
	w.requirePairs(t, 0, 0, 0)
	phones("07700 900102", "07700 900100")
	w.requirePairs(t, 1, 1, 0)
	third := w.contact(t, "C", "Three", "07700 900100")
	w.requirePairs(t, 3, 1, 0)
	_, err := w.ContactArchive(ctx, w.agent, third.ID)
	require.NoError(t, err)
	w.requirePairs(t, 1, 1, 0)
	_, err = w.ContactArchive(ctx, w.agent, a.ID)
	require.NoError(t, err)
	w.requirePairs(t, 0, 0, 0)
	_, err = w.ContactRestore(ctx, w.agent, a.ID)
	require.NoError(t, err)
	w.requirePairs(t, 1, 1, 0)
	merged, err := w.ContactMerge(ctx, w.agent, b.ID, a.ID, nil)
	require.NoError(t, err)
	w.requirePairs(t, 0, 0, 0)
	_, err = w.MergeUndo(ctx, w.agent, merged.ID)
	require.NoError(t, err)
	w.requirePairs(t, 1, 1, 0)
}

func TestSharedNamesFollowTheContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, globex := w.customer(t, "Acme"), w.customer(t, "Globex")
	at := func(customer *id.Customer) crm.Contact {
		t.Helper()
		return w.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smith", CustomerID: customer})
	}
	a, b := at(&acme.ID), at(&globex.ID)
	w.requirePairs(t, 0, 0, 0) // two people of one name
	change := func(change crm.ContactChange) {
		t.Helper()
		_, err := w.ContactUpdate(ctx, w.agent, b.ID, nil, change)
		require.NoError(t, err)
	}
	change(crm.ContactChange{CustomerID: crm.Some(&acme.ID)})
	w.requirePairs(t, 1, 0, 1)
	change(crm.ContactChange{LastName: crm.Some("Smythe")})
	w.requirePairs(t, 0, 0, 0)
	change(crm.ContactChange{LastName: crm.Some("Smith"), CustomerID: crm.Some[*id.Customer](nil)})
	w.requirePairs(t, 1, 0, 1)
	nobodys := at(nil)
	w.requirePairs(t, 3, 0, 1)
	for _, one := range []id.Contact{nobodys.ID, a.ID} {
		_, err := w.ContactArchive(ctx, w.agent, one)
		require.NoError(t, err)
	}
	w.requirePairs(t, 0, 0, 0)
	_, err := w.ContactRestore(ctx, w.agent, nobodys.ID)
	require.NoError(t, err)
	w.requirePairs(t, 1, 0, 1)
}
