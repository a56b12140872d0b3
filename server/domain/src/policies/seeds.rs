//! Policies as files: seeds that are imported once by id, version and content. A changed file arrives as a draft;
//! a published version in the store is never overwritten, and never run again by a restart.

use super::{
    desk::head::{Head, content_hash},
    versions::{schedule, transitions::VersionStage},
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::policy_versions, types::Stored},
    error::{Error, Result},
    journal::{self, Act},
};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashSet;

/// The city's vocabulary.
pub const VOCABULARY: &str = include_str!("../../../policies/vocabulary.toml");
/// The city's parameters.
pub const PARAMETERS: &str = include_str!("../../../policies/parameters.toml");

/// Policy documents by `field/id`, with their text.
macro_rules! documents {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../policies/", $name, ".toml")))),*]
    };
}

/// Every policy document of the repository; a test holds the list against the folder. Offers of one matching stand on
/// a home page in the reverse order: what most people can act on comes last here.
pub const POLICIES: &[(&str, &str)] = documents![
    "elderly-care/care-consumption-voucher",
    "elderly-care/care-for-living-alone",
    "elderly-care/care-needs-assessment",
    "elderly-care/care-time-bank",
    "elderly-care/care-worker-entry-subsidy",
    "elderly-care/extreme-hardship-support",
    "elderly-care/home-adaptation-aid",
    "elderly-care/home-renewal-discount",
    "elderly-care/senior-privileges",
    "healthcare/birth-leave",
    "healthcare/child-rehabilitation",
    "healthcare/disabled-veterans-medical",
    "healthcare/flexible-medical-start",
    "healthcare/flexible-worker-contributions",
    "healthcare/hpv-vaccine",
    "healthcare/late-medical-claim",
    "healthcare/maternity-allowance",
    "healthcare/medical-aid-inpatient",
    "healthcare/medical-aid-outpatient",
    "healthcare/one-child-retirement-reward",
    "healthcare/one-child-reward",
    "healthcare/only-child-loss-support",
    "healthcare/out-of-town-care",
    "healthcare/parental-leave",
    "healthcare/partner-leave",
    "healthcare/residents-premium-aid",
    "healthcare/retired-medical-cover",
    "healthcare/women-screening",
    "social-security/disability-certificate",
    "social-security/education-aid",
    "social-security/employment-aid-for-poor",
    "social-security/expenditure-hardship-allowance",
    "social-security/expenditure-hardship-family",
    "social-security/flexible-early-retirement",
    "social-security/hard-to-employ-certification",
    "social-security/hiring-bonus-2023",
    "social-security/hiring-insurance-subsidy",
    "social-security/hiring-job-subsidy",
    "social-security/housing-fund-saving",
    "social-security/kindergarten-fee-waiver",
    "social-security/low-income-family",
    "social-security/low-rent-housing",
    "social-security/maternity-employer-subsidy",
    "social-security/older-unemployed-job-subsidy",
    "social-security/older-unemployed-pension-repaid",
    "social-security/pension-increase-2021",
    "social-security/residence-permit",
    "social-security/residents-basic-pension-2021",
    "social-security/statutory-retirement",
    "social-security/survivor-benefit",
    "social-security/temporary-relief",
    "social-security/unemployment-medical-cover",
    "social-security/work-injury-employer-allowance",
    "social-security/work-injury-grant",
    "social-security/work-injury-monthly-allowance",
    "social-security/work-injury-recognition",
    "social-security/young-start-up-loan",
    "social-security/zero-employment-family-aid",
    "elderly-care/elder-allowance",
    "elderly-care/care-service-subsidy",
    "elderly-care/long-term-care-insurance",
    "elderly-care/meal-help",
    "healthcare/serious-illness-registration",
    "healthcare/pneumonia-vaccine",
    "healthcare/childcare-subsidy",
    "healthcare/family-doctor",
    "social-security/minimum-living-allowance",
    "social-security/disability-living-allowance",
    "social-security/disability-care-allowance",
    "social-security/unemployment-benefit",
    "social-security/unemployment-benefit-extension",
    "social-security/flexible-work-insurance-subsidy",
];

/// Imports what is not known yet. Gives the versions that were published by it.
///
/// # Errors
/// A new document of the program does not check (a fault); the store is away.
pub fn import(cx: &Context) -> Result<Vec<String>> {
    let mut published = Vec::new();
    // At most starts nothing is new: then no document is read, and nothing waits to write.
    let known = cx.read(known)?;
    for (name, text) in POLICIES.iter().filter(|(_, text)| !known.contains(&content_hash(text))) {
        let checked = policy::check::check(text, &cx.vocabulary, &cx.parameters);
        let policy = checked.policy.ok_or_else(|| Error::fault(format!("the policy document {name} has problems")))?;
        let head = Head::of(&policy);
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
            let (stage, version) = match same_version {
                0 => (VersionStage::Published, policy.version.clone()),
                earlier => (VersionStage::Draft, format!("{}-{}", policy.version, earlier + 1)),
            };
            let is_published = stage == VersionStage::Published;
            // A seed that is over already was in force, as far as anybody may ask, until its last day.
            let holds_from = schedule::first_day(&policy, cx.today()).unwrap_or(policy.valid_from);
            let id = cx.new_id();
            let now = cx.now();
            diesel::insert_into(policy_versions::table)
                .values((
                    policy_versions::id.eq(&id),
                    policy_versions::policy_id.eq(&policy.id),
                    policy_versions::version.eq(version),
                    policy_versions::state.eq(Stored(stage)),
                    policy_versions::content.eq(*text),
                    policy_versions::content_hash.eq(content_hash(text)),
                    policy_versions::title_zh.eq(&head.title.zh),
                    policy_versions::title_en.eq(&head.title.en),
                    policy_versions::field.eq(&head.field),
                    policy_versions::created_at.eq(now),
                    policy_versions::published_at.eq(is_published.then_some(now)),
                    policy_versions::holds_from.eq(is_published.then_some(Stored(holds_from))),
                    policy_versions::ends_on.eq(policy.valid_to.filter(|_| is_published).map(Stored)),
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
            Ok(is_published.then_some(id))
        })?;
        published.extend(new);
    }
    Ok(published)
}

/// The contents of the program's documents that are in the store already. A content names its policy.
fn known(connection: &mut Connection) -> Result<HashSet<String>> {
    let contents: Vec<String> = POLICIES.iter().map(|(_, text)| content_hash(text)).collect();
    let found: Vec<String> = policy_versions::table
        .filter(policy_versions::content_hash.eq_any(contents))
        .select(policy_versions::content_hash)
        .load(connection)?;
    Ok(found.into_iter().collect())
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
