-- Who rang in vain and is to be called back.

-- +goose Up
CREATE TABLE callbacks (
    org_id       uuid NOT NULL REFERENCES organisations (id),
    id           uuid NOT NULL,
    e164         text NOT NULL CHECK (e164 <> ''),
    -- What the network called the caller, for those who are no contact.
    name         text NOT NULL DEFAULT '',
    contact_id   uuid,
    queue_id     uuid,
    owner_id     uuid,
    state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dismissed')),
    -- How often the caller rang in vain; 0 for one that people asked for.
    count        int NOT NULL DEFAULT 0,
    first_at     timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    -- When to call, where a time was agreed.
    due_at       timestamptz,
    note         text NOT NULL DEFAULT '',
    last_call_id uuid,
    closed_at    timestamptz,
    closed_by_id uuid,
    -- The call that reached the caller.
    closed_call_id uuid,
    reason       text NOT NULL DEFAULT '',
    version      bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE SET NULL (queue_id),
    FOREIGN KEY (org_id, owner_id) REFERENCES users (org_id, id) ON DELETE SET NULL (owner_id),
    FOREIGN KEY (org_id, last_call_id) REFERENCES calls (org_id, id) ON DELETE SET NULL (last_call_id),
    FOREIGN KEY (org_id, closed_by_id) REFERENCES users (org_id, id) ON DELETE SET NULL (closed_by_id),
    FOREIGN KEY (org_id, closed_call_id) REFERENCES calls (org_id, id) ON DELETE SET NULL (closed_call_id),
    CHECK ((state = 'open') = (closed_at IS NULL))
);
-- However often somebody rings, one is open.
CREATE UNIQUE INDEX callbacks_open ON callbacks (org_id, e164) WHERE state = 'open';
CREATE INDEX callbacks_state ON callbacks (org_id, state, first_at, id);
CREATE INDEX callbacks_contact ON callbacks (org_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX callbacks_queue ON callbacks (org_id, queue_id) WHERE queue_id IS NOT NULL;
CREATE INDEX callbacks_owner ON callbacks (org_id, owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX callbacks_last_call ON callbacks (org_id, last_call_id) WHERE last_call_id IS NOT NULL;
CREATE INDEX callbacks_closed_by ON callbacks (org_id, closed_by_id) WHERE closed_by_id IS NOT NULL;
CREATE INDEX callbacks_closed_call ON callbacks (org_id, closed_call_id) WHERE closed_call_id IS NOT NULL;
SELECT protect('callbacks');

-- +goose Down
DROP TABLE callbacks;
