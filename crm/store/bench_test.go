package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

const benchContacts = 20_000

// crowd is a world with many contacts, some of whom called and wrote.
type crowd struct {
	world
	people []crm.Contact
	bare   *pgx.Conn
}

func newCrowd(b *testing.B) crowd {
	b.Helper()
	c := crowd{world: newWorld(b)}
	require.NoError(b, storebench.Fill(b.Context(), c.ConnString(), c.admin.Org, benchContacts))
	page, err := c.ContactList(b.Context(), c.agent, crm.ContactFilter{}, crm.PageRequest{Limit: 200})
	require.NoError(b, err)
	c.people = page.Items
	for _, person := range c.people {
		_, err := c.TicketCreate(b.Context(), c.agent, crm.TicketDraft{Subject: "bench", ContactID: &person.ID})
		require.NoError(b, err)
		for i := range 5 {
			call := c.call("+447700900123", time.Now().Add(-time.Duration(i)*time.Hour))
			call.ContactID = &person.ID
			c.record(b, call)
		}
	}
	conn := c.superuser(b)
	for _, sql := range []string{"ANALYZE", "SET ROLE ringbook_app", fmt.Sprintf("SET app.org_id = '%s'", c.admin.Org)} {
		_, err := conn.Exec(b.Context(), sql)
		require.NoError(b, err)
	}
	c.bare = conn
	return c
}

// compare runs ours and the bare statement in turns and reports how much of
// the bare statement's rate is left.
func compare(b *testing.B, ours, bare func(i int) error) {
	b.Helper()
	var spent, limit []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := time.Now()
		require.NoError(b, ours(i))
		spent = append(spent, time.Since(at))
		b.StopTimer()
		at = time.Now()
		require.NoError(b, bare(i))
		limit = append(limit, time.Since(at))
		b.StartTimer()
	}
	slices.Sort(spent)
	slices.Sort(limit)
	median := len(spent) / 2 // other work on the machine spoils a mean
	b.ReportMetric(float64(limit[median])/float64(spent[median]), "of-bare-SQL")
	b.ReportMetric(float64(spent[median].Microseconds())/1000, "median-ms")
}

// drain reads every value of every row, as the bare side has to as well.
func drain(ctx context.Context, conn *pgx.Conn, sql string, args ...any) error {
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.Values(); err != nil {
			return err
		}
	}
	return rows.Err()
}

func BenchmarkLookupNumber(b *testing.B) {
	c := newCrowd(b)
	numbers := make([]e164.Number, 0, len(c.people))
	for _, person := range c.people {
		if len(person.Phones) > 0 {
			numbers = append(numbers, person.Phones[0].Number)
		}
	}
	compare(b, func(i int) error {
		_, err := c.LookupNumber(b.Context(), c.admin.Org, numbers[i%len(numbers)])
		return err
	}, func(i int) error {
		return drain(b.Context(), c.bare, db.LookupExact, c.admin.Org.UUID, []string{numbers[i%len(numbers)].E164})
	})
}

func BenchmarkCallerCards(b *testing.B) {
	c := newCrowd(b)
	compare(b, func(i int) error {
		_, err := c.CallerCards(b.Context(), c.agent, []id.Contact{c.people[i%len(c.people)].ID}, id.Call{})
		return err
	}, func(i int) error {
		// The goal is three times a bare lookup: a third of its rate.
		number := c.people[i%len(c.people)].Phones[0].Number.E164
		return drain(b.Context(), c.bare, db.LookupExact, c.admin.Org.UUID, []string{number})
	})
}

func BenchmarkContactList(b *testing.B) {
	c := newCrowd(b)
	first, err := c.ContactList(b.Context(), c.agent, crm.ContactFilter{}, crm.PageRequest{Sort: "lastName"})
	require.NoError(b, err)
	last := first.Items[len(first.Items)-1]
	next := crm.PageRequest{Sort: "lastName", Cursor: first.NextCursor}
	second, err := c.ContactList(b.Context(), c.agent, crm.ContactFilter{}, next)
	require.NoError(b, err)
	ids := make([]uuid.UUID, 0, len(second.Items))
	for _, person := range second.Items {
		ids = append(ids, person.ID.UUID)
	}
	org := c.admin.Org.UUID
	compare(b, func(int) error {
		_, err := c.ContactList(b.Context(), c.agent, crm.ContactFilter{}, next)
		return err
	}, func(int) error {
		// The same statements one by one, their values decoded but put nowhere.
		for _, one := range []struct {
			sql  string
			args []any
		}{
			{`SELECT c.id, c.sort_name::text, c.id FROM contacts c WHERE c.org_id = $1 AND c.archived_at IS NULL
				AND (c.sort_name, c.id) > ($2, $3) ORDER BY c.sort_name, c.id LIMIT 51`, []any{org, crm.Fold(last.LastName + " " + last.FirstName), last.ID.UUID}},
			{`SELECT count(*) FROM (SELECT 1 FROM contacts c WHERE c.org_id = $1 AND c.archived_at IS NULL LIMIT 1001) counted`, []any{org}},
			{`EXPLAIN (FORMAT JSON) SELECT 1 FROM contacts c WHERE c.org_id = $1 AND c.archived_at IS NULL`, []any{org}},
			{db.ContactsByID, []any{org, ids}},
			{db.ContactEmails, []any{org, ids}},
			{db.ContactPhones, []any{org, ids}},
			{db.ContactTags, []any{org, ids}},
			{db.ContactValues, []any{org, ids}},
		} {
			if err := drain(b.Context(), c.bare, one.sql, one.args...); err != nil {
				return err
			}
		}
		return nil
	})
}

func BenchmarkContactSearch(b *testing.B) {
	c := newCrowd(b)
	for _, query := range []string{"smi", "ith", "07700"} {
		b.Run(query, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := c.ContactList(b.Context(), c.agent, crm.ContactFilter{Query: query}, crm.PageRequest{})
				require.NoError(b, err)
			}
		})
	}
}

func BenchmarkRecordCall(b *testing.B) {
	w := newWorld(b)
	b.ReportAllocs()
	for b.Loop() {
		w.record(b, w.call("+447700900123", time.Now()))
	}
}
