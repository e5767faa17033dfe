package store

import (
	"context"
	"strconv"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// TagList returns all tags and how many contacts carry each.
func (s *Store) TagList(ctx context.Context, actor crm.Actor) ([]crm.Tag, error) {
	var tags []crm.Tag
	err := s.scoped(ctx, actor.Org, "list tags", func(ctx context.Context, tx scope) error {
		rows, err := tx.TagCounts(ctx, tx.org)
		tags = tags[:0]
		for _, row := range rows {
			tags = append(tags, crm.Tag(row))
		}
		return err
	})
	return tags, err
}

// tagging runs a change of one tag, which is locked; supervisors and admins only.
func (s *Store) tagging(ctx context.Context, actor crm.Actor, doing string, tag id.Tag, step func(context.Context, scope, crm.Tag) error) error {
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		row, err := tx.TagLock(ctx, db.TagLockParams{OrgID: tx.org, ID: tag})
		if err != nil {
			return missing(err, "tag")
		}
		return step(ctx, tx, crm.Tag{ID: row.ID, Name: row.Name, Colour: row.Colour})
	})
}

// TagUpdate changes a tag; supervisors and admins only. A name that another tag
// has is refused unless the change says that the two are to be one: then the
// answer is the other one.
func (s *Store) TagUpdate(ctx context.Context, actor crm.Actor, tag id.Tag, change crm.TagChange) (crm.Tag, error) {
	const doing = "update tag"
	change, err := change.Prepare()
	if err != nil {
		return crm.Tag{}, translate(doing, err)
	}
	var updated crm.Tag
	err = s.tagging(ctx, actor, doing, tag, func(ctx context.Context, tx scope, current crm.Tag) error {
		next := current.Change(change)
		other, err := tx.TagNamed(ctx, db.TagNamedParams{OrgID: tx.org, NameFold: crm.Fold(next.Name), Besides: tag})
		switch {
		case err == nil && change.Merge:
			updated, err = tx.mergeTag(ctx, actor, current, other)
			return err
		case err != nil && !isNoRows(err):
			return err
		}
		if err := tx.TagWrite(ctx, db.TagWriteParams{
			Name: next.Name, NameFold: crm.Fold(next.Name), Colour: next.Colour, OrgID: tx.org, ID: tag,
		}); err != nil {
			return err
		}
		if updated, err = tx.counted(ctx, next); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.TagChanged("update", current, next))
	})
	return updated, err
}

// mergeTag gives the contacts of one tag another and takes the first away.
func (tx scope) mergeTag(ctx context.Context, actor crm.Actor, tag crm.Tag, into id.Tag) (crm.Tag, error) {
	row, err := tx.TagLock(ctx, db.TagLockParams{OrgID: tx.org, ID: into})
	if err != nil {
		return crm.Tag{}, missing(err, "tag")
	}
	other := crm.Tag{ID: row.ID, Name: row.Name, Colour: row.Colour}
	if err := tx.TagGive(ctx, db.TagGiveParams{OrgID: tx.org, TagID: tag.ID, IntoID: into}); err != nil {
		return other, err
	}
	if err := tx.Queries.TagDelete(ctx, db.TagDeleteParams{OrgID: tx.org, ID: tag.ID}); err != nil {
		return other, err
	}
	change := crm.TagChanged("merge", tag, other)
	change.Detail = map[string]string{"merged": tag.Name}
	if err := tx.changed(ctx, actor, change); err != nil {
		return other, err
	}
	return tx.counted(ctx, other)
}

func (tx scope) counted(ctx context.Context, tag crm.Tag) (crm.Tag, error) {
	var err error
	tag.Count, err = tx.TagCount(ctx, db.TagCountParams{OrgID: tx.org, TagID: tag.ID})
	return tag, err
}

// TagDelete takes a tag off all contacts; supervisors and admins only.
func (s *Store) TagDelete(ctx context.Context, actor crm.Actor, tag id.Tag) error {
	return s.tagging(ctx, actor, "delete tag", tag, func(ctx context.Context, tx scope, current crm.Tag) error {
		current, err := tx.counted(ctx, current)
		if err != nil {
			return err
		}
		if err := tx.Queries.TagDelete(ctx, db.TagDeleteParams{OrgID: tx.org, ID: tag}); err != nil {
			return err
		}
		change := crm.TagChanged("delete", current, crm.Tag{})
		change.Record, change.Detail = tag.UUID, map[string]string{"contacts": strconv.FormatInt(current.Count, 10)}
		return tx.changed(ctx, actor, change)
	})
}
