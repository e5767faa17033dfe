-- name: CustomerInsert :execrows
INSERT INTO customers (org_id, id, name, name_fold, website, phone, address, owner_id, created_at, updated_at)
VALUES (@org_id, @id, @name, @name_fold, @website, @phone, @address, @owner_id, @created_at, @created_at)
ON CONFLICT (org_id, name_fold) DO NOTHING;

-- name: CustomerNamed :one
SELECT id, name FROM customers WHERE org_id = @org_id AND name_fold = @name_fold;

-- name: CustomerName :one
SELECT name FROM customers WHERE org_id = @org_id AND id = @id;

-- name: CustomerByID :one
SELECT c.id, c.name, c.website, c.phone, c.address, c.owner_id, c.created_at, c.updated_at, c.version,
       (SELECT count(*) FROM contacts k WHERE k.org_id = c.org_id AND k.customer_id = c.id AND k.archived_at IS NULL) AS contact_count
FROM customers c WHERE c.org_id = @org_id AND c.id = @id;

-- name: CustomerLock :one
SELECT id FROM customers WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: CustomerWrite :exec
UPDATE customers SET name = @name, name_fold = @name_fold, website = @website, phone = @phone, address = @address,
    owner_id = @owner_id, updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;
