-- name: CallRecord :one
-- What the record refers to is looked up, so that a trunk that was deleted or a
-- contact that was merged meanwhile never costs the row. What people chose
-- stays. No row comes back when a newer snapshot is there already; else whether
-- the call has ended and a webhook wants to hear of it.
INSERT INTO calls AS c (org_id, id, direction, status, outcome,
    from_raw, from_e164, from_extension, from_region, from_kind, from_name,
    to_raw, to_e164, to_extension, to_region, to_kind, to_name,
    contact_id, customer_id, attributed_by, user_id, queue_id, trunk_id,
    started_at, ringing_at, answered_at, ended_at, held_ms, hangup_by,
    cause_q850, cause_sip, cause_text, quality, node, boot, sequence, updated_at)
VALUES (@org_id, @id, @direction, @status, @outcome,
    @from_raw, @from_e164, @from_extension, @from_region, @from_kind, @from_name,
    @to_raw, @to_e164, @to_extension, @to_region, @to_kind, @to_name,
    contact_root(@org_id, sqlc.narg(contact_id)::uuid),
    (SELECT k.id FROM customers k WHERE k.org_id = @org_id AND k.id = sqlc.narg(customer_id)::uuid),
    @attributed_by,
    (SELECT u.id FROM users u WHERE u.org_id = @org_id AND u.id = sqlc.narg(user_id)::uuid),
    (SELECT q.id FROM queues q WHERE q.org_id = @org_id AND q.id = sqlc.narg(queue_id)::uuid),
    (SELECT t.id FROM trunks t WHERE t.org_id = @org_id AND t.id = sqlc.narg(trunk_id)::uuid),
    @started_at, @ringing_at, @answered_at, @ended_at, @held_ms, @hangup_by,
    @cause_q850, @cause_sip, @cause_text, @quality, @node, @boot, @sequence, now())
ON CONFLICT (org_id, id) DO UPDATE SET
    direction = excluded.direction, status = excluded.status, outcome = excluded.outcome,
    from_raw = excluded.from_raw, from_e164 = excluded.from_e164, from_extension = excluded.from_extension,
    from_region = excluded.from_region, from_kind = excluded.from_kind, from_name = excluded.from_name,
    to_raw = excluded.to_raw, to_e164 = excluded.to_e164, to_extension = excluded.to_extension,
    to_region = excluded.to_region, to_kind = excluded.to_kind, to_name = excluded.to_name,
    contact_id = CASE WHEN c.attributed_by IN ('agent', 'merge') THEN c.contact_id ELSE excluded.contact_id END,
    customer_id = CASE WHEN c.attributed_by IN ('agent', 'merge') THEN c.customer_id ELSE excluded.customer_id END,
    attributed_by = CASE WHEN c.attributed_by IN ('agent', 'merge') THEN c.attributed_by ELSE excluded.attributed_by END,
    user_id = excluded.user_id, queue_id = excluded.queue_id, trunk_id = excluded.trunk_id,
    ringing_at = excluded.ringing_at, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
    held_ms = excluded.held_ms, hangup_by = excluded.hangup_by, cause_q850 = excluded.cause_q850,
    cause_sip = excluded.cause_sip, cause_text = excluded.cause_text, quality = excluded.quality,
    node = excluded.node, boot = excluded.boot, sequence = excluded.sequence, updated_at = excluded.updated_at
WHERE c.sequence < excluded.sequence
RETURNING (c.status = 'ended' AND EXISTS (
    SELECT FROM webhooks w WHERE w.org_id = c.org_id AND w.active AND 'call.ended' = ANY (w.events)))::boolean AS heard;

-- name: CallLegRecord :exec
INSERT INTO call_legs AS l (org_id, id, call_id, kind, user_id, raw, e164, extension, region, number_kind, name,
    sip_call_id, state, started_at, ringing_at, answered_at, ended_at, cause_q850, cause_sip, cause_text, quality, sequence)
VALUES (@org_id, @id, @call_id, @kind, (SELECT u.id FROM users u WHERE u.org_id = @org_id AND u.id = sqlc.narg(user_id)::uuid),
    @raw, @e164, @extension, @region, @number_kind, @name,
    @sip_call_id, @state, @started_at, @ringing_at, @answered_at, @ended_at, @cause_q850, @cause_sip, @cause_text, @quality, @sequence)
ON CONFLICT (org_id, id) DO UPDATE SET
    kind = excluded.kind, user_id = excluded.user_id, raw = excluded.raw, e164 = excluded.e164, extension = excluded.extension,
    region = excluded.region, number_kind = excluded.number_kind, name = excluded.name, sip_call_id = excluded.sip_call_id,
    state = excluded.state, ringing_at = excluded.ringing_at, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
    cause_q850 = excluded.cause_q850, cause_sip = excluded.cause_sip, cause_text = excluded.cause_text,
    quality = excluded.quality, sequence = excluded.sequence
WHERE l.sequence <= excluded.sequence AND l.call_id = excluded.call_id;

-- name: CallEventRecord :exec
INSERT INTO call_events (org_id, call_id, sequence, at, name, detail)
VALUES (@org_id, @call_id, @sequence, @at, @name, @detail) ON CONFLICT DO NOTHING;

-- name: CallUserRecord :exec
INSERT INTO call_users (org_id, call_id, user_id, started_at)
SELECT c.org_id, c.id, u.id, c.started_at
FROM calls c JOIN users u ON u.org_id = c.org_id AND u.id = ANY (@users::uuid[])
WHERE c.org_id = @org_id AND c.id = @call_id
ON CONFLICT DO NOTHING;

-- name: CallEndLost :many
-- The end is the last moment at which the call is known to have lived.
UPDATE calls AS c SET
    status = 'ended', outcome = 'failed', cause_text = 'node_lost', hangup_by = 'system',
    ended_at = greatest(c.updated_at, c.answered_at, c.ringing_at, c.started_at,
                        (SELECT n.seen_at FROM nodes n WHERE n.name = c.node AND n.boot = c.boot)),
    sequence = c.sequence + 1, updated_at = now()
WHERE c.org_id = @org_id AND c.id = ANY (@ids::uuid[]) AND c.status <> 'ended'
RETURNING c.id;

-- name: CallLegsEndLost :exec
UPDATE call_legs AS l SET state = 'ended', ended_at = c.ended_at, cause_text = 'node_lost', sequence = c.sequence
FROM calls c
WHERE l.org_id = @org_id AND l.call_id = ANY (@ids::uuid[]) AND l.ended_at IS NULL
  AND c.org_id = l.org_id AND c.id = l.call_id;

-- name: CallEventsEndLost :exec
INSERT INTO call_events (org_id, call_id, sequence, at, name, detail)
SELECT c.org_id, c.id, c.sequence, c.ended_at, 'ended', '{"cause": "node_lost"}'
FROM calls c WHERE c.org_id = @org_id AND c.id = ANY (@ids::uuid[]) AND c.cause_text = 'node_lost'
ON CONFLICT DO NOTHING;

-- name: CallLegs :many
SELECT id, call_id, kind, user_id, raw, e164, extension, region, number_kind, name, sip_call_id, state,
       started_at, ringing_at, answered_at, ended_at, cause_q850, cause_sip, cause_text, quality
FROM call_legs WHERE org_id = @org_id AND call_id = @call_id ORDER BY started_at, id;

-- name: CallEvents :many
SELECT call_id, sequence, at, name, detail FROM call_events WHERE org_id = @org_id AND call_id = @call_id ORDER BY sequence;

-- name: CallLock :one
SELECT contact_id FROM calls WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: CallContact :one
SELECT contact_id FROM calls WHERE org_id = @org_id AND id = @id;

-- name: CallHasUser :one
SELECT EXISTS (SELECT FROM call_users WHERE org_id = @org_id AND call_id = @call_id AND user_id = @user_id);

-- name: CallAttribute :exec
UPDATE calls SET contact_id = @contact_id, customer_id = @customer_id, attributed_by = 'agent'
WHERE org_id = @org_id AND id = @id;

-- name: CallAnnotate :exec
UPDATE calls SET disposition = coalesce(sqlc.narg(disposition), disposition), notes = coalesce(sqlc.narg(notes), notes)
WHERE org_id = @org_id AND id = @id;

-- name: CallOpenCount :one
SELECT count(*) FROM calls WHERE org_id = @org_id AND status <> 'ended';

-- name: OrganisationServiceLevel :one
SELECT service_level_seconds, service_level_percent FROM organisations WHERE id = @id;

-- name: SIPMessageRecord :exec
-- A leg that was never written has none.
INSERT INTO sip_messages (org_id, call_id, leg_id, sequence, at, outgoing, transport, remote, start_line, body)
SELECT l.org_id, l.call_id, l.id, @sequence, @at, @outgoing, @transport, @remote, @start_line, @body
FROM call_legs l WHERE l.org_id = @org_id AND l.call_id = @call_id AND l.id = @leg_id
ON CONFLICT DO NOTHING;

-- name: SIPMessages :many
SELECT leg_id, sequence, at, outgoing, transport, remote, start_line, body
FROM sip_messages WHERE org_id = @org_id AND call_id = @call_id ORDER BY at, leg_id, sequence;
