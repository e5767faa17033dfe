-- name: NoteInsert :exec
INSERT INTO notes (org_id, id, contact_id, author_id, body, created_at, updated_at)
VALUES (@org_id, @id, @contact_id, @author_id, @body, @created_at, @created_at);

-- name: NoteByID :one
SELECT n.id, n.contact_id, n.author_id, coalesce(u.name, '') AS author_name, n.body, n.created_at, n.updated_at
FROM notes n LEFT JOIN users u ON u.org_id = n.org_id AND u.id = n.author_id
WHERE n.org_id = @org_id AND n.id = @id;
