package crm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/crm"
)

func TestMoneyRoundTrips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := crm.Money{
			Minor:    rapid.Int64Range(0, 1_000_000_000_000_000).Draw(t, "minor"),
			Currency: rapid.SampledFrom([]string{"EUR", "GBP", "USD", "CHF", "JPY", "KWD", "BHD", "JOD", "OMR", "TND"}).Draw(t, "currency"),
		}
		read, err := crm.ParseMoney(amount.String(), amount.Currency)
		require.NoError(t, err)
		require.Equal(t, amount, read)
	})
}

func TestMoneyAsTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, currency, want string }{
		{"", "GBP", "0.00"},
		{"12", "gbp", "12.00"},
		{" 0.5 ", "EUR", "0.50"},
		{"12.000", "USD", "12.00"},
		{"12.00", "JPY", "12"},
		{"1.234", "KWD", "1.234"},
		{"0.001", "TND", "0.001"},
		{"10000000000000.00", "EUR", "10000000000000.00"},
	} {
		amount, err := crm.ParseMoney(c.text, c.currency)
		require.NoError(t, err, c.text)
		assert.Equal(t, c.want, amount.String(), c.text)
	}
	for _, c := range []struct{ text, currency, field string }{
		{"12.345", "GBP", "amount"},
		{"1.5", "JPY", "amount"},
		{"-1", "GBP", "amount"},
		{"1,200.00", "GBP", "amount"},
		{"1.", "GBP", "amount"},
		{".5", "GBP", "amount"},
		{"1e3", "GBP", "amount"},
		{"10000000000000.01", "EUR", "amount"},
		{strings.Repeat("9", 64), "EUR", "amount"},
		{"1", "XQQ", "currency"},
		{"1", "", "currency"},
	} {
		_, err := crm.ParseMoney(c.text, c.currency)
		var refusal *crm.Error
		require.ErrorAs(t, err, &refusal, c.text)
		assert.Equal(t, crm.CodeInvalid, refusal.Code)
		assert.Equal(t, c.field, refusal.Fields[0].Field, c.text)
	}
}

func TestMoneyPrintsSmallAndNegative(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "-0.05", crm.Money{Minor: -5, Currency: "EUR"}.String())
	assert.Equal(t, "0.005", crm.Money{Minor: 5, Currency: "KWD"}.String())
	assert.Equal(t, "-7", crm.Money{Minor: -7, Currency: "JPY"}.String())
}
