package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Token is an API token as it is listed.
type Token struct {
	ID         id.Token    `json:"id" format:"uuid"`
	UserID     id.User     `json:"userId" format:"uuid"`
	UserName   string      `json:"userName"`
	Name       string      `json:"name"`
	Hint       string      `json:"hint" doc:"How the token begins."`
	Scopes     []crm.Scope `json:"scopes" nullable:"false" enum:"read,write,calls,admin"`
	CreatedAt  time.Time   `json:"createdAt"`
	LastUsedAt *time.Time  `json:"lastUsedAt" doc:"To the minute."`
	ExpiresAt  *time.Time  `json:"expiresAt"`
}

// TokenOf is the wire form of a token.
func TokenOf(token crm.Token) Token {
	return Token{
		ID: token.ID, UserID: token.UserID, UserName: token.UserName, Name: token.Name, Hint: token.Hint, Scopes: token.Scopes,
		CreatedAt: token.CreatedAt.UTC(), LastUsedAt: token.LastUsedAt, ExpiresAt: token.ExpiresAt,
	}
}

// TokenCreated is a new token and, this once, what to send as Bearer.
type TokenCreated struct {
	Token
	Secret string `json:"token" doc:"Shown only now." example:"rb_…"`
}

// TokenDraft is a token to be made.
type TokenDraft struct {
	Name      string      `json:"name" minLength:"1" maxLength:"100"`
	Scopes    []crm.Scope `json:"scopes" nullable:"false" minItems:"1" enum:"read,write,calls,admin" doc:"admin includes read and write."`
	ExpiresAt *time.Time  `json:"expiresAt,omitempty"`
}

// Record is the draft as crm takes it.
func (d TokenDraft) Record() crm.TokenDraft { return crm.TokenDraft(d) }
