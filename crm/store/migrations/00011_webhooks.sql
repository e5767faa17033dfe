-- Webhooks and what was sent to them.

-- +goose Up
CREATE TABLE webhooks (
    org_id           uuid NOT NULL REFERENCES organisations (id),
    id               uuid NOT NULL,
    name             text NOT NULL,
    url              text NOT NULL,
    -- In clear: a message can be signed with nothing less. No API shows it.
    secret           text NOT NULL,
    old_secret       text NOT NULL DEFAULT '',
    old_secret_until timestamptz,
    events           text[] NOT NULL,
    active           boolean NOT NULL,
    -- Why Ringbook itself switched it off.
    stopped          text NOT NULL DEFAULT '' CHECK (stopped IN ('', 'gone', 'failing')),
    -- The first failure after the last success.
    failing_since    timestamptz,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    version          bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (org_id, id)
);
SELECT protect('webhooks');

-- A row is written in the transaction of the change that it tells of, with the
-- job that sends it.
CREATE TABLE webhook_deliveries (
    org_id       uuid NOT NULL,
    id           uuid NOT NULL,
    webhook_id   uuid NOT NULL,
    event        text NOT NULL,
    -- The record that changed; none for a ping.
    record_id    uuid,
    -- The record as it was then. Its form on the wire is made when it is sent.
    record       jsonb NOT NULL,
    status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
    -- Grows when people have it tried again; a job of a round before does nothing.
    round        int NOT NULL DEFAULT 1,
    attempts     int NOT NULL DEFAULT 0,
    http_status  int NOT NULL DEFAULT 0,
    problem      text NOT NULL DEFAULT '',
    detail       text NOT NULL DEFAULT '',
    response     text NOT NULL DEFAULT '',
    took_ms      int NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    tried_at     timestamptz,
    next_try_at  timestamptz,
    delivered_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, webhook_id) REFERENCES webhooks (org_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (org_id, webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_status ON webhook_deliveries (org_id, webhook_id, status, created_at DESC, id DESC);
-- For what is old enough to go.
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (org_id, created_at);
-- A call ends once, also when its node was lost and comes back.
CREATE UNIQUE INDEX webhook_deliveries_call ON webhook_deliveries (org_id, webhook_id, record_id) WHERE event = 'call.ended';
SELECT protect('webhook_deliveries');
