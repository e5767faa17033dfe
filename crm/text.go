package crm

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The longest texts, in characters.
const (
	maxName    = 100
	maxCompany = 200
	maxTitle   = 150
	maxLabel   = 40
	maxStatus  = 50
	maxTag     = 50
	maxSubject = 300
	maxBody    = 20_000
	maxShort   = 100
	maxEmail   = 254
	maxListed  = 20
	maxTags    = 50
)

// review collects what is wrong with the fields of one input.
type review struct {
	fields []FieldError
	// phones counts the fields that are phones, which have a code of their own.
	phones int
}

func (r *review) wrong(field, format string, args ...any) {
	r.fields = append(r.fields, FieldError{Field: field, Message: fmt.Sprintf(format, args...)})
}

// err is nil when nothing was wrong.
func (r *review) err() error {
	switch {
	case len(r.fields) == 0:
		return nil
	case r.phones == len(r.fields):
		return &Error{Code: CodeInvalidPhone, Message: "A phone number cannot be read.", Fields: r.fields}
	default:
		return &Error{Code: CodeInvalid, Message: "Some fields need another look.", Fields: r.fields}
	}
}

// reviewed is what a review found.
func reviewed(err error) []FieldError {
	if refused, known := errors.AsType[*Error](err); known {
		return refused.Fields
	}
	return nil
}

// line cleans a text of one line: trimmed, composed, bounded, free of what
// would not show.
func (r *review) line(field, text string, longest int) string {
	return r.text(field, text, longest, false)
}

// body cleans a text of many lines.
func (r *review) body(field, text string, longest int) string {
	return r.text(field, strings.ReplaceAll(text, "\r\n", "\n"), longest, true)
}

func (r *review) text(field, text string, longest int, lines bool) string {
	if !utf8.ValidString(text) {
		r.wrong(field, "This is no valid text.")
		return ""
	}
	// Bounded before the work on it: normalising a stranger's megabytes costs.
	if len(text) > 8*longest+64 {
		r.wrong(field, "At most %d characters.", longest)
		return ""
	}
	text = strings.TrimSpace(norm.NFC.String(text))
	for _, symbol := range text {
		layout := lines && (symbol == '\n' || symbol == '\t')
		if hidden(symbol) && !layout {
			r.wrong(field, "Control characters are not allowed.")
			return ""
		}
	}
	if utf8.RuneCountInString(text) > longest {
		r.wrong(field, "At most %d characters.", longest)
		return ""
	}
	return text
}

// hidden characters draw nothing or turn the text around them.
func hidden(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' ||
		(r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069')
}

// required cleans a line that must not be empty.
func (r *review) required(field, text string, longest int) string {
	before := len(r.fields)
	cleaned := r.line(field, text, longest)
	if cleaned == "" && len(r.fields) == before {
		r.wrong(field, "This is required.")
	}
	return cleaned
}
