ALTER TABLE accounts ADD COLUMN display TEXT;
