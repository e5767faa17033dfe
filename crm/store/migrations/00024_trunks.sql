-- +goose Up

-- priority orders the trunks for calls out, the least first. max_calls 0 sets no limit, options_seconds 0 asks never.
-- caller_ids holds the number shown, in E.164, by the ISO country that is called.
ALTER TABLE trunks
    ADD COLUMN priority integer NOT NULL DEFAULT 0,
    ADD COLUMN max_calls integer NOT NULL DEFAULT 0,
    ADD COLUMN bare_e164 boolean NOT NULL DEFAULT false,
    ADD COLUMN withhold boolean NOT NULL DEFAULT false,
    ADD COLUMN options_seconds integer NOT NULL DEFAULT 0,
    ADD COLUMN caller_ids jsonb NOT NULL DEFAULT '{}';
