-- The spine: organisations, people, contacts, tickets, the call log and what
-- telephony needs to know. Migrations go forward only.
--
-- Two roles, both without a login and bound by row-level security, besides the
-- owner that migrates:
--   ringbook_app     what the service works as. It sees one organisation: the
--                    one that app.org_id names in the transaction.
--   ringbook_system  what the few functions work as that must look across
--                    organisations (logging in, loading the directory, closing
--                    lost calls). Its rights name the columns they read.
-- The owner has no policy, so a connection that forgot to take a role sees
-- nothing.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- +goose StatementBegin
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['ringbook_app', 'ringbook_system'] LOOP
        -- Roles belong to the whole server: another database may have made them.
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', wanted);
        END IF;
        IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', wanted, current_user);
        END IF;
    END LOOP;
END
$$;
-- +goose StatementEnd

GRANT USAGE ON SCHEMA public TO ringbook_app, ringbook_system;

-- protect makes a table a tenant's: every row has org_id, and the service sees
-- the rows of the transaction's organisation only.
-- +goose StatementBegin
CREATE FUNCTION protect(tenant_table regclass, org_column text DEFAULT 'org_id') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
        'CREATE POLICY tenant ON %s TO ringbook_app '
        'USING (%2$I = nullif(current_setting(''app.org_id'', true), '''')::uuid) '
        'WITH CHECK (%2$I = nullif(current_setting(''app.org_id'', true), '''')::uuid)',
        tenant_table, org_column);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO ringbook_app', tenant_table);
END
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION protect(regclass, text) FROM PUBLIC;

CREATE TABLE organisations (
    id            uuid PRIMARY KEY,
    name          text NOT NULL,
    name_fold     text NOT NULL UNIQUE,
    country       text NOT NULL,
    -- ticket_number is the last one given out.
    ticket_number bigint NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL
);
SELECT protect('organisations', 'id');

CREATE TABLE users (
    org_id        uuid NOT NULL REFERENCES organisations (id),
    id            uuid NOT NULL,
    name          text NOT NULL,
    email         text NOT NULL,
    -- One login over all organisations, whatever the letter case.
    email_fold    text NOT NULL UNIQUE,
    role          text NOT NULL CHECK (role IN ('agent', 'supervisor', 'admin')),
    extension     text NOT NULL DEFAULT '',
    active        boolean NOT NULL DEFAULT true,
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX users_extension ON users (org_id, extension) WHERE extension <> '';
SELECT protect('users');

CREATE TABLE sessions (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL,
    user_id    uuid NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    user_agent text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON sessions (org_id, user_id, expires_at);
SELECT protect('sessions');

CREATE TABLE customers (
    org_id     uuid NOT NULL REFERENCES organisations (id),
    id         uuid NOT NULL,
    name       text NOT NULL,
    name_fold  text COLLATE "C" NOT NULL,
    website    text NOT NULL DEFAULT '',
    phone      text NOT NULL DEFAULT '',
    address    text NOT NULL DEFAULT '',
    owner_id   uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version    bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, owner_id) REFERENCES users (org_id, id)
);
CREATE UNIQUE INDEX customers_name ON customers (org_id, name_fold);
CREATE INDEX customers_updated ON customers (org_id, updated_at DESC, id DESC);
CREATE INDEX customers_created ON customers (org_id, created_at DESC, id DESC);
SELECT protect('customers');

CREATE TABLE contacts (
    org_id             uuid NOT NULL REFERENCES organisations (id),
    id                 uuid NOT NULL,
    first_name         text NOT NULL,
    last_name          text NOT NULL,
    job_title          text NOT NULL DEFAULT '',
    customer_id        uuid,
    kind               text NOT NULL CHECK (kind IN ('customer', 'contractor', 'vendor', 'partner', 'other')),
    status             text NOT NULL,
    marketing_opt_out  boolean NOT NULL DEFAULT false,
    locked_to_customer boolean NOT NULL DEFAULT false,
    owner_id           uuid,
    source             text NOT NULL,
    archived_at        timestamptz,
    -- A merged contact is archived and answers as the one it was merged into.
    merged_into_id     uuid,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    version            bigint NOT NULL DEFAULT 1,
    -- What lists sort by and search reads, folded in Go.
    sort_name          text COLLATE "C" NOT NULL,
    name_fold          text COLLATE "C" NOT NULL,
    company_fold       text COLLATE "C" NOT NULL DEFAULT '',
    email_fold         text COLLATE "C" NOT NULL DEFAULT '',
    other_fold         text COLLATE "C" NOT NULL DEFAULT '',
    search_text        text COLLATE "C" NOT NULL GENERATED ALWAYS AS
                       (name_fold || ' ' || company_fold || ' ' || email_fold || ' ' || other_fold) STORED,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
    FOREIGN KEY (org_id, owner_id) REFERENCES users (org_id, id),
    FOREIGN KEY (org_id, merged_into_id) REFERENCES contacts (org_id, id),
    CHECK (merged_into_id IS NULL OR archived_at IS NOT NULL),
    CHECK (merged_into_id <> id)
);
CREATE INDEX contacts_updated ON contacts (org_id, updated_at DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX contacts_status ON contacts (org_id, status, updated_at DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX contacts_owner ON contacts (org_id, owner_id, updated_at DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX contacts_customer ON contacts (org_id, customer_id, updated_at DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX contacts_created ON contacts (org_id, created_at DESC, id DESC) WHERE archived_at IS NULL;
CREATE INDEX contacts_archived ON contacts (org_id, updated_at DESC, id DESC) WHERE archived_at IS NOT NULL;
CREATE INDEX contacts_merged ON contacts (org_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
-- Filters are tested inside the index of the list by name.
CREATE INDEX contacts_sort ON contacts (org_id, sort_name, id, status, kind, owner_id) WHERE archived_at IS NULL;
CREATE INDEX contacts_name ON contacts (org_id, name_fold, id) WHERE archived_at IS NULL;
CREATE INDEX contacts_company ON contacts (org_id, company_fold, id) WHERE archived_at IS NULL;
CREATE INDEX contacts_email ON contacts (org_id, email_fold, id) WHERE archived_at IS NULL;
CREATE INDEX contacts_search ON contacts USING gin (org_id, search_text gin_trgm_ops) WITH (fastupdate = off);
ALTER TABLE contacts ALTER search_text SET STATISTICS 2000;
SELECT protect('contacts');

CREATE TABLE contact_emails (
    org_id       uuid NOT NULL,
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    contact_id   uuid NOT NULL,
    -- 0 is the primary one.
    position     int NOT NULL,
    address      text NOT NULL,
    address_fold text COLLATE "C" NOT NULL,
    label        text NOT NULL DEFAULT '',
    -- Archived contacts release their addresses; contacts_release keeps this.
    active       boolean NOT NULL DEFAULT true,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX contact_emails_unique ON contact_emails (org_id, address_fold) WHERE active;
CREATE INDEX contact_emails_contact ON contact_emails (org_id, contact_id, position);
SELECT protect('contact_emails');

-- +goose StatementBegin
CREATE FUNCTION contacts_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contact_emails SET active = NEW.archived_at IS NULL
    WHERE org_id = NEW.org_id AND contact_id = NEW.id;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER contacts_release AFTER UPDATE OF archived_at ON contacts
    FOR EACH ROW WHEN ((OLD.archived_at IS NULL) <> (NEW.archived_at IS NULL))
    EXECUTE FUNCTION contacts_release();

CREATE TABLE contact_phones (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL DEFAULT gen_random_uuid(),
    contact_id uuid NOT NULL,
    position   int NOT NULL,
    raw        text NOT NULL,
    e164       text COLLATE "C",
    extension  text NOT NULL DEFAULT '',
    region     text NOT NULL DEFAULT '',
    kind       text NOT NULL,
    label      text NOT NULL DEFAULT '',
    sfx9       text COLLATE "C" GENERATED ALWAYS AS (right(e164, 9)) STORED,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_phones_e164 ON contact_phones (org_id, e164) INCLUDE (contact_id);
CREATE INDEX contact_phones_sfx9 ON contact_phones (org_id, sfx9) INCLUDE (contact_id);
CREATE INDEX contact_phones_contact ON contact_phones (org_id, contact_id, position);
SELECT protect('contact_phones');

CREATE TABLE tags (
    org_id    uuid NOT NULL REFERENCES organisations (id),
    id        uuid NOT NULL DEFAULT gen_random_uuid(),
    name      text NOT NULL,
    name_fold text NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX tags_name ON tags (org_id, name_fold);
SELECT protect('tags');

CREATE TABLE contact_tags (
    org_id     uuid NOT NULL,
    contact_id uuid NOT NULL,
    tag_id     uuid NOT NULL,
    PRIMARY KEY (org_id, contact_id, tag_id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, tag_id) REFERENCES tags (org_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_tags_tag ON contact_tags (org_id, tag_id, contact_id);
SELECT protect('contact_tags');

CREATE TABLE notes (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL,
    contact_id uuid NOT NULL,
    author_id  uuid,
    body       text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
    FOREIGN KEY (org_id, author_id) REFERENCES users (org_id, id)
);
CREATE INDEX notes_contact ON notes (org_id, contact_id, created_at DESC, id DESC);
SELECT protect('notes');

CREATE TABLE tickets (
    org_id       uuid NOT NULL REFERENCES organisations (id),
    id           uuid NOT NULL,
    number       bigint NOT NULL,
    subject      text NOT NULL,
    subject_fold text COLLATE "C" NOT NULL,
    status       text NOT NULL CHECK (status IN ('new', 'open', 'pending', 'solved', 'closed')),
    priority     text NOT NULL,
    contact_id   uuid,
    customer_id  uuid,
    assignee_id  uuid,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
    FOREIGN KEY (org_id, assignee_id) REFERENCES users (org_id, id)
);
CREATE UNIQUE INDEX tickets_number ON tickets (org_id, number);
CREATE INDEX tickets_updated ON tickets (org_id, updated_at DESC, id DESC);
CREATE INDEX tickets_contact ON tickets (org_id, contact_id, updated_at DESC, id DESC);
CREATE INDEX tickets_customer ON tickets (org_id, customer_id, updated_at DESC, id DESC);
CREATE INDEX tickets_assignee ON tickets (org_id, assignee_id, updated_at DESC, id DESC);
CREATE INDEX tickets_open ON tickets (org_id, contact_id, updated_at DESC, id DESC) WHERE status IN ('new', 'open', 'pending');
SELECT protect('tickets');

CREATE TABLE trunks (
    org_id    uuid NOT NULL REFERENCES organisations (id),
    id        uuid NOT NULL,
    name      text NOT NULL,
    country   text NOT NULL DEFAULT '',
    addresses cidr[] NOT NULL DEFAULT '{}',
    proxy     text NOT NULL DEFAULT '',
    transport text NOT NULL DEFAULT '',
    domain    text NOT NULL DEFAULT '',
    register  boolean NOT NULL DEFAULT false,
    username  text NOT NULL DEFAULT '',
    password  text NOT NULL DEFAULT '',
    caller_id text NOT NULL DEFAULT '',
    enabled   boolean NOT NULL DEFAULT true,
    PRIMARY KEY (org_id, id)
);
SELECT protect('trunks');

CREATE TABLE queues (
    org_id          uuid NOT NULL REFERENCES organisations (id),
    id              uuid NOT NULL,
    name            text NOT NULL,
    name_fold       text NOT NULL,
    ring_timeout_ms bigint NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX queues_name ON queues (org_id, name_fold);
SELECT protect('queues');

CREATE TABLE queue_members (
    org_id   uuid NOT NULL,
    queue_id uuid NOT NULL,
    user_id  uuid NOT NULL,
    position int NOT NULL,
    PRIMARY KEY (org_id, queue_id, user_id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
SELECT protect('queue_members');

CREATE TABLE numbers (
    org_id   uuid NOT NULL REFERENCES organisations (id),
    id       uuid NOT NULL,
    e164     text NOT NULL,
    label    text NOT NULL DEFAULT '',
    queue_id uuid,
    user_id  uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id),
    CHECK (num_nonnulls(queue_id, user_id) = 1)
);
CREATE UNIQUE INDEX numbers_e164 ON numbers (org_id, e164);
SELECT protect('numbers');

CREATE TABLE calls (
    org_id         uuid NOT NULL REFERENCES organisations (id),
    id             uuid NOT NULL,
    direction      text NOT NULL,
    status         text NOT NULL,
    outcome        text NOT NULL DEFAULT '',
    from_raw       text NOT NULL DEFAULT '',
    from_e164      text NOT NULL DEFAULT '',
    from_extension text NOT NULL DEFAULT '',
    from_region    text NOT NULL DEFAULT '',
    from_kind      text NOT NULL DEFAULT '',
    from_name      text NOT NULL DEFAULT '',
    to_raw         text NOT NULL DEFAULT '',
    to_e164        text NOT NULL DEFAULT '',
    to_extension   text NOT NULL DEFAULT '',
    to_region      text NOT NULL DEFAULT '',
    to_kind        text NOT NULL DEFAULT '',
    to_name        text NOT NULL DEFAULT '',
    contact_id     uuid,
    customer_id    uuid,
    attributed_by  text NOT NULL DEFAULT '',
    user_id        uuid,
    queue_id       uuid,
    trunk_id       uuid,
    started_at     timestamptz NOT NULL,
    ringing_at     timestamptz,
    answered_at    timestamptz,
    ended_at       timestamptz,
    held_ms        bigint NOT NULL DEFAULT 0,
    hangup_by      text NOT NULL DEFAULT '',
    cause_q850     int NOT NULL DEFAULT 0,
    cause_sip      int NOT NULL DEFAULT 0,
    cause_text     text NOT NULL DEFAULT '',
    quality        jsonb,
    node           text NOT NULL DEFAULT '',
    boot           text NOT NULL DEFAULT '',
    -- Only a snapshot with a higher sequence replaces this one.
    sequence       bigint NOT NULL,
    disposition    text NOT NULL DEFAULT '',
    notes          text NOT NULL DEFAULT '',
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE SET NULL (user_id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE SET NULL (queue_id),
    FOREIGN KEY (org_id, trunk_id) REFERENCES trunks (org_id, id) ON DELETE SET NULL (trunk_id)
);
CREATE INDEX calls_started ON calls (org_id, started_at DESC, id DESC);
CREATE INDEX calls_contact ON calls (org_id, contact_id, started_at DESC, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX calls_customer ON calls (org_id, customer_id, started_at DESC, id DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX calls_user ON calls (org_id, user_id, started_at DESC, id DESC) WHERE user_id IS NOT NULL;
CREATE INDEX calls_queue ON calls (org_id, queue_id) WHERE queue_id IS NOT NULL;
CREATE INDEX calls_trunk ON calls (org_id, trunk_id) WHERE trunk_id IS NOT NULL;
CREATE INDEX calls_unfinished ON calls (node, boot) WHERE status <> 'ended';
SELECT protect('calls');

CREATE TABLE call_legs (
    org_id      uuid NOT NULL,
    id          uuid NOT NULL,
    call_id     uuid NOT NULL,
    kind        text NOT NULL,
    user_id     uuid,
    raw         text NOT NULL DEFAULT '',
    e164        text NOT NULL DEFAULT '',
    extension   text NOT NULL DEFAULT '',
    region      text NOT NULL DEFAULT '',
    number_kind text NOT NULL DEFAULT '',
    name        text NOT NULL DEFAULT '',
    sip_call_id text NOT NULL DEFAULT '',
    state       text NOT NULL DEFAULT '',
    started_at  timestamptz NOT NULL,
    ringing_at  timestamptz,
    answered_at timestamptz,
    ended_at    timestamptz,
    cause_q850  int NOT NULL DEFAULT 0,
    cause_sip   int NOT NULL DEFAULT 0,
    cause_text  text NOT NULL DEFAULT '',
    quality     jsonb,
    sequence    bigint NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, call_id) REFERENCES calls (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE SET NULL (user_id)
);
CREATE INDEX call_legs_call ON call_legs (org_id, call_id, started_at);
CREATE INDEX call_legs_user ON call_legs (org_id, user_id) WHERE user_id IS NOT NULL;
SELECT protect('call_legs');

CREATE TABLE call_events (
    org_id   uuid NOT NULL,
    call_id  uuid NOT NULL,
    sequence bigint NOT NULL,
    at       timestamptz NOT NULL,
    name     text NOT NULL,
    detail   jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (org_id, call_id, sequence),
    FOREIGN KEY (org_id, call_id) REFERENCES calls (org_id, id) ON DELETE CASCADE
);
SELECT protect('call_events');

-- call_users says who took part in a call or was rung for it, so that an
-- agent's own list is one index scan. started_at is the call's, which never
-- changes.
CREATE TABLE call_users (
    org_id     uuid NOT NULL,
    call_id    uuid NOT NULL,
    user_id    uuid NOT NULL,
    started_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, call_id, user_id),
    FOREIGN KEY (org_id, call_id) REFERENCES calls (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX call_users_list ON call_users (org_id, user_id, started_at DESC, call_id DESC);
SELECT protect('call_users');

-- nodes belongs to no organisation: it says which processes are alive.
CREATE TABLE nodes (
    name    text PRIMARY KEY,
    boot    text NOT NULL,
    seen_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON nodes TO ringbook_app;

-- What ringbook_system may read across organisations.
GRANT SELECT ON organisations TO ringbook_system;
CREATE POLICY system ON organisations FOR SELECT TO ringbook_system USING (true);
GRANT SELECT ON users TO ringbook_system;
CREATE POLICY system ON users FOR SELECT TO ringbook_system USING (true);
GRANT SELECT, DELETE ON sessions TO ringbook_system;
CREATE POLICY system ON sessions TO ringbook_system USING (true);
GRANT SELECT (org_id, id, status, node, boot, updated_at) ON calls TO ringbook_system;
CREATE POLICY system ON calls FOR SELECT TO ringbook_system USING (true);
GRANT SELECT (org_id, id, search_text, archived_at, kind, status, customer_id, owner_id, marketing_opt_out) ON contacts TO ringbook_system;
CREATE POLICY system ON contacts FOR SELECT TO ringbook_system USING (true);
GRANT SELECT ON contact_tags, tags TO ringbook_system;
CREATE POLICY system ON contact_tags FOR SELECT TO ringbook_system USING (true);
CREATE POLICY system ON tags FOR SELECT TO ringbook_system USING (true);
GRANT SELECT ON nodes TO ringbook_system;

-- login_lookup finds who logs in, before an organisation is known. At most one.
-- +goose StatementBegin
CREATE FUNCTION login_lookup(wanted text)
RETURNS TABLE (org_id uuid, org_name text, country text, org_created_at timestamptz, id uuid, name text, email text,
               role text, extension text, active boolean, created_at timestamptz, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.id, o.name, o.country, o.created_at, u.id, u.name, u.email,
           u.role, u.extension, u.active, u.created_at, u.password_hash
    FROM users u JOIN organisations o ON o.id = u.org_id
    WHERE u.email_fold = wanted
$$;
-- +goose StatementEnd

-- session_lookup finds the live session of a token. Whoever knows the token is
-- who it says, so no organisation is needed.
-- +goose StatementBegin
CREATE FUNCTION session_lookup(wanted bytea)
RETURNS TABLE (org_id uuid, org_name text, country text, org_created_at timestamptz, id uuid, name text, email text,
               role text, extension text, active boolean, created_at timestamptz, session_id uuid, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.id, o.name, o.country, o.created_at, u.id, u.name, u.email,
           u.role, u.extension, u.active, u.created_at, s.id, s.expires_at
    FROM sessions s
    JOIN users u ON u.org_id = s.org_id AND u.id = s.user_id
    JOIN organisations o ON o.id = s.org_id
    WHERE s.token_hash = wanted AND s.expires_at > now() AND u.active
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION session_delete(wanted bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM sessions WHERE token_hash = wanted
$$;
-- +goose StatementEnd

-- organisations_all names the tenants; what they hold is then read one by one,
-- each in its own scope.
-- +goose StatementBegin
CREATE FUNCTION organisations_all()
RETURNS TABLE (id uuid, name text, name_fold text, country text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id, name, name_fold, country, created_at FROM organisations
$$;
-- +goose StatementEnd

-- calls_lost names the unfinished calls whose process is gone: of this node
-- from another boot, of a node that was not heard for the lease.
-- +goose StatementBegin
CREATE FUNCTION calls_lost(own_node text, own_boot text, lease interval)
RETURNS TABLE (org_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.org_id, c.id
    FROM calls c LEFT JOIN nodes n ON n.name = c.node
    WHERE c.status <> 'ended'
      AND CASE WHEN c.node = own_node THEN c.boot <> own_boot
               ELSE coalesce(n.seen_at, c.updated_at) < now() - lease END
$$;
-- +goose StatementEnd

-- contact_substring finds contacts by any part of their search text. LIKE is
-- not leakproof: under a policy PostgreSQL would read the whole organisation
-- before it lets LIKE see a row. So the function checks the organisation
-- itself. EXECUTE plans for the very pattern, since how rare it is decides the
-- plan.
-- +goose StatementBegin
CREATE FUNCTION contact_substring(org uuid, pattern text, want_kind text, want_status text, want_customer uuid,
                                  want_owner uuid, want_opt_out boolean, want_tag text, most int)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF org IS DISTINCT FROM nullif(current_setting('app.org_id', true), '')::uuid THEN
        RAISE EXCEPTION 'contact_substring: not the organisation of this transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY EXECUTE
        'SELECT c.id FROM contacts c
         WHERE c.org_id = $1 AND c.search_text LIKE $2 AND c.archived_at IS NULL
           AND ($3 IS NULL OR c.kind = $3) AND ($4 IS NULL OR c.status = $4)
           AND ($5 IS NULL OR c.customer_id = $5) AND ($6 IS NULL OR c.owner_id = $6)
           AND ($7 IS NULL OR c.marketing_opt_out = $7)
           AND ($8 IS NULL OR EXISTS (
                SELECT FROM contact_tags ct JOIN tags t ON t.org_id = ct.org_id AND t.id = ct.tag_id
                WHERE ct.org_id = c.org_id AND ct.contact_id = c.id AND t.name_fold = $8))
         LIMIT $9'
        USING org, pattern, want_kind, want_status, want_customer, want_owner, want_opt_out, want_tag, most;
END
$$;
-- +goose StatementEnd

-- contact_root follows merges to the contact that answers today; null for a
-- contact that does not exist. It runs as the caller, in the caller's scope.
-- +goose StatementBegin
CREATE FUNCTION contact_root(org uuid, contact uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    root uuid := contact;
    next uuid;
BEGIN
    FOR hop IN 1..64 LOOP
        SELECT c.merged_into_id INTO next FROM contacts c WHERE c.org_id = org AND c.id = root;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        IF next IS NULL THEN
            RETURN root;
        END IF;
        root := next;
    END LOOP;
    RAISE EXCEPTION 'contact_root: merges of contact % go in a circle', contact;
END
$$;
-- +goose StatementEnd

-- The functions that look across organisations change hands: they then have
-- the rights of ringbook_system and no more, whoever migrates.
GRANT CREATE ON SCHEMA public TO ringbook_system;
-- +goose StatementBegin
DO $$
DECLARE
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY[
        'login_lookup(text)', 'session_lookup(bytea)', 'session_delete(bytea)', 'organisations_all()',
        'calls_lost(text, text, interval)',
        'contact_substring(uuid, text, text, text, uuid, uuid, boolean, text, int)'
    ] LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO ringbook_app', signature);
        EXECUTE format('ALTER FUNCTION %s OWNER TO ringbook_system', signature);
    END LOOP;
END
$$;
-- +goose StatementEnd
REVOKE CREATE ON SCHEMA public FROM ringbook_system;
