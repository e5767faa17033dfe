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
	routes  *routeRows
}

func collectQueues(b *batch, org id.Org) *queueRows {
	rows := &queueRows{}
	collect(b, &rows.heads, pgx.RowToStructByPos[db.QueueListRow], db.QueueList, org)
	collect(b, &rows.members, pgx.RowToStructByPos[db.QueueMemberListRow], db.QueueMemberList, org)
	rows.routes = collectRoutes(b, org)
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
			RingTimeout: time.Duration(head.RingTimeoutMs) * time.Millisecond, Strategy: head.Strategy,
			MaxWait: time.Duration(head.MaxWaitMs) * time.Millisecond, MaxWaiting: int(head.MaxWaiting), Announce: head.Announce, MusicID: head.MusicID,
		})
	}
	r.routes.lead(nil, queues)
	return queues
}

// QueueCreate adds a queue; admins only.
func (s *Store) QueueCreate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error) {
	queue.ID = id.New[id.Queue]()
	return s.queueSave(ctx, actor, queue, "create queue", func(ctx context.Context, tx scope, q callsvc.Queue) (int64, error) {
		return 1, tx.QueueInsert(ctx, db.QueueInsertParams{
			OrgID: q.Org, ID: q.ID, Name: q.Name, NameFold: crm.Fold(q.Name), RingTimeoutMs: q.RingTimeout.Milliseconds(),
			Strategy: q.Strategy, MaxWaitMs: q.MaxWait.Milliseconds(), MaxWaiting: int32(q.MaxWaiting), //nolint:gosec // bounded
			Announce: q.Announce, MusicID: q.MusicID,
		})
	})
}

// QueueUpdate replaces a queue and its members; admins only.
func (s *Store) QueueUpdate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error) {
	return s.queueSave(ctx, actor, queue, "update queue", func(ctx context.Context, tx scope, q callsvc.Queue) (int64, error) {
		return tx.QueueWrite(ctx, db.QueueWriteParams{
			OrgID: q.Org, ID: q.ID, Name: q.Name, NameFold: crm.Fold(q.Name), RingTimeoutMs: q.RingTimeout.Milliseconds(),
			Strategy: q.Strategy, MaxWaitMs: q.MaxWait.Milliseconds(), MaxWaiting: int32(q.MaxWaiting), //nolint:gosec // bounded
			Announce: q.Announce, MusicID: q.MusicID,
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
	err = s.configure(ctx, actor, doing, func(ctx context.Context, tx scope) (crm.Change, error) {
		before, err := tx.queue(ctx, queue.ID)
		if err != nil {
			return crm.Change{}, err
		}
		users, err := gather(ctx, tx.tx, scanUser, db.UserList, tx.org)
		if err != nil {
			return crm.Change{}, err
		}
		name, err := tx.namer(ctx)
		if err != nil {
			return crm.Change{}, err
		}
		change := crm.QueueChanged(action(doing), before, queue, func(member id.User) string {
			for _, user := range users {
				if user.ID == member {
					return user.Name
				}
			}
			return member.String()
		}, name)
		if err := touched(save(ctx, tx, queue)); err != nil {
			return change, err
		}
		if err := tx.QueueMembersDelete(ctx, db.QueueMembersDeleteParams{OrgID: queue.Org, QueueID: queue.ID}); err != nil {
			return change, err
		}
		if err := tx.QueueMembersInsert(ctx, db.QueueMembersInsertParams{OrgID: queue.Org, QueueID: queue.ID, Users: plain(queue.Members)}); err != nil {
			return change, err
		}
		return change, tx.queueLeads(ctx, queue)
	})
	return queue, err
}

// queue is the queue as it stands; the zero one where there is none.
func (tx scope) queue(ctx context.Context, queue id.Queue) (callsvc.Queue, error) {
	rows := &queueRows{}
	var err error
	if rows.routes, err = tx.routeRows(ctx); err != nil {
		return callsvc.Queue{}, err
	}
	if rows.heads, err = tx.QueueList(ctx, tx.org); err != nil {
		return callsvc.Queue{}, err
	}
	if rows.members, err = tx.QueueMemberList(ctx, tx.org); err != nil {
		return callsvc.Queue{}, err
	}
	for _, one := range rows.queues(tx.org) {
		if one.ID == queue {
			return one, nil
		}
	}
	return callsvc.Queue{}, nil
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
	return s.configure(ctx, actor, "delete queue", func(ctx context.Context, tx scope) (crm.Change, error) {
		gone, err := tx.queue(ctx, queue)
		if err != nil {
			return crm.Change{}, err
		}
		return crm.Change{Action: "delete", Noun: "queue", Record: queue.UUID, Name: gone.Name},
			touched(tx.Queries.QueueDelete(ctx, db.QueueDeleteParams{OrgID: tx.org, ID: queue}))
	})
}
