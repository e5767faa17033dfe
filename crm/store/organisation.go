package store

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// OrganisationGet returns the actor's organisation; admins only.
func (s *Store) OrganisationGet(ctx context.Context, actor crm.Actor) (crm.OrganisationSettings, error) {
	const doing = "get organisation"
	var found crm.OrganisationSettings
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return found, translate(doing, err)
	}
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.organisation(ctx)
		return err
	})
	return found, err
}

func (tx scope) organisation(ctx context.Context) (crm.OrganisationSettings, error) {
	row, err := tx.OrganisationByID(ctx, tx.org)
	return crm.OrganisationSettings{
		Organisation: crm.Organisation{
			ID: row.ID, Name: row.Name, Country: row.Country, Locale: row.Locale, TimeZone: row.TimeZone, CreatedAt: row.CreatedAt,
		},
		Currency: row.Currency, Version: row.Version,
		Level: crm.ServiceLevel{Within: time.Duration(row.ServiceLevelSeconds) * time.Second, Percent: int(row.ServiceLevelPercent)},
	}, missing(err, "organisation")
}

// OrganisationUpdate changes some settings of the actor's organisation; admins
// only. With a version it fails with CodeStale when they have changed since.
func (s *Store) OrganisationUpdate(ctx context.Context, actor crm.Actor, version *int64, change crm.OrganisationChange) (crm.OrganisationSettings, error) {
	const doing = "update organisation"
	var updated crm.OrganisationSettings
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return updated, translate(doing, err)
	}
	change, err := change.Prepare()
	if err != nil {
		return updated, translate(doing, err)
	}
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		current, err := tx.organisation(ctx)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "organisation"); err != nil {
			return err
		}
		next := current.Change(change)
		if err := tx.OrganisationWrite(ctx, db.OrganisationWriteParams{
			Name: next.Name, NameFold: crm.Fold(next.Name), Country: next.Country, Currency: next.Currency,
			Locale: next.Locale, TimeZone: next.TimeZone, ID: tx.org,
			ServiceLevelSeconds: int32(next.Level.Within / time.Second), //nolint:gosec // an hour at most
			ServiceLevelPercent: int32(next.Level.Percent),              //nolint:gosec // a hundred at most
		}); err != nil {
			return err
		}
		if updated, err = tx.organisation(ctx); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.OrganisationChanged(current, updated))
	})
	return updated, err
}
