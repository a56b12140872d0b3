-- From when to when a published version holds. The days of one policy never overlap.
ALTER TABLE policy_versions ADD COLUMN holds_from TEXT;
ALTER TABLE policy_versions ADD COLUMN ends_on TEXT;
-- The last day on which everybody was held against it.
ALTER TABLE policy_versions ADD COLUMN matched_on TEXT;
-- Why it is to be withdrawn, and who proposed it.
ALTER TABLE policy_versions ADD COLUMN withdrawal_reason TEXT;
ALTER TABLE policy_versions ADD COLUMN withdrawal_account_id TEXT;

-- No version holds before the day of its publication in the city.
UPDATE policy_versions
SET holds_from = greatest(valid_from, to_char(to_timestamp((coalesce(published_at, created_at)) / 1000) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')),
    ends_on = valid_to
WHERE state IN ('published', 'superseded');
UPDATE policy_versions
SET ends_on = to_char(to_timestamp((SELECT min(later.published_at) FROM policy_versions AS later WHERE later.policy_id = policy_versions.policy_id AND later.published_at > policy_versions.published_at) / 1000) AT TIME ZONE 'Asia/Shanghai' - interval '1 day', 'YYYY-MM-DD')
WHERE state = 'superseded';
UPDATE policy_versions SET holds_from = NULL WHERE state = 'superseded' AND ends_on IS NULL;
UPDATE policy_versions SET matched_on = (
    SELECT evaluated_on FROM policy_results WHERE policy_results.policy_version_id = policy_versions.id
);

ALTER TABLE policy_versions ADD CONSTRAINT policy_versions_state
    CHECK (state IN ('draft', 'approved', 'published', 'withdrawal-proposed', 'superseded', 'withdrawn'));
CREATE INDEX policy_versions_by_day ON policy_versions (holds_from, ends_on);
-- Documents that could not be read when they were first saved stand under one name until they are mended.
CREATE UNIQUE INDEX policy_versions_by_first_day ON policy_versions (policy_id, holds_from)
    WHERE state IN ('published', 'withdrawal-proposed') AND policy_id <> 'unreadable';
-- Whose policy is over is found by policy and verdict.
CREATE INDEX offers_by_policy_and_verdict ON offers (policy_id, verdict, id);
