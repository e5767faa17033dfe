package webui

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// Simulator places real SIP calls to the running demo.
type Simulator interface {
	PlaceCall(ctx context.Context, from, to string) error
}

// The demo's caller and called number (both Ofcom drama numbers) where a
// request names none.
const (
	demoFrom = "+447700900123"
	demoTo   = "+442079460000"
)

type demoCallInput struct {
	Body *api.DemoCall
}

type demoCallAnswer struct{ Body api.Nothing }

func (s *Server) demoCall(ctx context.Context, input *demoCallInput) (*demoCallAnswer, error) {
	if s.simulator == nil {
		return nil, crm.NotFound("demo")
	}
	var from, to string
	if input.Body != nil {
		from, to = input.Body.From, input.Body.To
	}
	if from == "" {
		from = demoFrom
	}
	if to == "" {
		to = demoTo
	}
	if err := s.simulator.PlaceCall(ctx, from, to); err != nil {
		return nil, fmt.Errorf("place demo call: %w", err)
	}
	return &demoCallAnswer{}, nil
}
