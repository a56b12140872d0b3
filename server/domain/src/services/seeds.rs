//! Service items as files: imported once by id and version.

use super::document;
use crate::{
    context::Context,
    db::{pools::Priority, schema::service_items},
    error::{Error, Result},
    policies::desk::content_hash,
};
use diesel::prelude::*;

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
/// A document of the program cannot be read (a fault); the store is away.
pub fn import(cx: &Context) -> Result<()> {
    for (name, text) in ITEMS {
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
