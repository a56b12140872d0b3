//! Policies as files: seeds that are imported once by id, version and content. A changed file arrives as a draft;
//! a published version in the store is never overwritten, and never run again by a restart.

use super::desk::{Head, content_hash};
use crate::{
    context::Context,
    db::{pools::Priority, schema::policy_versions},
    error::{Error, Result},
    journal::{self, Act},
};
use contract::policies::VersionState;
use diesel::prelude::*;
use serde_json::json;

/// The city's vocabulary.
pub const VOCABULARY: &str = include_str!("../../../policies/vocabulary.toml");
/// The city's parameters.
pub const PARAMETERS: &str = include_str!("../../../policies/parameters.toml");

/// Every policy document of the repository; a test holds the list against the folder.
pub const POLICIES: &[(&str, &str)] = &[
    ("elderly-care/elder-allowance", include_str!("../../../policies/elderly-care/elder-allowance.toml")),
    ("elderly-care/care-service-subsidy", include_str!("../../../policies/elderly-care/care-service-subsidy.toml")),
    (
        "elderly-care/long-term-care-insurance",
        include_str!("../../../policies/elderly-care/long-term-care-insurance.toml"),
    ),
    ("elderly-care/meal-help", include_str!("../../../policies/elderly-care/meal-help.toml")),
    (
        "healthcare/serious-illness-registration",
        include_str!("../../../policies/healthcare/serious-illness-registration.toml"),
    ),
    ("healthcare/pneumonia-vaccine", include_str!("../../../policies/healthcare/pneumonia-vaccine.toml")),
    ("healthcare/childcare-subsidy", include_str!("../../../policies/healthcare/childcare-subsidy.toml")),
    ("healthcare/family-doctor", include_str!("../../../policies/healthcare/family-doctor.toml")),
    (
        "social-security/minimum-living-allowance",
        include_str!("../../../policies/social-security/minimum-living-allowance.toml"),
    ),
    (
        "social-security/disability-living-allowance",
        include_str!("../../../policies/social-security/disability-living-allowance.toml"),
    ),
    (
        "social-security/disability-care-allowance",
        include_str!("../../../policies/social-security/disability-care-allowance.toml"),
    ),
    (
        "social-security/unemployment-benefit",
        include_str!("../../../policies/social-security/unemployment-benefit.toml"),
    ),
    (
        "social-security/unemployment-benefit-extension",
        include_str!("../../../policies/social-security/unemployment-benefit-extension.toml"),
    ),
    (
        "social-security/flexible-work-insurance-subsidy",
        include_str!("../../../policies/social-security/flexible-work-insurance-subsidy.toml"),
    ),
];

/// Imports what is not known yet. Gives the versions that were published by it.
///
/// # Errors
/// A document of the program does not check (a fault); the store is away.
pub fn import(cx: &Context) -> Result<Vec<String>> {
    let mut published = Vec::new();
    for (name, text) in POLICIES {
        let head = Head::of(cx, text);
        let checked = policy::check::check(text, &cx.vocabulary, &cx.parameters);
        let policy = checked.policy.ok_or_else(|| Error::fault(format!("the policy document {name} has problems")))?;
        let new = cx.write(Priority::Job, |tx| {
            let known: i64 = policy_versions::table
                .filter(policy_versions::policy_id.eq(&policy.id))
                .filter(policy_versions::content_hash.eq(content_hash(text)))
                .count()
                .get_result(tx)?;
            if known > 0 {
                return Ok(None);
            }
            let same_version: i64 =
                policy_versions::table.filter(policy_versions::policy_id.eq(&policy.id)).count().get_result(tx)?;
            let (state, version) = match same_version {
                0 => (VersionState::Published, policy.version.clone()),
                earlier => (VersionState::Draft, format!("{}-{}", policy.version, earlier + 1)),
            };
            let id = cx.new_id();
            let now = cx.now();
            diesel::insert_into(policy_versions::table)
                .values((
                    policy_versions::id.eq(&id),
                    policy_versions::policy_id.eq(&policy.id),
                    policy_versions::version.eq(version),
                    policy_versions::state.eq(state.as_str()),
                    policy_versions::content.eq(*text),
                    policy_versions::content_hash.eq(content_hash(text)),
                    policy_versions::title_zh.eq(&head.title.zh),
                    policy_versions::title_en.eq(&head.title.en),
                    policy_versions::field.eq(&head.field),
                    policy_versions::created_at.eq(now),
                    policy_versions::published_at.eq((state == VersionState::Published).then_some(now)),
                    policy_versions::valid_from.eq(&head.valid_from),
                    policy_versions::valid_to.eq(&head.valid_to),
                    policy_versions::revision.eq(1),
                    policy_versions::seed.eq(true),
                ))
                .execute(tx)?;
            journal::record(
                tx,
                now,
                &Act::done("policies.import", "policy-version", Some(&id)).with(json!({ "policy": policy.id })),
            )?;
            Ok((state == VersionState::Published).then_some(id))
        })?;
        published.extend(new);
    }
    Ok(published)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    #[test]
    fn every_document_of_the_folder_is_in_the_program() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
        let mut found = Vec::new();
        for field in ["elderly-care", "healthcare", "social-security"] {
            for file in std::fs::read_dir(root.join(field)).unwrap() {
                let stem = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
                found.push(format!("{field}/{stem}"));
            }
        }
        found.sort();
        let mut listed: Vec<_> = super::POLICIES.iter().map(|(name, _)| (*name).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
    }
}
