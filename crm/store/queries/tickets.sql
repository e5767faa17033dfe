-- name: TicketNumber :one
-- The row lock makes numbers without gaps between the tickets of one organisation.
UPDATE organisations SET ticket_number = ticket_number + 1 WHERE id = @id RETURNING ticket_number;

-- name: TicketInsert :exec
INSERT INTO tickets (org_id, id, number, subject, subject_fold, status, priority, contact_id, customer_id, assignee_id, created_at, updated_at,
    description, due_at, solved_at, source, created_by_id)
VALUES (@org_id, @id, @number, @subject, @subject_fold, @status, @priority, @contact_id, @customer_id, @assignee_id, @created_at, @created_at,
    @description, @due_at, @solved_at, @source, @created_by_id);

-- name: TicketLock :one
SELECT id FROM tickets WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: TicketWrite :exec
UPDATE tickets SET subject = @subject, subject_fold = @subject_fold, description = @description, status = @status, priority = @priority,
    contact_id = @contact_id, customer_id = @customer_id, assignee_id = @assignee_id, due_at = @due_at, solved_at = @solved_at,
    updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: TicketTouch :exec
-- The version stays: what was said does not make an edit under way stale.
UPDATE tickets SET updated_at = @updated_at WHERE org_id = @org_id AND id = @id;

-- name: TicketByID :one
SELECT t.id, t.number, t.subject, t.status, t.priority, t.contact_id,
       coalesce(c.first_name || ' ' || c.last_name, '')::text AS contact_name, t.customer_id, coalesce(cu.name, '') AS customer_name,
       t.assignee_id, t.created_at, t.updated_at, t.description, t.due_at,
       coalesce(t.due_at < now() AND t.status IN ('new', 'open', 'pending'), false)::boolean AS overdue,
       t.solved_at, t.source, t.created_by_id, t.version
FROM tickets t
LEFT JOIN contacts c ON c.org_id = t.org_id AND c.id = t.contact_id
LEFT JOIN customers cu ON cu.org_id = t.org_id AND cu.id = t.customer_id
WHERE t.org_id = @org_id AND t.id = @id;

-- name: TicketsOpenOf :many
-- Up to five open tickets of each contact, newest first.
SELECT t.id, t.number, t.subject, t.status, t.priority, t.contact_id, t.customer_id, t.assignee_id, t.created_at, t.updated_at,
       t.due_at, coalesce(t.due_at < now(), false)::boolean AS overdue, t.source, t.created_by_id, t.version
FROM unnest(@contacts::uuid[]) AS wanted (contact_id)
CROSS JOIN LATERAL (
    SELECT * FROM tickets k
    WHERE k.org_id = @org_id AND k.contact_id = wanted.contact_id AND k.status IN ('new', 'open', 'pending')
    ORDER BY k.updated_at DESC, k.id DESC LIMIT 5
) t;
