package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Named is another record, by the name that people know it by.
type Named struct {
	ID   string `json:"id" format:"uuid"`
	Name string `json:"name"`
}

// Contact is a person outside the organisation.
type Contact struct {
	ID               id.Contact        `json:"id" format:"uuid"`
	FirstName        string            `json:"firstName"`
	LastName         string            `json:"lastName"`
	Name             string            `json:"name" doc:"First and last name as shown."`
	Email            *string           `json:"email" doc:"The primary address."`
	Emails           []string          `json:"emails" nullable:"false" doc:"All addresses, the primary one first."`
	EmailAddresses   []EmailAddress    `json:"emailAddresses" nullable:"false" doc:"All addresses with their labels, the primary one first."`
	Phone            *string           `json:"phone" doc:"The primary number as typed."`
	Phones           []Phone           `json:"phones" nullable:"false" doc:"All numbers, the primary one first."`
	JobTitle         string            `json:"jobTitle"`
	CustomerID       *id.Customer      `json:"customerId" format:"uuid"`
	Customer         Nullable[Named]   `json:"customer"`
	Kind             crm.ContactKind   `json:"kind" enum:"customer,contractor,vendor,partner,other"`
	Status           string            `json:"status"`
	MarketingOptOut  bool              `json:"marketingOptOut"`
	LockedToCustomer bool              `json:"lockedToCustomer" doc:"Agents cannot change the company link."`
	OwnerID          *id.User          `json:"ownerId" format:"uuid"`
	Tags             []string          `json:"tags" nullable:"false"`
	Custom           map[string]string `json:"custom" nullable:"false" doc:"Values of custom fields by key: a number as a decimal, a date as 2026-12-01. Fields without a value are left out."`
	Source           string            `json:"source"`
	ArchivedAt       *time.Time        `json:"archivedAt"`
	MergedIntoID     *id.Contact       `json:"mergedIntoId" format:"uuid"`
	ErasedAt         *time.Time        `json:"erasedAt" doc:"When the person was erased: nothing of them is left, and nothing can be changed."`
	CreatedAt        time.Time         `json:"createdAt"`
	UpdatedAt        time.Time         `json:"updatedAt"`
	LastCallAt       *time.Time        `json:"lastCallAt" doc:"When the latest call began."`
	Version          int64             `json:"version" doc:"For If-Match."`
}

// Phone is one number of a contact, as typed and as understood.
type Phone struct {
	Raw       string  `json:"raw"`
	E164      *string `json:"e164"`
	Extension string  `json:"extension"`
	Label     string  `json:"label"`
	Primary   bool    `json:"primary"`
}

// ContactOf is the wire form of a contact.
func ContactOf(contact crm.Contact) Contact {
	wire := Contact{
		ID: contact.ID, FirstName: contact.FirstName, LastName: contact.LastName, Name: contact.Name(),
		Emails:         convertAll(contact.Emails, func(email crm.Email) string { return email.Address }),
		EmailAddresses: convertAll(contact.Emails, emailAddressOf),
		Phones:         convertAll(contact.Phones, phoneOf),
		JobTitle:       contact.JobTitle, CustomerID: contact.CustomerID,
		Customer: customerName(contact.CustomerID, contact.CustomerName),
		Kind:     contact.Kind, Status: contact.Status, MarketingOptOut: contact.MarketingOptOut,
		LockedToCustomer: contact.LockedToCustomer, OwnerID: contact.OwnerID,
		Tags: append([]string{}, contact.Tags...), Custom: customOf(contact.Custom), Source: contact.Source,
		ArchivedAt: utc(contact.ArchivedAt), MergedIntoID: contact.MergedIntoID, ErasedAt: utc(contact.ErasedAt),
		CreatedAt: contact.CreatedAt.UTC(), UpdatedAt: contact.UpdatedAt.UTC(), LastCallAt: utc(contact.LastCallAt), Version: contact.Version,
	}
	for _, email := range contact.Emails {
		if email.Primary {
			wire.Email = orNull(email.Address)
		}
	}
	for _, phone := range contact.Phones {
		if phone.Primary {
			wire.Phone = orNull(phone.Number.Raw)
		}
	}
	return wire
}

func phoneOf(phone crm.Phone) Phone {
	return Phone{
		Raw: phone.Number.Raw, E164: orNull(phone.Number.E164), Extension: phone.Number.Extension,
		Label: phone.Label, Primary: phone.Primary,
	}
}

func customerName(customer *id.Customer, name string) Nullable[Named] {
	if customer == nil {
		return Nullable[Named]{}
	}
	return Nullable[Named]{Value: &Named{ID: customer.String(), Name: name}}
}

func contactName(contact *id.Contact, name string) Nullable[Named] {
	if contact == nil {
		return Nullable[Named]{}
	}
	return Nullable[Named]{Value: &Named{ID: contact.String(), Name: name}}
}

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	moved := at.UTC()
	return &moved
}
