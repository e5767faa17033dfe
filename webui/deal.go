package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// DealStore keeps deals and the pipelines that they go through.
type DealStore interface {
	DealCreate(ctx context.Context, actor crm.Actor, draft crm.DealDraft) (crm.Deal, error)
	DealGet(ctx context.Context, actor crm.Actor, deal id.Deal) (crm.Deal, error)
	DealUpdate(ctx context.Context, actor crm.Actor, deal id.Deal, version *int64, change crm.DealChange) (crm.Deal, error)
	DealDelete(ctx context.Context, actor crm.Actor, deal id.Deal) (crm.Deal, error)
	DealClose(ctx context.Context, actor crm.Actor, deal id.Deal, status crm.DealStatus, reason string) (crm.Deal, error)
	DealReopen(ctx context.Context, actor crm.Actor, deal id.Deal) (crm.Deal, error)
	DealList(ctx context.Context, actor crm.Actor, filter crm.DealFilter, page crm.PageRequest) (crm.Page[crm.Deal], error)
	PipelineList(ctx context.Context, actor crm.Actor) ([]crm.Pipeline, string, error)
	PipelineCreate(ctx context.Context, actor crm.Actor, draft crm.Pipeline) (crm.Pipeline, error)
	PipelineUpdate(ctx context.Context, actor crm.Actor, pipeline id.Pipeline, change crm.PipelineChange) (crm.Pipeline, error)
	PipelineOrder(ctx context.Context, actor crm.Actor, wanted []id.Pipeline) error
	PipelineDelete(ctx context.Context, actor crm.Actor, pipeline id.Pipeline) error
}

// DealPath names a deal in an address. huma reads embedded parameters of exported types only.
type DealPath struct {
	ID id.Deal `path:"id" format:"uuid"`
}

type dealAnswer struct {
	ETag string `header:"ETag"`
	Body api.Deal
}

type dealListInput struct {
	ListParams
	Status     string      `query:"status" enum:"open,won,lost"`
	PipelineID id.Pipeline `query:"pipelineId" format:"uuid"`
	Stage      string      `query:"stage" maxLength:"100" doc:"A stage's name or identifier."`
	OwnerID    id.User     `query:"ownerId" format:"uuid"`
	CustomerID id.Customer `query:"customerId" format:"uuid"`
	ContactID  id.Contact  `query:"contactId" format:"uuid"`
}

type dealListAnswer struct{ Body api.Page[api.Deal] }

func (s *Server) dealList(ctx context.Context, input *dealListInput) (*dealListAnswer, error) {
	return s.listDeals(ctx, crm.DealFilter{
		Query: input.Query, Status: crm.DealStatus(input.Status), PipelineID: given(input.PipelineID), Stage: input.Stage,
		OwnerID: given(input.OwnerID), CustomerID: given(input.CustomerID), ContactID: given(input.ContactID),
	}, input.ListParams)
}

type contactDealsInput struct {
	ContactPath
	ListParams
}

func (s *Server) contactDeals(ctx context.Context, input *contactDealsInput) (*dealListAnswer, error) {
	if _, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.listDeals(ctx, crm.DealFilter{Query: input.Query, ContactID: &input.ID}, input.ListParams)
}

type customerDealsInput struct {
	CustomerPath
	ListParams
}

func (s *Server) customerDeals(ctx context.Context, input *customerDealsInput) (*dealListAnswer, error) {
	if _, err := s.store.CustomerGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.listDeals(ctx, crm.DealFilter{Query: input.Query, CustomerID: &input.ID}, input.ListParams)
}

func (s *Server) listDeals(ctx context.Context, filter crm.DealFilter, params ListParams) (*dealListAnswer, error) {
	page, err := s.store.DealList(ctx, actorOf(ctx), filter, params.page())
	if err != nil {
		return nil, err
	}
	return &dealListAnswer{Body: api.PageOf(page, api.DealOf)}, nil
}

type dealCreateInput struct{ Body api.DealDraft }

func (s *Server) dealCreate(ctx context.Context, input *dealCreateInput) (*dealAnswer, error) {
	deal, err := s.store.DealCreate(ctx, actorOf(ctx), input.Body.Record())
	return s.dealTold(ctx, deal, err)
}

func (s *Server) dealGet(ctx context.Context, input *DealPath) (*dealAnswer, error) {
	deal, err := s.store.DealGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return dealAnswerOf(deal), nil
}

type dealUpdateInput struct {
	DealPath
	Condition
	Body api.DealPatch
}

func (s *Server) dealUpdate(ctx context.Context, input *dealUpdateInput) (*dealAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	var before crm.Deal
	if change.Contacts.Set {
		if before, err = s.store.DealGet(ctx, actorOf(ctx), input.ID); err != nil {
			return nil, err
		}
	}
	deal, err := s.store.DealUpdate(ctx, actorOf(ctx), input.ID, version, change)
	return s.dealTold(ctx, deal, err, before.ContactIDs()...)
}

func (s *Server) dealDelete(ctx context.Context, input *DealPath) (*struct{}, error) {
	deal, err := s.store.DealDelete(ctx, actorOf(ctx), input.ID)
	_, err = s.dealTold(ctx, deal, err)
	return nil, err
}

type dealWonInput struct {
	DealPath
	Body *api.DealWon
}

func (s *Server) dealWin(ctx context.Context, input *dealWonInput) (*dealAnswer, error) {
	var reason string
	if input.Body != nil {
		reason = input.Body.Reason
	}
	deal, err := s.store.DealClose(ctx, actorOf(ctx), input.ID, crm.DealWon, reason)
	return s.dealTold(ctx, deal, err)
}

type dealLostInput struct {
	DealPath
	Body api.DealLost
}

func (s *Server) dealLose(ctx context.Context, input *dealLostInput) (*dealAnswer, error) {
	deal, err := s.store.DealClose(ctx, actorOf(ctx), input.ID, crm.DealLost, input.Body.Reason)
	return s.dealTold(ctx, deal, err)
}

func (s *Server) dealReopen(ctx context.Context, input *DealPath) (*dealAnswer, error) {
	deal, err := s.store.DealReopen(ctx, actorOf(ctx), input.ID)
	return s.dealTold(ctx, deal, err)
}

// dealTold answers with the deal and tells browsers of it on the cards of its
// contacts and of those who no longer are.
func (s *Server) dealTold(ctx context.Context, deal crm.Deal, err error, former ...id.Contact) (*dealAnswer, error) {
	if err != nil {
		return nil, err
	}
	told := make(map[id.Contact]bool)
	for _, contact := range append(deal.ContactIDs(), former...) {
		if !told[contact] {
			s.recordChanged(ctx, "deal", deal.ID, &contact)
		}
		told[contact] = true
	}
	if len(told) == 0 {
		s.recordChanged(ctx, "deal", deal.ID, nil)
	}
	return dealAnswerOf(deal), nil
}

func dealAnswerOf(deal crm.Deal) *dealAnswer {
	return &dealAnswer{ETag: etag(deal.Version), Body: api.DealOf(deal)}
}

// PipelinePath names a pipeline in an address.
type PipelinePath struct {
	ID id.Pipeline `path:"id" format:"uuid"`
}

type pipelineListAnswer struct{ Body api.Pipelines }

func (s *Server) pipelineList(ctx context.Context, _ *struct{}) (*pipelineListAnswer, error) {
	pipelines, currency, err := s.store.PipelineList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &pipelineListAnswer{Body: api.PipelinesOf(pipelines, currency)}, nil
}

type pipelineAnswer struct{ Body api.Pipeline }

// pipelineTold answers with the pipeline and tells browsers of it.
func (s *Server) pipelineTold(ctx context.Context, pipeline crm.Pipeline, err error) (*pipelineAnswer, error) {
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "pipeline", pipeline.ID, nil)
	return &pipelineAnswer{Body: api.PipelineOf(pipeline)}, nil
}

type pipelineCreateInput struct{ Body api.PipelineDraft }

func (s *Server) pipelineCreate(ctx context.Context, input *pipelineCreateInput) (*pipelineAnswer, error) {
	pipeline, err := s.store.PipelineCreate(ctx, actorOf(ctx), input.Body.Record())
	return s.pipelineTold(ctx, pipeline, err)
}

type pipelineUpdateInput struct {
	PipelinePath
	Body api.PipelinePatch
}

func (s *Server) pipelineUpdate(ctx context.Context, input *pipelineUpdateInput) (*pipelineAnswer, error) {
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	pipeline, err := s.store.PipelineUpdate(ctx, actorOf(ctx), input.ID, change)
	return s.pipelineTold(ctx, pipeline, err)
}

type pipelineOrderInput struct{ Body api.PipelineOrder }

func (s *Server) pipelineOrder(ctx context.Context, input *pipelineOrderInput) (*pipelineListAnswer, error) {
	if err := s.store.PipelineOrder(ctx, actorOf(ctx), input.Body.IDs); err != nil {
		return nil, err
	}
	// Whoever hears of one pipeline reads them all.
	s.recordChanged(ctx, "pipeline", input.Body.IDs[0], nil)
	return s.pipelineList(ctx, nil)
}

func (s *Server) pipelineDelete(ctx context.Context, input *PipelinePath) (*struct{}, error) {
	_, err := s.pipelineTold(ctx, crm.Pipeline{ID: input.ID}, s.store.PipelineDelete(ctx, actorOf(ctx), input.ID))
	return nil, err
}
