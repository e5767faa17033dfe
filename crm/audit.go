package crm

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
)

// FieldChange is what one field was and has become, as text for people.
type FieldChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// Change is what the audit log keeps of a step. No secret may be in it.
type Change struct {
	// Action is a verb: create, update, archive, restore, confirm, delete.
	Action string
	Noun   string
	Record uuid.UUID
	Name   string
	Fields []FieldChange
	// Detail is what else there is to say.
	Detail map[string]string
	// ContactID is the contact in whose history the line stands as well, where
	// the record is something that belongs to a contact.
	ContactID *id.Contact
	// State is the record after the step, before it for a delete: what webhooks
	// tell. Without one the store reads the record.
	State any
}

// AuditEntry is one line of the audit log.
type AuditEntry struct {
	ID         id.AuditEntry
	At         time.Time
	UserID     *id.User
	UserName   string
	TokenID    *id.Token
	Action     string
	Noun       string
	RecordID   *uuid.UUID
	RecordName string
	// ContactID is whose history the line stands in beside the record's own.
	ContactID *id.Contact
	Changes   []FieldChange
	Detail    map[string]string
}

// AuditFilter narrows the audit log; zero fields do not.
type AuditFilter struct {
	Noun     string
	Action   string
	RecordID *uuid.UUID
	UserID   *id.User
	From, To *time.Time
}

// Require refuses an actor who may not read that part of the log: all of it is
// for admins, the history of one record for whoever may read the record.
func (f AuditFilter) Require(actor Actor) error {
	switch f.Noun {
	case "contact", "customer", "ticket", "deal", "activity", "note":
		if f.RecordID != nil {
			return nil
		}
	}
	return actor.Require(RoleAdmin)
}

// diff collects the fields that differ.
type diff []FieldChange

func (d *diff) text(field, before, after string) {
	if before != after {
		*d = append(*d, FieldChange{Field: field, Old: before, New: after})
	}
}

func (d *diff) flag(field string, before, after bool) {
	if before != after {
		d.text(field, strconv.FormatBool(before), strconv.FormatBool(after))
	}
}

// ref is an identifier as text, empty where there is none.
func ref[T interface{ String() string }](of *T) string {
	if of == nil {
		return ""
	}
	return (*of).String()
}

// Diff lists the fields in which two states of a contact differ.
func (c Contact) Diff(next Contact) []FieldChange {
	var d diff
	d.text("firstName", c.FirstName, next.FirstName)
	d.text("lastName", c.LastName, next.LastName)
	d.text("emails", joined(c.Emails, Email.text), joined(next.Emails, Email.text))
	d.text("phones", joined(c.Phones, Phone.text), joined(next.Phones, Phone.text))
	d.text("jobTitle", c.JobTitle, next.JobTitle)
	if ref(c.CustomerID) != ref(next.CustomerID) {
		d.text("customer", c.CustomerName, next.CustomerName)
	}
	d.text("kind", string(c.Kind), string(next.Kind))
	d.text("status", c.Status, next.Status)
	d.flag("marketingOptOut", c.MarketingOptOut, next.MarketingOptOut)
	d.flag("lockedToCustomer", c.LockedToCustomer, next.LockedToCustomer)
	d.text("ownerId", ref(c.OwnerID), ref(next.OwnerID))
	d.text("tags", strings.Join(c.Tags, ", "), strings.Join(next.Tags, ", "))
	eachCustom(c.Custom, next.Custom, func(field CustomValue, before, after string) {
		d.text(customPrefix+field.Key, before, after)
	})
	return d
}

func (e Email) text() string { return labelled(e.Address, e.Label) }

func (p Phone) text() string { return labelled(p.Number.Raw, p.Label) }

func labelled(text, label string) string {
	if label == "" {
		return text
	}
	return text + " (" + label + ")"
}

func joined[T any](list []T, text func(T) string) string {
	parts := make([]string, len(list))
	for i, one := range list {
		parts[i] = text(one)
	}
	return strings.Join(parts, ", ")
}

// ContactChanged is the change that an action made to a contact.
func ContactChanged(action string, before, after Contact) Change {
	return Change{Action: action, Noun: "contact", Record: after.ID.UUID, Name: after.Name(), Fields: before.Diff(after), State: after}
}

// CustomerChanged is the change that an action made to a customer.
func CustomerChanged(action string, before, after Customer) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("website", before.Website, after.Website)
	d.text("phone", before.Phone, after.Phone)
	d.text("address", before.Address, after.Address)
	d.text("ownerId", ref(before.OwnerID), ref(after.OwnerID))
	return Change{Action: action, Noun: "customer", Record: after.ID.UUID, Name: after.Name, Fields: d, State: after}
}

// UserChanged is the change that an action made to a user.
func UserChanged(action string, before, after User) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("email", before.Email, after.Email)
	d.text("role", string(before.Role), string(after.Role))
	d.text("extension", before.Extension, after.Extension)
	d.flag("active", before.Active, after.Active)
	d.text("locale", before.Locale, after.Locale)
	d.text("timeZone", before.TimeZone, after.TimeZone)
	return Change{Action: action, Noun: "user", Record: after.ID.UUID, Name: after.Name, Fields: d}
}

// UserChange is any subset of what an admin may change of a user.
type UserChange struct {
	Name      Optional[string]
	Email     Optional[string]
	Role      Optional[Role]
	Extension Optional[string]
	Active    Optional[bool]
}

// Change returns the user with the change applied.
func (u User) Change(change UserChange) User {
	take(&u.Name, change.Name)
	take(&u.Email, change.Email)
	take(&u.Role, change.Role)
	take(&u.Extension, change.Extension)
	take(&u.Active, change.Active)
	return u
}
