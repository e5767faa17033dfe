package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	webhookColumns = `w.id, w.name, w.url, w.events, w.active, w.stopped, w.secret,
		CASE WHEN w.old_secret_until > now() THEN w.old_secret_until END, w.failing_since, w.created_at, w.updated_at, w.version`
	// webhookLast is the newest delivery beside its webhook.
	webhookLast = ` LEFT JOIN LATERAL (
		SELECT * FROM webhook_deliveries n WHERE n.org_id = w.org_id AND n.webhook_id = w.id
		ORDER BY n.created_at DESC, n.id DESC LIMIT 1) d ON true`
	webhookList = "SELECT " + webhookColumns + ", d.id, d.event, d.status, d.http_status, d.problem, d.created_at, d.tried_at FROM webhooks w" +
		webhookLast + " WHERE w.org_id = $1 AND ($2::uuid IS NULL OR w.id = $2) ORDER BY w.created_at, w.id"
)

func scanWebhook(r pgx.CollectableRow) (crm.Webhook, error) {
	var (
		w      crm.Webhook
		secret string
		last   struct {
			id      *uuid.UUID
			event   *crm.WebhookEvent
			status  *crm.WebhookDeliveryStatus
			http    *int32
			problem *crm.WebhookProblem
			created *time.Time
			tried   *time.Time
		}
	)
	if err := r.Scan(&w.ID, &w.Name, &w.URL, &w.Events, &w.Active, &w.Stopped, &secret, &w.OldSecretUntil, &w.FailingSince,
		&w.CreatedAt, &w.UpdatedAt, &w.Version,
		&last.id, &last.event, &last.status, &last.http, &last.problem, &last.created, &last.tried); err != nil {
		return w, err //nolint:wrapcheck // the caller says what was read
	}
	w.Hint = crm.WebhookHint(secret)
	if last.id != nil {
		w.Last = &crm.WebhookDelivery{
			ID: id.WebhookDelivery{UUID: *last.id}, WebhookID: w.ID, Event: *last.event, Status: *last.status, HTTPStatus: *last.http,
			Problem: *last.problem, CreatedAt: *last.created, TriedAt: last.tried,
		}
	}
	return w, nil
}

// WebhookList returns all webhooks, oldest first; admins only.
func (s *Store) WebhookList(ctx context.Context, actor crm.Actor) ([]crm.Webhook, error) {
	const doing = "list webhooks"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return nil, translate(doing, err)
	}
	var webhooks []crm.Webhook
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		webhooks, err = gather(ctx, tx.tx, scanWebhook, webhookList, tx.org, nil)
		return err
	})
	return webhooks, err
}

// WebhookGet returns one webhook; admins only.
func (s *Store) WebhookGet(ctx context.Context, actor crm.Actor, webhook id.Webhook) (crm.Webhook, error) {
	var found crm.Webhook
	err := s.administer(ctx, actor, "get webhook", func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.webhook(ctx, webhook)
		return err
	})
	return found, err
}

// administer runs a step that only admins may take.
func (s *Store) administer(ctx context.Context, actor crm.Actor, doing string, step func(context.Context, scope) error) error {
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, actor.Org, doing, step)
}

func (tx scope) webhook(ctx context.Context, webhook id.Webhook) (crm.Webhook, error) {
	found, err := gather(ctx, tx.tx, scanWebhook, webhookList, tx.org, webhook)
	if err != nil {
		return crm.Webhook{}, err
	}
	if len(found) == 0 {
		return crm.Webhook{}, crm.NotFound("webhook")
	}
	return found[0], nil
}

func (tx scope) lockWebhook(ctx context.Context, webhook id.Webhook) (crm.Webhook, error) {
	if _, err := tx.WebhookLock(ctx, db.WebhookLockParams{OrgID: tx.org, ID: webhook}); err != nil {
		return crm.Webhook{}, missing(err, "webhook")
	}
	return tx.webhook(ctx, webhook)
}

// WebhookCreate adds a webhook that signs with the secret; admins only.
func (s *Store) WebhookCreate(ctx context.Context, actor crm.Actor, draft crm.WebhookDraft, secret string) (crm.Webhook, error) {
	const doing = "create webhook"
	draft, err := draft.Prepare()
	if err != nil {
		return crm.Webhook{}, translate(doing, err)
	}
	var created crm.Webhook
	err = s.administer(ctx, actor, doing, func(ctx context.Context, tx scope) error {
		count, err := tx.WebhookCount(ctx, tx.org)
		if err != nil {
			return err
		}
		if count >= crm.MostWebhooks {
			return &crm.Error{Code: crm.CodeConflict, Message: "There are as many webhooks as there may be; remove one first."}
		}
		key := id.New[id.Webhook]()
		if err := tx.WebhookInsert(ctx, db.WebhookInsertParams{
			OrgID: tx.org, ID: key, Name: draft.Name, Url: draft.URL, Secret: secret, Events: eventNames(draft.Events),
			Active: draft.Active, CreatedAt: now(),
		}); err != nil {
			return err
		}
		if created, err = tx.webhook(ctx, key); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.WebhookChanged("create", crm.Webhook{}, created))
	})
	return created, err
}

func eventNames(events []crm.WebhookEvent) []string {
	names := make([]string, len(events))
	for i, event := range events {
		names[i] = string(event)
	}
	return names
}

// WebhookUpdate changes any subset of a webhook's fields; admins only. With a
// version it fails with CodeStale when the webhook has changed since.
func (s *Store) WebhookUpdate(ctx context.Context, actor crm.Actor, webhook id.Webhook, version *int64, change crm.WebhookChange) (crm.Webhook, error) {
	const doing = "update webhook"
	change, err := change.Prepare()
	if err != nil {
		return crm.Webhook{}, translate(doing, err)
	}
	var updated crm.Webhook
	err = s.administer(ctx, actor, doing, func(ctx context.Context, tx scope) error {
		current, err := tx.lockWebhook(ctx, webhook)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "webhook"); err != nil {
			return err
		}
		next := current.Change(change)
		if err := tx.WebhookWrite(ctx, db.WebhookWriteParams{
			Name: next.Name, Url: next.URL, Events: eventNames(next.Events), Active: next.Active, Stopped: next.Stopped,
			FailingSince: next.FailingSince, UpdatedAt: now(), OrgID: tx.org, ID: webhook,
		}); err != nil {
			return err
		}
		if updated, err = tx.webhook(ctx, webhook); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.WebhookChanged("update", current, updated))
	})
	return updated, err
}

// WebhookDelete removes a webhook with its deliveries; admins only.
func (s *Store) WebhookDelete(ctx context.Context, actor crm.Actor, webhook id.Webhook) error {
	return s.administer(ctx, actor, "delete webhook", func(ctx context.Context, tx scope) error {
		gone, err := tx.lockWebhook(ctx, webhook)
		if err != nil {
			return err
		}
		if _, err := tx.WebhookDelete(ctx, db.WebhookDeleteParams{OrgID: tx.org, ID: webhook}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.WebhookChanged("delete", gone, gone))
	})
}

// WebhookRotate gives a webhook a new secret; the one before signs beside it for
// a day. Admins only.
func (s *Store) WebhookRotate(ctx context.Context, actor crm.Actor, webhook id.Webhook, secret string) (crm.Webhook, error) {
	var rotated crm.Webhook
	err := s.administer(ctx, actor, "rotate the secret of webhook", func(ctx context.Context, tx scope) error {
		current, err := tx.lockWebhook(ctx, webhook)
		if err != nil {
			return err
		}
		at := now()
		until := at.Add(crm.WebhookOldSecret)
		if err := tx.WebhookRotate(ctx, db.WebhookRotateParams{
			OldSecretUntil: &until, Secret: secret, UpdatedAt: at, OrgID: tx.org, ID: webhook,
		}); err != nil {
			return err
		}
		if rotated, err = tx.webhook(ctx, webhook); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.WebhookChanged("rotate_secret", current, rotated))
	})
	return rotated, err
}
