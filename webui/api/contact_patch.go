package api

import (
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// ContactPatch is any subset of a contact's fields. Null clears a field that
// may be empty.
type ContactPatch struct {
	FirstName        Optional[string]              `json:"firstName,omitzero" nullable:"false" minLength:"1" maxLength:"100"`
	LastName         Optional[string]              `json:"lastName,omitzero" nullable:"false" minLength:"1" maxLength:"100"`
	Email            Optional[string]              `json:"email,omitzero" maxLength:"254" doc:"Replaces the primary address; the others stay."`
	Emails           Optional[[]string]            `json:"emails,omitzero" maxItems:"20" doc:"Replaces all addresses; those that stay keep their labels."`
	EmailAddresses   Optional[[]EmailAddressInput] `json:"emailAddresses,omitzero" maxItems:"20" doc:"Replaces all addresses and their labels, in place of email and emails."`
	Phone            Optional[string]              `json:"phone,omitzero" maxLength:"64" doc:"Replaces the primary number; the others stay."`
	Phones           Optional[[]PhoneInput]        `json:"phones,omitzero" maxItems:"20" doc:"Replaces all numbers."`
	JobTitle         Optional[string]              `json:"jobTitle,omitzero" maxLength:"200"`
	CustomerID       Optional[id.Customer]         `json:"customerId,omitzero" format:"uuid"`
	Company          Optional[string]              `json:"company,omitzero" maxLength:"200" doc:"The name of an existing customer, in place of customerId."`
	CreateCustomer   bool                          `json:"createCustomer,omitempty"`
	Kind             Optional[crm.ContactKind]     `json:"kind,omitzero" nullable:"false" enum:"customer,contractor,vendor,partner,other"`
	Status           Optional[string]              `json:"status,omitzero" maxLength:"60"`
	MarketingOptOut  Optional[bool]                `json:"marketingOptOut,omitzero" nullable:"false"`
	LockedToCustomer Optional[bool]                `json:"lockedToCustomer,omitzero" nullable:"false" doc:"Supervisors and admins only."`
	OwnerID          Optional[id.User]             `json:"ownerId,omitzero" format:"uuid"`
	Tags             Optional[[]string]            `json:"tags,omitzero" maxItems:"50"`
	Custom           map[string]CustomInput        `json:"custom,omitempty" nullable:"false" doc:"Values of some custom fields by key; null takes one away."`
}

// NeedsCurrent says that the change depends on the contact as it is now:
// replacing the primary entry keeps the others, and an address its label.
func (p ContactPatch) NeedsCurrent() bool {
	return p.Email.Set || p.Emails.Set && len(p.Emails.Value) > 0 || p.Phone.Set && !p.Phones.Set
}

// Record is the patch as crm takes it. current is read only when NeedsCurrent.
func (p ContactPatch) Record(current crm.Contact) (crm.ContactChange, error) {
	if err := refuseNull(map[string]bool{
		"firstName": p.FirstName.Null, "lastName": p.LastName.Null, "kind": p.Kind.Null,
		"marketingOptOut": p.MarketingOptOut.Null, "lockedToCustomer": p.LockedToCustomer.Null,
	}); err != nil {
		return crm.ContactChange{}, err
	}
	change := crm.ContactChange{
		FirstName: valueOf(p.FirstName), LastName: valueOf(p.LastName), JobTitle: valueOf(p.JobTitle),
		CustomerID: pointerOf(p.CustomerID), Company: valueOf(p.Company), CreateCustomer: p.CreateCustomer,
		Kind: valueOf(p.Kind), Status: valueOf(p.Status), MarketingOptOut: valueOf(p.MarketingOptOut),
		LockedToCustomer: valueOf(p.LockedToCustomer), OwnerID: pointerOf(p.OwnerID), Tags: valueOf(p.Tags),
		Custom: customFrom(p.Custom),
	}
	if p.Company.Set && p.Company.Value == "" && !p.CustomerID.Set {
		// No company is no customer, not a customer without a name.
		change.Company, change.CustomerID = crm.Optional[string]{}, crm.Some[*id.Customer](nil)
	}
	if p.Email.Set || p.Emails.Set {
		change.Emails = crm.Some(p.emails(current.Emails))
	}
	if p.EmailAddresses.Set {
		change.Emails = crm.Some(addressesFrom(p.EmailAddresses.Value))
	}
	if p.Phone.Set || p.Phones.Set {
		change.Phones = crm.Some(p.phones(current.Phones))
	}
	return change, nil
}

func (p ContactPatch) emails(current []crm.Email) []crm.Email {
	var primary *string
	if p.Email.Set && !p.Email.Null {
		primary = &p.Email.Value
	}
	others := p.Emails.Value
	labels := map[string]string{}
	for _, email := range current {
		labels[crm.FoldEmail(email.Address)] = email.Label
		if !p.Emails.Set && !email.Primary {
			others = append(others, email.Address)
		}
	}
	emails := emailsFrom(primary, others)
	for i := range emails {
		emails[i].Label = labels[crm.FoldEmail(emails[i].Address)]
	}
	return emails
}

func (p ContactPatch) phones(current []crm.Phone) []crm.Phone {
	var primary *string
	if p.Phone.Set && !p.Phone.Null {
		primary = &p.Phone.Value
	}
	if p.Phones.Set {
		return phonesFrom(primary, p.Phones.Value)
	}
	var others []PhoneInput
	for _, phone := range current {
		if !phone.Primary {
			others = append(others, PhoneInput{Raw: phone.Number.Raw, Label: phone.Label})
		}
	}
	return phonesFrom(primary, others)
}

// refuseNull answers null where a field must have a value: the schema check
// lets null pass for every field that may be left out.
func refuseNull(nulls map[string]bool) error {
	refusal := &crm.Error{Code: crm.CodeInvalid, Message: "A field that needs a value was null."}
	for field, null := range nulls {
		if null {
			refusal.Fields = append(refusal.Fields, crm.FieldError{Field: field, Message: "may not be null"})
		}
	}
	if len(refusal.Fields) == 0 {
		return nil
	}
	return refusal
}

// valueOf is the field as crm takes it: null means empty.
func valueOf[T any](field Optional[T]) crm.Optional[T] {
	return crm.Optional[T]{Set: field.Set, Value: field.Value}
}

// pointerOf is the field as crm takes it: null means none.
func pointerOf[T any](field Optional[T]) crm.Optional[*T] {
	if !field.Set || field.Null {
		return crm.Optional[*T]{Set: field.Set}
	}
	return crm.Some(&field.Value)
}
