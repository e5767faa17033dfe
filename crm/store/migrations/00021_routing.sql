-- Where calls go: business hours, menus, sounds, queues that make callers wait,
-- and the messages that callers leave.

-- +goose Up
CREATE TABLE business_hours (
    org_id    uuid NOT NULL REFERENCES organisations (id),
    id        uuid NOT NULL,
    name      text NOT NULL,
    name_fold text COLLATE "C" NOT NULL,
    -- A name of the IANA database: what is open at nine stays open at nine in summer.
    time_zone text NOT NULL,
    -- [{"day": 1, "opens": 540, "closes": 1020}]: days from Sunday, 0, and minutes of the day.
    weekly    jsonb NOT NULL DEFAULT '[]',
    -- [{"date": "2026-12-25", "name": "Christmas"}]
    holidays  jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX business_hours_name ON business_hours (org_id, name_fold);
SELECT protect('business_hours');

-- What callers hear. The sound itself is in the data directory.
CREATE TABLE sounds (
    org_id     uuid NOT NULL REFERENCES organisations (id),
    id         uuid NOT NULL,
    name       text NOT NULL,
    name_fold  text COLLATE "C" NOT NULL,
    path       text NOT NULL,
    millis     bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX sounds_name ON sounds (org_id, name_fold);
SELECT protect('sounds');

CREATE TABLE menus (
    org_id      uuid NOT NULL REFERENCES organisations (id),
    id          uuid NOT NULL,
    name        text NOT NULL,
    name_fold   text COLLATE "C" NOT NULL,
    -- Without one the caller hears tones.
    greeting_id uuid,
    -- How long a key is waited for after the greeting, and how often it is said.
    wait_ms     bigint NOT NULL,
    tries       int NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, greeting_id) REFERENCES sounds (org_id, id)
);
CREATE UNIQUE INDEX menus_name ON menus (org_id, name_fold);
CREATE INDEX menus_greeting ON menus (org_id, greeting_id) WHERE greeting_id IS NOT NULL;
SELECT protect('menus');

ALTER TABLE numbers
    ADD COLUMN menu_id  uuid,
    ADD COLUMN hours_id uuid,
    ADD FOREIGN KEY (org_id, menu_id) REFERENCES menus (org_id, id),
    ADD FOREIGN KEY (org_id, hours_id) REFERENCES business_hours (org_id, id),
    DROP CONSTRAINT numbers_check,
    ADD CONSTRAINT numbers_check CHECK (num_nonnulls(queue_id, user_id, menu_id) = 1);
CREATE INDEX numbers_menu ON numbers (org_id, menu_id) WHERE menu_id IS NOT NULL;
CREATE INDEX numbers_hours ON numbers (org_id, hours_id) WHERE hours_id IS NOT NULL;

ALTER TABLE queues
    ADD COLUMN strategy    text NOT NULL DEFAULT 'all'
        CHECK (strategy IN ('all', 'longest_idle', 'round_robin', 'last_agent', 'owner')),
    -- Nobody waits where it is 0.
    ADD COLUMN max_wait_ms bigint NOT NULL DEFAULT 0,
    -- As many as like where it is 0.
    ADD COLUMN max_waiting int NOT NULL DEFAULT 0,
    ADD COLUMN announce    boolean NOT NULL DEFAULT false,
    ADD COLUMN music_id    uuid,
    ADD FOREIGN KEY (org_id, music_id) REFERENCES sounds (org_id, id);
CREATE INDEX queues_music ON queues (org_id, music_id) WHERE music_id IS NOT NULL;

-- Where a number leads while it is closed or nobody answers, a queue when it cannot serve, and a
-- menu by the key that was pressed.
CREATE TABLE destinations (
    org_id      uuid NOT NULL REFERENCES organisations (id),
    id          uuid NOT NULL,
    number_id   uuid,
    queue_id    uuid,
    menu_id     uuid,
    -- The key of a menu, where "" is no key or a wrong one; "unanswered" of a number.
    key         text NOT NULL DEFAULT '',
    kind        text NOT NULL CHECK (kind IN ('queue', 'user', 'menu', 'voicemail', 'number', 'busy', 'callback')),
    -- A voicemail's queue or user is whose it is.
    to_queue_id uuid,
    to_user_id  uuid,
    to_menu_id  uuid,
    e164        text NOT NULL DEFAULT '',
    greeting_id uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, number_id) REFERENCES numbers (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, menu_id) REFERENCES menus (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, to_queue_id) REFERENCES queues (org_id, id),
    FOREIGN KEY (org_id, to_user_id) REFERENCES users (org_id, id),
    FOREIGN KEY (org_id, to_menu_id) REFERENCES menus (org_id, id),
    FOREIGN KEY (org_id, greeting_id) REFERENCES sounds (org_id, id),
    CHECK (num_nonnulls(number_id, queue_id, menu_id) = 1)
);
CREATE UNIQUE INDEX destinations_number ON destinations (org_id, number_id, key) WHERE number_id IS NOT NULL;
CREATE UNIQUE INDEX destinations_queue ON destinations (org_id, queue_id) WHERE queue_id IS NOT NULL;
CREATE UNIQUE INDEX destinations_menu ON destinations (org_id, menu_id, key) WHERE menu_id IS NOT NULL;
CREATE INDEX destinations_to_queue ON destinations (org_id, to_queue_id) WHERE to_queue_id IS NOT NULL;
CREATE INDEX destinations_to_user ON destinations (org_id, to_user_id) WHERE to_user_id IS NOT NULL;
CREATE INDEX destinations_to_menu ON destinations (org_id, to_menu_id) WHERE to_menu_id IS NOT NULL;
CREATE INDEX destinations_greeting ON destinations (org_id, greeting_id) WHERE greeting_id IS NOT NULL;
SELECT protect('destinations');

-- A message that a caller left. Whose it was is the call's to say, so that one
-- call has one attribution; the sound is in the data directory.
CREATE TABLE voicemails (
    org_id      uuid NOT NULL,
    id          uuid NOT NULL,
    call_id     uuid NOT NULL,
    queue_id    uuid,
    user_id     uuid,
    path        text NOT NULL,
    millis      bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    heard_at    timestamptz,
    heard_by_id uuid,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, call_id) REFERENCES calls (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE SET NULL (queue_id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE SET NULL (user_id),
    FOREIGN KEY (org_id, heard_by_id) REFERENCES users (org_id, id) ON DELETE SET NULL (heard_by_id)
);
CREATE INDEX voicemails_created ON voicemails (org_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX voicemails_call ON voicemails (org_id, call_id);
CREATE INDEX voicemails_queue ON voicemails (org_id, queue_id, created_at DESC, id DESC) WHERE queue_id IS NOT NULL;
CREATE INDEX voicemails_user ON voicemails (org_id, user_id, created_at DESC, id DESC) WHERE user_id IS NOT NULL;
CREATE INDEX voicemails_heard_by ON voicemails (org_id, heard_by_id) WHERE heard_by_id IS NOT NULL;
SELECT protect('voicemails');

-- Who spoke last with a number, whoever of the two called.
CREATE INDEX calls_last_agent ON calls (org_id, (CASE direction WHEN 'outbound' THEN to_e164 ELSE from_e164 END), answered_at DESC)
    WHERE answered_at IS NOT NULL AND user_id IS NOT NULL;

ALTER TABLE notifications
    DROP CONSTRAINT notifications_kind_check,
    ADD CONSTRAINT notifications_kind_check CHECK (kind IN ('mentioned', 'reminder', 'assigned', 'job', 'voicemail', 'callback'));
