DROP TABLE offer_events;
DROP INDEX offers_by_application;
ALTER TABLE offers DROP CONSTRAINT offers_progress;
ALTER TABLE offers DROP CONSTRAINT offers_verdict;
UPDATE offers SET progress = 'granted' WHERE progress = 'read';
UPDATE offers SET progress = 'being-checked' WHERE verdict = 'undetermined' AND progress IN ('open', 'later');
UPDATE offers SET progress = 'ended' WHERE verdict IN ('not-eligible', 'policy-over') AND progress = 'open';
ALTER TABLE offers DROP COLUMN verdict;
ALTER TABLE offers RENAME COLUMN progress TO state;
