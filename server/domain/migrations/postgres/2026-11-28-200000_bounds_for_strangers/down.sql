DROP TABLE practice_beginnings;
DROP INDEX stash_by_keeper;
ALTER TABLE stash DROP COLUMN size;
ALTER TABLE stash DROP COLUMN stranger;
ALTER TABLE stash DROP COLUMN visitor;
