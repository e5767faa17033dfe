package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

// adminCommand looks after organisations and users.
type adminCommand struct {
	CreateOrg     createOrg     `cmd:"" help:"Make an organisation and its first admin."`
	CreateUser    createUser    `cmd:"" help:"Make a user in an organisation."`
	ResetPassword resetPassword `cmd:"" help:"Give a user a new password."`
}

// createOrg makes a tenant.
type createOrg struct {
	databaseFlags

	Name          string `help:"Name of the organisation." required:""`
	Country       string `help:"Country whose local numbers it dials, ISO 3166-1 alpha-2." required:"" placeholder:"GB"`
	AdminEmail    string `help:"Login of the first admin." required:""`
	AdminName     string `help:"Name of the first admin. Empty: the email."`
	AdminPassword string `help:"Password of the first admin; better as RINGBOOK_ADMIN_PASSWORD." required:""`
}

// Run makes the organisation.
func (c *createOrg) Run(ctx context.Context, stdout io.Writer) error {
	return c.withStore(ctx, func(records *store.Store) error {
		hash, err := hashPassword(ctx, c.AdminPassword)
		if err != nil {
			return err
		}
		name := c.AdminName
		if name == "" {
			name = c.AdminEmail
		}
		org, admin, err := records.OrganisationCreate(ctx, c.Name, c.Country, c.AdminEmail, name, hash)
		if err != nil {
			return fmt.Errorf("create organisation: %w", err)
		}
		_, err = fmt.Fprintf(stdout, "organisation %s %q, admin %s\n", org.ID, org.Name, admin.Email)
		return err
	})
}

// createUser makes a user.
type createUser struct {
	databaseFlags

	Org       string `help:"Name of the organisation." required:""`
	Email     string `help:"Login." required:""`
	Name      string `help:"Name as colleagues see it." required:""`
	Role      string `help:"One of ${enum}." enum:"agent,supervisor,admin" default:"agent"`
	Extension string `help:"Internal number."`
	Password  string `help:"Password; better as RINGBOOK_PASSWORD." required:""`
}

// Run makes the user.
func (c *createUser) Run(ctx context.Context, stdout io.Writer) error {
	return c.withStore(ctx, func(records *store.Store) error {
		org, err := records.OrganisationByName(ctx, c.Org)
		if err != nil {
			return fmt.Errorf("find organisation %q: %w", c.Org, err)
		}
		hash, err := hashPassword(ctx, c.Password)
		if err != nil {
			return err
		}
		operator := crm.Actor{Org: org.ID, Role: crm.RoleAdmin, Country: org.Country}
		user, err := records.UserCreate(ctx, operator, crm.User{
			Org: org.ID, Name: c.Name, Email: c.Email, Role: crm.Role(c.Role), Extension: c.Extension, Active: true,
		}, hash)
		if err != nil {
			return fmt.Errorf("create user: %w", err)
		}
		_, err = fmt.Fprintf(stdout, "user %s %s, %s of %q\n", user.ID, user.Email, user.Role, org.Name)
		return err
	})
}

// resetPassword replaces a forgotten password.
type resetPassword struct {
	databaseFlags

	Email    string `help:"Login of the user." required:""`
	Password string `help:"The new password; better as RINGBOOK_PASSWORD." required:""`
}

// Run sets the password.
func (c *resetPassword) Run(ctx context.Context, stdout io.Writer) error {
	return c.withStore(ctx, func(records *store.Store) error {
		hash, err := hashPassword(ctx, c.Password)
		if err != nil {
			return err
		}
		if err := records.UserSetPassword(ctx, c.Email, hash); err != nil {
			return fmt.Errorf("reset password: %w", err)
		}
		_, err = fmt.Fprintf(stdout, "new password for %s\n", c.Email)
		return err
	})
}

// migrateCommand brings the schema up to date.
type migrateCommand struct {
	databaseFlags
}

// Run migrates.
func (c *migrateCommand) Run(ctx context.Context, stdout io.Writer) error {
	return c.withStore(ctx, func(*store.Store) error {
		_, err := fmt.Fprintln(stdout, "the schema is up to date")
		return err
	})
}

// withStore opens the database for one step: the one named, else that of the
// service running on the data directory, else the private cluster itself.
func (c databaseFlags) withStore(ctx context.Context, step func(*store.Store) error) (err error) {
	url := c.DatabaseURL
	if url == "" {
		url, err = store.JoinRunning(ctx, c.Data)
		if err != nil && !errors.Is(err, store.ErrNotRunning) {
			return fmt.Errorf("look for a running service: %w", err)
		}
	}
	records, err := store.Open(ctx, store.Config{
		DatabaseURL: url, DataDir: c.Data, Logger: slog.New(slog.DiscardHandler), MaxConns: 2,
	})
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, records.Close(context.WithoutCancel(ctx))) }()
	return step(records)
}
