package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const deliveryColumns = `d.org_id, d.id, d.webhook_id, d.event, d.record, d.status, d.attempts, d.http_status, d.problem, d.detail,
	d.response, d.took_ms, d.created_at, d.tried_at, CASE WHEN d.status = 'pending' THEN d.next_try_at END, d.delivered_at`

func scanDelivery(r pgx.CollectableRow, more ...any) (d crm.WebhookDelivery, err error) {
	var took int64
	err = r.Scan(append([]any{
		&d.Org, &d.ID, &d.WebhookID, &d.Event, &d.Record, &d.Status, &d.Attempts, &d.HTTPStatus, &d.Problem, &d.Detail,
		&d.Response, &took, &d.CreatedAt, &d.TriedAt, &d.NextTryAt, &d.DeliveredAt,
	}, more...)...)
	d.Took = time.Duration(took) * time.Millisecond
	return d, err
}

// WebhookDeliveryList lists what was sent to a webhook, newest first; admins
// only. An empty status means any.
func (s *Store) WebhookDeliveryList(ctx context.Context, actor crm.Actor, webhook id.Webhook, status crm.WebhookDeliveryStatus, page crm.PageRequest) (crm.Page[crm.WebhookDelivery], error) {
	const doing = "list webhook deliveries"
	if _, err := s.WebhookGet(ctx, actor, webhook); err != nil {
		return crm.Page[crm.WebhookDelivery]{}, err
	}
	l, err := requested(actor, "webhook deliveries", []any{webhook, status}, page)
	if err != nil {
		return crm.Page[crm.WebhookDelivery]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-createdAt", "d.id", map[string]column{"createdAt": {"d.created_at", "timestamptz"}})
	if err != nil {
		return crm.Page[crm.WebhookDelivery]{}, translate(doing, err)
	}
	q := &query{from: "webhook_deliveries d"}
	q.and("d.org_id = %s AND d.webhook_id = %s", actor.Org, webhook)
	if status != "" {
		q.and("d.status = %s", status)
	}
	return list(ctx, s, actor.Org, doing, deliveryColumns, l, q, by, scanDelivery)
}

// WebhookDeliveryGet returns one delivery; admins only.
func (s *Store) WebhookDeliveryGet(ctx context.Context, actor crm.Actor, webhook id.Webhook, delivery id.WebhookDelivery) (crm.WebhookDelivery, error) {
	var found crm.WebhookDelivery
	err := s.administer(ctx, actor, "get webhook delivery", func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.delivery(ctx, webhook, delivery)
		return err
	})
	return found, err
}

func (tx scope) delivery(ctx context.Context, webhook id.Webhook, delivery id.WebhookDelivery) (crm.WebhookDelivery, error) {
	found, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.WebhookDelivery, error) { return scanDelivery(r) },
		"SELECT "+deliveryColumns+" FROM webhook_deliveries d WHERE d.org_id = $1 AND d.webhook_id = $2 AND d.id = $3", tx.org, webhook, delivery)
	if err != nil {
		return crm.WebhookDelivery{}, err
	}
	if len(found) == 0 {
		return crm.WebhookDelivery{}, crm.NotFound("delivery")
	}
	return found[0], nil
}

// WebhookDeliveryRetry has a message sent anew, at once and with all its
// attempts. It keeps its identifier, so that a receiver who has it already can
// tell. Admins only.
func (s *Store) WebhookDeliveryRetry(ctx context.Context, actor crm.Actor, webhook id.Webhook, delivery id.WebhookDelivery) (crm.WebhookDelivery, error) {
	var again crm.WebhookDelivery
	err := s.administer(ctx, actor, "retry webhook delivery", func(ctx context.Context, tx scope) error {
		target, err := tx.lockWebhook(ctx, webhook)
		if err != nil {
			return err
		}
		before, err := tx.delivery(ctx, webhook, delivery)
		if err != nil {
			return err
		}
		if !target.Active && before.Event != crm.EventPing {
			return &crm.Error{Code: crm.CodeConflict, Message: "This webhook is switched off; switch it on first."}
		}
		at := now()
		round, err := tx.WebhookDeliveryAgain(ctx, db.WebhookDeliveryAgainParams{NextTryAt: &at, OrgID: tx.org, ID: delivery, WebhookID: webhook})
		if err != nil {
			return missing(err, "delivery")
		}
		if again, err = tx.delivery(ctx, webhook, delivery); err != nil {
			return err
		}
		return tx.enqueue(ctx, webhookArgs{Org: tx.org, Delivery: delivery, Round: round})
	})
	return again, err
}

// WebhookTest sends a ping, also to a webhook that is switched off; admins only.
func (s *Store) WebhookTest(ctx context.Context, actor crm.Actor, webhook id.Webhook) (crm.WebhookDelivery, error) {
	var sent crm.WebhookDelivery
	err := s.administer(ctx, actor, "test webhook", func(ctx context.Context, tx scope) error {
		target, err := tx.webhook(ctx, webhook)
		if err != nil {
			return err
		}
		key, err := tx.queueDelivery(ctx, webhook, crm.EventPing, nil, struct{}{})
		if err != nil {
			return err
		}
		sent, err = tx.delivery(ctx, target.ID, key)
		return err
	})
	return sent, err
}
