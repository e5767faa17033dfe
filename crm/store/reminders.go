package store

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// reminder is an activity's reminder for one time. When the activity has
// another time by then, another job has that one.
type reminder struct {
	Org      id.Org      `json:"org"`
	Activity id.Activity `json:"activity"`
	At       time.Time   `json:"at"`
}

// Kind implements river.JobArgs.
func (reminder) Kind() string { return "activity_reminder" }

type reminderWorker struct {
	river.WorkerDefaults[reminder]
	store *Store
}

// Work implements river.Worker.
func (w *reminderWorker) Work(ctx context.Context, job *river.Job[reminder]) error {
	return w.store.remind(ctx, job.Args)
}

// remind tells who the activity is for that its time has come, in the
// transaction that marks it: however often the job runs, and on however many
// nodes, it is told once. What is done, gone or put off is passed over.
func (s *Store) remind(ctx context.Context, due reminder) error {
	return s.scoped(ctx, due.Org, "remind of activity", func(ctx context.Context, tx scope) error {
		at := now()
		marked, err := tx.ActivityRemind(ctx, db.ActivityRemindParams{RemindedAt: &at, OrgID: tx.org, ID: due.Activity, RemindAt: &due.At})
		if err != nil {
			return err
		}
		for _, user := range marked {
			if user == nil {
				continue
			}
			if err := tx.notify(ctx, crm.Actor{Org: tx.org}, crm.Notification{
				Kind: crm.NotifyReminder, UserID: *user, Noun: "activity", RecordID: due.Activity.UUID,
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// scheduleReminder has the activity remind at its time, if that is another
// than before. Jobs for former times find that they no longer count.
func (tx scope) scheduleReminder(ctx context.Context, before *time.Time, activity crm.Activity) error {
	at := activity.RemindAt
	if at == nil || before != nil && before.Equal(*at) {
		return nil
	}
	return tx.enqueueAt(ctx, reminder{Org: tx.org, Activity: activity.ID, At: *at}, *at)
}
