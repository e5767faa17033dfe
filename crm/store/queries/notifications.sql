-- name: NotificationInsert :execrows
-- Only who may see the record is told: an agent sees the calls of their own, and
-- everybody sees all other records of the organisation.
INSERT INTO notifications (org_id, id, user_id, kind, noun, record_id, source_id, actor_id, text, created_at)
SELECT u.org_id, @id, u.id, @kind, @noun, @record_id, @source_id, @actor_id, @text, @created_at
FROM users u
WHERE u.org_id = @org_id AND u.id = @user_id AND u.active
    AND (@noun <> 'call' OR u.role <> 'agent' OR EXISTS (
        SELECT FROM call_users cu WHERE cu.org_id = u.org_id AND cu.call_id = @record_id AND cu.user_id = u.id))
ON CONFLICT (org_id, source_id, user_id) WHERE kind = 'mentioned' DO NOTHING;

-- name: NotificationsRead :execrows
UPDATE notifications SET read_at = @read_at
WHERE org_id = @org_id AND user_id = @user_id AND read_at IS NULL AND id = ANY(@ids::uuid[]);

-- name: NotificationsReadAll :execrows
UPDATE notifications SET read_at = @read_at WHERE org_id = @org_id AND user_id = @user_id AND read_at IS NULL;

-- name: NotificationsForget :exec
DELETE FROM notifications WHERE org_id = @org_id AND record_id = @record_id;

-- name: NotificationsForgetSource :exec
DELETE FROM notifications WHERE org_id = @org_id AND kind = 'mentioned' AND source_id = @source_id;

-- name: NotificationsUnread :one
SELECT count(*) FROM (SELECT 1 FROM notifications WHERE org_id = @org_id AND user_id = @user_id AND read_at IS NULL LIMIT 1000) unread;

-- name: UserNames :many
SELECT id, name FROM users WHERE org_id = @org_id AND id = ANY(@ids::uuid[]);

-- name: NoteMentionInsert :exec
INSERT INTO note_mentions (org_id, note_id, user_id) VALUES (@org_id, @note_id, @user_id) ON CONFLICT DO NOTHING;

-- name: NoteMentionsKeep :exec
DELETE FROM note_mentions WHERE org_id = @org_id AND note_id = @note_id AND NOT user_id = ANY(@user_ids::uuid[]);

-- name: UsersOfRole :many
SELECT id FROM users WHERE org_id = @org_id AND role = @role AND active ORDER BY id;
