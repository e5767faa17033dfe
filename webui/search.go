package webui

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// searchHits is how many records of each noun a search of everything shows:
// what fits a screen. Each noun's own list has the rest.
const searchHits = 6

type searchInput struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"Part of a name, company, email, subject; #12 for a ticket; a number in any format."`
}

type searchAnswer struct{ Body api.SearchResults }

// search asks every noun at once, since one waits for the answer while typing.
func (s *Server) search(ctx context.Context, input *searchInput) (*searchAnswer, error) {
	actor, page := actorOf(ctx), crm.PageRequest{Limit: searchHits}
	var (
		contacts  crm.Page[crm.Contact]
		customers crm.Page[crm.Customer]
		tickets   crm.Page[crm.Ticket]
		deals     crm.Page[crm.Deal]
	)
	group, within := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		contacts, err = s.store.ContactList(within, actor, crm.ContactFilter{Query: input.Query}, page)
		return err
	})
	group.Go(func() (err error) {
		customers, err = s.store.CustomerList(within, actor, input.Query, page)
		return err
	})
	group.Go(func() (err error) {
		tickets, err = s.store.TicketList(within, actor, crm.TicketFilter{Query: input.Query}, page)
		return err
	})
	group.Go(func() (err error) {
		deals, err = s.store.DealList(within, actor, crm.DealFilter{Query: input.Query}, page)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	results := api.SearchResults{
		Contacts:  api.ListOf(contacts.Items, api.ContactOf).Items,
		Customers: api.ListOf(customers.Items, api.CustomerOf).Items,
		Tickets:   api.ListOf(tickets.Items, api.TicketOf).Items,
		Deals:     api.ListOf(deals.Items, api.DealOf).Items,
	}
	if number := e164.Parse(input.Query, actor.Country); number.Kind == e164.Dialable {
		results.Number.Value = &api.SearchNumber{E164: number.E164, National: number.National(), Extension: number.Extension}
	}
	return &searchAnswer{Body: results}, nil
}
