package webui

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// ContactStore keeps contacts.
type ContactStore interface {
	ContactCreate(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) (crm.Contact, error)
	ContactGet(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error)
	ContactUpdate(ctx context.Context, actor crm.Actor, contact id.Contact, version *int64, change crm.ContactChange) (crm.Contact, error)
	ContactArchive(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error)
	ContactRestore(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error)
	ContactList(ctx context.Context, actor crm.Actor, filter crm.ContactFilter, page crm.PageRequest) (crm.Page[crm.Contact], error)
	ContactStatuses(ctx context.Context, actor crm.Actor) ([]string, error)
	ContactConfirmCustomer(ctx context.Context, actor crm.Actor, contact id.Contact, customer id.Customer) (crm.Contact, error)
	ContactSimilar(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) ([]callsvc.Match, error)
}

// ListParams are the parameters that every list takes.
type ListParams struct {
	Query  string `query:"q" maxLength:"200" doc:"What was typed into search."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
	Sort   string `query:"sort" maxLength:"40" doc:"A field name, with - before it for descending." example:"-createdAt"`
}

func (p ListParams) page() crm.PageRequest {
	return crm.PageRequest{Limit: p.Limit, Cursor: p.Cursor, Sort: p.Sort}
}

// ContactPath names a contact in an address. huma reads embedded parameters of exported types only.
type ContactPath struct {
	ID id.Contact `path:"id" format:"uuid"`
}

type contactAnswer struct {
	ETag string `header:"ETag"`
	Body api.Contact
}

// ContactParams narrow the contacts of a list or an export.
type ContactParams struct {
	Kind            string      `query:"kind" enum:"customer,contractor,vendor,partner,other"`
	Status          string      `query:"status" maxLength:"60"`
	CustomerID      id.Customer `query:"customerId" format:"uuid"`
	OwnerID         id.User     `query:"ownerId" format:"uuid"`
	Tag             string      `query:"tag" maxLength:"60"`
	MarketingOptOut string      `query:"marketingOptOut" enum:"true,false"`
	Archived        bool        `query:"archived" doc:"Archived contacts in place of active ones."`
	CustomKey       string      `query:"custom.KEY" doc:"A custom field's value, whatever its letter case. KEY is the field's key. Of a number or date also custom.KEY.from and custom.KEY.to, both inclusive."`
	// custom is what Resolve reads; huma knows of parameters with fixed names only.
	custom []crm.CustomFilter
}

func (p ContactParams) filter(query string) crm.ContactFilter {
	filter := crm.ContactFilter{
		Query: query, Kind: crm.ContactKind(p.Kind), Status: p.Status, Tag: p.Tag,
		CustomerID: given(p.CustomerID), OwnerID: given(p.OwnerID), Archived: p.Archived, Custom: p.custom,
	}
	if p.MarketingOptOut != "" {
		optOut := p.MarketingOptOut == "true"
		filter.MarketingOptOut = &optOut
	}
	return filter
}

type contactListInput struct {
	ListParams
	ContactParams
}

type contactListAnswer struct{ Body api.Page[api.Contact] }

func (s *Server) contactList(ctx context.Context, input *contactListInput) (*contactListAnswer, error) {
	page, err := s.store.ContactList(ctx, actorOf(ctx), input.filter(input.Query), input.page())
	if err != nil {
		return nil, err //nolint:wrapcheck // problemOf reads the store's error as it is, here and in every handler
	}
	return &contactListAnswer{Body: api.PageOf(page, api.ContactOf)}, nil
}

type contactCreateInput struct{ Body api.ContactDraft }

type contactCreated struct {
	Location string `header:"Location"`
	ETag     string `header:"ETag"`
	Body     api.Contact
}

func (s *Server) contactCreate(ctx context.Context, input *contactCreateInput) (*contactCreated, error) {
	return s.createContact(ctx, input.Body.Record())
}

func (s *Server) createContact(ctx context.Context, draft crm.ContactDraft) (*contactCreated, error) {
	contact, err := s.store.ContactCreate(ctx, actorOf(ctx), draft)
	if err != nil {
		return nil, err
	}
	s.contactChanged(ctx, contact, api.ChangeCreated)
	return &contactCreated{
		Location: "/api/v1/contacts/" + contact.ID.String(), ETag: etag(contact.Version), Body: api.ContactOf(contact),
	}, nil
}

type contactGetAnswer struct {
	ContentLocation string `header:"Content-Location" doc:"The survivor's address, where the contact was merged."`
	ETag            string `header:"ETag"`
	Body            api.Contact
}

func (s *Server) contactGet(ctx context.Context, input *ContactPath) (*contactGetAnswer, error) {
	contact, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	got := &contactGetAnswer{ETag: etag(contact.Version), Body: api.ContactOf(contact)}
	if contact.ID != input.ID {
		got.ContentLocation = "/api/v1/contacts/" + contact.ID.String()
	}
	return got, nil
}

type contactUpdateInput struct {
	ContactPath
	Condition
	Body api.ContactPatch
}

func (s *Server) contactUpdate(ctx context.Context, input *contactUpdateInput) (*contactAnswer, error) {
	asked, err := input.version()
	if err != nil {
		return nil, err
	}
	// Replacing one entry of a list reads the list first. Where somebody
	// changes the contact in between and the client named no version, the
	// change is worked out anew.
	const attempts = 3
	for attempt := 1; ; attempt++ {
		contact, err := s.updateContact(ctx, input, asked)
		var refusal *crm.Error
		if errors.As(err, &refusal) && refusal.Code == crm.CodeStale && asked == nil && attempt < attempts {
			continue
		}
		if err != nil {
			return nil, err
		}
		s.contactChanged(ctx, contact, api.ChangeUpdated)
		return contactAnswerOf(contact), nil
	}
}

func (s *Server) updateContact(ctx context.Context, input *contactUpdateInput, version *int64) (crm.Contact, error) {
	var current crm.Contact
	if input.Body.NeedsCurrent() {
		read, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID)
		if err != nil {
			return crm.Contact{}, err
		}
		current = read
		if version == nil {
			version = &current.Version
		}
	}
	change, err := input.Body.Record(current)
	if err != nil {
		return crm.Contact{}, err
	}
	return s.store.ContactUpdate(ctx, actorOf(ctx), input.ID, version, change)
}

func (s *Server) contactArchive(ctx context.Context, input *ContactPath) (*struct{}, error) {
	contact, err := s.store.ContactArchive(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.contactChanged(ctx, contact, api.ChangeArchived)
	return nil, nil //nolint:nilnil // huma answers 204
}

func (s *Server) contactRestore(ctx context.Context, input *ContactPath) (*contactAnswer, error) {
	contact, err := s.store.ContactRestore(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.contactChanged(ctx, contact, api.ChangeUpdated)
	return contactAnswerOf(contact), nil
}

type contactStatusesAnswer struct{ Body api.List[string] }

func (s *Server) contactStatuses(ctx context.Context, _ *struct{}) (*contactStatusesAnswer, error) {
	statuses, err := s.store.ContactStatuses(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &contactStatusesAnswer{Body: api.ListOf(statuses, func(status string) string { return status })}, nil
}

type contactSimilarAnswer struct{ Body api.Similar }

func (s *Server) contactSimilar(ctx context.Context, input *contactCreateInput) (*contactSimilarAnswer, error) {
	found, err := s.store.ContactSimilar(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	matches, err := s.matches(ctx, found)
	if err != nil {
		return nil, err
	}
	return &contactSimilarAnswer{Body: api.Similar{Matches: matches}}, nil
}

type confirmCustomerInput struct {
	ContactPath
	Body struct {
		CustomerID id.Customer `json:"customerId" format:"uuid"`
	}
}

func (s *Server) contactConfirmCustomer(ctx context.Context, input *confirmCustomerInput) (*contactAnswer, error) {
	contact, err := s.store.ContactConfirmCustomer(ctx, actorOf(ctx), input.ID, input.Body.CustomerID)
	if err != nil {
		return nil, err
	}
	s.contactChanged(ctx, contact, api.ChangeUpdated)
	return contactAnswerOf(contact), nil
}

func contactAnswerOf(contact crm.Contact) *contactAnswer {
	return &contactAnswer{ETag: etag(contact.Version), Body: api.ContactOf(contact)}
}

// Condition is the version that a change is meant for.
type Condition struct {
	IfMatch string `header:"If-Match" maxLength:"40" doc:"The version that was read; 412 stale when it is no longer that." example:"3"`
}

// version reads 3, "3" and W/"3"; nil where none is asked for.
func (m Condition) version() (*int64, error) {
	text := strings.Trim(strings.TrimPrefix(strings.TrimSpace(m.IfMatch), "W/"), `"`)
	if text == "" || text == "*" {
		return nil, nil //nolint:nilnil // no condition is the normal case
	}
	version, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, api.NewProblem(http.StatusUnprocessableEntity, string(crm.CodeInvalid), "If-Match is not a version.",
			api.ProblemField{Location: "header.If-Match", Message: "must be a version number"})
	}
	return &version, nil
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// given is a parameter that may be left out: the zero identifier means that it was.
func given[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}
