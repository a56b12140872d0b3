DROP TABLE passkey_ceremonies;
DROP TABLE passkey_users;
DROP TABLE passkeys;
