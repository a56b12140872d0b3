-- Everybody who wrote, changed or handed over a version: nobody of them publishes it.
CREATE TABLE policy_version_hands (
    policy_version_id TEXT NOT NULL REFERENCES policy_versions (id),
    account_id TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('created', 'edited', 'handed-over')),
    at INTEGER NOT NULL,
    PRIMARY KEY (policy_version_id, account_id, act)
) STRICT;
-- A version has one author.
CREATE UNIQUE INDEX policy_version_hands_by_author ON policy_version_hands (policy_version_id) WHERE act = 'created';

-- The journal knows everybody; the columns knew the last of them.
INSERT INTO policy_version_hands (policy_version_id, account_id, act, at)
SELECT id, author_account_id, 'created', created_at FROM policy_versions WHERE author_account_id IS NOT NULL;
INSERT INTO policy_version_hands (policy_version_id, account_id, act, at)
SELECT object_id, actor_account_id, CASE act WHEN 'policies.save' THEN 'edited' ELSE 'handed-over' END, max(at)
FROM journal
WHERE object_kind = 'policy-version' AND act IN ('policies.save', 'policies.hand-over')
AND actor_account_id IS NOT NULL AND object_id IN (SELECT id FROM policy_versions)
GROUP BY object_id, actor_account_id, act;
INSERT INTO policy_version_hands (policy_version_id, account_id, act, at)
SELECT id, changed_by_account_id, 'edited', created_at FROM policy_versions WHERE changed_by_account_id IS NOT NULL
ON CONFLICT DO NOTHING;
INSERT INTO policy_version_hands (policy_version_id, account_id, act, at)
SELECT id, handed_over_by_account_id, 'handed-over', created_at FROM policy_versions
WHERE handed_over_by_account_id IS NOT NULL
ON CONFLICT DO NOTHING;
ALTER TABLE policy_versions DROP COLUMN handed_over_by_account_id;
ALTER TABLE policy_versions DROP COLUMN changed_by_account_id;
ALTER TABLE policy_versions DROP COLUMN author_account_id;

-- What the second person wrote to it when they sent it back last.
ALTER TABLE policy_versions ADD COLUMN remark TEXT;
ALTER TABLE policy_versions ADD COLUMN remark_account_id TEXT;
ALTER TABLE policy_versions ADD COLUMN remark_at INTEGER;

-- A draft can be thrown away.
ALTER TABLE policy_versions DROP CONSTRAINT policy_versions_state;
ALTER TABLE policy_versions ADD CONSTRAINT policy_versions_state CHECK (
    state IN ('draft', 'approved', 'published', 'withdrawal-proposed', 'superseded', 'withdrawn', 'thrown-away')
);
