package store

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// TrunkList returns all trunks in the order in which calls out try them. Only admins see how they log in.
func (s *Store) TrunkList(ctx context.Context, actor crm.Actor) ([]callsvc.Trunk, error) {
	var trunks []callsvc.Trunk
	b := newBatch(actor.Org)
	collect(b, &trunks, scanTrunk, db.TrunkList, actor.Org)
	err := s.send(ctx, "list trunks", b)
	if !actor.Role.AtLeast(crm.RoleAdmin) {
		for i := range trunks {
			trunks[i].Username, trunks[i].Password = "", ""
		}
	}
	return trunks, err
}

func scanTrunk(row pgx.CollectableRow) (callsvc.Trunk, error) {
	var t callsvc.Trunk
	err := row.Scan(&t.ID, &t.Org, &t.Name, &t.Country, &t.Addresses, &t.Proxy, &t.Transport, &t.Domain,
		&t.Register, &t.Username, &t.Password, &t.CallerID, &t.Enabled,
		&t.Priority, &t.MaxCalls, &t.BareE164, &t.Withhold, &t.OptionsSeconds, &t.CallerIDs)
	return t, err
}

// callerIDs is the column of caller ids. A map of texts cannot fail to be written.
func callerIDs(byCountry map[string]string) []byte {
	if len(byCountry) == 0 {
		return []byte("{}")
	}
	encoded, err := json.Marshal(byCountry)
	if err != nil {
		return []byte("{}")
	}
	return encoded
}

// TrunkCreate adds a trunk; admins only.
func (s *Store) TrunkCreate(ctx context.Context, actor crm.Actor, trunk callsvc.Trunk) (callsvc.Trunk, error) {
	trunk.ID = id.New[id.Trunk]()
	return s.trunkSave(ctx, actor, trunk, "create trunk", func(ctx context.Context, tx scope, t callsvc.Trunk) (int64, error) {
		return 1, tx.TrunkInsert(ctx, db.TrunkInsertParams{
			OrgID: t.Org, ID: t.ID, Name: t.Name, Country: t.Country, Addresses: notNil(t.Addresses), Proxy: t.Proxy,
			Transport: t.Transport, Domain: t.Domain, Register: t.Register, Username: t.Username, Password: t.Password,
			CallerID: t.CallerID, Enabled: t.Enabled, Priority: t.Priority, MaxCalls: t.MaxCalls, BareE164: t.BareE164,
			Withhold: t.Withhold, OptionsSeconds: t.OptionsSeconds, CallerIds: callerIDs(t.CallerIDs),
		})
	})
}

// TrunkUpdate replaces a trunk; admins only.
func (s *Store) TrunkUpdate(ctx context.Context, actor crm.Actor, trunk callsvc.Trunk) (callsvc.Trunk, error) {
	return s.trunkSave(ctx, actor, trunk, "update trunk", func(ctx context.Context, tx scope, t callsvc.Trunk) (int64, error) {
		return tx.TrunkWrite(ctx, db.TrunkWriteParams{
			OrgID: t.Org, ID: t.ID, Name: t.Name, Country: t.Country, Addresses: notNil(t.Addresses), Proxy: t.Proxy,
			Transport: t.Transport, Domain: t.Domain, Register: t.Register, Username: t.Username, Password: t.Password,
			CallerID: t.CallerID, Enabled: t.Enabled, Priority: t.Priority, MaxCalls: t.MaxCalls, BareE164: t.BareE164,
			Withhold: t.Withhold, OptionsSeconds: t.OptionsSeconds, CallerIds: callerIDs(t.CallerIDs),
		})
	})
}

func (s *Store) trunkSave(ctx context.Context, actor crm.Actor, trunk callsvc.Trunk, doing string,
	save func(context.Context, scope, callsvc.Trunk) (int64, error),
) (callsvc.Trunk, error) {
	trunk.Org = actor.Org
	trunk, err := crm.PrepareTrunk(trunk)
	if err != nil {
		return callsvc.Trunk{}, translate(doing, err)
	}
	err = s.configure(ctx, actor, doing, func(ctx context.Context, tx scope) (crm.Change, error) {
		before, err := tx.trunk(ctx, trunk.ID)
		if err != nil {
			return crm.Change{}, err
		}
		return crm.TrunkChanged(action(doing), before, trunk), touched(save(ctx, tx, trunk))
	})
	return trunk, err
}

// trunk is the trunk as it stands; the zero one where there is none.
func (tx scope) trunk(ctx context.Context, trunk id.Trunk) (callsvc.Trunk, error) {
	trunks, err := gather(ctx, tx.tx, scanTrunk, db.TrunkList, tx.org)
	for _, one := range trunks {
		if one.ID == trunk {
			return one, err
		}
	}
	return callsvc.Trunk{}, err
}

// TrunkDelete removes a trunk; admins only. Its calls keep their rows.
func (s *Store) TrunkDelete(ctx context.Context, actor crm.Actor, trunk id.Trunk) error {
	return s.configure(ctx, actor, "delete trunk", func(ctx context.Context, tx scope) (crm.Change, error) {
		gone, err := tx.trunk(ctx, trunk)
		if err != nil {
			return crm.Change{}, err
		}
		return crm.Change{Action: "delete", Noun: "trunk", Record: trunk.UUID, Name: gone.Name},
			touched(tx.Queries.TrunkDelete(ctx, db.TrunkDeleteParams{OrgID: tx.org, ID: trunk}))
	})
}

// errUntouched says that a step found no row to change.
var errUntouched = errors.New("no row was touched")

// touched is the error of a statement that must touch a row.
func touched(rows int64, err error) error {
	if err == nil && rows == 0 {
		return errUntouched
	}
	return err
}

// configure runs a step that only admins may take and that must touch a row, and
// writes down what the step says it changed.
func (s *Store) configure(ctx context.Context, actor crm.Actor, doing string, step func(context.Context, scope) (crm.Change, error)) error {
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		change, err := step(ctx, tx)
		if errors.Is(err, errUntouched) {
			return crm.NotFound(change.Noun)
		}
		if err != nil {
			return err
		}
		return tx.changed(ctx, actor, change)
	})
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
