package api

import (
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Credentials are what a user logs in with.
type Credentials struct {
	Email    string `json:"email" minLength:"1" maxLength:"254"`
	Password string `json:"password" minLength:"1" maxLength:"1024" format:"password"`
}

// Organisation is a tenant.
type Organisation struct {
	ID      id.Org `json:"id" format:"uuid"`
	Name    string `json:"name"`
	Country string `json:"country" doc:"ISO 3166-1 alpha-2; local numbers are read in it." example:"GB"`
	// Locale and TimeZone are the organisation's choice for its people.
	Locale   string `json:"locale" doc:"How its people write unless they choose; empty: as their browsers do." example:"de-DE"`
	TimeZone string `json:"timeZone" doc:"The clock its people go by unless they choose; empty: their browsers'." example:"Europe/Berlin"`
}

// Me is the logged-in user.
type Me struct {
	ID           id.User      `json:"id" format:"uuid"`
	Name         string       `json:"name"`
	Email        string       `json:"email"`
	Role         crm.Role     `json:"role" enum:"agent,supervisor,admin"`
	Extension    string       `json:"extension"`
	Locale       string       `json:"locale" doc:"The user's own choice; empty: the organisation's." example:"de-DE"`
	TimeZone     string       `json:"timeZone" doc:"The user's own choice; empty: the organisation's." example:"Europe/Berlin"`
	Organisation Organisation `json:"organisation"`
	Demo         bool         `json:"demo" doc:"The service runs with --demo, so POST /demo/calls works."`
}

// MeOf is the wire form of a login.
func MeOf(login crm.Login, demo bool) Me {
	return Me{
		ID: login.User.ID, Name: login.User.Name, Email: login.User.Email, Role: login.User.Role,
		Extension: login.User.Extension, Locale: login.User.Locale, TimeZone: login.User.TimeZone, Demo: demo,
		Organisation: Organisation{
			ID: login.Organisation.ID, Name: login.Organisation.Name, Country: login.Organisation.Country,
			Locale: login.Organisation.Locale, TimeZone: login.Organisation.TimeZone,
		},
	}
}

// MePatch changes some fields of the logged-in user's own record.
type MePatch struct {
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Locale   *string `json:"locale,omitempty" enum:",en-GB,en-US,de-DE,de-AT,de-CH" doc:"Empty: the organisation's."`
	TimeZone *string `json:"timeZone,omitempty" maxLength:"64" doc:"A name such as Europe/Berlin; empty: the organisation's."`
}

// Record is the patch as crm takes it.
func (p MePatch) Record() crm.ProfileChange {
	return crm.ProfileChange{Name: given(p.Name), Locale: given(p.Locale), TimeZone: given(p.TimeZone)}
}
