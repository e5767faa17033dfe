-- +goose Up
-- The queue of background work is River's: it makes its own tables here, after
-- these migrations (see migrateJobs). Jobs name their organisation in their
-- arguments and work in transactions scoped to it; the queue itself belongs to
-- no organisation and no API shows it.
CREATE SCHEMA river;
GRANT USAGE ON SCHEMA river TO ringbook_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA river GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ringbook_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA river GRANT USAGE ON SEQUENCES TO ringbook_app;

-- sessions_sweep removes the expired sessions of all organisations.
-- +goose StatementBegin
CREATE FUNCTION sessions_sweep() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (DELETE FROM sessions WHERE expires_at <= now() RETURNING 1) SELECT count(*) FROM gone
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION sessions_sweep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sessions_sweep() TO ringbook_app;
GRANT CREATE ON SCHEMA public TO ringbook_system;
ALTER FUNCTION sessions_sweep() OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
