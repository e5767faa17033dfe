package e164

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Dialable says that a network accepts the number.
func (n Number) Dialable() bool {
	return n.Kind == Dialable && n.E164 != ""
}

// National returns the number as it is written at home, with its extension:
// "020 7946 0000 x12". A number of no country keeps its international form, an
// internal one is its extension, and what cannot be read is returned as typed.
func (n Number) National() string {
	if n.Region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return n.International()
	}
	if text, found := argentinianMobile(n); found {
		return text
	}
	return n.format(phonenumbers.NATIONAL)
}

// International returns the number as it is written abroad, with its extension:
// "+44 20 7946 0000 x12". What has no E.164 form is returned as by [Number.National].
func (n Number) International() string {
	return n.format(phonenumbers.INTERNATIONAL)
}

// URI returns the tel URI of RFC 3966, "tel:+442079460000;ext=12". It is empty
// for a number without an E.164 form, since an extension means nothing without
// the organisation's domain.
func (n Number) URI() string {
	if n.E164 == "" {
		return ""
	}
	if n.Extension == "" {
		return "tel:" + n.E164
	}
	return "tel:" + n.E164 + ";ext=" + n.Extension
}

func (n Number) format(as phonenumbers.PhoneNumberFormat) string {
	if n.E164 == "" {
		if n.Kind == Internal {
			return n.Extension
		}
		return n.Raw
	}
	pn, err := phonenumbers.Parse(n.E164, phonenumbers.UNKNOWN_REGION)
	if err != nil {
		return n.E164
	}
	if n.Extension != "" {
		pn.Extension = &n.Extension
	}
	return phonenumbers.Format(pn, as)
}

// argentinianMobile writes "011 15-2345-6789". The library (1.8.1) puts the
// mobile 9 where the area code belongs, and so shows a number that nobody has.
func argentinianMobile(n Number) (text string, found bool) {
	if len(n.E164) != len("+5491123456789") || !strings.HasPrefix(n.E164, "+549") {
		return "", false
	}
	// "+54 9 11 2345-6789"
	parts := strings.SplitN(n.format(phonenumbers.INTERNATIONAL), " ", 4)
	if len(parts) != 4 || parts[1] != "9" {
		return "", false
	}
	return "0" + parts[2] + " 15-" + parts[3], true
}
