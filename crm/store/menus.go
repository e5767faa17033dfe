package store

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// MenuList returns the organisation's menus by name with their keys in order.
func (s *Store) MenuList(ctx context.Context, actor crm.Actor) ([]callsvc.Menu, error) {
	b := newBatch(actor.Org)
	rows := collectRoutes(b, actor.Org)
	err := s.send(ctx, "list menus", b)
	return rows.menusOf(actor.Org), err
}

// MenuCreate adds a menu; admins only.
func (s *Store) MenuCreate(ctx context.Context, actor crm.Actor, menu callsvc.Menu) (callsvc.Menu, error) {
	menu.ID = id.New[id.Menu]()
	return s.menuSave(ctx, actor, menu, "create menu", func(ctx context.Context, tx scope, m callsvc.Menu) (int64, error) {
		return 1, tx.MenuInsert(ctx, db.MenuInsertParams{
			OrgID: tx.org, ID: m.ID, Name: m.Name, NameFold: crm.Fold(m.Name), GreetingID: m.GreetingID,
			WaitMs: m.Wait.Milliseconds(), Tries: int32(m.Tries), //nolint:gosec // at most nine
		})
	})
}

// MenuUpdate replaces a menu and its keys; admins only.
func (s *Store) MenuUpdate(ctx context.Context, actor crm.Actor, menu callsvc.Menu) (callsvc.Menu, error) {
	return s.menuSave(ctx, actor, menu, "update menu", func(ctx context.Context, tx scope, m callsvc.Menu) (int64, error) {
		return tx.MenuWrite(ctx, db.MenuWriteParams{
			OrgID: tx.org, ID: m.ID, Name: m.Name, NameFold: crm.Fold(m.Name), GreetingID: m.GreetingID,
			WaitMs: m.Wait.Milliseconds(), Tries: int32(m.Tries), //nolint:gosec // at most nine
		})
	})
}

func (s *Store) menuSave(ctx context.Context, actor crm.Actor, menu callsvc.Menu, doing string,
	save func(context.Context, scope, callsvc.Menu) (int64, error),
) (callsvc.Menu, error) {
	menu.Org = actor.Org
	menu, err := crm.PrepareMenu(menu)
	if err != nil {
		return callsvc.Menu{}, translate(doing, err)
	}
	err = s.configure(ctx, actor, doing, func(ctx context.Context, tx scope) (crm.Change, error) {
		before, err := tx.menu(ctx, menu.ID)
		if err != nil {
			return crm.Change{}, err
		}
		name, err := tx.namer(ctx)
		if err != nil {
			return crm.Change{}, err
		}
		change := crm.MenuChanged(action(doing), before, menu, name)
		if err := touched(save(ctx, tx, menu)); err != nil {
			return change, err
		}
		rows := []db.DestinationInsertParams{leadsTo(menu.Otherwise, "")}
		for _, option := range menu.Options {
			rows = append(rows, leadsTo(option.To, option.Key))
		}
		for i := range rows {
			rows[i].MenuID = &menu.ID
		}
		return change, tx.destinations(ctx, menu.ID.UUID, rows...)
	})
	return menu, err
}

// menu is a menu as it stands; the zero one where there is none.
func (tx scope) menu(ctx context.Context, menu id.Menu) (callsvc.Menu, error) {
	rows, err := tx.routeRows(ctx)
	if err != nil {
		return callsvc.Menu{}, err
	}
	for _, one := range rows.menusOf(tx.org) {
		if one.ID == menu {
			return one, nil
		}
	}
	return callsvc.Menu{}, nil
}

// MenuDelete removes a menu that nothing leads to; admins only.
func (s *Store) MenuDelete(ctx context.Context, actor crm.Actor, menu id.Menu) error {
	return s.configure(ctx, actor, "delete menu", func(ctx context.Context, tx scope) (crm.Change, error) {
		gone, err := tx.menu(ctx, menu)
		if err != nil {
			return crm.Change{}, err
		}
		return crm.Change{Action: "delete", Noun: "menu", Record: menu.UUID, Name: gone.Name},
			touched(tx.Queries.MenuDelete(ctx, db.MenuDeleteParams{OrgID: tx.org, ID: menu}))
	})
}
