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
