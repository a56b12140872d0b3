-- People of the city. `number` is dense from 0: the position of the person in every bitmap.
CREATE TABLE residents (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    name_sealed BYTEA NOT NULL,
    id_number_sealed BYTEA NOT NULL,
    id_number_fingerprint TEXT NOT NULL UNIQUE,
    phone_sealed BYTEA,
    phone_fingerprint TEXT
);
CREATE INDEX residents_by_phone ON residents (phone_fingerprint);

-- Deliveries of facts by a department: the provenance that every fact names.
CREATE TABLE deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    department TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    note TEXT NOT NULL
);

-- What one department knows about one resident: an encrypted document over the vocabulary.
CREATE TABLE facts (
    resident_id TEXT NOT NULL REFERENCES residents (id),
    department TEXT NOT NULL,
    as_of TEXT NOT NULL,
    delivery_id TEXT NOT NULL REFERENCES deliveries (id),
    document_sealed BYTEA NOT NULL,
    PRIMARY KEY (resident_id, department)
);

-- Sign-in accounts, of residents and of staff.
CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    resident_id TEXT UNIQUE REFERENCES residents (id),
    sign_in_name_fingerprint TEXT UNIQUE,
    display_name_sealed BYTEA NOT NULL,
    password_hash TEXT,
    status TEXT NOT NULL,
    district TEXT,
    created_at BIGINT NOT NULL
);

-- Roles of an account; an account may hold several.
CREATE TABLE account_roles (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    PRIMARY KEY (account_id, role)
);

-- Open sessions, by the hash of their token.
CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Failed sign-ins per identifier and per address, within a window.
CREATE TABLE sign_in_failures (
    "key" TEXT NOT NULL PRIMARY KEY,
    window_started_at BIGINT NOT NULL,
    "count" INTEGER NOT NULL
);

-- Versions of policies. A published version is never overwritten.
CREATE TABLE policy_versions (
    id TEXT NOT NULL PRIMARY KEY,
    policy_id TEXT NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    field TEXT NOT NULL,
    author_account_id TEXT,
    publisher_account_id TEXT,
    created_at BIGINT NOT NULL,
    published_at BIGINT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    revision INTEGER NOT NULL,
    seed BOOLEAN NOT NULL,
    UNIQUE (policy_id, version)
);
CREATE INDEX policy_versions_by_state ON policy_versions (state);

-- What a published version says about the whole city: compressed bitmaps over `residents.number`.
CREATE TABLE policy_results (
    policy_version_id TEXT NOT NULL PRIMARY KEY REFERENCES policy_versions (id),
    evaluated_on TEXT NOT NULL,
    eligible BYTEA NOT NULL,
    undetermined BYTEA NOT NULL,
    eligible_count BIGINT NOT NULL,
    undetermined_count BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL,
    state TEXT NOT NULL
);

-- What a policy means for one resident.
CREATE TABLE offers (
    id TEXT NOT NULL PRIMARY KEY,
    resident_id TEXT NOT NULL REFERENCES residents (id),
    policy_id TEXT NOT NULL,
    policy_version_id TEXT NOT NULL REFERENCES policy_versions (id),
    state TEXT NOT NULL,
    delivery TEXT NOT NULL,
    amount_fen BIGINT,
    amount_hours BIGINT,
    period TEXT,
    decided_on TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    application_id TEXT,
    revision INTEGER NOT NULL,
    UNIQUE (resident_id, policy_id)
);
CREATE INDEX offers_by_policy ON offers (policy_id, state);

-- "This is wrong": a disagreement with a fact, with a clock at the department that owns it.
CREATE TABLE disputes (
    id TEXT NOT NULL PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES offers (id),
    resident_id TEXT NOT NULL REFERENCES residents (id),
    attribute TEXT NOT NULL,
    department TEXT NOT NULL,
    statement_sealed BYTEA NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX disputes_by_resident ON disputes (resident_id, created_at);
CREATE INDEX disputes_by_state ON disputes (state, due_at);

-- Messages in residents' inboxes. `arguments` is JSON without personal data.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    resident_id TEXT NOT NULL REFERENCES residents (id),
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    arguments TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX notices_by_resident ON notices (resident_id, created_at);

-- Versions of service items: what can be applied for.
CREATE TABLE service_items (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    field TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    "current" BOOLEAN NOT NULL,
    PRIMARY KEY (id, version)
);

-- Applications that are being filled in, pinned to the item's version.
CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    resident_id TEXT NOT NULL REFERENCES residents (id),
    item_id TEXT NOT NULL,
    item_version TEXT NOT NULL,
    offer_id TEXT,
    answers_sealed BYTEA NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX drafts_by_account ON drafts (account_id);

-- Submitted applications: frozen answers and facts, and where the case stands.
CREATE TABLE applications (
    id TEXT NOT NULL PRIMARY KEY,
    receipt_number TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    resident_id TEXT NOT NULL REFERENCES residents (id),
    item_id TEXT NOT NULL,
    item_version TEXT NOT NULL,
    policy_version_id TEXT REFERENCES policy_versions (id),
    offer_id TEXT,
    draft_id TEXT UNIQUE,
    answers_sealed BYTEA NOT NULL,
    facts_sealed BYTEA NOT NULL,
    decision_sealed BYTEA,
    state TEXT NOT NULL,
    district TEXT,
    submitted_at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    promised_days INTEGER NOT NULL,
    paused_at BIGINT,
    revision INTEGER NOT NULL
);
CREATE INDEX applications_by_resident ON applications (resident_id, submitted_at);
CREATE INDEX applications_by_account ON applications (account_id, submitted_at);
CREATE INDEX applications_by_state ON applications (state, due_on);

-- The timeline of an application; rows are added, never edited.
CREATE TABLE application_events (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_account_id TEXT,
    at BIGINT NOT NULL,
    detail_sealed BYTEA,
    UNIQUE (application_id, sequence)
);

-- Work of the city on an application, each with its clock.
CREATE TABLE tasks (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    district TEXT,
    opened_at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX tasks_by_application ON tasks (application_id);
CREATE INDEX tasks_by_state ON tasks (state, due_on);

-- Every act, without personal data. `sequence` and the hashes are filled in by the sealer, once.
CREATE TABLE journal (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_account_id TEXT,
    on_behalf_of TEXT,
    act TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT,
    result TEXT NOT NULL,
    detail TEXT NOT NULL,
    request_id TEXT,
    content_hash TEXT NOT NULL,
    sequence BIGINT UNIQUE,
    previous_hash TEXT,
    chain_hash TEXT
);
CREATE INDEX journal_unsealed ON journal (id) WHERE sequence IS NULL;
CREATE INDEX journal_by_object ON journal (object_kind, object_id);
CREATE INDEX journal_by_actor ON journal (actor_account_id, at);

-- What has to happen outside the database because of an act; written with the act.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE done_at IS NULL;

-- Work on many people, done in slices. `attempts` counts claims and fences out a worker whose lease ran out.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    "cursor" TEXT,
    state TEXT NOT NULL,
    progress_done BIGINT NOT NULL,
    progress_total BIGINT NOT NULL,
    result TEXT,
    attempts INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    run_at BIGINT NOT NULL,
    locked_until BIGINT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    error TEXT
);
CREATE INDEX jobs_by_state ON jobs (state, run_at);

-- Acts that were already done, so that a repeated form gets the same receipt.
CREATE TABLE idempotency_keys (
    account_id TEXT NOT NULL,
    use_case TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    outcome TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, use_case, idempotency_key)
);

-- Typed values of forms without a draft, sealed with a key that only the browser's cookie holds.
CREATE TABLE stash (
    id_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT,
    form TEXT NOT NULL,
    body_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX stash_by_expiry ON stash (expires_at);

-- Settings of this city: the demonstration mark, seed versions, the head of the journal.
CREATE TABLE city_settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- The journal is append-only: what an act said is never edited, and no row leaves. Sealing fills the three chain columns once.
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'journal rows are never deleted';
    END IF;
    IF OLD.sequence IS NOT NULL OR NEW.id <> OLD.id OR NEW.content_hash <> OLD.content_hash
        OR NEW.at <> OLD.at OR NEW.detail <> OLD.detail THEN
        RAISE EXCEPTION 'journal rows are never edited';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER journal_rows_stay BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
