-- Calls found by the beginning of a number at either end. Ranges in the order of
-- bytes, because only leakproof operators may use an index under a policy.

-- +goose Up
CREATE INDEX calls_from ON calls (org_id, (from_e164 COLLATE "C"), started_at DESC);
CREATE INDEX calls_to ON calls (org_id, (to_e164 COLLATE "C"), started_at DESC);

-- +goose Down
DROP INDEX calls_to;
DROP INDEX calls_from;
