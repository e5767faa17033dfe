package store

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// ContactUpdate changes any subset of a contact's fields. With a version it
// fails with CodeStale when the contact has changed since.
func (s *Store) ContactUpdate(ctx context.Context, actor crm.Actor, contact id.Contact, version *int64, change crm.ContactChange) (crm.Contact, error) {
	const doing = "update contact"
	change, err := change.Prepare(actor.Country)
	if err != nil {
		return crm.Contact{}, translate(doing, err)
	}
	return s.rewrite(ctx, actor, doing, contact, version, func(ctx context.Context, tx scope, current crm.Contact) (crm.Contact, error) {
		change := change
		if change.Company.Set && !change.CustomerID.Set {
			customer, err := tx.customerNamed(ctx, actor, change.Company.Value, change.CreateCustomer)
			if err != nil {
				return current, err
			}
			change.CustomerID = crm.Some(customer)
		}
		next, err := current.Change(actor, change)
		if err != nil {
			return current, err
		}
		if err := tx.setCustom(ctx, next.ID, change.Custom); err != nil {
			return current, err
		}
		return next, tx.replaceLists(ctx, next, change)
	})
}

// replaceLists writes the lists of a contact that a change sets.
func (tx scope) replaceLists(ctx context.Context, c crm.Contact, change crm.ContactChange) error {
	if change.Emails.Set {
		if err := tx.ContactEmailsDelete(ctx, db.ContactEmailsDeleteParams{OrgID: tx.org, ContactID: c.ID}); err != nil {
			return err
		}
		if err := tx.insertEmails(ctx, c); err != nil {
			return err
		}
	}
	if change.Phones.Set {
		if err := tx.ContactPhonesDelete(ctx, db.ContactPhonesDeleteParams{OrgID: tx.org, ContactID: c.ID}); err != nil {
			return err
		}
		if err := tx.insertPhones(ctx, c); err != nil {
			return err
		}
	}
	if change.Tags.Set {
		if err := tx.ContactTagsDelete(ctx, db.ContactTagsDeleteParams{OrgID: tx.org, ContactID: c.ID}); err != nil {
			return err
		}
		return tx.insertTags(ctx, c)
	}
	return nil
}

// rewrite locks a contact, has it changed and writes it.
func (s *Store) rewrite(ctx context.Context, actor crm.Actor, doing string, contact id.Contact, version *int64,
	change func(context.Context, scope, crm.Contact) (crm.Contact, error),
) (crm.Contact, error) {
	var next crm.Contact
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		current, err := tx.lockContact(ctx, contact)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "contact"); err != nil {
			return err
		}
		if next, err = change(ctx, tx, current); err != nil {
			return err
		}
		if err := tx.fillCompany(ctx, &next); err != nil {
			return err
		}
		if err := tx.writeContact(ctx, next); err != nil {
			return err
		}
		if next, err = tx.contact(ctx, next.ID); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.ContactChanged(action(doing), current, next))
	})
	if err != nil {
		return crm.Contact{}, s.nameHolder(ctx, actor, err, next.Emails, contact)
	}
	return next, nil
}

// fresh compares the version that a change was made from.
func fresh(version *int64, current int64, noun string) error {
	if version == nil || *version == current {
		return nil
	}
	return &crm.Error{Code: crm.CodeStale, Message: "Somebody else changed this " + noun + " meanwhile; look at it again."}
}

func (tx scope) writeContact(ctx context.Context, c crm.Contact) error {
	f := foldsOf(c)
	return tx.ContactWrite(ctx, db.ContactWriteParams{
		FirstName: c.FirstName, LastName: c.LastName, JobTitle: c.JobTitle, CustomerID: c.CustomerID, Kind: c.Kind,
		Status: c.Status, MarketingOptOut: c.MarketingOptOut, LockedToCustomer: c.LockedToCustomer, OwnerID: c.OwnerID,
		UpdatedAt: now(), SortName: f.sort, NameFold: f.name, CompanyFold: f.company, EmailFold: f.email, OtherFold: f.other,
		OrgID: tx.org, ID: c.ID,
	})
}

// ContactConfirmCustomer links the contact to a customer and locks it.
func (s *Store) ContactConfirmCustomer(ctx context.Context, actor crm.Actor, contact id.Contact, customer id.Customer) (crm.Contact, error) {
	return s.rewrite(ctx, actor, "confirm customer", contact, nil, func(_ context.Context, _ scope, current crm.Contact) (crm.Contact, error) {
		return current.Confirm(actor, customer)
	})
}

// ContactArchive hides the contact from lists and lookups and releases its
// email addresses. Archiving twice changes nothing.
func (s *Store) ContactArchive(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error) {
	at := now()
	return s.setArchived(ctx, actor, "archive contact", contact, &at)
}

// ContactRestore brings an archived contact back, unless another one took its
// email address meanwhile.
func (s *Store) ContactRestore(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error) {
	return s.setArchived(ctx, actor, "restore contact", contact, nil)
}

func (s *Store) setArchived(ctx context.Context, actor crm.Actor, doing string, contact id.Contact, at *time.Time) (crm.Contact, error) {
	var found crm.Contact
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		if found, err = tx.lockContact(ctx, contact); err != nil {
			return err
		}
		if (found.ArchivedAt == nil) == (at == nil) {
			return nil
		}
		if err := tx.ContactSetArchived(ctx, db.ContactSetArchivedParams{ArchivedAt: at, UpdatedAt: now(), OrgID: tx.org, ID: found.ID}); err != nil {
			return err
		}
		before := found
		if found, err = tx.contact(ctx, found.ID); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.ContactChanged(action(doing), before, found))
	})
	if err != nil {
		return crm.Contact{}, s.nameHolder(ctx, actor, err, found.Emails, contact)
	}
	return found, nil
}
