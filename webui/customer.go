package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// CustomerStore keeps customers.
type CustomerStore interface {
	CustomerCreate(ctx context.Context, actor crm.Actor, draft crm.CustomerDraft) (crm.Customer, error)
	CustomerGet(ctx context.Context, actor crm.Actor, customer id.Customer) (crm.Customer, error)
	CustomerUpdate(ctx context.Context, actor crm.Actor, customer id.Customer, version *int64, change crm.CustomerChange) (crm.Customer, error)
	CustomerList(ctx context.Context, actor crm.Actor, query string, page crm.PageRequest) (crm.Page[crm.Customer], error)
}

// CustomerPath names a customer in an address. huma reads embedded parameters of exported types only.
type CustomerPath struct {
	ID id.Customer `path:"id" format:"uuid"`
}

type customerAnswer struct {
	ETag string `header:"ETag"`
	Body api.Customer
}

type customerListAnswer struct{ Body api.Page[api.Customer] }

func (s *Server) customerList(ctx context.Context, input *ListParams) (*customerListAnswer, error) {
	page, err := s.store.CustomerList(ctx, actorOf(ctx), input.Query, input.page())
	if err != nil {
		return nil, err
	}
	return &customerListAnswer{Body: api.PageOf(page, api.CustomerOf)}, nil
}

type customerCreateInput struct{ Body api.CustomerDraft }

func (s *Server) customerCreate(ctx context.Context, input *customerCreateInput) (*customerAnswer, error) {
	customer, err := s.store.CustomerCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	return customerAnswerOf(customer), nil
}

func (s *Server) customerGet(ctx context.Context, input *CustomerPath) (*customerAnswer, error) {
	customer, err := s.store.CustomerGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return customerAnswerOf(customer), nil
}

type customerUpdateInput struct {
	CustomerPath
	Condition
	Body api.CustomerPatch
}

func (s *Server) customerUpdate(ctx context.Context, input *customerUpdateInput) (*customerAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	customer, err := s.store.CustomerUpdate(ctx, actorOf(ctx), input.ID, version, change)
	if err != nil {
		return nil, err
	}
	return customerAnswerOf(customer), nil
}

type customerContactsInput struct {
	CustomerPath
	ListParams
}

func (s *Server) customerContacts(ctx context.Context, input *customerContactsInput) (*contactListAnswer, error) {
	if _, err := s.store.CustomerGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	filter := crm.ContactFilter{Query: input.Query, CustomerID: &input.ID}
	page, err := s.store.ContactList(ctx, actorOf(ctx), filter, input.page())
	if err != nil {
		return nil, err
	}
	return &contactListAnswer{Body: api.PageOf(page, api.ContactOf)}, nil
}

type customerContactCreateInput struct {
	CustomerPath
	Body api.ContactDraft
}

// customerContactCreate makes a contact whose company agents cannot change.
func (s *Server) customerContactCreate(ctx context.Context, input *customerContactCreateInput) (*contactCreated, error) {
	if input.Body.Company != "" || input.Body.CustomerID != nil && *input.Body.CustomerID != input.ID {
		return nil, &crm.Error{
			Code: crm.CodeInvalid, Message: "The contact is made for the customer of this page.",
			Fields: []crm.FieldError{{Field: "customerId", Message: "must be left out"}},
		}
	}
	draft := input.Body.Record()
	draft.CustomerID, draft.Lock = &input.ID, true
	if _, err := s.store.CustomerGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.createContact(ctx, draft)
}

func customerAnswerOf(customer crm.Customer) *customerAnswer {
	return &customerAnswer{ETag: etag(customer.Version), Body: api.CustomerOf(customer)}
}
