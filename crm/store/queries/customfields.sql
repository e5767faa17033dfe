-- name: CustomFieldList :many
SELECT id, key, name, kind, choices, position, archived_at, created_at FROM custom_fields
WHERE org_id = @org_id ORDER BY position, id;

-- name: CustomFieldsLock :exec
-- One change of an organisation's fields at a time: their order and their
-- number concern all of them.
SELECT pg_advisory_xact_lock(hashtextextended('custom_fields ' || @org_id::text, 0));

-- name: CustomFieldsShare :many
-- Whoever writes values keeps the choices from being taken away meanwhile.
SELECT id, key, name, kind, choices, position, archived_at, created_at FROM custom_fields
WHERE org_id = @org_id AND key = ANY (@keys::text[]) ORDER BY id FOR SHARE;

-- name: CustomFieldLock :one
SELECT id FROM custom_fields WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: CustomFieldInsert :exec
INSERT INTO custom_fields (org_id, id, key, name, name_fold, kind, choices, position, created_at)
VALUES (@org_id, @id, @key, @name, @name_fold, @kind, @choices, @position, @created_at);

-- name: CustomFieldWrite :exec
UPDATE custom_fields SET name = @name, name_fold = @name_fold, choices = @choices, archived_at = @archived_at
WHERE org_id = @org_id AND id = @id;

-- name: CustomFieldPlace :exec
UPDATE custom_fields AS f SET position = placed.position
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@positions::int[]) AS position) AS placed
WHERE f.org_id = @org_id AND f.id = placed.id AND f.position <> placed.position;

-- name: ContactValues :many
SELECT v.contact_id, v.field_id, v.value, f.key, f.name, f.kind, (f.archived_at IS NOT NULL)::boolean AS archived
FROM contact_values v JOIN custom_fields f ON f.org_id = v.org_id AND f.id = v.field_id
WHERE v.org_id = @org_id AND v.contact_id = ANY (@ids::uuid[]) ORDER BY v.contact_id, f.position, f.id;

-- name: ContactValueSet :exec
INSERT INTO contact_values (org_id, contact_id, field_id, value, value_fold)
VALUES (@org_id, @contact_id, @field_id, @value, @value_fold)
ON CONFLICT (org_id, contact_id, field_id) DO UPDATE SET value = excluded.value, value_fold = excluded.value_fold;

-- name: ContactValueDelete :exec
DELETE FROM contact_values WHERE org_id = @org_id AND contact_id = @contact_id AND field_id = @field_id;

-- name: ContactValuesDelete :exec
DELETE FROM contact_values WHERE org_id = @org_id AND contact_id = @contact_id;

-- name: ChoicesInUse :many
SELECT value_fold, count(*) AS count FROM contact_values
WHERE org_id = @org_id AND field_id = @field_id AND value_fold = ANY (@folds::text[]) GROUP BY value_fold;

-- name: ChoicesRename :exec
-- All at once, so that two choices may exchange their names.
UPDATE contact_values AS v SET value = renamed.value, value_fold = renamed.fold
FROM (SELECT unnest(@olds::text[]) AS old, unnest(@new_values::text[]) AS value, unnest(@new_folds::text[]) AS fold) AS renamed
WHERE v.org_id = @org_id AND v.field_id = @field_id AND v.value_fold = renamed.old;
