-- An item may say that there is one application at a time: the store holds it. Applications of before are not bound.
ALTER TABLE applications ADD COLUMN single BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX applications_single ON applications (resident_id, item_id)
    WHERE single AND state IN ('submitted', 'waiting-for-resident');
ALTER TABLE applications ADD CONSTRAINT applications_state
    CHECK (state IN ('submitted', 'waiting-for-resident', 'granted', 'refused', 'withdrawn'));

-- What was sent is not being filled in, whatever was saved afterwards.
UPDATE drafts SET state = 'sent'
    WHERE state = 'open' AND id IN (SELECT draft_id FROM applications WHERE draft_id IS NOT NULL);
-- One open draft of a person for an item: the one saved last.
UPDATE drafts SET state = 'discarded'
    WHERE state = 'open' AND EXISTS (
        SELECT 1 FROM drafts AS later
        WHERE later.account_id = drafts.account_id AND later.item_id = drafts.item_id AND later.state = 'open'
            AND (later.updated_at > drafts.updated_at OR (later.updated_at = drafts.updated_at AND later.id > drafts.id))
    );
CREATE UNIQUE INDEX drafts_open ON drafts (account_id, item_id) WHERE state = 'open';
ALTER TABLE drafts ADD CONSTRAINT drafts_state CHECK (state IN ('open', 'sent', 'discarded'));
