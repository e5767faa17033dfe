-- Imports: files of contacts, what each row of them would do and then did, and
-- what else they made, so that the whole can be taken back.

-- +goose Up
CREATE TABLE imports (
    org_id      uuid NOT NULL REFERENCES organisations (id),
    id          uuid NOT NULL,
    -- Who brought the file; empty for the command line.
    user_id     uuid,
    file_name   text NOT NULL,
    status      text NOT NULL CHECK (status IN ('uploading', 'reading', 'ready', 'applying', 'applied', 'reverting', 'reverted', 'failed')),
    -- Whoever reads the file takes the next number; a reader of an earlier one
    -- notices and stops.
    run         bigint NOT NULL DEFAULT 0,
    -- What was chosen, and what was detected: crm.ImportOptions, crm.Detected.
    options     jsonb NOT NULL DEFAULT '{}',
    detected    jsonb NOT NULL DEFAULT '{}',
    bytes       bigint NOT NULL DEFAULT 0,
    -- How far the status has come: bytes while reading, else rows.
    done        bigint NOT NULL DEFAULT 0,
    total       bigint NOT NULL DEFAULT 0,
    created     bigint NOT NULL DEFAULT 0,
    updated     bigint NOT NULL DEFAULT 0,
    skipped     bigint NOT NULL DEFAULT 0,
    refused     bigint NOT NULL DEFAULT 0,
    -- Contacts that a revert left because of later work.
    kept        bigint NOT NULL DEFAULT 0,
    problem     text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    applied_at  timestamptz,
    reverted_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);
CREATE INDEX imports_created ON imports (org_id, created_at DESC, id DESC);
CREATE INDEX imports_user ON imports (org_id, user_id);
SELECT protect('imports');

-- The uploaded file in pieces; deleted when the import is over.
CREATE TABLE import_files (
    org_id    uuid NOT NULL,
    import_id uuid NOT NULL,
    piece     int NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (org_id, import_id, piece),
    FOREIGN KEY (org_id, import_id) REFERENCES imports (org_id, id) ON DELETE CASCADE
);
SELECT protect('import_files');

-- What each row of the file would do, then what it did: the dry run and the
-- journal in one.
CREATE TABLE import_rows (
    org_id     uuid NOT NULL,
    import_id  uuid NOT NULL,
    line       bigint NOT NULL,
    fate       text NOT NULL CHECK (fate IN ('create', 'update', 'skip', 'refuse')),
    reason     text NOT NULL DEFAULT '',
    detail     text NOT NULL DEFAULT '',
    name       text NOT NULL DEFAULT '',
    contact_id uuid,
    -- crm.ImportDraft, until it is applied.
    draft      jsonb,
    -- The contact before and after, where it existed: crm.Contact.
    before     jsonb,
    after      jsonb,
    changes    jsonb NOT NULL DEFAULT '[]',
    note_ids   uuid[] NOT NULL DEFAULT '{}',
    -- The contact's version that the import left; another one means later work.
    version    bigint NOT NULL DEFAULT 0,
    -- What was done with it. Empty where nothing is to be done.
    state      text NOT NULL DEFAULT '' CHECK (state IN ('', 'pending', 'applied', 'reverted', 'kept')),
    PRIMARY KEY (org_id, import_id, line),
    FOREIGN KEY (org_id, import_id) REFERENCES imports (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE SET NULL (contact_id)
);
CREATE INDEX import_rows_fate ON import_rows (org_id, import_id, fate, line);
-- Applying goes up the pending rows, reverting down the applied ones.
CREATE INDEX import_rows_state ON import_rows (org_id, import_id, state, line) WHERE state <> '';
CREATE INDEX import_rows_contact ON import_rows (org_id, contact_id) WHERE contact_id IS NOT NULL;
SELECT protect('import_rows');

-- Customers and tags that an import made. No foreign key to them: the row
-- outlives them.
CREATE TABLE import_records (
    org_id    uuid NOT NULL,
    import_id uuid NOT NULL,
    noun      text NOT NULL CHECK (noun IN ('customer', 'tag')),
    record_id uuid NOT NULL,
    PRIMARY KEY (org_id, import_id, noun, record_id),
    FOREIGN KEY (org_id, import_id) REFERENCES imports (org_id, id) ON DELETE CASCADE
);
SELECT protect('import_records');

-- An address of a contact that was merged away answers as the survivor.
CREATE INDEX contact_emails_released ON contact_emails (org_id, address_fold) WHERE NOT active;

-- imports_stalled finds imports of all organisations that nobody works on: the
-- node that did has died.
GRANT SELECT (org_id, id, status, updated_at) ON imports TO ringbook_system;
CREATE POLICY system ON imports FOR SELECT TO ringbook_system USING (true);
-- +goose StatementBegin
CREATE FUNCTION imports_stalled(since timestamptz) RETURNS TABLE (org_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT i.org_id, i.id FROM imports i WHERE i.status IN ('reading', 'applying', 'reverting') AND i.updated_at < since
$$;
-- +goose StatementEnd
CREATE INDEX imports_unfinished ON imports (updated_at) WHERE status IN ('reading', 'applying', 'reverting');
GRANT CREATE ON SCHEMA public TO ringbook_system;
REVOKE EXECUTE ON FUNCTION imports_stalled(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION imports_stalled(timestamptz) TO ringbook_app;
ALTER FUNCTION imports_stalled(timestamptz) OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
