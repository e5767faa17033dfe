package store

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// What one SIP message may take in the database, in bytes.
const (
	maxSIPLine = 500
	maxSIPBody = 8 << 10
)

// recordMessages keeps the SIP messages of a call; those that are there already stay.
func (tx scope) recordMessages(ctx context.Context, call id.Call, messages []callsvc.LegMessage) error {
	for _, m := range messages {
		if err := tx.SIPMessageRecord(ctx, db.SIPMessageRecordParams{
			OrgID: tx.org, CallID: call, LegID: m.Leg, Sequence: int32(m.Sequence), At: m.At, //nolint:gosec // 64 at most
			Outgoing: m.Outgoing, Transport: bounded(m.Transport, maxWire), Remote: bounded(m.Remote, maxWire),
			StartLine: bounded(m.StartLine, maxSIPLine), Body: bounded(m.Text, maxSIPBody),
		}); err != nil {
			return err
		}
	}
	return nil
}

// CallMessages returns the SIP messages of a call in the order of their times;
// supervisors only. They are kept for thirty days.
func (s *Store) CallMessages(ctx context.Context, actor crm.Actor, call id.Call) ([]callsvc.LegMessage, error) {
	const doing = "read SIP messages"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return nil, translate(doing, err)
	}
	var messages []callsvc.LegMessage
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.call(ctx, actor, call); err != nil {
			return err
		}
		rows, err := tx.SIPMessages(ctx, db.SIPMessagesParams{OrgID: tx.org, CallID: call})
		if err != nil {
			return err
		}
		messages = make([]callsvc.LegMessage, 0, len(rows))
		for _, r := range rows {
			messages = append(messages, callsvc.LegMessage{
				Leg: r.LegID, Sequence: int(r.Sequence), At: r.At, Outgoing: r.Outgoing, Transport: r.Transport,
				Remote: r.Remote, StartLine: r.StartLine, Text: r.Body,
			})
		}
		return nil
	})
	return messages, err
}

// ladderSweepEvery is how often SIP messages of more than thirty days are removed.
const ladderSweepEvery = 6 * time.Hour

type ladderSweep struct{}

// Kind implements river.JobArgs.
func (ladderSweep) Kind() string { return "sip_message_sweep" }

type ladderSweeper struct {
	river.WorkerDefaults[ladderSweep]
	store *Store
}

// Work implements river.Worker.
func (w *ladderSweeper) Work(ctx context.Context, _ *river.Job[ladderSweep]) error {
	if _, err := w.store.pool.Exec(ctx, "SELECT sip_messages_sweep()"); err != nil {
		return translate("remove old SIP messages", err)
	}
	return nil
}

func periodicLadderSweep() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(ladderSweepEvery), func() (river.JobArgs, *river.InsertOpts) {
		return ladderSweep{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}
