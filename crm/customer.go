package crm

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Customer is a company that contacts belong to.
type Customer struct {
	ID        id.Customer
	Name      string
	Website   string
	Phone     string
	Address   string
	OwnerID   *id.User
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int64
	// ContactCount is filled on lists and pages.
	ContactCount int64
}

// CustomerDraft is a customer to be made; only the name is required, and it is
// unique in the organisation whatever the letter case.
type CustomerDraft struct {
	Name    string
	Website string
	Phone   string
	Address string
	OwnerID *id.User
}

// CustomerChange is any subset of a customer's fields.
type CustomerChange struct {
	Name    Optional[string]
	Website Optional[string]
	Phone   Optional[string]
	Address Optional[string]
	OwnerID Optional[*id.User]
}
