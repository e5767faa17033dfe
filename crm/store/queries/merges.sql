-- name: ContactsLock :many
-- In the order of identifiers everywhere, so that two merges never wait for
-- each other.
SELECT id, merged_into_id, erased_at FROM contacts WHERE org_id = @org_id AND id = ANY (@ids::uuid[]) ORDER BY id FOR UPDATE;

-- name: ContactSetMerged :exec
UPDATE contacts SET archived_at = @archived_at, merged_into_id = @merged_into_id, updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: MergeInsert :exec
INSERT INTO merges (org_id, id, survivor_id, duplicate_id, user_id, created_at, survivor, duplicate, merged)
VALUES (@org_id, @id, @survivor_id, @duplicate_id, @user_id, @created_at, @survivor, @duplicate, @merged);

-- name: MergeByID :one
SELECT id, survivor_id, duplicate_id, survivor, duplicate, merged, undone_at FROM merges WHERE org_id = @org_id AND id = @id;

-- name: MergesAbove :many
-- What took the contact in, and what took that in, each as it was before.
WITH RECURSIVE above AS (
    SELECT c.id, c.merged_into_id, 1 AS step FROM contacts c WHERE c.org_id = @org_id AND c.id = @contact_id::uuid
    UNION ALL
    SELECT c.id, c.merged_into_id, a.step + 1 FROM contacts c JOIN above a ON c.org_id = @org_id AND c.id = a.merged_into_id
)
SELECT m.survivor FROM above a
JOIN merges m ON m.org_id = @org_id AND m.duplicate_id = a.id AND m.survivor_id = a.merged_into_id AND m.undone_at IS NULL
ORDER BY a.step;

-- name: MergesUndoneSince :many
-- Merges into a contact, or into what it had taken in, that were undone after a
-- later merge took it away; the newest first.
WITH RECURSIVE family AS (
    SELECT c.id FROM contacts c WHERE c.org_id = @org_id AND c.id = @contact_id::uuid
    UNION
    SELECT c.id FROM contacts c JOIN family f ON c.org_id = @org_id AND c.merged_into_id = f.id
)
SELECT m.survivor, m.duplicate, m.merged FROM merges m
JOIN family f ON m.survivor_id = f.id
JOIN merges later ON later.org_id = @org_id AND later.id = @id
WHERE m.org_id = @org_id AND m.created_at < later.created_at AND m.undone_at > later.created_at
ORDER BY m.created_at DESC, m.id DESC;

-- name: MergeSetUndone :execrows
UPDATE merges SET undone_at = @undone_at, undone_by_id = @undone_by_id WHERE org_id = @org_id AND id = @id AND undone_at IS NULL;

-- name: MergesOfContact :many
-- All that was merged into the contact that answers today, at any remove.
WITH RECURSIVE family AS (
    SELECT contact_root(@org_id, @contact_id::uuid) AS id
    UNION
    SELECT c.id FROM contacts c JOIN family f ON c.org_id = @org_id AND c.merged_into_id = f.id
)
SELECT m.id, m.survivor_id, trim(s.first_name || ' ' || s.last_name)::text AS survivor_name,
       m.duplicate_id, trim(d.first_name || ' ' || d.last_name)::text AS duplicate_name,
       m.user_id, coalesce(u.name, '') AS user_name, m.created_at, m.undone_at
FROM merges m
JOIN contacts s ON s.org_id = m.org_id AND s.id = m.survivor_id
JOIN contacts d ON d.org_id = m.org_id AND d.id = m.duplicate_id
LEFT JOIN users u ON u.org_id = m.org_id AND u.id = m.user_id
WHERE m.org_id = @org_id
  AND m.id IN (SELECT x.id FROM merges x JOIN family f ON x.org_id = @org_id AND x.survivor_id = f.id
               UNION SELECT x.id FROM merges x JOIN family f ON x.org_id = @org_id AND x.duplicate_id = f.id)
ORDER BY m.created_at DESC, m.id DESC LIMIT 200;

-- name: MergeMoveCounts :many
SELECT merge_id, noun, cardinality(ids)::bigint AS moved FROM merge_moves
WHERE org_id = @org_id AND merge_id = ANY (@ids::uuid[]) AND fate = 'moved';

-- name: EmailsTaken :many
SELECT address_fold FROM contact_emails WHERE org_id = @org_id AND address_fold = ANY (@folds::text[]) AND active;

-- name: DuplicateDismiss :execrows
INSERT INTO dismissed_duplicates (org_id, first_id, second_id, user_id, created_at)
VALUES (@org_id, @first_id, @second_id, @user_id, @created_at)
ON CONFLICT (org_id, first_id, second_id) DO NOTHING;

-- name: DuplicateUndismiss :execrows
DELETE FROM dismissed_duplicates WHERE org_id = @org_id AND first_id = @first_id AND second_id = @second_id;
