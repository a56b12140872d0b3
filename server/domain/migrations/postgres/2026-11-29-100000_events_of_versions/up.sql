-- Every move of a version of a policy, never edited: `policy_version_hands` keeps only the last act of each kind of a person.
CREATE TABLE policy_version_events (
    policy_version_id TEXT NOT NULL REFERENCES policy_versions (id),
    -- The revision of the version that it made.
    revision INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('saved', 'handed-over', 'taken-back', 'sent-back', 'thrown-away', 'published',
        'replaced', 'withdrawal-proposed', 'kept', 'withdrawn')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'published', 'withdrawal-proposed', 'superseded', 'withdrawn',
        'thrown-away')),
    actor_account_id TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (policy_version_id, revision)
);

-- What can happen to an offer, and how it may stand, wherever that is written.
ALTER TABLE offer_events ADD CONSTRAINT offer_events_event CHECK (event IN ('found-eligible', 'found-undetermined', 'found-not-eligible', 'policy-ended', 'accepted', 'acceptance-taken-back',
    'carried-out', 'not-carried-out', 'read', 'put-off', 'declined', 'taken-up-again', 'application-begun',
    'application-withdrawn', 'application-granted', 'application-refused', 'unanswered'));
ALTER TABLE offer_events ADD CONSTRAINT offer_events_progress CHECK (progress IN ('open', 'later', 'never', 'read', 'accepted', 'applied', 'granted', 'not-carried-out', 'refused', 'lapsed'));
ALTER TABLE offer_events ADD CONSTRAINT offer_events_verdict CHECK (verdict IN ('eligible', 'undetermined', 'not-eligible', 'policy-over'));
ALTER TABLE offers ADD CONSTRAINT offers_told_state CHECK (told_state IN ('open', 'accepted', 'granted', 'not-carried-out', 'read', 'applied', 'refused', 'later', 'never', 'being-checked', 'lapsed', 'ended'));
ALTER TABLE offers ADD CONSTRAINT offers_delivery CHECK (delivery IN ('automatic', 'confirm', 'apply', 'apply-then-automatic', 'inform'));
ALTER TABLE foretold ADD CONSTRAINT foretold_kind CHECK (kind IN ('soon-granted', 'soon-found', 'soon-to-apply', 'soon-ended', 'soon-lapsed'));

-- What was said of days that are long over is deleted by its day.
CREATE INDEX foretold_by_day ON foretold (on_day);
