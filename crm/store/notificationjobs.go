package store

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

const (
	// notificationsKept is how long a notification is kept once it was read.
	// Unread ones wait for as long as it takes.
	notificationsKept = 90 * 24 * time.Hour
	// notificationSweepEvery is how often older ones are removed.
	notificationSweepEvery = 24 * time.Hour
)

type notificationSweep struct{}

// Kind implements river.JobArgs.
func (notificationSweep) Kind() string { return "notification_sweep" }

type notificationSweeper struct {
	river.WorkerDefaults[notificationSweep]
	store *Store
}

// Work implements river.Worker.
func (w *notificationSweeper) Work(ctx context.Context, _ *river.Job[notificationSweep]) error {
	if _, err := w.store.pool.Exec(ctx, "SELECT notifications_sweep($1)", now().Add(-notificationsKept)); err != nil {
		return translate("remove old notifications", err)
	}
	return nil
}

func periodicNotificationSweep() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(notificationSweepEvery), func() (river.JobArgs, *river.InsertOpts) {
		return notificationSweep{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}
