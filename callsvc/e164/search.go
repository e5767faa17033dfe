package e164

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// searchShape is a part of a number as it is typed into a search box.
var searchShape = regexp.MustCompile(`^[+(\d][\d\s()./,-]*$`)

// SearchKeys returns the digit strings by which a stored E.164 number is found
// when part of it is typed in any format, the narrowest first; nil when typed
// is no part of a number, as a name is not. A stored number matches when its
// digits contain any of the keys. The first key starts with the country code
// if that is known, and then serves as a prefix too.
//
// The international prefix ("+", 00, 011 …) and the national trunk prefix are
// stripped; with a trunk prefix the remainder is a key with and without the
// region's country code, since the number may be one of a neighbour country. A
// complete number brings its variants along.
func SearchKeys(typed, region string) []string {
	if len(typed) > maxRaw {
		return nil
	}
	region = plain(region)
	a := readAddress(fold(typed))
	text := cutExtension(a.text).text
	if !searchShape.MatchString(text) {
		return nil
	}
	var keys []string
	if n := Parse(text, region); n.Dialable() {
		keys = append(keys, strings.TrimPrefix(n.E164, "+"))
		for _, other := range Variants(n.E164) {
			keys = append(keys, strings.TrimPrefix(other, "+"))
		}
	}
	return distinct(append(keys, partKeys(text, region)...))
}

// partKeys reads text as the beginning or the middle of a number.
func partKeys(text, region string) []string {
	plus := strings.HasPrefix(strings.TrimLeft(text, "("), "+")
	inner := digits(strings.Replace(text, "(0)", "", 1))
	d := digits(text)
	switch code, trunk := countryDigits(region), trunkPrefix(region); {
	case strings.Trim(d, "0") == "":
		return []string{d} // a prefix alone says nothing yet
	case plus:
		return []string{strings.TrimPrefix(inner, "00")}
	case international00(inner, code) != "":
		return []string{international00(inner, code)}
	case trunk != "" && len(d) > len(trunk) && strings.HasPrefix(d, trunk):
		return []string{code + d[len(trunk):], d[len(trunk):]}
	default:
		return []string{d}
	}
}

// international00 strips the prefix for calls abroad. The metadata holds it as
// patterns that fit whole numbers only, so the usual ones are named here.
func international00(d, code string) string {
	prefix := "00"
	switch code {
	case "1":
		prefix = "011"
	case "7":
		prefix = "810"
	case "61":
		prefix = "0011"
	case "81":
		prefix = "010"
	}
	if rest, found := strings.CutPrefix(d, prefix); found {
		return rest
	}
	rest, _ := strings.CutPrefix(d, "00")
	if rest == d {
		return ""
	}
	return rest
}

func countryDigits(region string) string {
	if code := CountryCode(region); code != 0 {
		return strconv.Itoa(code)
	}
	return ""
}

// trunkPrefix is the digit before national numbers: 0 in most of Europe, none
// in Italy, whose 0 belongs to the number.
func trunkPrefix(region string) string {
	if region == "" {
		return ""
	}
	return digits(phonenumbers.GetNddPrefixForRegion(region, true))
}

// distinct drops empty and repeated keys and keeps the order.
func distinct(keys []string) []string {
	var all []string
	for _, key := range keys {
		if key != "" && !slices.Contains(all, key) {
			all = append(all, key)
		}
	}
	return all
}
