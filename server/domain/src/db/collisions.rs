//! Uniqueness into which two people can run at one moment. Whoever comes second runs again, finds the row of the first, and
//! says so. Any other violation is a mistake of the program: running again would not mend it.

use diesel::result::DatabaseErrorInformation;

/// How SQLite begins the message of a violation; the columns follow.
const SQLITE_BEGINS: &str = "UNIQUE constraint failed: ";

/// What two can write at one moment: the name of the constraint, which PostgreSQL gives, and its columns, which SQLite gives
/// instead. Ids that are drawn at random are not among them.
pub const COLLISIONS: [(&str, &str); 35] = [
    ("account_roles_pkey", "account_roles.account_id, account_roles.role"),
    ("accounts_resident_id_key", "accounts.resident_id"),
    ("accounts_sign_in_name_fingerprint_key", "accounts.sign_in_name_fingerprint"),
    (
        "application_events_application_id_sequence_key",
        "application_events.application_id, application_events.sequence",
    ),
    ("applications_draft_id_key", "applications.draft_id"),
    ("applications_receipt_number_key", "applications.receipt_number"),
    ("applications_single", "applications.resident_id, applications.item_id"),
    (
        "arrangement_events_arrangement_id_sequence_key",
        "arrangement_events.arrangement_id, arrangement_events.sequence",
    ),
    ("arrangements_open_by_offer", "arrangements.offer_id"),
    ("city_settings_pkey", "city_settings.name"),
    ("corrected_facts_pkey", "corrected_facts.resident_id, corrected_facts.attribute"),
    ("dispute_events_dispute_id_sequence_key", "dispute_events.dispute_id, dispute_events.sequence"),
    ("dispute_outcomes_pkey", "dispute_outcomes.dispute_id, dispute_outcomes.offer_id"),
    ("disputes_open_by_fact", "disputes.resident_id, disputes.attribute"),
    ("drafts_open", "drafts.account_id, drafts.item_id"),
    ("fact_requests_pkey", "fact_requests.resident_id, fact_requests.department"),
    ("facts_pkey", "facts.resident_id, facts.department"),
    ("foretold_pkey", "foretold.resident_id, foretold.policy_id, foretold.kind, foretold.on_day"),
    (
        "idempotency_keys_pkey",
        "idempotency_keys.account_id, idempotency_keys.use_case, idempotency_keys.idempotency_key",
    ),
    ("journal_sequence_key", "journal.sequence"),
    ("missed_searches_pkey", "missed_searches.words"),
    ("offers_resident_id_policy_id_key", "offers.resident_id, offers.policy_id"),
    ("passkey_users_pkey", "passkey_users.account_id"),
    ("policy_results_pkey", "policy_results.policy_version_id"),
    ("policy_version_events_pkey", "policy_version_events.policy_version_id, policy_version_events.revision"),
    ("policy_version_hands_by_author", "policy_version_hands.policy_version_id"),
    (
        "policy_version_hands_pkey",
        "policy_version_hands.policy_version_id, policy_version_hands.account_id, policy_version_hands.act",
    ),
    ("policy_versions_by_first_day", "policy_versions.policy_id, policy_versions.holds_from"),
    ("policy_versions_policy_id_version_key", "policy_versions.policy_id, policy_versions.version"),
    ("residents_id_number_fingerprint_key", "residents.id_number_fingerprint"),
    ("residents_number_key", "residents.number"),
    ("scheduled_tasks_pkey", "scheduled_tasks.name"),
    ("service_items_pkey", "service_items.id, service_items.version"),
    ("sign_in_failures_pkey", "sign_in_failures.key"),
    ("staff_codes_pkey", "staff_codes.account_id"),
];

/// Whether a violation of uniqueness is one that two at one moment can cause.
pub(crate) fn is_collision(information: &dyn DatabaseErrorInformation) -> bool {
    let columns = information.message().strip_prefix(SQLITE_BEGINS);
    match (information.constraint_name(), columns) {
        (Some(name), _) => COLLISIONS.iter().any(|(known, _)| *known == name),
        (None, Some(columns)) => COLLISIONS.iter().any(|(_, known)| *known == columns),
        (None, None) => false,
    }
}
