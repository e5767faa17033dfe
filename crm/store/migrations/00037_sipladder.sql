-- Why a call failed: the SIP messages of its legs, kept for thirty days.

-- +goose Up
CREATE TABLE sip_messages (
    org_id     uuid NOT NULL,
    call_id    uuid NOT NULL,
    leg_id     uuid NOT NULL,
    -- Within the leg, from 1.
    sequence   int NOT NULL,
    at         timestamptz NOT NULL,
    outgoing   boolean NOT NULL,
    transport  text NOT NULL,
    -- The other side's host:port.
    remote     text NOT NULL,
    start_line text NOT NULL,
    -- Credentials and keys are redacted before it comes here.
    body       text NOT NULL,
    PRIMARY KEY (org_id, call_id, leg_id, sequence),
    FOREIGN KEY (org_id, call_id) REFERENCES calls (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, leg_id) REFERENCES call_legs (org_id, id) ON DELETE CASCADE
);
CREATE INDEX sip_messages_leg ON sip_messages (org_id, leg_id);
CREATE INDEX sip_messages_at ON sip_messages USING brin (at);
SELECT protect('sip_messages');

-- sip_messages_sweep removes what is older than thirty days, of all organisations.
-- +goose StatementBegin
CREATE FUNCTION sip_messages_sweep() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (DELETE FROM sip_messages WHERE at < now() - interval '30 days' RETURNING 1) SELECT count(*) FROM gone
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION sip_messages_sweep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sip_messages_sweep() TO ringbook_app;
GRANT SELECT, DELETE ON sip_messages TO ringbook_system;
CREATE POLICY system ON sip_messages TO ringbook_system USING (true);
GRANT CREATE ON SCHEMA public TO ringbook_system;
ALTER FUNCTION sip_messages_sweep() OWNER TO ringbook_system;
REVOKE CREATE ON SCHEMA public FROM ringbook_system;

-- +goose Down
DROP FUNCTION sip_messages_sweep();
DROP TABLE sip_messages;
