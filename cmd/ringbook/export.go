package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

// exportCommand takes records out.
type exportCommand struct {
	Contacts exportContacts `cmd:"" help:"Write an organisation's contacts as CSV."`
}

// exportContacts writes contacts as CSV.
type exportContacts struct {
	databaseFlags

	Org      string `help:"Name of the organisation." required:""`
	Profile  string `help:"One of ${enum}: every value as it is, or no cell that a spreadsheet would run." enum:"data,spreadsheet" default:"data"`
	Output   string `help:"File to write. Empty: standard output." short:"o" placeholder:"FILE"`
	Archived bool   `help:"Archived contacts in place of active ones."`
}

// Run exports.
func (c *exportContacts) Run(ctx context.Context, stdout io.Writer) error {
	return c.withStore(ctx, func(records *store.Store) error {
		org, err := records.OrganisationByName(ctx, c.Org)
		if err != nil {
			return fmt.Errorf("find organisation %q: %w", c.Org, err)
		}
		operator := crm.Actor{Org: org.ID, Role: crm.RoleAdmin, Country: org.Country}
		export := crm.ContactExport{Filter: crm.ContactFilter{Archived: c.Archived}, Profile: crm.ExportProfile(c.Profile)}
		if c.Output == "" || c.Output == "-" {
			_, err := records.ContactExport(ctx, operator, export, stdout)
			return err //nolint:wrapcheck // it says that it is about the export
		}
		var rows int64
		err = writeWhole(c.Output, func(out io.Writer) (err error) {
			rows, err = records.ContactExport(ctx, operator, export, out)
			return err //nolint:wrapcheck // it says that it is about the export
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(stdout, "%d contacts in %s\n", rows, c.Output)
		return err
	})
}

// writeWhole writes a file that appears under its name only when it is whole,
// readable by its owner alone: it holds people's data.
func writeWhole(name string, fill func(io.Writer) error) (err error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return writeDevice(name, fill)
	}
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return fmt.Errorf("create file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(file.Name()))
		}
	}()
	if err := fill(file); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	if err := os.Rename(file.Name(), name); err != nil {
		return fmt.Errorf("name file: %w", err)
	}
	return file.Close()
}

// writeDevice writes to what is there and no file, such as a pipe.
func writeDevice(name string, fill func(io.Writer) error) error {
	device, err := os.OpenFile(name, os.O_WRONLY, 0) //nolint:gosec // the one who runs the command names it
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	return errors.Join(fill(device), device.Close())
}
