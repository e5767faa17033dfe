package store

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// UserUpdate changes some fields of a user; admins only. Somebody who is
// deactivated is logged out. An organisation keeps at least one active admin.
func (s *Store) UserUpdate(ctx context.Context, actor crm.Actor, user id.User, change crm.UserChange) (crm.User, error) {
	const doing = "update user"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return crm.User{}, translate(doing, err)
	}
	var next crm.User
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		// All admins are locked first: two who demote each other must not both succeed.
		admins, err := tx.AdminsLock(ctx, tx.org)
		if err != nil {
			return err
		}
		row, err := tx.UserByID(ctx, db.UserByIDParams{OrgID: tx.org, ID: user})
		if err != nil {
			return missing(err, "user")
		}
		current := userRecord(row)
		if next, err = current.Change(change).Prepare(); err != nil {
			return err
		}
		if len(admins) == 1 && admins[0] == user && (next.Role != crm.RoleAdmin || !next.Active) {
			return &crm.Error{Code: crm.CodeLastAdmin, Message: "This is the last active admin; make somebody else an admin first."}
		}
		if err := tx.UserWrite(ctx, db.UserWriteParams{
			Name: next.Name, Email: next.Email, EmailFold: crm.FoldEmail(next.Email), Role: next.Role, Extension: next.Extension, Active: next.Active, OrgID: tx.org, ID: user,
		}); err != nil {
			return err
		}
		if !next.Active {
			if err := tx.SessionsOfUserDelete(ctx, db.SessionsOfUserDeleteParams{OrgID: tx.org, UserID: user}); err != nil {
				return err
			}
		}
		return tx.changed(ctx, actor, crm.UserChanged("update", current, next))
	})
	return next, err
}

func userRecord(row db.UserByIDRow) crm.User {
	return crm.User{
		ID: row.ID, Org: row.OrgID, Name: row.Name, Email: row.Email, Role: row.Role, Extension: row.Extension,
		Active: row.Active, Locale: row.Locale, TimeZone: row.TimeZone, CreatedAt: row.CreatedAt,
	}
}

// ProfileUpdate changes what the actor may change of their own user.
func (s *Store) ProfileUpdate(ctx context.Context, actor crm.Actor, change crm.ProfileChange) (crm.User, error) {
	var next crm.User
	err := s.scoped(ctx, actor.Org, "update profile", func(ctx context.Context, tx scope) error {
		row, err := tx.UserByID(ctx, db.UserByIDParams{OrgID: tx.org, ID: actor.User})
		if err != nil {
			return missing(err, "user")
		}
		current := userRecord(row)
		if next, err = current.ChangeProfile(change).Prepare(); err != nil {
			return err
		}
		if err := tx.ProfileWrite(ctx, db.ProfileWriteParams{
			Name: next.Name, Locale: next.Locale, TimeZone: next.TimeZone, OrgID: tx.org, ID: actor.User,
		}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.UserChanged("update", current, next))
	})
	return next, err
}

// UserPasswordReset gives a user of the organisation a new password and ends
// their sessions; admins only.
func (s *Store) UserPasswordReset(ctx context.Context, actor crm.Actor, user id.User, passwordHash string) error {
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return translate("set password", err)
	}
	return s.passwordSet(ctx, actor, user, id.Session{}, passwordHash)
}

// PasswordChange gives the actor a new password; all sessions end but one.
func (s *Store) PasswordChange(ctx context.Context, actor crm.Actor, besides id.Session, passwordHash string) error {
	return s.passwordSet(ctx, actor, actor.User, besides, passwordHash)
}

func (s *Store) passwordSet(ctx context.Context, actor crm.Actor, user id.User, besides id.Session, passwordHash string) error {
	return s.scoped(ctx, actor.Org, "set password", func(ctx context.Context, tx scope) error {
		row, err := tx.UserByID(ctx, db.UserByIDParams{OrgID: tx.org, ID: user})
		if err != nil {
			return missing(err, "user")
		}
		if _, err := tx.UserSetPassword(ctx, db.UserSetPasswordParams{PasswordHash: passwordHash, OrgID: tx.org, ID: user}); err != nil {
			return err
		}
		if err := tx.OtherSessionsDelete(ctx, db.OtherSessionsDeleteParams{OrgID: tx.org, UserID: user, Besides: besides}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.Change{Action: "set_password", Noun: "user", Record: user.UUID, Name: row.Name})
	})
}

// PasswordHash is what the actor's current password is held against.
func (s *Store) PasswordHash(ctx context.Context, actor crm.Actor) (string, error) {
	var hash string
	err := s.scoped(ctx, actor.Org, "read password hash", func(ctx context.Context, tx scope) error {
		var err error
		hash, err = tx.UserPasswordHash(ctx, db.UserPasswordHashParams{OrgID: tx.org, ID: actor.User})
		return missing(err, "user")
	})
	return hash, err
}
