package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	programLookup = `SELECT org_id, org_name, country, org_locale, org_time_zone, org_created_at,
		id, name, email, role, extension, active, locale, time_zone, created_at, token_id, scopes
		FROM token_lookup($1)`
	programList = `SELECT t.id, t.user_id, u.name, t.name, t.hint, t.scopes, t.created_at, t.last_used_at, t.expires_at, t.revoked_at
		FROM api_tokens t JOIN users u ON u.org_id = t.org_id AND u.id = t.user_id
		WHERE t.org_id = $1 AND t.revoked_at IS NULL AND ($2 OR t.user_id = $3) ORDER BY t.created_at DESC, t.id DESC`
)

// TokenCreate makes a token of the actor's own. Only its hash and its first
// characters are kept.
func (s *Store) TokenCreate(ctx context.Context, actor crm.Actor, draft crm.TokenDraft, hash []byte, hint string) (crm.Token, error) {
	const doing = "create token"
	if actor.Token != nil {
		return crm.Token{}, translate(doing, &crm.Error{Code: crm.CodeForbidden, Message: "A token cannot make tokens."})
	}
	draft, err := draft.Prepare(actor.Role, time.Now())
	if err != nil {
		return crm.Token{}, translate(doing, err)
	}
	token := crm.Token{
		ID: id.New[id.Token](), UserID: actor.User, Name: draft.Name, Hint: hint, Scopes: draft.Scopes, CreatedAt: now(), ExpiresAt: draft.ExpiresAt,
	}
	scopes := make([]string, len(draft.Scopes))
	for i, scope := range draft.Scopes {
		scopes[i] = string(scope)
	}
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if err := tx.TokenInsert(ctx, db.TokenInsertParams{
			OrgID: tx.org, ID: token.ID, UserID: actor.User, Name: token.Name, TokenHash: hash, Hint: hint, Scopes: scopes,
			CreatedAt: token.CreatedAt, ExpiresAt: token.ExpiresAt,
		}); err != nil {
			return err
		}
		user, err := tx.UserByID(ctx, db.UserByIDParams{OrgID: tx.org, ID: actor.User})
		if err != nil {
			return err
		}
		token.UserName = user.Name
		return tx.changed(ctx, actor, crm.Change{Action: "create", Noun: "token", Record: token.ID.UUID, Name: token.Name})
	})
	return token, err
}

// TokenList returns the actor's tokens that are not revoked, to admins everybody's.
func (s *Store) TokenList(ctx context.Context, actor crm.Actor) ([]crm.Token, error) {
	var tokens []crm.Token
	b := newBatch(actor.Org)
	collect(b, &tokens, scanToken, programList, actor.Org, actor.Role.AtLeast(crm.RoleAdmin), actor.User)
	err := s.send(ctx, "list tokens", b)
	return tokens, err
}

func scanToken(row pgx.CollectableRow) (crm.Token, error) {
	var t crm.Token
	err := row.Scan(&t.ID, &t.UserID, &t.UserName, &t.Name, &t.Hint, &t.Scopes, &t.CreatedAt, &t.LastUsedAt, &t.ExpiresAt, &t.RevokedAt)
	return t, err
}

// TokenRevoke ends a token of the actor's own, for admins anybody's.
func (s *Store) TokenRevoke(ctx context.Context, actor crm.Actor, token id.Token) error {
	const doing = "revoke token"
	visible, err := s.TokenList(ctx, actor)
	if err != nil {
		return err
	}
	for _, one := range visible {
		if one.ID != token {
			continue
		}
		at := now()
		return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
			revoked, err := tx.TokenRevoke(ctx, db.TokenRevokeParams{RevokedAt: &at, OrgID: tx.org, ID: token})
			if err != nil || revoked == 0 {
				return err
			}
			return tx.changed(ctx, actor, crm.Change{Action: "revoke", Noun: "token", Record: token.UUID, Name: one.Name})
		})
	}
	return translate(doing, crm.NotFound("token"))
}

// TokenLogin finds whose token it is; CodeUnauthenticated when it is unknown,
// expired or revoked, or its user was deactivated.
func (s *Store) TokenLogin(ctx context.Context, tokenHash []byte) (crm.Login, error) {
	const doing = "look up token"
	var login crm.Login
	var token id.Token
	err := s.pool.QueryRow(ctx, programLookup, tokenHash).
		Scan(append(loginTargets(&login.User, &login.Organisation), &token, &login.Scopes)...)
	if isNoRows(err) {
		err = &crm.Error{Code: crm.CodeUnauthenticated, Message: "This token is unknown, has expired or was revoked."}
	}
	if err != nil {
		return crm.Login{}, translate(doing, err)
	}
	login.User.Org, login.Token = login.Organisation.ID, &token
	// The statement itself keeps to one write a minute.
	err = s.scoped(ctx, login.Organisation.ID, "note use of token", func(ctx context.Context, tx scope) error {
		return tx.TokenUsed(ctx, db.TokenUsedParams{OrgID: tx.org, ID: token})
	})
	return login, err
}
