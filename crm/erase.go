package crm

import "strings"

// EraseFate is what erasing a person does with the rows that refer to them.
type EraseFate string

// The fates.
const (
	// EraseDeleted rows go.
	EraseDeleted EraseFate = "deleted"
	// EraseBlanked rows stay for the statistics and lose every text that may
	// say something of the person.
	EraseBlanked EraseFate = "blanked"
)

// ErasePolicy is the fate of one foreign key to contacts.
type ErasePolicy struct {
	// Key is table.column.
	Key  string
	Fate EraseFate
}

// Table is the table of the foreign key.
func (p ErasePolicy) Table() string {
	table, _, _ := strings.Cut(p.Key, ".")
	return table
}

// Column is the column of the foreign key.
func (p ErasePolicy) Column() string {
	_, column, _ := strings.Cut(p.Key, ".")
	return column
}

// ErasePolicies declares every foreign key to contacts. A test holds this
// against the catalogue: who adds a foreign key adds a line, and for a blanked
// one a statement to the store's.
func ErasePolicies() []ErasePolicy {
	return []ErasePolicy{
		{Key: "activities.contact_id", Fate: EraseBlanked},
		{Key: "bulk_edit_rows.contact_id", Fate: EraseDeleted},
		{Key: "callbacks.contact_id", Fate: EraseDeleted},
		{Key: "calls.contact_id", Fate: EraseBlanked},
		{Key: "contact_emails.contact_id", Fate: EraseDeleted},
		{Key: "contact_phones.contact_id", Fate: EraseDeleted},
		{Key: "contact_tags.contact_id", Fate: EraseDeleted},
		{Key: "contact_values.contact_id", Fate: EraseDeleted},
		{Key: "contacts.merged_into_id", Fate: EraseBlanked},
		{Key: "deal_contacts.contact_id", Fate: EraseBlanked},
		{Key: "dismissed_duplicates.first_id", Fate: EraseDeleted},
		{Key: "dismissed_duplicates.second_id", Fate: EraseDeleted},
		{Key: "import_rows.contact_id", Fate: EraseBlanked},
		{Key: "merges.duplicate_id", Fate: EraseBlanked},
		{Key: "merges.survivor_id", Fate: EraseBlanked},
		{Key: "notes.contact_id", Fate: EraseDeleted},
		{Key: "recent_contacts.contact_id", Fate: EraseDeleted},
		{Key: "tickets.contact_id", Fate: EraseBlanked},
	}
}

// Erasure is what erasing a person does, before or after it.
type Erasure struct {
	// Deleted and Blanked count rows by noun.
	Deleted, Blanked map[string]int64
	// Merged counts the contacts that were merged into this one: they are the
	// same person and go with it.
	Merged int64
}

// ConfirmErasure refuses an erasure that was not confirmed with the contact's
// name, whatever the letter case. There is no way back, so a click is not enough.
func ConfirmErasure(c Contact, confirm string) error {
	if Fold(confirm) == Fold(c.Name()) {
		return nil
	}
	return &Error{Code: CodeInvalid, Message: "Nothing was erased.", Fields: []FieldError{
		{Field: "confirm", Message: "Type the contact's name to confirm."},
	}}
}

// Erased refuses what cannot be done with an erased contact.
func Erased() *Error {
	return &Error{Code: CodeErased, Message: "This person was erased; nothing can be changed or added."}
}
