package crm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// FieldKind is what a custom field holds.
type FieldKind string

// The kinds of custom fields.
const (
	FieldText   FieldKind = "text"
	FieldNumber FieldKind = "number"
	FieldDate   FieldKind = "date"
	FieldChoice FieldKind = "choice"
)

// Known reports whether the kind is one of those declared.
func (k FieldKind) Known() bool {
	return slices.Contains([]FieldKind{FieldText, FieldNumber, FieldDate, FieldChoice}, k)
}

// Ordered reports whether values of the kind have a from and a to.
func (k FieldKind) Ordered() bool { return k == FieldNumber || k == FieldDate }

// CustomField is a field that an organisation added to its contacts.
type CustomField struct {
	ID id.CustomField
	// Key is what the API, imports and exports call it; it never changes.
	Key     string
	Name    string
	Kind    FieldKind
	Choices []string
	// Position is from 1; archived fields come behind the others.
	Position   int32
	ArchivedAt *time.Time
	CreatedAt  time.Time
}

// CustomFieldDraft is a field to be made. Without a key it gets one of its name.
type CustomFieldDraft struct {
	Key     string
	Name    string
	Kind    FieldKind
	Choices []string
}

// CustomFieldChange is any subset of what may change of a field.
type CustomFieldChange struct {
	Name Optional[string]
	// Choices is the whole list in its new order.
	Choices Optional[[]string]
	// Renamed says what choices are called from now on, by what they were
	// called. Values follow. Two choices may become one.
	Renamed  map[string]string
	Position Optional[int32]
	Archived Optional[bool]
}

// The bounds of custom fields.
const (
	MaxCustomFields = 100
	maxChoices      = 200
	maxFieldText    = 2000
	maxFieldKey     = 40
)

// Prepare returns the draft cleaned; a key that is not given is made.
func (d CustomFieldDraft) Prepare() (CustomFieldDraft, error) {
	var r review
	d.Name = r.required("name", d.Name, maxName)
	if d.Key == "" {
		d.Key = fieldKey(d.Name)
	} else if !validKey(d.Key) {
		r.wrong("key", "Up to %d small letters, digits and underscores, a letter first.", maxFieldKey)
	}
	if !d.Kind.Known() {
		r.wrong("kind", "One of text, number, date, choice.")
	}
	switch {
	case d.Kind == FieldChoice:
		d.Choices = r.choices(d.Choices)
	case len(d.Choices) > 0:
		r.wrong("choices", "Only a choice has choices.")
	}
	return d, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c CustomFieldChange) Prepare() (CustomFieldChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxName) })
	set(&c.Choices, r.choices)
	renamed := make(map[string]string, len(c.Renamed))
	for old, name := range c.Renamed {
		renamed[old] = r.required("renamed."+old, name, maxName)
	}
	c.Renamed = renamed
	if c.Position.Set && c.Position.Value < 1 {
		r.wrong("position", "From 1.")
	}
	return c, r.err()
}

func (r *review) choices(choices []string) []string {
	if len(choices) == 0 || len(choices) > maxChoices {
		r.wrong("choices", "From 1 to %d choices.", maxChoices)
		return nil
	}
	var kept, folds []string
	for i, choice := range choices {
		field := fmt.Sprintf("choices[%d]", i)
		choice = r.required(field, choice, maxName)
		if fold := Fold(choice); choice != "" && slices.Contains(folds, fold) {
			r.wrong(field, "Each choice once.")
		} else {
			kept, folds = append(kept, choice), append(folds, fold)
		}
	}
	return kept
}

func validKey(key string) bool {
	for i, symbol := range key {
		letter := symbol >= 'a' && symbol <= 'z'
		if !letter && (i == 0 || symbol != '_' && (symbol < '0' || symbol > '9')) {
			return false
		}
	}
	return key != "" && len(key) <= maxFieldKey
}

// fieldKey makes a key of a name: "Contract ends (UK)" is contract_ends_uk.
func fieldKey(name string) string {
	var key strings.Builder
	for _, symbol := range Fold(name) {
		letter := symbol >= 'a' && symbol <= 'z'
		switch digit := symbol >= '0' && symbol <= '9'; {
		case letter, digit && key.Len() > 0:
			key.WriteRune(symbol)
		case key.Len() > 0 && !strings.HasSuffix(key.String(), "_"):
			key.WriteByte('_')
		}
		if key.Len() >= maxFieldKey-4 { // room for a number behind it
			break
		}
	}
	return nonEmpty(strings.Trim(key.String(), "_"), "field")
}

// FreeKey is the key, with a number behind it where it is taken.
func FreeKey(key string, taken func(string) bool) string {
	free := key
	for n := 2; taken(free); n++ {
		free = fmt.Sprintf("%s_%d", key, n)
	}
	return free
}

// Rename is a choice that goes by another name from now on.
type Rename struct{ Old, New string }

// Change returns the field with a prepared change applied, which of its choices
// were renamed and which are gone. Its place among the others is not its own.
func (f CustomField) Change(change CustomFieldChange, now time.Time) (next CustomField, renamed []Rename, gone []string, err error) {
	next = f
	take(&next.Name, change.Name)
	switch {
	case !change.Archived.Set:
	case !change.Archived.Value:
		next.ArchivedAt = nil
	case next.ArchivedAt == nil:
		next.ArchivedAt = &now
	}
	if !change.Choices.Set && len(change.Renamed) == 0 {
		return next, nil, nil, nil
	}
	if f.Kind != FieldChoice {
		return f, nil, nil, fieldRefused("choices", "Only a choice has choices.")
	}
	next.Choices, renamed, gone, err = f.rechoose(change)
	return next, renamed, gone, err
}

// rechoose works out the new choices. One that is spelled anew, with other
// capitals say, counts as renamed without being named so.
func (f CustomField) rechoose(change CustomFieldChange) (choices []string, renamed []Rename, gone []string, err error) {
	names := make(map[string]string, len(change.Renamed)) // by the fold of the old name
	for old, name := range change.Renamed {
		if _, known := choiceIn(f.Choices, old); !known {
			return nil, nil, nil, fieldRefused("renamed."+old, "There is no such choice.")
		}
		names[Fold(old)] = name
	}
	choices = change.Choices.Value
	if !change.Choices.Set {
		for _, choice := range f.Choices {
			choice = nonEmpty(names[Fold(choice)], choice)
			if _, twice := choiceIn(choices, choice); !twice {
				choices = append(choices, choice)
			}
		}
	}
	for _, old := range f.Choices {
		name, wanted := names[Fold(old)]
		stays, known := choiceIn(choices, nonEmpty(name, old))
		switch {
		case wanted && !known:
			return nil, nil, nil, fieldRefused("renamed."+old, "The new name is not among the choices.")
		case !known:
			gone = append(gone, old)
		case stays != old:
			renamed = append(renamed, Rename{Old: old, New: stays})
		}
	}
	return choices, renamed, gone, nil
}

// choiceIn finds a choice, whatever its letter case.
func choiceIn(choices []string, wanted string) (string, bool) {
	fold := Fold(wanted)
	for _, choice := range choices {
		if Fold(choice) == fold {
			return choice, true
		}
	}
	return "", false
}

func fieldRefused(field, message string) *Error {
	return &Error{Code: CodeInvalid, Message: message, Fields: []FieldError{{Field: field, Message: message}}}
}

// CustomFieldChanged is the change that an action made to a custom field.
func CustomFieldChanged(action string, before, after CustomField) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("kind", string(before.Kind), string(after.Kind))
	d.text("choices", strings.Join(before.Choices, ", "), strings.Join(after.Choices, ", "))
	d.flag("archived", before.ArchivedAt != nil, after.ArchivedAt != nil)
	return Change{Action: action, Noun: "custom_field", Record: after.ID.UUID, Name: after.Name, Fields: d}
}
