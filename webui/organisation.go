package webui

import (
	"context"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// OrganisationStore keeps what admins choose for their organisation.
type OrganisationStore interface {
	OrganisationGet(ctx context.Context, actor crm.Actor) (crm.OrganisationSettings, error)
	OrganisationUpdate(ctx context.Context, actor crm.Actor, version *int64, change crm.OrganisationChange) (crm.OrganisationSettings, error)
}

type organisationAnswer struct {
	ETag string `header:"ETag"`
	Body api.OrganisationSettings
}

func organisationAnswerOf(org crm.OrganisationSettings) *organisationAnswer {
	return &organisationAnswer{ETag: etag(org.Version), Body: api.OrganisationSettingsOf(org)}
}

func (s *Server) organisationGet(ctx context.Context, _ *struct{}) (*organisationAnswer, error) {
	org, err := s.store.OrganisationGet(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return organisationAnswerOf(org), nil
}

type organisationUpdateInput struct {
	Condition
	Body api.OrganisationPatch
}

func (s *Server) organisationUpdate(ctx context.Context, input *organisationUpdateInput) (*organisationAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	org, err := s.store.OrganisationUpdate(ctx, actorOf(ctx), version, input.Body.Record())
	if err != nil {
		return nil, err
	}
	// Numbers of calls are read in its country from now on.
	s.directoryChanged(ctx)
	s.recordChanged(ctx, "organisation", org.ID, nil)
	return organisationAnswerOf(org), nil
}
