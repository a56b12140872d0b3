//! The tables, for both databases. Written beside the two migration trees; a test holds all three against each other.
//! The file is long because it is a list.
//!
//! Facts about residents stand inside encrypted documents (`facts.document_sealed`), never in columns of their own.
#![expect(missing_docs, reason = "columns are described with their table")]

diesel::table! {
    /// People of the city. `number` is dense from 0: the position of the person in every bitmap.
    residents (id) {
        id -> Text,
        number -> BigInt,
        name_sealed -> Binary,
        id_number_sealed -> Binary,
        id_number_fingerprint -> Text,
        phone_sealed -> Nullable<Binary>,
        phone_fingerprint -> Nullable<Text>,
        look_again_on -> Nullable<Text>,
        look_ahead_on -> Nullable<Text>,
    }
}

diesel::table! {
    /// Deliveries of facts by a department: the provenance that every fact names.
    deliveries (id) {
        id -> Text,
        department -> Text,
        received_at -> BigInt,
        note -> Text,
    }
}

diesel::table! {
    /// What one department knows about one resident: an encrypted document over the vocabulary.
    facts (resident_id, department) {
        resident_id -> Text,
        department -> Text,
        as_of -> Text,
        delivery_id -> Text,
        document_sealed -> Binary,
    }
}

diesel::table! {
    /// Where single facts come from that a department delivered between two whole deliveries.
    corrected_facts (resident_id, attribute) {
        resident_id -> Text,
        attribute -> Text,
        department -> Text,
        as_of -> Text,
        delivery_id -> Text,
    }
}

diesel::table! {
    /// Sign-in accounts, of residents and of staff.
    accounts (id) {
        id -> Text,
        resident_id -> Nullable<Text>,
        sign_in_name_fingerprint -> Nullable<Text>,
        display_name_sealed -> Binary,
        password_hash -> Nullable<Text>,
        status -> Text,
        district -> Nullable<Text>,
        created_at -> BigInt,
        /// How the person wants to read, as in the display cookie.
        display -> Nullable<Text>,
        department -> Nullable<Text>,
        /// When the person last set the password.
        password_set_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Roles of an account; an account may hold several.
    account_roles (account_id, role) {
        account_id -> Text,
        role -> Text,
    }
}

diesel::table! {
    /// Open sessions, by the hash of their token.
    sessions (token_hash) {
        token_hash -> Text,
        account_id -> Text,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
        /// Its name where it is listed; the token cannot be told from it.
        id -> Text,
        /// Program and system, as in `contract::identity::device::Device`.
        device -> Text,
        /// When the person last proved who they are.
        confirmed_at -> BigInt,
        /// `rests` or `stays`.
        kind -> Text,
    }
}

diesel::table! {
    /// Public keys of people's passkeys, by the id of the credential (base64url).
    passkeys (id) {
        id -> Text,
        account_id -> Text,
        name_sealed -> Binary,
        credential_sealed -> Binary,
        counter -> BigInt,
        device -> Text,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        last_device -> Nullable<Text>,
        last_sign_in_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Words for which the search found nothing.
    missed_searches (words) {
        words -> Text,
        times -> BigInt,
        first_at -> BigInt,
        last_at -> BigInt,
    }
}

diesel::table! {
    /// Codes by which staff make their first passkey, by account.
    staff_codes (account_id) {
        account_id -> Text,
        code_hash -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    /// What passkeys know their accounts by.
    passkey_users (account_id) {
        account_id -> Text,
        handle -> Text,
    }
}

diesel::table! {
    /// Challenges that wait for an answer, by the hash of the browser's key.
    passkey_ceremonies (id) {
        id -> Text,
        purpose -> Text,
        account_id -> Nullable<Text>,
        visitor -> Text,
        state_sealed -> Binary,
        expires_at -> BigInt,
    }
}

diesel::table! {
    /// Failed sign-ins per identifier and per address, within a window.
    sign_in_failures (key) {
        key -> Text,
        window_started_at -> BigInt,
        count -> Integer,
    }
}

diesel::table! {
    /// Versions of policies. A published version is never overwritten.
    policy_versions (id) {
        id -> Text,
        policy_id -> Text,
        version -> Text,
        state -> Text,
        content -> Text,
        content_hash -> Text,
        title_zh -> Text,
        title_en -> Text,
        field -> Text,
        publisher_account_id -> Nullable<Text>,
        created_at -> BigInt,
        published_at -> Nullable<BigInt>,
        valid_from -> Text,
        valid_to -> Nullable<Text>,
        holds_from -> Nullable<Text>,
        ends_on -> Nullable<Text>,
        matched_on -> Nullable<Text>,
        withdrawal_reason -> Nullable<Text>,
        withdrawal_account_id -> Nullable<Text>,
        revision -> Integer,
        seed -> Bool,
        remark -> Nullable<Text>,
        remark_account_id -> Nullable<Text>,
        remark_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// How a version of a policy moved on; never edited.
    policy_version_events (policy_version_id, revision) {
        policy_version_id -> Text,
        revision -> Integer,
        event -> Text,
        state -> Text,
        actor_account_id -> Nullable<Text>,
        at -> BigInt,
    }
}

diesel::table! {
    /// Who wrote, changed and handed over a version, and when last.
    policy_version_hands (policy_version_id, account_id, act) {
        policy_version_id -> Text,
        account_id -> Text,
        act -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    /// What a published version says about the whole city: compressed bitmaps over `residents.number`.
    policy_results (policy_version_id) {
        policy_version_id -> Text,
        evaluated_on -> Text,
        eligible -> Binary,
        undetermined -> Binary,
        eligible_count -> BigInt,
        undetermined_count -> BigInt,
        amount_fen -> BigInt,
        state -> Text,
    }
}

diesel::table! {
    /// What a policy means for one resident.
    offers (id) {
        id -> Text,
        resident_id -> Text,
        policy_id -> Text,
        policy_version_id -> Text,
        progress -> Text,
        verdict -> Text,
        delivery -> Text,
        amount_fen -> Nullable<BigInt>,
        amount_hours -> Nullable<BigInt>,
        period -> Nullable<Text>,
        decided_on -> Text,
        created_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        application_id -> Nullable<Text>,
        revision -> Integer,
        told_state -> Nullable<Text>,
        told_fen -> Nullable<BigInt>,
        told_hours -> Nullable<BigInt>,
        untold -> Bool,
        told_on -> Nullable<Text>,
    }
}

diesel::table! {
    /// What residents were told of days to come.
    foretold (resident_id, policy_id, kind, on_day) {
        resident_id -> Text,
        policy_id -> Text,
        kind -> Text,
        on_day -> Text,
    }
}

diesel::table! {
    /// Facts that have grown old and were asked for anew at their department.
    fact_requests (resident_id, department) {
        resident_id -> Text,
        department -> Text,
        asked_on -> Text,
    }
}

diesel::table! {
    /// What happened to an offer; never edited.
    offer_events (id) {
        id -> Text,
        offer_id -> Text,
        event -> Text,
        progress -> Text,
        verdict -> Text,
        policy_version_id -> Text,
        amount_fen -> Nullable<BigInt>,
        amount_hours -> Nullable<BigInt>,
        actor_account_id -> Nullable<Text>,
        at -> BigInt,
    }
}

diesel::table! {
    /// "This is wrong": a disagreement with a fact, with a clock at the department that owns it.
    disputes (id) {
        id -> Text,
        offer_id -> Nullable<Text>,
        resident_id -> Text,
        attribute -> Text,
        department -> Text,
        statement_sealed -> Binary,
        state -> Text,
        due_on -> Text,
        told_late_for -> Nullable<Text>,
        revision -> Integer,
        created_at -> BigInt,
    }
}

diesel::table! {
    /// What happened to a dispute; never edited. `department` is where it was when it happened.
    dispute_events (id) {
        id -> Text,
        dispute_id -> Text,
        sequence -> Integer,
        kind -> Text,
        department -> Text,
        to_department -> Nullable<Text>,
        actor_account_id -> Nullable<Text>,
        at -> BigInt,
        words_sealed -> Nullable<Binary>,
        change_sealed -> Nullable<Binary>,
    }
}

diesel::table! {
    /// What a corrected fact changed about the offers that rest on it.
    dispute_outcomes (dispute_id, offer_id) {
        dispute_id -> Text,
        offer_id -> Text,
        state_before -> Nullable<Text>,
        fen_before -> Nullable<BigInt>,
        hours_before -> Nullable<BigInt>,
        state_after -> Text,
        fen_after -> Nullable<BigInt>,
        hours_after -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// What follows a yes: a department carries it out, with a clock.
    arrangements (id) {
        id -> Text,
        offer_id -> Text,
        resident_id -> Text,
        policy_version_id -> Text,
        department -> Text,
        state -> Text,
        due_on -> Text,
        appointed_on -> Nullable<Text>,
        done_on -> Nullable<Text>,
        told_late_for -> Nullable<Text>,
        revision -> Integer,
        created_at -> BigInt,
    }
}

diesel::table! {
    /// What happened to an arrangement; never edited. `on_day` is the day that was agreed on, or on which it was done.
    arrangement_events (id) {
        id -> Text,
        arrangement_id -> Text,
        sequence -> Integer,
        kind -> Text,
        actor_account_id -> Nullable<Text>,
        at -> BigInt,
        on_day -> Nullable<Text>,
        words_sealed -> Nullable<Binary>,
    }
}

diesel::table! {
    /// Messages in residents' inboxes. `arguments` is JSON without personal data.
    notices (id) {
        id -> Text,
        resident_id -> Text,
        kind -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        arguments -> Text,
        created_at -> BigInt,
        read_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Versions of service items: what can be applied for.
    service_items (id, version) {
        id -> Text,
        version -> Text,
        content -> Text,
        content_hash -> Text,
        field -> Text,
        title_zh -> Text,
        title_en -> Text,
        current -> Bool,
    }
}

diesel::table! {
    /// Applications that are being filled in, pinned to the item's version.
    drafts (id) {
        id -> Text,
        account_id -> Text,
        resident_id -> Text,
        item_id -> Text,
        item_version -> Text,
        offer_id -> Nullable<Text>,
        answers_sealed -> Binary,
        revision -> Integer,
        state -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    /// Submitted applications: frozen answers and facts, and where the case stands.
    applications (id) {
        id -> Text,
        receipt_number -> Text,
        account_id -> Text,
        resident_id -> Text,
        item_id -> Text,
        item_version -> Text,
        policy_version_id -> Nullable<Text>,
        offer_id -> Nullable<Text>,
        draft_id -> Nullable<Text>,
        answers_sealed -> Binary,
        facts_sealed -> Binary,
        decision_sealed -> Nullable<Binary>,
        state -> Text,
        district -> Nullable<Text>,
        submitted_at -> BigInt,
        due_on -> Text,
        promised_days -> Integer,
        paused_at -> Nullable<BigInt>,
        revision -> Integer,
        told_late_for -> Nullable<Text>,
        single -> Bool,
        outcome_sealed -> Nullable<Binary>,
        against_verdict -> Bool,
    }
}

diesel::table! {
    /// The timeline of an application; rows are added, never edited.
    application_events (id) {
        id -> Text,
        application_id -> Text,
        sequence -> Integer,
        kind -> Text,
        actor_kind -> Text,
        actor_account_id -> Nullable<Text>,
        at -> BigInt,
        detail_sealed -> Nullable<Binary>,
    }
}

diesel::table! {
    /// Work of the city on an application, each with its clock.
    tasks (id) {
        id -> Text,
        application_id -> Text,
        kind -> Text,
        state -> Text,
        district -> Nullable<Text>,
        opened_at -> BigInt,
        due_on -> Text,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Every act, without personal data. `sequence` and the hashes are filled in by the sealer, once.
    journal (id) {
        id -> Text,
        at -> BigInt,
        actor_account_id -> Nullable<Text>,
        on_behalf_of -> Nullable<Text>,
        act -> Text,
        object_kind -> Text,
        object_id -> Nullable<Text>,
        result -> Text,
        detail -> Text,
        request_id -> Nullable<Text>,
        content_hash -> Text,
        sequence -> Nullable<BigInt>,
        previous_hash -> Nullable<Text>,
        chain_hash -> Nullable<Text>,
    }
}

diesel::table! {
    /// What has to happen outside the database because of an act; written with the act.
    outbox (id) {
        id -> Text,
        kind -> Text,
        payload -> Text,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// Work on many people, done in slices. `attempts` counts claims and fences out a worker whose lease ran out.
    jobs (id) {
        id -> Text,
        kind -> Text,
        payload -> Text,
        cursor -> Nullable<Text>,
        state -> Text,
        progress_done -> BigInt,
        progress_total -> BigInt,
        result -> Nullable<Text>,
        attempts -> Integer,
        failures -> Integer,
        priority -> Integer,
        run_at -> BigInt,
        locked_until -> Nullable<BigInt>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    /// Acts that were already done, so that a repeated form gets the same receipt.
    idempotency_keys (account_id, use_case, idempotency_key) {
        account_id -> Text,
        use_case -> Text,
        idempotency_key -> Text,
        fingerprint -> Text,
        outcome -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    /// Typed values of forms without a draft, sealed with a key that only the browser's cookie holds.
    stash (id_hash) {
        id_hash -> Text,
        account_id -> Nullable<Text>,
        form -> Text,
        body_sealed -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
        /// The account, or the keyed hash of the address of a stranger's device.
        visitor -> Text,
        /// Kept for somebody who has not signed in.
        stranger -> Bool,
        /// Bytes that the row takes, about.
        size -> Integer,
    }
}

diesel::table! {
    /// Beginnings of practice in the last hour, by the keyed hash of the address of the visitor's device.
    practice_beginnings (id) {
        id -> Text,
        visitor -> Text,
        began_at -> BigInt,
    }
}

diesel::table! {
    /// Settings of this city: the demonstration mark, seed versions, the head of the journal.
    city_settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    /// What the city does by itself, by name: who holds it, and how its last run went.
    scheduled_tasks (name) {
        name -> Text,
        term -> BigInt,
        held_until -> Nullable<BigInt>,
        asked_at -> Nullable<BigInt>,
        started_at -> Nullable<BigInt>,
        finished_at -> Nullable<BigInt>,
        succeeded_at -> Nullable<BigInt>,
        done -> BigInt,
        failures -> Integer,
        error -> Nullable<Text>,
        retry_at -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    account_roles,
    accounts,
    application_events,
    applications,
    arrangement_events,
    arrangements,
    city_settings,
    corrected_facts,
    deliveries,
    dispute_events,
    dispute_outcomes,
    disputes,
    drafts,
    fact_requests,
    facts,
    foretold,
    idempotency_keys,
    jobs,
    journal,
    notices,
    offer_events,
    offers,
    outbox,
    passkey_ceremonies,
    passkey_users,
    passkeys,
    policy_results,
    policy_version_events,
    policy_version_hands,
    policy_versions,
    practice_beginnings,
    residents,
    scheduled_tasks,
    service_items,
    sessions,
    sign_in_failures,
    stash,
    tasks,
);
