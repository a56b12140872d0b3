ALTER TABLE accounts DROP COLUMN display;
