package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Note is an internal note on a contact.
type Note struct {
	ID         id.Note    `json:"id" format:"uuid"`
	ContactID  id.Contact `json:"contactId" format:"uuid"`
	AuthorID   *id.User   `json:"authorId" format:"uuid"`
	AuthorName string     `json:"authorName"`
	Body       string     `json:"body"`
	CreatedAt  time.Time  `json:"createdAt"`
	UpdatedAt  time.Time  `json:"updatedAt"`
	Pinned     bool       `json:"pinned"`
	Version    int64      `json:"version" doc:"For If-Match."`
}

// NoteOf is the wire form of a note.
func NoteOf(note crm.Note) Note {
	wire := Note(note)
	wire.CreatedAt, wire.UpdatedAt = note.CreatedAt.UTC(), note.UpdatedAt.UTC()
	return wire
}

// NoteDraft is a note to be made.
type NoteDraft struct {
	Body string `json:"body" minLength:"1" maxLength:"20000"`
}

// NotePatch is any subset of a note's fields.
type NotePatch struct {
	Body   Optional[string] `json:"body,omitzero" nullable:"false" minLength:"1" maxLength:"20000" doc:"Only its author may edit a note."`
	Pinned Optional[bool]   `json:"pinned,omitzero" nullable:"false"`
}

// Record is the patch as crm takes it.
func (p NotePatch) Record() (crm.NoteChange, error) {
	if err := refuseNull(map[string]bool{"body": p.Body.Null, "pinned": p.Pinned.Null}); err != nil {
		return crm.NoteChange{}, err
	}
	return crm.NoteChange{Body: valueOf(p.Body), Pinned: valueOf(p.Pinned)}, nil
}
