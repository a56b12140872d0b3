-- The day on which the calendar may next change what policies say of a resident; none: nobody looked yet.
ALTER TABLE residents ADD COLUMN look_again_on TEXT;
CREATE INDEX residents_by_look ON residents (look_again_on, number);

-- What somebody was last told of an offer. Days that are caught up change offers; people are told on the last one, once.
ALTER TABLE offers ADD COLUMN told_state TEXT;
ALTER TABLE offers ADD COLUMN told_fen BIGINT;
ALTER TABLE offers ADD COLUMN told_hours BIGINT;
ALTER TABLE offers ADD COLUMN untold BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE offers
SET told_fen = amount_fen,
    told_hours = amount_hours,
    told_state = CASE
        WHEN progress IN ('never', 'applied', 'granted', 'refused') THEN progress
        WHEN verdict IN ('not-eligible', 'policy-over') THEN 'ended'
        WHEN progress = 'read' THEN 'read'
        WHEN verdict = 'undetermined' THEN 'being-checked'
        ELSE progress
    END;
CREATE INDEX offers_untold ON offers (id) WHERE untold = TRUE;
