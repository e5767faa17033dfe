package crm

import (
	"slices"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Scope is a part of what a user may do that an API token may do too.
type Scope string

// The scopes. Admin includes read and write; calls is always given by itself.
const (
	ScopeRead  Scope = "read"
	ScopeWrite Scope = "write"
	ScopeCalls Scope = "calls"
	ScopeAdmin Scope = "admin"
)

// Allows reports whether the login may do what a scope stands for. A person's
// session may do all that the person may.
func (l Login) Allows(scope Scope) bool {
	if l.Token == nil || slices.Contains(l.Scopes, scope) {
		return true
	}
	return (scope == ScopeRead || scope == ScopeWrite) && slices.Contains(l.Scopes, ScopeAdmin)
}

// Token is an API token as it is listed; the token itself is shown only once.
type Token struct {
	ID       id.Token
	UserID   id.User
	UserName string
	Name     string
	// Hint is how the token begins, so that people tell tokens apart.
	Hint       string
	Scopes     []Scope
	CreatedAt  time.Time
	LastUsedAt *time.Time
	ExpiresAt  *time.Time
	RevokedAt  *time.Time
}

// TokenDraft is a token to be made.
type TokenDraft struct {
	Name      string
	Scopes    []Scope
	ExpiresAt *time.Time
}

// Prepare returns the draft cleaned, or says what is wrong with it.
func (d TokenDraft) Prepare(role Role, now time.Time) (TokenDraft, error) {
	var r review
	d.Name = r.required("name", d.Name, maxName)
	d.Scopes = distinct(d.Scopes)
	if len(d.Scopes) == 0 {
		r.wrong("scopes", "At least one of read, write, calls, admin.")
	}
	for _, scope := range d.Scopes {
		if !slices.Contains([]Scope{ScopeRead, ScopeWrite, ScopeCalls, ScopeAdmin}, scope) {
			r.wrong("scopes", "One of read, write, calls, admin.")
			break
		}
	}
	if d.ExpiresAt != nil && !d.ExpiresAt.After(now) {
		r.wrong("expiresAt", "This time has passed.")
	}
	if err := r.err(); err != nil {
		return d, err
	}
	if slices.Contains(d.Scopes, ScopeAdmin) && !role.AtLeast(RoleAdmin) {
		return d, &Error{Code: CodeForbidden, Message: "Only admins may give a token the scope admin."}
	}
	return d, nil
}
