//! Service items as files: imported once by id and version.

use super::document;
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::service_items},
    error::{Error, Result},
    policies::desk::head::content_hash,
};
use diesel::prelude::*;
use std::collections::HashSet;

/// Every item document of the repository; a test holds the list against the folder.
pub const ITEMS: &[(&str, &str)] = &[
    ("elderly-care/elder-allowance", include_str!("../../../items/elderly-care/elder-allowance.toml")),
    ("elderly-care/care-needs-assessment", include_str!("../../../items/elderly-care/care-needs-assessment.toml")),
    (
        "healthcare/serious-illness-registration",
        include_str!("../../../items/healthcare/serious-illness-registration.toml"),
    ),
    ("healthcare/out-of-town-care", include_str!("../../../items/healthcare/out-of-town-care.toml")),
    ("healthcare/childcare-subsidy", include_str!("../../../items/healthcare/childcare-subsidy.toml")),
    (
        "social-security/disability-allowances",
        include_str!("../../../items/social-security/disability-allowances.toml"),
    ),
    (
        "social-security/minimum-living-allowance",
        include_str!("../../../items/social-security/minimum-living-allowance.toml"),
    ),
    ("social-security/unemployment-benefit", include_str!("../../../items/social-security/unemployment-benefit.toml")),
    (
        "social-security/flexible-work-insurance-subsidy",
        include_str!("../../../items/social-security/flexible-work-insurance-subsidy.toml"),
    ),
];

/// Imports what is not known yet; the newest version of an item is the current one. Drafts and applications stay with
/// the version they began with.
///
/// # Errors
/// A new document of the program cannot be read (a fault); the store is away.
pub fn import(cx: &Context) -> Result<()> {
    // At most starts nothing is new, and nothing waits to write.
    let known = cx.read(known)?;
    for (name, text) in ITEMS.iter().filter(|(_, text)| !known.contains(&content_hash(text))) {
        let item = document::parse(text).map_err(|error| Error::fault(format!("{name}: {error}")))?;
        cx.write(Priority::Job, |tx| {
            let known: i64 = service_items::table
                .filter(service_items::id.eq(&item.id).and(service_items::version.eq(&item.version)))
                .count()
                .get_result(tx)?;
            if known > 0 {
                return Ok(());
            }
            diesel::update(service_items::table.filter(service_items::id.eq(&item.id)))
                .set(service_items::current.eq(false))
                .execute(tx)?;
            diesel::insert_into(service_items::table)
                .values((
                    service_items::id.eq(&item.id),
                    service_items::version.eq(&item.version),
                    service_items::content.eq(*text),
                    service_items::content_hash.eq(content_hash(text)),
                    service_items::field.eq(item.field.as_str()),
                    service_items::title_zh.eq(&item.title.zh),
                    service_items::title_en.eq(&item.title.en),
                    service_items::current.eq(true),
                ))
                .execute(tx)?;
            Ok(())
        })?;
    }
    Ok(())
}

/// The contents of the program's documents that are in the store already. A content names its item and version.
fn known(connection: &mut Connection) -> Result<HashSet<String>> {
    let contents: Vec<String> = ITEMS.iter().map(|(_, text)| content_hash(text)).collect();
    let found: Vec<String> = service_items::table
        .filter(service_items::content_hash.eq_any(contents))
        .select(service_items::content_hash)
        .load(connection)?;
    Ok(found.into_iter().collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use crate::{
        policies::seeds::{PARAMETERS, POLICIES, VOCABULARY},
        services::document::Item,
    };
    use contract::applications::QuestionKind;
    use policy::{
        document::{Delivery, Policy},
        parameters::Parameters,
        vocabulary::{ValueType, Vocabulary},
    };

    fn items() -> Vec<(&'static str, Item)> {
        ITEMS.iter().map(|(name, text)| (*name, document::parse(text).unwrap())).collect()
    }

    #[test]
    fn every_document_of_the_folder_is_in_the_program() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../items");
        let mut found = Vec::new();
        for field in ["elderly-care", "healthcare", "social-security"] {
            for file in std::fs::read_dir(root.join(field)).unwrap() {
                let stem = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
                found.push(format!("{field}/{stem}"));
            }
        }
        found.sort();
        let mut listed: Vec<_> = ITEMS.iter().map(|(name, _)| (*name).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
    }

    #[test]
    fn items_fit_their_folder_the_vocabulary_and_the_policies() {
        let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
        for (name, item) in items() {
            assert_eq!(name, format!("{}/{}", item.field.as_str(), item.id));
            assert!(vocabulary.department(&item.department).is_some(), "{name}: {}", item.department);
            if let Some(policy) = &item.policy {
                assert!(POLICIES.iter().any(|(known, _)| known.ends_with(&format!("/{policy}"))), "{name}: {policy}");
            }
            assert!((3..=7).contains(&item.questions.len()), "{name} has a page for each question");
            for question in &item.questions {
                let Some(prefill) = &question.prefill else { continue };
                let attribute = vocabulary.attribute(prefill).unwrap();
                let kinds: &[QuestionKind] = match attribute.value_type {
                    ValueType::Bool => &[QuestionKind::YesNo],
                    ValueType::Int => &[QuestionKind::Number],
                    ValueType::Money => &[QuestionKind::Money],
                    ValueType::Date => &[QuestionKind::Date],
                    ValueType::Code => &[QuestionKind::Choice, QuestionKind::District],
                    ValueType::Text => &[QuestionKind::Text],
                    ValueType::Codes | ValueType::Members => &[],
                };
                assert!(kinds.contains(&question.kind), "{name}: {prefill} cannot fill in {}", question.id);
            }
        }
    }

    #[test]
    fn policies_that_are_applied_for_have_an_item() {
        let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
        let parameters = Parameters::parse(PARAMETERS).unwrap();
        let items = items();
        let policies: Vec<Policy> = POLICIES
            .iter()
            .map(|(_, text)| policy::check::check(text, &vocabulary, &parameters).policy.unwrap())
            .collect();
        for policy in &policies {
            match (&policy.item, policy.delivery_here) {
                (Some(item), _) => assert!(items.iter().any(|(_, known)| known.id == *item), "{}: {item}", policy.id),
                (None, delivery) => assert!(
                    !matches!(delivery, Delivery::Apply | Delivery::ApplyThenAutomatic),
                    "{} cannot be applied for",
                    policy.id
                ),
            }
        }
        for delivery in Delivery::ALL {
            assert!(policies.iter().any(|policy| policy.delivery_here == *delivery), "{delivery:?}");
        }
    }
}
