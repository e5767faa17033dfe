-- name: TicketMessageInsert :exec
INSERT INTO ticket_messages (org_id, id, ticket_id, author_id, kind, body, created_at)
VALUES (@org_id, @id, @ticket_id, @author_id, @kind, @body, @created_at);

-- name: TicketMessageByID :one
SELECT m.id, m.ticket_id, m.author_id, coalesce(u.name, '') AS author_name, m.kind, m.body, m.created_at
FROM ticket_messages m LEFT JOIN users u ON u.org_id = m.org_id AND u.id = m.author_id
WHERE m.org_id = @org_id AND m.id = @id;
