ALTER TABLE policy_versions DROP CONSTRAINT policy_versions_state;
-- An earlier release knows no thrown away drafts: they are drafts again.
UPDATE policy_versions SET state = 'draft' WHERE state = 'thrown-away';
ALTER TABLE policy_versions ADD CONSTRAINT policy_versions_state
    CHECK (state IN ('draft', 'approved', 'published', 'withdrawal-proposed', 'superseded', 'withdrawn'));
ALTER TABLE policy_versions DROP COLUMN remark_at;
ALTER TABLE policy_versions DROP COLUMN remark_account_id;
ALTER TABLE policy_versions DROP COLUMN remark;
ALTER TABLE policy_versions ADD COLUMN author_account_id TEXT;
ALTER TABLE policy_versions ADD COLUMN changed_by_account_id TEXT;
ALTER TABLE policy_versions ADD COLUMN handed_over_by_account_id TEXT;
UPDATE policy_versions SET
    author_account_id = (
        SELECT account_id FROM policy_version_hands
        WHERE policy_version_id = policy_versions.id AND act = 'created'
    ),
    changed_by_account_id = (
        SELECT account_id FROM policy_version_hands
        WHERE policy_version_id = policy_versions.id AND act = 'edited' ORDER BY at DESC LIMIT 1
    ),
    handed_over_by_account_id = (
        SELECT account_id FROM policy_version_hands
        WHERE policy_version_id = policy_versions.id AND act = 'handed-over' ORDER BY at DESC LIMIT 1
    );
DROP TABLE policy_version_hands;
