package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// TagStore keeps tags. Contacts make them; supervisors and admins tidy up.
type TagStore interface {
	TagList(ctx context.Context, actor crm.Actor) ([]crm.Tag, error)
	TagUpdate(ctx context.Context, actor crm.Actor, tag id.Tag, change crm.TagChange) (crm.Tag, error)
	TagDelete(ctx context.Context, actor crm.Actor, tag id.Tag) error
}

type tagListAnswer struct{ Body api.List[api.Tag] }

func (s *Server) tagList(ctx context.Context, _ *struct{}) (*tagListAnswer, error) {
	tags, err := s.store.TagList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &tagListAnswer{Body: api.ListOf(tags, api.TagOf)}, nil
}

// TagPath names a tag in an address. huma reads embedded parameters of exported types only.
type TagPath struct {
	ID id.Tag `path:"id" format:"uuid"`
}

type tagUpdateInput struct {
	TagPath
	Body api.TagPatch
}

type tagAnswer struct{ Body api.Tag }

func (s *Server) tagUpdate(ctx context.Context, input *tagUpdateInput) (*tagAnswer, error) {
	tag, err := s.store.TagUpdate(ctx, actorOf(ctx), input.ID, input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "tag", tag.ID, nil)
	return &tagAnswer{Body: api.TagOf(tag)}, nil
}

func (s *Server) tagDelete(ctx context.Context, input *TagPath) (*struct{}, error) {
	if err := s.store.TagDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "tag", input.ID, nil)
	return nil, nil //nolint:nilnil // huma answers 204
}
