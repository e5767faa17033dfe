package webui

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// AuditStore says who changed what.
type AuditStore interface {
	AuditList(ctx context.Context, actor crm.Actor, filter crm.AuditFilter, page crm.PageRequest) (crm.Page[crm.AuditEntry], error)
	ContactHistory(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.AuditEntry], error)
	TagList(ctx context.Context, actor crm.Actor) ([]crm.Tag, error)
}

type auditListInput struct {
	Limit    int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor   string    `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
	Sort     string    `query:"sort" maxLength:"40" doc:"-at (the default), or at."`
	Noun     string    `query:"noun" maxLength:"40"`
	RecordID uuid.UUID `query:"recordId" format:"uuid"`
	UserID   id.User   `query:"userId" format:"uuid"`
	From     time.Time `query:"from"`
	To       time.Time `query:"to" doc:"Exclusive."`
}

type auditListAnswer struct{ Body api.Page[api.AuditEntry] }

func (s *Server) auditList(ctx context.Context, input *auditListInput) (*auditListAnswer, error) {
	filter := crm.AuditFilter{
		Noun: input.Noun, RecordID: given(input.RecordID), UserID: given(input.UserID), From: given(input.From), To: given(input.To),
	}
	page, err := s.store.AuditList(ctx, actorOf(ctx), filter, crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor, Sort: input.Sort})
	if err != nil {
		return nil, err
	}
	return &auditListAnswer{Body: api.PageOf(page, api.AuditEntryOf)}, nil
}

type contactHistoryInput struct {
	ContactPath
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
	Sort   string `query:"sort" maxLength:"40" doc:"-at (the default), or at."`
}

func (s *Server) contactHistory(ctx context.Context, input *contactHistoryInput) (*auditListAnswer, error) {
	page, err := s.store.ContactHistory(ctx, actorOf(ctx), input.ID, crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor, Sort: input.Sort})
	if err != nil {
		return nil, err
	}
	return &auditListAnswer{Body: api.PageOf(page, api.AuditEntryOf)}, nil
}

type tagListAnswer struct{ Body api.List[api.Tag] }

func (s *Server) tagList(ctx context.Context, _ *struct{}) (*tagListAnswer, error) {
	tags, err := s.store.TagList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &tagListAnswer{Body: api.ListOf(tags, api.TagOf)}, nil
}
