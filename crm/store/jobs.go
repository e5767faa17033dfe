package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
)

const (
	// jobSchema keeps River's tables apart from the organisations'.
	jobSchema = "river"
	// jobPoll is how soon a job begins after its transaction.
	jobPoll = 500 * time.Millisecond
	// jobsAtOnce bounds what one node works on; requests need the pool as well.
	jobsAtOnce = 4
	// jobStop is how long running jobs may take to end in good order. They go on
	// at another node or after the restart.
	jobStop = 10 * time.Second
	// jobTimeout bounds one attempt of a job that sets no limit of its own.
	jobTimeout = 10 * time.Minute
)

// JobsConfig is what background work needs beside the database.
type JobsConfig struct {
	// Live tells browsers of what was done.
	Live crm.Live
	// Poll is how often the queue is looked at; 0 means twice a second.
	Poll time.Duration
	// Files is where the sound of messages lies; without it none is deleted.
	Files callsvc.Storage
	// Webhooks sends their messages; without a sender none are sent.
	Webhooks WebhookJobs
}

// registerJobs names every kind of job that this program works on.
func (s *Store) registerJobs(workers *river.Workers, cfg JobsConfig) {
	river.AddWorker(workers, &sessionSweeper{store: s})
	river.AddWorker(workers, &notificationSweeper{store: s})
	river.AddWorker(workers, &ladderSweeper{store: s})
	river.AddWorker(workers, &recordingSweeper{store: s})
	river.AddWorker(workers, &importer{store: s, live: cfg.Live})
	river.AddWorker(workers, &importSweeper{store: s})
	river.AddWorker(workers, &reminderWorker{store: s})
	river.AddWorker(workers, &callbackNews{live: cfg.Live})
	if cfg.Files != nil {
		river.AddWorker(workers, &fileDropper{files: cfg.Files})
	}
	if cfg.Webhooks.Sender != nil {
		river.AddWorker(workers, newWebhookWorker(s, cfg))
	}
}

// jobQueues is how much of each queue is worked on at once.
func jobQueues(cfg JobsConfig) map[string]river.QueueConfig {
	queues := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: jobsAtOnce}, importQueue: {MaxWorkers: importsAtOnce}}
	if cfg.Webhooks.Sender != nil {
		queues[webhookQueue] = river.QueueConfig{MaxWorkers: webhooksAtOnce}
	}
	return queues
}

// RunJobs works on background jobs until ctx ends, then waits for those that
// run. Several nodes may run it on one database: each job is worked on by one.
// A job that fails, or whose node dies, is tried again later.
func (s *Store) RunJobs(ctx context.Context, cfg JobsConfig) error {
	if cfg.Live == nil {
		return errors.New("background jobs need something to tell browsers with")
	}
	poll := cfg.Poll
	if poll == 0 {
		poll = jobPoll
	}
	workers := river.NewWorkers()
	s.registerJobs(workers, cfg)
	client, err := river.NewClient(riverpgxv5.New(s.pool), &river.Config{
		Schema: jobSchema, Logger: s.jobLogger(), Workers: workers, PollOnly: true,
		FetchPollInterval: poll, FetchCooldown: min(poll, 100*time.Millisecond),
		Queues:       jobQueues(cfg),
		PeriodicJobs: []*river.PeriodicJob{periodicSessionSweep(), periodicNotificationSweep(), periodicLadderSweep(), periodicImportSweep(), periodicRecordingSweep()},
		JobTimeout:   jobTimeout, SoftStopTimeout: jobStop,
		// The service's role does not own the indexes; PostgreSQL keeps them well
		// enough at our size.
		ReindexerSchedule: river.NeverSchedule(),
	})
	if err != nil {
		return fmt.Errorf("make the job queue: %w", err)
	}
	// The client stops by Stop, which lets running jobs end, and not by ctx.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*jobStop)
	defer cancel()
	if err := client.Stop(stop); err != nil {
		return fmt.Errorf("stop the job queue: %w", err)
	}
	return nil
}

// newJobInserter makes the client that adds jobs and works on none.
func newJobInserter(pool *pgxpool.Pool, logger *slog.Logger) (*river.Client[pgx.Tx], error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Schema: jobSchema, Logger: logger, PollOnly: true,
		// Nobody listens: one NOTIFY an hour instead of ten a second, because a
		// transaction with a NOTIFY commits alone.
		FetchCooldown: time.Hour, FetchPollInterval: time.Hour,
	})
	if err != nil {
		return nil, fmt.Errorf("make the job queue: %w", err)
	}
	return client, nil
}

// enqueue adds a job that begins once the transaction has committed, and never
// when it has not.
func (tx scope) enqueue(ctx context.Context, args river.JobArgs) error {
	return tx.enqueueWith(ctx, args, nil)
}

// enqueueAt adds a job for a time to come.
func (tx scope) enqueueAt(ctx context.Context, args river.JobArgs, at time.Time) error {
	return tx.enqueueWith(ctx, args, &river.InsertOpts{ScheduledAt: at})
}

func (tx scope) enqueueWith(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := tx.jobs.InsertTx(ctx, tx.tx, args, opts); err != nil {
		return fmt.Errorf("add the job %s: %w", args.Kind(), err)
	}
	return nil
}

// jobLogger leaves out what River says of its everyday life.
func (s *Store) jobLogger() *slog.Logger {
	return slog.New(warningsOnly{s.logger.Handler()})
}

type warningsOnly struct{ slog.Handler }

func (h warningsOnly) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

func (h warningsOnly) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warningsOnly{h.Handler.WithAttrs(attrs)}
}

func (h warningsOnly) WithGroup(name string) slog.Handler {
	return warningsOnly{h.Handler.WithGroup(name)}
}

// migrateJobs brings River's tables up to date. The caller holds the migration
// lock.
func migrateJobs(ctx context.Context, cfg *pgx.ConnConfig) error {
	poolConfig, err := pgxpool.ParseConfig(cfg.ConnString())
	if err != nil {
		return fmt.Errorf("read the database URL: %w", err)
	}
	poolConfig.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(ctx, poolConfig)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer pool.Close()
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{
		Schema: jobSchema, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return fmt.Errorf("read the migrations of the job queue: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}
