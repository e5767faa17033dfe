package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// announceMost is how many records are told of at once.
const announceMost = 500

// subject is a record that webhooks are told of.
type subject struct {
	id    uuid.UUID
	state any
}

// announceContacts tells of many contacts that one step changed, as they are
// now. Where nobody listens it costs one statement.
func (tx scope) announceContacts(ctx context.Context, event crm.WebhookEvent, contacts []uuid.UUID) error {
	return tx.announceMany(ctx, event, contacts, func(some []uuid.UUID) ([]subject, error) {
		found, err := tx.contactsByID(ctx, some)
		subjects := make([]subject, len(found))
		for i, contact := range found {
			subjects[i] = subject{contact.ID.UUID, contact}
		}
		return subjects, err
	})
}

// announceCustomers tells of many customers that one step made.
func (tx scope) announceCustomers(ctx context.Context, customers []uuid.UUID) error {
	return tx.announceMany(ctx, crm.EventCustomerCreated, customers, func(some []uuid.UUID) ([]subject, error) {
		subjects := make([]subject, len(some))
		for i, key := range some {
			customer, err := tx.customer(ctx, id.Customer{UUID: key})
			if err != nil {
				return nil, err
			}
			subjects[i] = subject{key, customer}
		}
		return subjects, nil
	})
}

func (tx scope) announceMany(ctx context.Context, event crm.WebhookEvent, records []uuid.UUID, read func([]uuid.UUID) ([]subject, error)) error {
	if len(records) == 0 {
		return nil
	}
	hearing, err := tx.WebhooksHearing(ctx, db.WebhooksHearingParams{OrgID: tx.org, Event: string(event)})
	if err != nil || len(hearing) == 0 {
		return err
	}
	for some := range slices.Chunk(records, announceMost) {
		subjects, err := read(some)
		if err != nil {
			return err
		}
		for _, webhook := range hearing {
			if err := tx.queueMany(ctx, webhook, event, subjects); err != nil {
				return err
			}
		}
	}
	return nil
}

// queueMany writes messages to one webhook and the jobs that send them.
func (tx scope) queueMany(ctx context.Context, webhook id.Webhook, event crm.WebhookEvent, subjects []subject) error {
	var (
		keys    = make([]uuid.UUID, len(subjects))
		records = make([]uuid.UUID, len(subjects))
		states  = make([]string, len(subjects))
		jobs    = make([]river.InsertManyParams, len(subjects))
	)
	for i, one := range subjects {
		state, err := json.Marshal(one.state)
		if err != nil {
			return fmt.Errorf("keep the record: %w", err)
		}
		key := id.New[id.WebhookDelivery]()
		keys[i], records[i], states[i] = key.UUID, one.id, string(state)
		jobs[i] = river.InsertManyParams{Args: webhookArgs{Org: tx.org, Delivery: key, Round: 1}}
	}
	if _, err := tx.tx.Exec(ctx, `INSERT INTO webhook_deliveries (org_id, id, webhook_id, event, record_id, record, created_at, next_try_at)
		SELECT $1, d.id, $2, $3, d.record_id, d.state::jsonb, $4, $4
		FROM unnest($5::uuid[], $6::uuid[], $7::text[]) AS d (id, record_id, state)`,
		tx.org, webhook, string(event), now(), keys, records, states); err != nil {
		return fmt.Errorf("queue webhook deliveries: %w", err)
	}
	if _, err := tx.jobs.InsertManyFastTx(ctx, tx.tx, jobs); err != nil {
		return fmt.Errorf("add the jobs of webhooks: %w", err)
	}
	return nil
}
