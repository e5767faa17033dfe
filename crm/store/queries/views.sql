-- name: ViewInsert :exec
INSERT INTO views (org_id, id, user_id, noun, name, name_fold, shared, params, columns, created_at, updated_at)
VALUES (@org_id, @id, @user_id, @noun, @name, @name_fold, @shared, @params, @columns, @created_at, @created_at);

-- name: ViewWrite :exec
UPDATE views SET name = @name, name_fold = @name_fold, shared = @shared, params = @params, columns = @columns, updated_at = @updated_at
WHERE org_id = @org_id AND id = @id;

-- name: ViewDelete :exec
DELETE FROM views WHERE org_id = @org_id AND id = @id;

-- name: ViewLock :one
SELECT id FROM views WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: ViewCount :one
SELECT count(*) FROM views WHERE org_id = @org_id AND user_id = @user_id;

-- name: RecentSee :exec
-- The newer look stays where two come at once.
INSERT INTO recent_contacts (org_id, user_id, contact_id, seen_at)
VALUES (@org_id, @user_id, @contact_id, @seen_at)
ON CONFLICT (org_id, user_id, contact_id) DO UPDATE SET seen_at = greatest(recent_contacts.seen_at, excluded.seen_at);

-- name: RecentTrim :exec
DELETE FROM recent_contacts r WHERE r.org_id = @org_id AND r.user_id = @user_id AND r.contact_id NOT IN (
    SELECT k.contact_id FROM recent_contacts k WHERE k.org_id = @org_id AND k.user_id = @user_id
    ORDER BY k.seen_at DESC, k.contact_id LIMIT 50);

-- name: RecentList :many
SELECT coalesce(contact_root(r.org_id, r.contact_id), r.contact_id)::uuid AS id
FROM recent_contacts r WHERE r.org_id = @org_id AND r.user_id = @user_id ORDER BY r.seen_at DESC, r.contact_id LIMIT 50;

-- name: BulkInsert :exec
INSERT INTO bulk_edits (org_id, id, user_id, created_at, change, target, undoes_id)
VALUES (@org_id, @id, @user_id, @created_at, @change, @target, @undoes_id);

-- name: BulkSetChanged :exec
UPDATE bulk_edits SET changed = @changed WHERE org_id = @org_id AND id = @id;

-- name: BulkLock :one
SELECT id, user_id, created_at, change, undoes_id, undone_at FROM bulk_edits WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: BulkSetUndone :exec
UPDATE bulk_edits SET undone_at = @undone_at, undone_by_id = @undone_by_id WHERE org_id = @org_id AND id = @id;

-- name: TagIDs :many
SELECT id FROM tags WHERE org_id = @org_id AND name_fold = ANY (@folds::text[]) ORDER BY name_fold;
