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
	n, err := tx.NoteByID(ctx, db.NoteByIDParams{OrgID: tx.org, ID: key})
	return crm.Note(n), err
}

const noteColumns = "n.id, n.contact_id, n.author_id, coalesce(u.name, ''), n.body, n.created_at, n.updated_at"

// NoteList lists a contact's notes, newest first.
func (s *Store) NoteList(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.Note], error) {
	const doing = "list notes"
	l, err := requested(actor, "notes", contact, page)
	if err != nil {
		return crm.Page[crm.Note]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-createdAt", "n.id", map[string]column{"createdAt": {"n.created_at", "timestamptz"}})
	if err != nil {
		return crm.Page[crm.Note]{}, translate(doing, err)
	}
	q := &query{from: "notes n LEFT JOIN users u ON u.org_id = n.org_id AND u.id = n.author_id"}
	q.and("n.org_id = %s", actor.Org)
	q.and("n.contact_id = contact_root("+q.arg(actor.Org)+", %s)", contact)
	return list(ctx, s, actor.Org, doing, noteColumns, l, q, by, scanNote)
}

func scanNote(r pgx.CollectableRow, more ...any) (n crm.Note, err error) {
	return n, r.Scan(append([]any{&n.ID, &n.ContactID, &n.AuthorID, &n.AuthorName, &n.Body, &n.CreatedAt, &n.UpdatedAt}, more...)...)
}
