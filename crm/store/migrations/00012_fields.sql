-- What an organisation wants to know of its contacts beyond the fields that
-- every contact has, and tags with a colour.

-- +goose Up
-- One of the colours that package crm names; empty is plain.
ALTER TABLE tags ADD COLUMN colour text NOT NULL DEFAULT '';

CREATE TABLE custom_fields (
    org_id      uuid NOT NULL REFERENCES organisations (id),
    id          uuid NOT NULL,
    -- What the API, imports and exports call it; never changes.
    key         text COLLATE "C" NOT NULL,
    name        text NOT NULL,
    name_fold   text COLLATE "C" NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice')),
    choices     text[] NOT NULL DEFAULT '{}',
    position    int NOT NULL,
    archived_at timestamptz,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX custom_fields_key ON custom_fields (org_id, key);
CREATE UNIQUE INDEX custom_fields_name ON custom_fields (org_id, name_fold) WHERE archived_at IS NULL;
SELECT protect('custom_fields');

-- A table and not a jsonb column: under row-level security only leakproof
-- operators may use an index, and @> is none.
CREATE TABLE contact_values (
    org_id     uuid NOT NULL,
    contact_id uuid NOT NULL,
    field_id   uuid NOT NULL,
    value      text NOT NULL,
    -- The value as it is compared and sorted: numbers and dates in their order.
    -- Never longer than an index entry may be.
    value_fold text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, contact_id, field_id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, field_id) REFERENCES custom_fields (org_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_values_field ON contact_values (org_id, field_id, value_fold, contact_id);
-- Without it the planner multiplies how frequent a field is by how frequent a
-- value is among all fields, and takes a common choice for a rare one.
CREATE STATISTICS contact_values_together (mcv, dependencies) ON field_id, value_fold FROM contact_values;
SELECT protect('contact_values');
