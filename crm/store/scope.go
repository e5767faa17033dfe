package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// scope is one transaction that sees and writes one organisation only.
type scope struct {
	*db.Queries
	tx  pgx.Tx
	org id.Org
	// told is what notify has for users once the step is committed.
	told *[]crm.Notification
	// jobs adds background work to the transaction.
	jobs *river.Client[pgx.Tx]
}

const (
	// attempts is how often a step is tried that lost against another one.
	attempts = 8
	// rounds is how often a step finds its contacts anew. Every round lost is a
	// merge that another one won, so the rounds end.
	rounds = 100
)

// errMoved says that a contact was merged between finding and locking it. The
// step begins anew without its locks: to go on and lock a third contact would
// break the order in which all merges lock.
var errMoved = errors.New("the contact was merged meanwhile")

// scoped runs step in the only kind of transaction there is: row-level
// security shows it the organisation org and nothing else. The organisation is
// named in the same round trip as the BEGIN; an identifier holds no quotes.
// Steps that lost a race (deadlock, serialisation) run again, so they must
// change nothing outside the transaction.
func (s *Store) scoped(ctx context.Context, org id.Org, doing string, step func(ctx context.Context, tx scope) error) error {
	begin := pgx.TxOptions{BeginQuery: "BEGIN; SET LOCAL app.org_id = '" + org.String() + "'"}
	for lost, moved := 1, 1; ; {
		var told []crm.Notification
		err := pgx.BeginTxFunc(ctx, s.pool, begin, func(tx pgx.Tx) error {
			return step(ctx, scope{Queries: db.New(tx), tx: tx, org: org, told: &told, jobs: s.jobs})
		})
		switch {
		case lostRace(err) && lost < attempts:
			lost++
		case errors.Is(err, errMoved) && moved < rounds:
			moved++
		case errors.Is(err, errMoved):
			return translate(doing, &crm.Error{Code: crm.CodeConflict, Message: "This contact is being merged by others; look at it again."})
		case err == nil:
			s.notified(ctx, org, told)
			return nil
		default:
			return translate(doing, err)
		}
	}
}

// notified tells what the committed step has for users.
func (s *Store) notified(ctx context.Context, org id.Org, told []crm.Notification) {
	if s.tell == nil {
		return
	}
	for _, notification := range told {
		s.tell(ctx, org, notification)
	}
}

// lostRace reports a transaction that another one made fail, and that may
// succeed when it is run again.
func lostRace(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "40P01" || refused.Code == "40001")
}

// batch collects statements that are sent at once and run in one transaction
// scoped to an organisation: one round trip, for the paths that are waited for.
type batch struct {
	pgx.Batch
}

func newBatch(org id.Org) *batch {
	b := &batch{}
	b.scope(org)
	return b
}

// scope turns the statements that follow to the organisation.
func (b *batch) scope(org id.Org) {
	b.Queue("SELECT set_config('app.org_id', $1, true)", org.String()).Exec(func(pgconn.CommandTag) error { return nil })
}

// keepPlans has the statements that follow in the batch planned once a
// connection. PostgreSQL takes an array of unknown length for dearer than a plan
// for its very values and would plan the caller lookup anew for each call, which
// costs more than the lookup.
func (b *batch) keepPlans() {
	b.Queue("SET LOCAL plan_cache_mode = force_generic_plan").Exec(func(pgconn.CommandTag) error { return nil })
}

// collect queues a query whose rows go to *into.
func collect[T any](b *batch, into *[]T, read pgx.RowToFunc[T], sql string, args ...any) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		var err error
		*into, err = pgx.AppendRows((*into)[:0], rows, read)
		return err
	})
}

// send runs the batch.
func (s *Store) send(ctx context.Context, doing string, b *batch) error {
	if err := s.pool.SendBatch(ctx, &b.Batch).Close(); err != nil {
		return translate(doing, err)
	}
	return nil
}

// gather reads all rows of one query of a transaction.
func gather[T any](ctx context.Context, tx pgx.Tx, read pgx.RowToFunc[T], sql string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	list, err := pgx.CollectRows(rows, read)
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	return list, nil
}
