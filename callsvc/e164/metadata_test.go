package e164_test

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
)

// examples calls visit with every example number that the metadata ships.
func examples(visit func(region string, pn *phonenumbers.PhoneNumber)) {
	for region := range phonenumbers.GetSupportedRegions() {
		for kind := phonenumbers.FIXED_LINE; kind <= phonenumbers.VOICEMAIL; kind++ {
			if pn := phonenumbers.GetExampleNumberForType(region, kind); pn != nil {
				visit(region, pn)
			}
		}
	}
	for code := range phonenumbers.GetSupportedGlobalNetworkCallingCodes() {
		if pn := phonenumbers.GetExampleNumberForNonGeoEntity(code); pn != nil {
			visit("", pn)
		}
	}
}

// TestExamplesOfEveryRegion reads each example in each format that the library writes.
func TestExamplesOfEveryRegion(t *testing.T) {
	t.Parallel()
	count := 0
	examples(func(region string, pn *phonenumbers.PhoneNumber) {
		if !phonenumbers.IsValidNumber(pn) {
			return
		}
		want := phonenumbers.Format(pn, phonenumbers.E164)
		formats := []phonenumbers.PhoneNumberFormat{phonenumbers.E164, phonenumbers.INTERNATIONAL, phonenumbers.RFC3966}
		for _, format := range formats {
			text := phonenumbers.Format(pn, format)
			for _, at := range []string{region, "", "US"} {
				require.Equal(t, want, e164.Parse(text, at).E164, "%q in %q", text, at)
				count++
			}
			require.Equal(t, want, e164.ParseCaller(text, "GB").E164, "%q from GB", text)
			count++
		}
		n := e164.Parse(want, "")
		holds(t, n)
		if region != "" {
			home := e164.Parse(n.National(), n.Region)
			assert.Equal(t, want, home.E164, "%q in %q", n.National(), n.Region)
			home = e164.ParseCaller(n.National(), n.Region)
			assert.Equal(t, want, home.E164, "%q from %q", n.National(), n.Region)
			assert.Equal(t, e164.CountryCode(n.Region), int(pn.GetCountryCode()))
			count += 2
		}
		for _, key := range e164.SearchKeys(want, "")[:1] {
			assert.Equal(t, want[1:], key)
		}
	})
	assert.Greater(t, count, 8_000)
	t.Logf("%d readings", count)
}

// TestExamplesWithExtension checks that an extension survives each format.
func TestExamplesWithExtension(t *testing.T) {
	t.Parallel()
	examples(func(region string, pn *phonenumbers.PhoneNumber) {
		if region == "" || !phonenumbers.IsValidNumber(pn) {
			return
		}
		n := e164.Parse(phonenumbers.Format(pn, phonenumbers.E164), region)
		n.Extension = "12345"
		for _, text := range []string{n.National(), n.International(), n.URI()} {
			again := e164.Parse(text, n.Region)
			assert.Equal(t, n.E164, again.E164, text)
			assert.Equal(t, n.Extension, again.Extension, text)
		}
	})
}

// TestPrefixesFindExamples types each national form digit by digit and expects
// the stored number among what the keys find.
func TestPrefixesFindExamples(t *testing.T) {
	t.Parallel()
	for _, region := range []string{"GB", "DE", "FR", "US", "IT", "ES", "JP", "AU", "BR", "MX", "IN", "NL", "CH", "PL"} {
		pn := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE)
		n := e164.Parse(phonenumbers.Format(pn, phonenumbers.E164), "")
		for _, text := range []string{n.E164, n.International(), n.National(), "00" + n.E164[1:]} {
			for end := 2; end <= len(text); end++ {
				if part := text[:end]; strings.Trim(part, "+0 (") != "" {
					assert.True(t, found(n.E164, e164.SearchKeys(part, region)), "%q in %s finds %s by %v",
						part, region, n.E164, e164.SearchKeys(part, region))
				}
			}
		}
	}
}
