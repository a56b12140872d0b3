//! `/check`: a visitor's answers held against every policy in force. The answers are the browser's: they come with the
//! request, sealed in the stash with a key that only its cookie holds, and nothing here stores them. Or they never
//! leave the visitor's device, which is then given the rules.

use super::published::{self, Published};
use crate::{context::Context, error::Error, services::items};
use contract::{
    entitlement::{DeviceCheck, EntitlementPage, Parts, Rulebook, Wanted, answered},
    fields::Fields,
};
use policy::{
    document::Policy,
    screening::Answers,
    text::Text,
    value::Value,
    vocabulary::{Attribute, Vocabulary},
};
use std::collections::BTreeMap;

/// Minutes for which answers are kept after the last one.
pub const MINUTES: i64 = 30;

/// `/check`.
///
/// # Errors
/// The store is away.
pub fn entitlement_page(cx: &Context, answers: &Answers, wanted: &Wanted) -> Result<EntitlementPage, Error> {
    with_rules(cx, |rulebook| rulebook.page(answers, wanted))
}

/// What the visitor's own device is given to do everything by itself, in the language of the parts.
///
/// # Errors
/// The store is away.
pub fn device_check(cx: &Context, parts: Parts) -> Result<DeviceCheck, Error> {
    with_rules(cx, |rulebook| DeviceCheck::of(rulebook, parts))
}

/// POST `/check`: takes one answer (`question`, the question's fields, `go` = `next` | `unknown`) into those told before.
///
/// # Errors
/// What needs mending.
pub fn answer(cx: &Context, mut answers: Answers, fields: &Fields) -> Result<Answers, Error> {
    // A question that the vocabulary does not ask (any more): nothing to take, and nothing lost.
    let Some(attribute) = asked(&cx.vocabulary, fields.first("question")) else { return Ok(answers) };
    let value = answered(&cx.vocabulary, attribute, &answers, fields, cx.today());
    let value = value.map_err(|error| Error::Invalid(vec![error]))?;
    answers.tell(&attribute.id, value);
    Ok(answers)
}

/// Answers as they stand in the stash. What the vocabulary does not ask (any more) is left out.
pub fn from_stash(vocabulary: &Vocabulary, pairs: &Fields) -> Answers {
    let mut answers = Answers::new();
    for (id, text) in pairs.pairs() {
        let Some(attribute) = asked(vocabulary, id) else { continue };
        match (text.as_str(), attribute.parse_value(text)) {
            ("", _) => answers.tell(id, None),
            (_, Some(value)) => answers.tell(id, Some(value)),
            (_, None) => {}
        }
    }
    answers
}

/// Answers for the stash: attribute and value, an empty one for "I don't know".
pub fn to_stash(answers: &Answers) -> Vec<(String, String)> {
    let pairs = answers.iter();
    pairs.map(|(id, value)| (id.to_owned(), value.map(Value::to_string).unwrap_or_default())).collect()
}

fn with_rules<T>(cx: &Context, work: impl FnOnce(&Rulebook<'_>) -> T) -> Result<T, Error> {
    let (published, coming, items) = cx.read(|connection| {
        let published = published::in_force(cx, connection)?;
        let mut titles: BTreeMap<String, (String, Text)> = BTreeMap::new();
        for policy in published.iter().map(|published| &published.policy) {
            let Some(id) = &policy.item else { continue };
            if let Some(item) = items::current(cx, connection, id)? {
                titles.insert(policy.id.clone(), (id.clone(), item.title.clone()));
            }
        }
        Ok((published, published::coming(cx, connection)?, titles))
    })?;
    Ok(work(&Rulebook {
        on: cx.today(),
        policies: compiled(&published),
        coming: compiled(&coming),
        vocabulary: &cx.vocabulary,
        items: &items,
    }))
}

fn compiled(published: &[Published]) -> Vec<&Policy> {
    published.iter().map(|published| published.policy.as_ref()).collect()
}

fn asked<'a>(vocabulary: &'a Vocabulary, id: &str) -> Option<&'a Attribute> {
    vocabulary.attribute(id).filter(|attribute| attribute.is_asked())
}
