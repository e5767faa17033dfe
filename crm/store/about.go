package store

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// about locks the contact that a new record is about, so that no merge passes
// it by, and follows it to where merges have led it. The record's customer is
// the contact's unless it names one.
func (tx scope) about(ctx context.Context, contact *id.Contact, customer *id.Customer) (*id.Contact, *id.Customer, error) {
	if contact == nil {
		return nil, customer, nil
	}
	found, err := tx.lockContact(ctx, *contact)
	if err != nil {
		return nil, nil, err
	}
	if customer == nil {
		customer = found.CustomerID
	}
	return &found.ID, customer, nil
}

// handover is the contact that a change gives a record to; the zero value is none.
type handover struct{ to *crm.Contact }

// handover locks the contact that a change names and follows it to where merges
// have led it. It comes before the record's own lock, as a merge locks them.
func (tx scope) handover(ctx context.Context, contact *crm.Optional[*id.Contact]) (handover, error) {
	if contact.Value == nil {
		return handover{}, nil
	}
	found, err := tx.lockContact(ctx, *contact.Value)
	if err != nil {
		return handover{}, err
	}
	contact.Value = &found.ID
	return handover{to: &found}, nil
}

// bring lets another contact bring its customer along, unless the change names one.
func (h handover) bring(from *id.Contact, customer *crm.Optional[*id.Customer]) {
	if h.to != nil && !customer.Set && !sameID(from, &h.to.ID) {
		*customer = crm.Some(h.to.CustomerID)
	}
}
