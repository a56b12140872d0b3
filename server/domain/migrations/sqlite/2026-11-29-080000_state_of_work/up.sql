-- The work on an application stands as the application does.
ALTER TABLE tasks ADD CONSTRAINT tasks_state CHECK (state IN ('running', 'paused', 'done'));
