package crm

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

// MergeJournal is what a merge was made of: both contacts before it, and the
// survivor as it left it.
type MergeJournal struct {
	Survivor, Duplicate, Merged Contact
}

// shotForm is the number of the form in which contacts are journalled now. A
// change of it needs a reader for those that are stored.
const shotForm = 1

// contactShot is a contact as the journal keeps it. Its names are stored and
// outlive those of Contact.
type contactShot struct {
	// Form tells the forms apart; the first one had none.
	Form             int          `json:"form"`
	ID               id.Contact   `json:"id"`
	FirstName        string       `json:"firstName"`
	LastName         string       `json:"lastName"`
	Emails           []emailShot  `json:"emails"`
	Phones           []phoneShot  `json:"phones"`
	JobTitle         string       `json:"jobTitle"`
	CustomerID       *id.Customer `json:"customerId"`
	CustomerName     string       `json:"customerName"`
	Kind             ContactKind  `json:"kind"`
	Status           string       `json:"status"`
	MarketingOptOut  bool         `json:"marketingOptOut"`
	LockedToCustomer bool         `json:"lockedToCustomer"`
	OwnerID          *id.User     `json:"ownerId"`
	Tags             []string     `json:"tags"`
	Custom           []customShot `json:"custom"`
	Source           string       `json:"source"`
	CreatedAt        time.Time    `json:"createdAt"`
	UpdatedAt        time.Time    `json:"updatedAt"`
	Version          int64        `json:"version"`
}

type emailShot struct {
	Address string `json:"address"`
	Label   string `json:"label"`
	Primary bool   `json:"primary"`
}

type phoneShot struct {
	// Number is in the first form's place and under its names.
	Number  numberShot `json:"number"`
	Label   string     `json:"label"`
	Primary bool       `json:"primary"`
}

type numberShot struct {
	Raw       string    `json:"raw"`
	E164      string    `json:"e164"`
	Extension string    `json:"extension"`
	Region    string    `json:"region"`
	Kind      e164.Kind `json:"kind"`
}

type customShot struct {
	FieldID  id.CustomField `json:"fieldId"`
	Key      string         `json:"key"`
	Name     string         `json:"name"`
	Kind     FieldKind      `json:"kind"`
	Archived bool           `json:"archived"`
	Text     string         `json:"text"`
}

// JournalContact is the contact as the journal of merges keeps it.
func JournalContact(c Contact) ([]byte, error) {
	shot := contactShot{
		Form: shotForm, ID: c.ID, FirstName: c.FirstName, LastName: c.LastName, JobTitle: c.JobTitle, CustomerID: c.CustomerID,
		CustomerName: c.CustomerName, Kind: c.Kind, Status: c.Status, MarketingOptOut: c.MarketingOptOut,
		LockedToCustomer: c.LockedToCustomer, OwnerID: c.OwnerID, Tags: c.Tags, Source: c.Source,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Version: c.Version,
	}
	for _, email := range c.Emails {
		shot.Emails = append(shot.Emails, emailShot(email))
	}
	for _, phone := range c.Phones {
		shot.Phones = append(shot.Phones, phoneShot{Number: numberShot(phone.Number), Label: phone.Label, Primary: phone.Primary})
	}
	for _, value := range c.Custom {
		shot.Custom = append(shot.Custom, customShot(value))
	}
	encoded, err := json.Marshal(shot)
	if err != nil {
		return nil, fmt.Errorf("journal contact: %w", err)
	}
	return encoded, nil
}

// JournalledContact reads what JournalContact wrote, and the form before it,
// which was Contact itself under the names that its fields had in Go. They differ
// from today's in the letter case only, which reading JSON does not mind.
func JournalledContact(encoded []byte) (Contact, error) {
	var shot contactShot
	if err := json.Unmarshal(encoded, &shot); err != nil {
		return Contact{}, fmt.Errorf("read journal: %w", err)
	}
	if shot.Form > shotForm {
		return Contact{}, fmt.Errorf("read journal: form %d is of a newer version of this program", shot.Form)
	}
	c := Contact{
		ID: shot.ID, FirstName: shot.FirstName, LastName: shot.LastName, JobTitle: shot.JobTitle, CustomerID: shot.CustomerID,
		CustomerName: shot.CustomerName, Kind: shot.Kind, Status: shot.Status, MarketingOptOut: shot.MarketingOptOut,
		LockedToCustomer: shot.LockedToCustomer, OwnerID: shot.OwnerID, Tags: shot.Tags, Source: shot.Source,
		CreatedAt: shot.CreatedAt, UpdatedAt: shot.UpdatedAt, Version: shot.Version,
	}
	for _, email := range shot.Emails {
		c.Emails = append(c.Emails, Email(email))
	}
	for _, phone := range shot.Phones {
		c.Phones = append(c.Phones, Phone{Number: e164.Number(phone.Number), Label: phone.Label, Primary: phone.Primary})
	}
	for _, value := range shot.Custom {
		c.Custom = append(c.Custom, CustomValue(value))
	}
	return c, nil
}
