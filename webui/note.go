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

type noteAnswer struct{ Body api.Note }

func (s *Server) noteCreate(ctx context.Context, input *noteCreateInput) (*noteAnswer, error) {
	note, err := s.store.NoteCreate(ctx, actorOf(ctx), input.ID, input.Body.Body)
	if err != nil {
		return nil, err
	}
	return &noteAnswer{Body: api.NoteOf(note)}, nil
}
