package webui

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// TicketStore keeps tickets.
type TicketStore interface {
	TicketCreate(ctx context.Context, actor crm.Actor, draft crm.TicketDraft) (crm.Ticket, error)
	TicketGet(ctx context.Context, actor crm.Actor, ticket id.Ticket) (crm.Ticket, error)
	TicketList(ctx context.Context, actor crm.Actor, filter crm.TicketFilter, page crm.PageRequest) (crm.Page[crm.Ticket], error)
	TicketUpdate(ctx context.Context, actor crm.Actor, ticket id.Ticket, version *int64, change crm.TicketChange) (crm.Ticket, error)
	TicketMessageCreate(ctx context.Context, actor crm.Actor, ticket id.Ticket, draft crm.TicketMessageDraft) (crm.TicketMessage, error)
	TicketMessageList(ctx context.Context, actor crm.Actor, ticket id.Ticket, page crm.PageRequest) (crm.Page[crm.TicketMessage], error)
}

// TicketPath names a ticket in an address. huma reads embedded parameters of exported types only.
type TicketPath struct {
	ID id.Ticket `path:"id" format:"uuid"`
}

type ticketAnswer struct {
	ETag string `header:"ETag"`
	Body api.Ticket
}

type ticketListInput struct {
	ListParams
	Status     string      `query:"status" enum:"new,open,pending,solved,closed"`
	Open       bool        `query:"open" doc:"Only tickets that are neither solved nor closed."`
	Priority   string      `query:"priority" enum:"low,normal,high,urgent"`
	Overdue    bool        `query:"overdue" doc:"Only open tickets whose due time has passed."`
	ContactID  id.Contact  `query:"contactId" format:"uuid"`
	CustomerID id.Customer `query:"customerId" format:"uuid"`
	AssigneeID id.User     `query:"assigneeId" format:"uuid"`
	DueBefore  time.Time   `query:"dueBefore" doc:"Due before this time."`
}

type ticketListAnswer struct{ Body api.Page[api.Ticket] }

func (s *Server) ticketList(ctx context.Context, input *ticketListInput) (*ticketListAnswer, error) {
	return s.listTickets(ctx, crm.TicketFilter{
		Query: input.Query, Status: crm.TicketStatus(input.Status), OpenOnly: input.Open,
		Priority: input.Priority, Overdue: input.Overdue,
		ContactID: given(input.ContactID), CustomerID: given(input.CustomerID), AssigneeID: given(input.AssigneeID),
		DueBefore: input.DueBefore,
	}, input.ListParams)
}

type contactTicketsInput struct {
	ContactPath
	ListParams
}

func (s *Server) contactTickets(ctx context.Context, input *contactTicketsInput) (*ticketListAnswer, error) {
	if _, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.listTickets(ctx, crm.TicketFilter{Query: input.Query, ContactID: &input.ID}, input.ListParams)
}

type customerTicketsInput struct {
	CustomerPath
	ListParams
}

func (s *Server) customerTickets(ctx context.Context, input *customerTicketsInput) (*ticketListAnswer, error) {
	if _, err := s.store.CustomerGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.listTickets(ctx, crm.TicketFilter{Query: input.Query, CustomerID: &input.ID}, input.ListParams)
}

func (s *Server) listTickets(ctx context.Context, filter crm.TicketFilter, params ListParams) (*ticketListAnswer, error) {
	page, err := s.store.TicketList(ctx, actorOf(ctx), filter, params.page())
	if err != nil {
		return nil, err
	}
	return &ticketListAnswer{Body: api.PageOf(page, api.TicketOf)}, nil
}

type ticketCreateInput struct{ Body api.TicketDraft }

func (s *Server) ticketCreate(ctx context.Context, input *ticketCreateInput) (*ticketAnswer, error) {
	ticket, err := s.store.TicketCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "ticket", ticket.ID, ticket.ContactID)
	return ticketAnswerOf(ticket), nil
}

func (s *Server) ticketGet(ctx context.Context, input *TicketPath) (*ticketAnswer, error) {
	ticket, err := s.store.TicketGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return ticketAnswerOf(ticket), nil
}

type ticketUpdateInput struct {
	TicketPath
	Condition
	Body api.TicketPatch
}

func (s *Server) ticketUpdate(ctx context.Context, input *ticketUpdateInput) (*ticketAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	var before crm.Ticket
	if change.ContactID.Set {
		if before, err = s.store.TicketGet(ctx, actorOf(ctx), input.ID); err != nil {
			return nil, err
		}
	}
	ticket, err := s.store.TicketUpdate(ctx, actorOf(ctx), input.ID, version, change)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "ticket", ticket.ID, ticket.ContactID)
	if before.ContactID != nil && (ticket.ContactID == nil || *ticket.ContactID != *before.ContactID) {
		// The ticket left somebody's card.
		s.recordChanged(ctx, "ticket", ticket.ID, before.ContactID)
	}
	return ticketAnswerOf(ticket), nil
}

func ticketAnswerOf(ticket crm.Ticket) *ticketAnswer {
	return &ticketAnswer{ETag: etag(ticket.Version), Body: api.TicketOf(ticket)}
}

type ticketMessagesInput struct {
	TicketPath
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
	Sort   string `query:"sort" maxLength:"40" doc:"createdAt (the default), or -createdAt."`
}

type ticketMessagesAnswer struct {
	Body api.Page[api.TicketMessage]
}

func (s *Server) ticketMessages(ctx context.Context, input *ticketMessagesInput) (*ticketMessagesAnswer, error) {
	if _, err := s.store.TicketGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	page, err := s.store.TicketMessageList(ctx, actorOf(ctx), input.ID, crm.PageRequest{
		Limit: input.Limit, Cursor: input.Cursor, Sort: input.Sort,
	})
	if err != nil {
		return nil, err
	}
	return &ticketMessagesAnswer{Body: api.PageOf(page, api.TicketMessageOf)}, nil
}

type ticketMessageCreateInput struct {
	TicketPath
	Body api.TicketMessageDraft
}

type ticketMessageAnswer struct{ Body api.TicketMessage }

func (s *Server) ticketMessageCreate(ctx context.Context, input *ticketMessageCreateInput) (*ticketMessageAnswer, error) {
	message, err := s.store.TicketMessageCreate(ctx, actorOf(ctx), input.ID, input.Body.Record())
	if err != nil {
		return nil, err
	}
	// The message may have opened the ticket, which shows on the contact's card.
	ticket, err := s.store.TicketGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "ticket", ticket.ID, ticket.ContactID)
	return &ticketMessageAnswer{Body: api.TicketMessageOf(message)}, nil
}
