-- What is kept for one visitor and for all of them is bounded: whose it is (an account, or a keyed
-- hash of a stranger's address), and how much.
ALTER TABLE stash ADD COLUMN visitor TEXT NOT NULL DEFAULT '';
ALTER TABLE stash ADD COLUMN stranger BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE stash ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
CREATE INDEX stash_by_keeper ON stash (stranger, visitor, created_at, size);

-- Beginnings of practice in the last hour, by the keyed hash of an address.
CREATE TABLE practice_beginnings (
    id TEXT NOT NULL PRIMARY KEY,
    visitor TEXT NOT NULL,
    began_at BIGINT NOT NULL
);
CREATE INDEX practice_beginnings_by_visitor ON practice_beginnings (visitor, began_at);
CREATE INDEX practice_beginnings_by_time ON practice_beginnings (began_at);
