-- Generated: the sum of migrations/. See TestSchemaGolden.

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE FUNCTION public.calendar_lookup(wanted bytea) RETURNS TABLE(org_id uuid, user_id uuid, user_name text, feed_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT f.org_id, f.user_id, u.name, f.id FROM calendar_feeds f JOIN users u ON u.org_id = f.org_id AND u.id = f.user_id
    WHERE f.token_hash = wanted AND u.active
$$;

ALTER FUNCTION public.calendar_lookup(wanted bytea) OWNER TO ringbook_system;

CREATE FUNCTION public.calls_lost(own_node text, own_boot text, lease interval) RETURNS TABLE(org_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT c.org_id, c.id
    FROM calls c LEFT JOIN nodes n ON n.name = c.node
    WHERE c.status <> 'ended'
      AND CASE WHEN c.node = own_node THEN c.boot <> own_boot
               ELSE coalesce(n.seen_at, c.updated_at) < now() - lease END
$$;

ALTER FUNCTION public.calls_lost(own_node text, own_boot text, lease interval) OWNER TO ringbook_system;

CREATE FUNCTION public.calls_move_last() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.calls_move_last() OWNER TO ringbook;

CREATE FUNCTION public.calls_raise_last() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    -- Whoever waits here for another call compares with what that one left.
    UPDATE contacts c SET last_call_at = n.at
    FROM (SELECT org_id, contact_id, max(started_at) AS at FROM new_calls WHERE contact_id IS NOT NULL GROUP BY org_id, contact_id) n
    WHERE c.org_id = n.org_id AND c.id = n.contact_id AND (c.last_call_at IS NULL OR c.last_call_at < n.at);
    RETURN NULL;
END
$$;

ALTER FUNCTION public.calls_raise_last() OWNER TO ringbook;

CREATE FUNCTION public.calls_to_survivor() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    next uuid;
    erased timestamptz;
BEGIN
    FOR hop IN 1..64 LOOP
        NEW.contact_id := coalesce(contact_root(NEW.org_id, NEW.contact_id), NEW.contact_id);
        BEGIN
            SELECT c.merged_into_id, c.erased_at INTO next, erased FROM contacts c
            WHERE c.org_id = NEW.org_id AND c.id = NEW.contact_id FOR KEY SHARE;
            IF next IS NULL THEN
                IF erased IS NOT NULL THEN
                    NEW.contact_id := NULL;
                    NEW.attributed_by := '';
                END IF;
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

ALTER FUNCTION public.calls_to_survivor() OWNER TO ringbook;

CREATE FUNCTION public.contact_phones_share() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.e164 IS NOT NULL THEN
        PERFORM share_number(OLD.org_id, OLD.e164);
    END IF;
    -- Most new numbers are nobody else's, and that is one look.
    IF TG_OP <> 'DELETE' AND NEW.e164 IS NOT NULL AND EXISTS (
        SELECT FROM contact_phones r WHERE r.org_id = NEW.org_id AND r.e164 = NEW.e164 AND r.contact_id <> NEW.contact_id
    ) THEN
        PERFORM share_number(NEW.org_id, NEW.e164);
    END IF;
    RETURN NULL;
END
$$;

ALTER FUNCTION public.contact_phones_share() OWNER TO ringbook;

CREATE FUNCTION public.contact_root(org uuid, contact uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.contact_root(org uuid, contact uuid) OWNER TO ringbook;

CREATE FUNCTION public.contact_substring(org uuid, pattern text, want jsonb, most integer) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_indexscan TO 'off'
    SET enable_indexonlyscan TO 'off'
    AS $_$
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
$_$;

ALTER FUNCTION public.contact_substring(org uuid, pattern text, want jsonb, most integer) OWNER TO ringbook_system;

CREATE FUNCTION public.contacts_release() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE contact_emails SET active = NEW.archived_at IS NULL
    WHERE org_id = NEW.org_id AND contact_id = NEW.id;
    RETURN NULL;
END
$$;

ALTER FUNCTION public.contacts_release() OWNER TO ringbook;

CREATE FUNCTION public.contacts_share() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM shared_names s WHERE s.org_id = OLD.org_id AND s.name_fold = OLD.name_fold AND NOT name_shared(OLD.org_id, OLD.name_fold);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.archived_at IS NULL AND NEW.name_fold <> '' AND (
        EXISTS (SELECT FROM contacts b WHERE b.org_id = NEW.org_id AND b.name_fold = NEW.name_fold AND b.customer_id = NEW.customer_id
            AND b.id <> NEW.id AND b.archived_at IS NULL)
        OR EXISTS (SELECT FROM contacts b WHERE b.org_id = NEW.org_id AND b.name_fold = NEW.name_fold AND b.customer_id IS NULL
            AND b.id <> NEW.id AND b.archived_at IS NULL)
        OR NEW.customer_id IS NULL AND EXISTS (SELECT FROM contacts b WHERE b.org_id = NEW.org_id AND b.name_fold = NEW.name_fold
            AND b.id <> NEW.id AND b.archived_at IS NULL)
    ) THEN
        INSERT INTO shared_names VALUES (NEW.org_id, NEW.name_fold) ON CONFLICT DO NOTHING;
    END IF;
    -- Who is a colleague of whom, and who has whose name, makes a switchboard of
    -- a number or ends one.
    IF TG_OP = 'UPDATE' THEN
        PERFORM share_number(n.org_id, n.e164) FROM (
            SELECT DISTINCT p.org_id, p.e164 FROM contact_phones p
            WHERE p.org_id = NEW.org_id AND p.contact_id = NEW.id AND p.e164 IS NOT NULL ORDER BY p.e164) n
        WHERE EXISTS (SELECT FROM contact_phones r WHERE r.org_id = n.org_id AND r.e164 = n.e164 AND r.contact_id <> NEW.id);
    END IF;
    RETURN NULL;
END
$$;

ALTER FUNCTION public.contacts_share() OWNER TO ringbook;

CREATE FUNCTION public.imports_stalled(since timestamp with time zone) RETURNS TABLE(org_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT i.org_id, i.id FROM imports i WHERE i.status IN ('reading', 'applying', 'reverting') AND i.updated_at < since
$$;

ALTER FUNCTION public.imports_stalled(since timestamp with time zone) OWNER TO ringbook_system;

CREATE FUNCTION public.login_lookup(wanted text) RETURNS TABLE(org_id uuid, org_name text, country text, org_locale text, org_time_zone text, org_created_at timestamp with time zone, id uuid, name text, email text, role text, extension text, active boolean, locale text, time_zone text, created_at timestamp with time zone, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT o.id, o.name, o.country, o.locale, o.time_zone, o.created_at,
           u.id, u.name, u.email, u.role, u.extension, u.active, u.locale, u.time_zone, u.created_at, u.password_hash
    FROM users u JOIN organisations o ON o.id = u.org_id
    WHERE u.email_fold = wanted
$$;

ALTER FUNCTION public.login_lookup(wanted text) OWNER TO ringbook_system;

CREATE FUNCTION public.name_shared(org uuid, name text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT FROM contacts a
        JOIN contacts b ON b.org_id = a.org_id AND b.name_fold = a.name_fold AND b.customer_id = a.customer_id AND b.id > a.id
        WHERE a.org_id = org AND a.name_fold = name AND a.archived_at IS NULL AND b.archived_at IS NULL
    ) OR EXISTS (
        SELECT FROM contacts a
        JOIN contacts b ON b.org_id = a.org_id AND b.name_fold = a.name_fold AND b.id <> a.id
        WHERE a.org_id = org AND a.name_fold = name AND a.customer_id IS NULL AND a.archived_at IS NULL AND b.archived_at IS NULL)
$$;

ALTER FUNCTION public.name_shared(org uuid, name text) OWNER TO ringbook;

CREATE FUNCTION public.notifications_sweep(before timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    WITH gone AS (DELETE FROM notifications WHERE read_at < before RETURNING 1) SELECT count(*) FROM gone
$$;

ALTER FUNCTION public.notifications_sweep(before timestamp with time zone) OWNER TO ringbook_system;

CREATE FUNCTION public.number_shared(org uuid, number text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT FROM contact_phones p JOIN contacts c ON c.org_id = p.org_id AND c.id = p.contact_id
        WHERE p.org_id = org AND p.e164 = number AND c.archived_at IS NULL
        GROUP BY p.extension
        HAVING count(DISTINCT c.id) > 1 AND (
            count(DISTINCT c.customer_id) > 1 OR count(c.customer_id) < count(*)
            OR count(DISTINCT c.name_fold) <= 2 OR count(DISTINCT c.id) > count(DISTINCT c.name_fold)))
$$;

ALTER FUNCTION public.number_shared(org uuid, number text) OWNER TO ringbook;

CREATE FUNCTION public.organisations_all() RETURNS TABLE(id uuid, name text, name_fold text, country text, created_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT id, name, name_fold, country, created_at FROM organisations
$$;

ALTER FUNCTION public.organisations_all() OWNER TO ringbook_system;

CREATE FUNCTION public.plain_mentions(body text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT CASE WHEN strpos(body, '](user:') = 0 THEN body
        ELSE regexp_replace(body, '@\[([^][\r\n]{1,200})\]\(user:[0-9A-Fa-f-]{36}\)', '@\1', 'g') END
$$;

ALTER FUNCTION public.plain_mentions(body text) OWNER TO ringbook;

CREATE FUNCTION public.protect(tenant_table regclass, org_column text DEFAULT 'org_id'::text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
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
$_$;

ALTER FUNCTION public.protect(tenant_table regclass, org_column text) OWNER TO ringbook;

CREATE FUNCTION public.recordings_over(at timestamp with time zone) RETURNS TABLE(org_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT r.org_id, r.id FROM recordings r WHERE r.delete_at <= at ORDER BY r.delete_at LIMIT 1000
$$;

ALTER FUNCTION public.recordings_over(at timestamp with time zone) OWNER TO ringbook_system;

CREATE FUNCTION public.session_delete(wanted bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    DELETE FROM sessions WHERE token_hash = wanted
$$;

ALTER FUNCTION public.session_delete(wanted bytea) OWNER TO ringbook_system;

CREATE FUNCTION public.session_lookup(wanted bytea) RETURNS TABLE(org_id uuid, org_name text, country text, org_locale text, org_time_zone text, org_created_at timestamp with time zone, id uuid, name text, email text, role text, extension text, active boolean, locale text, time_zone text, created_at timestamp with time zone, session_id uuid, expires_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT o.id, o.name, o.country, o.locale, o.time_zone, o.created_at,
           u.id, u.name, u.email, u.role, u.extension, u.active, u.locale, u.time_zone, u.created_at, s.id, s.expires_at
    FROM sessions s
    JOIN users u ON u.org_id = s.org_id AND u.id = s.user_id
    JOIN organisations o ON o.id = s.org_id
    WHERE s.token_hash = wanted AND s.expires_at > now() AND u.active
$$;

ALTER FUNCTION public.session_lookup(wanted bytea) OWNER TO ringbook_system;

CREATE FUNCTION public.sessions_sweep() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    WITH gone AS (DELETE FROM sessions WHERE expires_at <= now() RETURNING 1) SELECT count(*) FROM gone
$$;

ALTER FUNCTION public.sessions_sweep() OWNER TO ringbook_system;

CREATE FUNCTION public.share_number(org uuid, number text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF number_shared(org, number) THEN
        INSERT INTO shared_numbers VALUES (org, number) ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM shared_numbers s WHERE s.org_id = org AND s.e164 = number;
    END IF;
END
$$;

ALTER FUNCTION public.share_number(org uuid, number text) OWNER TO ringbook;

CREATE FUNCTION public.sip_messages_sweep() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    WITH gone AS (DELETE FROM sip_messages WHERE at < now() - interval '30 days' RETURNING 1) SELECT count(*) FROM gone
$$;

ALTER FUNCTION public.sip_messages_sweep() OWNER TO ringbook_system;

CREATE FUNCTION public.token_lookup(wanted bytea) RETURNS TABLE(org_id uuid, org_name text, country text, org_locale text, org_time_zone text, org_created_at timestamp with time zone, id uuid, name text, email text, role text, extension text, active boolean, locale text, time_zone text, created_at timestamp with time zone, token_id uuid, scopes text[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT o.id, o.name, o.country, o.locale, o.time_zone, o.created_at,
           u.id, u.name, u.email, u.role, u.extension, u.active, u.locale, u.time_zone, u.created_at, t.id, t.scopes
    FROM api_tokens t
    JOIN users u ON u.org_id = t.org_id AND u.id = t.user_id
    JOIN organisations o ON o.id = t.org_id
    WHERE t.token_hash = wanted AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AND u.active
$$;

ALTER FUNCTION public.token_lookup(wanted bytea) OWNER TO ringbook_system;

CREATE TABLE public.activities (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    subject_fold text NOT NULL COLLATE pg_catalog."C",
    body text DEFAULT ''::text NOT NULL,
    contact_id uuid,
    customer_id uuid,
    deal_id uuid,
    ticket_id uuid,
    assignee_id uuid,
    created_by_id uuid,
    due_at timestamp with time zone,
    minutes integer DEFAULT 0 NOT NULL,
    done_at timestamp with time zone,
    happens_at timestamp with time zone GENERATED ALWAYS AS (COALESCE(done_at, due_at, created_at)) STORED NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    remind_at timestamp with time zone,
    reminded_at timestamp with time zone,
    CONSTRAINT activities_kind_check CHECK ((kind = ANY (ARRAY['call'::text, 'email'::text, 'meeting'::text, 'task'::text])))
);

ALTER TABLE ONLY public.activities FORCE ROW LEVEL SECURITY;

ALTER TABLE public.activities OWNER TO ringbook;

CREATE TABLE public.api_tokens (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    hint text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);

ALTER TABLE ONLY public.api_tokens FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_tokens OWNER TO ringbook;

CREATE TABLE public.audit_entries (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id uuid,
    user_name text DEFAULT ''::text NOT NULL,
    token_id uuid,
    action text NOT NULL,
    noun text NOT NULL,
    record_id uuid,
    record_name text DEFAULT ''::text NOT NULL,
    changes jsonb DEFAULT '[]'::jsonb NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    contact_id uuid
);

ALTER TABLE ONLY public.audit_entries FORCE ROW LEVEL SECURITY;

ALTER TABLE public.audit_entries OWNER TO ringbook;

CREATE TABLE public.bulk_edit_rows (
    org_id uuid NOT NULL,
    bulk_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    owner_id uuid,
    customer_id uuid,
    marketing_opt_out boolean NOT NULL,
    locked_to_customer boolean NOT NULL,
    archived_at timestamp with time zone,
    tags text NOT NULL,
    added uuid[] NOT NULL,
    removed uuid[] NOT NULL
);

ALTER TABLE ONLY public.bulk_edit_rows FORCE ROW LEVEL SECURITY;

ALTER TABLE public.bulk_edit_rows OWNER TO ringbook;

CREATE TABLE public.bulk_edits (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    created_at timestamp with time zone NOT NULL,
    change jsonb NOT NULL,
    target jsonb NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    undoes_id uuid,
    undone_at timestamp with time zone,
    undone_by_id uuid
);

ALTER TABLE ONLY public.bulk_edits FORCE ROW LEVEL SECURITY;

ALTER TABLE public.bulk_edits OWNER TO ringbook;

CREATE TABLE public.business_hours (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    time_zone text NOT NULL,
    weekly jsonb DEFAULT '[]'::jsonb NOT NULL,
    holidays jsonb DEFAULT '[]'::jsonb NOT NULL
);

ALTER TABLE ONLY public.business_hours FORCE ROW LEVEL SECURITY;

ALTER TABLE public.business_hours OWNER TO ringbook;

CREATE TABLE public.calendar_feeds (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE ONLY public.calendar_feeds FORCE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_feeds OWNER TO ringbook;

CREATE TABLE public.call_events (
    org_id uuid NOT NULL,
    call_id uuid NOT NULL,
    sequence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    name text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY public.call_events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.call_events OWNER TO ringbook;

CREATE TABLE public.call_legs (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    call_id uuid NOT NULL,
    kind text NOT NULL,
    user_id uuid,
    raw text DEFAULT ''::text NOT NULL,
    e164 text DEFAULT ''::text NOT NULL,
    extension text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    number_kind text DEFAULT ''::text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    sip_call_id text DEFAULT ''::text NOT NULL,
    state text DEFAULT ''::text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ringing_at timestamp with time zone,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    cause_q850 integer DEFAULT 0 NOT NULL,
    cause_sip integer DEFAULT 0 NOT NULL,
    cause_text text DEFAULT ''::text NOT NULL,
    quality jsonb,
    sequence bigint NOT NULL
);

ALTER TABLE ONLY public.call_legs FORCE ROW LEVEL SECURITY;

ALTER TABLE public.call_legs OWNER TO ringbook;

CREATE TABLE public.call_users (
    org_id uuid NOT NULL,
    call_id uuid NOT NULL,
    user_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.call_users FORCE ROW LEVEL SECURITY;

ALTER TABLE public.call_users OWNER TO ringbook;

CREATE TABLE public.callbacks (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    e164 text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    contact_id uuid,
    queue_id uuid,
    owner_id uuid,
    state text DEFAULT 'open'::text NOT NULL,
    count integer DEFAULT 0 NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    note text DEFAULT ''::text NOT NULL,
    last_call_id uuid,
    closed_at timestamp with time zone,
    closed_by_id uuid,
    closed_call_id uuid,
    reason text DEFAULT ''::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT callbacks_check CHECK (((state = 'open'::text) = (closed_at IS NULL))),
    CONSTRAINT callbacks_e164_check CHECK ((e164 <> ''::text)),
    CONSTRAINT callbacks_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'dismissed'::text])))
);

ALTER TABLE ONLY public.callbacks FORCE ROW LEVEL SECURITY;

ALTER TABLE public.callbacks OWNER TO ringbook;

CREATE TABLE public.calls (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    direction text NOT NULL,
    status text NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    from_raw text DEFAULT ''::text NOT NULL,
    from_e164 text DEFAULT ''::text NOT NULL,
    from_extension text DEFAULT ''::text NOT NULL,
    from_region text DEFAULT ''::text NOT NULL,
    from_kind text DEFAULT ''::text NOT NULL,
    from_name text DEFAULT ''::text NOT NULL,
    to_raw text DEFAULT ''::text NOT NULL,
    to_e164 text DEFAULT ''::text NOT NULL,
    to_extension text DEFAULT ''::text NOT NULL,
    to_region text DEFAULT ''::text NOT NULL,
    to_kind text DEFAULT ''::text NOT NULL,
    to_name text DEFAULT ''::text NOT NULL,
    contact_id uuid,
    customer_id uuid,
    attributed_by text DEFAULT ''::text NOT NULL,
    user_id uuid,
    queue_id uuid,
    trunk_id uuid,
    started_at timestamp with time zone NOT NULL,
    ringing_at timestamp with time zone,
    answered_at timestamp with time zone,
    ended_at timestamp with time zone,
    held_ms bigint DEFAULT 0 NOT NULL,
    hangup_by text DEFAULT ''::text NOT NULL,
    cause_q850 integer DEFAULT 0 NOT NULL,
    cause_sip integer DEFAULT 0 NOT NULL,
    cause_text text DEFAULT ''::text NOT NULL,
    quality jsonb,
    node text DEFAULT ''::text NOT NULL,
    boot text DEFAULT ''::text NOT NULL,
    sequence bigint NOT NULL,
    disposition text DEFAULT ''::text NOT NULL,
    notes text DEFAULT ''::text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.calls FORCE ROW LEVEL SECURITY;

ALTER TABLE public.calls OWNER TO ringbook;

CREATE TABLE public.contact_emails (
    org_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    contact_id uuid NOT NULL,
    "position" integer NOT NULL,
    address text NOT NULL,
    address_fold text NOT NULL COLLATE pg_catalog."C",
    label text DEFAULT ''::text NOT NULL,
    active boolean DEFAULT true NOT NULL
);

ALTER TABLE ONLY public.contact_emails FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contact_emails OWNER TO ringbook;

CREATE TABLE public.contact_phones (
    org_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    contact_id uuid NOT NULL,
    "position" integer NOT NULL,
    raw text NOT NULL,
    e164 text COLLATE pg_catalog."C",
    extension text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    kind text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    sfx9 text GENERATED ALWAYS AS ("right"(e164, 9)) STORED COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.contact_phones FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contact_phones OWNER TO ringbook;

CREATE TABLE public.contact_tags (
    org_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    tag_id uuid NOT NULL
);

ALTER TABLE ONLY public.contact_tags FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contact_tags OWNER TO ringbook;

CREATE TABLE public.contact_values (
    org_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    field_id uuid NOT NULL,
    value text NOT NULL,
    value_fold text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.contact_values FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contact_values OWNER TO ringbook;

CREATE TABLE public.contacts (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    job_title text DEFAULT ''::text NOT NULL,
    customer_id uuid,
    kind text NOT NULL,
    status text NOT NULL,
    marketing_opt_out boolean DEFAULT false NOT NULL,
    locked_to_customer boolean DEFAULT false NOT NULL,
    owner_id uuid,
    source text NOT NULL,
    archived_at timestamp with time zone,
    merged_into_id uuid,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    sort_name text NOT NULL COLLATE pg_catalog."C",
    name_fold text NOT NULL COLLATE pg_catalog."C",
    company_fold text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    email_fold text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    other_fold text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    search_text text GENERATED ALWAYS AS (((((((name_fold || ' '::text) || company_fold) || ' '::text) || email_fold) || ' '::text) || other_fold)) STORED NOT NULL COLLATE pg_catalog."C",
    last_call_at timestamp with time zone,
    erased_at timestamp with time zone,
    CONSTRAINT contacts_check CHECK (((merged_into_id IS NULL) OR (archived_at IS NOT NULL))),
    CONSTRAINT contacts_check1 CHECK ((merged_into_id <> id)),
    CONSTRAINT contacts_check2 CHECK (((erased_at IS NULL) OR (archived_at IS NOT NULL))),
    CONSTRAINT contacts_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'contractor'::text, 'vendor'::text, 'partner'::text, 'other'::text])))
);
ALTER TABLE ONLY public.contacts ALTER COLUMN search_text SET STATISTICS 2000;

ALTER TABLE ONLY public.contacts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contacts OWNER TO ringbook;

CREATE TABLE public.custom_fields (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    choices text[] DEFAULT '{}'::text[] NOT NULL,
    "position" integer NOT NULL,
    archived_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT custom_fields_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'date'::text, 'choice'::text])))
);

ALTER TABLE ONLY public.custom_fields FORCE ROW LEVEL SECURITY;

ALTER TABLE public.custom_fields OWNER TO ringbook;

CREATE TABLE public.customers (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    website text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    owner_id uuid,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.customers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.customers OWNER TO ringbook;

CREATE TABLE public.deal_contacts (
    org_id uuid NOT NULL,
    deal_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    role text DEFAULT ''::text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY public.deal_contacts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.deal_contacts OWNER TO ringbook;

CREATE TABLE public.deals (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    pipeline_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    amount_minor bigint DEFAULT 0 NOT NULL,
    currency text NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    closed_reason text DEFAULT ''::text NOT NULL,
    closed_at timestamp with time zone,
    expected_close date,
    owner_id uuid,
    customer_id uuid,
    board_order double precision DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT deals_status_check CHECK ((status = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
);

ALTER TABLE ONLY public.deals FORCE ROW LEVEL SECURITY;

ALTER TABLE public.deals OWNER TO ringbook;

CREATE TABLE public.destinations (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    number_id uuid,
    queue_id uuid,
    menu_id uuid,
    key text DEFAULT ''::text NOT NULL,
    kind text NOT NULL,
    to_queue_id uuid,
    to_user_id uuid,
    to_menu_id uuid,
    e164 text DEFAULT ''::text NOT NULL,
    greeting_id uuid,
    CONSTRAINT destinations_check CHECK ((num_nonnulls(number_id, queue_id, menu_id) = 1)),
    CONSTRAINT destinations_kind_check CHECK ((kind = ANY (ARRAY['queue'::text, 'user'::text, 'menu'::text, 'voicemail'::text, 'number'::text, 'busy'::text, 'callback'::text])))
);

ALTER TABLE ONLY public.destinations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.destinations OWNER TO ringbook;

CREATE TABLE public.dismissed_duplicates (
    org_id uuid NOT NULL,
    first_id uuid NOT NULL,
    second_id uuid NOT NULL,
    user_id uuid,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT dismissed_duplicates_check CHECK ((first_id < second_id))
);

ALTER TABLE ONLY public.dismissed_duplicates FORCE ROW LEVEL SECURITY;

ALTER TABLE public.dismissed_duplicates OWNER TO ringbook;

CREATE TABLE public.import_files (
    org_id uuid NOT NULL,
    import_id uuid NOT NULL,
    piece integer NOT NULL,
    content bytea NOT NULL
);

ALTER TABLE ONLY public.import_files FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_files OWNER TO ringbook;

CREATE TABLE public.import_records (
    org_id uuid NOT NULL,
    import_id uuid NOT NULL,
    noun text NOT NULL,
    record_id uuid NOT NULL,
    CONSTRAINT import_records_noun_check CHECK ((noun = ANY (ARRAY['customer'::text, 'tag'::text])))
);

ALTER TABLE ONLY public.import_records FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_records OWNER TO ringbook;

CREATE TABLE public.import_rows (
    org_id uuid NOT NULL,
    import_id uuid NOT NULL,
    line bigint NOT NULL,
    fate text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    detail text DEFAULT ''::text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    contact_id uuid,
    draft jsonb,
    before jsonb,
    after jsonb,
    changes jsonb DEFAULT '[]'::jsonb NOT NULL,
    note_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    state text DEFAULT ''::text NOT NULL,
    CONSTRAINT import_rows_fate_check CHECK ((fate = ANY (ARRAY['create'::text, 'update'::text, 'skip'::text, 'refuse'::text]))),
    CONSTRAINT import_rows_state_check CHECK ((state = ANY (ARRAY[''::text, 'pending'::text, 'applied'::text, 'reverted'::text, 'kept'::text])))
);

ALTER TABLE ONLY public.import_rows FORCE ROW LEVEL SECURITY;

ALTER TABLE public.import_rows OWNER TO ringbook;

CREATE TABLE public.imports (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    file_name text NOT NULL,
    status text NOT NULL,
    run bigint DEFAULT 0 NOT NULL,
    options jsonb DEFAULT '{}'::jsonb NOT NULL,
    detected jsonb DEFAULT '{}'::jsonb NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    created bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    skipped bigint DEFAULT 0 NOT NULL,
    refused bigint DEFAULT 0 NOT NULL,
    kept bigint DEFAULT 0 NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    reverted_at timestamp with time zone,
    CONSTRAINT imports_status_check CHECK ((status = ANY (ARRAY['uploading'::text, 'reading'::text, 'ready'::text, 'applying'::text, 'applied'::text, 'reverting'::text, 'reverted'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.imports FORCE ROW LEVEL SECURITY;

ALTER TABLE public.imports OWNER TO ringbook;

CREATE TABLE public.menus (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    greeting_id uuid,
    wait_ms bigint NOT NULL,
    tries integer NOT NULL
);

ALTER TABLE ONLY public.menus FORCE ROW LEVEL SECURITY;

ALTER TABLE public.menus OWNER TO ringbook;

CREATE TABLE public.merge_moves (
    org_id uuid NOT NULL,
    merge_id uuid NOT NULL,
    noun text NOT NULL,
    fate text NOT NULL,
    ids uuid[] NOT NULL,
    rows jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT merge_moves_fate_check CHECK ((fate = ANY (ARRAY['moved'::text, 'folded'::text, 'filled'::text])))
);

ALTER TABLE ONLY public.merge_moves FORCE ROW LEVEL SECURITY;

ALTER TABLE public.merge_moves OWNER TO ringbook;

CREATE TABLE public.merges (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    survivor_id uuid NOT NULL,
    duplicate_id uuid NOT NULL,
    user_id uuid,
    created_at timestamp with time zone NOT NULL,
    survivor jsonb NOT NULL,
    duplicate jsonb NOT NULL,
    merged jsonb NOT NULL,
    undone_at timestamp with time zone,
    undone_by_id uuid
);

ALTER TABLE ONLY public.merges FORCE ROW LEVEL SECURITY;

ALTER TABLE public.merges OWNER TO ringbook;

CREATE TABLE public.nodes (
    name text NOT NULL,
    boot text NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

ALTER TABLE public.nodes OWNER TO ringbook;

CREATE TABLE public.note_mentions (
    org_id uuid NOT NULL,
    note_id uuid NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE ONLY public.note_mentions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.note_mentions OWNER TO ringbook;

CREATE TABLE public.notes (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    author_id uuid,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    pinned boolean DEFAULT false NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    rank timestamp without time zone GENERATED ALWAYS AS (((created_at AT TIME ZONE 'UTC'::text) +
CASE
    WHEN pinned THEN '1000 years'::interval
    ELSE '00:00:00'::interval
END)) STORED NOT NULL
);
ALTER TABLE ONLY public.notes ALTER COLUMN contact_id SET (n_distinct=-0.3);

ALTER TABLE ONLY public.notes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.notes OWNER TO ringbook;

CREATE TABLE public.notifications (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    noun text NOT NULL,
    record_id uuid NOT NULL,
    source_id uuid,
    actor_id uuid,
    text text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT notifications_kind_check CHECK ((kind = ANY (ARRAY['mentioned'::text, 'reminder'::text, 'assigned'::text, 'job'::text, 'voicemail'::text, 'callback'::text])))
);

ALTER TABLE ONLY public.notifications FORCE ROW LEVEL SECURITY;

ALTER TABLE public.notifications OWNER TO ringbook;

CREATE TABLE public.numbers (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    e164 text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    queue_id uuid,
    user_id uuid,
    menu_id uuid,
    hours_id uuid,
    CONSTRAINT numbers_check CHECK ((num_nonnulls(queue_id, user_id, menu_id) = 1))
);

ALTER TABLE ONLY public.numbers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.numbers OWNER TO ringbook;

CREATE TABLE public.organisations (
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL,
    country text NOT NULL,
    ticket_number bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    currency text DEFAULT 'EUR'::text NOT NULL,
    locale text DEFAULT ''::text NOT NULL,
    time_zone text DEFAULT ''::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    service_level_seconds integer DEFAULT 20 NOT NULL,
    service_level_percent integer DEFAULT 80 NOT NULL,
    CONSTRAINT organisations_service_level_percent_check CHECK (((service_level_percent >= 1) AND (service_level_percent <= 100))),
    CONSTRAINT organisations_service_level_seconds_check CHECK (((service_level_seconds >= 1) AND (service_level_seconds <= 3600)))
);

ALTER TABLE ONLY public.organisations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.organisations OWNER TO ringbook;

CREATE TABLE public.pipelines (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.pipelines FORCE ROW LEVEL SECURITY;

ALTER TABLE public.pipelines OWNER TO ringbook;

CREATE TABLE public.queue_members (
    org_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    user_id uuid NOT NULL,
    "position" integer NOT NULL
);

ALTER TABLE ONLY public.queue_members FORCE ROW LEVEL SECURITY;

ALTER TABLE public.queue_members OWNER TO ringbook;

CREATE TABLE public.queues (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL,
    ring_timeout_ms bigint NOT NULL,
    strategy text DEFAULT 'all'::text NOT NULL,
    max_wait_ms bigint DEFAULT 0 NOT NULL,
    max_waiting integer DEFAULT 0 NOT NULL,
    announce boolean DEFAULT false NOT NULL,
    music_id uuid,
    CONSTRAINT queues_strategy_check CHECK ((strategy = ANY (ARRAY['all'::text, 'longest_idle'::text, 'round_robin'::text, 'last_agent'::text, 'owner'::text])))
);

ALTER TABLE ONLY public.queues FORCE ROW LEVEL SECURITY;

ALTER TABLE public.queues OWNER TO ringbook;

CREATE TABLE public.recent_contacts (
    org_id uuid NOT NULL,
    user_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.recent_contacts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recent_contacts OWNER TO ringbook;

CREATE TABLE public.recording_rules (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    number_id uuid,
    queue_id uuid,
    trunk_id uuid,
    mode text NOT NULL,
    beep boolean DEFAULT false NOT NULL,
    keep_days integer DEFAULT 0 NOT NULL,
    CONSTRAINT recording_rules_check CHECK ((num_nonnulls(number_id, queue_id, trunk_id) <= 1)),
    CONSTRAINT recording_rules_mode_check CHECK ((mode = ANY (ARRAY['off'::text, 'manual'::text, 'always'::text])))
);

ALTER TABLE ONLY public.recording_rules FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recording_rules OWNER TO ringbook;

CREATE TABLE public.recordings (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    call_id uuid NOT NULL,
    path text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    millis bigint NOT NULL,
    peaks bytea NOT NULL,
    delete_at timestamp with time zone
);

ALTER TABLE ONLY public.recordings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recordings OWNER TO ringbook;

CREATE TABLE public.sessions (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    user_agent text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.sessions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sessions OWNER TO ringbook;

CREATE TABLE public.shared_names (
    org_id uuid NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.shared_names FORCE ROW LEVEL SECURITY;

ALTER TABLE public.shared_names OWNER TO ringbook;

CREATE TABLE public.shared_numbers (
    org_id uuid NOT NULL,
    e164 text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.shared_numbers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.shared_numbers OWNER TO ringbook;

CREATE TABLE public.sip_messages (
    org_id uuid NOT NULL,
    call_id uuid NOT NULL,
    leg_id uuid NOT NULL,
    sequence integer NOT NULL,
    at timestamp with time zone NOT NULL,
    outgoing boolean NOT NULL,
    transport text NOT NULL,
    remote text NOT NULL,
    start_line text NOT NULL,
    body text NOT NULL
);

ALTER TABLE ONLY public.sip_messages FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sip_messages OWNER TO ringbook;

CREATE TABLE public.sounds (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL,
    millis bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.sounds FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sounds OWNER TO ringbook;

CREATE TABLE public.stages (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    pipeline_id uuid NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    probability integer DEFAULT 0 NOT NULL,
    CONSTRAINT stages_probability_check CHECK (((probability >= 0) AND (probability <= 100)))
);

ALTER TABLE ONLY public.stages FORCE ROW LEVEL SECURITY;

ALTER TABLE public.stages OWNER TO ringbook;

CREATE TABLE public.tags (
    org_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL,
    colour text DEFAULT ''::text NOT NULL
);

ALTER TABLE ONLY public.tags FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tags OWNER TO ringbook;

CREATE TABLE public.ticket_messages (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    author_id uuid,
    kind text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ticket_messages_kind_check CHECK ((kind = ANY (ARRAY['reply'::text, 'internal'::text, 'event'::text])))
);

ALTER TABLE ONLY public.ticket_messages FORCE ROW LEVEL SECURITY;

ALTER TABLE public.ticket_messages OWNER TO ringbook;

CREATE TABLE public.tickets (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    number bigint NOT NULL,
    subject text NOT NULL,
    subject_fold text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL,
    priority text NOT NULL,
    contact_id uuid,
    customer_id uuid,
    assignee_id uuid,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    due_at timestamp with time zone,
    solved_at timestamp with time zone,
    source text DEFAULT 'manual'::text NOT NULL,
    created_by_id uuid,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT tickets_status_check CHECK ((status = ANY (ARRAY['new'::text, 'open'::text, 'pending'::text, 'solved'::text, 'closed'::text])))
);

ALTER TABLE ONLY public.tickets FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tickets OWNER TO ringbook;

CREATE TABLE public.trunks (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    country text DEFAULT ''::text NOT NULL,
    addresses cidr[] DEFAULT '{}'::cidr[] NOT NULL,
    proxy text DEFAULT ''::text NOT NULL,
    transport text DEFAULT ''::text NOT NULL,
    domain text DEFAULT ''::text NOT NULL,
    register boolean DEFAULT false NOT NULL,
    username text DEFAULT ''::text NOT NULL,
    password text DEFAULT ''::text NOT NULL,
    caller_id text DEFAULT ''::text NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    max_calls integer DEFAULT 0 NOT NULL,
    bare_e164 boolean DEFAULT false NOT NULL,
    withhold boolean DEFAULT false NOT NULL,
    options_seconds integer DEFAULT 0 NOT NULL,
    caller_ids jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY public.trunks FORCE ROW LEVEL SECURITY;

ALTER TABLE public.trunks OWNER TO ringbook;

CREATE TABLE public.users (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    email_fold text NOT NULL,
    role text NOT NULL,
    extension text DEFAULT ''::text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    password_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    locale text DEFAULT ''::text NOT NULL,
    time_zone text DEFAULT ''::text NOT NULL,
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['agent'::text, 'supervisor'::text, 'admin'::text])))
);

ALTER TABLE ONLY public.users FORCE ROW LEVEL SECURITY;

ALTER TABLE public.users OWNER TO ringbook;

CREATE TABLE public.views (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    noun text NOT NULL,
    name text NOT NULL,
    name_fold text NOT NULL COLLATE pg_catalog."C",
    shared boolean DEFAULT false NOT NULL,
    params jsonb DEFAULT '{}'::jsonb NOT NULL,
    columns text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT views_noun_check CHECK ((noun = ANY (ARRAY['contacts'::text, 'customers'::text, 'tickets'::text, 'deals'::text, 'activities'::text, 'calls'::text])))
);

ALTER TABLE ONLY public.views FORCE ROW LEVEL SECURITY;

ALTER TABLE public.views OWNER TO ringbook;

CREATE TABLE public.voicemails (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    call_id uuid NOT NULL,
    queue_id uuid,
    user_id uuid,
    path text NOT NULL,
    millis bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone,
    heard_by_id uuid
);

ALTER TABLE ONLY public.voicemails FORCE ROW LEVEL SECURITY;

ALTER TABLE public.voicemails OWNER TO ringbook;

CREATE TABLE public.webhook_deliveries (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    event text NOT NULL,
    record_id uuid,
    record jsonb NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    http_status integer DEFAULT 0 NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    detail text DEFAULT ''::text NOT NULL,
    response text DEFAULT ''::text NOT NULL,
    took_ms integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    next_try_at timestamp with time zone,
    delivered_at timestamp with time zone,
    CONSTRAINT webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.webhook_deliveries FORCE ROW LEVEL SECURITY;

ALTER TABLE public.webhook_deliveries OWNER TO ringbook;

CREATE TABLE public.webhooks (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    secret text NOT NULL,
    old_secret text DEFAULT ''::text NOT NULL,
    old_secret_until timestamp with time zone,
    events text[] NOT NULL,
    active boolean NOT NULL,
    stopped text DEFAULT ''::text NOT NULL,
    failing_since timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT webhooks_stopped_check CHECK ((stopped = ANY (ARRAY[''::text, 'gone'::text, 'failing'::text])))
);

ALTER TABLE ONLY public.webhooks FORCE ROW LEVEL SECURITY;

ALTER TABLE public.webhooks OWNER TO ringbook;

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.bulk_edit_rows
    ADD CONSTRAINT bulk_edit_rows_pkey PRIMARY KEY (org_id, bulk_id, contact_id);

ALTER TABLE ONLY public.bulk_edits
    ADD CONSTRAINT bulk_edits_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.business_hours
    ADD CONSTRAINT business_hours_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.call_events
    ADD CONSTRAINT call_events_pkey PRIMARY KEY (org_id, call_id, sequence);

ALTER TABLE ONLY public.call_legs
    ADD CONSTRAINT call_legs_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.call_users
    ADD CONSTRAINT call_users_pkey PRIMARY KEY (org_id, call_id, user_id);

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.contact_emails
    ADD CONSTRAINT contact_emails_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.contact_phones
    ADD CONSTRAINT contact_phones_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.contact_tags
    ADD CONSTRAINT contact_tags_pkey PRIMARY KEY (org_id, contact_id, tag_id);

ALTER TABLE ONLY public.contact_values
    ADD CONSTRAINT contact_values_pkey PRIMARY KEY (org_id, contact_id, field_id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT custom_fields_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.deal_contacts
    ADD CONSTRAINT deal_contacts_pkey PRIMARY KEY (org_id, deal_id, contact_id);

ALTER TABLE ONLY public.deals
    ADD CONSTRAINT deals_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.dismissed_duplicates
    ADD CONSTRAINT dismissed_duplicates_pkey PRIMARY KEY (org_id, first_id, second_id);

ALTER TABLE ONLY public.import_files
    ADD CONSTRAINT import_files_pkey PRIMARY KEY (org_id, import_id, piece);

ALTER TABLE ONLY public.import_records
    ADD CONSTRAINT import_records_pkey PRIMARY KEY (org_id, import_id, noun, record_id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_pkey PRIMARY KEY (org_id, import_id, line);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.menus
    ADD CONSTRAINT menus_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.merge_moves
    ADD CONSTRAINT merge_moves_pkey PRIMARY KEY (org_id, merge_id, noun, fate);

ALTER TABLE ONLY public.merges
    ADD CONSTRAINT merges_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.nodes
    ADD CONSTRAINT nodes_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.note_mentions
    ADD CONSTRAINT note_mentions_pkey PRIMARY KEY (org_id, note_id, user_id);

ALTER TABLE ONLY public.notes
    ADD CONSTRAINT notes_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT organisations_name_fold_key UNIQUE (name_fold);

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT organisations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pipelines
    ADD CONSTRAINT pipelines_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.queue_members
    ADD CONSTRAINT queue_members_pkey PRIMARY KEY (org_id, queue_id, user_id);

ALTER TABLE ONLY public.queues
    ADD CONSTRAINT queues_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.recent_contacts
    ADD CONSTRAINT recent_contacts_pkey PRIMARY KEY (org_id, user_id, contact_id);

ALTER TABLE ONLY public.recording_rules
    ADD CONSTRAINT recording_rules_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.recordings
    ADD CONSTRAINT recordings_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.shared_names
    ADD CONSTRAINT shared_names_pkey PRIMARY KEY (org_id, name_fold);

ALTER TABLE ONLY public.shared_numbers
    ADD CONSTRAINT shared_numbers_pkey PRIMARY KEY (org_id, e164);

ALTER TABLE ONLY public.sip_messages
    ADD CONSTRAINT sip_messages_pkey PRIMARY KEY (org_id, call_id, leg_id, sequence);

ALTER TABLE ONLY public.sounds
    ADD CONSTRAINT sounds_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.stages
    ADD CONSTRAINT stages_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.ticket_messages
    ADD CONSTRAINT ticket_messages_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.trunks
    ADD CONSTRAINT trunks_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_fold_key UNIQUE (email_fold);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.views
    ADD CONSTRAINT views_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (org_id, id);

CREATE INDEX activities_assignee ON public.activities USING btree (org_id, assignee_id, due_at, id) WHERE (done_at IS NULL);

CREATE INDEX activities_assignee_done ON public.activities USING btree (org_id, assignee_id, done_at DESC, id DESC) WHERE (done_at IS NOT NULL);

CREATE INDEX activities_contact ON public.activities USING btree (org_id, contact_id, happens_at DESC, id DESC) WHERE (contact_id IS NOT NULL);

CREATE INDEX activities_customer ON public.activities USING btree (org_id, customer_id, updated_at DESC, id DESC) WHERE (customer_id IS NOT NULL);

CREATE INDEX activities_deal ON public.activities USING btree (org_id, deal_id, happens_at DESC, id DESC) WHERE (deal_id IS NOT NULL);

CREATE INDEX activities_ticket ON public.activities USING btree (org_id, ticket_id, happens_at DESC, id DESC) WHERE (ticket_id IS NOT NULL);

CREATE INDEX activities_updated ON public.activities USING btree (org_id, updated_at DESC, id DESC);

CREATE INDEX api_tokens_user ON public.api_tokens USING btree (org_id, user_id);

CREATE INDEX audit_at ON public.audit_entries USING btree (org_id, at DESC, id DESC);

CREATE INDEX audit_contact ON public.audit_entries USING btree (org_id, contact_id, at DESC, id DESC) WHERE (contact_id IS NOT NULL);

CREATE INDEX audit_record ON public.audit_entries USING btree (org_id, noun, record_id, at DESC, id DESC) WHERE (record_id IS NOT NULL);

CREATE INDEX audit_user ON public.audit_entries USING btree (org_id, user_id, at DESC, id DESC);

CREATE INDEX bulk_edit_rows_contact ON public.bulk_edit_rows USING btree (org_id, contact_id);

CREATE INDEX bulk_edits_created ON public.bulk_edits USING btree (org_id, created_at DESC, id DESC);

CREATE INDEX bulk_edits_undoes ON public.bulk_edits USING btree (org_id, undoes_id) WHERE (undoes_id IS NOT NULL);

CREATE UNIQUE INDEX business_hours_name ON public.business_hours USING btree (org_id, name_fold);

CREATE UNIQUE INDEX calendar_feeds_user ON public.calendar_feeds USING btree (org_id, user_id);

CREATE INDEX call_legs_call ON public.call_legs USING btree (org_id, call_id, started_at);

CREATE INDEX call_legs_user ON public.call_legs USING btree (org_id, user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX call_users_list ON public.call_users USING btree (org_id, user_id, started_at DESC, call_id DESC);

CREATE INDEX callbacks_closed_by ON public.callbacks USING btree (org_id, closed_by_id) WHERE (closed_by_id IS NOT NULL);

CREATE INDEX callbacks_closed_call ON public.callbacks USING btree (org_id, closed_call_id) WHERE (closed_call_id IS NOT NULL);

CREATE INDEX callbacks_contact ON public.callbacks USING btree (org_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX callbacks_last_call ON public.callbacks USING btree (org_id, last_call_id) WHERE (last_call_id IS NOT NULL);

CREATE UNIQUE INDEX callbacks_open ON public.callbacks USING btree (org_id, e164) WHERE (state = 'open'::text);

CREATE INDEX callbacks_owner ON public.callbacks USING btree (org_id, owner_id) WHERE (owner_id IS NOT NULL);

CREATE INDEX callbacks_queue ON public.callbacks USING btree (org_id, queue_id) WHERE (queue_id IS NOT NULL);

CREATE INDEX callbacks_state ON public.callbacks USING btree (org_id, state, first_at, id);

CREATE INDEX calls_contact ON public.calls USING btree (org_id, contact_id, started_at DESC, id DESC) WHERE (contact_id IS NOT NULL);

CREATE INDEX calls_customer ON public.calls USING btree (org_id, customer_id, started_at DESC, id DESC) WHERE (customer_id IS NOT NULL);

CREATE INDEX calls_from ON public.calls USING btree (org_id, from_e164 COLLATE "C", started_at DESC);

CREATE INDEX calls_last_agent ON public.calls USING btree (org_id, (
CASE direction
    WHEN 'outbound'::text THEN to_e164
    ELSE from_e164
END), answered_at DESC) WHERE ((answered_at IS NOT NULL) AND (user_id IS NOT NULL));

CREATE INDEX calls_open ON public.calls USING btree (org_id, started_at) WHERE (status <> 'ended'::text);

CREATE INDEX calls_queue ON public.calls USING btree (org_id, queue_id) WHERE (queue_id IS NOT NULL);

CREATE INDEX calls_started ON public.calls USING btree (org_id, started_at DESC, id DESC);

CREATE INDEX calls_to ON public.calls USING btree (org_id, to_e164 COLLATE "C", started_at DESC);

CREATE INDEX calls_trunk ON public.calls USING btree (org_id, trunk_id) WHERE (trunk_id IS NOT NULL);

CREATE INDEX calls_unfinished ON public.calls USING btree (node, boot) WHERE (status <> 'ended'::text);

CREATE INDEX calls_user ON public.calls USING btree (org_id, user_id, started_at DESC, id DESC) WHERE (user_id IS NOT NULL);

CREATE INDEX contact_emails_contact ON public.contact_emails USING btree (org_id, contact_id, "position");

CREATE INDEX contact_emails_released ON public.contact_emails USING btree (org_id, address_fold) WHERE (NOT active);

CREATE UNIQUE INDEX contact_emails_unique ON public.contact_emails USING btree (org_id, address_fold) WHERE active;

CREATE INDEX contact_phones_contact ON public.contact_phones USING btree (org_id, contact_id, "position");

CREATE INDEX contact_phones_e164 ON public.contact_phones USING btree (org_id, e164) INCLUDE (contact_id);

CREATE INDEX contact_phones_sfx9 ON public.contact_phones USING btree (org_id, sfx9) INCLUDE (contact_id);

CREATE INDEX contact_tags_tag ON public.contact_tags USING btree (org_id, tag_id, contact_id);

CREATE INDEX contact_values_field ON public.contact_values USING btree (org_id, field_id, value_fold, contact_id);

CREATE INDEX contacts_archived ON public.contacts USING btree (org_id, updated_at DESC, id DESC) WHERE (archived_at IS NOT NULL);

CREATE INDEX contacts_company ON public.contacts USING btree (org_id, company_fold, id) WHERE (archived_at IS NULL);

CREATE INDEX contacts_created ON public.contacts USING btree (org_id, created_at DESC, id DESC) WHERE (archived_at IS NULL);

CREATE INDEX contacts_customer ON public.contacts USING btree (org_id, customer_id, updated_at DESC, id DESC) WHERE (archived_at IS NULL);

CREATE INDEX contacts_email ON public.contacts USING btree (org_id, email_fold, id) WHERE (archived_at IS NULL);

CREATE INDEX contacts_last_call ON public.contacts USING btree (org_id, COALESCE(last_call_at, '-infinity'::timestamp with time zone) DESC, id DESC) WHERE (archived_at IS NULL);

CREATE INDEX contacts_merged ON public.contacts USING btree (org_id, merged_into_id) WHERE (merged_into_id IS NOT NULL);

CREATE INDEX contacts_name ON public.contacts USING btree (org_id, name_fold, id) WHERE (archived_at IS NULL);

CREATE INDEX contacts_namesakes ON public.contacts USING btree (org_id, name_fold, customer_id, id) WHERE (archived_at IS NULL);

CREATE INDEX contacts_owner ON public.contacts USING btree (org_id, owner_id, updated_at DESC, id DESC) WHERE (archived_at IS NULL);

CREATE INDEX contacts_search ON public.contacts USING gin (org_id, search_text public.gin_trgm_ops) WITH (fastupdate=off);

CREATE INDEX contacts_sort ON public.contacts USING btree (org_id, sort_name, id, status, kind, owner_id) WHERE (archived_at IS NULL);

CREATE INDEX contacts_status ON public.contacts USING btree (org_id, status, updated_at DESC, id DESC) WHERE (archived_at IS NULL);

CREATE INDEX contacts_updated ON public.contacts USING btree (org_id, updated_at DESC, id DESC) WHERE (archived_at IS NULL);

CREATE UNIQUE INDEX custom_fields_key ON public.custom_fields USING btree (org_id, key);

CREATE UNIQUE INDEX custom_fields_name ON public.custom_fields USING btree (org_id, name_fold) WHERE (archived_at IS NULL);

CREATE INDEX customers_created ON public.customers USING btree (org_id, created_at DESC, id DESC);

CREATE UNIQUE INDEX customers_name ON public.customers USING btree (org_id, name_fold);

CREATE INDEX customers_updated ON public.customers USING btree (org_id, updated_at DESC, id DESC);

CREATE INDEX deal_contacts_contact ON public.deal_contacts USING btree (org_id, contact_id, deal_id);

CREATE INDEX deals_board ON public.deals USING btree (org_id, pipeline_id, status, stage_id, board_order, id);

CREATE INDEX deals_customer ON public.deals USING btree (org_id, customer_id, updated_at DESC, id DESC) WHERE (customer_id IS NOT NULL);

CREATE INDEX deals_name ON public.deals USING btree (org_id, name_fold, id);

CREATE INDEX deals_owner ON public.deals USING btree (org_id, owner_id, updated_at DESC, id DESC);

CREATE INDEX deals_stage ON public.deals USING btree (org_id, stage_id);

CREATE INDEX deals_updated ON public.deals USING btree (org_id, updated_at DESC, id DESC);

CREATE INDEX destinations_greeting ON public.destinations USING btree (org_id, greeting_id) WHERE (greeting_id IS NOT NULL);

CREATE UNIQUE INDEX destinations_menu ON public.destinations USING btree (org_id, menu_id, key) WHERE (menu_id IS NOT NULL);

CREATE UNIQUE INDEX destinations_number ON public.destinations USING btree (org_id, number_id, key) WHERE (number_id IS NOT NULL);

CREATE UNIQUE INDEX destinations_queue ON public.destinations USING btree (org_id, queue_id) WHERE (queue_id IS NOT NULL);

CREATE INDEX destinations_to_menu ON public.destinations USING btree (org_id, to_menu_id) WHERE (to_menu_id IS NOT NULL);

CREATE INDEX destinations_to_queue ON public.destinations USING btree (org_id, to_queue_id) WHERE (to_queue_id IS NOT NULL);

CREATE INDEX destinations_to_user ON public.destinations USING btree (org_id, to_user_id) WHERE (to_user_id IS NOT NULL);

CREATE INDEX dismissed_duplicates_second ON public.dismissed_duplicates USING btree (org_id, second_id);

CREATE INDEX import_rows_contact ON public.import_rows USING btree (org_id, contact_id) WHERE (contact_id IS NOT NULL);

CREATE INDEX import_rows_fate ON public.import_rows USING btree (org_id, import_id, fate, line);

CREATE INDEX import_rows_state ON public.import_rows USING btree (org_id, import_id, state, line) WHERE (state <> ''::text);

CREATE INDEX imports_created ON public.imports USING btree (org_id, created_at DESC, id DESC);

CREATE INDEX imports_unfinished ON public.imports USING btree (updated_at) WHERE (status = ANY (ARRAY['reading'::text, 'applying'::text, 'reverting'::text]));

CREATE INDEX imports_user ON public.imports USING btree (org_id, user_id);

CREATE INDEX menus_greeting ON public.menus USING btree (org_id, greeting_id) WHERE (greeting_id IS NOT NULL);

CREATE UNIQUE INDEX menus_name ON public.menus USING btree (org_id, name_fold);

CREATE INDEX merges_duplicate ON public.merges USING btree (org_id, duplicate_id, created_at DESC);

CREATE INDEX merges_survivor ON public.merges USING btree (org_id, survivor_id, created_at DESC);

CREATE INDEX note_mentions_user ON public.note_mentions USING btree (org_id, user_id);

CREATE INDEX notes_contact ON public.notes USING btree (org_id, contact_id, created_at DESC, id DESC);

CREATE INDEX notes_ranked ON public.notes USING btree (org_id, contact_id, rank DESC, id DESC);

CREATE INDEX notifications_actor ON public.notifications USING btree (org_id, actor_id) WHERE (actor_id IS NOT NULL);

CREATE UNIQUE INDEX notifications_mention ON public.notifications USING btree (org_id, source_id, user_id) WHERE (kind = 'mentioned'::text);

CREATE INDEX notifications_record ON public.notifications USING btree (org_id, record_id);

CREATE INDEX notifications_unread ON public.notifications USING btree (org_id, user_id, created_at DESC, id DESC) WHERE (read_at IS NULL);

CREATE INDEX notifications_user ON public.notifications USING btree (org_id, user_id, created_at DESC, id DESC);

CREATE UNIQUE INDEX numbers_e164 ON public.numbers USING btree (org_id, e164);

CREATE INDEX numbers_hours ON public.numbers USING btree (org_id, hours_id) WHERE (hours_id IS NOT NULL);

CREATE INDEX numbers_menu ON public.numbers USING btree (org_id, menu_id) WHERE (menu_id IS NOT NULL);

CREATE UNIQUE INDEX pipelines_name ON public.pipelines USING btree (org_id, name_fold);

CREATE INDEX queues_music ON public.queues USING btree (org_id, music_id) WHERE (music_id IS NOT NULL);

CREATE UNIQUE INDEX queues_name ON public.queues USING btree (org_id, name_fold);

CREATE INDEX recent_contacts_contact ON public.recent_contacts USING btree (org_id, contact_id);

CREATE INDEX recent_contacts_seen ON public.recent_contacts USING btree (org_id, user_id, seen_at DESC);

CREATE INDEX recording_rules_number ON public.recording_rules USING btree (org_id, number_id) WHERE (number_id IS NOT NULL);

CREATE INDEX recording_rules_queue ON public.recording_rules USING btree (org_id, queue_id) WHERE (queue_id IS NOT NULL);

CREATE UNIQUE INDEX recording_rules_scope ON public.recording_rules USING btree (org_id, number_id, queue_id, trunk_id) NULLS NOT DISTINCT;

CREATE INDEX recording_rules_trunk ON public.recording_rules USING btree (org_id, trunk_id) WHERE (trunk_id IS NOT NULL);

CREATE INDEX recordings_call ON public.recordings USING btree (org_id, call_id, started_at);

CREATE INDEX recordings_due ON public.recordings USING btree (delete_at) WHERE (delete_at IS NOT NULL);

CREATE INDEX sessions_user ON public.sessions USING btree (org_id, user_id, expires_at);

CREATE INDEX sip_messages_at ON public.sip_messages USING brin (at);

CREATE INDEX sip_messages_leg ON public.sip_messages USING btree (org_id, leg_id);

CREATE UNIQUE INDEX sounds_name ON public.sounds USING btree (org_id, name_fold);

CREATE UNIQUE INDEX stages_name ON public.stages USING btree (org_id, pipeline_id, name_fold);

CREATE UNIQUE INDEX tags_name ON public.tags USING btree (org_id, name_fold);

CREATE INDEX ticket_messages_ticket ON public.ticket_messages USING btree (org_id, ticket_id, created_at, id);

CREATE INDEX tickets_assignee ON public.tickets USING btree (org_id, assignee_id, updated_at DESC, id DESC);

CREATE INDEX tickets_contact ON public.tickets USING btree (org_id, contact_id, updated_at DESC, id DESC);

CREATE INDEX tickets_contact_created ON public.tickets USING btree (org_id, contact_id, created_at DESC, id DESC) WHERE (contact_id IS NOT NULL);

CREATE INDEX tickets_customer ON public.tickets USING btree (org_id, customer_id, updated_at DESC, id DESC);

CREATE INDEX tickets_due ON public.tickets USING btree (org_id, due_at, id) WHERE ((due_at IS NOT NULL) AND (status = ANY (ARRAY['new'::text, 'open'::text, 'pending'::text])));

CREATE UNIQUE INDEX tickets_number ON public.tickets USING btree (org_id, number);

CREATE INDEX tickets_open ON public.tickets USING btree (org_id, contact_id, updated_at DESC, id DESC) WHERE (status = ANY (ARRAY['new'::text, 'open'::text, 'pending'::text]));

CREATE INDEX tickets_status ON public.tickets USING btree (org_id, status, updated_at DESC, id DESC);

CREATE INDEX tickets_updated ON public.tickets USING btree (org_id, updated_at DESC, id DESC);

CREATE UNIQUE INDEX users_extension ON public.users USING btree (org_id, extension) WHERE (extension <> ''::text);

CREATE UNIQUE INDEX views_name ON public.views USING btree (org_id, user_id, noun, name_fold);

CREATE INDEX views_shared ON public.views USING btree (org_id, noun) WHERE shared;

CREATE UNIQUE INDEX voicemails_call ON public.voicemails USING btree (org_id, call_id);

CREATE INDEX voicemails_created ON public.voicemails USING btree (org_id, created_at DESC, id DESC);

CREATE INDEX voicemails_heard_by ON public.voicemails USING btree (org_id, heard_by_id) WHERE (heard_by_id IS NOT NULL);

CREATE INDEX voicemails_queue ON public.voicemails USING btree (org_id, queue_id, created_at DESC, id DESC) WHERE (queue_id IS NOT NULL);

CREATE INDEX voicemails_user ON public.voicemails USING btree (org_id, user_id, created_at DESC, id DESC) WHERE (user_id IS NOT NULL);

CREATE UNIQUE INDEX webhook_deliveries_call ON public.webhook_deliveries USING btree (org_id, webhook_id, record_id) WHERE (event = 'call.ended'::text);

CREATE INDEX webhook_deliveries_created ON public.webhook_deliveries USING btree (org_id, created_at);

CREATE INDEX webhook_deliveries_status ON public.webhook_deliveries USING btree (org_id, webhook_id, status, created_at DESC, id DESC);

CREATE INDEX webhook_deliveries_webhook ON public.webhook_deliveries USING btree (org_id, webhook_id, created_at DESC, id DESC);

CREATE STATISTICS public.contact_values_together (dependencies, mcv) ON field_id, value_fold FROM public.contact_values;

ALTER STATISTICS public.contact_values_together OWNER TO ringbook;

CREATE TRIGGER calls_drop_last AFTER DELETE ON public.calls REFERENCING OLD TABLE AS old_calls FOR EACH STATEMENT EXECUTE FUNCTION public.calls_move_last();

CREATE TRIGGER calls_move_last AFTER UPDATE ON public.calls REFERENCING OLD TABLE AS old_calls NEW TABLE AS new_calls FOR EACH STATEMENT EXECUTE FUNCTION public.calls_move_last();

CREATE TRIGGER calls_raise_last AFTER INSERT ON public.calls REFERENCING NEW TABLE AS new_calls FOR EACH STATEMENT EXECUTE FUNCTION public.calls_raise_last();

CREATE TRIGGER calls_to_survivor BEFORE INSERT ON public.calls FOR EACH ROW WHEN ((new.contact_id IS NOT NULL)) EXECUTE FUNCTION public.calls_to_survivor();

CREATE TRIGGER contact_phones_share AFTER INSERT OR DELETE OR UPDATE ON public.contact_phones FOR EACH ROW EXECUTE FUNCTION public.contact_phones_share();

CREATE TRIGGER contacts_release AFTER UPDATE OF archived_at ON public.contacts FOR EACH ROW WHEN (((old.archived_at IS NULL) <> (new.archived_at IS NULL))) EXECUTE FUNCTION public.contacts_release();

CREATE TRIGGER contacts_reshare AFTER UPDATE ON public.contacts FOR EACH ROW WHEN (((old.name_fold <> new.name_fold) OR (old.customer_id IS DISTINCT FROM new.customer_id) OR ((old.archived_at IS NULL) <> (new.archived_at IS NULL)))) EXECUTE FUNCTION public.contacts_share();

CREATE TRIGGER contacts_share AFTER INSERT OR DELETE ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.contacts_share();

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_org_id_assignee_id_fkey FOREIGN KEY (org_id, assignee_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_org_id_created_by_id_fkey FOREIGN KEY (org_id, created_by_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customers(org_id, id);

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_org_id_deal_id_fkey FOREIGN KEY (org_id, deal_id) REFERENCES public.deals(org_id, id) ON DELETE SET NULL (deal_id);

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.activities
    ADD CONSTRAINT activities_org_id_ticket_id_fkey FOREIGN KEY (org_id, ticket_id) REFERENCES public.tickets(org_id, id) ON DELETE SET NULL (ticket_id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.bulk_edit_rows
    ADD CONSTRAINT bulk_edit_rows_org_id_bulk_id_fkey FOREIGN KEY (org_id, bulk_id) REFERENCES public.bulk_edits(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_edit_rows
    ADD CONSTRAINT bulk_edit_rows_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_edits
    ADD CONSTRAINT bulk_edits_org_id_undoes_id_fkey FOREIGN KEY (org_id, undoes_id) REFERENCES public.bulk_edits(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bulk_edits
    ADD CONSTRAINT bulk_edits_org_id_undone_by_id_fkey FOREIGN KEY (org_id, undone_by_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.bulk_edits
    ADD CONSTRAINT bulk_edits_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.business_hours
    ADD CONSTRAINT business_hours_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.call_events
    ADD CONSTRAINT call_events_org_id_call_id_fkey FOREIGN KEY (org_id, call_id) REFERENCES public.calls(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.call_legs
    ADD CONSTRAINT call_legs_org_id_call_id_fkey FOREIGN KEY (org_id, call_id) REFERENCES public.calls(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.call_legs
    ADD CONSTRAINT call_legs_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE SET NULL (user_id);

ALTER TABLE ONLY public.call_users
    ADD CONSTRAINT call_users_org_id_call_id_fkey FOREIGN KEY (org_id, call_id) REFERENCES public.calls(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.call_users
    ADD CONSTRAINT call_users_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_org_id_closed_by_id_fkey FOREIGN KEY (org_id, closed_by_id) REFERENCES public.users(org_id, id) ON DELETE SET NULL (closed_by_id);

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_org_id_closed_call_id_fkey FOREIGN KEY (org_id, closed_call_id) REFERENCES public.calls(org_id, id) ON DELETE SET NULL (closed_call_id);

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_org_id_last_call_id_fkey FOREIGN KEY (org_id, last_call_id) REFERENCES public.calls(org_id, id) ON DELETE SET NULL (last_call_id);

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.users(org_id, id) ON DELETE SET NULL (owner_id);

ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT callbacks_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queues(org_id, id) ON DELETE SET NULL (queue_id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customers(org_id, id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queues(org_id, id) ON DELETE SET NULL (queue_id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_org_id_trunk_id_fkey FOREIGN KEY (org_id, trunk_id) REFERENCES public.trunks(org_id, id) ON DELETE SET NULL (trunk_id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE SET NULL (user_id);

ALTER TABLE ONLY public.contact_emails
    ADD CONSTRAINT contact_emails_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_phones
    ADD CONSTRAINT contact_phones_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_tags
    ADD CONSTRAINT contact_tags_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_tags
    ADD CONSTRAINT contact_tags_org_id_tag_id_fkey FOREIGN KEY (org_id, tag_id) REFERENCES public.tags(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_values
    ADD CONSTRAINT contact_values_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contact_values
    ADD CONSTRAINT contact_values_org_id_field_id_fkey FOREIGN KEY (org_id, field_id) REFERENCES public.custom_fields(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customers(org_id, id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_merged_into_id_fkey FOREIGN KEY (org_id, merged_into_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT custom_fields_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.deal_contacts
    ADD CONSTRAINT deal_contacts_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.deal_contacts
    ADD CONSTRAINT deal_contacts_org_id_deal_id_fkey FOREIGN KEY (org_id, deal_id) REFERENCES public.deals(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.deals
    ADD CONSTRAINT deals_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customers(org_id, id);

ALTER TABLE ONLY public.deals
    ADD CONSTRAINT deals_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.deals
    ADD CONSTRAINT deals_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.deals
    ADD CONSTRAINT deals_org_id_pipeline_id_fkey FOREIGN KEY (org_id, pipeline_id) REFERENCES public.pipelines(org_id, id);

ALTER TABLE ONLY public.deals
    ADD CONSTRAINT deals_org_id_stage_id_fkey FOREIGN KEY (org_id, stage_id) REFERENCES public.stages(org_id, id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_greeting_id_fkey FOREIGN KEY (org_id, greeting_id) REFERENCES public.sounds(org_id, id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_menu_id_fkey FOREIGN KEY (org_id, menu_id) REFERENCES public.menus(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_number_id_fkey FOREIGN KEY (org_id, number_id) REFERENCES public.numbers(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queues(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_to_menu_id_fkey FOREIGN KEY (org_id, to_menu_id) REFERENCES public.menus(org_id, id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_to_queue_id_fkey FOREIGN KEY (org_id, to_queue_id) REFERENCES public.queues(org_id, id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_org_id_to_user_id_fkey FOREIGN KEY (org_id, to_user_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.dismissed_duplicates
    ADD CONSTRAINT dismissed_duplicates_org_id_first_id_fkey FOREIGN KEY (org_id, first_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dismissed_duplicates
    ADD CONSTRAINT dismissed_duplicates_org_id_second_id_fkey FOREIGN KEY (org_id, second_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dismissed_duplicates
    ADD CONSTRAINT dismissed_duplicates_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.import_files
    ADD CONSTRAINT import_files_org_id_import_id_fkey FOREIGN KEY (org_id, import_id) REFERENCES public.imports(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_records
    ADD CONSTRAINT import_records_org_id_import_id_fkey FOREIGN KEY (org_id, import_id) REFERENCES public.imports(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id) ON DELETE SET NULL (contact_id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_org_id_import_id_fkey FOREIGN KEY (org_id, import_id) REFERENCES public.imports(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.menus
    ADD CONSTRAINT menus_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.menus
    ADD CONSTRAINT menus_org_id_greeting_id_fkey FOREIGN KEY (org_id, greeting_id) REFERENCES public.sounds(org_id, id);

ALTER TABLE ONLY public.merge_moves
    ADD CONSTRAINT merge_moves_org_id_merge_id_fkey FOREIGN KEY (org_id, merge_id) REFERENCES public.merges(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.merges
    ADD CONSTRAINT merges_org_id_duplicate_id_fkey FOREIGN KEY (org_id, duplicate_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.merges
    ADD CONSTRAINT merges_org_id_survivor_id_fkey FOREIGN KEY (org_id, survivor_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.merges
    ADD CONSTRAINT merges_org_id_undone_by_id_fkey FOREIGN KEY (org_id, undone_by_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.merges
    ADD CONSTRAINT merges_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.note_mentions
    ADD CONSTRAINT note_mentions_org_id_note_id_fkey FOREIGN KEY (org_id, note_id) REFERENCES public.notes(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.note_mentions
    ADD CONSTRAINT note_mentions_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notes
    ADD CONSTRAINT notes_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.notes
    ADD CONSTRAINT notes_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_org_id_actor_id_fkey FOREIGN KEY (org_id, actor_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_org_id_hours_id_fkey FOREIGN KEY (org_id, hours_id) REFERENCES public.business_hours(org_id, id);

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_org_id_menu_id_fkey FOREIGN KEY (org_id, menu_id) REFERENCES public.menus(org_id, id);

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queues(org_id, id);

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.pipelines
    ADD CONSTRAINT pipelines_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.queue_members
    ADD CONSTRAINT queue_members_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queues(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.queue_members
    ADD CONSTRAINT queue_members_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.queues
    ADD CONSTRAINT queues_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.queues
    ADD CONSTRAINT queues_org_id_music_id_fkey FOREIGN KEY (org_id, music_id) REFERENCES public.sounds(org_id, id);

ALTER TABLE ONLY public.recent_contacts
    ADD CONSTRAINT recent_contacts_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recent_contacts
    ADD CONSTRAINT recent_contacts_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recording_rules
    ADD CONSTRAINT recording_rules_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.recording_rules
    ADD CONSTRAINT recording_rules_org_id_number_id_fkey FOREIGN KEY (org_id, number_id) REFERENCES public.numbers(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recording_rules
    ADD CONSTRAINT recording_rules_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queues(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recording_rules
    ADD CONSTRAINT recording_rules_org_id_trunk_id_fkey FOREIGN KEY (org_id, trunk_id) REFERENCES public.trunks(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recordings
    ADD CONSTRAINT recordings_org_id_call_id_fkey FOREIGN KEY (org_id, call_id) REFERENCES public.calls(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.shared_names
    ADD CONSTRAINT shared_names_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.shared_numbers
    ADD CONSTRAINT shared_numbers_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.sip_messages
    ADD CONSTRAINT sip_messages_org_id_call_id_fkey FOREIGN KEY (org_id, call_id) REFERENCES public.calls(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sip_messages
    ADD CONSTRAINT sip_messages_org_id_leg_id_fkey FOREIGN KEY (org_id, leg_id) REFERENCES public.call_legs(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sounds
    ADD CONSTRAINT sounds_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.stages
    ADD CONSTRAINT stages_org_id_pipeline_id_fkey FOREIGN KEY (org_id, pipeline_id) REFERENCES public.pipelines(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.ticket_messages
    ADD CONSTRAINT ticket_messages_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.ticket_messages
    ADD CONSTRAINT ticket_messages_org_id_ticket_id_fkey FOREIGN KEY (org_id, ticket_id) REFERENCES public.tickets(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_org_id_assignee_id_fkey FOREIGN KEY (org_id, assignee_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id) REFERENCES public.contacts(org_id, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_org_id_created_by_id_fkey FOREIGN KEY (org_id, created_by_id) REFERENCES public.users(org_id, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customers(org_id, id);

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.trunks
    ADD CONSTRAINT trunks_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE ONLY public.views
    ADD CONSTRAINT views_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_org_id_call_id_fkey FOREIGN KEY (org_id, call_id) REFERENCES public.calls(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_org_id_heard_by_id_fkey FOREIGN KEY (org_id, heard_by_id) REFERENCES public.users(org_id, id) ON DELETE SET NULL (heard_by_id);

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queues(org_id, id) ON DELETE SET NULL (queue_id);

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES public.users(org_id, id) ON DELETE SET NULL (user_id);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_org_id_webhook_id_fkey FOREIGN KEY (org_id, webhook_id) REFERENCES public.webhooks(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organisations(id);

ALTER TABLE public.activities ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bulk_edit_rows ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bulk_edits ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.business_hours ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_feeds ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.call_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.call_legs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.call_users ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.callbacks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calls ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contact_emails ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contact_phones ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contact_tags ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contact_values ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.custom_fields ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.deal_contacts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.deals ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.destinations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.dismissed_duplicates ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_files ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_records ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_rows ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.menus ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.merge_moves ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.merges ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.note_mentions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notifications ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.numbers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.organisations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.pipelines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queue_members ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queues ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recent_contacts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recording_rules ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recordings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.shared_names ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.shared_numbers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sip_messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sounds ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.stages ENABLE ROW LEVEL SECURITY;

CREATE POLICY system ON public.api_tokens FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.calendar_feeds FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.calls FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.contact_tags FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.contacts FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.imports FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.notifications TO ringbook_system USING (true);

CREATE POLICY system ON public.organisations FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.recordings FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.sessions TO ringbook_system USING (true);

CREATE POLICY system ON public.sip_messages TO ringbook_system USING (true);

CREATE POLICY system ON public.tags FOR SELECT TO ringbook_system USING (true);

CREATE POLICY system ON public.users FOR SELECT TO ringbook_system USING (true);

ALTER TABLE public.tags ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant ON public.activities TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.api_tokens TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.audit_entries TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.bulk_edit_rows TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.bulk_edits TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.business_hours TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.calendar_feeds TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.call_events TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.call_legs TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.call_users TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.callbacks TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.calls TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.contact_emails TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.contact_phones TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.contact_tags TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.contact_values TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.contacts TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.custom_fields TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.customers TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.deal_contacts TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.deals TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.destinations TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.dismissed_duplicates TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.import_files TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.import_records TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.import_rows TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.imports TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.menus TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.merge_moves TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.merges TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.note_mentions TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.notes TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.notifications TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.numbers TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.organisations TO ringbook_app USING ((id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.pipelines TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.queue_members TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.queues TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.recent_contacts TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.recording_rules TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.recordings TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.sessions TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.shared_names TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.shared_numbers TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.sip_messages TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.sounds TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.stages TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.tags TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.ticket_messages TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.tickets TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.trunks TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.users TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.views TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.voicemails TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.webhook_deliveries TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

CREATE POLICY tenant ON public.webhooks TO ringbook_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

ALTER TABLE public.ticket_messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.trunks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.views ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.voicemails ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.webhook_deliveries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.webhooks ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO ringbook_app;
GRANT USAGE ON SCHEMA public TO ringbook_system;

REVOKE ALL ON FUNCTION public.calendar_lookup(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.calendar_lookup(wanted bytea) TO ringbook_app;

REVOKE ALL ON FUNCTION public.calls_lost(own_node text, own_boot text, lease interval) FROM PUBLIC;
GRANT ALL ON FUNCTION public.calls_lost(own_node text, own_boot text, lease interval) TO ringbook_app;

REVOKE ALL ON FUNCTION public.contact_substring(org uuid, pattern text, want jsonb, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contact_substring(org uuid, pattern text, want jsonb, most integer) TO ringbook_app;

REVOKE ALL ON FUNCTION public.imports_stalled(since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.imports_stalled(since timestamp with time zone) TO ringbook_app;

REVOKE ALL ON FUNCTION public.login_lookup(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_lookup(wanted text) TO ringbook_app;

REVOKE ALL ON FUNCTION public.notifications_sweep(before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.notifications_sweep(before timestamp with time zone) TO ringbook_app;

REVOKE ALL ON FUNCTION public.organisations_all() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organisations_all() TO ringbook_app;

REVOKE ALL ON FUNCTION public.protect(tenant_table regclass, org_column text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.recordings_over(at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.recordings_over(at timestamp with time zone) TO ringbook_app;

REVOKE ALL ON FUNCTION public.session_delete(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_delete(wanted bytea) TO ringbook_app;

REVOKE ALL ON FUNCTION public.session_lookup(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_lookup(wanted bytea) TO ringbook_app;

REVOKE ALL ON FUNCTION public.sessions_sweep() FROM PUBLIC;
GRANT ALL ON FUNCTION public.sessions_sweep() TO ringbook_app;

REVOKE ALL ON FUNCTION public.sip_messages_sweep() FROM PUBLIC;
GRANT ALL ON FUNCTION public.sip_messages_sweep() TO ringbook_app;

REVOKE ALL ON FUNCTION public.token_lookup(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.token_lookup(wanted bytea) TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.activities TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_tokens TO ringbook_app;
GRANT SELECT ON TABLE public.api_tokens TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_entries TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bulk_edit_rows TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bulk_edits TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.business_hours TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_feeds TO ringbook_app;
GRANT SELECT ON TABLE public.calendar_feeds TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.call_events TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.call_legs TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.call_users TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.callbacks TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calls TO ringbook_app;

GRANT SELECT(org_id) ON TABLE public.calls TO ringbook_system;

GRANT SELECT(id) ON TABLE public.calls TO ringbook_system;

GRANT SELECT(status) ON TABLE public.calls TO ringbook_system;

GRANT SELECT(node) ON TABLE public.calls TO ringbook_system;

GRANT SELECT(boot) ON TABLE public.calls TO ringbook_system;

GRANT SELECT(updated_at) ON TABLE public.calls TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact_emails TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact_phones TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact_tags TO ringbook_app;
GRANT SELECT ON TABLE public.contact_tags TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact_values TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contacts TO ringbook_app;

GRANT SELECT(org_id) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(id) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(customer_id) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(kind) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(status) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(marketing_opt_out) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(locked_to_customer) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(owner_id) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(source) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(archived_at) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(merged_into_id) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(created_at) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(search_text) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT(last_call_at) ON TABLE public.contacts TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.custom_fields TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customers TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deal_contacts TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deals TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.destinations TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dismissed_duplicates TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_files TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_records TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_rows TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports TO ringbook_app;

GRANT SELECT(org_id) ON TABLE public.imports TO ringbook_system;

GRANT SELECT(id) ON TABLE public.imports TO ringbook_system;

GRANT SELECT(status) ON TABLE public.imports TO ringbook_system;

GRANT SELECT(updated_at) ON TABLE public.imports TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.menus TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.merge_moves TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.merges TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.nodes TO ringbook_app;
GRANT SELECT ON TABLE public.nodes TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.note_mentions TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notes TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notifications TO ringbook_app;
GRANT DELETE ON TABLE public.notifications TO ringbook_system;

GRANT SELECT(read_at) ON TABLE public.notifications TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.numbers TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations TO ringbook_app;
GRANT SELECT ON TABLE public.organisations TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipelines TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.queue_members TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.queues TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recent_contacts TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recording_rules TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recordings TO ringbook_app;

GRANT SELECT(org_id) ON TABLE public.recordings TO ringbook_system;

GRANT SELECT(id) ON TABLE public.recordings TO ringbook_system;

GRANT SELECT(delete_at) ON TABLE public.recordings TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sessions TO ringbook_app;
GRANT SELECT,DELETE ON TABLE public.sessions TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shared_names TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shared_numbers TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sip_messages TO ringbook_app;
GRANT SELECT,DELETE ON TABLE public.sip_messages TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sounds TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stages TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tags TO ringbook_app;
GRANT SELECT ON TABLE public.tags TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ticket_messages TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.trunks TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO ringbook_app;
GRANT SELECT ON TABLE public.users TO ringbook_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.views TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.voicemails TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_deliveries TO ringbook_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO ringbook_app;

