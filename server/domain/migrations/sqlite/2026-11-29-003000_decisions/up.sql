-- What was decided: what is granted, how much and from when, and on what grounds otherwise than the verdict says.
ALTER TABLE applications ADD COLUMN outcome_sealed BLOB;
ALTER TABLE applications ADD COLUMN against_verdict INTEGER NOT NULL DEFAULT 0;
CREATE INDEX applications_against_verdict ON applications (due_on, submitted_at, id) WHERE against_verdict = 1;
