-- name: TicketNumber :one
-- The row lock makes numbers without gaps between the tickets of one organisation.
UPDATE organisations SET ticket_number = ticket_number + 1 WHERE id = @id RETURNING ticket_number;

-- name: TicketInsert :exec
INSERT INTO tickets (org_id, id, number, subject, subject_fold, status, priority, contact_id, customer_id, assignee_id, created_at, updated_at)
VALUES (@org_id, @id, @number, @subject, @subject_fold, @status, @priority, @contact_id, @customer_id, @assignee_id, @created_at, @created_at);

-- name: TicketSetStatus :execrows
UPDATE tickets SET status = @status, updated_at = @updated_at WHERE org_id = @org_id AND id = @id;

-- name: TicketByID :one
SELECT t.id, t.number, t.subject, t.status, t.priority, t.contact_id,
       coalesce(c.first_name || ' ' || c.last_name, '')::text AS contact_name, t.customer_id, coalesce(cu.name, '') AS customer_name,
       t.assignee_id, t.created_at, t.updated_at
FROM tickets t
LEFT JOIN contacts c ON c.org_id = t.org_id AND c.id = t.contact_id
LEFT JOIN customers cu ON cu.org_id = t.org_id AND cu.id = t.customer_id
WHERE t.org_id = @org_id AND t.id = @id;

-- name: TicketsOpenOf :many
-- Up to five open tickets of each contact, newest first.
SELECT t.id, t.number, t.subject, t.status, t.priority, t.contact_id, t.customer_id, t.assignee_id, t.created_at, t.updated_at
FROM unnest(@contacts::uuid[]) AS wanted (contact_id)
CROSS JOIN LATERAL (
    SELECT * FROM tickets k
    WHERE k.org_id = @org_id AND k.contact_id = wanted.contact_id AND k.status IN ('new', 'open', 'pending')
    ORDER BY k.updated_at DESC, k.id DESC LIMIT 5
) t;
