package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// NoteCreate adds a note by the actor to a contact, or to the survivor of the
// merge that the contact went into.
func (s *Store) NoteCreate(ctx context.Context, actor crm.Actor, contact id.Contact, body string) (crm.Note, error) {
	const doing = "create note"
	body, err := crm.PrepareNote(body)
	if err != nil {
		return crm.Note{}, translate(doing, err)
	}
	var created crm.Note
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		root, err := tx.lockContact(ctx, contact)
		if err != nil {
			return err
		}
		created, err = tx.insertNote(ctx, actor, root.ID, body)
		return err
	})
	return created, err
}

func (tx scope) insertNote(ctx context.Context, actor crm.Actor, contact id.Contact, body string) (crm.Note, error) {
	body, mentioned, err := tx.mentions(ctx, body)
	if err != nil {
		return crm.Note{}, err
	}
	key := id.New[id.Note]()
	var author *id.User
	if actor.User != (id.User{}) {
		author = &actor.User
	}
	if err := tx.NoteInsert(ctx, db.NoteInsertParams{
		OrgID: tx.org, ID: key, ContactID: contact, AuthorID: author, Body: body, CreatedAt: now(),
	}); err != nil {
		return crm.Note{}, err
	}
	n, err := tx.note(ctx, key)
	if err != nil {
		return crm.Note{}, err
	}
	if err := tx.noteMentions(ctx, actor, n, mentioned); err != nil {
		return n, err
	}
	return n, tx.noteChanged(ctx, actor, "create", n, n)
}

// noteChanged writes down that a note changed, and under whose name it stands.
func (tx scope) noteChanged(ctx context.Context, actor crm.Actor, action string, before, after crm.Note) error {
	contact, err := tx.ContactFullName(ctx, db.ContactFullNameParams{OrgID: tx.org, ID: after.ContactID})
	if err != nil {
		return err
	}
	return tx.changed(ctx, actor, crm.NoteChanged(action, before, after, contact))
}

const noteColumns = "n.id, n.contact_id, n.author_id, coalesce(u.name, ''), n.body, n.created_at, n.updated_at, n.pinned, n.version"

// NoteList lists a contact's notes, pinned ones first and then the newest,
// unless sorted by createdAt.
func (s *Store) NoteList(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.Note], error) {
	const doing = "list notes"
	l, err := requested(actor, "notes", contact, page)
	if err != nil {
		return crm.Page[crm.Note]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-pinned", "n.id", map[string]column{
		"pinned":    {"n.rank", "timestamp"},
		"createdAt": {"n.created_at", "timestamptz"},
	})
	if err != nil {
		return crm.Page[crm.Note]{}, translate(doing, err)
	}
	q := &query{from: "notes n LEFT JOIN users u ON u.org_id = n.org_id AND u.id = n.author_id"}
	q.and("n.org_id = %s", actor.Org)
	q.and("n.contact_id = contact_root("+q.arg(actor.Org)+", %s)", contact)
	return list(ctx, s, actor.Org, doing, noteColumns, l, q, by, scanNote)
}

func scanNote(r pgx.CollectableRow, more ...any) (n crm.Note, err error) {
	return n, r.Scan(append([]any{&n.ID, &n.ContactID, &n.AuthorID, &n.AuthorName, &n.Body, &n.CreatedAt, &n.UpdatedAt, &n.Pinned, &n.Version}, more...)...)
}

// NoteUpdate edits or pins a note. With a version it fails with CodeStale when
// the note has changed since.
func (s *Store) NoteUpdate(ctx context.Context, actor crm.Actor, note id.Note, version *int64, change crm.NoteChange) (crm.Note, error) {
	const doing = "update note"
	if change.Body.Set {
		body, err := crm.PrepareNote(change.Body.Value)
		if err != nil {
			return crm.Note{}, translate(doing, err)
		}
		change.Body.Value = body
	}
	var updated crm.Note
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		current, err := tx.lockNote(ctx, note)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "note"); err != nil {
			return err
		}
		next, err := current.Change(actor, change)
		if err != nil {
			return err
		}
		var mentioned []id.User
		if next.Body, mentioned, err = tx.mentions(ctx, next.Body); err != nil {
			return err
		}
		changed := current.UpdatedAt
		if next.Body != current.Body {
			// Pinning is no edit: the text is as old as it was.
			changed = now()
		}
		if err := tx.NoteWrite(ctx, db.NoteWriteParams{
			Body: next.Body, Pinned: next.Pinned, UpdatedAt: changed, OrgID: tx.org, ID: note,
		}); err != nil {
			return err
		}
		if updated, err = tx.note(ctx, note); err != nil {
			return err
		}
		if change.Body.Set {
			if err := tx.noteMentions(ctx, actor, updated, mentioned); err != nil {
				return err
			}
		}
		return tx.noteChanged(ctx, actor, "update", current, updated)
	})
	return updated, err
}

// NoteDelete deletes a note and returns what it was.
func (s *Store) NoteDelete(ctx context.Context, actor crm.Actor, note id.Note) (crm.Note, error) {
	var gone crm.Note
	err := s.scoped(ctx, actor.Org, "delete note", func(ctx context.Context, tx scope) error {
		var err error
		if gone, err = tx.lockNote(ctx, note); err != nil {
			return err
		}
		if err := gone.MayDelete(actor); err != nil {
			return err
		}
		if err := tx.NotificationsForgetSource(ctx, db.NotificationsForgetSourceParams{OrgID: tx.org, SourceID: &note.UUID}); err != nil {
			return err
		}
		if err := tx.Queries.NoteDelete(ctx, db.NoteDeleteParams{OrgID: tx.org, ID: note}); err != nil {
			return err
		}
		return tx.noteChanged(ctx, actor, "delete", gone, gone)
	})
	return gone, err
}

func (tx scope) note(ctx context.Context, note id.Note) (crm.Note, error) {
	n, err := tx.NoteByID(ctx, db.NoteByIDParams{OrgID: tx.org, ID: note})
	return crm.Note(n), missing(err, "note")
}

func (tx scope) lockNote(ctx context.Context, note id.Note) (crm.Note, error) {
	if _, err := tx.NoteLock(ctx, db.NoteLockParams{OrgID: tx.org, ID: note}); err != nil {
		return crm.Note{}, missing(err, "note")
	}
	return tx.note(ctx, note)
}
