package crm

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces text to what search and uniqueness compare: no letter case, no
// marks, single spaces. NFKD does not take apart the letters that Unicode holds
// for letters of their own, so those are mapped.
func Fold(text string) string {
	var folded strings.Builder
	folded.Grow(len(text))
	space := false
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.IsControl(r) && !unicode.IsSpace(r):
			continue
		case unicode.IsSpace(r):
			space = folded.Len() > 0
			continue
		}
		if space {
			folded.WriteByte(' ')
			space = false
		}
		r = unicode.ToLower(r)
		if plain := plainLetter(r); plain != "" {
			folded.WriteString(plain)
			continue
		}
		folded.WriteRune(r)
	}
	return folded.String()
}

// plainLetter spells a letter without a decomposition as it is typed where the
// keyboard lacks it.
func plainLetter(r rune) string {
	switch r {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ŧ':
		return "t"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case '’', 'ʼ', '‘':
		return "'"
	case '‐', '‑', '–':
		return "-"
	}
	return ""
}

// FoldEmail is an address as compared: letter case aside, nothing is changed,
// since an accent makes another mailbox.
func FoldEmail(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
