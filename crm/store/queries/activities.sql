-- name: ActivityInsert :exec
INSERT INTO activities (org_id, id, kind, subject, subject_fold, body, contact_id, customer_id, deal_id, ticket_id, assignee_id,
    created_by_id, due_at, minutes, remind_at, done_at, created_at, updated_at)
VALUES (@org_id, @id, @kind, @subject, @subject_fold, @body, @contact_id, @customer_id, @deal_id, @ticket_id, @assignee_id,
    @created_by_id, @due_at, @minutes, @remind_at, @done_at, @created_at, @created_at);

-- name: ActivityLock :one
SELECT id FROM activities WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: ActivityWrite :exec
UPDATE activities SET kind = @kind, subject = @subject, subject_fold = @subject_fold, body = @body, contact_id = @contact_id,
    customer_id = @customer_id, deal_id = @deal_id, ticket_id = @ticket_id, assignee_id = @assignee_id, due_at = @due_at,
    minutes = @minutes, done_at = @done_at, remind_at = @remind_at, 
    reminded_at = CASE WHEN remind_at IS NOT DISTINCT FROM @remind_at THEN reminded_at END, updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: ActivityRemind :many
-- Whom to remind, if the activity is still to be reminded of at that time.
UPDATE activities SET reminded_at = @reminded_at
WHERE org_id = @org_id AND id = @id AND remind_at = @remind_at AND reminded_at IS NULL AND done_at IS NULL
RETURNING coalesce(assignee_id, created_by_id) AS user_id;

-- name: ActivityDelete :exec
DELETE FROM activities WHERE org_id = @org_id AND id = @id;
