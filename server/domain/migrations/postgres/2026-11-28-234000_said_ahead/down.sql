ALTER TABLE applications DROP COLUMN told_late_for;
DROP TABLE fact_requests;
DROP TABLE foretold;
DROP INDEX residents_by_look_ahead;
ALTER TABLE residents DROP COLUMN look_ahead_on;
DROP INDEX offers_unanswered;
ALTER TABLE offers DROP COLUMN told_on;
UPDATE offers SET progress = 'open' WHERE progress = 'lapsed';
ALTER TABLE offers DROP CONSTRAINT offers_progress;
ALTER TABLE offers ADD CONSTRAINT offers_progress
    CHECK (progress IN ('open', 'later', 'never', 'read', 'applied', 'granted', 'refused'));
