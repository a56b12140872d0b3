//! Deciding a case as a caseworker does: what the form proposes is taken, and what it asks besides is answered.

use crate::portal::Client;
use contract::fields::Fields;
use domain::{
    applications::record,
    casework::{case, terms},
    context::Context,
    error::Error,
    services::items,
};
use policy::decision::{Truth, Verdict};
use std::collections::BTreeMap;

/// What is written as a proof.
pub const PROOF: &str = "看过原件。";

/// Decides on the page of a case. Whoever decides otherwise than the verdict says is asked on what grounds.
///
/// # Panics
/// The case cannot be decided.
pub fn decide(staff: &Client<'_>, case: &str, decision: &str, reason: &str) {
    let changes = [("decision", decision), ("reason", reason)];
    let (_, page) = staff.fill(case, "/decide", &changes);
    let Some(form) = page.html().form("/decide") else { return };
    let asked: BTreeMap<String, &str> = form
        .fields
        .iter()
        .filter_map(|field| {
            let begins = |prefix: &str| field.name.starts_with(prefix);
            let value = if begins("unmet-") {
                "0"
            } else if begins("proof-") {
                PROOF
            } else if begins("amount-") && field.value.is_empty() {
                "100"
            } else {
                return None;
            };
            Some((field.name.clone(), value))
        })
        .collect();
    let changes: Vec<(&str, &str)> =
        changes.into_iter().chain(asked.iter().map(|(name, value)| (name.as_str(), *value))).collect();
    let (_, page) = staff.fill(case, "/decide", &changes);
    assert!(page.html().form("/decide").is_none(), "{case} is not decided: {}", page.text());
}

/// The fields with which a case is decided, whatever the verdict.
///
/// # Errors
/// There is no such application; the store is away.
pub fn fields(cx: &Context, application: &str, decision: &str, others: &[(&str, &str)]) -> Result<Fields, Error> {
    cx.read(|connection| {
        let stored = record::find(connection, application)?;
        let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
        let verdicts = case::verdicts(cx, connection, &stored)?;
        let proposal = terms::proposal(&item.title, &verdicts, cx.today());
        let mut pairs = vec![("decision".to_owned(), decision.to_owned())];
        for (part, value) in ["from-year", "from-month", "from-day"].iter().zip(proposal.from) {
            pairs.push(((*part).to_owned(), value));
        }
        for benefit in proposal.benefits {
            let Some(policy) = benefit.policy else { continue };
            let amount = if benefit.amount.is_empty() { "100".to_owned() } else { benefit.amount };
            pairs.extend([(format!("amount-{policy}"), amount), ("granted".to_owned(), policy)]);
        }
        for (verdict, _) in &verdicts {
            let policy = &verdict.policy;
            if verdict.verdict == Verdict::Eligible {
                pairs.push((format!("unmet-{policy}"), "0".to_owned()));
                pairs.push((format!("proof-{policy}-unmet"), PROOF.to_owned()));
            }
            let not_met = verdict.reasons.iter().enumerate().filter(|(_, reason)| reason.result == Truth::No);
            pairs.extend(not_met.map(|(index, _)| (format!("proof-{policy}-{index}"), PROOF.to_owned())));
        }
        pairs.extend(others.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Ok(Fields::new(pairs))
    })
}
