package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// Who logs in belongs to an organisation that is not known yet. These lookups
// go through functions of the role ringbook_system (migration 1): each answers
// for one address or one token and gives no more than a login needs. sqlc does
// not describe functions that return tables, so the statements are here.
const (
	loginLookup = `SELECT org_id, org_name, country, org_locale, org_time_zone, org_created_at,
		id, name, email, role, extension, active, locale, time_zone, created_at, password_hash
		FROM login_lookup($1)`
	sessionLookup = `SELECT org_id, org_name, country, org_locale, org_time_zone, org_created_at,
		id, name, email, role, extension, active, locale, time_zone, created_at, session_id, expires_at
		FROM session_lookup($1)`
	sessionDelete = `SELECT session_delete($1)`
)

const maxUserAgent = 300

func isNoRows(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

// LoginLookup finds who logs in with an address, whatever its letter case, and
// the hash to hold the password against. The caller refuses inactive users.
func (s *Store) LoginLookup(ctx context.Context, email string) (user crm.User, org crm.Organisation, passwordHash string, err error) {
	err = s.pool.QueryRow(ctx, loginLookup, crm.FoldEmail(email)).Scan(append(loginTargets(&user, &org), &passwordHash)...)
	user.Org = org.ID
	return user, org, passwordHash, translate("look up login", missing(err, "user"))
}

func loginTargets(user *crm.User, org *crm.Organisation) []any {
	return []any{
		&org.ID, &org.Name, &org.Country, &org.Locale, &org.TimeZone, &org.CreatedAt,
		&user.ID, &user.Name, &user.Email, &user.Role, &user.Extension, &user.Active,
		&user.Locale, &user.TimeZone, &user.CreatedAt,
	}
}

// SessionCreate makes a login that lasts until expires. Only a hash of the
// token is kept. The user's expired sessions go.
func (s *Store) SessionCreate(ctx context.Context, user crm.User, tokenHash []byte, expires time.Time, userAgent string) (crm.Login, error) {
	if len(userAgent) > maxUserAgent {
		userAgent = userAgent[:maxUserAgent]
	}
	session := db.SessionInsertParams{
		OrgID: user.Org, ID: id.New[id.Session](), UserID: user.ID, TokenHash: tokenHash,
		ExpiresAt: expires.UTC().Truncate(time.Microsecond), UserAgent: validText(userAgent), CreatedAt: now(),
	}
	err := s.scoped(ctx, user.Org, "create session", func(ctx context.Context, tx scope) error {
		if err := tx.SessionsExpiredDelete(ctx, db.SessionsExpiredDeleteParams{OrgID: user.Org, UserID: user.ID}); err != nil {
			return err
		}
		return tx.SessionInsert(ctx, session)
	})
	if err != nil {
		return crm.Login{}, err
	}
	return s.SessionByToken(ctx, tokenHash)
}

// SessionByToken finds the live login of a token; CodeUnauthenticated when there
// is none, it has expired or the user was deactivated.
func (s *Store) SessionByToken(ctx context.Context, tokenHash []byte) (crm.Login, error) {
	var login crm.Login
	err := s.pool.QueryRow(ctx, sessionLookup, tokenHash).
		Scan(append(loginTargets(&login.User, &login.Organisation), &login.Session, &login.ExpiresAt)...)
	login.User.Org = login.Organisation.ID
	if isNoRows(err) {
		err = &crm.Error{Code: crm.CodeUnauthenticated, Message: "Log in first."}
	}
	return login, translate("look up session", err)
}

// SessionDelete ends the login of a token. An unknown token is no error.
func (s *Store) SessionDelete(ctx context.Context, tokenHash []byte) error {
	_, err := s.pool.Exec(ctx, sessionDelete, tokenHash)
	return translate("delete session", err)
}

// SessionExtend has the login of a token last until expires, never shorter than
// it does. An unknown token is no error.
func (s *Store) SessionExtend(ctx context.Context, tokenHash []byte, expires time.Time) error {
	login, err := s.SessionByToken(ctx, tokenHash)
	var known *crm.Error
	if errors.As(err, &known) && known.Code == crm.CodeUnauthenticated {
		return nil
	}
	if err != nil {
		return err
	}
	return s.scoped(ctx, login.Organisation.ID, "extend session", func(ctx context.Context, tx scope) error {
		return tx.SessionExtend(ctx, db.SessionExtendParams{ExpiresAt: expires.UTC(), OrgID: tx.org, ID: login.Session})
	})
}
