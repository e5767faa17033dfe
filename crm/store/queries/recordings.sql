-- name: RecordingRecord :exec
INSERT INTO recordings (org_id, id, call_id, path, started_at, millis, peaks, delete_at)
VALUES (@org_id, @id, @call_id, @path, @started_at, @millis, @peaks, @delete_at) ON CONFLICT DO NOTHING;

-- name: RecordingList :many
SELECT id, path, started_at, millis, peaks, delete_at FROM recordings WHERE org_id = @org_id AND call_id = @call_id ORDER BY started_at;

-- name: RecordingTake :one
DELETE FROM recordings WHERE org_id = @org_id AND id = @id RETURNING call_id, path;

-- name: RecordingRuleList :many
SELECT id, number_id, queue_id, trunk_id, mode, beep, keep_days FROM recording_rules WHERE org_id = @org_id
ORDER BY (trunk_id IS NOT NULL), (queue_id IS NOT NULL), (number_id IS NOT NULL), id;

-- name: RecordingRuleClear :exec
DELETE FROM recording_rules WHERE org_id = @org_id;

-- name: RecordingRuleInsert :exec
INSERT INTO recording_rules (org_id, id, number_id, queue_id, trunk_id, mode, beep, keep_days)
VALUES (@org_id, @id, @number_id, @queue_id, @trunk_id, @mode, @beep, @keep_days);
