-- name: VoicemailRecord :execrows
INSERT INTO voicemails (org_id, id, call_id, queue_id, user_id, path, millis, created_at)
SELECT @org_id, @id, @call_id, (SELECT q.id FROM queues q WHERE q.org_id = @org_id AND q.id = @queue_id::uuid),
    (SELECT u.id FROM users u WHERE u.org_id = @org_id AND u.id = @user_id::uuid), @path, @millis, @created_at
ON CONFLICT DO NOTHING;

-- name: VoicemailMembers :many
SELECT m.user_id FROM queue_members m JOIN users u ON u.org_id = m.org_id AND u.id = m.user_id
WHERE m.org_id = @org_id AND m.queue_id = @queue_id AND u.active ORDER BY m.position;

-- name: VoicemailHeard :execrows
UPDATE voicemails SET heard_at = @at, heard_by_id = @user_id::uuid WHERE org_id = @org_id AND id = @id AND heard_at IS NULL;

-- name: VoicemailUnheard :execrows
UPDATE voicemails SET heard_at = NULL, heard_by_id = NULL WHERE org_id = @org_id AND id = @id;

-- name: VoicemailDelete :execrows
DELETE FROM voicemails WHERE org_id = @org_id AND id = @id;

-- name: VoicemailsWaiting :one
SELECT count(*) FROM voicemails v WHERE v.org_id = @org_id AND v.heard_at IS NULL AND (v.user_id = @user_id::uuid
    OR v.queue_id IN (SELECT m.queue_id FROM queue_members m WHERE m.org_id = @org_id AND m.user_id = @user_id::uuid));
