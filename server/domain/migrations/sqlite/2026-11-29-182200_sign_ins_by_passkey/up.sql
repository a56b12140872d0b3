-- When a passkey last signed somebody in. To confirm in a session is another use: whoever has only done that has not come
-- back yet.
ALTER TABLE passkeys ADD COLUMN last_sign_in_at INTEGER;
UPDATE passkeys SET last_sign_in_at = last_used_at;

-- Challenges that wait for an account are few, and looked for with each new one.
CREATE INDEX passkey_ceremonies_by_account ON passkey_ceremonies (account_id, expires_at);
