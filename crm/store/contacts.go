package store

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// ContactCreate makes a contact with its addresses, numbers, tags and first
// note.
func (s *Store) ContactCreate(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) (crm.Contact, error) {
	const doing = "create contact"
	draft, err := draft.Prepare(actor.Country)
	if err != nil {
		return crm.Contact{}, translate(doing, err)
	}
	created := crm.Contact{
		ID: id.New[id.Contact](), FirstName: draft.FirstName, LastName: draft.LastName, Emails: draft.Emails,
		Phones: draft.Phones, JobTitle: draft.JobTitle, CustomerID: draft.CustomerID, Kind: draft.Kind, Status: draft.Status,
		MarketingOptOut: draft.MarketingOptOut, LockedToCustomer: draft.Lock, OwnerID: draft.OwnerID, Tags: draft.Tags,
		Source: draft.Source, CreatedAt: now(),
	}
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		contact := created
		if contact.CustomerID == nil && draft.Company != "" {
			var err error
			if contact.CustomerID, err = tx.customerNamed(ctx, actor, draft.Company, draft.CreateCustomer); err != nil {
				return err
			}
		}
		if err := tx.insertContact(ctx, contact); err != nil {
			return err
		}
		if err := tx.setCustom(ctx, contact.ID, draft.Custom); err != nil {
			return err
		}
		if draft.Notes != "" {
			if _, err := tx.insertNote(ctx, actor, contact.ID, draft.Notes); err != nil {
				return err
			}
		}
		var err error
		if created, err = tx.contact(ctx, contact.ID); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.ContactChanged("create", crm.Contact{}, created))
	})
	if err != nil {
		return crm.Contact{}, s.nameHolder(ctx, actor, err, draft.Emails, created.ID)
	}
	return created, nil
}

func (tx scope) insertContact(ctx context.Context, c crm.Contact) error {
	if err := tx.fillCompany(ctx, &c); err != nil {
		return err
	}
	f := foldsOf(c)
	if err := tx.ContactInsert(ctx, db.ContactInsertParams{
		OrgID: tx.org, ID: c.ID, FirstName: c.FirstName, LastName: c.LastName, JobTitle: c.JobTitle, CustomerID: c.CustomerID,
		Kind: c.Kind, Status: c.Status, MarketingOptOut: c.MarketingOptOut, LockedToCustomer: c.LockedToCustomer,
		OwnerID: c.OwnerID, Source: c.Source, CreatedAt: c.CreatedAt,
		SortName: f.sort, NameFold: f.name, CompanyFold: f.company, EmailFold: f.email, OtherFold: f.other,
	}); err != nil {
		return err
	}
	if err := tx.insertEmails(ctx, c); err != nil {
		return err
	}
	if err := tx.insertPhones(ctx, c); err != nil {
		return err
	}
	return tx.insertTags(ctx, c)
}

// fillCompany reads the name of the contact's customer, which search folds in.
func (tx scope) fillCompany(ctx context.Context, c *crm.Contact) error {
	if c.CustomerID == nil {
		c.CustomerName = ""
		return nil
	}
	name, err := tx.CustomerName(ctx, db.CustomerNameParams{OrgID: tx.org, ID: *c.CustomerID})
	if isNoRows(err) {
		return invalid("customerId", "There is no such customer.")
	}
	c.CustomerName = name
	return err
}

func (tx scope) insertEmails(ctx context.Context, c crm.Contact) error {
	for i, email := range c.Emails {
		if err := tx.ContactEmailInsert(ctx, db.ContactEmailInsertParams{
			OrgID: tx.org, ContactID: c.ID, Position: int32(i), Address: email.Address,
			AddressFold: crm.FoldEmail(email.Address), Label: email.Label, Active: c.ArchivedAt == nil,
		}); err != nil {
			return err
		}
	}
	return nil
}

func (tx scope) insertPhones(ctx context.Context, c crm.Contact) error {
	for i, phone := range c.Phones {
		number := phone.Number
		var dialable *string
		if number.Kind == e164.Dialable {
			dialable = &number.E164
		}
		if err := tx.ContactPhoneInsert(ctx, db.ContactPhoneInsertParams{
			OrgID: tx.org, ContactID: c.ID, Position: int32(i), Raw: validText(number.Raw), E164: dialable,
			Extension: number.Extension, Region: number.Region, Kind: number.Kind, Label: phone.Label,
		}); err != nil {
			return err
		}
	}
	return nil
}

// insertTags makes tags that are new, in one order everywhere, so that two
// contacts never wait for each other.
func (tx scope) insertTags(ctx context.Context, c crm.Contact) error {
	byFold := make(map[string]string, len(c.Tags))
	var folds []string
	for _, tag := range c.Tags {
		fold := crm.Fold(tag)
		byFold[fold] = tag
		folds = append(folds, fold)
	}
	slices.Sort(folds)
	for _, fold := range folds {
		if err := tx.TagEnsure(ctx, db.TagEnsureParams{OrgID: tx.org, Name: byFold[fold], NameFold: fold}); err != nil {
			return err
		}
		if err := tx.ContactTagAdd(ctx, db.ContactTagAddParams{ContactID: c.ID, OrgID: tx.org, NameFold: fold}); err != nil {
			return err
		}
	}
	return nil
}

// nameHolder adds to an email_taken error whose address it is. The step that
// failed is over, so this looks anew.
func (s *Store) nameHolder(ctx context.Context, actor crm.Actor, err error, emails []crm.Email, besides id.Contact) error {
	var taken *crm.Error
	if !errors.As(err, &taken) || taken.Code != crm.CodeEmailTaken || taken.ContactID != nil {
		return err
	}
	folds := make([]string, len(emails))
	for i, email := range emails {
		folds[i] = crm.FoldEmail(email.Address)
	}
	_ = s.scoped(ctx, actor.Org, "find the holder of an email", func(ctx context.Context, tx scope) error {
		holder, err := tx.ContactEmailHolder(ctx, db.ContactEmailHolderParams{OrgID: tx.org, Folds: folds, Besides: besides})
		if err == nil {
			taken.ContactID = &holder
		}
		return err
	})
	return err
}

// ContactGet returns the contact, or the survivor of the merge that it went into.
func (s *Store) ContactGet(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error) {
	const doing = "get contact"
	found, err := s.contactRow(ctx, actor, contact)
	if err != nil || found.MergedIntoID == nil {
		return found, translate(doing, err)
	}
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		root, err := tx.ContactRoot(ctx, db.ContactRootParams{OrgID: tx.org.UUID, ID: contact.UUID})
		if err != nil {
			return err
		}
		found, err = tx.contact(ctx, id.Contact{UUID: root})
		return err
	})
	return found, err
}

func (s *Store) contactRow(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error) {
	ids := []uuid.UUID{contact.UUID}
	b := newBatch(actor.Org)
	rows := collectContacts(b, actor.Org, ids)
	if err := s.send(ctx, "read contact", b); err != nil {
		return crm.Contact{}, err
	}
	found := rows.contacts(ids)
	if len(found) == 0 {
		return crm.Contact{}, crm.NotFound("contact")
	}
	return found[0], nil
}

// ContactStatuses returns every status in use, for a filter to offer.
func (s *Store) ContactStatuses(ctx context.Context, actor crm.Actor) ([]string, error) {
	var statuses []string
	err := s.scoped(ctx, actor.Org, "list statuses", func(ctx context.Context, tx scope) error {
		var err error
		statuses, err = tx.ContactStatuses(ctx, actor.Org)
		return err
	})
	return statuses, err
}
