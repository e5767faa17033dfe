-- name: WebhookInsert :exec
INSERT INTO webhooks (org_id, id, name, url, secret, events, active, created_at, updated_at)
VALUES (@org_id, @id, @name, @url, @secret, @events, @active, @created_at, @created_at);

-- name: WebhookLock :one
SELECT id FROM webhooks WHERE org_id = @org_id AND id = @id FOR NO KEY UPDATE;

-- name: WebhookCount :one
SELECT count(*) FROM webhooks WHERE org_id = @org_id;

-- name: WebhookWrite :exec
UPDATE webhooks SET name = @name, url = @url, events = @events, active = @active, stopped = @stopped,
    failing_since = @failing_since, updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: WebhookDelete :execrows
DELETE FROM webhooks WHERE org_id = @org_id AND id = @id;

-- name: WebhookRotate :exec
UPDATE webhooks SET old_secret = secret, old_secret_until = @old_secret_until, secret = @secret,
    updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: WebhooksHearing :many
SELECT id FROM webhooks WHERE org_id = @org_id AND active AND @event::text = ANY (events) ORDER BY id;

-- name: WebhookDeliveryInsert :execrows
INSERT INTO webhook_deliveries (org_id, id, webhook_id, event, record_id, record, created_at, next_try_at)
VALUES (@org_id, @id, @webhook_id, @event, sqlc.narg(record_id)::uuid, @record, @created_at::timestamptz, @created_at::timestamptz)
ON CONFLICT (org_id, webhook_id, record_id) WHERE event = 'call.ended' DO NOTHING;

-- name: WebhookDue :one
-- What a job of that round has to send.
SELECT d.webhook_id, d.event, d.record, d.attempts, d.created_at, w.url, w.active, w.secret,
    (CASE WHEN w.old_secret_until > now() THEN w.old_secret ELSE '' END)::text AS old_secret
FROM webhook_deliveries d JOIN webhooks w ON w.org_id = d.org_id AND w.id = d.webhook_id
WHERE d.org_id = @org_id AND d.id = @id AND d.round = @round AND d.status = 'pending';

-- name: WebhookDeliveryTried :execrows
UPDATE webhook_deliveries SET status = @status, attempts = @attempts, http_status = @http_status, problem = @problem,
    detail = @detail, response = @response, took_ms = @took_ms, tried_at = @tried_at, next_try_at = @next_try_at,
    delivered_at = @delivered_at
WHERE org_id = @org_id AND id = @id AND round = @round AND status = 'pending';

-- name: WebhookDeliveryAgain :one
UPDATE webhook_deliveries SET status = 'pending', round = round + 1, attempts = 0, next_try_at = @next_try_at, delivered_at = NULL
WHERE org_id = @org_id AND id = @id AND webhook_id = @webhook_id
RETURNING round;

-- name: WebhookSucceeded :exec
UPDATE webhooks SET failing_since = NULL WHERE org_id = @org_id AND id = @id AND failing_since IS NOT NULL;

-- name: WebhookFailing :one
UPDATE webhooks SET failing_since = coalesce(failing_since, @at)
WHERE org_id = @org_id AND id = @id
RETURNING failing_since;

-- name: WebhookStop :execrows
UPDATE webhooks SET active = false, stopped = @stopped, updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id AND active;

-- name: WebhookDeliveriesPrune :exec
DELETE FROM webhook_deliveries d
WHERE d.org_id = @org_id AND d.id IN (
    SELECT o.id FROM webhook_deliveries o
    WHERE o.org_id = @org_id AND o.created_at < @before AND o.status <> 'pending' ORDER BY o.created_at LIMIT 200);
