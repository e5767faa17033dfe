package store_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/crm"
)

// reasons gives what a lookup says of whom, in order.
func reasons(matches []callsvc.Match) []string {
	said := make([]string, len(matches))
	for i, m := range matches {
		said[i] = m.Name + " " + m.Reason
	}
	return said
}

func TestLookupReasons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acme := w.customer(t, "Acme")
	w.create(t, crm.ContactDraft{FirstName: "P", LastName: "Primary", CustomerID: &acme.ID, Phones: []crm.Phone{phone("07700 900001")}})
	w.contact(t, "S", "Secondary", "07700 900999", "07700 900002")
	for i := range 4 {
		w.contact(t, strconv.Itoa(i), "Shared", "020 7946 0100")
	}
	w.contact(t, "Br", "Old", "+55 11 8765-4321")
	w.contact(t, "Ext", "Twelve", "020 7946 0200 x12")
	w.contact(t, "Ext", "Fifteen", "020 7946 0200 x15")
	w.contact(t, "In", "House", "201")
	for _, test := range []struct {
		number string
		want   []string
		exact  bool
	}{
		{"+447700900001", []string{"P Primary primary"}, true},
		{"07700900002", []string{"S Secondary secondary"}, true},
		{"+442079460100", []string{"0 Shared shared", "1 Shared shared", "2 Shared shared", "3 Shared shared"}, true},
		{"+5511987654321", []string{"Br Old variant"}, false},
		{"+447700900555", []string{}, false},
		{"+442079460200x15", []string{"Ext Fifteen primary", "Ext Twelve shared"}, true},
		{"+442079460200", []string{"Ext Fifteen shared", "Ext Twelve shared"}, true},
		{"201", []string{}, false},
		{"not a number", []string{}, false},
	} {
		matches, err := w.LookupNumber(t.Context(), w.admin.Org, number(test.number))
		require.NoError(t, err, test.number)
		assert.Equal(t, test.want, reasons(matches), test.number)
		for _, m := range matches {
			assert.Equal(t, test.exact, m.Exact, test.number)
			assert.Equal(t, test.exact, m.Score >= 80, test.number)
		}
	}
	shared, err := w.ContactLookup(t.Context(), w.agent, number("+442079460100"))
	require.NoError(t, err)
	assert.Equal(t, 4, shared[0].SharedBy)
	one, err := w.ContactLookup(t.Context(), w.agent, number("+447700900001"))
	require.NoError(t, err)
	assert.Equal(t, "Acme", one[0].Company)
	assert.Equal(t, acme.ID, *one[0].CustomerID)
	withheld, err := w.LookupNumber(t.Context(), w.admin.Org, e164.ParseCaller("anonymous", "GB"))
	require.NoError(t, err)
	assert.Empty(t, withheld)
}

func TestLookupPutsExactBeforePartial(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// Same last nine digits in two countries.
	w.contact(t, "Aaa", "Partial", "+33 7 70 09 00 12")
	exact := w.contact(t, "Zzz", "Exact", "+44 7700 900123")
	partial := w.contact(t, "Par", "Tial", "+61 700 900 123")
	matches, err := w.LookupNumber(t.Context(), w.admin.Org, number("+447700900123"))
	require.NoError(t, err)
	require.Len(t, matches, 2)
	assert.Equal(t, exact.ID, matches[0].ContactID)
	assert.Equal(t, partial.ID, matches[1].ContactID)
	assert.Equal(t, "partial", matches[1].Reason)
}

func TestLookupIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 30 {
		w.contact(t, strconv.Itoa(i), "Shared", "020 7946 0100")
	}
	matches, err := w.LookupNumber(t.Context(), w.admin.Org, number("020 7946 0100"))
	require.NoError(t, err)
	require.Len(t, matches, 20)
	assert.Equal(t, 30, matches[0].SharedBy)
}

func TestSimilarContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	byPhone := w.contact(t, "Pho", "Ne", "07700 900123")
	byEmail := w.create(t, crm.ContactDraft{FirstName: "Em", LastName: "Ail", Emails: []crm.Email{email("e@example.com")}})
	byName := w.contact(t, "José", "Łukasz")
	matches, err := w.ContactSimilar(t.Context(), w.agent, crm.ContactDraft{
		FirstName: "jose", LastName: "LUKASZ", Emails: []crm.Email{email("E@example.com "), email("")},
		Phones: []crm.Phone{phone("+44 7700 900123"), phone("?")},
	})
	require.NoError(t, err)
	found := map[string]string{}
	for _, m := range matches {
		found[m.ContactID.String()] = m.Reason
	}
	assert.Equal(t, map[string]string{byPhone.ID.String(): "primary", byEmail.ID.String(): "email", byName.ID.String(): "name"}, found)
	none, err := w.ContactSimilar(t.Context(), w.agent, crm.ContactDraft{})
	require.NoError(t, err)
	assert.Empty(t, none)
}
