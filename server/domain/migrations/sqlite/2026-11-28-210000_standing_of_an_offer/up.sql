-- What was done about an offer, and what the policy says of the person today: two columns instead of one, so that
-- neither overwrites the other.
ALTER TABLE offers RENAME COLUMN state TO progress;
ALTER TABLE offers ADD COLUMN verdict TEXT NOT NULL DEFAULT 'eligible';

-- A fact was missing. What had been done before is taken from the application, the way of delivery, and the journal.
UPDATE offers
SET verdict = 'undetermined',
    progress = CASE
        WHEN EXISTS (SELECT 1 FROM applications WHERE applications.id = offers.application_id) THEN (
            SELECT CASE applications.state
                WHEN 'granted' THEN 'granted'
                WHEN 'refused' THEN 'refused'
                WHEN 'withdrawn' THEN 'open'
                ELSE 'applied'
            END
            FROM applications WHERE applications.id = offers.application_id
        )
        WHEN delivery = 'automatic' THEN 'granted'
        WHEN delivery = 'confirm' AND id IN (
            SELECT object_id FROM journal WHERE act = 'policies.answer' AND detail LIKE '%"answer":"accept"%'
        ) THEN 'granted'
        ELSE 'open'
    END
WHERE progress = 'being-checked';

-- It ended. Who had wished not to be asked again is not asked again.
UPDATE offers
SET verdict = 'not-eligible',
    progress = CASE
        WHEN id IN (
            SELECT object_id FROM journal WHERE act = 'policies.answer' AND detail LIKE '%"answer":"never"%'
        ) THEN 'never'
        ELSE 'open'
    END
WHERE progress = 'ended';

-- A dispute is about a fact; the offer waits as before.
UPDATE offers SET progress = 'open' WHERE progress = 'disputed';
-- Nobody gave what a policy only informs of.
UPDATE offers SET progress = 'read' WHERE progress = 'granted' AND delivery = 'inform' AND application_id IS NULL;

ALTER TABLE offers ADD CONSTRAINT offers_progress
    CHECK (progress IN ('open', 'later', 'never', 'read', 'applied', 'granted', 'refused'));
ALTER TABLE offers ADD CONSTRAINT offers_verdict
    CHECK (verdict IN ('eligible', 'undetermined', 'not-eligible', 'policy-over'));
CREATE INDEX offers_by_application ON offers (application_id) WHERE application_id IS NOT NULL;

-- What happened to an offer after it was made; never edited.
CREATE TABLE offer_events (
    id TEXT NOT NULL PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES offers (id),
    event TEXT NOT NULL,
    progress TEXT NOT NULL,
    verdict TEXT NOT NULL,
    policy_version_id TEXT NOT NULL,
    amount_fen INTEGER,
    amount_hours INTEGER,
    actor_account_id TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX offer_events_by_offer ON offer_events (offer_id, id);
