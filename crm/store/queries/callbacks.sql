-- name: CallbackOpenOf :one
-- The open callback of the caller, by number or else by contact.
SELECT id FROM callbacks
WHERE org_id = @org_id AND state = 'open' AND (e164 = @e164 OR contact_id = sqlc.narg(contact_id)::uuid)
ORDER BY (e164 = @e164) DESC, first_at, id LIMIT 1 FOR UPDATE;

-- name: CallbackAgain :execrows
-- The caller rang once more; a call that is told twice counts once.
UPDATE callbacks SET count = count + 1, last_at = greatest(last_at, @at), last_call_id = @call_id::uuid,
    contact_id = coalesce(contact_id, sqlc.narg(contact_id)::uuid), queue_id = coalesce(sqlc.narg(queue_id)::uuid, queue_id),
    name = CASE WHEN name = '' THEN @name ELSE name END, version = version + 1
WHERE org_id = @org_id AND id = @id AND last_call_id IS DISTINCT FROM @call_id::uuid;

-- name: CallbackInsert :execrows
INSERT INTO callbacks (org_id, id, e164, name, contact_id, queue_id, owner_id, count, first_at, last_at, due_at, note, last_call_id)
VALUES (@org_id, @id, @e164, @name, @contact_id, @queue_id, @owner_id, @count, @at, @at, @due_at, @note, @last_call_id)
ON CONFLICT (org_id, e164) WHERE state = 'open' DO NOTHING;

-- name: CallbacksReached :many
-- What a conversation closes: all that was open when it began.
UPDATE callbacks SET state = 'done', closed_at = @closed_at, closed_by_id = sqlc.narg(closed_by_id)::uuid,
    closed_call_id = @closed_call_id::uuid, version = version + 1
WHERE org_id = @org_id AND state = 'open' AND last_at <= @began_at AND (e164 = @e164 OR contact_id = sqlc.narg(contact_id)::uuid)
RETURNING id;

-- name: CallbackAttribute :many
UPDATE callbacks SET contact_id = sqlc.narg(contact_id)::uuid, version = version + 1
WHERE org_id = @org_id AND last_call_id = @call_id::uuid AND contact_id IS DISTINCT FROM sqlc.narg(contact_id)::uuid RETURNING id;

-- name: CallbackLock :one
SELECT id FROM callbacks WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: CallbackWrite :exec
UPDATE callbacks SET owner_id = @owner_id, due_at = @due_at, note = @note, state = @state, reason = @reason,
    closed_at = @closed_at, closed_by_id = @closed_by_id, last_at = @last_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: CallbacksWaiting :one
-- Open ones whose time has come, to a thousand.
SELECT count(*) FROM (SELECT FROM callbacks
    WHERE org_id = @org_id AND state = 'open' AND (due_at IS NULL OR due_at <= now()) LIMIT 1000) waiting;

-- name: CallOfCallback :one
-- What people made of the call is there, too.
SELECT from_e164, from_name, to_e164, to_name, direction, outcome, contact_id, queue_id, user_id, started_at, answered_at, ended_at
FROM calls WHERE org_id = @org_id AND id = @id;
