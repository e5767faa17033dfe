package store

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// contactRows are contacts as the tables hold them.
type contactRows struct {
	heads  []db.ContactsByIDRow
	emails []db.ContactEmailsRow
	phones []db.ContactPhonesRow
	tags   []db.ContactTagsRow
	values []db.ContactValuesRow
}

// collectContacts queues what makes up contacts, in one round trip.
func collectContacts(b *batch, org id.Org, ids []uuid.UUID) *contactRows {
	rows := &contactRows{}
	collect(b, &rows.heads, scanContactHead, db.ContactsByID, org, ids)
	collect(b, &rows.emails, func(r pgx.CollectableRow) (e db.ContactEmailsRow, err error) {
		return e, r.Scan(&e.ContactID, &e.Address, &e.Label)
	}, db.ContactEmails, org, ids)
	collect(b, &rows.phones, func(r pgx.CollectableRow) (p db.ContactPhonesRow, err error) {
		return p, r.Scan(&p.ContactID, &p.Raw, &p.E164, &p.Extension, &p.Region, &p.Kind, &p.Label)
	}, db.ContactPhones, org, ids)
	collect(b, &rows.tags, func(r pgx.CollectableRow) (t db.ContactTagsRow, err error) {
		return t, r.Scan(&t.ContactID, &t.Name)
	}, db.ContactTags, org, ids)
	collect(b, &rows.values, func(r pgx.CollectableRow) (v db.ContactValuesRow, err error) {
		return v, r.Scan(&v.ContactID, &v.FieldID, &v.Value, &v.Key, &v.Name, &v.Kind, &v.Archived)
	}, db.ContactValues, org, ids)
	return rows
}

func scanContactHead(r pgx.CollectableRow) (h db.ContactsByIDRow, err error) {
	return h, r.Scan(&h.ID, &h.FirstName, &h.LastName, &h.JobTitle, &h.CustomerID, &h.CustomerName, &h.Kind, &h.Status,
		&h.MarketingOptOut, &h.LockedToCustomer, &h.OwnerID, &h.Source, &h.ArchivedAt, &h.MergedIntoID, &h.ErasedAt,
		&h.CreatedAt, &h.UpdatedAt, &h.LastCallAt, &h.Version)
}

// contacts joins the rows into contacts in the order of ids. An id without a
// row is left out.
func (r *contactRows) contacts(ids []uuid.UUID) []crm.Contact {
	byID := make(map[uuid.UUID]*crm.Contact, len(r.heads))
	for _, h := range r.heads {
		byID[h.ID.UUID] = &crm.Contact{
			ID: h.ID, FirstName: h.FirstName, LastName: h.LastName, JobTitle: h.JobTitle, CustomerID: h.CustomerID,
			CustomerName: h.CustomerName, Kind: h.Kind, Status: h.Status, MarketingOptOut: h.MarketingOptOut,
			LockedToCustomer: h.LockedToCustomer, OwnerID: h.OwnerID, Source: h.Source, ArchivedAt: h.ArchivedAt,
			MergedIntoID: h.MergedIntoID, ErasedAt: h.ErasedAt, CreatedAt: h.CreatedAt, UpdatedAt: h.UpdatedAt, LastCallAt: h.LastCallAt, Version: h.Version,
		}
	}
	for _, e := range r.emails {
		if c := byID[e.ContactID.UUID]; c != nil {
			c.Emails = append(c.Emails, crm.Email{Address: e.Address, Label: e.Label, Primary: len(c.Emails) == 0})
		}
	}
	for _, p := range r.phones {
		if c := byID[p.ContactID.UUID]; c != nil {
			number := e164.Number{Raw: p.Raw, Extension: p.Extension, Region: p.Region, Kind: p.Kind}
			if p.E164 != nil {
				number.E164 = *p.E164
			}
			c.Phones = append(c.Phones, crm.Phone{Number: number, Label: p.Label, Primary: len(c.Phones) == 0})
		}
	}
	for _, t := range r.tags {
		if c := byID[t.ContactID.UUID]; c != nil {
			c.Tags = append(c.Tags, t.Name)
		}
	}
	for _, v := range r.values {
		if c := byID[v.ContactID.UUID]; c != nil {
			c.Custom = append(c.Custom, crm.CustomValue{
				FieldID: v.FieldID, Key: v.Key, Name: v.Name, Kind: v.Kind, Archived: v.Archived, Text: v.Value,
			})
		}
	}
	contacts := make([]crm.Contact, 0, len(ids))
	for _, one := range ids {
		if c := byID[one]; c != nil {
			contacts = append(contacts, *c)
		}
	}
	return contacts
}

// contact reads one contact inside a transaction.
func (tx scope) contact(ctx context.Context, contact id.Contact) (crm.Contact, error) {
	found, err := tx.contactsByID(ctx, []uuid.UUID{contact.UUID})
	if err != nil {
		return crm.Contact{}, err
	}
	if len(found) == 0 {
		return crm.Contact{}, crm.NotFound("contact")
	}
	return found[0], nil
}

// contactsByID reads contacts inside a transaction; one that is gone is left out.
func (tx scope) contactsByID(ctx context.Context, ids []uuid.UUID) ([]crm.Contact, error) {
	b := &batch{}
	rows := collectContacts(b, tx.org, ids)
	if err := tx.tx.SendBatch(ctx, &b.Batch).Close(); err != nil {
		return nil, err
	}
	return rows.contacts(ids), nil
}

// lockContact locks the contact, or the survivor of the merge that it went
// into, and reads it. Where that one was merged while we waited for the lock,
// the step begins anew: going on to lock the next would break the order of
// locks that merges keep. An erased contact is refused.
func (tx scope) lockContact(ctx context.Context, contact id.Contact) (crm.Contact, error) {
	root, err := tx.ContactLock(ctx, db.ContactLockParams{OrgID: tx.org, ContactID: contact.UUID})
	if err != nil {
		return crm.Contact{}, missing(err, "contact")
	}
	found, err := tx.contact(ctx, root)
	switch {
	case err != nil:
	case found.MergedIntoID != nil:
		err = errMoved
	case found.ErasedAt != nil:
		err = crm.Erased()
	}
	return found, err
}

// folds are the columns that lists and search read.
type folds struct {
	sort, name, company, email, other string
}

func foldsOf(c crm.Contact) folds {
	f := folds{
		sort: crm.Fold(c.LastName + " " + c.FirstName), name: crm.Fold(c.FirstName + " " + c.LastName),
		company: crm.Fold(c.CustomerName),
	}
	var others []string
	for i, email := range c.Emails {
		if i == 0 {
			f.email = crm.FoldEmail(email.Address)
			continue
		}
		others = append(others, crm.FoldEmail(email.Address))
	}
	for _, phone := range c.Phones {
		if digits := strings.TrimPrefix(phone.Number.E164, "+"); digits != "" {
			others = append(others, digits)
		}
	}
	f.other = strings.Join(others, " ")
	return f
}
