-- Calendar feeds: a user's activities by a secret link, for calendar programs,
-- which cannot log in.

-- +goose Up
CREATE TABLE calendar_feeds (
    org_id       uuid NOT NULL,
    id           uuid NOT NULL,
    user_id      uuid NOT NULL,
    token_hash   bytea NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX calendar_feeds_user ON calendar_feeds (org_id, user_id);
SELECT protect('calendar_feeds');

-- What was done last, for lists of what is done.
CREATE INDEX activities_assignee_done ON activities (org_id, assignee_id, done_at DESC, id DESC) WHERE done_at IS NOT NULL;

-- calendar_lookup finds whose calendar a secret link shows, as token_lookup does.
GRANT SELECT ON calendar_feeds TO ringbook_system;
CREATE POLICY system ON calendar_feeds FOR SELECT TO ringbook_system USING (true);
-- +goose StatementBegin
CREATE FUNCTION calendar_lookup(wanted bytea) RETURNS TABLE (org_id uuid, user_id uuid, user_name text, feed_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.org_id, f.user_id, u.name, f.id FROM calendar_feeds f JOIN users u ON u.org_id = f.org_id AND u.id = f.user_id
    WHERE f.token_hash = wanted AND u.active
$$;
-- +goose StatementEnd
GRANT CREATE ON SCHEMA public TO ringbook_system;
REVOKE EXECUTE ON FUNCTION calendar_lookup(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION calendar_lookup(bytea) TO ringbook_app;
ALTER FUNCTION calendar_lookup(bytea) OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
