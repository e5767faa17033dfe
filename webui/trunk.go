package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// TrunkStore keeps the ways to carriers. Only admins may change them.
type TrunkStore interface {
	TrunkList(ctx context.Context, actor crm.Actor) ([]callsvc.Trunk, error)
	TrunkCreate(ctx context.Context, actor crm.Actor, trunk callsvc.Trunk) (callsvc.Trunk, error)
	TrunkUpdate(ctx context.Context, actor crm.Actor, trunk callsvc.Trunk) (callsvc.Trunk, error)
	TrunkDelete(ctx context.Context, actor crm.Actor, trunk id.Trunk) error
}

// TrunkPath names a trunk in an address. huma reads embedded parameters of exported types only.
type TrunkPath struct {
	ID id.Trunk `path:"id" format:"uuid"`
}

type trunkAnswer struct{ Body api.Trunk }

type trunkListAnswer struct{ Body api.List[api.Trunk] }

func (s *Server) trunkList(ctx context.Context, _ *struct{}) (*trunkListAnswer, error) {
	trunks, err := s.store.TrunkList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &trunkListAnswer{Body: api.ListOf(trunks, api.TrunkOf)}, nil
}

type trunkCreateInput struct{ Body api.TrunkDraft }

func (s *Server) trunkCreate(ctx context.Context, input *trunkCreateInput) (*trunkAnswer, error) {
	draft, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	trunk, err := s.store.TrunkCreate(ctx, actorOf(ctx), draft)
	if err != nil {
		return nil, err
	}
	s.directoryChanged(ctx)
	s.recordChanged(ctx, "trunk", trunk.ID, nil)
	return &trunkAnswer{Body: api.TrunkOf(trunk)}, nil
}

type trunkUpdateInput struct {
	TrunkPath
	Body api.TrunkPatch
}

func (s *Server) trunkUpdate(ctx context.Context, input *trunkUpdateInput) (*trunkAnswer, error) {
	trunks, err := s.store.TrunkList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	trunk, err := find(trunks, "trunk", func(trunk callsvc.Trunk) bool { return trunk.ID == input.ID })
	if err != nil {
		return nil, err
	}
	if trunk, err = input.Body.Apply(trunk); err != nil {
		return nil, err
	}
	if trunk, err = s.store.TrunkUpdate(ctx, actorOf(ctx), trunk); err != nil {
		return nil, err
	}
	s.directoryChanged(ctx)
	s.recordChanged(ctx, "trunk", trunk.ID, nil)
	return &trunkAnswer{Body: api.TrunkOf(trunk)}, nil
}

func (s *Server) trunkDelete(ctx context.Context, input *TrunkPath) (*struct{}, error) {
	if err := s.store.TrunkDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.directoryChanged(ctx)
	s.recordChanged(ctx, "trunk", input.ID, nil)
	return nil, nil //nolint:nilnil // huma answers 204
}

// find picks one record of a short list.
func find[T any](records []T, noun string, is func(T) bool) (T, error) {
	for _, record := range records {
		if is(record) {
			return record, nil
		}
	}
	var none T
	return none, crm.NotFound(noun)
}
