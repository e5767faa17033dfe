package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// QueueList returns the organisation's queues by name with their members in
// order.
func (s *Store) QueueList(ctx context.Context, actor crm.Actor) ([]callsvc.Queue, error) {
	b := newBatch(actor.Org)
	rows := collectQueues(b, actor.Org)
	if err := s.send(ctx, "list queues", b); err != nil {
		return nil, err
	}
	return rows.queues(actor.Org), nil
}

// queueRows are the two halves of queues.
type queueRows struct {
	heads   []db.QueueListRow
	members []db.QueueMemberListRow
}

func collectQueues(b *batch, org id.Org) *queueRows {
	rows := &queueRows{}
	collect(b, &rows.heads, pgx.RowToStructByPos[db.QueueListRow], db.QueueList, org)
	collect(b, &rows.members, pgx.RowToStructByPos[db.QueueMemberListRow], db.QueueMemberList, org)
	return rows
}

func (r *queueRows) queues(org id.Org) []callsvc.Queue {
	members := make(map[id.Queue][]id.User)
	for _, m := range r.members {
		members[m.QueueID] = append(members[m.QueueID], m.UserID)
	}
	queues := make([]callsvc.Queue, 0, len(r.heads))
	for _, head := range r.heads {
		queues = append(queues, callsvc.Queue{
			ID: head.ID, Org: org, Name: head.Name, Members: members[head.ID],
			RingTimeout: time.Duration(head.RingTimeoutMs) * time.Millisecond,
		})
	}
	return queues
}

// QueueCreate adds a queue; admins only.
func (s *Store) QueueCreate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error) {
	queue.ID = id.New[id.Queue]()
	return s.queueSave(ctx, actor, queue, "create queue", func(ctx context.Context, tx scope, q callsvc.Queue) (int64, error) {
		return 1, tx.QueueInsert(ctx, db.QueueInsertParams{
			OrgID: q.Org, ID: q.ID, Name: q.Name, NameFold: crm.Fold(q.Name), RingTimeoutMs: q.RingTimeout.Milliseconds(),
		})
	})
}

// QueueUpdate replaces a queue and its members; admins only.
func (s *Store) QueueUpdate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error) {
	return s.queueSave(ctx, actor, queue, "update queue", func(ctx context.Context, tx scope, q callsvc.Queue) (int64, error) {
		return tx.QueueWrite(ctx, db.QueueWriteParams{
			OrgID: q.Org, ID: q.ID, Name: q.Name, NameFold: crm.Fold(q.Name), RingTimeoutMs: q.RingTimeout.Milliseconds(),
		})
	})
}

func (s *Store) queueSave(ctx context.Context, actor crm.Actor, queue callsvc.Queue, doing string,
	save func(context.Context, scope, callsvc.Queue) (int64, error),
) (callsvc.Queue, error) {
	queue.Org = actor.Org
	queue, err := crm.PrepareQueue(queue)
	if err != nil {
		return callsvc.Queue{}, translate(doing, err)
	}
	err = s.configure(ctx, actor, crm.Change{Action: action(doing), Noun: "queue", Record: queue.ID.UUID, Name: queue.Name}, func(ctx context.Context, tx scope) (int64, error) {
		touched, err := save(ctx, tx, queue)
		if err != nil || touched == 0 {
			return touched, err
		}
		if err := tx.QueueMembersDelete(ctx, db.QueueMembersDeleteParams{OrgID: queue.Org, QueueID: queue.ID}); err != nil {
			return 0, err
		}
		return touched, tx.QueueMembersInsert(ctx, db.QueueMembersInsertParams{OrgID: queue.Org, QueueID: queue.ID, Users: plain(queue.Members)})
	})
	return queue, err
}

// plain turns identifiers into what PostgreSQL takes for an array.
func plain[T id.Kind](list []T) []uuid.UUID {
	plain := make([]uuid.UUID, len(list))
	for i, one := range list {
		plain[i] = struct{ uuid.UUID }(one).UUID
	}
	return plain
}

// QueueDelete removes a queue that no number leads to; admins only.
func (s *Store) QueueDelete(ctx context.Context, actor crm.Actor, queue id.Queue) error {
	return s.configure(ctx, actor, crm.Change{Action: "delete", Noun: "queue", Record: queue.UUID}, func(ctx context.Context, tx scope) (int64, error) {
		return tx.QueueDelete(ctx, db.QueueDeleteParams{OrgID: actor.Org, ID: queue})
	})
}
