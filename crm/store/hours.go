package store

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// HoursList returns the organisation's business hours by name.
func (s *Store) HoursList(ctx context.Context, actor crm.Actor) ([]callsvc.Hours, error) {
	b := newBatch(actor.Org)
	rows := collectRoutes(b, actor.Org)
	err := s.send(ctx, "list business hours", b)
	return rows.hoursOf(actor.Org), err
}

// HoursCreate adds business hours; admins only.
func (s *Store) HoursCreate(ctx context.Context, actor crm.Actor, hours callsvc.Hours) (callsvc.Hours, error) {
	hours.ID = id.New[id.Hours]()
	return s.hoursSave(ctx, actor, hours, "create business hours", func(ctx context.Context, tx scope, h callsvc.Hours) (int64, error) {
		return 1, tx.HoursInsert(ctx, db.HoursInsertParams{
			OrgID: tx.org, ID: h.ID, Name: h.Name, NameFold: crm.Fold(h.Name), TimeZone: h.TimeZone,
			Weekly: notNil(h.Weekly), Holidays: notNil(h.Holidays),
		})
	})
}

// HoursUpdate replaces business hours; admins only.
func (s *Store) HoursUpdate(ctx context.Context, actor crm.Actor, hours callsvc.Hours) (callsvc.Hours, error) {
	return s.hoursSave(ctx, actor, hours, "update business hours", func(ctx context.Context, tx scope, h callsvc.Hours) (int64, error) {
		return tx.HoursWrite(ctx, db.HoursWriteParams{
			OrgID: tx.org, ID: h.ID, Name: h.Name, NameFold: crm.Fold(h.Name), TimeZone: h.TimeZone,
			Weekly: notNil(h.Weekly), Holidays: notNil(h.Holidays),
		})
	})
}

func (s *Store) hoursSave(ctx context.Context, actor crm.Actor, hours callsvc.Hours, doing string,
	save func(context.Context, scope, callsvc.Hours) (int64, error),
) (callsvc.Hours, error) {
	hours.Org = actor.Org
	hours, err := crm.PrepareHours(hours)
	if err != nil {
		return callsvc.Hours{}, translate(doing, err)
	}
	err = s.configure(ctx, actor, doing, func(ctx context.Context, tx scope) (crm.Change, error) {
		before, err := tx.hours(ctx, hours.ID)
		if err != nil {
			return crm.Change{}, err
		}
		return crm.HoursChanged(action(doing), before, hours), touched(save(ctx, tx, hours))
	})
	return hours, err
}

// hours are business hours as they stand; the zero ones where there are none.
func (tx scope) hours(ctx context.Context, hours id.Hours) (callsvc.Hours, error) {
	rows := &routeRows{}
	var err error
	rows.hours, err = tx.HoursList(ctx, tx.org)
	for _, one := range rows.hoursOf(tx.org) {
		if one.ID == hours {
			return one, err
		}
	}
	return callsvc.Hours{}, err
}

// HoursDelete removes business hours that no number keeps; admins only.
func (s *Store) HoursDelete(ctx context.Context, actor crm.Actor, hours id.Hours) error {
	return s.configure(ctx, actor, "delete business hours", func(ctx context.Context, tx scope) (crm.Change, error) {
		gone, err := tx.hours(ctx, hours)
		if err != nil {
			return crm.Change{}, err
		}
		return crm.Change{Action: "delete", Noun: "hours", Record: hours.UUID, Name: gone.Name},
			touched(tx.Queries.HoursDelete(ctx, db.HoursDeleteParams{OrgID: tx.org, ID: hours}))
	})
}
