package storebench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
)

// tidied are the tables that hold a contact's records.
const tidied = "tickets, notes, activities, calls"

// Children gives a contact so many records, a quarter each of tickets, notes,
// activities and calls, in place of those that it had.
func Children(ctx context.Context, databaseURL string, org id.Org, contact id.Contact, count int) (err error) {
	conn, err := superuser(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET synchronous_commit = off"); err != nil {
		return fmt.Errorf("prepare the session: %w", err)
	}
	for _, table := range []string{"tickets", "notes", "activities", "calls"} {
		if _, err := conn.Exec(ctx, "DELETE FROM "+table+" WHERE org_id = $1 AND contact_id = $2", org.UUID, contact.UUID); err != nil {
			return fmt.Errorf("clear %s: %w", table, err)
		}
	}
	const times = "now() - n * interval '1 minute'"
	for _, insert := range []string{
		`INSERT INTO tickets (org_id, id, number, subject, subject_fold, status, priority, contact_id, created_at, updated_at)
			SELECT $1, gen_random_uuid(), n + (SELECT coalesce(max(number), 0) FROM tickets WHERE org_id = $1), 'Question ' || n, 'question ' || n,
			'solved', 'normal', $2, ` + times + `, ` + times,
		`INSERT INTO notes (org_id, id, contact_id, body, created_at, updated_at)
			SELECT $1, gen_random_uuid(), $2, 'Spoke about order ' || n, ` + times + `, ` + times,
		`INSERT INTO activities (org_id, id, kind, subject, subject_fold, contact_id, done_at, created_at, updated_at)
			SELECT $1, gen_random_uuid(), 'task', 'Send offer ' || n, 'send offer ' || n, $2, ` + times + `, ` + times + `, ` + times,
		`INSERT INTO calls (org_id, id, direction, status, outcome, contact_id, started_at, ended_at, sequence, updated_at)
			SELECT $1, gen_random_uuid(), 'inbound', 'ended', 'answered', $2, ` + times + `, ` + times + `, 1, ` + times,
	} {
		if _, err := conn.Exec(ctx, insert+" FROM generate_series(1, $3::int) n", org.UUID, contact.UUID, count/4); err != nil {
			return fmt.Errorf("insert children: %w", err)
		}
	}
	return tidy(ctx, conn)
}

// Tidy takes away what updates left behind, so that two measurements one after
// the other find the same tables.
func Tidy(ctx context.Context, databaseURL string) (err error) {
	conn, err := superuser(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	return tidy(ctx, conn)
}

func tidy(ctx context.Context, conn *pgx.Conn) error {
	// The checkpoint keeps the writing of earlier work out of what is timed next.
	for _, statement := range []string{"VACUUM (ANALYZE) " + tidied, "CHECKPOINT"} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// service connects as the service does: under the role that row-level security
// binds, turned to the organisation.
func service(ctx context.Context, databaseURL string, org id.Org) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, PgbenchURL(databaseURL))
	if err != nil {
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	if _, err := conn.Exec(ctx, "SELECT set_config('app.org_id', $1, false)", org.String()); err != nil {
		return nil, errors.Join(fmt.Errorf("turn to the organisation: %w", err), conn.Close(context.WithoutCancel(ctx)))
	}
	return conn, nil
}

// BareMove is the least that a merge does: the updates that give one contact's
// records to another one, in one transaction. It returns how long that took.
func BareMove(ctx context.Context, databaseURL string, org id.Org, from, to id.Contact) (took time.Duration, err error) {
	conn, err := service(ctx, databaseURL, org)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	began := time.Now()
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for _, table := range []string{"activities", "calls", "notes", "tickets"} {
			if _, err := tx.Exec(ctx, "UPDATE "+table+" SET contact_id = $3 WHERE org_id = $1 AND contact_id = $2", org.UUID, from.UUID, to.UUID); err != nil {
				return fmt.Errorf("update %s: %w", table, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("move: %w", err)
	}
	return time.Since(began), nil
}

// CopyOut writes the rows of an export of all contacts into a file, as psql's
// \copy would, and returns how long that took.
func CopyOut(ctx context.Context, databaseURL string, org id.Org, file string) (rows int64, took time.Duration, err error) {
	conn, err := service(ctx, databaseURL, org)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	if _, err := conn.Exec(ctx, "SET statement_timeout = 0; SET jit = off; SET work_mem = '32MB'"); err != nil {
		return 0, 0, fmt.Errorf("prepare the session: %w", err)
	}
	out, err := os.Create(file) //nolint:gosec // where the caller wants it
	if err != nil {
		return 0, 0, fmt.Errorf("make the file: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	began := time.Now()
	buffered := bufio.NewWriter(out)
	tag, err := conn.PgConn().CopyTo(ctx, buffered, `COPY (
		SELECT NULLIF(btrim(c.first_name || ' ' || c.last_name), ''),
			(SELECT e.address FROM contact_emails e WHERE e.org_id = c.org_id AND e.contact_id = c.id ORDER BY e.position LIMIT 1),
			(SELECT CASE WHEN p.e164 IS NULL THEN p.raw WHEN p.extension = '' THEN p.e164 ELSE p.e164 || ' x' || p.extension END
				FROM contact_phones p WHERE p.org_id = c.org_id AND p.contact_id = c.id ORDER BY p.position LIMIT 1),
			cu.name, c.kind, NULLIF(c.status, ''),
			(SELECT string_agg(n.body, E'\n\n' ORDER BY n.created_at DESC, n.id DESC) FROM notes n WHERE n.org_id = c.org_id AND n.contact_id = c.id)
		FROM contacts c LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id
		WHERE c.org_id = `+quoted(org.UUID)+` AND c.archived_at IS NULL ORDER BY c.sort_name, c.id
	) TO STDOUT (FORMAT csv)`)
	if err != nil {
		return 0, 0, fmt.Errorf("copy: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return 0, 0, fmt.Errorf("write: %w", err)
	}
	return tag.RowsAffected(), time.Since(began), nil
}

// CopyIn gives an organisation so many contacts by COPY with every index,
// constraint and trigger in place, and returns how long that took: the least
// that an import of as many rows does.
func CopyIn(ctx context.Context, databaseURL string, org id.Org, contacts int) (took time.Duration, err error) {
	conn, err := superuser(ctx, databaseURL)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	// Triggers read under the policies, which ask for it even of a superuser's functions.
	if _, err := conn.Exec(ctx, "SELECT set_config('app.org_id', $1, false)", org.String()); err != nil {
		return 0, fmt.Errorf("turn to the organisation: %w", err)
	}
	began := time.Now()
	for _, t := range []table{customers(org, contacts), people(org, contacts), addresses(org, contacts), lines(org, contacts)} {
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, t); err != nil {
			return 0, fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	return time.Since(began), nil
}

// WriteCSV writes the file that CopyIn's contacts would be imported from.
func WriteCSV(out io.Writer, contacts int) error {
	buffered := bufio.NewWriter(out)
	_, _ = buffered.WriteString("First name,Last name,Email,Phone,Company,Kind,Status\n") // Flush says what failed
	for n := range contacts {
		first, last := Name(n)
		customer := n / perCustomer
		_, _ = fmt.Fprintf(buffered, "%s,%s,%s,%s,%s %d,customer,Active\n", title(first), title(last), address(n), Number(n), title(company(customer)), customer)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
