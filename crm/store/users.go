package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// OrganisationCreate makes an organisation and its first user, an admin.
func (s *Store) OrganisationCreate(ctx context.Context, name, country, adminEmail, adminName, passwordHash string) (crm.Organisation, crm.User, error) {
	const doing = "create organisation"
	name, country, err := crm.PrepareOrganisation(name, country)
	if err != nil {
		return crm.Organisation{}, crm.User{}, translate(doing, err)
	}
	org := crm.Organisation{ID: id.New[id.Org](), Name: name, Country: country, CreatedAt: now()}
	admin, err := newUser(crm.User{Org: org.ID, Name: adminName, Email: adminEmail, Role: crm.RoleAdmin, Active: true})
	if err != nil {
		return crm.Organisation{}, crm.User{}, translate(doing, err)
	}
	err = s.scoped(ctx, org.ID, doing, func(ctx context.Context, tx scope) error {
		if err := tx.OrganisationInsert(ctx, db.OrganisationInsertParams{
			ID: org.ID, Name: org.Name, NameFold: crm.Fold(org.Name), Country: org.Country,
			Currency: crm.CurrencyOf(org.Country), CreatedAt: org.CreatedAt,
		}); err != nil {
			return err
		}
		return insertUser(ctx, tx, admin, passwordHash)
	})
	return org, admin, err
}

// now is the time as the database keeps it, so that what a step returns equals
// what is read later.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

func newUser(user crm.User) (crm.User, error) {
	user, err := user.Prepare()
	if err != nil {
		return user, err
	}
	user.ID, user.CreatedAt = id.New[id.User](), now()
	return user, nil
}

func insertUser(ctx context.Context, tx scope, user crm.User, passwordHash string) error {
	return tx.UserInsert(ctx, db.UserInsertParams{
		OrgID: user.Org, ID: user.ID, Name: user.Name, Email: user.Email, EmailFold: crm.FoldEmail(user.Email),
		Role: user.Role, Extension: user.Extension, Active: user.Active, PasswordHash: passwordHash, CreatedAt: user.CreatedAt,
	})
}

// OrganisationByName finds an organisation, whatever the letter case.
func (s *Store) OrganisationByName(ctx context.Context, name string) (crm.Organisation, error) {
	var org crm.Organisation
	err := s.pool.QueryRow(ctx, "SELECT id, name, country, created_at FROM organisations_all() WHERE name_fold = $1", crm.Fold(name)).
		Scan(&org.ID, &org.Name, &org.Country, &org.CreatedAt)
	return org, translate("find organisation", missing(err, "organisation"))
}

// missing turns the absence of a row into an error for people.
func missing(err error, noun string) error {
	if isNoRows(err) {
		return crm.NotFound(noun)
	}
	return err
}

// UserCreate adds a user to the actor's organisation; admins only.
func (s *Store) UserCreate(ctx context.Context, actor crm.Actor, user crm.User, passwordHash string) (crm.User, error) {
	const doing = "create user"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return crm.User{}, translate(doing, err)
	}
	user.Org, user.Active = actor.Org, true
	user, err := newUser(user)
	if err != nil {
		return crm.User{}, translate(doing, err)
	}
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if err := insertUser(ctx, tx, user, passwordHash); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.UserChanged("create", crm.User{}, user))
	})
	return user, err
}

// UserList returns all users of the organisation by name.
func (s *Store) UserList(ctx context.Context, actor crm.Actor) ([]crm.User, error) {
	var users []crm.User
	b := newBatch(actor.Org)
	collect(b, &users, scanUser, db.UserList, actor.Org)
	err := s.send(ctx, "list users", b)
	return users, err
}

func scanUser(row pgx.CollectableRow) (crm.User, error) {
	var u crm.User
	err := row.Scan(&u.ID, &u.Org, &u.Name, &u.Email, &u.Role, &u.Extension, &u.Active, &u.Locale, &u.TimeZone, &u.CreatedAt)
	return u, err
}

// UserSetPassword replaces the password of whoever logs in with the address and
// ends all their sessions. It is for admin commands, which know no organisation.
func (s *Store) UserSetPassword(ctx context.Context, email, passwordHash string) error {
	const doing = "set password"
	user, _, _, err := s.LoginLookup(ctx, email)
	if err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, user.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.UserSetPassword(ctx, db.UserSetPasswordParams{PasswordHash: passwordHash, OrgID: user.Org, ID: user.ID}); err != nil {
			return err
		}
		return tx.SessionsOfUserDelete(ctx, db.SessionsOfUserDeleteParams{OrgID: user.Org, UserID: user.ID})
	})
}
