-- Notifications: what a user is told on screen; who is mentioned in notes; and
-- activities that remind.

-- +goose Up
CREATE TABLE notifications (
    org_id     uuid NOT NULL,
    id         uuid NOT NULL,
    user_id    uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('mentioned', 'reminder', 'assigned', 'job')),
    -- The record that it is about: a noun of crm and its id. No foreign key: it
    -- may be any noun. Its name is read with the list, so that it is today's.
    noun       text NOT NULL,
    record_id  uuid NOT NULL,
    -- The note or message in which the user is mentioned.
    source_id  uuid,
    -- Who did it; nobody where Ringbook itself did.
    actor_id   uuid,
    -- What there is to say beside the record's name.
    text       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, actor_id) REFERENCES users (org_id, id)
);
CREATE INDEX notifications_user ON notifications (org_id, user_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (org_id, user_id, created_at DESC, id DESC) WHERE read_at IS NULL;
CREATE INDEX notifications_actor ON notifications (org_id, actor_id) WHERE actor_id IS NOT NULL;
-- What is deleted takes its notifications along.
CREATE INDEX notifications_record ON notifications (org_id, record_id);
-- A mention is told once, whatever becomes of the text that it is in.
CREATE UNIQUE INDEX notifications_mention ON notifications (org_id, source_id, user_id) WHERE kind = 'mentioned';
SELECT protect('notifications');

CREATE TABLE note_mentions (
    org_id  uuid NOT NULL,
    note_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (org_id, note_id, user_id),
    FOREIGN KEY (org_id, note_id) REFERENCES notes (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX note_mentions_user ON note_mentions (org_id, user_id);
SELECT protect('note_mentions');

-- plain_mentions gives a text as people read it, with names where it has the
-- tokens that crm/mention.go writes.
CREATE FUNCTION plain_mentions(body text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN strpos(body, '](user:') = 0 THEN body
        ELSE regexp_replace(body, '@\[([^][\r\n]{1,200})\]\(user:[0-9A-Fa-f-]{36}\)', '@\1', 'g') END
$$;

ALTER TABLE activities
    ADD COLUMN remind_at timestamptz,
    -- Set with the notification, so that it comes once.
    ADD COLUMN reminded_at timestamptz;
