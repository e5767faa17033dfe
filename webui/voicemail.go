package webui

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// VoicemailStore keeps the messages that callers left. Users hear their own and
// those of their queues, supervisors all.
type VoicemailStore interface {
	VoicemailList(ctx context.Context, actor crm.Actor, filter crm.VoicemailFilter, page crm.PageRequest) (crm.Page[crm.Voicemail], error)
	VoicemailsWaiting(ctx context.Context, actor crm.Actor) (int64, error)
	VoicemailOpen(ctx context.Context, actor crm.Actor, message id.Voicemail, begins bool) (crm.Voicemail, error)
	VoicemailHear(ctx context.Context, actor crm.Actor, message id.Voicemail, heard bool) (crm.Voicemail, error)
	VoicemailDelete(ctx context.Context, actor crm.Actor, message id.Voicemail) (crm.Voicemail, error)
}

// VoicemailPath names a message in an address. huma reads embedded parameters of exported types only.
type VoicemailPath struct {
	ID id.Voicemail `path:"id" format:"uuid"`
}

type voicemailListInput struct {
	Waiting bool     `query:"waiting" doc:"Only those that nobody has heard."`
	Mine    bool     `query:"mine" doc:"Only your own and those of your queues."`
	QueueID id.Queue `query:"queueId" format:"uuid"`
	UserID  id.User  `query:"userId" format:"uuid"`
	Limit   int      `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor  string   `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
}

type voicemailListAnswer struct{ Body api.Page[api.Voicemail] }

func (s *Server) voicemailList(ctx context.Context, input *voicemailListInput) (*voicemailListAnswer, error) {
	page, err := s.store.VoicemailList(ctx, actorOf(ctx), crm.VoicemailFilter{
		Waiting: input.Waiting, Mine: input.Mine, QueueID: given(input.QueueID), UserID: given(input.UserID),
	}, crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor})
	if err != nil {
		return nil, err
	}
	return &voicemailListAnswer{Body: api.PageOf(page, api.VoicemailOf)}, nil
}

type voicemailCountAnswer struct{ Body api.VoicemailCount }

func (s *Server) voicemailCount(ctx context.Context, _ *struct{}) (*voicemailCountAnswer, error) {
	waiting, err := s.store.VoicemailsWaiting(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &voicemailCountAnswer{Body: api.VoicemailCount{Waiting: waiting}}, nil
}

type voicemailHearInput struct {
	VoicemailPath
	Body api.VoicemailPatch
}

type voicemailAnswer struct{ Body api.Voicemail }

func (s *Server) voicemailHear(ctx context.Context, input *voicemailHearInput) (*voicemailAnswer, error) {
	message, err := s.store.VoicemailHear(ctx, actorOf(ctx), input.ID, input.Body.Heard)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "voicemail", input.ID, message.Call.ContactID)
	return &voicemailAnswer{Body: api.VoicemailOf(message)}, nil
}

func (s *Server) voicemailDelete(ctx context.Context, input *VoicemailPath) (*struct{}, error) {
	gone, err := s.store.VoicemailDelete(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "voicemail", input.ID, gone.Call.ContactID)
	return nil, nil //nolint:nilnil // huma answers 204
}

type voicemailSoundInput struct {
	VoicemailPath
	Range string `header:"Range" doc:"The part that is wanted, such as bytes=0-."`
}

func (s *Server) voicemailSound(ctx context.Context, input *voicemailSoundInput) (*huma.StreamResponse, error) {
	message, err := s.store.VoicemailOpen(ctx, actorOf(ctx), input.ID, begins(input.Range))
	if err != nil {
		return nil, err
	}
	return s.sendSound(message.Path, message.At), nil
}
