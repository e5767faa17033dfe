package webui

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

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
	ContactFields
	CustomKey string `query:"custom.KEY" doc:"A custom field's value, whatever its letter case. KEY is the field's key. Of a number or date also custom.KEY.from and custom.KEY.to, both inclusive."`
	// custom is what Resolve reads; huma knows of parameters with fixed names only.
	custom []crm.CustomFilter
}

// ContactFields narrow contacts by the fields that each has.
type ContactFields struct {
	Kind            []string    `query:"kind" json:"kind,omitempty" enum:"customer,contractor,vendor,partner,other" maxItems:"5" doc:"Any of these, separated by commas."`
	Status          string      `query:"status" json:"status,omitempty" maxLength:"60"`
	CustomerID      id.Customer `query:"customerId" json:"customerId,omitzero" format:"uuid"`
	OwnerID         string      `query:"ownerId" json:"ownerId,omitempty" pattern:"^(me|none|[0-9a-fA-F-]{36})$" patternDescription:"a user's id, me or none" doc:"A user, me, or none for contacts that nobody owns."`
	Tag             []string    `query:"tag" json:"tag,omitempty" maxItems:"20" doc:"All of these, separated by commas."`
	MarketingOptOut string      `query:"marketingOptOut" json:"marketingOptOut,omitempty" enum:"true,false"`
	Locked          string      `query:"locked" json:"locked,omitempty" enum:"true,false" doc:"Locked to their customer, or not."`
	Source          string      `query:"source" json:"source,omitempty" enum:"manual,import,inbound_email,call,demo"`
	CreatedFrom     time.Time   `query:"createdFrom" json:"createdFrom,omitzero" doc:"Made at or after."`
	CreatedTo       time.Time   `query:"createdTo" json:"createdTo,omitzero" doc:"Made before."`
	LastCallFrom    time.Time   `query:"lastCallFrom" json:"lastCallFrom,omitzero" doc:"The last call began at or after."`
	LastCallTo      time.Time   `query:"lastCallTo" json:"lastCallTo,omitzero" doc:"The last call began before."`
	LastCall        string      `query:"lastCall" json:"lastCall,omitempty" enum:"never" doc:"Contacts with whom there was no call."`
	Archived        bool        `query:"archived" json:"archived,omitempty" doc:"Archived contacts in place of active ones."`
}

func (p ContactParams) filter(actor crm.Actor, query string) (crm.ContactFilter, error) {
	filter, err := p.ContactFields.filter(actor, query)
	filter.Custom = p.custom
	return filter, err
}

func (p ContactFields) filter(actor crm.Actor, query string) (crm.ContactFilter, error) {
	filter := crm.ContactFilter{
		Query: query, Status: p.Status, Tags: p.Tag, Source: p.Source, Archived: p.Archived, CustomerID: given(p.CustomerID),
		MarketingOptOut: yesOrNo(p.MarketingOptOut), Locked: yesOrNo(p.Locked), NeverCalled: p.LastCall != "",
		CreatedFrom: given(p.CreatedFrom), CreatedTo: given(p.CreatedTo), LastCallFrom: given(p.LastCallFrom), LastCallTo: given(p.LastCallTo),
	}
	for _, kind := range p.Kind {
		filter.Kinds = append(filter.Kinds, crm.ContactKind(kind))
	}
	switch p.OwnerID {
	case "":
	case "me":
		filter.OwnerID = &actor.User
	case "none":
		filter.NoOwner = true
	default:
		owner, err := id.Parse[id.User](p.OwnerID)
		if err != nil {
			return filter, &crm.Error{Code: crm.CodeInvalid, Message: "This is no user.", Fields: []crm.FieldError{
				{Field: "ownerId", Message: "A user's id, me or none."},
			}}
		}
		filter.OwnerID = &owner
	}
	return filter, nil
}

type contactListInput struct {
	ListParams
	ContactParams
}

type contactListAnswer struct{ Body api.Page[api.Contact] }

func (s *Server) contactList(ctx context.Context, input *contactListInput) (*contactListAnswer, error) {
	filter, err := input.filter(actorOf(ctx), input.Query)
	if err != nil {
		return nil, err
	}
	page, err := s.store.ContactList(ctx, actorOf(ctx), filter, input.page())
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
