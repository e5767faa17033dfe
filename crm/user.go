package crm

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Role is what a user may do. Each role may do all that the one before may.
type Role string

// The roles, weakest first.
const (
	RoleAgent      Role = "agent"
	RoleSupervisor Role = "supervisor"
	RoleAdmin      Role = "admin"
)

// AtLeast reports whether the role may do what other may.
func (r Role) AtLeast(other Role) bool { return r.rank() >= other.rank() }

func (r Role) rank() int {
	switch r {
	case RoleAdmin:
		return 3
	case RoleSupervisor:
		return 2
	case RoleAgent:
		return 1
	}
	return 0
}

// Actor is on whose behalf a step is done: every store method that reads or
// writes an organisation's data takes one.
type Actor struct {
	Org  id.Org
	User id.User
	Role Role
	// Country is the organisation's region, in which numbers are read.
	Country string
	// Token is the API token that the step is done with, if any.
	Token *id.Token
}

// Organisation is a tenant.
type Organisation struct {
	ID      id.Org
	Name    string
	Country string
	// Locale and TimeZone are its people's, unless they choose; empty: as their browsers have it.
	Locale    string
	TimeZone  string
	CreatedAt time.Time
}

// User is a person who logs in.
type User struct {
	ID        id.User
	Org       id.Org
	Name      string
	Email     string
	Role      Role
	Extension string
	Active    bool
	// Locale and TimeZone are empty where the organisation's hold.
	Locale    string
	TimeZone  string
	CreatedAt time.Time
}

// Login is a live session: who it is and until when.
type Login struct {
	Session      id.Session
	User         User
	Organisation Organisation
	ExpiresAt    time.Time
	// Token and Scopes are set when the login is that of an API token.
	Token  *id.Token
	Scopes []Scope
}

// Actor is the login's user as the doer of a step.
func (l Login) Actor() Actor {
	role := l.User.Role
	if l.Token != nil && role == RoleAdmin && !l.Allows(ScopeAdmin) {
		// Without the scope the token has no admin rights, wherever they are asked for.
		role = RoleSupervisor
	}
	return Actor{Org: l.Organisation.ID, User: l.User.ID, Role: role, Country: l.Organisation.Country, Token: l.Token}
}
