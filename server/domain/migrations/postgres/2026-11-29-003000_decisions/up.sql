-- What was decided: what is granted, how much and from when, and on what grounds otherwise than the verdict says.
ALTER TABLE applications ADD COLUMN outcome_sealed BYTEA;
ALTER TABLE applications ADD COLUMN against_verdict BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX applications_against_verdict ON applications (due_on, submitted_at, id) WHERE against_verdict;
