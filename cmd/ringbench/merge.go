package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

const (
	// children is how many records the contact has that is merged away.
	children = 100_000
	// mergeTurns is how often it is merged and taken back.
	mergeTurns = 3
	// historyFor is how long each list of its records is read.
	historyFor = 2 * time.Second
)

type mergeCommand struct{}

// Run merges a contact with very many records into another one and takes it
// back, in turns with the bare updates.
func (mergeCommand) Run(ctx context.Context, b *bench) error {
	d, from, to, err := b.openFamily(ctx)
	if err != nil {
		return err
	}
	var merges, undos, bareMerges, bareUndos sample
	url := d.store.ConnString()
	timed := func(into *sample, move func() error) error {
		began := time.Now()
		err := move()
		*into = append(*into, time.Since(began))
		if err != nil {
			return fmt.Errorf("merge: %w", err)
		}
		return storebench.Tidy(ctx, url)
	}
	bare := func(into *sample, from, to id.Contact) error {
		took, err := storebench.BareMove(ctx, url, d.org.ID, from, to)
		*into = append(*into, took)
		if err != nil {
			return fmt.Errorf("bare move: %w", err)
		}
		return storebench.Tidy(ctx, url)
	}
	for range mergeTurns {
		var merged crm.Merged
		for _, step := range []func() error{
			func() error { return bare(&bareMerges, from, to) },
			func() error { return bare(&bareUndos, to, from) },
			func() error {
				return timed(&merges, func() (err error) {
					merged, err = d.store.ContactMerge(ctx, d.admin, from, to, nil)
					return err
				})
			},
			func() error {
				return timed(&undos, func() error {
					_, err := d.store.MergeUndo(ctx, d.admin, merged.ID)
					return err
				})
			},
		} {
			if err := step(); err != nil {
				return err
			}
		}
	}
	note := fmt.Sprintf("%d records, median of %d", b.children(), mergeTurns)
	b.note(figure{
		Name: "merge", Value: merges.at(50), Unit: "ms", Limit: "the bare updates", LimitValue: bareMerges.at(50), Goal: "<= 2", Note: note,
	})
	b.note(figure{
		Name: "undo of a merge", Value: undos.at(50), Unit: "ms", Limit: "the bare updates", LimitValue: bareUndos.at(50), Goal: "<= 2", Note: note,
	})
	return nil
}

func (b *bench) children() int {
	if b.Quick {
		return children / quicker / quicker
	}
	return children
}

// openFamily gives the database, a contact with very many records, and another
// one to merge it into.
func (b *bench) openFamily(ctx context.Context) (d *database, from, to id.Contact, err error) {
	d, err = b.open(ctx)
	if err != nil {
		return d, from, to, err
	}
	contact := func(n int) id.Contact { return id.Contact{UUID: uuid.UUID(storebench.ContactKey(n))} }
	from, to = contact(b.contacts()/2), contact(b.contacts()/3)
	if d.family {
		return d, from, to, nil
	}
	if err := storebench.Children(ctx, d.store.ConnString(), d.org.ID, from, b.children()); err != nil {
		return d, from, to, fmt.Errorf("give a contact records: %w", err)
	}
	d.family = true
	return d, from, to, nil
}

type historyCommand struct{}

// Run reads what shows the history of a contact with very many records.
func (historyCommand) Run(ctx context.Context, b *bench) error {
	d, contact, _, err := b.openFamily(ctx)
	if err != nil {
		return err
	}
	for _, list := range []struct {
		name string
		read func(cursor string) (next string, items int, err error)
	}{
		{"timeline page", func(cursor string) (string, int, error) {
			page, err := d.store.ContactTimeline(ctx, d.admin, contact, crm.PageRequest{Cursor: cursor})
			return page.NextCursor, len(page.Items), err //nolint:wrapcheck // paged names it
		}},
		{"activities page", func(cursor string) (string, int, error) {
			page, err := d.store.ContactActivities(ctx, d.admin, contact, crm.ContactActivityFilter{}, crm.PageRequest{Cursor: cursor})
			return page.NextCursor, len(page.Items), err //nolint:wrapcheck // paged names it
		}},
	} {
		note := fmt.Sprintf("of %d records", b.children())
		if err := b.paged(ctx, list.name, historyFor, "<= 50 ms", note, list.read); err != nil {
			return err
		}
	}
	return nil
}

// paged walks through a list's pages again and again and notes their p99 beside
// a lookup.
func (b *bench) paged(ctx context.Context, name string, span time.Duration, goal, note string,
	read func(cursor string) (next string, items int, err error),
) error {
	limit, err := b.lookupTime(ctx)
	if err != nil {
		return err
	}
	cursor, page := "", 0
	times, _, err := repeat(ctx, 1, b.span(span), func(context.Context) error {
		next, items, err := read(cursor)
		if err == nil && items == 0 {
			err = errEmptyPage
		}
		if cursor, page = next, page+1; page == pages {
			cursor, page = "", 0
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.note(figure{
		Name: name + " p99", Value: times.at(99), Unit: "ms", Limit: "a lookup's p50", LimitValue: limit, Goal: goal,
		Note: fmt.Sprintf("p50 %.2f ms of %d; %s", times.at(50), len(times), note),
	})
	return nil
}

type duplicatesCommand struct{}

// Run reads pages of those who may be one person.
func (duplicatesCommand) Run(ctx context.Context, b *bench) error {
	d, err := b.open(ctx)
	if err != nil {
		return err
	}
	if err := d.twins(ctx); err != nil {
		return err
	}
	return b.paged(ctx, "duplicates page", recordsFor, "<= 50 ms", "the first pages", func(cursor string) (string, int, error) {
		page, err := d.store.DuplicateList(ctx, d.admin, crm.PageRequest{Cursor: cursor})
		return page.NextCursor, len(page.Items), err //nolint:wrapcheck // paged names it
	})
}

// twins makes people who are there twice where there are none: in a small fill the
// numbers that several people share are those of switchboards.
func (d *database) twins(ctx context.Context) error {
	page, err := d.store.DuplicateList(ctx, d.admin, crm.PageRequest{})
	if err != nil || len(page.Items) > 0 {
		return err //nolint:wrapcheck // it says what it did
	}
	for i := range 200 {
		draft := crm.ContactDraft{FirstName: "Twin", LastName: "Number " + strconv.Itoa(i/2)}
		if _, err := d.store.ContactCreate(ctx, d.admin, draft); err != nil {
			return fmt.Errorf("make people who are there twice: %w", err)
		}
	}
	return nil
}
