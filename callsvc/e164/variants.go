package e164

import "strings"

// partialDigits is how many last digits make a partial match.
const partialDigits = 9

// Variants returns the other E.164 forms under which the same line may be
// stored or shown, without the form itself; nil for most numbers. It knows
// Brazil's ninth mobile digit (+55 11 98765-4321 was +55 11 8765-4321), the
// mobile 1 that Mexico gave up (+52 1 …) and Argentina's mobile 9 (+54 9 …).
// A variant is a candidate to look up, and not a number to dial.
func Variants(e164 string) []string {
	if !wellFormed(e164) {
		return nil
	}
	switch {
	case strings.HasPrefix(e164, "+52"):
		if current, found := withoutMexicanOne(e164); found {
			return []string{current}
		}
		if len(e164) == len("+525512345678") {
			return []string{"+521" + e164[3:]}
		}
	case strings.HasPrefix(e164, "+54"):
		rest := e164[3:]
		switch {
		case len(rest) == 11 && rest[0] == '9':
			return []string{"+54" + rest[1:]}
		case len(rest) == 10:
			return []string{"+549" + rest}
		}
	case strings.HasPrefix(e164, "+55"):
		return brazil(e164[3:])
	}
	return nil
}

// brazil adds or drops the ninth digit. Only 6 to 9 began the mobiles that had
// eight digits; after 2 to 5 the shorter form is another's land line.
func brazil(national string) []string {
	switch {
	case len(national) == 11 && national[2] == '9' && national[3] >= '6':
		return []string{"+55" + national[:2] + national[3:]}
	case len(national) == 10 && national[2] >= '6':
		return []string{"+55" + national[:2] + "9" + national[2:]}
	}
	return nil
}

// withoutMexicanOne turns +52 1 and ten digits into +52 and ten digits.
func withoutMexicanOne(e164 string) (current string, found bool) {
	rest, found := strings.CutPrefix(e164, "+521")
	if !found || len(rest) != 10 {
		return "", false
	}
	return "+52" + rest, true
}

// PartialKey returns the last nine digits of a number, by which a partial match
// is looked up; it equals right(e164, 9) in SQL. It is empty for anything with
// fewer than nine digits.
func PartialKey(e164 string) string {
	if len(e164) < partialDigits {
		return ""
	}
	key := e164[len(e164)-partialDigits:]
	if !allDigits(key) {
		return ""
	}
	return key
}

func wellFormed(e164 string) bool {
	rest, found := strings.CutPrefix(e164, "+")
	return found && len(e164) <= maxE164 && allDigits(rest)
}
