-- name: ContactInsert :exec
INSERT INTO contacts (org_id, id, first_name, last_name, job_title, customer_id, kind, status, marketing_opt_out,
                      locked_to_customer, owner_id, source, created_at, updated_at,
                      sort_name, name_fold, company_fold, email_fold, other_fold)
VALUES (@org_id, @id, @first_name, @last_name, @job_title, @customer_id, @kind, @status, @marketing_opt_out,
        @locked_to_customer, @owner_id, @source, @created_at, @created_at,
        @sort_name, @name_fold, @company_fold, @email_fold, @other_fold);

-- name: ContactWrite :exec
UPDATE contacts
SET first_name = @first_name, last_name = @last_name, job_title = @job_title, customer_id = @customer_id,
    kind = @kind, status = @status, marketing_opt_out = @marketing_opt_out, locked_to_customer = @locked_to_customer,
    owner_id = @owner_id, updated_at = @updated_at, version = version + 1,
    sort_name = @sort_name, name_fold = @name_fold, company_fold = @company_fold,
    email_fold = @email_fold, other_fold = @other_fold
WHERE org_id = @org_id AND id = @id;

-- name: ContactSetArchived :exec
UPDATE contacts SET archived_at = @archived_at, updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: ContactLock :one
-- Locks the contact that answers for this one today.
SELECT c.id FROM contacts c WHERE c.org_id = @org_id AND c.id = contact_root(@org_id, @contact_id::uuid) FOR UPDATE;

-- name: ContactRoot :one
SELECT contact_root(@org_id::uuid, @id::uuid)::uuid AS root;

-- name: ContactsByID :many
SELECT c.id, c.first_name, c.last_name, c.job_title, c.customer_id, coalesce(cu.name, '') AS customer_name,
       c.kind, c.status, c.marketing_opt_out, c.locked_to_customer, c.owner_id, c.source, c.archived_at,
       c.merged_into_id, c.erased_at, c.created_at, c.updated_at, c.last_call_at, c.version
FROM contacts c LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id
WHERE c.org_id = @org_id AND c.id = ANY (@ids::uuid[]);

-- name: ContactEmails :many
SELECT contact_id, address, label FROM contact_emails
WHERE org_id = @org_id AND contact_id = ANY (@ids::uuid[]) ORDER BY contact_id, position;

-- name: ContactPhones :many
SELECT contact_id, raw, e164, extension, region, kind, label FROM contact_phones
WHERE org_id = @org_id AND contact_id = ANY (@ids::uuid[]) ORDER BY contact_id, position;

-- name: ContactTags :many
SELECT ct.contact_id, t.name FROM contact_tags ct JOIN tags t ON t.org_id = ct.org_id AND t.id = ct.tag_id
WHERE ct.org_id = @org_id AND ct.contact_id = ANY (@ids::uuid[]) ORDER BY ct.contact_id, t.name_fold;

-- name: ContactEmailsDelete :exec
DELETE FROM contact_emails WHERE org_id = @org_id AND contact_id = @contact_id;

-- name: ContactEmailInsert :exec
INSERT INTO contact_emails (org_id, contact_id, position, address, address_fold, label, active)
VALUES (@org_id, @contact_id, @position, @address, @address_fold, @label, @active);

-- name: ContactEmailHolder :one
SELECT contact_id FROM contact_emails WHERE org_id = @org_id AND address_fold = ANY (@folds::text[]) AND active AND contact_id <> @besides
LIMIT 1;

-- name: ContactPhonesDelete :exec
DELETE FROM contact_phones WHERE org_id = @org_id AND contact_id = @contact_id;

-- name: ContactPhoneInsert :exec
INSERT INTO contact_phones (org_id, contact_id, position, raw, e164, extension, region, kind, label)
VALUES (@org_id, @contact_id, @position, @raw, @e164, @extension, @region, @kind, @label);

-- name: ContactTagsDelete :exec
DELETE FROM contact_tags WHERE org_id = @org_id AND contact_id = @contact_id;

-- name: TagEnsure :exec
INSERT INTO tags (org_id, name, name_fold) VALUES (@org_id, @name, @name_fold) ON CONFLICT (org_id, name_fold) DO NOTHING;

-- name: ContactTagAdd :exec
INSERT INTO contact_tags (org_id, contact_id, tag_id)
SELECT t.org_id, @contact_id, t.id FROM tags t WHERE t.org_id = @org_id AND t.name_fold = @name_fold
ON CONFLICT DO NOTHING;

-- name: ContactStatuses :many
-- A loose index scan: one probe for each status, however many contacts.
WITH RECURSIVE statuses AS (
    (SELECT c.status FROM contacts c WHERE c.org_id = @org_id AND c.archived_at IS NULL ORDER BY c.status LIMIT 1)
    UNION ALL
    SELECT (SELECT c.status FROM contacts c
            WHERE c.org_id = @org_id AND c.archived_at IS NULL AND c.status > s.status ORDER BY c.status LIMIT 1)
    FROM statuses s WHERE s.status IS NOT NULL
)
SELECT s.status::text FROM statuses s WHERE s.status IS NOT NULL LIMIT 200;

-- name: ContactSetCompanyFold :exec
UPDATE contacts SET company_fold = @company_fold WHERE org_id = @org_id AND customer_id = @customer_id;

-- name: LookupExact :many
-- Exact matches and variants in one; the caller tells them apart by the number.
SELECT p.contact_id, p.e164, p.extension, p.position, c.first_name, c.last_name, c.customer_id,
       coalesce(cu.name, '') AS company, c.merged_into_id
FROM contact_phones p
JOIN contacts c ON c.org_id = p.org_id AND c.id = p.contact_id
LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id
WHERE p.org_id = @org_id AND p.e164 = ANY (@numbers::text[]) AND (c.archived_at IS NULL OR c.merged_into_id IS NOT NULL)
LIMIT 200;

-- name: LookupPartial :many
SELECT p.contact_id, p.e164, p.extension, p.position, c.first_name, c.last_name, c.customer_id,
       coalesce(cu.name, '') AS company, c.merged_into_id
FROM contact_phones p
JOIN contacts c ON c.org_id = p.org_id AND c.id = p.contact_id
LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id
WHERE p.org_id = @org_id AND p.sfx9 = @suffix AND p.e164 <> ALL (@numbers::text[])
  AND (c.archived_at IS NULL OR c.merged_into_id IS NOT NULL)
LIMIT 40;

-- name: ContactsNamed :many
SELECT c.id, c.first_name, c.last_name, c.customer_id, coalesce(cu.name, '') AS company
FROM contacts c LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id
WHERE c.org_id = @org_id AND c.name_fold = @name_fold AND c.archived_at IS NULL LIMIT 20;

-- name: ContactsWithEmail :many
SELECT c.id, c.first_name, c.last_name, c.customer_id, coalesce(cu.name, '') AS company
FROM contact_emails e
JOIN contacts c ON c.org_id = e.org_id AND c.id = e.contact_id
LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id
WHERE e.org_id = @org_id AND e.address_fold = ANY (@folds::text[]) AND e.active LIMIT 20;
