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
}

type auditListInput struct {
	HistoryParams
	Noun     string    `query:"noun" maxLength:"40"`
	Action   string    `query:"action" maxLength:"40"`
	RecordID uuid.UUID `query:"recordId" format:"uuid"`
	UserID   id.User   `query:"userId" format:"uuid"`
	From     time.Time `query:"from"`
	To       time.Time `query:"to" doc:"Exclusive."`
}

type auditListAnswer struct{ Body api.Page[api.AuditEntry] }

func (s *Server) auditList(ctx context.Context, input *auditListInput) (*auditListAnswer, error) {
	filter := crm.AuditFilter{
		Noun: input.Noun, Action: input.Action, RecordID: given(input.RecordID), UserID: given(input.UserID), From: given(input.From), To: given(input.To),
	}
	return auditAnswerOf(s.store.AuditList(ctx, actorOf(ctx), filter, input.page()))
}

// HistoryParams page through the history of a record. huma reads embedded
// parameters of exported types only.
type HistoryParams struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
	Sort   string `query:"sort" maxLength:"40" doc:"-at (the default), or at."`
}

func (p HistoryParams) page() crm.PageRequest {
	return crm.PageRequest{Limit: p.Limit, Cursor: p.Cursor, Sort: p.Sort}
}

type contactHistoryInput struct {
	ContactPath
	HistoryParams
}

func (s *Server) contactHistory(ctx context.Context, input *contactHistoryInput) (*auditListAnswer, error) {
	return auditAnswerOf(s.store.ContactHistory(ctx, actorOf(ctx), input.ID, input.page()))
}

type customerHistoryInput struct {
	CustomerPath
	HistoryParams
}

func (s *Server) customerHistory(ctx context.Context, input *customerHistoryInput) (*auditListAnswer, error) {
	if _, err := s.store.CustomerGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.history(ctx, "customer", input.ID.UUID, input.HistoryParams)
}

type ticketHistoryInput struct {
	TicketPath
	HistoryParams
}

func (s *Server) ticketHistory(ctx context.Context, input *ticketHistoryInput) (*auditListAnswer, error) {
	if _, err := s.store.TicketGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.history(ctx, "ticket", input.ID.UUID, input.HistoryParams)
}

type dealHistoryInput struct {
	DealPath
	HistoryParams
}

func (s *Server) dealHistory(ctx context.Context, input *dealHistoryInput) (*auditListAnswer, error) {
	if _, err := s.store.DealGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.history(ctx, "deal", input.ID.UUID, input.HistoryParams)
}

// history is what happened to one record that the actor may read.
func (s *Server) history(ctx context.Context, noun string, record uuid.UUID, params HistoryParams) (*auditListAnswer, error) {
	return auditAnswerOf(s.store.AuditList(ctx, actorOf(ctx), crm.AuditFilter{Noun: noun, RecordID: &record}, params.page()))
}

func auditAnswerOf(page crm.Page[crm.AuditEntry], err error) (*auditListAnswer, error) {
	if err != nil {
		return nil, err
	}
	return &auditListAnswer{Body: api.PageOf(page, api.AuditEntryOf)}, nil
}
