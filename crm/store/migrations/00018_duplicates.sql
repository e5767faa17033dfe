-- What contacts share, kept while they are written. To look for pairs among all
-- contacts each time took half a minute at a million, and the page never came.

-- +goose Up

-- The numbers that two active contacts have, and the names of two of one company
-- or of whom one has none. Kept by triggers, so that no writer can forget it.
-- Pairs are read from the contacts themselves: a row too many here shows nothing,
-- and one that two transactions missed because neither saw the other is written
-- when either contact is next saved.
CREATE TABLE shared_numbers (
    org_id uuid NOT NULL REFERENCES organisations (id),
    e164   text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, e164)
);
CREATE TABLE shared_names (
    org_id    uuid NOT NULL REFERENCES organisations (id),
    name_fold text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, name_fold)
);

-- A frequent name is one of many companies: only with the company in the index
-- are those few found who share both.
CREATE INDEX contacts_namesakes ON contacts (org_id, name_fold, customer_id, id) WHERE archived_at IS NULL;

-- The owner of the tables is bound by the policies too and would see no row.
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_phones NO FORCE ROW LEVEL SECURITY;
INSERT INTO shared_numbers
SELECT DISTINCT p.org_id, p.e164 FROM contact_phones p JOIN contacts c ON c.org_id = p.org_id AND c.id = p.contact_id
WHERE p.e164 IS NOT NULL AND c.archived_at IS NULL
GROUP BY p.org_id, p.e164, p.extension HAVING count(DISTINCT p.contact_id) > 1;
INSERT INTO shared_names
SELECT org_id, name_fold FROM contacts WHERE archived_at IS NULL AND name_fold <> '' AND customer_id IS NOT NULL
GROUP BY org_id, name_fold, customer_id HAVING count(*) > 1
UNION
SELECT org_id, name_fold FROM contacts WHERE archived_at IS NULL AND name_fold <> ''
GROUP BY org_id, name_fold HAVING count(*) > 1 AND bool_or(customer_id IS NULL);
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_phones FORCE ROW LEVEL SECURITY;

SELECT protect('shared_numbers');
SELECT protect('shared_names');

-- number_shared says whether two active contacts have the number.
-- +goose StatementBegin
CREATE FUNCTION number_shared(org uuid, number text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM contact_phones p
        JOIN contact_phones r ON r.org_id = p.org_id AND r.e164 = p.e164 AND r.extension = p.extension AND r.contact_id > p.contact_id
        JOIN contacts a ON a.org_id = p.org_id AND a.id = p.contact_id
        JOIN contacts b ON b.org_id = r.org_id AND b.id = r.contact_id
        WHERE p.org_id = org AND p.e164 = number AND a.archived_at IS NULL AND b.archived_at IS NULL)
$$;
-- +goose StatementEnd

-- name_shared says whether two active contacts have the name and one company, or
-- one of them none.
-- +goose StatementBegin
CREATE FUNCTION name_shared(org uuid, name text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM contacts a
        JOIN contacts b ON b.org_id = a.org_id AND b.name_fold = a.name_fold AND b.customer_id = a.customer_id AND b.id > a.id
        WHERE a.org_id = org AND a.name_fold = name AND a.archived_at IS NULL AND b.archived_at IS NULL
    ) OR EXISTS (
        SELECT FROM contacts a
        JOIN contacts b ON b.org_id = a.org_id AND b.name_fold = a.name_fold AND b.id <> a.id
        WHERE a.org_id = org AND a.name_fold = name AND a.customer_id IS NULL AND a.archived_at IS NULL AND b.archived_at IS NULL)
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION contact_phones_share() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.e164 IS NOT NULL THEN
        DELETE FROM shared_numbers s WHERE s.org_id = OLD.org_id AND s.e164 = OLD.e164 AND NOT number_shared(OLD.org_id, OLD.e164);
    END IF;
    -- From the new number alone: most are nobody else's, and that is one look.
    IF TG_OP <> 'DELETE' AND NEW.e164 IS NOT NULL AND EXISTS (
        SELECT FROM contact_phones r JOIN contacts b ON b.org_id = r.org_id AND b.id = r.contact_id
        WHERE r.org_id = NEW.org_id AND r.e164 = NEW.e164 AND r.extension = NEW.extension AND r.contact_id <> NEW.contact_id
          AND b.archived_at IS NULL
    ) AND EXISTS (SELECT FROM contacts a WHERE a.org_id = NEW.org_id AND a.id = NEW.contact_id AND a.archived_at IS NULL) THEN
        INSERT INTO shared_numbers VALUES (NEW.org_id, NEW.e164) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER contact_phones_share AFTER INSERT OR UPDATE OR DELETE ON contact_phones
    FOR EACH ROW EXECUTE FUNCTION contact_phones_share();

-- +goose StatementBegin
CREATE FUNCTION contacts_share() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
    IF TG_OP = 'UPDATE' AND (OLD.archived_at IS NULL) <> (NEW.archived_at IS NULL) THEN
        DELETE FROM shared_numbers s USING contact_phones p
        WHERE p.org_id = NEW.org_id AND p.contact_id = NEW.id AND s.org_id = p.org_id AND s.e164 = p.e164 AND NOT number_shared(s.org_id, s.e164);
        INSERT INTO shared_numbers
        SELECT DISTINCT p.org_id, p.e164 FROM contact_phones p
        WHERE p.org_id = NEW.org_id AND p.contact_id = NEW.id AND p.e164 IS NOT NULL AND number_shared(p.org_id, p.e164)
        ORDER BY p.e164 ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER contacts_share AFTER INSERT OR DELETE ON contacts FOR EACH ROW EXECUTE FUNCTION contacts_share();
-- A change of anything else costs nothing.
CREATE TRIGGER contacts_reshare AFTER UPDATE ON contacts FOR EACH ROW
    WHEN (OLD.name_fold <> NEW.name_fold OR OLD.customer_id IS DISTINCT FROM NEW.customer_id
        OR (OLD.archived_at IS NULL) <> (NEW.archived_at IS NULL))
    EXECUTE FUNCTION contacts_share();
