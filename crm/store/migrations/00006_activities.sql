-- Activities: what is to be done with a contact and what was done; notes that
-- are pinned and edited.

-- +goose Up
ALTER TABLE notes
    ADD COLUMN pinned boolean NOT NULL DEFAULT false,
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    -- What a list is ordered by: a pinned note counts as of a later age. In UTC,
    -- because only there adding an interval gives the same everywhere.
    ADD COLUMN rank timestamp NOT NULL GENERATED ALWAYS AS (
        (created_at AT TIME ZONE 'UTC') + CASE WHEN pinned THEN interval '1000 years' ELSE interval '0' END) STORED;
CREATE INDEX notes_ranked ON notes (org_id, contact_id, rank DESC, id DESC);

-- The timeline reads tickets by when they came.
CREATE INDEX tickets_contact_created ON tickets (org_id, contact_id, created_at DESC, id DESC) WHERE contact_id IS NOT NULL;

CREATE TABLE activities (
    org_id        uuid NOT NULL REFERENCES organisations (id),
    id            uuid NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('call', 'email', 'meeting', 'task')),
    subject       text NOT NULL,
    subject_fold  text COLLATE "C" NOT NULL,
    body          text NOT NULL DEFAULT '',
    contact_id    uuid,
    customer_id   uuid,
    deal_id       uuid,
    ticket_id     uuid,
    assignee_id   uuid,
    created_by_id uuid,
    -- A meeting begins at due_at and lasts; others may take a while too.
    due_at        timestamptz,
    minutes       int NOT NULL DEFAULT 0,
    done_at       timestamptz,
    -- Where it stands on a timeline: done, else due, else made.
    happens_at    timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(done_at, due_at, created_at)) STORED,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
    FOREIGN KEY (org_id, deal_id) REFERENCES deals (org_id, id) ON DELETE SET NULL (deal_id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES tickets (org_id, id) ON DELETE SET NULL (ticket_id),
    FOREIGN KEY (org_id, assignee_id) REFERENCES users (org_id, id),
    FOREIGN KEY (org_id, created_by_id) REFERENCES users (org_id, id)
);
CREATE INDEX activities_contact ON activities (org_id, contact_id, happens_at DESC, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX activities_customer ON activities (org_id, customer_id, updated_at DESC, id DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX activities_deal ON activities (org_id, deal_id, happens_at DESC, id DESC) WHERE deal_id IS NOT NULL;
CREATE INDEX activities_ticket ON activities (org_id, ticket_id, happens_at DESC, id DESC) WHERE ticket_id IS NOT NULL;
CREATE INDEX activities_assignee ON activities (org_id, assignee_id, due_at, id) WHERE done_at IS NULL;
CREATE INDEX activities_updated ON activities (org_id, updated_at DESC, id DESC);
SELECT protect('activities');
