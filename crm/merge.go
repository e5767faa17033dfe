package crm

import (
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// MergeFate is what a merge does with the rows that refer to the duplicate.
type MergeFate string

// The fates.
const (
	// MergeMoved rows belong to the survivor from then on.
	MergeMoved MergeFate = "moved"
	// MergeFolded rows belong to the survivor unless it has the like already.
	MergeFolded MergeFate = "folded"
	// MergeStays rows are history: they go on to name the duplicate.
	MergeStays MergeFate = "stays"
)

// MergePolicy is the fate of one foreign key to contacts.
type MergePolicy struct {
	// Key is table.column.
	Key  string
	Fate MergeFate
	// By is the column in which two folded rows are alike. Without it the rows
	// are part of the contact itself and Merge folds them.
	By string
	// Fill is a column of folded rows that the survivor's takes from the
	// duplicate's where it is blank.
	Fill string
	// Noun is what people count; the table's name when empty.
	Noun string
}

// Counted is the noun under which moved rows are counted.
func (p MergePolicy) Counted() string { return nonEmpty(p.Noun, p.Table()) }

// Table is the table of the foreign key.
func (p MergePolicy) Table() string {
	table, _, _ := strings.Cut(p.Key, ".")
	return table
}

// Column is the column of the foreign key.
func (p MergePolicy) Column() string {
	_, column, _ := strings.Cut(p.Key, ".")
	return column
}

// MergePolicies declares every foreign key to contacts, in the order in which a
// merge goes through them. Moved rows need a column id. A test holds this
// against the catalogue: who adds a foreign key adds a line.
func MergePolicies() []MergePolicy {
	return []MergePolicy{
		{Key: "activities.contact_id", Fate: MergeMoved},
		{Key: "bulk_edit_rows.contact_id", Fate: MergeStays},
		{Key: "callbacks.contact_id", Fate: MergeMoved},
		{Key: "calls.contact_id", Fate: MergeMoved},
		{Key: "contact_emails.contact_id", Fate: MergeFolded},
		{Key: "contact_phones.contact_id", Fate: MergeFolded},
		{Key: "contact_tags.contact_id", Fate: MergeFolded, By: "tag_id", Noun: "tags"},
		{Key: "contact_values.contact_id", Fate: MergeFolded},
		{Key: "contacts.merged_into_id", Fate: MergeStays},
		{Key: "deal_contacts.contact_id", Fate: MergeFolded, By: "deal_id", Fill: "role", Noun: "deals"},
		{Key: "dismissed_duplicates.first_id", Fate: MergeStays},
		{Key: "dismissed_duplicates.second_id", Fate: MergeStays},
		{Key: "import_rows.contact_id", Fate: MergeStays},
		{Key: "merges.duplicate_id", Fate: MergeStays},
		{Key: "merges.survivor_id", Fate: MergeStays},
		{Key: "notes.contact_id", Fate: MergeMoved},
		// Reading them follows the merge.
		{Key: "recent_contacts.contact_id", Fate: MergeStays},
		{Key: "tickets.contact_id", Fate: MergeMoved},
	}
}

// MergeSide is one of the two contacts of a merge.
type MergeSide string

// The sides.
const (
	SideSurvivor  MergeSide = "survivor"
	SideDuplicate MergeSide = "duplicate"
)

// The fields of which a merge keeps one side; email and phone say which
// primary entry stays primary.
const (
	mergeFirstName = "firstName"
	mergeLastName  = "lastName"
	mergeJobTitle  = "jobTitle"
	mergeCustomer  = "customerId"
	mergeKind      = "kind"
	mergeStatus    = "status"
	mergeOwner     = "ownerId"
	mergeEmail     = "email"
	mergePhone     = "phone"
)

// MergeField is one field of both contacts and what a merge keeps of it unless
// told otherwise.
type MergeField struct {
	Field string
	// Label is the name of a custom field; empty for the others.
	Label               string
	Survivor, Duplicate string
	Suggested           MergeSide
	// Conflict says that both have a value and the values differ.
	Conflict bool
}

// MergePreview is what a merge would do.
type MergePreview struct {
	Survivor, Duplicate Contact
	Fields              []MergeField
	// Moves counts what would go to the survivor, by noun.
	Moves                 map[string]int64
	LockedCustomersDiffer bool
}

// Merge is a merge that was done.
type Merge struct {
	ID            id.Merge
	SurvivorID    id.Contact
	SurvivorName  string
	DuplicateID   id.Contact
	DuplicateName string
	UserID        *id.User
	UserName      string
	CreatedAt     time.Time
	UndoneAt      *time.Time
	// Moved counts what went to the survivor, by noun.
	Moved map[string]int64
}

// Merged is the outcome of a merge.
type Merged struct {
	ID                  id.Merge
	Survivor, Duplicate Contact
	Moved               map[string]int64
}

// Unmerged is the outcome of taking a merge back.
type Unmerged struct {
	Survivor, Duplicate Contact
	// Restored counts what went back, by noun.
	Restored map[string]int64
	// Kept says, for people, what could not be taken back.
	Kept []string
}

// DuplicatePair is two contacts that may be one person.
type DuplicatePair struct {
	Contacts [2]Contact
	// Reasons are "same_phone", "same_name" and "same_company".
	Reasons []string
	// Score is from 0 to 100.
	Score int
}

// LockedCustomersDiffer says that both contacts are locked, each to a customer of its own.
func LockedCustomersDiffer(survivor, duplicate Contact) bool {
	return survivor.LockedToCustomer && duplicate.LockedToCustomer && !sameCustomer(survivor.CustomerID, duplicate.CustomerID)
}

// MergeFields compares two contacts: the survivor's value stays unless it is
// blank, and a locked customer comes before one that is not.
func MergeFields(survivor, duplicate Contact) []MergeField {
	fields := []MergeField{
		{Field: mergeFirstName, Survivor: survivor.FirstName, Duplicate: duplicate.FirstName},
		{Field: mergeLastName, Survivor: survivor.LastName, Duplicate: duplicate.LastName},
		{Field: mergeJobTitle, Survivor: survivor.JobTitle, Duplicate: duplicate.JobTitle},
		{Field: mergeCustomer, Survivor: survivor.CustomerName, Duplicate: duplicate.CustomerName},
		{Field: mergeKind, Survivor: string(survivor.Kind), Duplicate: string(duplicate.Kind)},
		{Field: mergeStatus, Survivor: survivor.Status, Duplicate: duplicate.Status},
		{Field: mergeOwner, Survivor: textOf(survivor.OwnerID), Duplicate: textOf(duplicate.OwnerID)},
		{Field: mergeEmail, Survivor: firstEmail(survivor), Duplicate: firstEmail(duplicate)},
		{Field: mergePhone, Survivor: firstPhone(survivor), Duplicate: firstPhone(duplicate)},
	}
	eachCustom(survivor.Custom, duplicate.Custom, func(field CustomValue, ours, theirs string) {
		if !field.Archived {
			fields = append(fields, MergeField{Field: customPrefix + field.Key, Label: field.Name, Survivor: ours, Duplicate: theirs})
		}
	})
	for i := range fields {
		f := &fields[i]
		f.Suggested = SideSurvivor
		if f.Survivor == "" && f.Duplicate != "" {
			f.Suggested = SideDuplicate
		}
		f.Conflict = f.Survivor != "" && f.Duplicate != "" && f.Survivor != f.Duplicate
		if f.Field == mergeCustomer && duplicate.LockedToCustomer && !survivor.LockedToCustomer {
			f.Suggested = SideDuplicate
		}
	}
	return fields
}

func textOf(user *id.User) string {
	if user == nil {
		return ""
	}
	return user.String()
}

func firstEmail(c Contact) string {
	if len(c.Emails) == 0 {
		return ""
	}
	return c.Emails[0].Address
}

func firstPhone(c Contact) string {
	if len(c.Phones) == 0 {
		return ""
	}
	return c.Phones[0].Number.Raw
}

// MergeContacts is the survivor as the merge leaves it. choices override what
// MergeFields suggests, by field.
func MergeContacts(actor Actor, survivor, duplicate Contact, choices map[string]MergeSide) (Contact, error) {
	fields := MergeFields(survivor, duplicate)
	if err := checkChoices(fields, choices); err != nil {
		return survivor, err
	}
	merged := survivor
	for _, field := range fields {
		side, chosen := choices[field.Field]
		if !chosen {
			side = field.Suggested
		}
		if side == SideDuplicate {
			merged.take(duplicate, field.Field)
		}
	}
	merged.Emails = foldEmails(survivor, duplicate, merged.Emails)
	merged.Phones = foldPhones(survivor, duplicate, merged.Phones)
	merged.Custom = mergeCustom(survivor, duplicate, choices)
	merged.MarketingOptOut = survivor.MarketingOptOut || duplicate.MarketingOptOut
	if err := mayMergeCustomers(actor, survivor, duplicate, merged, choices); err != nil {
		return survivor, err
	}
	merged.LockedToCustomer = merged.CustomerID != nil && (survivor.LockedToCustomer || duplicate.LockedToCustomer)
	return merged, nil
}

func checkChoices(fields []MergeField, choices map[string]MergeSide) error {
	refusal := &Error{Code: CodeInvalid, Message: "There is no such choice in a merge."}
	for field, side := range choices {
		known := slices.ContainsFunc(fields, func(f MergeField) bool { return f.Field == field })
		if !known || side != SideSurvivor && side != SideDuplicate {
			refusal.Fields = append(refusal.Fields, FieldError{Field: "fields." + field, Message: "There is no such choice."})
		}
	}
	if len(refusal.Fields) == 0 {
		return nil
	}
	return refusal
}

// take takes one field of the other contact. Of email and phone it takes the
// primary entry; the fold appends the others.
func (c *Contact) take(other Contact, field string) {
	switch field {
	case mergeFirstName:
		c.FirstName = other.FirstName
	case mergeLastName:
		c.LastName = other.LastName
	case mergeJobTitle:
		c.JobTitle = other.JobTitle
	case mergeCustomer:
		c.CustomerID, c.CustomerName = other.CustomerID, other.CustomerName
	case mergeKind:
		c.Kind = other.Kind
	case mergeStatus:
		c.Status = other.Status
	case mergeOwner:
		c.OwnerID = other.OwnerID
	case mergeEmail:
		c.Emails = other.Emails[:min(1, len(other.Emails))]
	case mergePhone:
		c.Phones = other.Phones[:min(1, len(other.Phones))]
	}
}

// mayMergeCustomers is the rule of the lock in a merge: an agent loses no
// locked customer, and of two locked ones somebody who may must choose.
func mayMergeCustomers(actor Actor, survivor, duplicate, merged Contact, choices map[string]MergeSide) error {
	may := actor.Role.AtLeast(RoleSupervisor)
	if LockedCustomersDiffer(survivor, duplicate) {
		if _, chosen := choices[mergeCustomer]; chosen && may {
			return nil
		}
		return &Error{
			Code: CodeLockedCustomersDiffer,
			Message: "The two are locked to different customers, " + survivor.CustomerName + " and " + duplicate.CustomerName +
				"; a supervisor can choose which one stays.",
		}
	}
	if may {
		return nil
	}
	for _, side := range []Contact{survivor, duplicate} {
		if side.LockedToCustomer && !sameCustomer(side.CustomerID, merged.CustomerID) {
			return lockedError(side)
		}
	}
	return nil
}

// foldEmails lists the addresses of both behind those that come first.
func foldEmails(survivor, duplicate Contact, first []Email) []Email {
	return foldList(SameEmail, func(e *Email) *bool { return &e.Primary }, first, survivor.Emails, duplicate.Emails)
}

func foldPhones(survivor, duplicate Contact, first []Phone) []Phone {
	return foldList(SamePhone, func(p *Phone) *bool { return &p.Primary }, first, survivor.Phones, duplicate.Phones)
}

func foldList[T any](same func(a, b T) bool, flag func(*T) *bool, lists ...[]T) []T {
	var all []T
	for _, list := range lists {
		for _, entry := range list {
			if !slices.ContainsFunc(all, func(kept T) bool { return same(kept, entry) }) {
				*flag(&entry) = len(all) == 0
				all = append(all, entry)
			}
		}
	}
	return all
}

// SameEmail says that two entries are one mailbox.
func SameEmail(a, b Email) bool { return FoldEmail(a.Address) == FoldEmail(b.Address) }

// SamePhone says that two entries ring the same telephone.
func SamePhone(a, b Phone) bool {
	if a.Number.E164 == "" && b.Number.E164 == "" && a.Number.Extension == b.Number.Extension && a.Number.Extension == "" {
		return a.Number.Raw == b.Number.Raw
	}
	return a.Number.E164 == b.Number.E164 && a.Number.Extension == b.Number.Extension
}

// MergeLists is the survivor with the addresses and numbers of both.
func MergeLists(survivor, duplicate Contact) Contact {
	survivor.Emails = foldEmails(survivor, duplicate, survivor.Emails)
	survivor.Phones = foldPhones(survivor, duplicate, survivor.Phones)
	return survivor
}

// MergeNoun is the noun under which rows of a foreign key are counted.
func MergeNoun(key string) string {
	for _, policy := range MergePolicies() {
		if policy.Key == key {
			return policy.Counted()
		}
	}
	return MergePolicy{Key: key}.Table()
}
