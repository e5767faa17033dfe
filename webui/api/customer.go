package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Customer is a company that contacts belong to.
type Customer struct {
	ID           id.Customer `json:"id" format:"uuid"`
	Name         string      `json:"name"`
	Website      string      `json:"website"`
	Phone        string      `json:"phone"`
	Address      string      `json:"address"`
	OwnerID      *id.User    `json:"ownerId" format:"uuid"`
	ContactCount int64       `json:"contactCount"`
	CreatedAt    time.Time   `json:"createdAt"`
	UpdatedAt    time.Time   `json:"updatedAt"`
	Version      int64       `json:"version" doc:"For If-Match."`
}

// CustomerOf is the wire form of a customer.
func CustomerOf(customer crm.Customer) Customer {
	return Customer{
		ID: customer.ID, Name: customer.Name, Website: customer.Website, Phone: customer.Phone,
		Address: customer.Address, OwnerID: customer.OwnerID, ContactCount: customer.ContactCount,
		CreatedAt: customer.CreatedAt.UTC(), UpdatedAt: customer.UpdatedAt.UTC(), Version: customer.Version,
	}
}

// CustomerDraft is a customer to be made.
type CustomerDraft struct {
	Name    string   `json:"name" minLength:"1" maxLength:"200"`
	Website string   `json:"website,omitempty" maxLength:"300"`
	Phone   string   `json:"phone,omitempty" maxLength:"64"`
	Address string   `json:"address,omitempty" maxLength:"1000"`
	OwnerID *id.User `json:"ownerId,omitempty" format:"uuid"`
}

// Record is the draft as crm takes it.
func (d CustomerDraft) Record() crm.CustomerDraft { return crm.CustomerDraft(d) }

// CustomerPatch is any subset of a customer's fields. Null clears.
type CustomerPatch struct {
	Name    Optional[string]  `json:"name,omitzero" nullable:"false" minLength:"1" maxLength:"200"`
	Website Optional[string]  `json:"website,omitzero" maxLength:"300"`
	Phone   Optional[string]  `json:"phone,omitzero" maxLength:"64"`
	Address Optional[string]  `json:"address,omitzero" maxLength:"1000"`
	OwnerID Optional[id.User] `json:"ownerId,omitzero" format:"uuid"`
}

// Record is the patch as crm takes it.
func (p CustomerPatch) Record() (crm.CustomerChange, error) {
	if err := refuseNull(map[string]bool{"name": p.Name.Null}); err != nil {
		return crm.CustomerChange{}, err
	}
	return crm.CustomerChange{
		Name: valueOf(p.Name), Website: valueOf(p.Website), Phone: valueOf(p.Phone),
		Address: valueOf(p.Address), OwnerID: pointerOf(p.OwnerID),
	}, nil
}
