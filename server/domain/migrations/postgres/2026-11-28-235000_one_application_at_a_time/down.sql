ALTER TABLE drafts DROP CONSTRAINT drafts_state;
DROP INDEX drafts_open;
ALTER TABLE applications DROP CONSTRAINT applications_state;
DROP INDEX applications_single;
ALTER TABLE applications DROP COLUMN single;
