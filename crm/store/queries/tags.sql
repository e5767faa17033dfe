-- name: TagCounts :many
SELECT t.id, t.name, t.colour, count(ct.contact_id) AS count
FROM tags t LEFT JOIN contact_tags ct ON ct.org_id = t.org_id AND ct.tag_id = t.id
WHERE t.org_id = @org_id GROUP BY t.id, t.name, t.colour, t.name_fold ORDER BY t.name_fold;

-- name: TagLock :one
SELECT id, name, colour FROM tags WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: TagNamed :one
SELECT id FROM tags WHERE org_id = @org_id AND name_fold = @name_fold AND id <> @besides;

-- name: TagWrite :exec
UPDATE tags SET name = @name, name_fold = @name_fold, colour = @colour WHERE org_id = @org_id AND id = @id;

-- name: TagCount :one
SELECT count(*) FROM contact_tags WHERE org_id = @org_id AND tag_id = @tag_id;

-- name: TagGive :exec
-- Contacts of one tag carry another from now on.
INSERT INTO contact_tags (org_id, contact_id, tag_id)
SELECT ct.org_id, ct.contact_id, @into_id FROM contact_tags ct WHERE ct.org_id = @org_id AND ct.tag_id = @tag_id
ON CONFLICT DO NOTHING;

-- name: TagDelete :exec
DELETE FROM tags WHERE org_id = @org_id AND id = @id;
