package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// User is a person who logs in, and whether they take calls.
type User struct {
	ID        id.User  `json:"id" format:"uuid"`
	Name      string   `json:"name"`
	Email     string   `json:"email"`
	Role      crm.Role `json:"role" enum:"agent,supervisor,admin"`
	Extension string   `json:"extension"`
	Active    bool     `json:"active"`
	Presence  Presence `json:"presence"`
}

// Presence is whether a user takes calls.
type Presence struct {
	Status string     `json:"status" enum:"available,busy,away,wrapup,offline"`
	Reason string     `json:"reason"`
	Since  *time.Time `json:"since"`
	OnCall bool       `json:"onCall"`
}

// UserOf is the wire form of a user.
func UserOf(user crm.User, presence callsvc.Presence) User {
	return User{
		ID: user.ID, Name: user.Name, Email: user.Email, Role: user.Role, Extension: user.Extension,
		Active: user.Active, Presence: PresenceOf(presence),
	}
}

// PresenceOf is the wire form of a presence; the zero one is offline.
func PresenceOf(presence callsvc.Presence) Presence {
	wire := Presence{Status: presence.Status, Reason: presence.Reason, OnCall: presence.OnCall}
	if wire.Status == "" {
		wire.Status = callsvc.PresenceOffline
	}
	if !presence.Since.IsZero() {
		since := presence.Since.UTC()
		wire.Since = &since
	}
	return wire
}
