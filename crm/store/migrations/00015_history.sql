-- What happened to the notes and activities of a contact stands in the contact's
-- history, and a merge may fill a blank of a row that it folds.

-- +goose Up
-- No foreign key, as for the record: entries outlive it.
ALTER TABLE audit_entries ADD COLUMN contact_id uuid;
CREATE INDEX audit_contact ON audit_entries (org_id, contact_id, at DESC, id DESC) WHERE contact_id IS NOT NULL;

ALTER TABLE merge_moves DROP CONSTRAINT merge_moves_fate_check,
    ADD CONSTRAINT merge_moves_fate_check CHECK (fate IN ('moved', 'folded', 'filled'));
