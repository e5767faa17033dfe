package webui

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// RecordingStore keeps what was recorded of calls. Who may see a call may hear
// it; only admins delete and make rules.
type RecordingStore interface {
	RecordingList(ctx context.Context, actor crm.Actor, call id.Call) ([]callsvc.Recording, error)
	RecordingOpen(ctx context.Context, actor crm.Actor, call id.Call, recording *id.Recording, begins bool) (callsvc.Recording, error)
	RecordingDelete(ctx context.Context, actor crm.Actor, call id.Call, recording id.Recording) error
	RecordingRules(ctx context.Context, actor crm.Actor) ([]callsvc.RecordingRule, error)
	RecordingRulesSet(ctx context.Context, actor crm.Actor, rules []callsvc.RecordingRule) ([]callsvc.RecordingRule, error)
}

// RecordingPath names a recording in an address. huma reads embedded parameters of exported types only.
type RecordingPath struct {
	CallPath
	RecordingID id.Recording `path:"recordingId" format:"uuid"`
}

type callRecordInput struct {
	CallPath
	Body api.Record
}

func (s *Server) callRecord(ctx context.Context, input *callRecordInput) (*struct{}, error) {
	return nil, s.command(ctx, input.ID, callsvc.Command{Name: callsvc.CommandRecord, Action: input.Body.Action})
}

type recordingListAnswer struct{ Body api.List[api.Recording] }

func (s *Server) recordingList(ctx context.Context, input *CallPath) (*recordingListAnswer, error) {
	recordings, err := s.store.RecordingList(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return &recordingListAnswer{Body: api.ListOf(recordings, api.RecordingOf)}, nil
}

type callRecordingInput struct {
	CallPath
	Range string `header:"Range" doc:"The part that is wanted, such as bytes=0-."`
}

func (s *Server) callRecording(ctx context.Context, input *callRecordingInput) (*huma.StreamResponse, error) {
	return s.sendRecording(ctx, input.ID, nil, input.Range)
}

type recordingSoundInput struct {
	RecordingPath
	Range string `header:"Range" doc:"The part that is wanted, such as bytes=0-."`
}

func (s *Server) recordingSound(ctx context.Context, input *recordingSoundInput) (*huma.StreamResponse, error) {
	return s.sendRecording(ctx, input.ID, &input.RecordingID, input.Range)
}

func (s *Server) sendRecording(ctx context.Context, call id.Call, recording *id.Recording, part string) (*huma.StreamResponse, error) {
	found, err := s.store.RecordingOpen(ctx, actorOf(ctx), call, recording, begins(part))
	if err != nil {
		return nil, err
	}
	return s.sendSound(found.Path, found.StartedAt), nil
}

func (s *Server) recordingDelete(ctx context.Context, input *RecordingPath) (*struct{}, error) {
	if err := s.store.RecordingDelete(ctx, actorOf(ctx), input.ID, input.RecordingID); err != nil {
		return nil, err
	}
	return nil, nil //nolint:nilnil // huma answers 204
}

type recordingRulesAnswer struct{ Body api.List[api.RecordingRule] }

func (s *Server) recordingRules(ctx context.Context, _ *struct{}) (*recordingRulesAnswer, error) {
	rules, err := s.store.RecordingRules(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &recordingRulesAnswer{Body: api.ListOf(rules, api.RecordingRuleOf)}, nil
}

type recordingRulesInput struct{ Body api.RecordingRules }

func (s *Server) recordingRulesSet(ctx context.Context, input *recordingRulesInput) (*recordingRulesAnswer, error) {
	rules, err := s.store.RecordingRulesSet(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.directoryChanged(ctx)
	return &recordingRulesAnswer{Body: api.ListOf(rules, api.RecordingRuleOf)}, nil
}
