package crm

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

// ContactKind is the relation that the organisation has with a contact.
type ContactKind string

// The kinds of contact.
const (
	KindCustomer   ContactKind = "customer"
	KindContractor ContactKind = "contractor"
	KindVendor     ContactKind = "vendor"
	KindPartner    ContactKind = "partner"
	KindOther      ContactKind = "other"
)

// Contact is a person outside the organisation.
type Contact struct {
	ID        id.Contact
	FirstName string
	LastName  string
	// Emails and Phones have exactly one primary entry, first, unless empty.
	Emails       []Email
	Phones       []Phone
	JobTitle     string
	CustomerID   *id.Customer
	CustomerName string
	Kind         ContactKind
	Status       string
	// MarketingOptOut is sticky through merge and import.
	MarketingOptOut bool
	// LockedToCustomer keeps agents from changing CustomerID.
	LockedToCustomer bool
	OwnerID          *id.User
	Tags             []string
	// Custom is what there is of custom fields, in their order.
	Custom []CustomValue
	// Source is "manual", "import", "inbound_email", "call" or "demo".
	Source       string
	ArchivedAt   *time.Time
	MergedIntoID *id.Contact
	// ErasedAt is when the person was erased (crm.ErasePolicies); such a contact
	// is archived for ever.
	ErasedAt  *time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
	// LastCallAt is when the latest call began; nil where there was none. It is
	// kept beside the contact: a call does not raise Version.
	LastCallAt *time.Time
	// Version grows with each change; If-Match compares it.
	Version int64
}

// Name is first and last name as shown.
func (c Contact) Name() string { return joinName(c.FirstName, c.LastName) }

// Email is one address of a contact.
type Email struct {
	Address string
	Label   string
	Primary bool
}

// Phone is one number of a contact.
type Phone struct {
	Number  e164.Number
	Label   string
	Primary bool
}

// ContactDraft is a contact to be made. Phones hold only Raw until Prepare.
type ContactDraft struct {
	FirstName       string
	LastName        string
	Emails          []Email
	Phones          []Phone
	JobTitle        string
	CustomerID      *id.Customer
	Company         string
	CreateCustomer  bool
	Kind            ContactKind
	Status          string
	MarketingOptOut bool
	OwnerID         *id.User
	Tags            []string
	// Custom is texts for custom fields, by key.
	Custom map[string]string
	// Notes becomes the first note when not empty.
	Notes  string
	Source string
	// Lock is set when the contact is made from a customer's page.
	Lock bool
}

// ContactChange is any subset of a contact's fields.
type ContactChange struct {
	FirstName       Optional[string]
	LastName        Optional[string]
	Emails          Optional[[]Email]
	Phones          Optional[[]Phone]
	JobTitle        Optional[string]
	CustomerID      Optional[*id.Customer]
	Company         Optional[string]
	CreateCustomer  bool
	Kind            Optional[ContactKind]
	Status          Optional[string]
	MarketingOptOut Optional[bool]
	// LockedToCustomer may be changed by supervisors and admins.
	LockedToCustomer Optional[bool]
	OwnerID          Optional[*id.User]
	Tags             Optional[[]string]
	// Custom is texts for some custom fields, by key; an empty one takes the
	// value away.
	Custom map[string]string
}

// ContactFilter narrows the contact list; zero fields do not.
type ContactFilter struct {
	// Query is what was typed into search: name, email, company or number in any format.
	Query string
	// Kinds are any of which a contact has.
	Kinds      []ContactKind
	Status     string
	CustomerID *id.Customer
	OwnerID    *id.User
	// NoOwner keeps contacts that nobody owns.
	NoOwner bool
	// Tags are all on a contact.
	Tags            []string
	MarketingOptOut *bool
	Locked          *bool
	Source          string
	// CreatedFrom and LastCallFrom are inclusive, CreatedTo and LastCallTo not.
	CreatedFrom, CreatedTo   *time.Time
	LastCallFrom, LastCallTo *time.Time
	// NeverCalled keeps contacts with whom there was no call.
	NeverCalled bool
	Archived    bool
	Custom      []CustomFilter
}
