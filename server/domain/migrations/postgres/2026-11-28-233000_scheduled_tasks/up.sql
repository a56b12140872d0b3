-- What the city does by itself, by name: who holds it (the term is the fence against whoever held it before), and how its
-- last run went.
CREATE TABLE scheduled_tasks (
    name TEXT NOT NULL PRIMARY KEY,
    term BIGINT NOT NULL DEFAULT 0,
    held_until BIGINT,
    asked_at BIGINT,
    started_at BIGINT,
    finished_at BIGINT,
    succeeded_at BIGINT,
    done BIGINT NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    retry_at BIGINT
);

-- Looking for rows that are over reads no others.
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (window_started_at);
CREATE INDEX jobs_by_end ON jobs (finished_at);
CREATE INDEX outbox_by_end ON outbox (done_at);
