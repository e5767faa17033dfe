package webui

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/webui/api"
	"github.com/ringbook/ringbook/webui/live"
)

// CallService carries out what users ask of calls.
type CallService interface {
	live.CallService
}

// ConnectTo lets browsers connect to service. It exists because a method that
// returns a concrete type satisfies no interface method that returns another.
func ConnectTo(service *callsvc.Service) live.ConnectFunc {
	return func(ctx context.Context, org id.Org, user id.User, deliver func(callsvc.UserEvent)) (live.Phone, error) {
		connection, err := service.Connect(ctx, org, user, deliver)
		if err != nil {
			return nil, fmt.Errorf("connect browser: %w", err)
		}
		return connection, nil
	}
}

// callCommand is the handler of a command that needs nothing but the call.
func (s *Server) callCommand(name string) func(context.Context, *CallPath) (*struct{}, error) {
	return func(ctx context.Context, input *CallPath) (*struct{}, error) {
		return nil, s.command(ctx, input.ID, callsvc.Command{Name: name})
	}
}

type callMuteInput struct {
	CallPath
	Body api.Mute
}

func (s *Server) callMute(ctx context.Context, input *callMuteInput) (*struct{}, error) {
	return nil, s.command(ctx, input.ID, callsvc.Command{Name: callsvc.CommandMute, Muted: input.Body.Muted})
}

type callDTMFInput struct {
	CallPath
	Body api.DTMF
}

func (s *Server) callDTMF(ctx context.Context, input *callDTMFInput) (*struct{}, error) {
	return nil, s.command(ctx, input.ID, callsvc.Command{Name: callsvc.CommandDTMF, Digits: input.Body.Digits})
}

type callTransferInput struct {
	CallPath
	Body api.Transfer
}

func (s *Server) callTransfer(ctx context.Context, input *callTransferInput) (*struct{}, error) {
	return nil, s.command(ctx, input.ID, callsvc.Command{Name: callsvc.CommandTransfer, To: input.Body.UserID})
}

func (s *Server) command(ctx context.Context, call id.Call, command callsvc.Command) error {
	actor := actorOf(ctx)
	if err := s.calls.Command(ctx, actor.Org, actor.User, string(actor.Role), call, command); err != nil {
		return fmt.Errorf("command %s: %w", command.Name, err)
	}
	return nil
}
