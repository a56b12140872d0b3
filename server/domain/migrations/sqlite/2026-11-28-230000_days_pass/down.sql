DROP INDEX offers_untold;
ALTER TABLE offers DROP COLUMN untold;
ALTER TABLE offers DROP COLUMN told_hours;
ALTER TABLE offers DROP COLUMN told_fen;
ALTER TABLE offers DROP COLUMN told_state;
DROP INDEX residents_by_look;
ALTER TABLE residents DROP COLUMN look_again_on;
