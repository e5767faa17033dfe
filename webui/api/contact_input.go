package api

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// PhoneInput is a number as a client gives it: the text alone, or with a label.
type PhoneInput struct {
	Raw     string `json:"raw" minLength:"1" maxLength:"64"`
	Label   string `json:"label,omitempty" maxLength:"40"`
	Primary bool   `json:"primary,omitempty"`
}

// phoneObject is PhoneInput without its methods.
type phoneObject PhoneInput

// UnmarshalJSON implements json.Unmarshaler.
func (p *PhoneInput) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &p.Raw) //nolint:wrapcheck // the JSON package's text is for the client
	}
	return json.Unmarshal(data, (*phoneObject)(p)) //nolint:wrapcheck // as above
}

// Schema implements huma.SchemaProvider: a string or an object.
func (PhoneInput) Schema(registry huma.Registry) *huma.Schema {
	shortest, longest := 1, 64
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeString, MinLength: &shortest, MaxLength: &longest},
		registry.Schema(reflect.TypeFor[phoneObject](), true, ""),
	}}
}

// ContactDraft is a contact to be made.
type ContactDraft struct {
	FirstName       string                 `json:"firstName" minLength:"1" maxLength:"100"`
	LastName        string                 `json:"lastName" minLength:"1" maxLength:"100"`
	Email           *string                `json:"email,omitempty" maxLength:"254" doc:"The primary address."`
	Emails          []string               `json:"emails,omitempty" nullable:"false" maxItems:"20" doc:"All addresses; the first is primary unless email says otherwise."`
	EmailAddresses  []EmailAddressInput    `json:"emailAddresses,omitempty" nullable:"false" maxItems:"20" doc:"All addresses with labels, in place of email and emails."`
	Phone           *string                `json:"phone,omitempty" maxLength:"64" doc:"The primary number, in any format."`
	Phones          []PhoneInput           `json:"phones,omitempty" nullable:"false" maxItems:"20"`
	JobTitle        string                 `json:"jobTitle,omitempty" maxLength:"200"`
	CustomerID      *id.Customer           `json:"customerId,omitempty" format:"uuid"`
	Company         string                 `json:"company,omitempty" maxLength:"200" doc:"The name of an existing customer, in place of customerId."`
	CreateCustomer  bool                   `json:"createCustomer,omitempty" doc:"Make the customer named by company where there is none."`
	Kind            crm.ContactKind        `json:"kind,omitempty" enum:"customer,contractor,vendor,partner,other"`
	Status          string                 `json:"status,omitempty" maxLength:"60"`
	MarketingOptOut bool                   `json:"marketingOptOut,omitempty"`
	OwnerID         *id.User               `json:"ownerId,omitempty" format:"uuid"`
	Tags            []string               `json:"tags,omitempty" nullable:"false" maxItems:"50"`
	Custom          map[string]CustomInput `json:"custom,omitempty" nullable:"false" doc:"Values of custom fields by key."`
	Notes           string                 `json:"notes,omitempty" maxLength:"20000" doc:"Becomes the first note."`
}

// Record is the draft as crm takes it.
func (d ContactDraft) Record() crm.ContactDraft {
	emails := addressesFrom(d.EmailAddresses)
	if d.EmailAddresses == nil {
		emails = emailsFrom(d.Email, d.Emails)
	}
	return crm.ContactDraft{
		FirstName: d.FirstName, LastName: d.LastName,
		Emails: emails, Phones: phonesFrom(d.Phone, d.Phones),
		JobTitle: d.JobTitle, CustomerID: d.CustomerID, Company: d.Company, CreateCustomer: d.CreateCustomer,
		Kind: d.Kind, Status: d.Status, MarketingOptOut: d.MarketingOptOut, OwnerID: d.OwnerID, Tags: d.Tags,
		Custom: customFrom(d.Custom), Notes: d.Notes, Source: "manual",
	}
}

// emailsFrom puts the primary address first and keeps each address once.
func emailsFrom(primary *string, all []string) []crm.Email {
	addresses := all
	if primary != nil {
		addresses = append([]string{*primary}, all...)
	}
	var emails []crm.Email
	seen := map[string]bool{}
	for _, address := range addresses {
		folded := strings.ToLower(strings.TrimSpace(address))
		if folded == "" || seen[folded] {
			continue
		}
		seen[folded] = true
		emails = append(emails, crm.Email{Address: strings.TrimSpace(address), Primary: len(emails) == 0})
	}
	return emails
}

// phonesFrom puts the primary number first and keeps each text once.
func phonesFrom(primary *string, all []PhoneInput) []crm.Phone {
	inputs := all
	if primary != nil {
		inputs = append([]PhoneInput{{Raw: *primary, Label: labelOf(*primary, all), Primary: true}}, all...)
	}
	var phones []crm.Phone
	chosen := -1
	seen := map[string]bool{}
	for _, input := range inputs {
		raw := strings.TrimSpace(input.Raw)
		if raw == "" || seen[raw] {
			continue
		}
		seen[raw] = true
		if input.Primary && chosen < 0 {
			chosen = len(phones)
		}
		phones = append(phones, crm.Phone{Number: e164.Number{Raw: raw}, Label: input.Label})
	}
	if len(phones) == 0 {
		return nil
	}
	chosen = max(chosen, 0)
	first := phones[chosen]
	first.Primary = true
	copy(phones[1:chosen+1], phones[:chosen])
	phones[0] = first
	return phones
}

func labelOf(raw string, all []PhoneInput) string {
	for _, input := range all {
		if strings.TrimSpace(input.Raw) == strings.TrimSpace(raw) {
			return input.Label
		}
	}
	return ""
}
