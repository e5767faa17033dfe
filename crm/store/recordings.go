package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const aDay = 24 * time.Hour

// recordRecordings writes what a call has recorded so far.
func (tx scope) recordRecordings(ctx context.Context, call callsvc.Call, recordings []callsvc.Recording) error {
	for _, r := range recordings {
		if err := tx.RecordingRecord(ctx, db.RecordingRecordParams{
			OrgID: tx.org, ID: r.ID, CallID: call.ID, Path: r.Path, StartedAt: r.StartedAt, Millis: r.Length.Milliseconds(),
			Peaks: notNil(r.Peaks), DeleteAt: r.DeleteAt,
		}); err != nil {
			return err
		}
	}
	return nil
}

func (tx scope) recordings(ctx context.Context, call id.Call) ([]callsvc.Recording, error) {
	rows, err := tx.Queries.RecordingList(ctx, db.RecordingListParams{OrgID: tx.org, CallID: call})
	recordings := make([]callsvc.Recording, 0, len(rows))
	for _, row := range rows {
		recordings = append(recordings, callsvc.Recording{
			ID: row.ID, Path: row.Path, StartedAt: row.StartedAt, Length: time.Duration(row.Millis) * time.Millisecond,
			Peaks: row.Peaks, DeleteAt: row.DeleteAt,
		})
	}
	return recordings, err
}

// RecordingList returns what was recorded of a call that the actor may see.
func (s *Store) RecordingList(ctx context.Context, actor crm.Actor, call id.Call) ([]callsvc.Recording, error) {
	var recordings []callsvc.Recording
	err := s.scoped(ctx, actor.Org, "list recordings", func(ctx context.Context, tx scope) error {
		if _, err := tx.call(ctx, actor, call); err != nil {
			return err
		}
		var err error
		recordings, err = tx.recordings(ctx, call)
		return err
	})
	return recordings, err
}

// RecordingOpen returns a recording whose sound is about to be sent, the call's
// first one where none is named, and writes down who had it when it is sent
// from its beginning.
func (s *Store) RecordingOpen(ctx context.Context, actor crm.Actor, call id.Call, recording *id.Recording, begins bool) (callsvc.Recording, error) {
	var found callsvc.Recording
	err := s.scoped(ctx, actor.Org, "open recording", func(ctx context.Context, tx scope) error {
		logged, err := tx.call(ctx, actor, call)
		if err != nil {
			return err
		}
		all, err := tx.recordings(ctx, call)
		if err != nil {
			return err
		}
		for _, one := range all {
			if recording == nil || one.ID == *recording {
				found = one
				if !begins {
					return nil
				}
				return tx.changed(ctx, actor, crm.RecordingTouched("listen", logged, one))
			}
		}
		return crm.NotFound("recording")
	})
	return found, err
}

// RecordingDelete deletes a recording and then its sound; admins only.
func (s *Store) RecordingDelete(ctx context.Context, actor crm.Actor, call id.Call, recording id.Recording) error {
	return s.configure(ctx, actor, "delete recording", func(ctx context.Context, tx scope) (crm.Change, error) {
		logged, err := tx.call(ctx, actor, call)
		if err != nil {
			return crm.Change{}, err
		}
		all, err := tx.recordings(ctx, call)
		if err != nil {
			return crm.Change{}, err
		}
		for _, one := range all {
			if one.ID == recording {
				return crm.RecordingTouched("delete", logged, one), tx.dropRecording(ctx, recording)
			}
		}
		return crm.Change{}, crm.NotFound("recording")
	})
}

// dropRecording deletes a row, and its file once that is committed.
func (tx scope) dropRecording(ctx context.Context, recording id.Recording) error {
	gone, err := tx.Queries.RecordingTake(ctx, db.RecordingTakeParams{OrgID: tx.org, ID: recording})
	if isNoRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.dropFiles(ctx, gone.Path)
}

func scanRecordingRule(org id.Org) func(pgx.CollectableRow) (callsvc.RecordingRule, error) {
	return func(r pgx.CollectableRow) (callsvc.RecordingRule, error) {
		rule := callsvc.RecordingRule{Org: org}
		var key uuid.UUID
		var days int
		err := r.Scan(&key, &rule.NumberID, &rule.QueueID, &rule.TrunkID, &rule.Mode, &rule.Beep, &days)
		rule.Keep = time.Duration(days) * aDay
		return rule, err //nolint:wrapcheck // the batch names it
	}
}

// RecordingRules returns the rules of what is recorded, that of the whole
// organisation first.
func (s *Store) RecordingRules(ctx context.Context, actor crm.Actor) ([]callsvc.RecordingRule, error) {
	const doing = "list recording rules"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return nil, translate(doing, err)
	}
	var rules []callsvc.RecordingRule
	b := newBatch(actor.Org)
	collect(b, &rules, scanRecordingRule(actor.Org), db.RecordingRuleList, actor.Org)
	err := s.send(ctx, doing, b)
	return rules, err
}

// RecordingRulesSet replaces the rules; admins only.
func (s *Store) RecordingRulesSet(ctx context.Context, actor crm.Actor, rules []callsvc.RecordingRule) ([]callsvc.RecordingRule, error) {
	const doing = "set recording rules"
	rules, err := crm.PrepareRecordingRules(actor.Org, rules)
	if err != nil {
		return nil, translate(doing, err)
	}
	before, err := s.RecordingRules(ctx, actor)
	if err != nil {
		return nil, err
	}
	err = s.configure(ctx, actor, doing, func(ctx context.Context, tx scope) (crm.Change, error) {
		change := crm.RecordingRulesChanged(actor.Org, before, rules)
		if err := tx.RecordingRuleClear(ctx, tx.org); err != nil {
			return change, err
		}
		for _, rule := range rules {
			if err := tx.RecordingRuleInsert(ctx, db.RecordingRuleInsertParams{
				OrgID: tx.org, ID: id.New[id.RecordingRule]().UUID, NumberID: rule.NumberID, QueueID: rule.QueueID, TrunkID: rule.TrunkID,
				Mode: rule.Mode, Beep: rule.Beep, KeepDays: int32(rule.Keep / aDay), //nolint:gosec // bounded by PrepareRecordingRules
			}); err != nil {
				return change, err
			}
		}
		return change, nil
	})
	return rules, err
}

// recordingSweep deletes recordings that have been kept for long enough.
type recordingSweep struct{}

// Kind implements river.JobArgs.
func (recordingSweep) Kind() string { return "recording_sweep" }

func periodicRecordingSweep() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) {
		return recordingSweep{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

type recordingSweeper struct {
	river.WorkerDefaults[recordingSweep]
	store *Store
}

// Work implements river.Worker.
func (w *recordingSweeper) Work(ctx context.Context, _ *river.Job[recordingSweep]) error {
	return w.store.recordingsSweep(ctx, now())
}

// recordingsSweep deletes what was to be kept until a time.
func (s *Store) recordingsSweep(ctx context.Context, at time.Time) error {
	const doing = "sweep recordings"
	type over struct {
		Org id.Org
		ID  id.Recording
	}
	for {
		rows, err := s.pool.Query(ctx, "SELECT org_id, id FROM recordings_over($1)", at)
		if err != nil {
			return translate(doing, err)
		}
		due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[over])
		if err != nil || len(due) == 0 {
			return translate(doing, err)
		}
		for _, one := range due {
			if err := s.scoped(ctx, one.Org, doing, func(ctx context.Context, tx scope) error {
				return tx.dropRecording(ctx, one.ID)
			}); err != nil {
				return err
			}
		}
	}
}
