DROP INDEX applications_against_verdict;
ALTER TABLE applications DROP COLUMN against_verdict;
ALTER TABLE applications DROP COLUMN outcome_sealed;
