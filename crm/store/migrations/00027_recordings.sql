-- What was recorded of calls, and the rules of what is.

-- +goose Up
CREATE TABLE recordings (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL,
    call_id    uuid NOT NULL,
    -- The sound itself is in the storage.
    path       text NOT NULL,
    started_at timestamptz NOT NULL,
    millis     bigint NOT NULL,
    -- How loud either side was, left and right in turns, for a drawing.
    peaks      bytea NOT NULL,
    delete_at  timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, call_id) REFERENCES calls (org_id, id) ON DELETE CASCADE
);
CREATE INDEX recordings_call ON recordings (org_id, call_id, started_at);
CREATE INDEX recordings_due ON recordings (delete_at) WHERE delete_at IS NOT NULL;
SELECT protect('recordings');

CREATE TABLE recording_rules (
    org_id    uuid NOT NULL REFERENCES organisations (id),
    id        uuid NOT NULL,
    number_id uuid,
    queue_id  uuid,
    trunk_id  uuid,
    mode      text NOT NULL CHECK (mode IN ('off', 'manual', 'always')),
    beep      boolean NOT NULL DEFAULT false,
    -- For ever where it is 0.
    keep_days int NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, number_id) REFERENCES numbers (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, trunk_id) REFERENCES trunks (org_id, id) ON DELETE CASCADE,
    -- All of them null: the rule of the whole organisation.
    CHECK (num_nonnulls(number_id, queue_id, trunk_id) <= 1)
);
CREATE UNIQUE INDEX recording_rules_scope ON recording_rules (org_id, number_id, queue_id, trunk_id) NULLS NOT DISTINCT;
CREATE INDEX recording_rules_number ON recording_rules (org_id, number_id) WHERE number_id IS NOT NULL;
CREATE INDEX recording_rules_queue ON recording_rules (org_id, queue_id) WHERE queue_id IS NOT NULL;
CREATE INDEX recording_rules_trunk ON recording_rules (org_id, trunk_id) WHERE trunk_id IS NOT NULL;
SELECT protect('recording_rules');

-- Which recordings have been kept for long enough, of all organisations.
GRANT SELECT (org_id, id, delete_at) ON recordings TO ringbook_system;
CREATE POLICY system ON recordings FOR SELECT TO ringbook_system USING (true);
-- +goose StatementBegin
CREATE FUNCTION recordings_over(at timestamptz) RETURNS TABLE (org_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.org_id, r.id FROM recordings r WHERE r.delete_at <= at ORDER BY r.delete_at LIMIT 1000
$$;
-- +goose StatementEnd
GRANT CREATE ON SCHEMA public TO ringbook_system;
REVOKE EXECUTE ON FUNCTION recordings_over(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recordings_over(timestamptz) TO ringbook_app;
ALTER FUNCTION recordings_over(timestamptz) OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
