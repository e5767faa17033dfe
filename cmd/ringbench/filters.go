package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

// errEmptyPage says that there was nothing to measure.
var errEmptyPage = errors.New("the page is empty")

const (
	filtersFor = 2 * time.Second
	filterGoal = ">= 0.50"
)

type filtersCommand struct{}

// Run reads the first page of the list as people narrow and sort it.
func (filtersCommand) Run(ctx context.Context, b *bench) error {
	d, err := b.open(ctx)
	if err != nil {
		return err
	}
	if err := storebench.Adorn(ctx, d.store.ConnString(), d.org.ID, d.admin.User, b.contacts()); err != nil {
		return fmt.Errorf("give contacts owners, tags and values: %w", err)
	}
	since := time.Date(2024, 1, 5, 0, 0, 0, 0, time.UTC)
	const updated, newest = "c.updated_at DESC, c.id DESC", "coalesce(c.last_call_at, '-infinity'::timestamptz) DESC, c.id DESC"
	for _, list := range []struct {
		name   string
		filter crm.ContactFilter
		sort   string
		// where and order are the list's own in SQL; without order there is
		// only a time.
		where, order string
	}{
		{name: "by company", sort: "company", order: "c.company_fold, c.id"},
		{name: "by last call", sort: "-lastCallAt", order: newest},
		{name: "of an owner", filter: crm.ContactFilter{OwnerID: &d.admin.User}, where: storebench.OwnedWhere(d.admin.User), order: updated},
		{
			name: "of an owner by name", filter: crm.ContactFilter{OwnerID: &d.admin.User}, sort: "lastName",
			where: storebench.OwnedWhere(d.admin.User), order: "c.sort_name, c.id",
		},
		{name: "with a tag", filter: crm.ContactFilter{Tags: []string{storebench.Tag}}, where: storebench.TaggedWhere(), order: updated},
		{
			name: "called since", filter: crm.ContactFilter{LastCallFrom: &since}, sort: "-lastCallAt",
			where: " AND coalesce(c.last_call_at, '-infinity'::timestamptz) >= '2024-01-05Z'", order: newest,
		},
		{
			name: "never called", filter: crm.ContactFilter{NeverCalled: true},
			where: " AND coalesce(c.last_call_at, '-infinity'::timestamptz) = '-infinity'", order: updated,
		},
		{name: "with a custom value", filter: crm.ContactFilter{Custom: []crm.CustomFilter{{Key: storebench.Field, Value: storebench.Region}}}},
		{name: "tag, kind and status", filter: crm.ContactFilter{
			Tags: []string{storebench.Tag}, Kinds: []crm.ContactKind{crm.KindCustomer}, Status: "Prospect",
		}, where: storebench.TaggedWhere() + " AND c.kind = 'customer' AND c.status = 'Prospect'", order: updated},
	} {
		read := func(ctx context.Context) ([]uuid.UUID, error) {
			page, err := d.store.ContactList(ctx, d.admin, list.filter, crm.PageRequest{Sort: list.sort})
			ids := make([]uuid.UUID, len(page.Items))
			for i, contact := range page.Items {
				ids[i] = contact.ID.UUID
			}
			if err == nil && len(ids) == 0 {
				err = errEmptyPage
			}
			return ids, err //nolint:wrapcheck // narrowed names it
		}
		if err := b.narrowed(ctx, "list "+list.name, read, list.where, list.order); err != nil {
			return err
		}
	}
	return nil
}

// narrowed measures a filtered page beside pgbench on the same statements, or
// where there are none to be written down beside a lookup.
func (b *bench) narrowed(ctx context.Context, name string, read func(context.Context) ([]uuid.UUID, error), where, order string) error {
	ids, err := read(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	times, rate, err := repeat(ctx, 1, b.span(filtersFor), func(ctx context.Context) error {
		_, err := read(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	f := figure{Name: name, Value: rate, Unit: "/s", Limit: "pgbench on the same SQL", Goal: filterGoal}
	f.Note = fmt.Sprintf("p50 %.2f ms, p99 %.2f ms", times.at(50), times.at(99))
	if order == "" {
		f.Name, f.Value, f.Unit, f.Limit, f.Goal = name+" p99", times.at(99), "ms", "a lookup's p50", "<= 50 ms"
		f.LimitValue, err = b.lookupTime(ctx)
	} else {
		script := storebench.PageScript(b.database.org.ID, where, order, ids)
		f.LimitValue, err = b.pgbench(ctx, []string{script}, 1, b.span(filtersFor))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.note(f)
	return nil
}

type everywhereCommand struct{}

// Run searches every noun at once, as the search of everything does.
func (everywhereCommand) Run(ctx context.Context, b *bench) error {
	d, err := b.open(ctx)
	if err != nil {
		return err
	}
	limit, err := b.lookupTime(ctx)
	if err != nil {
		return err
	}
	page := crm.PageRequest{Limit: 6} // as many as webui shows
	times, _, err := repeat(ctx, 1, b.span(recordsFor), func(ctx context.Context) error {
		first, last := storebench.Name(rand.IntN(b.contacts()))
		typed := first + " " + last
		if rand.IntN(2) == 0 {
			typed = strings.TrimPrefix(last, last[:1])
		}
		group, within := errgroup.WithContext(ctx)
		group.Go(func() error {
			_, err := d.store.ContactList(within, d.admin, crm.ContactFilter{Query: typed}, page)
			return err //nolint:wrapcheck // named below
		})
		group.Go(func() error {
			_, err := d.store.CustomerList(within, d.admin, typed, page)
			return err //nolint:wrapcheck // named below
		})
		group.Go(func() error {
			_, err := d.store.TicketList(within, d.admin, crm.TicketFilter{Query: typed}, page)
			return err //nolint:wrapcheck // named below
		})
		group.Go(func() error {
			_, err := d.store.DealList(within, d.admin, crm.DealFilter{Query: typed}, page)
			return err //nolint:wrapcheck // named below
		})
		return group.Wait() //nolint:wrapcheck // named below
	})
	if err != nil {
		return fmt.Errorf("search everything: %w", err)
	}
	b.note(figure{
		Name: "search of everything p99", Value: times.at(99), Unit: "ms", Limit: "a lookup's p50", LimitValue: limit, Goal: "<= 50 ms",
		Note: fmt.Sprintf("p50 %.2f ms of %d", times.at(50), len(times)),
	})
	return nil
}
