ALTER TABLE policy_versions DROP COLUMN handed_over_by_account_id;
ALTER TABLE policy_versions DROP COLUMN changed_by_account_id;
