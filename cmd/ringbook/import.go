package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

// importCommand brings records in.
type importCommand struct {
	Contacts importContacts `cmd:"" help:"Import contacts from CSV, an Excel workbook or vCards."`
}

// importContacts imports a file of contacts.
type importContacts struct {
	databaseFlags

	File            string `arg:"" help:"File to read; - is standard input." placeholder:"FILE"`
	Org             string `help:"Name of the organisation." required:"" aliases:"organisation"`
	DryRun          bool   `help:"Show what would happen and change nothing."`
	OnMatch         string `help:"What to do with contacts that exist: one of ${enum}." enum:"update,fill,skip" default:"update"`
	CreateCustomers bool   `help:"Create companies that do not exist; else their rows are refused."`
	Delimiter       string `help:"What separates the columns: a comma, ;, | or tab. Empty: detected."`
	Encoding        string `help:"utf-8, utf-16le, utf-16be or windows-1252. Empty: detected."`
	NoHeader        bool   `help:"The first row is a contact and does not name the columns."`
}

// errRefusedRows says that a part of a file was not imported.
var errRefusedRows = errors.New("some rows were refused")

// Run imports.
func (c *importContacts) Run(ctx context.Context, stdout io.Writer) (err error) {
	file := os.Stdin
	if c.File != "-" {
		if file, err = os.Open(c.File); err != nil {
			return fmt.Errorf("open: %w", err)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
	}
	return c.withStore(ctx, func(records *store.Store) error {
		org, err := records.OrganisationByName(ctx, c.Org)
		if err != nil {
			return fmt.Errorf("find organisation %q: %w", c.Org, err)
		}
		run := importing{records: records, stdout: stdout, operator: crm.Actor{Org: org.ID, Role: crm.RoleAdmin, Country: org.Country}}
		return run.all(ctx, c, file)
	})
}

func (c *importContacts) options() crm.ImportOptions {
	options := crm.ImportOptions{
		Delimiter: c.Delimiter, Encoding: c.Encoding, OnMatch: crm.OnMatch(c.OnMatch), CreateCustomers: c.CreateCustomers,
	}
	if c.Delimiter == "tab" || c.Delimiter == `\t` {
		options.Delimiter = "\t"
	}
	if c.NoHeader {
		options.Header = new(false)
	}
	return options
}

// importing is one import from the command line.
type importing struct {
	records  *store.Store
	stdout   io.Writer
	operator crm.Actor
}

func (r importing) all(ctx context.Context, c *importContacts, file io.Reader) error {
	staged, err := r.records.ImportStage(ctx, r.operator, c.File, file, c.options())
	if err != nil {
		return err //nolint:wrapcheck // it says that it is about the import
	}
	read, err := r.run(ctx, staged.ID)
	if err != nil {
		return err
	}
	if read.Status != crm.ImportReady {
		return fmt.Errorf("read %s: %s", c.File, read.Problem)
	}
	if err := r.report(ctx, read); err != nil {
		return err
	}
	if c.DryRun || read.Created+read.Updated == 0 {
		_, err := r.records.ImportDiscard(ctx, r.operator, read.ID)
		return errors.Join(err, refusedRows(read))
	}
	if _, err := r.records.ImportApply(ctx, r.operator, read.ID); err != nil {
		return err //nolint:wrapcheck // it says that it is about the import
	}
	done, err := r.run(ctx, read.ID)
	if err != nil {
		return err
	}
	if done.Status != crm.ImportApplied {
		return fmt.Errorf("the import is %s; look at it in the browser", done.Status)
	}
	if _, err := fmt.Fprintf(r.stdout, "Imported: %d created, %d updated. It can be reverted in the browser.\n", done.Created, done.Updated); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return refusedRows(done)
}

func refusedRows(done crm.Import) error {
	if done.Refused > 0 {
		return errRefusedRows
	}
	return nil
}

// run works on the import here; a service that runs beside may do so too.
func (r importing) run(ctx context.Context, key id.Import) (crm.Import, error) {
	if err := r.records.ImportRun(ctx, r.operator.Org, key, nil); err != nil {
		return crm.Import{}, err //nolint:wrapcheck // it says that it is about the import
	}
	return r.records.ImportGet(ctx, r.operator, key) //nolint:wrapcheck // it says that it is about the import
}

// report prints what was understood, what would happen, and what is refused.
func (r importing) report(ctx context.Context, read crm.Import) error {
	for i, column := range read.Detected.Columns {
		field := string(column.Field)
		if field == "" {
			field = "(left out)"
		}
		if _, err := fmt.Fprintf(r.stdout, "column %d %q: %s %s\n", i+1, column.Header, field, column.Label); err != nil {
			return fmt.Errorf("report: %w", err)
		}
	}
	if _, err := fmt.Fprintf(r.stdout, "%d to create, %d to update, %d left alone, %d refused\n",
		read.Created, read.Updated, read.Skipped, read.Refused); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	const whole = 200
	for page := (crm.PageRequest{Limit: whole}); ; {
		rows, err := r.records.ImportRowList(ctx, r.operator, read.ID, crm.ImportRowFilter{Fate: crm.FateRefuse}, page)
		if err != nil {
			return err //nolint:wrapcheck // it says that it is about the import
		}
		for _, row := range rows.Items {
			if _, err := fmt.Fprintf(r.stdout, "line %d refused: %s: %s %s\n", row.Line, row.Name, row.Reason, row.Detail); err != nil {
				return fmt.Errorf("report: %w", err)
			}
		}
		if page.Cursor = rows.NextCursor; page.Cursor == "" {
			return nil
		}
	}
}
