-- name: ImportInsert :exec
INSERT INTO imports (org_id, id, user_id, file_name, status, created_at, updated_at)
VALUES (@org_id, @id, @user_id, @file_name, 'uploading', @created_at, @created_at);

-- name: ImportFileInsert :exec
INSERT INTO import_files (org_id, import_id, piece, content) VALUES (@org_id, @import_id, @piece, @content);

-- name: ImportFilePiece :one
SELECT content FROM import_files WHERE org_id = @org_id AND import_id = @import_id AND piece = @piece;

-- name: ImportFileDelete :exec
DELETE FROM import_files WHERE org_id = @org_id AND import_id = @import_id;

-- name: ImportsAbandoned :exec
-- Uploads that broke off.
DELETE FROM imports WHERE org_id = @org_id AND status = 'uploading' AND created_at < @before;

-- name: ImportLock :one
SELECT status, run, bytes FROM imports WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: ImportBegin :exec
-- Another reading of the file; whoever still reads it stops.
UPDATE imports SET status = 'reading', run = run + 1, options = @options, bytes = @bytes, done = 0, total = @bytes, created = 0, updated = 0,
    skipped = 0, refused = 0, problem = '', updated_at = @updated_at
WHERE org_id = @org_id AND id = @id;

-- name: ImportDetected :exec
UPDATE imports SET detected = @detected, updated_at = @updated_at WHERE org_id = @org_id AND id = @id;

-- name: ImportAdvance :exec
UPDATE imports SET done = @done, created = created + @created, updated = updated + @updated,
    skipped = skipped + @skipped, refused = refused + @refused, kept = kept + @kept, updated_at = @updated_at
WHERE org_id = @org_id AND id = @id;

-- name: ImportSetStatus :exec
UPDATE imports SET status = @status, done = @done, total = @total, problem = @problem, updated_at = @updated_at
WHERE org_id = @org_id AND id = @id;

-- name: ImportSetApplied :exec
UPDATE imports SET status = 'applied', applied_at = @at, updated_at = @at WHERE org_id = @org_id AND id = @id;

-- name: ImportSetReverted :exec
UPDATE imports SET status = 'reverted', reverted_at = @at, updated_at = @at WHERE org_id = @org_id AND id = @id;

-- name: ImportDelete :exec
DELETE FROM imports WHERE org_id = @org_id AND id = @id;

-- name: ImportRowsDelete :exec
DELETE FROM import_rows WHERE org_id = @org_id AND import_id = @import_id;

-- name: ImportRowsPending :many
SELECT line, draft FROM import_rows
WHERE org_id = @org_id AND import_id = @import_id AND state = 'pending' AND line > @after ORDER BY line LIMIT @most;

-- name: ImportRowsCount :one
SELECT count(*) FROM import_rows WHERE org_id = @org_id AND import_id = @import_id AND state = @state;

-- name: ImportRowsForget :exec
-- What was not applied will not be.
UPDATE import_rows SET state = '', draft = NULL WHERE org_id = @org_id AND import_id = @import_id AND state = 'pending';

-- name: ImportContactsApplied :many
-- The contacts that the last rows were about.
SELECT DISTINCT latest.contact_id::uuid AS contact_id FROM (
    SELECT r.contact_id FROM import_rows r
    WHERE r.org_id = @org_id AND r.import_id = @import_id AND r.state = 'applied' AND r.contact_id IS NOT NULL
    ORDER BY r.line DESC LIMIT @most) AS latest;

-- name: ImportRowsOf :many
SELECT line, fate, contact_id, before, after, note_ids, version FROM import_rows
WHERE org_id = @org_id AND import_id = @import_id AND state = 'applied' AND contact_id = ANY (@contacts::uuid[]) ORDER BY line;

-- name: ImportRowsOrphaned :execrows
-- Rows whose contact is gone: there is nothing to take back.
UPDATE import_rows SET state = 'reverted', reason = 'gone'
WHERE org_id = @org_id AND import_id = @import_id AND state = 'applied' AND contact_id IS NULL;

-- name: ImportRecordsInsert :exec
INSERT INTO import_records (org_id, import_id, noun, record_id)
SELECT @org_id, @import_id, @noun, unnest(@ids::uuid[]) ON CONFLICT DO NOTHING;

-- name: ImportRecords :many
SELECT record_id FROM import_records WHERE org_id = @org_id AND import_id = @import_id AND noun = @noun ORDER BY record_id;

-- name: ImportTagsDelete :exec
DELETE FROM tags t WHERE t.org_id = @org_id AND t.id = ANY (@ids::uuid[])
    AND NOT EXISTS (SELECT FROM contact_tags ct WHERE ct.org_id = t.org_id AND ct.tag_id = t.id);

-- name: ImportUsers :many
SELECT id, name, email_fold FROM users WHERE org_id = @org_id AND active;

-- name: ImportCountry :one
SELECT country FROM organisations WHERE id = @org_id;

-- name: ImportCustomers :many
SELECT id, name, name_fold FROM customers WHERE org_id = @org_id AND name_fold = ANY (@folds::text[]);

-- name: ImportMatchEmails :many
-- Released addresses answer too where their contact was merged into another.
SELECT e.address_fold, contact_root(e.org_id, e.contact_id)::uuid AS contact_id
FROM contact_emails e JOIN contacts c ON c.org_id = e.org_id AND c.id = e.contact_id
WHERE e.org_id = @org_id AND e.address_fold = ANY (@folds::text[]) AND NOT e.active AND c.merged_into_id IS NOT NULL
UNION ALL
SELECT e.address_fold, e.contact_id FROM contact_emails e
WHERE e.org_id = @org_id AND e.address_fold = ANY (@folds::text[]) AND e.active;

-- name: ImportMatchPhones :many
-- A merged contact's numbers went to the survivor.
SELECT DISTINCT p.e164, c.name_fold, c.id AS contact_id
FROM (SELECT unnest(@numbers::text[]) AS e164, unnest(@names::text[]) AS name_fold) wanted
JOIN contact_phones p ON p.org_id = @org_id AND p.e164 = wanted.e164
JOIN contacts c ON c.org_id = p.org_id AND c.id = p.contact_id AND c.name_fold = wanted.name_fold
WHERE c.archived_at IS NULL;

-- name: ImportLockContacts :many
-- In the order in which merges lock.
SELECT c.id FROM contacts c WHERE c.org_id = @org_id AND c.id = ANY (@ids::uuid[]) ORDER BY c.id FOR UPDATE;

-- name: ImportNotes :many
SELECT n.contact_id, n.body FROM notes n
WHERE n.org_id = @org_id AND n.contact_id = ANY (@ids::uuid[]) ORDER BY n.contact_id, n.created_at DESC, n.id DESC;

-- name: ImportNotesDelete :exec
-- Nobody edited or pinned them since.
DELETE FROM notes WHERE org_id = @org_id AND id = ANY (@ids::uuid[]) AND version = 1;

-- name: ImportContactsDelete :exec
DELETE FROM contacts WHERE org_id = @org_id AND id = ANY (@ids::uuid[]);

-- name: ImportEmailsDelete :exec
DELETE FROM contact_emails WHERE org_id = @org_id AND contact_id = ANY (@ids::uuid[]);

-- name: ImportPhonesDelete :exec
DELETE FROM contact_phones WHERE org_id = @org_id AND contact_id = ANY (@ids::uuid[]);

-- name: ImportContactTagsDelete :exec
DELETE FROM contact_tags WHERE org_id = @org_id AND contact_id = ANY (@ids::uuid[]);

-- name: ImportTouch :exec
UPDATE imports SET updated_at = @updated_at WHERE org_id = @org_id AND id = @id;
