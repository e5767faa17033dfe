-- +goose Up
-- An erased contact stays under its identifier, so that addresses answer and
-- statistics hold, but says nothing of a person any more (crm.ErasePolicies).
ALTER TABLE contacts ADD COLUMN erased_at timestamptz,
    ADD CHECK (erased_at IS NULL OR archived_at IS NOT NULL);

-- A call whose caller was looked up before the erasure arrives after it: it
-- belongs to nobody.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION calls_to_survivor() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
-- +goose StatementEnd
