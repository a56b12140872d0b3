DROP INDEX passkey_ceremonies_by_account;
ALTER TABLE passkeys DROP COLUMN last_sign_in_at;
