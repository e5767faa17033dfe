-- Who changed what, and the tokens that programs work with.

-- +goose Up
-- Who changed what. No foreign key to the record: entries outlive it.
CREATE TABLE audit_entries (
    org_id      uuid NOT NULL REFERENCES organisations (id),
    id          uuid NOT NULL,
    at          timestamptz NOT NULL,
    user_id     uuid,
    user_name   text NOT NULL DEFAULT '',
    -- The API token that it was done with, if any.
    token_id    uuid,
    action      text NOT NULL,
    noun        text NOT NULL,
    record_id   uuid,
    record_name text NOT NULL DEFAULT '',
    -- [{"field": "status", "old": "Active", "new": "Gone"}]
    changes     jsonb NOT NULL DEFAULT '[]',
    -- What else there is to say: an export's filter and row count.
    detail      jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (org_id, id)
);
CREATE INDEX audit_at ON audit_entries (org_id, at DESC, id DESC);
CREATE INDEX audit_record ON audit_entries (org_id, noun, record_id, at DESC, id DESC) WHERE record_id IS NOT NULL;
CREATE INDEX audit_user ON audit_entries (org_id, user_id, at DESC, id DESC);
SELECT protect('audit_entries');

CREATE TABLE api_tokens (
    org_id       uuid NOT NULL,
    id           uuid NOT NULL,
    user_id      uuid NOT NULL,
    name         text NOT NULL,
    token_hash   bytea NOT NULL UNIQUE,
    -- The first characters, so that people tell tokens apart.
    hint         text NOT NULL,
    scopes       text[] NOT NULL,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX api_tokens_user ON api_tokens (org_id, user_id);
SELECT protect('api_tokens');

-- token_lookup finds whose API token it is, as session_lookup does.
GRANT SELECT ON api_tokens TO ringbook_system;
CREATE POLICY system ON api_tokens FOR SELECT TO ringbook_system USING (true);
-- +goose StatementBegin
CREATE FUNCTION token_lookup(wanted bytea)
RETURNS TABLE (org_id uuid, org_name text, country text, org_created_at timestamptz, id uuid, name text, email text,
               role text, extension text, active boolean, created_at timestamptz, token_id uuid, scopes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.id, o.name, o.country, o.created_at, u.id, u.name, u.email,
           u.role, u.extension, u.active, u.created_at, t.id, t.scopes
    FROM api_tokens t
    JOIN users u ON u.org_id = t.org_id AND u.id = t.user_id
    JOIN organisations o ON o.id = t.org_id
    WHERE t.token_hash = wanted AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AND u.active
$$;
-- +goose StatementEnd
GRANT CREATE ON SCHEMA public TO ringbook_system;
REVOKE EXECUTE ON FUNCTION token_lookup(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION token_lookup(bytea) TO ringbook_app;
ALTER FUNCTION token_lookup(bytea) OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
