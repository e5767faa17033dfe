package crm_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// TestJournalKeepsWholeContacts: a field that is added to Contact and not to the
// journal would be lost by an undo.
func TestJournalKeepsWholeContacts(t *testing.T) {
	t.Parallel()
	customer, owner := id.New[id.Customer](), id.New[id.User]()
	at := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	whole := crm.Contact{
		ID: id.New[id.Contact](), FirstName: "Ada", LastName: "Byron", Emails: []crm.Email{{Address: "a@b.example", Label: "work", Primary: true}},
		Phones:   []crm.Phone{{Number: e164.Parse("020 7946 0001", "GB"), Label: "home", Primary: true}},
		JobTitle: "Countess", CustomerID: &customer, CustomerName: "Looms", Kind: crm.KindPartner, Status: "Away", MarketingOptOut: true,
		LockedToCustomer: true, OwnerID: &owner, Tags: []string{"vip"}, Source: "manual", CreatedAt: at, UpdatedAt: at, Version: 7,
		Custom: []crm.CustomValue{{FieldID: id.New[id.CustomField](), Key: "k", Name: "K", Kind: "text", Archived: true, Text: "v"}},
	}
	value := reflect.ValueOf(whole)
	for i := range value.NumField() {
		name := value.Type().Field(i).Name
		// Of contacts that a merge refuses, and what is kept beside the contact.
		if name != "ArchivedAt" && name != "MergedIntoID" && name != "ErasedAt" && name != "LastCallAt" {
			require.False(t, value.Field(i).IsZero(), "the test fills %s", name)
		}
	}
	encoded, err := crm.JournalContact(whole)
	require.NoError(t, err)
	read, err := crm.JournalledContact(encoded)
	require.NoError(t, err)
	assert.Equal(t, whole, read)

	// The form before had the names of Go.
	old, err := json.Marshal(whole)
	require.NoError(t, err)
	read, err = crm.JournalledContact(old)
	require.NoError(t, err)
	assert.Equal(t, whole, read)
	read, err = crm.JournalledContact([]byte(`{"ID":"` + whole.ID.String() + `","FirstName":"J","Emails":[{"Address":"x@y.example","Label":"","Primary":true}],
		"Phones":[{"Number":{"Raw":"1","E164":"","Extension":"","Region":"","Kind":"invalid"},"Label":"","Primary":true}],"Version":3}`))
	require.NoError(t, err)
	assert.Equal(t, "J", read.FirstName)
	assert.Equal(t, "1", read.Phones[0].Number.Raw)

	_, err = crm.JournalledContact([]byte(`{"form":99}`))
	require.ErrorContains(t, err, "newer version")
	_, err = crm.JournalledContact([]byte(`[`))
	require.Error(t, err)
}
