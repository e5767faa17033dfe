-- What supervisors watch: the calls of now, and how well they are answered.

-- +goose Up
ALTER TABLE organisations
    -- An inbound call counts as answered in time within so many seconds, and so
    -- many of a hundred are meant to be.
    ADD COLUMN service_level_seconds int NOT NULL DEFAULT 20 CHECK (service_level_seconds BETWEEN 1 AND 3600),
    ADD COLUMN service_level_percent int NOT NULL DEFAULT 80 CHECK (service_level_percent BETWEEN 1 AND 100);

-- The board reads the few calls that last, every second.
CREATE INDEX calls_open ON calls (org_id, started_at) WHERE status <> 'ended';

-- +goose Down
DROP INDEX calls_open;
ALTER TABLE organisations DROP COLUMN service_level_percent, DROP COLUMN service_level_seconds;
