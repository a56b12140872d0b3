-- Passkeys (WebAuthn level 3): public keys alone, each sealed for its row.
CREATE TABLE passkeys (
    -- The credential's own id, base64url.
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name_sealed BYTEA NOT NULL,
    credential_sealed BYTEA NOT NULL,
    -- Signatures so far, as the authenticator counts them; 0 where it does not.
    "counter" BIGINT NOT NULL,
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    last_device TEXT
);
CREATE INDEX passkeys_by_account ON passkeys (account_id, created_at);

-- What a passkey knows its account by: random, and nothing else.
CREATE TABLE passkey_users (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    handle TEXT NOT NULL UNIQUE
);

-- Challenges that wait for an answer: of one browser, for one purpose, used once.
CREATE TABLE passkey_ceremonies (
    id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('register', 'sign-in', 'confirm')),
    account_id TEXT,
    visitor TEXT NOT NULL,
    state_sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    CHECK ((purpose = 'sign-in') = (account_id IS NULL))
);
CREATE INDEX passkey_ceremonies_by_expiry ON passkey_ceremonies (expires_at);
CREATE INDEX passkey_ceremonies_by_visitor ON passkey_ceremonies (visitor, expires_at);
