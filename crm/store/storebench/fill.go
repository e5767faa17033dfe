package storebench

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm/store/internal/cluster"
)

// Fill gives org so many contacts by COPY, one customer for every fifty of
// them. It works on a private cluster only, as its superuser: row-level security
// forbids COPY to everybody else. Indexes are made anew after the rows, which
// is several times faster than keeping them.
func Fill(ctx context.Context, databaseURL string, org id.Org, contacts int) (err error) {
	conn, err := superuser(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	// Keys are right by construction: nothing needs to check each row.
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'"); err != nil {
		return fmt.Errorf("prepare the session: %w", err)
	}
	tables := []table{customers(org, contacts), people(org, contacts), addresses(org, contacts), lines(org, contacts)}
	var indexes []string
	for _, t := range tables {
		dropped, err := dropIndexes(ctx, conn, t.name)
		if err != nil {
			return fmt.Errorf("drop indexes of %s: %w", t.name, err)
		}
		indexes = append(indexes, dropped...)
	}
	for _, t := range tables {
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, t); err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	for _, definition := range indexes {
		if _, err := conn.Exec(ctx, definition); err != nil {
			return fmt.Errorf("%s: %w", definition, err)
		}
	}
	// Triggers keep this; the session runs none.
	if _, err := conn.Exec(ctx, `INSERT INTO shared_numbers SELECT DISTINCT org_id, e164 FROM contact_phones WHERE org_id = $1
		GROUP BY org_id, e164 HAVING count(DISTINCT contact_id) > 1`, org.UUID); err != nil {
		return fmt.Errorf("write shared numbers: %w", err)
	}
	if _, err := conn.Exec(ctx, `INSERT INTO shared_names SELECT DISTINCT org_id, name_fold FROM contacts WHERE org_id = $1
		GROUP BY org_id, name_fold, customer_id HAVING count(*) > 1`, org.UUID); err != nil {
		return fmt.Errorf("write shared names: %w", err)
	}
	for _, t := range tables {
		if _, err := conn.Exec(ctx, "VACUUM (ANALYZE) "+t.name); err != nil {
			return fmt.Errorf("analyze %s: %w", t.name, err)
		}
	}
	return nil
}

func superuser(ctx context.Context, databaseURL string) (*pgx.Conn, error) {
	parsed, err := url.Parse(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	query := parsed.Query()
	query.Set("user", cluster.Superuser)
	parsed.RawQuery = query.Encode()
	conn, err := pgx.Connect(ctx, parsed.String())
	if err != nil {
		return nil, fmt.Errorf("reach the database as its superuser: %w", err)
	}
	return conn, nil
}

// dropIndexes drops what no constraint needs and returns how to make it again.
func dropIndexes(ctx context.Context, conn *pgx.Conn, table string) ([]string, error) {
	rows, err := conn.Query(ctx, `
		SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
		FROM pg_index i
		WHERE i.indrelid = $1::text::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`, table)
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	type index struct{ Name, Definition string }
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[index])
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	definitions := make([]string, 0, len(found))
	for _, one := range found {
		if _, err := conn.Exec(ctx, "DROP INDEX "+one.Name); err != nil {
			return nil, fmt.Errorf("drop %s: %w", one.Name, err)
		}
		definitions = append(definitions, one.Definition)
	}
	return definitions, nil
}

// table is rows made one by one while they are sent; it implements
// pgx.CopyFromSource.
type table struct {
	name    string
	columns []string
	count   int
	// row gives the values of a row; none where the row is left out.
	row func(n int) []any

	next    *int
	current *[]any
}

func newTable(name string, columns []string, count int, row func(n int) []any) table {
	return table{name: name, columns: columns, count: count, row: row, next: new(int), current: new([]any)}
}

// Next implements pgx.CopyFromSource.
func (t table) Next() bool {
	for *t.next < t.count {
		values := t.row(*t.next)
		*t.next++
		if values != nil {
			*t.current = values
			return true
		}
	}
	return false
}

// Values implements pgx.CopyFromSource.
func (t table) Values() ([]any, error) { return *t.current, nil }

// Err implements pgx.CopyFromSource.
func (table) Err() error { return nil }

// numbered makes a UUIDv7 from a kind of record and its number. It is no
// uuid.UUID: that one would travel as text.
func numbered(kind byte, n int) [16]byte {
	return [16]byte{
		0x01, 0x90, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n), 0x70, kind, //nolint:gosec // bytes of a number
		0x80, 0, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n), //nolint:gosec // bytes of a number
	}
}
