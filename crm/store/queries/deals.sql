-- name: OrganisationCurrency :one
SELECT currency FROM organisations WHERE id = @id;

-- name: PipelineInsert :execrows
INSERT INTO pipelines (org_id, id, name, name_fold, position, created_at)
VALUES (@org_id, @id, @name, @name_fold, @position, @created_at)
ON CONFLICT (org_id, name_fold) DO NOTHING;

-- name: PipelineList :many
SELECT id, name, position FROM pipelines WHERE org_id = @org_id ORDER BY position, id;

-- name: PipelineNext :one
SELECT (coalesce(max(position), 0) + 1)::int FROM pipelines WHERE org_id = @org_id;

-- name: PipelineLock :one
SELECT id FROM pipelines WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: PipelinesLock :many
SELECT id FROM pipelines WHERE org_id = @org_id ORDER BY id FOR UPDATE;

-- name: PipelinesPlace :exec
UPDATE pipelines SET position = placed.position
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@positions::int[]) AS position) AS placed
WHERE pipelines.org_id = @org_id AND pipelines.id = placed.id;

-- name: PipelineWrite :exec
UPDATE pipelines SET name = @name, name_fold = @name_fold, position = @position WHERE org_id = @org_id AND id = @id;

-- name: PipelineDelete :exec
DELETE FROM pipelines WHERE org_id = @org_id AND id = @id;

-- name: StageList :many
SELECT id, pipeline_id, name, position, probability FROM stages WHERE org_id = @org_id ORDER BY pipeline_id, position, id;

-- name: StageInsert :exec
INSERT INTO stages (org_id, id, pipeline_id, name, name_fold, position, probability)
VALUES (@org_id, @id, @pipeline_id, @name, @name_fold, @position, @probability);

-- name: StagesUnname :exec
-- Names may be swapped: none stands in the way of another while they are written.
UPDATE stages SET name_fold = id::text WHERE org_id = @org_id AND pipeline_id = @pipeline_id;

-- name: StageWrite :exec
UPDATE stages SET name = @name, name_fold = @name_fold, position = @position, probability = @probability
WHERE org_id = @org_id AND id = @id;

-- name: DealsPlaced :many
SELECT status, count(*) AS deals FROM deals
WHERE org_id = @org_id AND (pipeline_id = @place::uuid OR stage_id = @place::uuid) GROUP BY status;

-- name: StageDelete :exec
DELETE FROM stages WHERE org_id = @org_id AND id = @id;

-- name: DealInsert :exec
INSERT INTO deals (org_id, id, name, name_fold, pipeline_id, stage_id, amount_minor, currency, expected_close,
    owner_id, customer_id, board_order, created_at, updated_at)
VALUES (@org_id, @id, @name, @name_fold, @pipeline_id, @stage_id, @amount_minor, @currency, nullif(@expected_close::text, '')::date,
    @owner_id, @customer_id, @board_order, @created_at, @created_at);

-- name: DealLock :one
SELECT id FROM deals WHERE org_id = @org_id AND id = @id FOR UPDATE;

-- name: DealWrite :exec
UPDATE deals SET name = @name, name_fold = @name_fold, pipeline_id = @pipeline_id, stage_id = @stage_id, amount_minor = @amount_minor,
    currency = @currency, status = @status, closed_reason = @closed_reason, closed_at = @closed_at,
    expected_close = nullif(@expected_close::text, '')::date, owner_id = @owner_id, customer_id = @customer_id,
    board_order = @board_order, updated_at = @updated_at, version = version + 1
WHERE org_id = @org_id AND id = @id;

-- name: DealDelete :execrows
DELETE FROM deals WHERE org_id = @org_id AND id = @id;

-- name: DealBoardEnd :one
SELECT (coalesce(max(board_order), 0) + 1)::double precision FROM deals WHERE org_id = @org_id AND stage_id = @stage_id;

-- name: DealBoardSpread :exec
-- A card put between two others halves the gap, and a number can be halved only
-- so often; a stage that has become narrow gets whole numbers again.
WITH placed AS (
    SELECT d.id, row_number() OVER (ORDER BY d.board_order, d.id) AS place,
           d.board_order - lag(d.board_order) OVER (ORDER BY d.board_order, d.id) AS gap
    FROM deals d WHERE d.org_id = @org_id AND d.stage_id = @stage_id
)
UPDATE deals SET board_order = placed.place
FROM placed
WHERE deals.org_id = @org_id AND deals.id = placed.id AND EXISTS (SELECT 1 FROM placed narrow WHERE narrow.gap < 0.000001);

-- name: DealContactsClear :exec
DELETE FROM deal_contacts WHERE org_id = @org_id AND deal_id = @deal_id;

-- name: DealContactInsert :exec
INSERT INTO deal_contacts (org_id, deal_id, contact_id, role, position) VALUES (@org_id, @deal_id, @contact_id, @role, @position);
