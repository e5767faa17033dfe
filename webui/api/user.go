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

// UserDraft is a user to be added.
type UserDraft struct {
	Name      string   `json:"name" minLength:"1" maxLength:"100"`
	Email     string   `json:"email" minLength:"1" maxLength:"254"`
	Password  string   `json:"password" minLength:"1" maxLength:"1024" format:"password"`
	Role      crm.Role `json:"role" enum:"agent,supervisor,admin"`
	Extension string   `json:"extension,omitempty" maxLength:"6"`
}

// UserPatch changes some fields of a user.
type UserPatch struct {
	Name      *string   `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Email     *string   `json:"email,omitempty" minLength:"1" maxLength:"254" doc:"What the user logs in with from now on."`
	Role      *crm.Role `json:"role,omitempty" enum:"agent,supervisor,admin"`
	Extension *string   `json:"extension,omitempty" maxLength:"6"`
	Active    *bool     `json:"active,omitempty"`
}

// Record is the patch as crm takes it.
func (p UserPatch) Record() crm.UserChange {
	return crm.UserChange{Name: given(p.Name), Email: given(p.Email), Role: given(p.Role), Extension: given(p.Extension), Active: given(p.Active)}
}

func given[T any](value *T) crm.Optional[T] {
	if value == nil {
		return crm.Optional[T]{}
	}
	return crm.Some(*value)
}

// NewPassword is the password that an admin gives to a user.
type NewPassword struct {
	Password string `json:"password" minLength:"1" maxLength:"1024" format:"password"`
}

// PasswordChange is a user's own choice of a new password.
type PasswordChange struct {
	Current string `json:"current" minLength:"1" maxLength:"1024" format:"password"`
	New     string `json:"new" minLength:"1" maxLength:"1024" format:"password"`
}
