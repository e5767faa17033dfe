package webui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// CustomFieldStore keeps the fields that an organisation added to its contacts.
type CustomFieldStore interface {
	CustomFieldList(ctx context.Context, actor crm.Actor, archived bool) ([]crm.CustomField, error)
	CustomFieldCreate(ctx context.Context, actor crm.Actor, draft crm.CustomFieldDraft) (crm.CustomField, error)
	CustomFieldUpdate(ctx context.Context, actor crm.Actor, field id.CustomField, change crm.CustomFieldChange) (crm.CustomField, error)
}

type customFieldListInput struct {
	Archived bool `query:"archived" doc:"Archived fields as well, behind the others."`
}

type customFieldListAnswer struct{ Body api.List[api.CustomField] }

func (s *Server) customFieldList(ctx context.Context, input *customFieldListInput) (*customFieldListAnswer, error) {
	fields, err := s.store.CustomFieldList(ctx, actorOf(ctx), input.Archived)
	if err != nil {
		return nil, err
	}
	return &customFieldListAnswer{Body: api.ListOf(fields, api.CustomFieldOf)}, nil
}

type customFieldAnswer struct{ Body api.CustomField }

type customFieldCreateInput struct{ Body api.CustomFieldDraft }

func (s *Server) customFieldCreate(ctx context.Context, input *customFieldCreateInput) (*customFieldAnswer, error) {
	field, err := s.store.CustomFieldCreate(ctx, actorOf(ctx), input.Body.Record())
	return s.customFieldDone(ctx, field, err)
}

// CustomFieldPath names a field in an address. huma reads embedded parameters of exported types only.
type CustomFieldPath struct {
	ID id.CustomField `path:"id" format:"uuid"`
}

type customFieldUpdateInput struct {
	CustomFieldPath
	Body api.CustomFieldPatch
}

func (s *Server) customFieldUpdate(ctx context.Context, input *customFieldUpdateInput) (*customFieldAnswer, error) {
	field, err := s.store.CustomFieldUpdate(ctx, actorOf(ctx), input.ID, input.Body.Record())
	return s.customFieldDone(ctx, field, err)
}

func (s *Server) customFieldArchive(ctx context.Context, input *CustomFieldPath) (*struct{}, error) {
	field, err := s.store.CustomFieldUpdate(ctx, actorOf(ctx), input.ID, crm.CustomFieldChange{Archived: crm.Some(true)})
	_, err = s.customFieldDone(ctx, field, err)
	return nil, err
}

func (s *Server) customFieldDone(ctx context.Context, field crm.CustomField, err error) (*customFieldAnswer, error) {
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "custom_field", field.ID, nil)
	return &customFieldAnswer{Body: api.CustomFieldOf(field)}, nil
}

// Resolve implements huma.Resolver: it reads the parameters whose names an
// organisation chooses, custom.KEY, custom.KEY.from and custom.KEY.to.
func (p *ContactParams) Resolve(ctx huma.Context) []error {
	const mostFilters, longest = 20, 2000
	address := ctx.URL()
	byKey := map[string]*crm.CustomFilter{}
	for name, values := range address.Query() {
		key, custom := strings.CutPrefix(name, "custom.")
		if !custom || values[0] == "" {
			continue
		}
		key, end, _ := strings.Cut(key, ".")
		filter := byKey[key]
		if filter == nil {
			filter = &crm.CustomFilter{Key: key}
			byKey[key] = filter
		}
		problem := ""
		switch {
		case len(byKey) > mostFilters:
			return []error{&huma.ErrorDetail{Location: "query.custom", Message: fmt.Sprintf("at most %d custom fields", mostFilters)}}
		case len(values) > 1:
			problem = "only once"
		case len(values[0]) > longest || len(key) > longest:
			problem = "too long"
		case end == "":
			filter.Value = values[0]
		case end == "from":
			filter.From = values[0]
		case end == "to":
			filter.To = values[0]
		default:
			problem = "only .from and .to may follow the key"
		}
		if problem != "" {
			return []error{&huma.ErrorDetail{Location: "query." + name, Message: problem}}
		}
	}
	for _, filter := range byKey {
		p.custom = append(p.custom, *filter)
	}
	// In one order, because the list's cursor knows the filter.
	slices.SortFunc(p.custom, func(a, b crm.CustomFilter) int { return strings.Compare(a.Key, b.Key) })
	return nil
}
