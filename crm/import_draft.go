package crm

import (
	"slices"
	"strings"
)

// ImportDraft is what one row of a file says of a contact. What it does not say
// stays as it is when the contact exists.
type ImportDraft struct {
	Line    int64        `json:"-"`
	Contact ContactDraft `json:"contact"`
	// HasKind and HasStatus say that the row had them: Prepare fills them in.
	HasKind   bool `json:"hasKind,omitempty"`
	HasStatus bool `json:"hasStatus,omitempty"`
	// Nameless rows can only be about contacts that exist.
	Nameless bool `json:"nameless,omitempty"`
	// Owner is the address that a user logs in with.
	Owner string `json:"owner,omitempty"`
	// Notes is the text of the file, which may be longer than one note.
	Notes []string `json:"notes,omitempty"`
	// Custom is what Contact.Custom says, once it was read by the fields' kinds.
	Custom []CustomValue `json:"-"`
}

// Prepare cleans the row by the rules for making a contact by hand, with the
// organisation's own fields; what is wrong is the reason for refusing it.
func (row ImportDraft) Prepare(country string, fields ...CustomField) (ImportDraft, error) {
	c := row.Contact
	if row.Nameless {
		c.FirstName, c.LastName = "-", "-"
	}
	var r review
	for i, note := range row.Notes {
		row.Notes[i] = r.body("notes", note, maxBody)
	}
	c, err := c.Prepare(country)
	if err != nil {
		return row, err
	}
	if row.Nameless {
		c.FirstName, c.LastName = "", ""
	}
	row.Contact = c
	if row.Custom, err = CustomValues(fields, c.Custom); err != nil {
		return row, err
	}
	return row, r.err()
}

// Name is the row's name as shown.
func (row ImportDraft) Name() string {
	name := joinName(strings.TrimSpace(row.Contact.FirstName), strings.TrimSpace(row.Contact.LastName))
	if name == "" && len(row.Contact.Emails) > 0 {
		name = row.Contact.Emails[0].Address
	}
	return shown(name)
}

// Create is the contact that a prepared row makes, without its identifier.
func (row ImportDraft) Create() (Contact, error) {
	d := row.Contact
	if row.Nameless {
		var r review
		r.required("firstName", "", maxName)
		r.required("lastName", "", maxName)
		return Contact{}, r.err()
	}
	return Contact{
		FirstName: d.FirstName, LastName: d.LastName, Emails: d.Emails, Phones: d.Phones, JobTitle: d.JobTitle,
		CustomerID: d.CustomerID, CustomerName: d.Company, Kind: d.Kind, Status: d.Status, MarketingOptOut: d.MarketingOptOut,
		OwnerID: d.OwnerID, Tags: d.Tags, Source: d.Source, Custom: row.Custom,
	}, nil
}

// Onto is what a contact becomes by a prepared row, and why if not all of the
// row was taken. Nothing is ever emptied, nobody is opted back in, and a lock
// keeps its customer.
func (row ImportDraft) Onto(c Contact, on OnMatch) (Contact, string) {
	d, reason := row.Contact, ""
	over := on != OnMatchFill
	put := func(field *string, value string, given bool) {
		if given && value != "" && (over || *field == "") {
			*field = value
		}
	}
	put(&c.FirstName, d.FirstName, true)
	put(&c.LastName, d.LastName, true)
	put(&c.JobTitle, d.JobTitle, true)
	put(&c.Status, d.Status, row.HasStatus)
	if row.HasKind && over {
		c.Kind = d.Kind
	}
	if d.CustomerID != nil && !sameCustomer(c.CustomerID, d.CustomerID) && (over || c.CustomerID == nil) {
		if c.LockedToCustomer {
			reason = ReasonLocked
		} else {
			c.CustomerID, c.CustomerName = d.CustomerID, d.Company
		}
	}
	if d.OwnerID != nil && (over || c.OwnerID == nil) {
		c.OwnerID = d.OwnerID
	}
	for _, value := range row.Custom {
		if value.Text != "" && (over || c.CustomText(value.FieldID) == "") {
			c.Custom = withCustom(c.Custom, value)
		}
	}
	c.MarketingOptOut = c.MarketingOptOut || d.MarketingOptOut
	full := false
	if over || len(c.Emails) == 0 {
		c.Emails = joinedTo(c.Emails, d.Emails, func(a, b Email) bool { return FoldEmail(a.Address) == FoldEmail(b.Address) }, &full)
	}
	if over || len(c.Phones) == 0 {
		c.Phones = joinedTo(c.Phones, d.Phones, func(a, b Phone) bool {
			return a.Number.E164 == b.Number.E164 && a.Number.Extension == b.Number.Extension
		}, &full)
	}
	if over || len(c.Tags) == 0 {
		c.Tags = joinedTo(c.Tags, d.Tags, func(a, b string) bool { return Fold(a) == Fold(b) }, &full)
	}
	if full {
		reason = ReasonFull
	}
	return c, reason
}

// joinedTo adds what a list lacks, up to what a contact may have.
func joinedTo[T any](list, more []T, same func(a, b T) bool, full *bool) []T {
	joined := slices.Clone(list)
	most := maxListed
	if _, tags := any(list).([]string); tags {
		most = maxTags
	}
	for _, one := range more {
		switch {
		case slices.ContainsFunc(joined, func(known T) bool { return same(known, one) }):
		case len(joined) >= most:
			*full = true
		default:
			joined = append(joined, one)
		}
	}
	return primaryAsIs(joined)
}

// primaryAsIs leaves the first entry the primary one.
func primaryAsIs[T any](list []T) []T {
	for i := range list {
		switch one := any(&list[i]).(type) {
		case *Email:
			one.Primary = i == 0
		case *Phone:
			one.Primary = i == 0
		}
	}
	return list
}

// Keys are by what a row and a contact are known to be one person: addresses
// first, else a number together with the name.
func (c Contact) Keys() []string {
	var keys []string
	for _, email := range c.Emails {
		keys = append(keys, EmailKey(email.Address))
	}
	for _, phone := range c.Phones {
		if phone.Number.E164 != "" {
			keys = append(keys, PhoneKey(phone.Number.E164, Fold(c.FirstName+" "+c.LastName)))
		}
	}
	return keys
}

// EmailKey is the key of an address.
func EmailKey(address string) string { return "e" + FoldEmail(address) }

// PhoneKey is the key of a number and a folded name.
func PhoneKey(number, name string) string { return "p" + number + "\x00" + name }

// Fields are what a row that makes a contact says, for people.
func (row ImportDraft) Fields() []FieldChange {
	contact, err := row.Create()
	if err != nil {
		return nil
	}
	var d diff
	d.text("company", "", row.Contact.Company)
	contact.CustomerID = nil
	fields := append(Contact{}.Diff(contact), d...)
	if len(row.Notes) > 0 {
		fields = append(fields, FieldChange{Field: "notes", New: strings.Join(row.Notes, "\n\n")})
	}
	return fields
}
