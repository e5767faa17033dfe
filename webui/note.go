package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// NoteStore keeps notes.
type NoteStore interface {
	NoteCreate(ctx context.Context, actor crm.Actor, contact id.Contact, body string) (crm.Note, error)
	NoteUpdate(ctx context.Context, actor crm.Actor, note id.Note, version *int64, change crm.NoteChange) (crm.Note, error)
	NoteDelete(ctx context.Context, actor crm.Actor, note id.Note) (crm.Note, error)
	NoteList(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.Note], error)
}

type noteListInput struct {
	ContactPath
	ListParams
}

type noteListAnswer struct{ Body api.Page[api.Note] }

func (s *Server) noteList(ctx context.Context, input *noteListInput) (*noteListAnswer, error) {
	if _, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	page, err := s.store.NoteList(ctx, actorOf(ctx), input.ID, input.page())
	if err != nil {
		return nil, err
	}
	return &noteListAnswer{Body: api.PageOf(page, api.NoteOf)}, nil
}

type noteCreateInput struct {
	ContactPath
	Body api.NoteDraft
}

type noteAnswer struct {
	ETag string `header:"ETag"`
	Body api.Note
}

func noteAnswerOf(note crm.Note) *noteAnswer {
	return &noteAnswer{ETag: etag(note.Version), Body: api.NoteOf(note)}
}

func (s *Server) noteCreate(ctx context.Context, input *noteCreateInput) (*noteAnswer, error) {
	note, err := s.store.NoteCreate(ctx, actorOf(ctx), input.ID, input.Body.Body)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "note", note.ID, &note.ContactID)
	return noteAnswerOf(note), nil
}

// NotePath names a note in an address. huma reads embedded parameters of exported types only.
type NotePath struct {
	ID id.Note `path:"id" format:"uuid"`
}

type noteUpdateInput struct {
	NotePath
	Condition
	Body api.NotePatch
}

func (s *Server) noteUpdate(ctx context.Context, input *noteUpdateInput) (*noteAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	note, err := s.store.NoteUpdate(ctx, actorOf(ctx), input.ID, version, change)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "note", note.ID, &note.ContactID)
	return noteAnswerOf(note), nil
}

func (s *Server) noteDelete(ctx context.Context, input *NotePath) (*struct{}, error) {
	gone, err := s.store.NoteDelete(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "note", gone.ID, &gone.ContactID)
	return nil, nil //nolint:nilnil // nothing is the answer: 204
}
