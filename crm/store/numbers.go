package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// NumberList returns the organisation's numbers in order.
func (s *Store) NumberList(ctx context.Context, actor crm.Actor) ([]callsvc.DID, error) {
	var numbers []callsvc.DID
	b := newBatch(actor.Org)
	collect(b, &numbers, scanNumber, db.NumberList, actor.Org)
	err := s.send(ctx, "list numbers", b)
	return numbers, err
}

func scanNumber(row pgx.CollectableRow) (callsvc.DID, error) {
	var n callsvc.DID
	err := row.Scan(&n.ID, &n.Org, &n.E164, &n.Label, &n.QueueID, &n.UserID)
	return n, err
}

// NumberCreate adds a number and where its calls go; admins only.
func (s *Store) NumberCreate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error) {
	number.ID = id.New[id.Number]()
	return s.numberSave(ctx, actor, number, "create number", func(ctx context.Context, tx scope, n callsvc.DID) (int64, error) {
		return 1, tx.NumberInsert(ctx, db.NumberInsertParams{
			OrgID: n.Org, ID: n.ID, E164: n.E164, Label: n.Label, QueueID: n.QueueID, UserID: n.UserID,
		})
	})
}

// NumberUpdate replaces a number; admins only.
func (s *Store) NumberUpdate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error) {
	return s.numberSave(ctx, actor, number, "update number", func(ctx context.Context, tx scope, n callsvc.DID) (int64, error) {
		return tx.NumberWrite(ctx, db.NumberWriteParams{
			OrgID: n.Org, ID: n.ID, E164: n.E164, Label: n.Label, QueueID: n.QueueID, UserID: n.UserID,
		})
	})
}

func (s *Store) numberSave(ctx context.Context, actor crm.Actor, number callsvc.DID, doing string,
	save func(context.Context, scope, callsvc.DID) (int64, error),
) (callsvc.DID, error) {
	number.Org = actor.Org
	number, err := crm.PrepareNumber(number, actor.Country)
	if err != nil {
		return callsvc.DID{}, translate(doing, err)
	}
	err = s.configure(ctx, actor, crm.Change{Action: action(doing), Noun: "number", Record: number.ID.UUID, Name: number.E164}, func(ctx context.Context, tx scope) (int64, error) { return save(ctx, tx, number) })
	return number, err
}

// NumberDelete removes a number; admins only.
func (s *Store) NumberDelete(ctx context.Context, actor crm.Actor, number id.Number) error {
	return s.configure(ctx, actor, crm.Change{Action: "delete", Noun: "number", Record: number.UUID}, func(ctx context.Context, tx scope) (int64, error) {
		return tx.NumberDelete(ctx, db.NumberDeleteParams{OrgID: actor.Org, ID: number})
	})
}
