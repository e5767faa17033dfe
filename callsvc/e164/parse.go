package e164

import (
	"net/netip"
	"regexp"
	"strings"
)

const (
	// maxExtension is the longest extension that is believed.
	maxExtension = 15
	// minBare is the shortest number that a network may send in E.164 without
	// its "+"; shorter ones could be too many things.
	minBare = 10
)

// The shapes that are looked for in folded text.
var (
	extensionTail = regexp.MustCompile(`(?i)^(.*?\d[\s().-]*?)[\s(,;./-]*` +
		`(?:e?xt(?:ension|ensión|n|\.)?|x|int(?:erno)?|anexo|poste|ramal|durchwahl|dw|доб|[pw#~])` +
		`[\s.:=-]*(\d{1,15})\)?\s*#?$`)
	pauseTail     = regexp.MustCompile(`^(.*\d)[\s).]*[,;]+\s*(\d{1,6})#?$`)
	internalLabel = regexp.MustCompile(`(?i)^(?:(?:ext(?:ension|n)?|x|#)[\s.:]*)?(\d{2,6})$`)
	callerShape   = regexp.MustCompile(`^[+(\d][\d\s()./+-]*$`)
)

// Parse reads a number that a person typed. It never fails: the kind says what
// was found, and E164 is empty unless the number is dialable.
//
// The region is the ISO country in which national forms are read; with "" only
// forms with "+" are dialable. Punctuation, digits of any script, "(0)",
// labels ("Tel.", "(mobile)"), vanity letters and extensions (x123, ext. 123,
// #123, ;ext=123, p123, a pause by comma) are understood. Of several numbers in
// a field, separated by "/", ",", ";", "or" or a line end, the first is taken.
// Two to six digits that are no number of the region are an internal extension;
// this includes short codes such as 112, so ask [Emergency] first.
//
// A national form must be valid by the numbering plan. An international form
// needs only a possible length, since plans grow before the metadata does; it
// then carries no region if its country code is shared. The numbers that Ofcom
// keeps for drama count as valid, and so do Brazilian mobiles without the ninth
// digit. Mexico's abolished +52 1 is read as +52.
//
// More than 64 bytes are read but not kept, more than 240 are invalid.
func Parse(raw, region string) Number {
	n := Number{Raw: keep(raw), Kind: Invalid}
	if len(raw) > maxInput {
		return n
	}
	region = plain(region)
	a := readAddress(fold(raw))
	if a.uri || a.display != "" {
		return n.settle(a, region, a.spellings(callerTexts(a.text)))
	}
	return n.settle(a, region, a.spellings(typedTexts(a.text)))
}

// ParseCaller reads who calls or is called as a network writes it: the user
// part, URI or display of a SIP header. Unlike [Parse] it takes no letters,
// labels or lists, since a stranger chose the text. Beyond Parse it knows
// callers who hide, and two ways of carriers, both only where the number is
// valid and has no national reading: "00" before the country code whatever the
// region dials, and, with a region, the country code without "+" (ten digits or
// more). Where such digits are also a number of the region whose trunk prefix
// was left out, they could be either and are invalid.
func ParseCaller(raw, region string) Number {
	n := Number{Raw: keep(raw), Kind: Invalid}
	if len(raw) > maxInput {
		return n
	}
	region = plain(region)
	a := readAddress(fold(raw))
	if a.withheld() {
		n.Kind = Withheld
		return n
	}
	texts := callerTexts(a.text)
	if len(texts) == 1 && a.context == "" {
		// Both readings cost twice, so only what can be bare pays for it.
		if text := bare(texts[0].text, region); text != "" {
			own, abroad := resolve(texts[0].text, region), resolve(text, "")
			switch {
			case abroad.rank != valid || abroad.e164 == own.e164:
			case own.rank != valid:
				return n.become(abroad, texts[0].ext, a.ext)
			case own.trunkless:
				return n // both are right, and only the carrier knows
			}
		}
	}
	return n.settle(a, region, a.spellings(texts))
}

// bare rewrites a number whose "+" a carrier left out or wrote as 00; empty
// where it cannot be one.
func bare(text, region string) string {
	rest, double := strings.CutPrefix(text, "00")
	switch {
	case !allDigits(text):
		return ""
	case double:
		return "+" + rest
	case region != "" && len(text) >= minBare && text[0] != '0':
		return "+" + text
	}
	return ""
}

// spelling is one way to read a text: a number and its extension.
type spelling struct {
	text, ext string
}

// spellings puts the phone-context before a local number, as RFC 3966 says, and
// keeps the local form behind it for contexts that are wrong.
func (a address) spellings(texts []spelling) []spelling {
	if a.context == "" {
		return texts
	}
	var all []spelling
	for _, s := range texts {
		if !strings.HasPrefix(s.text, "+") {
			all = append(all, spelling{a.context + s.text, s.ext})
		}
	}
	return append(all, texts...)
}

// settle takes the first valid reading, else the first possible one, else an
// internal extension.
func (n Number) settle(a address, region string, texts []spelling) Number {
	var best finding
	var ext string
	for _, s := range texts {
		if f := resolve(s.text, region); f.rank > best.rank {
			best, ext = f, s.ext
		}
		if best.rank == valid {
			break
		}
	}
	if best.rank != unreadable {
		return n.become(best, ext, a.ext)
	}
	if m := internalLabel.FindStringSubmatch(a.text); m != nil {
		n.Kind, n.Extension = Internal, m[1]
	}
	return n
}

// become fills the number; of the extensions, in the order of how plainly they
// were written, the last that is not empty counts.
func (n Number) become(f finding, exts ...string) Number {
	n.Kind, n.E164, n.Region, n.Extension = Dialable, f.e164, f.region, f.ext
	for _, ext := range exts {
		if ext != "" {
			n.Extension = ext
		}
	}
	return n
}

// callerTexts reads text as one number without letters.
func callerTexts(text string) []spelling {
	if _, err := netip.ParseAddr(text); err == nil {
		return nil // a host where a user belongs
	}
	s := cutExtension(text)
	if !callerShape.MatchString(s.text) {
		return nil
	}
	return []spelling{s}
}

func cutExtension(text string) spelling {
	if !hasLetter(text) && !strings.ContainsAny(text, "#~,;") {
		return spelling{text: text} // spares most numbers the expressions
	}
	for _, shape := range []*regexp.Regexp{extensionTail, pauseTail} {
		if m := shape.FindStringSubmatch(text); m != nil && len(m[2]) <= maxExtension {
			return spelling{strings.TrimSpace(m[1]), m[2]}
		}
	}
	return spelling{text: text}
}

// withheld knows callers who hide: RFC 3323 (anonymous), and what carriers and
// PBXs write in its stead.
func (a address) withheld() bool {
	return a.host == "anonymous.invalid" || hides(a.text) || (a.text == "" && hides(a.display))
}

func hides(text string) bool {
	text = strings.Trim(strings.ToLower(text), " .()-*")
	for _, noise := range []string{"number ", "caller id ", "caller ", "id "} {
		text = strings.TrimPrefix(text, noise)
	}
	for _, noise := range []string{" number", " caller id", " caller", " call", " id"} {
		text = strings.TrimSuffix(text, noise)
	}
	switch text {
	case "anonymous", "unavailable", "restricted", "withheld", "private", "unknown",
		"hidden", "blocked", "not available", "no", "anonym", "unbekannt", "privat":
		return true
	}
	return false
}
