-- The contact list in full: when each contact was last called, saved views,
-- edits of many contacts at once with the journal that takes them back, and
-- what each user looked at lately.

-- +goose Up

-- When the latest call of the contact began, whatever became of it; null where
-- there was none. Kept by triggers on calls, so that no writer can forget it,
-- and not part of the contact's version: a call makes no edit stale.
ALTER TABLE contacts ADD COLUMN last_call_at timestamptz;

-- The owner of the tables is bound by the policies too and would see no row.
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE calls NO FORCE ROW LEVEL SECURITY;
UPDATE contacts c SET last_call_at = latest.at
FROM (SELECT org_id, contact_id, max(started_at) AS at FROM calls WHERE contact_id IS NOT NULL GROUP BY org_id, contact_id) latest
WHERE c.org_id = latest.org_id AND c.id = latest.contact_id;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
ALTER TABLE calls FORCE ROW LEVEL SECURITY;

-- Those never called sort as the oldest: keys of a list are never null.
CREATE INDEX contacts_last_call ON contacts (org_id, coalesce(last_call_at, '-infinity'::timestamptz) DESC, id DESC) WHERE archived_at IS NULL;

-- Once a statement and not once a row: a merge moves a hundred thousand calls in one.
-- +goose StatementBegin
CREATE FUNCTION calls_raise_last() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Whoever waits here for another call compares with what that one left.
    UPDATE contacts c SET last_call_at = n.at
    FROM (SELECT org_id, contact_id, max(started_at) AS at FROM new_calls WHERE contact_id IS NOT NULL GROUP BY org_id, contact_id) n
    WHERE c.org_id = n.org_id AND c.id = n.contact_id AND (c.last_call_at IS NULL OR c.last_call_at < n.at);
    RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION calls_move_last() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    org uuid;
    losers uuid[];
    latest timestamptz;
    loser uuid;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT (array_agg(o.org_id))[1], array_agg(DISTINCT o.contact_id) FILTER (WHERE o.contact_id IS NOT NULL) INTO org, losers
        FROM old_calls o JOIN new_calls n ON n.org_id = o.org_id AND n.id = o.id
        WHERE n.contact_id IS DISTINCT FROM o.contact_id OR n.started_at <> o.started_at;
        IF org IS NULL THEN
            RETURN NULL;
        END IF;
        UPDATE contacts c SET last_call_at = n.at
        FROM (SELECT m.org_id, m.contact_id, max(m.started_at) AS at FROM new_calls m WHERE m.contact_id IS NOT NULL GROUP BY m.org_id, m.contact_id) n
        WHERE c.org_id = n.org_id AND c.id = n.contact_id AND (c.last_call_at IS NULL OR c.last_call_at < n.at);
    ELSE
        SELECT (array_agg(o.org_id))[1], array_agg(DISTINCT o.contact_id) FILTER (WHERE o.contact_id IS NOT NULL) INTO org, losers
        FROM old_calls o;
    END IF;
    IF losers IS NULL THEN
        RETURN NULL;
    END IF;
    -- Locked first and read by a statement of its own: only that one sees the
    -- call that another transaction added while this one waited.
    PERFORM FROM contacts c WHERE c.org_id = org AND c.id = ANY (losers) ORDER BY c.id FOR NO KEY UPDATE;
    FOREACH loser IN ARRAY losers LOOP
        SELECT k.started_at INTO latest FROM calls k
        WHERE k.org_id = org AND k.contact_id = loser ORDER BY k.started_at DESC LIMIT 1;
        UPDATE contacts c SET last_call_at = latest
        WHERE c.org_id = org AND c.id = loser AND c.last_call_at IS DISTINCT FROM latest;
    END LOOP;
    RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER calls_raise_last AFTER INSERT ON calls
    REFERENCING NEW TABLE AS new_calls FOR EACH STATEMENT EXECUTE FUNCTION calls_raise_last();
CREATE TRIGGER calls_move_last AFTER UPDATE ON calls
    REFERENCING OLD TABLE AS old_calls NEW TABLE AS new_calls FOR EACH STATEMENT EXECUTE FUNCTION calls_move_last();
CREATE TRIGGER calls_drop_last AFTER DELETE ON calls
    REFERENCING OLD TABLE AS old_calls FOR EACH STATEMENT EXECUTE FUNCTION calls_move_last();

-- What people set up to come back to: the parameters of a list as they stand in
-- the address, and its columns.
CREATE TABLE views (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL,
    user_id    uuid NOT NULL,
    noun       text NOT NULL CHECK (noun IN ('contacts', 'customers', 'tickets', 'deals', 'activities', 'calls')),
    name       text NOT NULL,
    name_fold  text COLLATE "C" NOT NULL,
    shared     boolean NOT NULL DEFAULT false,
    params     jsonb NOT NULL DEFAULT '{}',
    columns    text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX views_name ON views (org_id, user_id, noun, name_fold);
CREATE INDEX views_shared ON views (org_id, noun) WHERE shared;
SELECT protect('views');

-- One row a user and contact, at most fifty a user.
CREATE TABLE recent_contacts (
    org_id     uuid NOT NULL,
    user_id    uuid NOT NULL,
    contact_id uuid NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (org_id, user_id, contact_id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE
);
CREATE INDEX recent_contacts_seen ON recent_contacts (org_id, user_id, seen_at DESC);
CREATE INDEX recent_contacts_contact ON recent_contacts (org_id, contact_id);
SELECT protect('recent_contacts');

CREATE TABLE bulk_edits (
    org_id       uuid NOT NULL,
    id           uuid NOT NULL,
    user_id      uuid,
    created_at   timestamptz NOT NULL,
    -- What was set, and of which contacts: crm.BulkChange and crm.BulkTarget.
    change       jsonb NOT NULL,
    target       jsonb NOT NULL,
    changed      bigint NOT NULL DEFAULT 0,
    -- The edit that this one took back.
    undoes_id    uuid,
    undone_at    timestamptz,
    undone_by_id uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id),
    FOREIGN KEY (org_id, undone_by_id) REFERENCES users (org_id, id),
    FOREIGN KEY (org_id, undoes_id) REFERENCES bulk_edits (org_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_edits_created ON bulk_edits (org_id, created_at DESC, id DESC);
CREATE INDEX bulk_edits_undoes ON bulk_edits (org_id, undoes_id) WHERE undoes_id IS NOT NULL;
SELECT protect('bulk_edits');

-- Each contact as it was before the edit, as far as edits of many reach.
CREATE TABLE bulk_edit_rows (
    org_id             uuid NOT NULL,
    bulk_id            uuid NOT NULL,
    contact_id         uuid NOT NULL,
    kind               text NOT NULL,
    status             text NOT NULL,
    owner_id           uuid,
    customer_id        uuid,
    marketing_opt_out  boolean NOT NULL,
    locked_to_customer boolean NOT NULL,
    archived_at        timestamptz,
    -- The names of its tags, and which the edit gave and took.
    tags               text NOT NULL,
    added              uuid[] NOT NULL,
    removed            uuid[] NOT NULL,
    PRIMARY KEY (org_id, bulk_id, contact_id),
    FOREIGN KEY (org_id, bulk_id) REFERENCES bulk_edits (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_edit_rows_contact ON bulk_edit_rows (org_id, contact_id);
SELECT protect('bulk_edit_rows');

-- contact_substring now takes the list's filters as one object, so that the next
-- filter needs no new signature. It reads no SQL from there, only values.
DROP FUNCTION contact_substring(uuid, text, text, text, uuid, uuid, boolean, text, int);
-- +goose StatementBegin
CREATE FUNCTION contact_substring(org uuid, pattern text, want jsonb, most int)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
    IF org IS DISTINCT FROM nullif(current_setting('app.org_id', true), '')::uuid THEN
        RAISE EXCEPTION 'contact_substring: not the organisation of this transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY EXECUTE
        'SELECT c.id FROM contacts c
         WHERE c.org_id = $1 AND c.search_text LIKE $2
           AND CASE WHEN $3 ? ''archived'' THEN c.archived_at IS NOT NULL AND c.merged_into_id IS NULL ELSE c.archived_at IS NULL END
           AND (NOT $3 ? ''kinds'' OR $3->''kinds'' ? c.kind) AND (NOT $3 ? ''status'' OR c.status = $3->>''status'')
           AND (NOT $3 ? ''customer'' OR c.customer_id = ($3->>''customer'')::uuid)
           AND (NOT $3 ? ''owner'' OR c.owner_id = ($3->>''owner'')::uuid) AND (NOT $3 ? ''noOwner'' OR c.owner_id IS NULL)
           AND (NOT $3 ? ''optOut'' OR c.marketing_opt_out = ($3->>''optOut'')::boolean)
           AND (NOT $3 ? ''locked'' OR c.locked_to_customer = ($3->>''locked'')::boolean)
           AND (NOT $3 ? ''source'' OR c.source = $3->>''source'')
           AND (NOT $3 ? ''createdFrom'' OR c.created_at >= ($3->>''createdFrom'')::timestamptz)
           AND (NOT $3 ? ''createdTo'' OR c.created_at < ($3->>''createdTo'')::timestamptz)
           AND (NOT $3 ? ''lastCallFrom'' OR c.last_call_at >= ($3->>''lastCallFrom'')::timestamptz)
           AND (NOT $3 ? ''lastCallTo'' OR c.last_call_at < ($3->>''lastCallTo'')::timestamptz)
           AND (NOT $3 ? ''neverCalled'' OR c.last_call_at IS NULL)
           AND (NOT $3 ? ''tags'' OR NOT EXISTS (
                SELECT FROM jsonb_array_elements_text($3->''tags'') wanted WHERE NOT EXISTS (
                    SELECT FROM contact_tags ct JOIN tags t ON t.org_id = ct.org_id AND t.id = ct.tag_id
                    WHERE ct.org_id = c.org_id AND ct.contact_id = c.id AND t.name_fold = wanted)))
         LIMIT $4'
        USING org, pattern, want, most;
END
$$;
-- +goose StatementEnd
GRANT SELECT (locked_to_customer, source, created_at, last_call_at, merged_into_id) ON contacts TO ringbook_system;
GRANT CREATE ON SCHEMA public TO ringbook_system;
REVOKE EXECUTE ON FUNCTION contact_substring(uuid, text, jsonb, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contact_substring(uuid, text, jsonb, int) TO ringbook_app;
ALTER FUNCTION contact_substring(uuid, text, jsonb, int) OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
