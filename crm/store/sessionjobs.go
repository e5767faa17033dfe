package store

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// sessionSweepEvery is how often expired sessions are removed. A login removes
// those of its user; this removes those of people who never come back.
const sessionSweepEvery = time.Hour

type sessionSweep struct{}

// Kind implements river.JobArgs.
func (sessionSweep) Kind() string { return "session_sweep" }

type sessionSweeper struct {
	river.WorkerDefaults[sessionSweep]
	store *Store
}

// Work implements river.Worker.
func (w *sessionSweeper) Work(ctx context.Context, _ *river.Job[sessionSweep]) error {
	if _, err := w.store.pool.Exec(ctx, "SELECT sessions_sweep()"); err != nil {
		return translate("remove expired sessions", err)
	}
	return nil
}

func periodicSessionSweep() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(sessionSweepEvery), func() (river.JobArgs, *river.InsertOpts) {
		return sessionSweep{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}
