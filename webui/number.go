package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// NumberStore keeps the organisation's numbers. Only admins may change them.
type NumberStore interface {
	NumberList(ctx context.Context, actor crm.Actor) ([]callsvc.DID, error)
	NumberCreate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error)
	NumberUpdate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error)
	NumberDelete(ctx context.Context, actor crm.Actor, number id.Number) error
}

// NumberPath names a number in an address. huma reads embedded parameters of exported types only.
type NumberPath struct {
	ID id.Number `path:"id" format:"uuid"`
}

type numberAnswer struct{ Body api.Number }

type numberListAnswer struct{ Body api.List[api.Number] }

func (s *Server) numberList(ctx context.Context, _ *struct{}) (*numberListAnswer, error) {
	numbers, err := s.store.NumberList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &numberListAnswer{Body: api.ListOf(numbers, api.NumberOf)}, nil
}

type numberCreateInput struct{ Body api.NumberDraft }

func (s *Server) numberCreate(ctx context.Context, input *numberCreateInput) (*numberAnswer, error) {
	draft := input.Body.Record()
	if err := oneTarget(draft); err != nil {
		return nil, err
	}
	number, err := s.store.NumberCreate(ctx, actorOf(ctx), draft)
	if err != nil {
		return nil, err
	}
	s.routesChanged(ctx, number.ID)
	return &numberAnswer{Body: api.NumberOf(number)}, nil
}

type numberUpdateInput struct {
	NumberPath
	Body api.NumberPatch
}

func (s *Server) numberUpdate(ctx context.Context, input *numberUpdateInput) (*numberAnswer, error) {
	numbers, err := s.store.NumberList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	number, err := find(numbers, "number", func(number callsvc.DID) bool { return number.ID == input.ID })
	if err != nil {
		return nil, err
	}
	number = input.Body.Apply(number)
	if err := oneTarget(number); err != nil {
		return nil, err
	}
	if number, err = s.store.NumberUpdate(ctx, actorOf(ctx), number); err != nil {
		return nil, err
	}
	s.routesChanged(ctx, number.ID)
	return &numberAnswer{Body: api.NumberOf(number)}, nil
}

func (s *Server) numberDelete(ctx context.Context, input *NumberPath) (*struct{}, error) {
	if err := s.store.NumberDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.routesChanged(ctx, input.ID)
	return nil, nil //nolint:nilnil // huma answers 204
}

func oneTarget(number callsvc.DID) error {
	given := 0
	for _, is := range []bool{number.QueueID != nil, number.UserID != nil, number.MenuID != nil} {
		if is {
			given++
		}
	}
	if given == 1 {
		return nil
	}
	return &crm.Error{
		Code: crm.CodeInvalid, Message: "A number goes to exactly one queue, user or menu.",
		Fields: []crm.FieldError{{Field: "queueId", Message: "give exactly one of queueId, userId and menuId"}},
	}
}
