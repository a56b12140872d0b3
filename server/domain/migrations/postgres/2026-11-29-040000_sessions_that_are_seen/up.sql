-- A person sees where they are signed in. Sessions from before have an id of their own, and say of their device what is
-- known: nothing.
ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT 'other/other';
-- When the person last proved who they are.
ALTER TABLE sessions ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0;
-- Whether it ends after a while of rest, or stays on the person's own device.
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'rests' CHECK (kind IN ('rests', 'stays'));
UPDATE sessions SET id = replace(gen_random_uuid()::text, '-', ''), confirmed_at = created_at;
CREATE UNIQUE INDEX sessions_by_id ON sessions (id);
-- When the password was last set by the person.
ALTER TABLE accounts ADD COLUMN password_set_at BIGINT;
