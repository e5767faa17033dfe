package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// CustomerCreate makes a customer; its name is unique whatever the letter case.
func (s *Store) CustomerCreate(ctx context.Context, actor crm.Actor, draft crm.CustomerDraft) (crm.Customer, error) {
	const doing = "create customer"
	draft, err := draft.Prepare()
	if err != nil {
		return crm.Customer{}, translate(doing, err)
	}
	var created crm.Customer
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		key := id.New[id.Customer]()
		inserted, err := tx.insertCustomer(ctx, key, draft)
		if err != nil {
			return err
		}
		if !inserted {
			return duplicate("customers_name")
		}
		if created, err = tx.customer(ctx, key); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.CustomerChanged("create", crm.Customer{}, created))
	})
	return created, err
}

func (tx scope) insertCustomer(ctx context.Context, key id.Customer, draft crm.CustomerDraft) (inserted bool, err error) {
	rows, err := tx.CustomerInsert(ctx, db.CustomerInsertParams{
		OrgID: tx.org, ID: key, Name: draft.Name, NameFold: crm.Fold(draft.Name), Website: draft.Website,
		Phone: draft.Phone, Address: draft.Address, OwnerID: draft.OwnerID, CreatedAt: now(),
	})
	return rows > 0, err
}

// customerNamed finds the customer of a name, or makes it if it may. An empty
// name is no customer.
func (tx scope) customerNamed(ctx context.Context, actor crm.Actor, name string, create bool) (*id.Customer, error) {
	fold := crm.Fold(name)
	if fold == "" {
		return nil, nil //nolint:nilnil // no company is an answer, not a failure
	}
	if create {
		draft, err := crm.CustomerDraft{Name: name}.Prepare()
		if err != nil {
			return nil, err
		}
		key := id.New[id.Customer]()
		inserted, err := tx.insertCustomer(ctx, key, draft)
		if err != nil {
			return nil, err
		}
		if inserted {
			made, err := tx.customer(ctx, key)
			if err != nil {
				return nil, err
			}
			return &key, tx.changed(ctx, actor, crm.CustomerChanged("create", crm.Customer{}, made))
		}
	}
	found, err := tx.CustomerNamed(ctx, db.CustomerNamedParams{OrgID: tx.org, NameFold: fold})
	if isNoRows(err) {
		return nil, &crm.Error{Code: crm.CodeUnknownCustomer, Message: "There is no customer " + name + ".", Fields: []crm.FieldError{
			{Field: "company", Message: "There is no such customer."},
		}}
	}
	return &found.ID, err
}

func (tx scope) customer(ctx context.Context, key id.Customer) (crm.Customer, error) {
	c, err := tx.CustomerByID(ctx, db.CustomerByIDParams{OrgID: tx.org, ID: key})
	return crm.Customer{
		ID: c.ID, Name: c.Name, Website: c.Website, Phone: c.Phone, Address: c.Address, OwnerID: c.OwnerID,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Version: c.Version, ContactCount: c.ContactCount,
	}, missing(err, "customer")
}

// CustomerGet returns the customer.
func (s *Store) CustomerGet(ctx context.Context, actor crm.Actor, customer id.Customer) (crm.Customer, error) {
	var found crm.Customer
	err := s.scoped(ctx, actor.Org, "get customer", func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.customer(ctx, customer)
		return err
	})
	return found, err
}

// CustomerUpdate changes any subset of a customer's fields. A new name reaches
// the search text of its contacts in the same transaction.
func (s *Store) CustomerUpdate(ctx context.Context, actor crm.Actor, customer id.Customer, version *int64, change crm.CustomerChange) (crm.Customer, error) {
	const doing = "update customer"
	change, err := change.Prepare()
	if err != nil {
		return crm.Customer{}, translate(doing, err)
	}
	var updated crm.Customer
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.CustomerLock(ctx, db.CustomerLockParams{OrgID: tx.org, ID: customer}); err != nil {
			return missing(err, "customer")
		}
		current, err := tx.customer(ctx, customer)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "customer"); err != nil {
			return err
		}
		next := current.Change(change)
		if err := tx.CustomerWrite(ctx, db.CustomerWriteParams{
			Name: next.Name, NameFold: crm.Fold(next.Name), Website: next.Website, Phone: next.Phone, Address: next.Address,
			OwnerID: next.OwnerID, UpdatedAt: now(), OrgID: tx.org, ID: customer,
		}); err != nil {
			return err
		}
		if next.Name != current.Name {
			if err := tx.ContactSetCompanyFold(ctx, db.ContactSetCompanyFoldParams{
				CompanyFold: crm.Fold(next.Name), OrgID: tx.org, CustomerID: &customer,
			}); err != nil {
				return err
			}
		}
		if updated, err = tx.customer(ctx, customer); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.CustomerChanged("update", current, updated))
	})
	return updated, err
}

const customerColumns = `c.id, c.name, c.website, c.phone, c.address, c.owner_id, c.created_at, c.updated_at, c.version,
	(SELECT count(*) FROM contacts k WHERE k.org_id = c.org_id AND k.customer_id = c.id AND k.archived_at IS NULL)`

// CustomerList lists customers, by name unless sorted otherwise (name,
// createdAt, updatedAt). The query is any part of the name.
func (s *Store) CustomerList(ctx context.Context, actor crm.Actor, text string, page crm.PageRequest) (crm.Page[crm.Customer], error) {
	const doing = "list customers"
	l, err := requested(actor, "customers", text, page)
	if err != nil {
		return crm.Page[crm.Customer]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "name", "c.id", map[string]column{
		"name":      {"c.name_fold", "text"},
		"createdAt": {"c.created_at", "timestamptz"},
		"updatedAt": {"c.updated_at", "timestamptz"},
	})
	if err != nil {
		return crm.Page[crm.Customer]{}, translate(doing, err)
	}
	q := &query{from: "customers c"}
	q.and("c.org_id = %s", actor.Org)
	if fold := crm.Fold(bounded(text, maxQuery)); fold != "" {
		q.and("strpos(c.name_fold, %s) > 0", fold)
	}
	return list(ctx, s, actor.Org, doing, customerColumns, l, q, by, scanCustomer)
}

func scanCustomer(r pgx.CollectableRow, more ...any) (c crm.Customer, err error) {
	return c, r.Scan(append([]any{
		&c.ID, &c.Name, &c.Website, &c.Phone, &c.Address, &c.OwnerID, &c.CreatedAt, &c.UpdatedAt, &c.Version, &c.ContactCount,
	}, more...)...)
}
