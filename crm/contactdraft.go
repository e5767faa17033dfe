package crm

import (
	"slices"
)

// The defaults of a new contact.
const (
	defaultKind   = KindCustomer
	defaultStatus = "Active"
	defaultSource = "manual"
)

// Known reports whether the kind is one of those declared.
func (k ContactKind) Known() bool {
	switch k {
	case KindCustomer, KindContractor, KindVendor, KindPartner, KindOther:
		return true
	}
	return false
}

// Prepare returns the draft with every field cleaned, numbers read in country
// and defaults filled in, or an *Error that names every field that is wrong.
func (d ContactDraft) Prepare(country string) (ContactDraft, error) {
	var r review
	d.FirstName = r.required("firstName", d.FirstName, maxName)
	d.LastName = r.required("lastName", d.LastName, maxName)
	d.JobTitle = r.line("jobTitle", d.JobTitle, maxTitle)
	d.Company = r.line("company", d.Company, maxCompany)
	d.Notes = r.body("notes", d.Notes, maxBody)
	d.Emails = r.emails(d.Emails)
	d.Phones = r.phoneList(d.Phones, country)
	d.Tags = r.tags(d.Tags)
	if d.Kind == "" {
		d.Kind = defaultKind
	}
	r.kind(d.Kind)
	if d.Status = r.line("status", d.Status, maxStatus); d.Status == "" {
		d.Status = defaultStatus
	}
	if d.Source == "" {
		d.Source = defaultSource
	}
	if !slices.Contains([]string{"manual", "import", "inbound_email", "call", "demo"}, d.Source) {
		r.wrong("source", "This is no known source.")
	}
	if d.Lock && d.CustomerID == nil && d.Company == "" {
		r.wrong("customerId", "A contact can only be locked to a customer.")
	}
	return d, r.err()
}

func (r *review) kind(kind ContactKind) {
	if !kind.Known() {
		r.wrong("kind", "One of customer, contractor, vendor, partner, other.")
	}
}

// tags cleans tags and drops repeated ones, whatever their letter case.
func (r *review) tags(tags []string) []string {
	if len(tags) > maxTags {
		r.wrong("tags", "At most %d tags.", maxTags)
		return nil
	}
	var kept, folds []string
	for _, tag := range tags {
		tag = r.line("tags", tag, maxTag)
		if fold := Fold(tag); fold != "" && !slices.Contains(folds, fold) {
			kept, folds = append(kept, tag), append(folds, fold)
		}
	}
	return kept
}
