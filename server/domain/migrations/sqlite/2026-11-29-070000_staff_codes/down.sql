DROP TABLE staff_codes;
DROP TABLE passkey_ceremonies;
CREATE TABLE passkey_ceremonies (
    id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('register', 'sign-in', 'confirm')),
    account_id TEXT,
    visitor TEXT NOT NULL,
    state_sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK ((purpose = 'sign-in') = (account_id IS NULL))
) STRICT;
CREATE INDEX passkey_ceremonies_by_expiry ON passkey_ceremonies (expires_at);
CREATE INDEX passkey_ceremonies_by_visitor ON passkey_ceremonies (visitor, expires_at);
