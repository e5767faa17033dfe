package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

const (
	recordsFor = 4 * time.Second
	// crowd is how many clients ask at once in the second measurement.
	crowd = 8
	// pages is how many pages of the list are asked for in turn.
	pages = 20
	// searches is how many searches of each kind are timed, if they fit into searchFor.
	searches  = 300
	searchFor = 10 * time.Second
)

type lookupCommand struct{}

// Run looks up random callers, with one client and with several.
func (lookupCommand) Run(ctx context.Context, b *bench) error {
	d, err := b.open(ctx)
	if err != nil {
		return err
	}
	contacts := b.contacts()
	script := storebench.LookupScript(d.org.ID, contacts)
	ask := func(ctx context.Context) error {
		number := e164.Number{E164: storebench.Number(rand.IntN(contacts)), Kind: e164.Dialable, Region: "GB"}
		matches, err := d.store.LookupNumber(ctx, d.org.ID, number)
		if err == nil && len(matches) == 0 {
			err = fmt.Errorf("nobody has %s", number.E164)
		}
		return err
	}
	return b.beside(ctx, "lookup", []string{script}, ask, ">= 0.60")
}

// beside measures ask beside pgbench on the scripts, with one client and with
// several.
func (b *bench) beside(ctx context.Context, name string, scripts []string, ask func(context.Context) error, goal string) error {
	for _, clients := range []int{1, crowd} {
		limit, err := b.pgbench(ctx, scripts, clients, b.span(recordsFor))
		if err != nil {
			return fmt.Errorf("pgbench: %w", err)
		}
		times, rate, err := repeat(ctx, clients, b.span(recordsFor), ask)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b.note(figure{
			Name: fmt.Sprintf("%s, %d at once", name, clients), Value: rate, Unit: "/s", Limit: "pgbench on the same SQL",
			LimitValue: limit, Goal: goal, Note: fmt.Sprintf("p50 %.2f ms, p99 %.2f ms", times.at(50), times.at(99)),
		})
	}
	return nil
}

// repeat asks again and again from so many clients.
func repeat(ctx context.Context, clients int, span time.Duration, ask func(context.Context) error) (sample, float64, error) {
	var mu sync.Mutex
	var all sample
	var failure error
	var group sync.WaitGroup
	began := time.Now()
	for range clients {
		group.Go(func() {
			var own sample
			var err error
			for err == nil && time.Since(began) < span {
				asked := time.Now()
				err = ask(ctx)
				own = append(own, time.Since(asked))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, own...)
			if err != nil {
				failure = err
			}
		})
	}
	group.Wait()
	return all, float64(len(all)) / time.Since(began).Seconds(), failure
}

type listCommand struct{}

// Run reads pages of fifty, as the contacts page of the web does.
func (listCommand) Run(ctx context.Context, b *bench) error {
	d, err := b.open(ctx)
	if err != nil {
		return err
	}
	var cursors, scripts []string
	var request crm.PageRequest
	page, err := d.store.ContactList(ctx, d.admin, crm.ContactFilter{}, request)
	for range pages {
		if err != nil {
			return fmt.Errorf("walk the list: %w", err)
		}
		last := page.Items[len(page.Items)-1]
		request.Cursor = page.NextCursor
		if page, err = d.store.ContactList(ctx, d.admin, crm.ContactFilter{}, request); err == nil {
			ids := make([]uuid.UUID, len(page.Items))
			for i, contact := range page.Items {
				ids[i] = contact.ID.UUID
			}
			cursors = append(cursors, request.Cursor)
			scripts = append(scripts, storebench.ListScript(d.org.ID, last.ID.UUID, last.UpdatedAt.Format("2006-01-02 15:04:05.999999Z07"), ids))
		}
	}
	return b.beside(ctx, "list page", scripts, func(ctx context.Context) error {
		page, err := d.store.ContactList(ctx, d.admin, crm.ContactFilter{}, crm.PageRequest{Cursor: cursors[rand.IntN(len(cursors))]})
		if err == nil && len(page.Items) != 50 {
			err = fmt.Errorf("%d contacts on a page", len(page.Items))
		}
		return err
	}, ">= 0.55")
}

type searchCommand struct{}

// Run searches for the beginnings of names, companies, addresses and numbers,
// and for parts of names, as people type them.
func (searchCommand) Run(ctx context.Context, b *bench) error {
	d, err := b.open(ctx)
	if err != nil {
		return err
	}
	count := searches
	if b.Quick {
		count /= quicker
	}
	lookup, err := b.lookupTime(ctx)
	if err != nil {
		return err
	}
	for _, kind := range []struct {
		name, goal string
		typed      func(n int) string
	}{
		{"search by first name", "<= 10 ms", func(n int) string { first, _ := storebench.Name(n); return first }},
		{"search by full name", "<= 10 ms", func(n int) string { first, last := storebench.Name(n); return first + " " + last }},
		{"search by number", "<= 10 ms", func(n int) string { return "0" + strings.TrimPrefix(storebench.Number(n), "+44")[:8] }},
		{"search inside a name", "<= 30 ms", func(n int) string { _, last := storebench.Name(n); return last[1:] }},
	} {
		var times sample
		for kindBegan := time.Now(); len(times) < count && time.Since(kindBegan) < b.span(searchFor); {
			typed := kind.typed(rand.IntN(b.contacts()))
			began := time.Now()
			if _, err := d.store.ContactList(ctx, d.admin, crm.ContactFilter{Query: typed}, crm.PageRequest{}); err != nil {
				return fmt.Errorf("%s %q: %w", kind.name, typed, err)
			}
			times = append(times, time.Since(began))
		}
		b.note(figure{
			Name: kind.name + " p99", Value: times.at(99), Unit: "ms", Limit: "a lookup's p50", LimitValue: lookup,
			Goal: kind.goal, Note: fmt.Sprintf("p50 %.2f ms of %d", times.at(50), len(times)),
		})
	}
	return nil
}

// lookupTime is the median of caller lookups in milliseconds: what times are put
// beside that no other program could be asked for.
func (b *bench) lookupTime(ctx context.Context) (float64, error) {
	d := b.database
	times, _, err := repeat(ctx, 1, b.span(recordsFor/5), func(ctx context.Context) error {
		_, err := d.store.LookupNumber(ctx, d.org.ID, e164.Number{E164: storebench.Number(rand.IntN(b.contacts())), Kind: e164.Dialable})
		return err //nolint:wrapcheck // named below
	})
	if err != nil {
		return 0, fmt.Errorf("lookup: %w", err)
	}
	return times.at(50), nil
}
