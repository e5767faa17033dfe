package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// CallbackStore keeps who is to be called back.
type CallbackStore interface {
	CallbackList(ctx context.Context, actor crm.Actor, filter crm.CallbackFilter, page crm.PageRequest) (crm.Page[crm.Callback], error)
	CallbacksWaiting(ctx context.Context, actor crm.Actor) (int64, error)
	CallbackGet(ctx context.Context, actor crm.Actor, callback id.Callback) (crm.Callback, error)
	CallbackCreate(ctx context.Context, actor crm.Actor, draft crm.CallbackDraft) (crm.Callback, error)
	CallbackUpdate(ctx context.Context, actor crm.Actor, callback id.Callback, version *int64, change crm.CallbackChange) (crm.Callback, error)
}

// CallbackPath names a callback in an address. huma reads embedded parameters of exported types only.
type CallbackPath struct {
	ID id.Callback `path:"id" format:"uuid"`
}

type callbackAnswer struct {
	ETag string `header:"ETag"`
	Body api.Callback
}

func callbackAnswerOf(c crm.Callback) *callbackAnswer {
	return &callbackAnswer{ETag: etag(c.Version), Body: api.CallbackOf(c)}
}

type callbackListInput struct {
	State     string     `query:"state" enum:"open,done,dismissed"`
	OwnerID   id.User    `query:"ownerId" format:"uuid"`
	Unowned   bool       `query:"unowned" doc:"Only those that nobody took."`
	QueueID   id.Queue   `query:"queueId" format:"uuid"`
	ContactID id.Contact `query:"contactId" format:"uuid"`
	Due       bool       `query:"due" doc:"Only those without a time, and those whose time has come."`
	Limit     int        `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor    string     `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
	Sort      string     `query:"sort" maxLength:"40" doc:"firstAt (the default), lastAt or closedAt; with - before it the other way."`
}

type callbackListAnswer struct{ Body api.Page[api.Callback] }

func (s *Server) callbackList(ctx context.Context, input *callbackListInput) (*callbackListAnswer, error) {
	page, err := s.store.CallbackList(ctx, actorOf(ctx), crm.CallbackFilter{
		State: crm.CallbackState(input.State), OwnerID: given(input.OwnerID), Unowned: input.Unowned,
		QueueID: given(input.QueueID), ContactID: given(input.ContactID), Due: input.Due,
	}, crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor, Sort: input.Sort})
	if err != nil {
		return nil, err
	}
	return &callbackListAnswer{Body: api.PageOf(page, api.CallbackOf)}, nil
}

type callbackCountAnswer struct{ Body api.CallbackCount }

func (s *Server) callbackCount(ctx context.Context, _ *struct{}) (*callbackCountAnswer, error) {
	waiting, err := s.store.CallbacksWaiting(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &callbackCountAnswer{Body: api.CallbackCount{Waiting: waiting}}, nil
}

type callbackCreateInput struct{ Body api.CallbackDraft }

func (s *Server) callbackCreate(ctx context.Context, input *callbackCreateInput) (*callbackAnswer, error) {
	made, err := s.store.CallbackCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "callback", made.ID, made.ContactID)
	return callbackAnswerOf(made), nil
}

func (s *Server) callbackGet(ctx context.Context, input *CallbackPath) (*callbackAnswer, error) {
	found, err := s.store.CallbackGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return callbackAnswerOf(found), nil
}

type callbackUpdateInput struct {
	CallbackPath
	Condition
	Body api.CallbackPatch
}

func (s *Server) callbackUpdate(ctx context.Context, input *callbackUpdateInput) (*callbackAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	updated, err := s.store.CallbackUpdate(ctx, actorOf(ctx), input.ID, version, change)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "callback", updated.ID, updated.ContactID)
	return callbackAnswerOf(updated), nil
}
