package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
)

// hook makes a webhook of the organisation and tells its secret.
func (w world) hook(t *testing.T, url string, events ...crm.WebhookEvent) (crm.Webhook, string) {
	t.Helper()
	if len(events) == 0 {
		events = crm.WebhookEvents()
	}
	secret := crm.NewWebhookSecret()
	hook, err := w.WebhookCreate(t.Context(), w.admin, crm.WebhookDraft{Name: "Hook", URL: url, Events: events, Active: true}, secret)
	require.NoError(t, err)
	return hook, secret
}

func (w world) deliveries(t *testing.T, hook crm.Webhook) []crm.WebhookDelivery {
	t.Helper()
	page, err := w.WebhookDeliveryList(t.Context(), w.admin, hook.ID, "", crm.PageRequest{Limit: 200, Sort: "createdAt"})
	require.NoError(t, err)
	return page.Items
}

func TestWebhookAdministration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	ctx := t.Context()
	hook, secret := w.hook(t, "https://hooks.example", crm.EventDealWon)
	assert.Equal(t, secret[:10], hook.Hint)
	for _, actor := range []crm.Actor{w.agent, w.supervisor} {
		_, err := w.WebhookList(ctx, actor)
		requireCode(t, err, crm.CodeForbidden)
		_, err = w.WebhookCreate(ctx, actor, crm.WebhookDraft{Name: "x", URL: "https://x.example", Events: crm.WebhookEvents()}, secret)
		requireCode(t, err, crm.CodeForbidden)
		requireCode(t, w.WebhookDelete(ctx, actor, hook.ID), crm.CodeForbidden)
	}
	for _, err := range []error{
		second(other.WebhookGet(ctx, other.admin, hook.ID)), second(other.WebhookTest(ctx, other.admin, hook.ID)),
		second(other.WebhookRotate(ctx, other.admin, hook.ID, secret)), other.WebhookDelete(ctx, other.admin, hook.ID),
		second(other.WebhookDeliveryList(ctx, other.admin, hook.ID, "", crm.PageRequest{})),
		second(other.WebhookUpdate(ctx, other.admin, hook.ID, nil, crm.WebhookChange{Name: crm.Some("y")})),
	} {
		requireCode(t, err, crm.CodeNotFound)
	}
	changed, err := w.WebhookUpdate(ctx, w.admin, hook.ID, &hook.Version, crm.WebhookChange{Name: crm.Some("New"), URL: crm.Some("https://new.example")})
	require.NoError(t, err)
	assert.Equal(t, "New", changed.Name)
	_, err = w.WebhookUpdate(ctx, w.admin, hook.ID, &hook.Version, crm.WebhookChange{Name: crm.Some("Old")})
	requireCode(t, err, crm.CodeStale)
	rotated, err := w.WebhookRotate(ctx, w.admin, hook.ID, crm.NewWebhookSecret())
	require.NoError(t, err)
	assert.NotEqual(t, hook.Hint, rotated.Hint)
	assert.WithinDuration(t, time.Now().Add(24*time.Hour), *rotated.OldSecretUntil, time.Minute)
	audit, err := w.AuditList(ctx, w.admin, crm.AuditFilter{Noun: "webhook"}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, audit.Items, 3)
	for _, entry := range audit.Items {
		assert.NotContains(t, entry.Action+entry.RecordName, "whsec")
		for _, field := range entry.Changes {
			assert.NotContains(t, field.Old+field.New, "whsec")
		}
	}
	for range crm.MostWebhooks - 1 {
		w.hook(t, "https://hooks.example")
	}
	_, err = w.WebhookCreate(ctx, w.admin, crm.WebhookDraft{Name: "x", URL: "https://x.example", Events: crm.WebhookEvents()}, secret)
	requireCode(t, err, crm.CodeConflict)
	require.NoError(t, w.WebhookDelete(ctx, w.admin, hook.ID))
	_, err = w.WebhookGet(ctx, w.admin, hook.ID)
	requireCode(t, err, crm.CodeNotFound)
}

func TestWebhookDeliveriesPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook, _ := w.hook(t, "https://hooks.example")
	for range 5 {
		w.contact(t, "Jane", "Smith")
	}
	w.exec(t, "UPDATE webhook_deliveries SET status = 'failed' WHERE id = (SELECT id FROM webhook_deliveries ORDER BY id LIMIT 1)")
	first, err := w.WebhookDeliveryList(t.Context(), w.admin, hook.ID, crm.WebhookPending, crm.PageRequest{Limit: 3})
	require.NoError(t, err)
	require.Len(t, first.Items, 3)
	rest, err := w.WebhookDeliveryList(t.Context(), w.admin, hook.ID, crm.WebhookPending, crm.PageRequest{Limit: 3, Cursor: first.NextCursor})
	require.NoError(t, err)
	require.Len(t, rest.Items, 1)
	assert.Empty(t, rest.NextCursor)
	one, err := w.WebhookDeliveryGet(t.Context(), w.admin, hook.ID, rest.Items[0].ID)
	require.NoError(t, err)
	assert.Equal(t, rest.Items[0], one)
}

func second[T any](_ T, err error) error { return err }
