package store

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// SoundList returns what the organisation uploaded, by name.
func (s *Store) SoundList(ctx context.Context, actor crm.Actor) ([]callsvc.Sound, error) {
	b := newBatch(actor.Org)
	rows := collectRoutes(b, actor.Org)
	err := s.send(ctx, "list sounds", b)
	return rows.soundsOf(actor.Org), err
}

// SoundCreate notes a sound whose file is in the storage already; admins only.
func (s *Store) SoundCreate(ctx context.Context, actor crm.Actor, sound callsvc.Sound) (callsvc.Sound, error) {
	const doing = "create sound"
	name, err := crm.PrepareSoundName(sound.Name)
	if err != nil {
		return callsvc.Sound{}, translate(doing, err)
	}
	sound.Name, sound.Org, sound.CreatedAt = name, actor.Org, now()
	err = s.configure(ctx, actor, doing, func(ctx context.Context, tx scope) (crm.Change, error) {
		return crm.SoundChanged("create", sound), tx.SoundInsert(ctx, db.SoundInsertParams{
			OrgID: tx.org, ID: sound.ID, Name: sound.Name, NameFold: crm.Fold(sound.Name), Path: sound.Path,
			Millis: sound.Length.Milliseconds(), CreatedAt: sound.CreatedAt,
		})
	})
	return sound, err
}

// SoundGet returns one sound.
func (s *Store) SoundGet(ctx context.Context, actor crm.Actor, sound id.Sound) (callsvc.Sound, error) {
	sounds, err := s.SoundList(ctx, actor)
	if err != nil {
		return callsvc.Sound{}, err
	}
	for _, one := range sounds {
		if one.ID == sound {
			return one, nil
		}
	}
	return callsvc.Sound{}, translate("get sound", crm.NotFound("sound"))
}

// SoundDelete removes a sound that nothing plays, and then its file; admins only.
func (s *Store) SoundDelete(ctx context.Context, actor crm.Actor, sound id.Sound) error {
	return s.configure(ctx, actor, "delete sound", func(ctx context.Context, tx scope) (crm.Change, error) {
		rows, err := tx.routeRows(ctx)
		if err != nil {
			return crm.Change{}, err
		}
		var gone callsvc.Sound
		for _, one := range rows.soundsOf(tx.org) {
			if one.ID == sound {
				gone = one
			}
		}
		change := crm.SoundChanged("delete", gone)
		if err := touched(tx.Queries.SoundDelete(ctx, db.SoundDeleteParams{OrgID: tx.org, ID: sound})); err != nil {
			return change, err
		}
		return change, tx.dropFiles(ctx, gone.Path)
	})
}
