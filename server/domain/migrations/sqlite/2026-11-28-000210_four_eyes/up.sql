-- Who last changed the text, and who handed it over: with the author, nobody of them publishes it.
ALTER TABLE policy_versions ADD COLUMN changed_by_account_id TEXT;
ALTER TABLE policy_versions ADD COLUMN handed_over_by_account_id TEXT;
-- What is under way already: the journal knows.
UPDATE policy_versions SET changed_by_account_id = (
    SELECT actor_account_id FROM journal
    WHERE object_kind = 'policy-version' AND object_id = policy_versions.id AND act = 'policies.save'
    ORDER BY at DESC, id DESC LIMIT 1
);
UPDATE policy_versions SET handed_over_by_account_id = (
    SELECT actor_account_id FROM journal
    WHERE object_kind = 'policy-version' AND object_id = policy_versions.id AND act = 'policies.hand-over'
    ORDER BY at DESC, id DESC LIMIT 1
);
