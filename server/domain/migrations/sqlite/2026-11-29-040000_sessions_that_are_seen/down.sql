DROP INDEX sessions_by_id;
ALTER TABLE sessions DROP COLUMN id;
ALTER TABLE sessions DROP COLUMN device;
ALTER TABLE sessions DROP COLUMN confirmed_at;
ALTER TABLE sessions DROP COLUMN kind;
ALTER TABLE accounts DROP COLUMN password_set_at;
