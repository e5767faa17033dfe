-- name: TrunkList :many
SELECT id, org_id, name, country, addresses, proxy, transport, domain, register, username, password, caller_id, enabled,
    priority, max_calls, bare_e164, withhold, options_seconds, caller_ids
FROM trunks WHERE org_id = @org_id ORDER BY priority, name, id;

-- name: TrunkInsert :exec
INSERT INTO trunks (org_id, id, name, country, addresses, proxy, transport, domain, register, username, password, caller_id, enabled,
    priority, max_calls, bare_e164, withhold, options_seconds, caller_ids)
VALUES (@org_id, @id, @name, @country, @addresses, @proxy, @transport, @domain, @register, @username, @password, @caller_id, @enabled,
    @priority, @max_calls, @bare_e164, @withhold, @options_seconds, @caller_ids);

-- name: TrunkWrite :execrows
UPDATE trunks SET name = @name, country = @country, addresses = @addresses, proxy = @proxy, transport = @transport,
    domain = @domain, register = @register, username = @username, password = @password, caller_id = @caller_id, enabled = @enabled,
    priority = @priority, max_calls = @max_calls, bare_e164 = @bare_e164, withhold = @withhold, options_seconds = @options_seconds,
    caller_ids = @caller_ids
WHERE org_id = @org_id AND id = @id;

-- name: TrunkDelete :execrows
DELETE FROM trunks WHERE org_id = @org_id AND id = @id;

-- name: NumberList :many
SELECT id, org_id, e164, label, queue_id, user_id, menu_id, hours_id FROM numbers WHERE org_id = @org_id ORDER BY e164, id;

-- name: NumberInsert :exec
INSERT INTO numbers (org_id, id, e164, label, queue_id, user_id, menu_id, hours_id)
VALUES (@org_id, @id, @e164, @label, @queue_id, @user_id, @menu_id, @hours_id);

-- name: NumberWrite :execrows
UPDATE numbers SET e164 = @e164, label = @label, queue_id = @queue_id, user_id = @user_id, menu_id = @menu_id, hours_id = @hours_id
WHERE org_id = @org_id AND id = @id;

-- name: NumberDelete :execrows
DELETE FROM numbers WHERE org_id = @org_id AND id = @id;

-- name: QueueList :many
SELECT id, org_id, name, ring_timeout_ms, strategy, max_wait_ms, max_waiting, announce, music_id FROM queues WHERE org_id = @org_id ORDER BY name_fold, id;

-- name: QueueMemberList :many
SELECT queue_id, user_id FROM queue_members WHERE org_id = @org_id ORDER BY queue_id, position;

-- name: QueueInsert :exec
INSERT INTO queues (org_id, id, name, name_fold, ring_timeout_ms, strategy, max_wait_ms, max_waiting, announce, music_id)
VALUES (@org_id, @id, @name, @name_fold, @ring_timeout_ms, @strategy, @max_wait_ms, @max_waiting, @announce, @music_id);

-- name: QueueWrite :execrows
UPDATE queues SET name = @name, name_fold = @name_fold, ring_timeout_ms = @ring_timeout_ms, strategy = @strategy,
    max_wait_ms = @max_wait_ms, max_waiting = @max_waiting, announce = @announce, music_id = @music_id
WHERE org_id = @org_id AND id = @id;

-- name: QueueMembersDelete :exec
DELETE FROM queue_members WHERE org_id = @org_id AND queue_id = @queue_id;

-- name: QueueMembersInsert :exec
INSERT INTO queue_members (org_id, queue_id, user_id, position)
SELECT @org_id, @queue_id, member.user_id, member.position
FROM unnest(@users::uuid[]) WITH ORDINALITY AS member (user_id, position);

-- name: QueueDelete :execrows
DELETE FROM queues WHERE org_id = @org_id AND id = @id;

-- name: NodeBeat :exec
INSERT INTO nodes (name, boot, seen_at) VALUES (@name, @boot, now())
ON CONFLICT (name) DO UPDATE SET boot = excluded.boot, seen_at = excluded.seen_at;
