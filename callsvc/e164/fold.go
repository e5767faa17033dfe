package e164

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxRaw bounds what is kept of the text, in bytes.
	maxRaw = 64
	// maxInput bounds what is read at all; the library's own bound is 250.
	maxInput = 240
	// maxE164 is "+" and the 15 digits that ITU-T E.164 allows.
	maxE164 = 16
)

// keep returns the text as it may be stored: valid UTF-8 without control
// characters (Postgres refuses NUL), trimmed and cut to maxRaw on a rune boundary.
func keep(raw string) string {
	if len(raw) > maxInput {
		raw = raw[:maxInput] // before any work, so a megabyte costs nothing
	}
	raw = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, raw))
	if len(raw) <= maxRaw {
		return raw
	}
	cut := maxRaw
	for cut > 0 && !utf8.RuneStart(raw[cut]) {
		cut--
	}
	return strings.TrimSpace(raw[:cut])
}

// fold rewrites a number in the characters that the rest of the package knows:
// ASCII digits, "+", "-", "/" and blanks. Invisible marks, with which numbers
// arrive when they are copied from web pages and address books, are dropped.
func fold(raw string) string {
	return strings.TrimSpace(strings.Map(foldRune, strings.TrimSpace(raw)))
}

func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return foldASCII(r)
	case r == utf8.RuneError:
		return -1
	case r >= '！' && r <= '～': // full-width forms of ASCII
		return foldASCII(r - '！' + '!')
	case r == '⁺', r == '﹢', r == '➕':
		return '+'
	case unicode.Is(unicode.Nd, r):
		return digit(r)
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r):
		return -1
	case unicode.Is(unicode.Pd, r), r == '−', r == 'ー':
		return '-'
	case unicode.IsSpace(r), unicode.Is(unicode.Z, r),
		r == '·', r == '•', r == '∙', r == '’', r == '‘', r == '″', r == '′':
		return ' '
	}
	return r
}

func foldASCII(r rune) rune {
	switch {
	case r == '\n', r == '\r':
		return ';' // lines of a field hold a number each
	case r < ' ', r == 0x7f, r == '\'', r == '_', r == '"', r == '[', r == ']':
		return ' '
	}
	return r
}

// digit turns a decimal digit of any script into ASCII. Unicode assigns digits
// in runs of ten that begin with zero.
func digit(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo := int64(t.Lo); int64(r) >= lo && int64(r) <= int64(t.Hi) {
			return rune("0123456789"[(int64(r)-lo)%10])
		}
	}
	return -1
}

// digits returns the ASCII digits of text.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

func allDigits(text string) bool {
	return text != "" && len(digits(text)) == len(text)
}
