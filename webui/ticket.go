package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// TicketStore keeps tickets.
type TicketStore interface {
	TicketCreate(ctx context.Context, actor crm.Actor, draft crm.TicketDraft) (crm.Ticket, error)
	TicketGet(ctx context.Context, actor crm.Actor, ticket id.Ticket) (crm.Ticket, error)
	TicketList(ctx context.Context, actor crm.Actor, filter crm.TicketFilter, page crm.PageRequest) (crm.Page[crm.Ticket], error)
	TicketSetStatus(ctx context.Context, actor crm.Actor, ticket id.Ticket, status crm.TicketStatus) (crm.Ticket, error)
}

// TicketPath names a ticket in an address. huma reads embedded parameters of exported types only.
type TicketPath struct {
	ID id.Ticket `path:"id" format:"uuid"`
}

type ticketAnswer struct{ Body api.Ticket }

type ticketListInput struct {
	ListParams
	Status     string      `query:"status" enum:"new,open,pending,solved,closed"`
	Open       bool        `query:"open" doc:"Only tickets that are neither solved nor closed."`
	ContactID  id.Contact  `query:"contactId" format:"uuid"`
	CustomerID id.Customer `query:"customerId" format:"uuid"`
	AssigneeID id.User     `query:"assigneeId" format:"uuid"`
}

type ticketListAnswer struct{ Body api.Page[api.Ticket] }

func (s *Server) ticketList(ctx context.Context, input *ticketListInput) (*ticketListAnswer, error) {
	return s.listTickets(ctx, crm.TicketFilter{
		Query: input.Query, Status: crm.TicketStatus(input.Status), OpenOnly: input.Open,
		ContactID: given(input.ContactID), CustomerID: given(input.CustomerID), AssigneeID: given(input.AssigneeID),
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
	return &ticketAnswer{Body: api.TicketOf(ticket)}, nil
}

func (s *Server) ticketGet(ctx context.Context, input *TicketPath) (*ticketAnswer, error) {
	ticket, err := s.store.TicketGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return &ticketAnswer{Body: api.TicketOf(ticket)}, nil
}

type ticketUpdateInput struct {
	TicketPath
	Body api.TicketPatch
}

func (s *Server) ticketUpdate(ctx context.Context, input *ticketUpdateInput) (*ticketAnswer, error) {
	ticket, err := s.store.TicketSetStatus(ctx, actorOf(ctx), input.ID, input.Body.Status)
	if err != nil {
		return nil, err
	}
	return &ticketAnswer{Body: api.TicketOf(ticket)}, nil
}
