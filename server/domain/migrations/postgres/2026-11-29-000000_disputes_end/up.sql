-- A dispute is about a fact, and need not come from an offer.
ALTER TABLE disputes ALTER COLUMN offer_id DROP NOT NULL;

-- The day by which the department answers; the promised day whose passing was told.
ALTER TABLE disputes ADD COLUMN due_on TEXT NOT NULL DEFAULT '';
UPDATE disputes SET due_on = to_char(to_timestamp(due_at / 1000) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD');
DROP INDEX disputes_by_state;
ALTER TABLE disputes DROP COLUMN due_at;
ALTER TABLE disputes ADD COLUMN told_late_for TEXT;
ALTER TABLE disputes ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- Of several open ones about one fact the first goes on.
UPDATE disputes SET state = 'taken-back', revision = 2
WHERE state <> 'open' OR EXISTS (
    SELECT 1 FROM disputes AS earlier
    WHERE earlier.resident_id = disputes.resident_id AND earlier.attribute = disputes.attribute
    AND earlier.state = 'open' AND (earlier.created_at, earlier.id) < (disputes.created_at, disputes.id)
);
ALTER TABLE disputes ADD CONSTRAINT disputes_state CHECK (state IN ('open', 'corrected', 'upheld', 'taken-back'));
CREATE UNIQUE INDEX disputes_open_by_fact ON disputes (resident_id, attribute) WHERE state = 'open';
CREATE INDEX disputes_by_department ON disputes (department, state, due_on);
CREATE INDEX disputes_by_offer ON disputes (offer_id) WHERE offer_id IS NOT NULL;
CREATE INDEX disputes_due ON disputes (due_on) WHERE state = 'open';

-- What happened to a dispute; never edited.
CREATE TABLE dispute_events (
    id TEXT NOT NULL PRIMARY KEY,
    dispute_id TEXT NOT NULL REFERENCES disputes (id),
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL
        CHECK (kind IN ('opened', 'word-added', 'passed-on', 'late', 'corrected', 'upheld', 'taken-back')),
    department TEXT NOT NULL,
    to_department TEXT,
    actor_account_id TEXT,
    at BIGINT NOT NULL,
    words_sealed BYTEA,
    change_sealed BYTEA,
    UNIQUE (dispute_id, sequence)
);
INSERT INTO dispute_events (id, dispute_id, sequence, kind, department, at)
SELECT id, id, 1, 'opened', department, created_at FROM disputes;
INSERT INTO dispute_events (id, dispute_id, sequence, kind, department, at)
SELECT id || '-2', id, 2, 'taken-back', department, created_at FROM disputes WHERE state = 'taken-back';

-- What a corrected fact changed about the offers that rest on it.
CREATE TABLE dispute_outcomes (
    dispute_id TEXT NOT NULL REFERENCES disputes (id),
    offer_id TEXT NOT NULL REFERENCES offers (id),
    state_before TEXT,
    fen_before BIGINT,
    hours_before BIGINT,
    state_after TEXT NOT NULL,
    fen_after BIGINT,
    hours_after BIGINT,
    PRIMARY KEY (dispute_id, offer_id)
);

-- Single facts that a department delivered between two whole deliveries, because somebody said that they were wrong.
CREATE TABLE corrected_facts (
    resident_id TEXT NOT NULL REFERENCES residents (id),
    attribute TEXT NOT NULL,
    department TEXT NOT NULL,
    as_of TEXT NOT NULL,
    delivery_id TEXT NOT NULL REFERENCES deliveries (id),
    PRIMARY KEY (resident_id, attribute)
);

-- The department for which a member of staff answers.
ALTER TABLE accounts ADD COLUMN department TEXT;
