package e164

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// rank orders readings by how sure they are.
type rank int

const (
	unreadable rank = iota
	possible
	valid
)

// finding is what the numbering plan says of a text.
type finding struct {
	rank              rank
	e164, region, ext string
	// trunkless marks a national form without the trunk prefix that is
	// customary there: "2079460000" for "020 7946 0000".
	trunkless bool
}

// resolve reads one number without any words around it.
func resolve(text, region string) finding {
	if rest, found := strings.CutPrefix(text, "+"); found {
		// No country code starts with 0: "+0044" is "+44" by a hasty hand.
		if rest, found = strings.CutPrefix(strings.TrimLeft(rest, "+ "), "00"); found {
			text = "+" + rest
		}
	}
	f := plan(text, region)
	// "(0)" is the trunk prefix for callers at home. Where 0 belongs to the
	// number, as in Italy, the first reading is valid already.
	if f.rank != valid && strings.Contains(text, "(0)") {
		if g := plan(strings.Replace(text, "(0)", " ", 1), region); g.rank > f.rank {
			return g
		}
	}
	return f
}

// plan asks the metadata.
func plan(text, region string) finding {
	if region == "" {
		region = phonenumbers.UNKNOWN_REGION
	}
	pn, err := phonenumbers.ParseAndKeepRawInput(text, region)
	if err != nil {
		return finding{}
	}
	f := finding{
		rank:   rate(pn),
		e164:   phonenumbers.Format(pn, phonenumbers.E164),
		region: regionOf(pn),
		ext:    pn.GetExtension(),
		trunkless: pn.GetCountryCodeSource() == phonenumbers.PhoneNumber_FROM_DEFAULT_COUNTRY &&
			!phonenumbers.IsNationalPrefixPresentIfRequired(pn),
	}
	if f.rank == unreadable {
		current, found := withoutMexicanOne(f.e164)
		if !found {
			return finding{}
		}
		g := plan(current, "")
		g.ext = f.ext
		return g
	}
	if !stable(text, f.e164) {
		return finding{}
	}
	return f
}

// stable says that the E.164 form reads back as itself. If a national prefix
// remains in it, it does not, and then nobody knows which number was meant.
func stable(text, e164 string) bool {
	if text == e164 {
		return true
	}
	if len(e164) > maxE164 {
		return false
	}
	again, err := phonenumbers.Parse(e164, phonenumbers.UNKNOWN_REGION)
	return err == nil && phonenumbers.Format(again, phonenumbers.E164) == e164
}

func rate(pn *phonenumbers.PhoneNumber) rank {
	e164 := phonenumbers.Format(pn, phonenumbers.E164)
	switch {
	case len(e164) > maxE164, pn.GetNationalNumber() == 0: // the library echoes the text of zeros
		return unreadable
	case phonenumbers.IsValidNumber(pn), drama(e164):
		return valid
	case phonenumbers.IsPossibleNumberWithReason(pn) != phonenumbers.IS_POSSIBLE:
		return unreadable
	case international(pn), legacy(e164):
		return possible
	}
	return unreadable
}

// international says that the country code was written out, so that a number
// which the plan does not know yet is at least complete.
func international(pn *phonenumbers.PhoneNumber) bool {
	source := pn.GetCountryCodeSource()
	return source == phonenumbers.PhoneNumber_FROM_NUMBER_WITH_PLUS_SIGN ||
		source == phonenumbers.PhoneNumber_FROM_NUMBER_WITH_IDD
}

// legacy says that the number is the old form of a valid one.
func legacy(e164 string) bool {
	for _, other := range Variants(e164) {
		pn, err := phonenumbers.Parse(other, phonenumbers.UNKNOWN_REGION)
		if err == nil && phonenumbers.IsValidNumber(pn) {
			return true
		}
	}
	return false
}

// drama knows the numbers that Ofcom keeps for film and demonstrations and
// that the metadata calls invalid because nobody can hold them:
// https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
func drama(e164 string) bool {
	if len(e164) != len("+447700900000") {
		return false
	}
	switch e164[:len("+441154960")] {
	case "+447700900", // mobile
		"+442079460",                                                                       // London
		"+441632960",                                                                       // no area
		"+441134960", "+441144960", "+441154960", "+441164960", "+441174960", "+441184960", // Leeds to Reading
		"+441214960", "+441314960", "+441414960", "+441514960", "+441614960", // Birmingham to Manchester
		"+441914980", "+442890180", "+442920180": // Tyneside, Belfast, Cardiff
		return true
	}
	return false
}

// regionOf names the country; a country code that several share tells it only
// for numbers which the plan knows.
func regionOf(pn *phonenumbers.PhoneNumber) string {
	region := phonenumbers.GetRegionCodeForNumber(pn)
	if region == phonenumbers.UNKNOWN_REGION {
		region = ""
	}
	if region == "" && drama(phonenumbers.Format(pn, phonenumbers.E164)) {
		return "GB"
	}
	return region
}
