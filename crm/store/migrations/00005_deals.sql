-- Deals: sales that go through the stages of a pipeline.

-- +goose Up
ALTER TABLE organisations ADD COLUMN currency text NOT NULL DEFAULT 'EUR';
-- The owner that migrates is bound by row-level security and would see nothing.
ALTER TABLE organisations NO FORCE ROW LEVEL SECURITY;
UPDATE organisations SET currency = CASE country WHEN 'GB' THEN 'GBP' WHEN 'US' THEN 'USD' ELSE 'CHF' END
WHERE country IN ('GB', 'US', 'CH');
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;

CREATE TABLE pipelines (
    org_id     uuid NOT NULL REFERENCES organisations (id),
    id         uuid NOT NULL,
    name       text NOT NULL,
    name_fold  text COLLATE "C" NOT NULL,
    position   int NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX pipelines_name ON pipelines (org_id, name_fold);
SELECT protect('pipelines');

CREATE TABLE stages (
    org_id      uuid NOT NULL,
    id          uuid NOT NULL,
    pipeline_id uuid NOT NULL,
    name        text NOT NULL,
    name_fold   text COLLATE "C" NOT NULL,
    position    int NOT NULL,
    -- How likely a deal here is won, in percent.
    probability int NOT NULL DEFAULT 0 CHECK (probability BETWEEN 0 AND 100),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, pipeline_id) REFERENCES pipelines (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX stages_name ON stages (org_id, pipeline_id, name_fold);
SELECT protect('stages');

CREATE TABLE deals (
    org_id         uuid NOT NULL REFERENCES organisations (id),
    id             uuid NOT NULL,
    name           text NOT NULL,
    name_fold      text COLLATE "C" NOT NULL,
    pipeline_id    uuid NOT NULL,
    stage_id       uuid NOT NULL,
    -- Minor units of the currency: pence, cents; whole yen.
    amount_minor   bigint NOT NULL DEFAULT 0,
    currency       text NOT NULL,
    status         text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost')),
    closed_reason  text NOT NULL DEFAULT '',
    closed_at      timestamptz,
    expected_close date,
    owner_id       uuid,
    customer_id    uuid,
    -- The order within a stage of the board.
    board_order    double precision NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    version        bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, pipeline_id) REFERENCES pipelines (org_id, id),
    FOREIGN KEY (org_id, stage_id) REFERENCES stages (org_id, id),
    FOREIGN KEY (org_id, owner_id) REFERENCES users (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX deals_updated ON deals (org_id, updated_at DESC, id DESC);
CREATE INDEX deals_board ON deals (org_id, pipeline_id, status, stage_id, board_order, id);
CREATE INDEX deals_stage ON deals (org_id, stage_id);
CREATE INDEX deals_owner ON deals (org_id, owner_id, updated_at DESC, id DESC);
CREATE INDEX deals_customer ON deals (org_id, customer_id, updated_at DESC, id DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX deals_name ON deals (org_id, name_fold, id);
SELECT protect('deals');

CREATE TABLE deal_contacts (
    org_id     uuid NOT NULL,
    deal_id    uuid NOT NULL,
    contact_id uuid NOT NULL,
    role       text NOT NULL DEFAULT '',
    position   int NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, deal_id, contact_id),
    FOREIGN KEY (org_id, deal_id) REFERENCES deals (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id)
);
CREATE INDEX deal_contacts_contact ON deal_contacts (org_id, contact_id, deal_id);
SELECT protect('deal_contacts');
