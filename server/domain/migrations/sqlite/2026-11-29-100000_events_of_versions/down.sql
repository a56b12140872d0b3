DROP INDEX foretold_by_day;
ALTER TABLE foretold DROP CONSTRAINT foretold_kind;
ALTER TABLE offers DROP CONSTRAINT offers_delivery;
ALTER TABLE offers DROP CONSTRAINT offers_told_state;
ALTER TABLE offer_events DROP CONSTRAINT offer_events_verdict;
ALTER TABLE offer_events DROP CONSTRAINT offer_events_progress;
ALTER TABLE offer_events DROP CONSTRAINT offer_events_event;
DROP TABLE policy_version_events;
