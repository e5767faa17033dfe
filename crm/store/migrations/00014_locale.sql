-- How words, dates and numbers are written, and the clock they are told by.

-- +goose Up
ALTER TABLE organisations
    -- Empty: as each browser has it.
    ADD COLUMN locale text NOT NULL DEFAULT '',
    ADD COLUMN time_zone text NOT NULL DEFAULT '',
    ADD COLUMN version bigint NOT NULL DEFAULT 1;

ALTER TABLE users
    -- Empty: the organisation's.
    ADD COLUMN locale text NOT NULL DEFAULT '',
    ADD COLUMN time_zone text NOT NULL DEFAULT '';

-- Whoever is found by these learns the two as well. What a function returns can
-- only be changed by making it anew.
DROP FUNCTION login_lookup(text);
DROP FUNCTION session_lookup(bytea);
DROP FUNCTION token_lookup(bytea);

-- +goose StatementBegin
CREATE FUNCTION login_lookup(wanted text)
RETURNS TABLE (org_id uuid, org_name text, country text, org_locale text, org_time_zone text, org_created_at timestamptz,
               id uuid, name text, email text, role text, extension text, active boolean, locale text, time_zone text,
               created_at timestamptz, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.id, o.name, o.country, o.locale, o.time_zone, o.created_at,
           u.id, u.name, u.email, u.role, u.extension, u.active, u.locale, u.time_zone, u.created_at, u.password_hash
    FROM users u JOIN organisations o ON o.id = u.org_id
    WHERE u.email_fold = wanted
$$;

CREATE FUNCTION session_lookup(wanted bytea)
RETURNS TABLE (org_id uuid, org_name text, country text, org_locale text, org_time_zone text, org_created_at timestamptz,
               id uuid, name text, email text, role text, extension text, active boolean, locale text, time_zone text,
               created_at timestamptz, session_id uuid, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.id, o.name, o.country, o.locale, o.time_zone, o.created_at,
           u.id, u.name, u.email, u.role, u.extension, u.active, u.locale, u.time_zone, u.created_at, s.id, s.expires_at
    FROM sessions s
    JOIN users u ON u.org_id = s.org_id AND u.id = s.user_id
    JOIN organisations o ON o.id = s.org_id
    WHERE s.token_hash = wanted AND s.expires_at > now() AND u.active
$$;

CREATE FUNCTION token_lookup(wanted bytea)
RETURNS TABLE (org_id uuid, org_name text, country text, org_locale text, org_time_zone text, org_created_at timestamptz,
               id uuid, name text, email text, role text, extension text, active boolean, locale text, time_zone text,
               created_at timestamptz, token_id uuid, scopes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.id, o.name, o.country, o.locale, o.time_zone, o.created_at,
           u.id, u.name, u.email, u.role, u.extension, u.active, u.locale, u.time_zone, u.created_at, t.id, t.scopes
    FROM api_tokens t
    JOIN users u ON u.org_id = t.org_id AND u.id = t.user_id
    JOIN organisations o ON o.id = t.org_id
    WHERE t.token_hash = wanted AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AND u.active
$$;
-- +goose StatementEnd

GRANT CREATE ON SCHEMA public TO ringbook_system;
-- +goose StatementBegin
DO $$
DECLARE
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY['login_lookup(text)', 'session_lookup(bytea)', 'token_lookup(bytea)'] LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO ringbook_app', signature);
        EXECUTE format('ALTER FUNCTION %s OWNER TO ringbook_system', signature);
    END LOOP;
END
$$;
-- +goose StatementEnd
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
