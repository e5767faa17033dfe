-- +goose Up
-- notifications_sweep removes what was read long ago, of all organisations.
GRANT SELECT (read_at), DELETE ON notifications TO ringbook_system;
CREATE POLICY system ON notifications TO ringbook_system USING (true);
-- +goose StatementBegin
CREATE FUNCTION notifications_sweep(before timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (DELETE FROM notifications WHERE read_at < before RETURNING 1) SELECT count(*) FROM gone
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION notifications_sweep(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notifications_sweep(timestamptz) TO ringbook_app;
GRANT CREATE ON SCHEMA public TO ringbook_system;
ALTER FUNCTION notifications_sweep(timestamptz) OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
