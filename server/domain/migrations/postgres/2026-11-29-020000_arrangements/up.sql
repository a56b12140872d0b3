-- A yes is being arranged until it was carried out, or could not be. What a yes gave before stays given.
ALTER TABLE offers DROP CONSTRAINT offers_progress;
ALTER TABLE offers ADD CONSTRAINT offers_progress
    CHECK (progress IN ('open', 'later', 'never', 'read', 'accepted', 'applied', 'granted', 'not-carried-out', 'refused',
        'lapsed'));

-- What follows a yes: a department carries it out, with a clock.
CREATE TABLE arrangements (
    id TEXT NOT NULL PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES offers (id),
    resident_id TEXT NOT NULL REFERENCES residents (id),
    policy_version_id TEXT NOT NULL REFERENCES policy_versions (id),
    department TEXT NOT NULL,
    state TEXT NOT NULL,
    due_on TEXT NOT NULL,
    appointed_on TEXT,
    done_on TEXT,
    told_late_for TEXT,
    revision INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT arrangements_state CHECK (state IN ('open', 'done', 'not-done', 'taken-back')),
    CONSTRAINT arrangements_done CHECK ((state = 'done') = (done_on IS NOT NULL)),
    CONSTRAINT arrangements_appointed CHECK (appointed_on IS NULL OR appointed_on = due_on)
);
CREATE UNIQUE INDEX arrangements_open_by_offer ON arrangements (offer_id) WHERE state = 'open';
CREATE INDEX arrangements_by_offer ON arrangements (offer_id, created_at);
CREATE INDEX arrangements_by_department ON arrangements (department, state, due_on);
CREATE INDEX arrangements_by_resident ON arrangements (resident_id);
CREATE INDEX arrangements_due ON arrangements (due_on) WHERE state = 'open';

-- What happened to an arrangement; never edited.
CREATE TABLE arrangement_events (
    id TEXT NOT NULL PRIMARY KEY,
    arrangement_id TEXT NOT NULL REFERENCES arrangements (id),
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'appointed', 'late', 'done', 'not-done', 'taken-back')),
    actor_account_id TEXT,
    at BIGINT NOT NULL,
    on_day TEXT,
    words_sealed BYTEA,
    UNIQUE (arrangement_id, sequence)
);
