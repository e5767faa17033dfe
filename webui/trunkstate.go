package webui

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// TrunkWatcher says how trunks stand and tries them. *callsvc.Service satisfies it.
type TrunkWatcher interface {
	TrunkStates(org id.Org) []callsvc.TrunkState
	TestTrunk(ctx context.Context, org id.Org, trunk id.Trunk, number e164.Number) (callsvc.TrunkTest, error)
}

type trunkStatesAnswer struct{ Body api.List[api.TrunkState] }

func (s *Server) trunkStates(ctx context.Context, _ *struct{}) (*trunkStatesAnswer, error) {
	actor := actorOf(ctx)
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return nil, err //nolint:wrapcheck // the refusal is the answer
	}
	return &trunkStatesAnswer{Body: api.ListOf(s.trunks.TrunkStates(actor.Org), api.TrunkStateOf)}, nil
}

type trunkTestInput struct {
	TrunkPath
	Body api.TrunkTestDraft
}

type trunkTestAnswer struct{ Body api.TrunkTest }

func (s *Server) trunkTest(ctx context.Context, input *trunkTestInput) (*trunkTestAnswer, error) {
	actor := actorOf(ctx)
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return nil, err //nolint:wrapcheck // the refusal is the answer
	}
	number := e164.Parse(input.Body.To, actor.Country)
	if number.Kind != e164.Dialable {
		return nil, &crm.Error{Code: crm.CodeInvalid, Message: "The number cannot be dialled.", Fields: []crm.FieldError{{
			Field: "to", Message: "This is no number that can be dialled.",
		}}}
	}
	test, err := s.trunks.TestTrunk(ctx, actor.Org, input.ID, number)
	if err != nil {
		return nil, fmt.Errorf("test trunk: %w", err)
	}
	return &trunkTestAnswer{Body: api.TrunkTestOf(test)}, nil
}
