package crm

import "github.com/ringbook/ringbook/callsvc/id"

// Prepare returns the change with every field that is set cleaned, or an
// *Error that names every field that is wrong.
func (c ContactChange) Prepare(country string) (ContactChange, error) {
	var r review
	set(&c.FirstName, func(v string) string { return r.required("firstName", v, maxName) })
	set(&c.LastName, func(v string) string { return r.required("lastName", v, maxName) })
	set(&c.JobTitle, func(v string) string { return r.line("jobTitle", v, maxTitle) })
	set(&c.Company, func(v string) string { return r.line("company", v, maxCompany) })
	set(&c.Emails, r.emails)
	set(&c.Phones, func(v []Phone) []Phone { return r.phoneList(v, country) })
	set(&c.Tags, r.tags)
	set(&c.Kind, func(v ContactKind) ContactKind { r.kind(v); return v })
	set(&c.Status, func(v string) string {
		if v = r.line("status", v, maxStatus); v == "" {
			return defaultStatus
		}
		return v
	})
	return c, r.err()
}

func set[T any](field *Optional[T], clean func(T) T) {
	if field.Set {
		field.Value = clean(field.Value)
	}
}

// Change returns the contact with a prepared change applied, or the refusal of
// what the actor may not do. A company name must have become CustomerID before.
func (c Contact) Change(actor Actor, change ContactChange) (Contact, error) {
	if err := c.mayLink(actor, change); err != nil {
		return c, err
	}
	take(&c.FirstName, change.FirstName)
	take(&c.LastName, change.LastName)
	take(&c.Emails, change.Emails)
	take(&c.Phones, change.Phones)
	take(&c.JobTitle, change.JobTitle)
	take(&c.CustomerID, change.CustomerID)
	take(&c.Kind, change.Kind)
	take(&c.Status, change.Status)
	take(&c.MarketingOptOut, change.MarketingOptOut)
	take(&c.OwnerID, change.OwnerID)
	take(&c.Tags, change.Tags)
	take(&c.LockedToCustomer, change.LockedToCustomer)
	if c.CustomerID == nil {
		if change.LockedToCustomer.Set && change.LockedToCustomer.Value {
			return c, &Error{Code: CodeInvalid, Message: "A contact can only be locked to a customer.", Fields: []FieldError{
				{Field: "lockedToCustomer", Message: "There is no customer."},
			}}
		}
		// A supervisor who takes the customer away opens the lock with it.
		c.LockedToCustomer = false
	}
	return c, nil
}

func take[T any](field *T, change Optional[T]) {
	if change.Set {
		*field = change.Value
	}
}

// mayLink is the rule of the lock: while it is set, agents change neither the
// customer nor the lock.
func (c Contact) mayLink(actor Actor, change ContactChange) error {
	if actor.Role.AtLeast(RoleSupervisor) {
		return nil
	}
	if change.LockedToCustomer.Set && change.LockedToCustomer.Value != c.LockedToCustomer {
		return &Error{Code: CodeForbidden, Message: "Only supervisors and admins lock a contact to its customer or open the lock."}
	}
	if c.LockedToCustomer && change.CustomerID.Set && !sameCustomer(c.CustomerID, change.CustomerID.Value) {
		return lockedError(c)
	}
	return nil
}

func lockedError(c Contact) *Error {
	return &Error{
		Code:    CodeLockedToCustomer,
		Message: "This contact is locked to " + nonEmpty(c.CustomerName, "its customer") + "; a supervisor can change that.",
	}
}

// Confirm returns the contact linked to the customer that the actor confirmed,
// and locked to it.
func (c Contact) Confirm(actor Actor, customer id.Customer) (Contact, error) {
	if c.LockedToCustomer && !sameCustomer(c.CustomerID, &customer) && !actor.Role.AtLeast(RoleSupervisor) {
		return c, lockedError(c)
	}
	c.CustomerID, c.LockedToCustomer = &customer, true
	return c, nil
}

func sameCustomer(a, b *id.Customer) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func nonEmpty(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
