package crm

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// CustomValue is what a contact has in one custom field.
type CustomValue struct {
	FieldID id.CustomField
	Key     string
	Name    string
	Kind    FieldKind
	// Archived fields keep their values; nobody is shown them.
	Archived bool
	// Text is the value as CustomField.Parse gives it; empty takes it away.
	Text string
}

// CustomFilter narrows the contact list by one custom field: to a value, or for
// numbers and dates to a range with both its ends.
type CustomFilter struct {
	Key             string
	Value, From, To string
}

// customPrefix names a custom field among the other fields.
const customPrefix = "custom."

const (
	// wholeDigits and fractionDigits bound a number. They leave no doubt about
	// its value, and its order key has a fixed length.
	wholeDigits    = 18
	fractionDigits = 9
	// maxOrderKey bounds an order key, in characters: an index entry holds it.
	maxOrderKey = 200
)

// Parse reads a text as a value of the field. The value is the form in which it
// is kept, answered and exported: a text cleaned, a number as plain decimals
// ("1200.5"), a date as in 2026-12-01, a choice as it is spelled in the field.
// The value of an empty text is empty: none. The error names custom.KEY.
func (f CustomField) Parse(text string) (value string, err error) {
	var r review
	field := customPrefix + f.Key
	if f.Kind == FieldText {
		return r.body(field, text, maxFieldText), r.err()
	}
	if text = r.line(field, text, maxFieldText); text == "" {
		return "", r.err()
	}
	var ok bool
	switch f.Kind {
	case FieldNumber:
		if value, ok = decimal(text); !ok {
			r.wrong(field, "A number such as 1200.5, with up to %d digits before the point and %d behind it.", wholeDigits, fractionDigits)
		}
	case FieldDate:
		if value, ok = calendarDay(text); !ok {
			r.wrong(field, "A date such as 2026-12-01.")
		}
	case FieldChoice:
		if value, ok = choiceIn(f.Choices, text); !ok {
			r.wrong(field, "One of: %s.", joined(f.Choices[:min(len(f.Choices), maxListed)], func(choice string) string { return choice }))
		}
	case FieldText:
	}
	return value, r.err()
}

// decimal reads a number without a rounding: what is written is what is kept.
func decimal(text string) (string, bool) {
	sign := ""
	switch text[0] {
	case '-':
		sign, text = "-", text[1:]
	case '+':
		text = text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return "", false
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if len(whole) > wholeDigits || len(fraction) > fractionDigits {
		return "", false
	}
	if whole == "" && fraction == "" {
		return "0", true // there is no -0
	}
	value := sign + nonEmpty(whole, "0")
	if fraction != "" {
		value += "." + fraction
	}
	return value, true
}

// calendarDay reads 2026-12-01, and 1.12.2026, which means the same day to
// everybody who writes it. 01/12/2026 does not.
func calendarDay(text string) (string, bool) {
	for _, layout := range []string{time.DateOnly, "2.1.2006"} {
		if day, err := time.Parse(layout, text); err == nil && day.Year() > 0 {
			return day.Format(time.DateOnly), true
		}
	}
	return "", false
}

// OrderKey is a value of the field as it is compared and sorted, byte by byte:
// texts and choices whatever their letter case, numbers by what they amount to.
func (f CustomField) OrderKey(value string) string {
	switch f.Kind {
	case FieldNumber:
		return numberKey(value)
	case FieldDate:
		return value
	case FieldText, FieldChoice:
	}
	fold := Fold(value)
	symbols := []rune(fold)
	if len(symbols) <= maxOrderKey {
		return fold
	}
	// The beginning for the order, the digest for equality.
	sum := sha256.Sum256([]byte(fold))
	digest := hex.EncodeToString(sum[:16])
	return string(symbols[:maxOrderKey-len(digest)]) + digest
}

// numberKey is a sign and all digits that a number may have. Of negative
// numbers each digit is counted from nine, so that the larger comes first.
func numberKey(value string) string {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(value, "-"), ".")
	digits := strings.Repeat("0", wholeDigits-len(whole)) + whole + fraction + strings.Repeat("0", fractionDigits-len(fraction))
	if !strings.HasPrefix(value, "-") {
		return "1" + digits
	}
	return "0" + strings.Map(func(digit rune) rune { return '0' + '9' - digit }, digits)
}

// CustomValues reads what was given for custom fields, by key. An empty text is
// a value without text: it is to be taken away. The error names every key that
// is wrong; archived fields are not known.
func CustomValues(fields []CustomField, given map[string]string) ([]CustomValue, error) {
	keys := make([]string, 0, len(given))
	for key := range given {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var r review
	values := make([]CustomValue, 0, len(keys))
	for _, key := range keys {
		at := slices.IndexFunc(fields, func(f CustomField) bool { return f.Key == key && f.ArchivedAt == nil })
		if at < 0 {
			r.wrong(customPrefix+bounded(key), "There is no such field.")
			continue
		}
		field := fields[at]
		text, err := field.Parse(given[key])
		if err != nil {
			r.fields = append(r.fields, reviewed(err)...)
			continue
		}
		values = append(values, CustomValue{FieldID: field.ID, Key: key, Name: field.Name, Kind: field.Kind, Text: text})
	}
	return values, r.err()
}

// bounded keeps what a stranger calls a field from filling the answer.
func bounded(key string) string {
	const most = 60
	if symbols := []rune(key); len(symbols) > most {
		return string(symbols[:most])
	}
	return key
}

// CustomText is the contact's value in a custom field; empty where it has none.
func (c Contact) CustomText(field id.CustomField) string {
	for _, value := range c.Custom {
		if value.FieldID == field {
			return value.Text
		}
	}
	return ""
}

// withCustom is the list with one value set, or taken away where it has no text.
func withCustom(list []CustomValue, value CustomValue) []CustomValue {
	kept := slices.DeleteFunc(slices.Clone(list), func(v CustomValue) bool { return v.FieldID == value.FieldID })
	if value.Text != "" {
		kept = append(kept, value)
	}
	return kept
}

// eachCustom goes through the custom fields in which either list has a value.
func eachCustom(a, b []CustomValue, do func(field CustomValue, a, b string)) {
	text := func(list []CustomValue, field id.CustomField) string { return Contact{Custom: list}.CustomText(field) }
	for _, value := range a {
		do(value, value.Text, text(b, value.FieldID))
	}
	for _, value := range b {
		if text(a, value.FieldID) == "" {
			do(value, "", value.Text)
		}
	}
}

// mergeCustom is the survivor's values with the duplicate's where it has none
// or where the duplicate's were chosen.
func mergeCustom(survivor, duplicate Contact, choices map[string]MergeSide) []CustomValue {
	merged := survivor.Custom
	eachCustom(survivor.Custom, duplicate.Custom, func(field CustomValue, ours, theirs string) {
		side, chosen := choices[customPrefix+field.Key]
		if side == SideDuplicate || !chosen && ours == "" {
			field.Text = theirs
			merged = withCustom(merged, field)
		}
	})
	return merged
}

// restoreCustom puts the values back that a merge changed and nobody since.
func (c *Contact) restoreCustom(before, merged Contact) (kept []string) {
	restored := c.Custom
	eachCustom(before.Custom, merged.Custom, func(field CustomValue, was, became string) {
		if was == became {
			return
		}
		switch now := c.CustomText(field.FieldID); now {
		case was:
		case became:
			field.Text = was
			restored = withCustom(restored, field)
		default:
			kept = append(kept, "The field "+field.Name+" was changed after the merge and stays as it is.")
		}
	})
	c.Custom = restored
	return kept
}

// Range is where the order keys lie that a filter lets through.
func (f CustomField) Range(filter CustomFilter) (low, high string, err error) {
	var r review
	key := func(field, text, otherwise string) string {
		value, err := f.Parse(text)
		if err != nil {
			for _, wrong := range reviewed(err) {
				r.fields = append(r.fields, FieldError{Field: field, Message: wrong.Message})
			}
		}
		if value == "" {
			return otherwise
		}
		return f.OrderKey(value)
	}
	field := customPrefix + f.Key
	if filter.From != "" || filter.To != "" {
		if !f.Kind.Ordered() || filter.Value != "" {
			r.wrong(field, "Only numbers and dates have a from and a to, in place of a value.")
			return "", "", r.err()
		}
		return key(field+".from", filter.From, ""), key(field+".to", filter.To, topKey), r.err()
	}
	low = key(field, filter.Value, "")
	return low, low, r.err()
}

// topKey is behind every order key of a number or a date.
const topKey = "~"
