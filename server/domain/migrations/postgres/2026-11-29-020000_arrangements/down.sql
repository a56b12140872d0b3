DROP TABLE arrangement_events;
DROP TABLE arrangements;
-- Before, a yes was as good as given; what could not be carried out waits again.
UPDATE offers SET progress = 'granted' WHERE progress = 'accepted';
UPDATE offers SET progress = 'open' WHERE progress = 'not-carried-out';
UPDATE offers SET told_state = 'granted' WHERE told_state = 'accepted';
UPDATE offers SET told_state = 'open' WHERE told_state = 'not-carried-out';
UPDATE dispute_outcomes SET state_before = 'granted' WHERE state_before = 'accepted';
UPDATE dispute_outcomes SET state_after = 'granted' WHERE state_after = 'accepted';
UPDATE dispute_outcomes SET state_before = 'open' WHERE state_before = 'not-carried-out';
UPDATE dispute_outcomes SET state_after = 'open' WHERE state_after = 'not-carried-out';
ALTER TABLE offers DROP CONSTRAINT offers_progress;
ALTER TABLE offers ADD CONSTRAINT offers_progress
    CHECK (progress IN ('open', 'later', 'never', 'read', 'applied', 'granted', 'refused', 'lapsed'));
