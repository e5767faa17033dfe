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
}

// Me is the logged-in user.
type Me struct {
	ID           id.User      `json:"id" format:"uuid"`
	Name         string       `json:"name"`
	Email        string       `json:"email"`
	Role         crm.Role     `json:"role" enum:"agent,supervisor,admin"`
	Extension    string       `json:"extension"`
	Organisation Organisation `json:"organisation"`
	Demo         bool         `json:"demo" doc:"The service runs with --demo, so POST /demo/calls works."`
}

// MeOf is the wire form of a login.
func MeOf(login crm.Login, demo bool) Me {
	return Me{
		ID: login.User.ID, Name: login.User.Name, Email: login.User.Email, Role: login.User.Role,
		Extension: login.User.Extension, Demo: demo,
		Organisation: Organisation{
			ID: login.Organisation.ID, Name: login.Organisation.Name, Country: login.Organisation.Country,
		},
	}
}
