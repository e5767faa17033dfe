package webui

import (
	"context"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// PrivacyStore gives out and erases what there is on a person.
type PrivacyStore interface {
	ContactPersonalData(ctx context.Context, actor crm.Actor, contact id.Contact, out io.Writer) error
	ContactErasure(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Erasure, error)
	ContactErase(ctx context.Context, actor crm.Actor, contact id.Contact, confirm string) (crm.Contact, error)
}

func (s *Server) contactPersonalData(_ context.Context, input *ContactPath) (*huma.StreamResponse, error) {
	name := "personal-data-" + s.now().UTC().Format(time.DateOnly) + ".json"
	return s.download("application/json", name, func(ctx context.Context, out io.Writer) error {
		return s.store.ContactPersonalData(ctx, actorOf(ctx), input.ID, out)
	}), nil
}

type erasureAnswer struct{ Body api.Erasure }

func (s *Server) contactErasure(ctx context.Context, input *ContactPath) (*erasureAnswer, error) {
	erasure, err := s.store.ContactErasure(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return &erasureAnswer{Body: api.Erasure{Deleted: erasure.Deleted, Blanked: erasure.Blanked, Merged: erasure.Merged}}, nil
}

type eraseInput struct {
	ContactPath
	Body api.EraseDraft
}

func (s *Server) contactErase(ctx context.Context, input *eraseInput) (*contactAnswer, error) {
	contact, err := s.store.ContactErase(ctx, actorOf(ctx), input.ID, input.Body.Confirm)
	if err != nil {
		return nil, err
	}
	s.contactChanged(ctx, contact, api.ChangeArchived)
	s.ListsChanged(ctx, actorOf(ctx).Org, "contact")
	return contactAnswerOf(contact), nil
}
