package e164

import (
	"regexp"
	"strings"
	"unicode"
)

// minNumber is how many digits make a number by itself, so that what follows a
// separator is another one and not its continuation.
const minNumber = 7

var (
	wordBetween = regexp.MustCompile(`(?i)^(.*?\d.*?)(?:\s(?:or|oder|ou|and|und)\s|\s?[|&])`)
	secondExt   = regexp.MustCompile(`(?i)^(.*\d)\s*[\\/]\s*(?:ext\.?|x).*$`)
	remark      = regexp.MustCompile(`\([^()]*\p{L}[^()]*\)`)
	label       = regexp.MustCompile(`^[^\d+]*\p{L}[^\d+]*`)
	trailing    = regexp.MustCompile(`^(.*\d)[^\d]*\p{L}[^\d]*$`)
)

// typedTexts lists the readings of what a person typed, the likeliest first.
func typedTexts(text string) []spelling {
	if m := wordBetween.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	var all []spelling
	for _, part := range firstNumbers(text) {
		if m := secondExt.FindStringSubmatch(part); m != nil {
			part = m[1]
		}
		s := cutExtension(part)
		if !hasLetter(s.text) {
			all = append(all, s)
			continue
		}
		if s.ext == "" { // the extension may stand before a remark
			s = cutExtension(strings.TrimSpace(remark.ReplaceAllString(s.text, " ")))
		}
		all = append(all, lettered(s)...)
	}
	return all
}

// lettered reads a number among words: without its label and remark, then with
// its letters as the digits of a vanity number.
func lettered(s spelling) []spelling {
	text := strings.TrimSpace(remark.ReplaceAllString(s.text, " "))
	if l := label.FindString(text); l != "" {
		if last := rune(l[len(l)-1]); last >= 0x80 || unicode.IsLetter(last) {
			return nil // a word that ends in digits is a name or a code
		}
		text = text[len(l):]
	}
	if !hasLetter(text) {
		return []spelling{{text, s.ext}}
	}
	all := []spelling{{text, s.ext}}
	if m := trailing.FindStringSubmatch(text); m != nil {
		all = append([]spelling{{m[1], s.ext}}, all...)
	}
	return all
}

// firstNumbers cuts text where a second number starts; the whole stays as the
// second reading, since "/" also joins an area code to its number.
// So it does where a word stands between, which may be an extension's label.
func firstNumbers(text string) []string {
	left, word := 0, 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			left++
		case word == 0 && left >= minNumber && unicode.IsLetter(r) && len(digits(text[i:])) >= minNumber:
			word = i
		case r == ',' || r == ';' || r == '/':
			right := strings.TrimLeft(text[i+1:], " /,;")
			count := len(digits(right))
			another := count >= minNumber || strings.HasPrefix(right, "+")
			otherEnd := r == '/' && count <= 2 // 12345678/79: the last digits differ
			if left >= minNumber && (another || otherEnd) {
				return []string{strings.TrimSpace(text[:i]), text}
			}
		}
	}
	if word > 0 {
		return []string{text, strings.TrimSpace(text[:word])}
	}
	return []string{text}
}

func hasLetter(text string) bool {
	return strings.IndexFunc(text, unicode.IsLetter) >= 0
}
