-- An offer that nobody answered in time, of a policy that says so.
ALTER TABLE offers DROP CONSTRAINT offers_progress;
ALTER TABLE offers ADD CONSTRAINT offers_progress
    CHECK (progress IN ('open', 'later', 'never', 'read', 'applied', 'granted', 'refused', 'lapsed'));
-- The day on which its person was last told of it: silence counts from there.
ALTER TABLE offers ADD COLUMN told_on TEXT;
UPDATE offers SET told_on = decided_on WHERE told_state IS NOT NULL;
CREATE INDEX offers_unanswered ON offers (policy_id, told_on) WHERE progress = 'open';

-- The day on which to look ahead for somebody, and what they were told of days to come: once.
ALTER TABLE residents ADD COLUMN look_ahead_on TEXT;
UPDATE residents SET look_ahead_on = to_char(look_again_on::date - 30, 'YYYY-MM-DD') WHERE look_again_on IS NOT NULL;
CREATE INDEX residents_by_look_ahead ON residents (look_ahead_on, number);
CREATE TABLE foretold (
    resident_id TEXT NOT NULL REFERENCES residents (id),
    policy_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    PRIMARY KEY (resident_id, policy_id, kind, on_day)
);

-- Facts that have grown old and were asked for anew at their department.
CREATE TABLE fact_requests (
    resident_id TEXT NOT NULL REFERENCES residents (id),
    department TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    PRIMARY KEY (resident_id, department)
);

-- The due day whose passing was told.
ALTER TABLE applications ADD COLUMN told_late_for TEXT;
