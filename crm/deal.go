package crm

import (
	"slices"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// DealStatus is whether a deal is still under way, and how it ended.
type DealStatus string

// The statuses of a deal.
const (
	DealOpen DealStatus = "open"
	DealWon  DealStatus = "won"
	DealLost DealStatus = "lost"
)

// Deal is a sale in a pipeline.
type Deal struct {
	ID           id.Deal
	Name         string
	PipelineID   id.Pipeline
	Pipeline     string
	StageID      id.Stage
	Stage        string
	Amount       Money
	Status       DealStatus
	ClosedReason string
	ClosedAt     *time.Time
	// ExpectedClose is a day such as 2026-12-01, or empty.
	ExpectedClose string
	OwnerID       *id.User
	OwnerName     string
	CustomerID    *id.Customer
	CustomerName  string
	Contacts      []DealContact
	// BoardOrder is where the deal stands within its stage.
	BoardOrder float64
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Version    int64
}

// DealContact is somebody who takes part in a deal.
type DealContact struct {
	ID   id.Contact `json:"id"`
	Name string     `json:"name"`
	Role string     `json:"role"`
}

// DealDraft is a deal to be made. Its customer is the first contact's when
// absent, its stage the first of the pipeline, its currency the organisation's.
type DealDraft struct {
	Name          string
	Contacts      []DealContact
	PipelineID    *id.Pipeline
	Stage         string
	Amount        string
	Currency      string
	ExpectedClose string
	OwnerID       *id.User
	CustomerID    *id.Customer
}

// DealChange is any subset of a deal's fields.
type DealChange struct {
	Name          Optional[string]
	Contacts      Optional[[]DealContact]
	PipelineID    Optional[id.Pipeline]
	Stage         Optional[string]
	Amount        Optional[string]
	Currency      Optional[string]
	ExpectedClose Optional[string]
	OwnerID       Optional[*id.User]
	CustomerID    Optional[*id.Customer]
	BoardOrder    Optional[float64]
}

// DealFilter narrows the deal list; zero fields do not.
type DealFilter struct {
	Query      string
	Status     DealStatus
	PipelineID *id.Pipeline
	// Stage is a stage's name or identifier.
	Stage      string
	OwnerID    *id.User
	CustomerID *id.Customer
	ContactID  *id.Contact
}

const mostDealContacts = 50

// Prepare returns the draft cleaned. The amount is read once the currency is
// known, by Worth.
func (d DealDraft) Prepare() (DealDraft, error) {
	var r review
	d.Name = r.required("name", d.Name, maxCompany)
	d.Contacts = r.dealContacts(d.Contacts)
	d.Stage = r.line("stage", d.Stage, maxName)
	d.ExpectedClose = r.day("expectedClose", d.ExpectedClose)
	return d, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c DealChange) Prepare() (DealChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxCompany) })
	set(&c.Contacts, r.dealContacts)
	set(&c.Stage, func(v string) string { return r.required("stage", v, maxName) })
	set(&c.ExpectedClose, func(v string) string { return r.day("expectedClose", v) })
	set(&c.BoardOrder, func(v float64) float64 {
		const furthest = 1e12
		if v < -furthest || v > furthest {
			r.wrong("boardOrder", "This is too far away.")
		}
		return v
	})
	return c, r.err()
}

// Change returns the deal with a prepared change applied, except for stage and
// contacts, which need other records. A new currency keeps the amount as it reads.
func (d Deal) Change(change DealChange) (Deal, error) {
	take(&d.Name, change.Name)
	take(&d.ExpectedClose, change.ExpectedClose)
	take(&d.OwnerID, change.OwnerID)
	take(&d.CustomerID, change.CustomerID)
	take(&d.BoardOrder, change.BoardOrder)
	if change.Amount.Set || change.Currency.Set {
		amount, code := d.Amount.String(), d.Amount.Currency
		take(&amount, change.Amount)
		take(&code, change.Currency)
		var err error
		if d.Amount, err = ParseMoney(amount, code); err != nil {
			return d, err
		}
	}
	return d, nil
}

// Close returns the deal won or lost. Losing needs a reason; closing it again
// the same way changes nothing.
func (d Deal) Close(status DealStatus, reason string, at time.Time) (Deal, error) {
	var r review
	reason = r.line("reason", reason, maxSubject)
	if status == DealLost && reason == "" && len(r.fields) == 0 {
		r.wrong("reason", "Say why the deal was lost.")
	}
	if err := r.err(); err != nil {
		return d, err
	}
	if d.Status == status {
		return d, nil
	}
	if d.Status != DealOpen {
		return d, &Error{Code: CodeConflict, Message: "This deal is " + string(d.Status) + "; reopen it first."}
	}
	d.Status, d.ClosedReason, d.ClosedAt = status, reason, &at
	return d, nil
}

// Reopen returns the deal under way again.
func (d Deal) Reopen() Deal {
	d.Status, d.ClosedReason, d.ClosedAt = DealOpen, "", nil
	return d
}

// ContactIDs are the contacts of the deal in their order.
func (d Deal) ContactIDs() []id.Contact {
	ids := make([]id.Contact, 0, len(d.Contacts))
	for _, contact := range d.Contacts {
		ids = append(ids, contact.ID)
	}
	return ids
}

func (r *review) dealContacts(contacts []DealContact) []DealContact {
	if len(contacts) > mostDealContacts {
		r.wrong("contacts", "At most %d contacts.", mostDealContacts)
		return nil
	}
	cleaned := slices.Clone(contacts)
	for i := range cleaned {
		cleaned[i].Role = r.line("contacts", cleaned[i].Role, maxName)
	}
	return FoldDealContacts(cleaned)
}

// FoldDealContacts keeps each contact once, in its first place and with the
// first role that says something.
func FoldDealContacts(contacts []DealContact) []DealContact {
	folded := make([]DealContact, 0, len(contacts))
	for _, contact := range contacts {
		known := slices.IndexFunc(folded, func(k DealContact) bool { return k.ID == contact.ID })
		switch {
		case known < 0:
			folded = append(folded, contact)
		case folded[known].Role == "":
			folded[known].Role = contact.Role
		}
	}
	return folded
}

// day reads a calendar day; empty is none.
func (r *review) day(field, text string) string {
	if text == "" {
		return ""
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < 1900 || day.Year() > 9000 {
		r.wrong(field, "A day, such as 2026-12-01.")
		return ""
	}
	return day.Format(time.DateOnly)
}
