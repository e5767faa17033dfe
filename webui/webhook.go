package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// WebhookStore keeps webhooks and what was sent to them. All of it is for admins.
type WebhookStore interface {
	WebhookList(ctx context.Context, actor crm.Actor) ([]crm.Webhook, error)
	WebhookGet(ctx context.Context, actor crm.Actor, webhook id.Webhook) (crm.Webhook, error)
	WebhookCreate(ctx context.Context, actor crm.Actor, draft crm.WebhookDraft, secret string) (crm.Webhook, error)
	WebhookUpdate(ctx context.Context, actor crm.Actor, webhook id.Webhook, version *int64, change crm.WebhookChange) (crm.Webhook, error)
	WebhookDelete(ctx context.Context, actor crm.Actor, webhook id.Webhook) error
	WebhookRotate(ctx context.Context, actor crm.Actor, webhook id.Webhook, secret string) (crm.Webhook, error)
	WebhookTest(ctx context.Context, actor crm.Actor, webhook id.Webhook) (crm.WebhookDelivery, error)
	WebhookDeliveryList(ctx context.Context, actor crm.Actor, webhook id.Webhook, status crm.WebhookDeliveryStatus, page crm.PageRequest) (crm.Page[crm.WebhookDelivery], error)
	WebhookDeliveryGet(ctx context.Context, actor crm.Actor, webhook id.Webhook, delivery id.WebhookDelivery) (crm.WebhookDelivery, error)
	WebhookDeliveryRetry(ctx context.Context, actor crm.Actor, webhook id.Webhook, delivery id.WebhookDelivery) (crm.WebhookDelivery, error)
}

// WebhookTargets refuses addresses that messages never go to. *webhook.Client
// satisfies it.
type WebhookTargets interface {
	Check(target string) error
}

// WebhookPath names a webhook in an address. huma reads embedded parameters of exported types only.
type WebhookPath struct {
	ID id.Webhook `path:"id" format:"uuid"`
}

// WebhookDeliveryPath names one message to a webhook in an address.
type WebhookDeliveryPath struct {
	WebhookPath
	Delivery id.WebhookDelivery `path:"deliveryId" format:"uuid"`
}

type webhookAnswer struct {
	ETag string `header:"ETag"`
	Body api.Webhook
}

func webhookAnswerOf(webhook crm.Webhook) *webhookAnswer {
	return &webhookAnswer{ETag: etag(webhook.Version), Body: api.WebhookOf(webhook)}
}

type webhookSecretAnswer struct {
	ETag string `header:"ETag"`
	Body api.WebhookWithSecret
}

type webhookListAnswer struct{ Body api.List[api.Webhook] }

func (s *Server) webhookList(ctx context.Context, _ *struct{}) (*webhookListAnswer, error) {
	webhooks, err := s.store.WebhookList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &webhookListAnswer{Body: api.ListOf(webhooks, api.WebhookOf)}, nil
}

type webhookEventsAnswer struct {
	Body api.List[api.WebhookEvent]
}

func (s *Server) webhookEvents(ctx context.Context, _ *struct{}) (*webhookEventsAnswer, error) {
	if err := actorOf(ctx).Require(crm.RoleAdmin); err != nil {
		return nil, err
	}
	events, err := api.WebhookCatalogue()
	if err != nil {
		return nil, err
	}
	return &webhookEventsAnswer{Body: api.List[api.WebhookEvent]{Items: events}}, nil
}

func (s *Server) webhookGet(ctx context.Context, input *WebhookPath) (*webhookAnswer, error) {
	webhook, err := s.store.WebhookGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return webhookAnswerOf(webhook), nil
}

// webhookTarget asks whether messages may go there at all, once the actor may
// ask: the answer tells what the operator allows.
func (s *Server) webhookTarget(actor crm.Actor, target string) error {
	if err := actor.Require(crm.RoleAdmin); err != nil || s.webhooks == nil {
		return err
	}
	return s.webhooks.Check(target) //nolint:wrapcheck // a refusal for people, or nil
}

type webhookCreateInput struct{ Body api.WebhookDraft }

func (s *Server) webhookCreate(ctx context.Context, input *webhookCreateInput) (*webhookSecretAnswer, error) {
	draft, err := input.Body.Record().Prepare()
	if err != nil {
		return nil, err
	}
	if err := s.webhookTarget(actorOf(ctx), draft.URL); err != nil {
		return nil, err
	}
	secret := crm.NewWebhookSecret()
	webhook, err := s.store.WebhookCreate(ctx, actorOf(ctx), draft, secret)
	if err != nil {
		return nil, err
	}
	return s.webhookSecret(ctx, webhook, secret), nil
}

func (s *Server) webhookSecret(ctx context.Context, webhook crm.Webhook, secret string) *webhookSecretAnswer {
	s.recordChanged(ctx, "webhook", webhook.ID, nil)
	return &webhookSecretAnswer{ETag: etag(webhook.Version), Body: api.WebhookWithSecret{Webhook: api.WebhookOf(webhook), Secret: secret}}
}

type webhookUpdateInput struct {
	WebhookPath
	Condition
	Body api.WebhookPatch
}

func (s *Server) webhookUpdate(ctx context.Context, input *webhookUpdateInput) (*webhookAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	if change, err = change.Prepare(); err != nil {
		return nil, err
	}
	if change.URL.Set {
		if err := s.webhookTarget(actorOf(ctx), change.URL.Value); err != nil {
			return nil, err
		}
	}
	webhook, err := s.store.WebhookUpdate(ctx, actorOf(ctx), input.ID, version, change)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "webhook", webhook.ID, nil)
	return webhookAnswerOf(webhook), nil
}

func (s *Server) webhookDelete(ctx context.Context, input *WebhookPath) (*struct{}, error) {
	if err := s.store.WebhookDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "webhook", input.ID, nil)
	return nil, nil //nolint:nilnil // huma answers 204
}

func (s *Server) webhookRotate(ctx context.Context, input *WebhookPath) (*webhookSecretAnswer, error) {
	secret := crm.NewWebhookSecret()
	webhook, err := s.store.WebhookRotate(ctx, actorOf(ctx), input.ID, secret)
	if err != nil {
		return nil, err
	}
	return s.webhookSecret(ctx, webhook, secret), nil
}

type webhookDeliveryAnswer struct{ Body api.WebhookDelivery }

func (s *Server) webhookTest(ctx context.Context, input *WebhookPath) (*webhookDeliveryAnswer, error) {
	return s.webhookSent(ctx)(s.store.WebhookTest(ctx, actorOf(ctx), input.ID))
}

// webhookSent answers with a message that was queued.
func (s *Server) webhookSent(ctx context.Context) func(crm.WebhookDelivery, error) (*webhookDeliveryAnswer, error) {
	return func(delivery crm.WebhookDelivery, err error) (*webhookDeliveryAnswer, error) {
		if err != nil {
			return nil, err
		}
		s.recordChanged(ctx, "webhook", delivery.WebhookID, nil)
		return deliveryAnswer(delivery)
	}
}

func deliveryAnswer(delivery crm.WebhookDelivery) (*webhookDeliveryAnswer, error) {
	wire, err := api.WebhookDeliveryOf(delivery)
	if err != nil {
		return nil, err
	}
	return &webhookDeliveryAnswer{Body: wire}, nil
}

type webhookDeliveriesInput struct {
	WebhookPath
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
	Sort   string `query:"sort" maxLength:"40" doc:"-createdAt (the default), or createdAt."`
	Status string `query:"status" enum:"pending,delivered,failed"`
}

type webhookDeliveriesAnswer struct {
	Body api.Page[api.WebhookDelivery]
}

func (s *Server) webhookDeliveries(ctx context.Context, input *webhookDeliveriesInput) (*webhookDeliveriesAnswer, error) {
	page, err := s.store.WebhookDeliveryList(ctx, actorOf(ctx), input.ID, crm.WebhookDeliveryStatus(input.Status), crm.PageRequest{
		Limit: input.Limit, Cursor: input.Cursor, Sort: input.Sort,
	})
	if err != nil {
		return nil, err
	}
	var broken error
	wire := api.PageOf(page, func(delivery crm.WebhookDelivery) api.WebhookDelivery {
		one, err := api.WebhookDeliveryOf(delivery)
		if err != nil {
			broken = err
		}
		return one
	})
	return &webhookDeliveriesAnswer{Body: wire}, broken
}

func (s *Server) webhookDelivery(ctx context.Context, input *WebhookDeliveryPath) (*webhookDeliveryAnswer, error) {
	delivery, err := s.store.WebhookDeliveryGet(ctx, actorOf(ctx), input.ID, input.Delivery)
	if err != nil {
		return nil, err
	}
	return deliveryAnswer(delivery)
}

func (s *Server) webhookRetry(ctx context.Context, input *WebhookDeliveryPath) (*webhookDeliveryAnswer, error) {
	return s.webhookSent(ctx)(s.store.WebhookDeliveryRetry(ctx, actorOf(ctx), input.ID, input.Delivery))
}
