package e164_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ringbook/ringbook/callsvc/e164"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	cases := []struct{ raw, national, international, uri string }{
		{"+442079460000", "020 7946 0000", "+44 20 7946 0000", "tel:+442079460000"},
		{"+442079460000 x12", "020 7946 0000 x12", "+44 20 7946 0000 x12", "tel:+442079460000;ext=12"},
		{"+80012345678", "+800 1234 5678", "+800 1234 5678", "tel:+80012345678"},
		{"+5491123456789", "011 15-2345-6789", "+54 9 11 2345-6789", "tel:+5491123456789"},
		{"+390612345678", "06 1234 5678", "+39 06 1234 5678", "tel:+390612345678"},
		{"201", "201", "201", ""},
		{"ask at the door", "ask at the door", "ask at the door", ""},
	}
	for _, c := range cases {
		n := e164.Parse(c.raw, "GB")
		assert.Equal(t, c.national, n.National())
		assert.Equal(t, c.international, n.International())
		assert.Equal(t, c.uri, n.URI())
	}
	var absent e164.Number
	assert.False(t, absent.Dialable())
	assert.Empty(t, absent.National()+absent.International()+absent.URI())
	stored := e164.Number{E164: "+1"} // a row that something else wrote
	assert.Equal(t, "+1", stored.National())
}

func TestVariants(t *testing.T) {
	t.Parallel()
	pairs := [][2]string{
		{"+5511987654321", "+551187654321"},
		{"+525512345678", "+5215512345678"},
		{"+5491123456789", "+541123456789"},
	}
	for _, p := range pairs {
		assert.Equal(t, []string{p[1]}, e164.Variants(p[0]))
		assert.Equal(t, []string{p[0]}, e164.Variants(p[1]))
	}
	for _, none := range []string{
		"", "+", "+44", "+442079460000", "+551123456789", "+5511923456789", "+52", "+521", "+54", "+549", "+55", "+5511",
		"5511987654321", "+55119876543a1", "+55１１987654321", "+52155123456789012345",
	} {
		assert.Empty(t, e164.Variants(none), none)
	}
}

func TestPartialKey(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"+442079460000": "079460000", "+123456789": "123456789", "+12345678": "", "": "", "+": "", "+44207946000x": "",
	}
	for in, want := range cases {
		assert.Equal(t, want, e164.PartialKey(in), in)
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	for region, code := range map[string]int{"GB": 44, "IM": 44, "US": 1, "CA": 1, "DE": 49, "KZ": 7} {
		assert.True(t, e164.ValidRegion(region))
		assert.Equal(t, code, e164.CountryCode(region))
	}
	for _, region := range []string{"", "gb", "UK", "ZZ", "001", "GBR", "\x00"} {
		assert.False(t, e164.ValidRegion(region), region)
		assert.Zero(t, e164.CountryCode(region), region)
	}
}

func TestEmergency(t *testing.T) {
	t.Parallel()
	yes := [][2]string{
		{"999", "GB"},
		{"112", "GB"},
		{"911", "US"},
		{"112", "US"},
		{"000", "AU"},
		{"110", "DE"},
		{"190", "BR"},
		{"9 9 9", "GB"},
		{"９９９", "gb"},
		{"sip:112@example.com", "FR"},
		{"tel:112;phone-context=+33", "FR"},
		{"urn:service:sos", ""},
		{"urn:service:sos.fire", "GB"},
		{"112", ""},
		{"911", "ZZ"},
		{"999", ""},
	}
	for _, c := range yes {
		assert.True(t, e164.Emergency(c[0], c[1]), "%q in %q", c[0], c[1])
	}
	no := [][2]string{
		{"201", "GB"},
		{"9991", "GB"},
		{"911", "GB"},
		{"+112", "GB"},
		{"+44999", "GB"},
		{"", "GB"},
		{"201", ""},
		{"call 999", "GB"},
		{"urn:service:sosx", ""},
		{strings.Repeat("9", 999), "GB"},
	}
	for _, c := range no {
		assert.False(t, e164.Emergency(c[0], c[1]), "%.20q in %q", c[0], c[1])
	}
}

func TestSearchKeys(t *testing.T) {
	t.Parallel()
	cases := []struct {
		typed, region string
		keys          []string
	}{
		{"020 794", "GB", []string{"4420794", "20794"}},
		{"(020) 7946-0", "GB", []string{"442079460", "2079460"}},
		{"+44 20 79", "US", []string{"442079"}},
		{"+44 (0)20 79", "US", []string{"442079"}},
		{"0044 20 79", "GB", []string{"442079"}},
		{"011 44 20", "US", []string{"4420"}},
		{"7946", "GB", []string{"7946"}},
		{"0", "GB", []string{"0"}},
		{"06 12", "IT", []string{"0612"}},
		{"020 79", "", []string{"02079"}},
		{"020 7946 0000 x12", "GB", []string{"442079460000", "2079460000"}},
		{"tel:+442079460000", "GB", []string{"442079460000"}},
		{"+55 11 98765-4321", "BR", []string{"5511987654321", "551187654321"}},
		{"２０７", "GB", []string{"207"}},
	}
	for _, c := range cases {
		assert.Equal(t, c.keys, e164.SearchKeys(c.typed, c.region), c.typed)
	}
	for _, none := range []string{"", " ", "John", "John 2", "a1", "+", "(", "@", strings.Repeat("1", 65)} {
		assert.Empty(t, e164.SearchKeys(none, "GB"), none)
	}
}

func found(stored string, keys []string) bool {
	for _, key := range keys {
		if strings.Contains(stored[1:], key) {
			return true
		}
	}
	return false
}
