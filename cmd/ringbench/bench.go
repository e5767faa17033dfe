package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

// bench is one run: what was measured so far, and the parts that several
// measurements share, which are opened when first needed.
type bench struct {
	settings
	out     io.Writer
	figures []figure

	database *database
	service  *service
	closers  []func(context.Context) error
}

// database is a store with very many contacts of one organisation.
type database struct {
	store *store.Store
	org   crm.Organisation
	admin crm.Actor
	// email is what the administrator logs in with.
	email string
	// family says that the contact with very many records has them.
	family bool
}

const (
	benchOrganisation = "Bench"
	benchEmail        = "bench-admin@example.com"
	benchPassword     = "ringbench measures" //nolint:gosec // of a database that holds nothing
)

// span is how long to measure what takes d without --quick.
func (b *bench) span(d time.Duration) time.Duration {
	if b.Quick {
		return d / quicker
	}
	return d
}

func (b *bench) close(ctx context.Context) error {
	var errs []error
	for _, undo := range slices.Backward(b.closers) {
		errs = append(errs, undo(ctx))
	}
	return errors.Join(append(errs, b.writeReport())...)
}

// open gives the database, filled.
func (b *bench) open(ctx context.Context) (*database, error) {
	if b.database != nil {
		return b.database, nil
	}
	dir := b.Data
	if dir == "" {
		temporary, err := os.MkdirTemp("", "ringbench-")
		if err != nil {
			return nil, fmt.Errorf("make a data directory: %w", err)
		}
		b.closers = append(b.closers, func(context.Context) error { return os.RemoveAll(temporary) })
		dir = filepath.Join(temporary, "data")
	}
	records, err := store.Open(ctx, store.Config{DataDir: dir, Logger: quiet()})
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	b.closers = append(b.closers, records.Close)
	b.database = &database{store: records, email: fmt.Sprintf("%d-%s", b.contacts(), benchEmail)}
	return b.database, b.fill(ctx)
}

// fill makes the organisation and its contacts, unless an earlier run did.
func (b *bench) fill(ctx context.Context) error {
	d := b.database
	name := fmt.Sprintf("%s of %d", benchOrganisation, b.contacts())
	var refusal *crm.Error
	admin, org, _, err := d.store.LoginLookup(ctx, d.email)
	switch {
	case err == nil:
		d.use(org, admin)
		return nil
	case !errors.As(err, &refusal):
		return fmt.Errorf("look for the organisation: %w", err)
	}
	hash, err := crm.NewPasswordHasher(1).Hash(ctx, benchPassword)
	if err != nil {
		return fmt.Errorf("hash a password: %w", err)
	}
	org, admin, err = d.store.OrganisationCreate(ctx, name, "GB", d.email, "Bench", hash)
	if err != nil {
		return fmt.Errorf("make the organisation: %w", err)
	}
	d.use(org, admin)
	began := time.Now()
	if err := storebench.Fill(ctx, d.store.ConnString(), org.ID, b.contacts()); err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	b.say("# %d contacts loaded in %s", b.contacts(), time.Since(began).Round(time.Second))
	return nil
}

func (d *database) use(org crm.Organisation, admin crm.User) {
	d.org = org
	d.admin = crm.Actor{Org: org.ID, User: admin.ID, Role: crm.RoleAdmin, Country: org.Country}
}

// quiet drops what the parts have to say about single calls: a line for each
// would be measured too.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
