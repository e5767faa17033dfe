package api

import (
	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/crm"
)

// EmailAddress is one address of a contact.
type EmailAddress struct {
	Email   string `json:"email"`
	Label   string `json:"label" doc:"work, home, or what somebody typed."`
	Primary bool   `json:"primary"`
}

// EmailAddressInput is an address as a client gives it.
type EmailAddressInput struct {
	Email   string `json:"email" minLength:"1" maxLength:"254"`
	Label   string `json:"label,omitempty" maxLength:"40"`
	Primary bool   `json:"primary,omitempty" doc:"The first one, unless another says so."`
}

func emailAddressOf(email crm.Email) EmailAddress {
	return EmailAddress{Email: email.Address, Label: email.Label, Primary: email.Primary}
}

func addressesFrom(inputs []EmailAddressInput) []crm.Email {
	return convertAll(inputs, func(input EmailAddressInput) crm.Email {
		return crm.Email{Address: input.Email, Label: input.Label, Primary: input.Primary}
	})
}

// bothWays refuses addresses that are given in two ways: neither wins.
func bothWays(addresses, others bool, prefix *huma.PathBuffer) []error {
	if !addresses || !others {
		return nil
	}
	return []error{&huma.ErrorDetail{
		Message: "emailAddresses stands in place of email and emails", Location: prefix.With("emailAddresses"),
	}}
}

// Resolve implements huma.ResolverWithPath.
func (d *ContactDraft) Resolve(_ huma.Context, prefix *huma.PathBuffer) []error {
	return append(bothWays(d.EmailAddresses != nil, d.Email != nil || d.Emails != nil, prefix), customWrong(d.Custom, prefix)...)
}

// Resolve implements huma.ResolverWithPath.
func (p *ContactPatch) Resolve(_ huma.Context, prefix *huma.PathBuffer) []error {
	return append(bothWays(p.EmailAddresses.Set, p.Email.Set || p.Emails.Set, prefix), customWrong(p.Custom, prefix)...)
}
