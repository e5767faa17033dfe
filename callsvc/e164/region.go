package e164

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// ValidRegion says that region is an ISO 3166-1 alpha-2 code, in upper case, of
// a country with a numbering plan.
func ValidRegion(region string) bool {
	return phonenumbers.GetSupportedRegions()[region]
}

// CountryCode returns the calling code of a region, and 0 for a region that
// [ValidRegion] refuses.
func CountryCode(region string) int {
	if !ValidRegion(region) {
		return 0
	}
	return phonenumbers.GetCountryCodeForRegion(region)
}

// Emergency says that raw, dialled in region, reaches an emergency service, by
// the short-number metadata; SIP and tel URIs and urn:service:sos (RFC 5031)
// are understood. Only the exact number counts: 9991 may be an extension. Where
// the region is unknown, 112, 911 and 999 count, since to block a real
// emergency call is worse than to let an extension through. A prefix for an
// outside line is not stripped; who configured one must do it.
func Emergency(raw, region string) bool {
	if len(raw) > maxInput {
		return false
	}
	text := fold(raw)
	lower := strings.ToLower(text)
	if lower == "urn:service:sos" || strings.HasPrefix(lower, "urn:service:sos.") {
		return true
	}
	number := readAddress(text).text
	if !callerShape.MatchString(number) || strings.Contains(number, "+") {
		return false
	}
	number = digits(number)
	if region = plain(region); region != "" {
		return phonenumbers.IsEmergencyNumber(number, region)
	}
	return number == "112" || number == "911" || number == "999"
}

// plain returns the region in upper case, and "" for one that does not exist.
func plain(region string) string {
	region = strings.ToUpper(strings.TrimSpace(region))
	if !ValidRegion(region) {
		return ""
	}
	return region
}
