-- name: CalendarFeedPut :exec
-- A user has one link; a new one ends the old.
INSERT INTO calendar_feeds (org_id, id, user_id, token_hash, created_at)
VALUES (@org_id, @id, @user_id, @token_hash, @created_at)
ON CONFLICT (org_id, user_id) DO UPDATE
SET id = excluded.id, token_hash = excluded.token_hash, created_at = excluded.created_at, last_used_at = NULL;

-- name: CalendarFeedOfUser :one
SELECT id, created_at, last_used_at FROM calendar_feeds WHERE org_id = @org_id AND user_id = @user_id;

-- name: CalendarFeedDelete :one
DELETE FROM calendar_feeds WHERE org_id = @org_id AND user_id = @user_id RETURNING id;

-- name: CalendarFeedUsed :exec
UPDATE calendar_feeds SET last_used_at = now()
WHERE org_id = @org_id AND id = @id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute');
