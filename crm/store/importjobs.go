package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// importJob has an import do what its status asks for.
type importJob struct {
	Org    id.Org    `json:"org"`
	Import id.Import `json:"import"`
}

// Kind implements river.JobArgs.
func (importJob) Kind() string { return "import" }

// importQueue keeps long files from standing before everybody else's work.
const (
	importQueue   = "imports"
	importsAtOnce = 2
)

// InsertOpts implements river.JobArgsWithInsertOpts.
func (importJob) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: importQueue} }

func (tx scope) enqueueImport(ctx context.Context, key id.Import) error {
	return tx.enqueue(ctx, importJob{Org: tx.org, Import: key})
}

// importer works on imports.
type importer struct {
	river.WorkerDefaults[importJob]
	store *Store
	live  crm.Live
}

// Timeout implements river.Worker: a file may be long, and every batch of it is
// done when it is done.
func (w *importer) Timeout(*river.Job[importJob]) time.Duration { return -1 }

// NextRetry implements river.Worker: what was interrupted goes on soon.
func (w *importer) NextRetry(job *river.Job[importJob]) time.Time {
	const longest = 5 * time.Minute
	return time.Now().Add(min(time.Duration(job.Attempt)*5*time.Second, longest))
}

// Work implements river.Worker.
func (w *importer) Work(ctx context.Context, job *river.Job[importJob]) error {
	org := job.Args.Org
	return w.store.ImportRun(ctx, org, job.Args.Import, func(ctx context.Context, now crm.Import) {
		progress := crm.JobProgress{
			Org: org, Noun: "import", Record: now.ID, Status: string(now.Status), Done: now.Done, Total: now.Total,
		}
		if now.UserID != nil {
			progress.User = *now.UserID
		}
		w.live.JobProgressed(ctx, progress)
		if now.Status == crm.ImportApplied || now.Status == crm.ImportReverted {
			w.live.ListsChanged(ctx, org, "contact")
		}
	})
}

const (
	// importWatch is how often imports are looked for whose node has died, and
	// importStall after how long without a batch one counts as such.
	importWatch = 30 * time.Second
	importStall = 45 * time.Second
)

// importSweep has stalled imports go on.
type importSweep struct{}

// Kind implements river.JobArgs.
func (importSweep) Kind() string { return "import_sweep" }

func periodicImportSweep() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(importWatch), func() (river.JobArgs, *river.InsertOpts) {
		return importSweep{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

type importSweeper struct {
	river.WorkerDefaults[importSweep]
	store *Store
}

// Work implements river.Worker. Several may work on one import: each batch is
// one's alone.
func (w *importSweeper) Work(ctx context.Context, _ *river.Job[importSweep]) error {
	return w.store.importsResume(ctx, now().Add(-importStall))
}

// importsResume has imports go on that have stood still since a time.
func (s *Store) importsResume(ctx context.Context, since time.Time) error {
	const doing = "resume imports"
	rows, err := s.pool.Query(ctx, "SELECT org_id, id FROM imports_stalled($1)", since)
	if err != nil {
		return translate(doing, err)
	}
	stalled, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (job importJob, err error) { return job, r.Scan(&job.Org, &job.Import) })
	if err != nil {
		return translate(doing, err)
	}
	for _, job := range stalled {
		if err := s.scoped(ctx, job.Org, doing, func(ctx context.Context, tx scope) error {
			if err := tx.ImportTouch(ctx, db.ImportTouchParams{UpdatedAt: now(), OrgID: tx.org, ID: job.Import}); err != nil {
				return err
			}
			return tx.enqueueImport(ctx, job.Import)
		}); err != nil {
			return err
		}
	}
	return nil
}
