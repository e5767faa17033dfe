-- Tickets grow from what a screen pop shows to what an agent works on, and get
-- a conversation.

-- +goose Up
ALTER TABLE tickets
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN due_at timestamptz,
    ADD COLUMN solved_at timestamptz,
    -- What it came from: "manual", "call", "email", "help", "form".
    ADD COLUMN source text NOT NULL DEFAULT 'manual',
    ADD COLUMN created_by_id uuid,
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD FOREIGN KEY (org_id, created_by_id) REFERENCES users (org_id, id);
-- When those of before were solved nobody wrote down; their last change is the
-- closest that is known.
UPDATE tickets SET solved_at = updated_at WHERE status IN ('solved', 'closed');
CREATE INDEX tickets_status ON tickets (org_id, status, updated_at DESC, id DESC);
CREATE INDEX tickets_due ON tickets (org_id, due_at, id) WHERE due_at IS NOT NULL AND status IN ('new', 'open', 'pending');

-- What was said in a ticket. A reply is meant for the contact; an internal
-- note never leaves the house.
CREATE TABLE ticket_messages (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL,
    ticket_id  uuid NOT NULL,
    author_id  uuid,
    kind       text NOT NULL CHECK (kind IN ('reply', 'internal', 'event')),
    body       text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES tickets (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, author_id) REFERENCES users (org_id, id)
);
CREATE INDEX ticket_messages_ticket ON ticket_messages (org_id, ticket_id, created_at, id);
SELECT protect('ticket_messages');
