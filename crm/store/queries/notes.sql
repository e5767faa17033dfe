-- name: NoteInsert :exec
INSERT INTO notes (org_id, id, contact_id, author_id, body, created_at, updated_at)
VALUES (@org_id, @id, @contact_id, @author_id, @body, @created_at, @created_at);

-- name: NoteByID :one
SELECT n.id, n.contact_id, n.author_id, coalesce(u.name, '') AS author_name, n.body, n.created_at, n.updated_at, n.pinned, n.version
FROM notes n LEFT JOIN users u ON u.org_id = n.org_id AND u.id = n.author_id
WHERE n.org_id = @org_id AND n.id = @id;

-- name: NoteLock :one
SELECT id FROM notes WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: NoteWrite :exec
UPDATE notes SET body = @body, pinned = @pinned, updated_at = @updated_at, version = version + 1 WHERE org_id = @org_id AND id = @id;

-- name: NoteDelete :exec
DELETE FROM notes WHERE org_id = @org_id AND id = @id;
