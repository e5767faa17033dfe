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
	routes := collectRoutes(b, actor.Org)
	err := s.send(ctx, "list numbers", b)
	routes.lead(numbers, nil)
	return numbers, err
}

func scanNumber(row pgx.CollectableRow) (callsvc.DID, error) {
	var n callsvc.DID
	err := row.Scan(&n.ID, &n.Org, &n.E164, &n.Label, &n.QueueID, &n.UserID, &n.MenuID, &n.HoursID)
	return n, err
}

// NumberCreate adds a number and where its calls go; admins only.
func (s *Store) NumberCreate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error) {
	number.ID = id.New[id.Number]()
	return s.numberSave(ctx, actor, number, "create number", func(ctx context.Context, tx scope, n callsvc.DID) (int64, error) {
		return 1, tx.NumberInsert(ctx, db.NumberInsertParams{
			OrgID: n.Org, ID: n.ID, E164: n.E164, Label: n.Label, QueueID: n.QueueID, UserID: n.UserID, MenuID: n.MenuID, HoursID: n.HoursID,
		})
	})
}

// NumberUpdate replaces a number; admins only.
func (s *Store) NumberUpdate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error) {
	return s.numberSave(ctx, actor, number, "update number", func(ctx context.Context, tx scope, n callsvc.DID) (int64, error) {
		return tx.NumberWrite(ctx, db.NumberWriteParams{
			OrgID: n.Org, ID: n.ID, E164: n.E164, Label: n.Label, QueueID: n.QueueID, UserID: n.UserID, MenuID: n.MenuID, HoursID: n.HoursID,
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
	err = s.configure(ctx, actor, doing, func(ctx context.Context, tx scope) (crm.Change, error) {
		before, err := tx.number(ctx, number.ID)
		if err != nil {
			return crm.Change{}, err
		}
		name, err := tx.namer(ctx)
		if err != nil {
			return crm.Change{}, err
		}
		change := crm.NumberChanged(action(doing), before, number, name)
		if err := touched(save(ctx, tx, number)); err != nil {
			return change, err
		}
		return change, tx.numberLeads(ctx, number)
	})
	return number, err
}

// number is the number as it stands; the zero one where there is none.
func (tx scope) number(ctx context.Context, number id.Number) (callsvc.DID, error) {
	numbers, err := gather(ctx, tx.tx, scanNumber, db.NumberList, tx.org)
	if err != nil {
		return callsvc.DID{}, err
	}
	routes, err := tx.routeRows(ctx)
	if err != nil {
		return callsvc.DID{}, err
	}
	routes.lead(numbers, nil)
	for _, one := range numbers {
		if one.ID == number {
			return one, err
		}
	}
	return callsvc.DID{}, err
}

// NumberDelete removes a number; admins only.
func (s *Store) NumberDelete(ctx context.Context, actor crm.Actor, number id.Number) error {
	return s.configure(ctx, actor, "delete number", func(ctx context.Context, tx scope) (crm.Change, error) {
		gone, err := tx.number(ctx, number)
		if err != nil {
			return crm.Change{}, err
		}
		return crm.Change{Action: "delete", Noun: "number", Record: number.UUID, Name: gone.E164},
			touched(tx.Queries.NumberDelete(ctx, db.NumberDeleteParams{OrgID: tx.org, ID: number}))
	})
}
