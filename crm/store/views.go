package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const viewSelect = `SELECT v.id, v.user_id, u.name, v.noun, v.name, v.shared, v.params, v.columns, v.created_at, v.updated_at
	FROM views v JOIN users u ON u.org_id = v.org_id AND u.id = v.user_id WHERE v.org_id = $1`

func scanView(r pgx.CollectableRow) (crm.View, error) {
	var v crm.View
	err := r.Scan(&v.ID, &v.UserID, &v.UserName, &v.Noun, &v.Name, &v.Shared, &v.Params, &v.Columns, &v.CreatedAt, &v.UpdatedAt)
	return v, err
}

// ViewList returns the actor's views of a list and those that others share, by
// name; of all lists where noun is empty.
func (s *Store) ViewList(ctx context.Context, actor crm.Actor, noun string) ([]crm.View, error) {
	var views []crm.View
	b := newBatch(actor.Org)
	collect(b, &views, scanView, viewSelect+` AND (v.user_id = $2 OR v.shared) AND ($3 = '' OR v.noun = $3) ORDER BY v.name_fold, v.id`,
		actor.Org, actor.User, noun)
	err := s.send(ctx, "list views", b)
	return views, err
}

func (tx scope) view(ctx context.Context, view id.View) (crm.View, error) {
	found, err := gather(ctx, tx.tx, scanView, viewSelect+" AND v.id = $2", tx.org, view)
	if err == nil && len(found) == 0 {
		err = crm.NotFound("view")
	}
	if err != nil {
		return crm.View{}, err
	}
	return found[0], nil
}

// ViewCreate keeps a view of the actor's own.
func (s *Store) ViewCreate(ctx context.Context, actor crm.Actor, draft crm.ViewDraft) (crm.View, error) {
	const doing = "create view"
	draft, err := draft.Prepare()
	if err != nil {
		return crm.View{}, translate(doing, err)
	}
	params, err := json.Marshal(draft.Params)
	if err != nil {
		return crm.View{}, fmt.Errorf("%s: %w", doing, err)
	}
	made := crm.View{ID: id.New[id.View]()}
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		kept, err := tx.ViewCount(ctx, db.ViewCountParams{OrgID: tx.org, UserID: actor.User})
		if err != nil {
			return err
		}
		if kept >= crm.MostViews {
			return &crm.Error{Code: crm.CodeConflict, Message: fmt.Sprintf("You keep %d views already; delete one first.", crm.MostViews)}
		}
		if err := tx.ViewInsert(ctx, db.ViewInsertParams{
			OrgID: tx.org, ID: made.ID, UserID: actor.User, Noun: draft.Noun, Name: draft.Name, NameFold: crm.Fold(draft.Name),
			Shared: draft.Shared, Params: params, Columns: notNil(draft.Columns), CreatedAt: now(),
		}); err != nil {
			return err
		}
		if made, err = tx.view(ctx, made.ID); err != nil {
			return err
		}
		return tx.changed(ctx, actor, viewChange("create", made))
	})
	return made, err
}

func viewChange(action string, view crm.View) crm.Change {
	return crm.Change{Action: action, Noun: "view", Record: view.ID.UUID, Name: view.Name, Detail: map[string]string{"noun": view.Noun}}
}

// ViewUpdate changes a view of the actor's own, or for supervisors a shared one.
func (s *Store) ViewUpdate(ctx context.Context, actor crm.Actor, view id.View, change crm.ViewChange) (crm.View, error) {
	const doing = "update view"
	change, err := change.Prepare()
	if err != nil {
		return crm.View{}, translate(doing, err)
	}
	var next crm.View
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.ViewLock(ctx, db.ViewLockParams{OrgID: tx.org, ID: view}); err != nil {
			return missing(err, "view")
		}
		current, err := tx.view(ctx, view)
		if err != nil {
			return err
		}
		if next, err = current.Change(actor, change); err != nil {
			return err
		}
		next.UpdatedAt = now()
		params, err := json.Marshal(next.Params)
		if err != nil {
			return fmt.Errorf("encode params: %w", err)
		}
		if err := tx.ViewWrite(ctx, db.ViewWriteParams{
			Name: next.Name, NameFold: crm.Fold(next.Name), Shared: next.Shared, Params: params, Columns: notNil(next.Columns),
			UpdatedAt: next.UpdatedAt, OrgID: tx.org, ID: view,
		}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, viewChange("update", next))
	})
	return next, err
}

// ViewDelete removes a view of the actor's own, or for supervisors a shared one.
func (s *Store) ViewDelete(ctx context.Context, actor crm.Actor, view id.View) error {
	return s.scoped(ctx, actor.Org, "delete view", func(ctx context.Context, tx scope) error {
		current, err := tx.view(ctx, view)
		if err != nil {
			return err
		}
		if err := current.Owned(actor); err != nil {
			return err //nolint:wrapcheck // a refusal for people
		}
		if err := tx.ViewDelete(ctx, db.ViewDeleteParams{OrgID: tx.org, ID: view}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, viewChange("delete", current))
	})
}

// ContactSeen notes that the actor looked at the contact.
func (s *Store) ContactSeen(ctx context.Context, actor crm.Actor, contact id.Contact) error {
	return s.scoped(ctx, actor.Org, "note contact as seen", func(ctx context.Context, tx scope) error {
		root, err := tx.root(ctx, contact)
		if err != nil {
			return err
		}
		if err := tx.RecentSee(ctx, db.RecentSeeParams{OrgID: tx.org, UserID: actor.User, ContactID: root.UUID, SeenAt: now()}); err != nil {
			return err
		}
		return tx.RecentTrim(ctx, db.RecentTrimParams{OrgID: tx.org, UserID: actor.User})
	})
}

// ContactRecent returns the contacts that the actor looked at last, newest
// first. A merged one is its survivor, and archived ones are left out.
func (s *Store) ContactRecent(ctx context.Context, actor crm.Actor, most int) ([]crm.Contact, error) {
	const doing = "list recent contacts"
	var ids []uuid.UUID
	b := newBatch(actor.Org)
	collect(b, &ids, pgx.RowTo[uuid.UUID], db.RecentList, actor.Org, actor.User)
	if err := s.send(ctx, doing, b); err != nil {
		return nil, err
	}
	var distinct []uuid.UUID
	seen := make(map[uuid.UUID]bool, len(ids))
	for _, one := range ids {
		if !seen[one] {
			seen[one] = true
			distinct = append(distinct, one)
		}
	}
	contacts, err := s.contactsByID(ctx, actor.Org, doing, distinct)
	shown := make([]crm.Contact, 0, most)
	for _, contact := range contacts {
		if contact.ArchivedAt == nil && len(shown) < most {
			shown = append(shown, contact)
		}
	}
	return shown, err
}
