package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// ViewStore keeps what users set up to come back to.
type ViewStore interface {
	ViewList(ctx context.Context, actor crm.Actor, noun string) ([]crm.View, error)
	ViewCreate(ctx context.Context, actor crm.Actor, draft crm.ViewDraft) (crm.View, error)
	ViewUpdate(ctx context.Context, actor crm.Actor, view id.View, change crm.ViewChange) (crm.View, error)
	ViewDelete(ctx context.Context, actor crm.Actor, view id.View) error
	ContactSeen(ctx context.Context, actor crm.Actor, contact id.Contact) error
	ContactRecent(ctx context.Context, actor crm.Actor, most int) ([]crm.Contact, error)
}

type viewListInput struct {
	Noun string `query:"noun" enum:"contacts,customers,tickets,deals,activities,calls"`
}

type viewListAnswer struct{ Body api.List[api.View] }

func (s *Server) viewList(ctx context.Context, input *viewListInput) (*viewListAnswer, error) {
	views, err := s.store.ViewList(ctx, actorOf(ctx), input.Noun)
	if err != nil {
		return nil, err
	}
	return &viewListAnswer{Body: api.ListOf(views, api.ViewOf)}, nil
}

type viewAnswer struct{ Body api.View }

type viewCreateInput struct{ Body api.ViewDraft }

func (s *Server) viewCreate(ctx context.Context, input *viewCreateInput) (*viewAnswer, error) {
	view, err := s.store.ViewCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "view", view.ID, nil)
	return &viewAnswer{Body: api.ViewOf(view)}, nil
}

// ViewPath names a view in an address. huma reads embedded parameters of exported types only.
type ViewPath struct {
	ID id.View `path:"id" format:"uuid"`
}

type viewUpdateInput struct {
	ViewPath
	Body api.ViewPatch
}

func (s *Server) viewUpdate(ctx context.Context, input *viewUpdateInput) (*viewAnswer, error) {
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	view, err := s.store.ViewUpdate(ctx, actorOf(ctx), input.ID, change)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "view", view.ID, nil)
	return &viewAnswer{Body: api.ViewOf(view)}, nil
}

func (s *Server) viewDelete(ctx context.Context, input *ViewPath) (*struct{}, error) {
	if err := s.store.ViewDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "view", input.ID, nil)
	return nil, nil //nolint:nilnil // huma answers 204
}

func (s *Server) contactSeen(ctx context.Context, input *ContactPath) (*struct{}, error) {
	return nil, s.store.ContactSeen(ctx, actorOf(ctx), input.ID)
}

type contactRecentInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"10"`
}

type contactRecentAnswer struct{ Body api.List[api.Contact] }

func (s *Server) contactRecent(ctx context.Context, input *contactRecentInput) (*contactRecentAnswer, error) {
	contacts, err := s.store.ContactRecent(ctx, actorOf(ctx), input.Limit)
	if err != nil {
		return nil, err
	}
	return &contactRecentAnswer{Body: api.ListOf(contacts, api.ContactOf)}, nil
}
