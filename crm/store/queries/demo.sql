-- name: DemoOrganisationInsert :execrows
-- No row means that the organisation is there; a second service that starts at
-- the same time waits here for the first.
INSERT INTO organisations (id, name, name_fold, country, currency, ticket_number, created_at)
VALUES (@id, @name, @name_fold, @country, @currency, @ticket_number, @created_at)
ON CONFLICT (name_fold) DO NOTHING;

-- name: DemoContactsAge :exec
-- The demo's records were changed since they were made.
UPDATE contacts AS c SET updated_at = aged.at
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@times::timestamptz[]) AS at) AS aged
WHERE c.org_id = @org_id AND c.id = aged.id;

-- name: DemoCustomersAge :exec
UPDATE customers AS c SET updated_at = aged.at
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@times::timestamptz[]) AS at) AS aged
WHERE c.org_id = @org_id AND c.id = aged.id;

-- name: DemoTicketsAge :exec
UPDATE tickets AS t SET updated_at = aged.at
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@times::timestamptz[]) AS at) AS aged
WHERE t.org_id = @org_id AND t.id = aged.id;

-- name: DemoTagColour :exec
UPDATE tags SET colour = @colour WHERE org_id = @org_id AND name_fold = @name_fold;
