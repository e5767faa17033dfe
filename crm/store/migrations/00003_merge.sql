-- Merges of contacts, the journal that takes them back, and the pairs that
-- people said are two persons. What happens to each foreign key to contacts is
-- declared in crm/merge.go; a test walks the catalogue.

-- +goose Up
CREATE TABLE merges (
    org_id       uuid NOT NULL,
    id           uuid NOT NULL,
    survivor_id  uuid NOT NULL,
    duplicate_id uuid NOT NULL,
    user_id      uuid,
    created_at   timestamptz NOT NULL,
    -- Both contacts as they were, and the survivor as the merge left it.
    survivor     jsonb NOT NULL,
    duplicate    jsonb NOT NULL,
    merged       jsonb NOT NULL,
    undone_at    timestamptz,
    undone_by_id uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, survivor_id) REFERENCES contacts (org_id, id),
    FOREIGN KEY (org_id, duplicate_id) REFERENCES contacts (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id),
    FOREIGN KEY (org_id, undone_by_id) REFERENCES users (org_id, id)
);
CREATE INDEX merges_survivor ON merges (org_id, survivor_id, created_at DESC);
CREATE INDEX merges_duplicate ON merges (org_id, duplicate_id, created_at DESC);
SELECT protect('merges');

-- The journal of a merge: one row for each foreign key and not for each child,
-- so that a hundred thousand calls cost one row.
CREATE TABLE merge_moves (
    org_id   uuid NOT NULL,
    merge_id uuid NOT NULL,
    -- The foreign key as table.column.
    noun     text NOT NULL,
    -- Moved to the survivor, or folded into a row that it had already.
    fate     text NOT NULL CHECK (fate IN ('moved', 'folded')),
    ids      uuid[] NOT NULL,
    -- Folded rows as they were.
    rows     jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (org_id, merge_id, noun, fate),
    FOREIGN KEY (org_id, merge_id) REFERENCES merges (org_id, id) ON DELETE CASCADE
);
SELECT protect('merge_moves');

-- Pairs that look like one person and are not. first_id is the lesser.
CREATE TABLE dismissed_duplicates (
    org_id     uuid NOT NULL,
    first_id   uuid NOT NULL,
    second_id  uuid NOT NULL,
    user_id    uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, first_id, second_id),
    FOREIGN KEY (org_id, first_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, second_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id),
    CHECK (first_id < second_id)
);
CREATE INDEX dismissed_duplicates_second ON dismissed_duplicates (org_id, second_id);
SELECT protect('dismissed_duplicates');

-- calls_to_survivor keeps a call from landing on a contact that is merged while
-- the call is being written: it waits for the merge and takes the survivor. All
-- else that belongs to a contact is written under the contact's lock.
-- +goose StatementBegin
CREATE FUNCTION calls_to_survivor() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    next uuid;
BEGIN
    FOR hop IN 1..64 LOOP
        NEW.contact_id := coalesce(contact_root(NEW.org_id, NEW.contact_id), NEW.contact_id);
        BEGIN
            SELECT c.merged_into_id INTO next FROM contacts c
            WHERE c.org_id = NEW.org_id AND c.id = NEW.contact_id FOR KEY SHARE;
            IF next IS NULL THEN
                RETURN NEW;
            END IF;
            -- Merged while this waited. Holding it while waiting for the survivor
            -- could wait in a circle with another merge, so it is let go.
            RAISE EXCEPTION 'merged meanwhile' USING ERRCODE = 'RB001';
        EXCEPTION WHEN SQLSTATE 'RB001' THEN
            NULL;
        END;
    END LOOP;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER calls_to_survivor BEFORE INSERT ON calls
    FOR EACH ROW WHEN (NEW.contact_id IS NOT NULL) EXECUTE FUNCTION calls_to_survivor();
