//! The public catalogue: every policy in force, and one policy's page.

use super::{
    prospects,
    published::{self, Published},
};
use crate::{context::Context, db::schema::offers, error::Error, residents::facts::facts_of, services::items};
use contract::{
    identity::Actor,
    ids::OfferId,
    policies::{
        AmountLine, AttributeRow, BandView, EventCards, ExampleView, Formula, Listed, PoliciesPage, PolicyCard,
        PolicyPage, ShownAmount, VocabularyPage,
    },
    residents::ShownValue,
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::{
    decision::{KnownAmount, Verdict},
    document::{Field, LifeEvent, Policy, RemarkAbout},
    text::Text,
    value::Value,
    vocabulary::Vocabulary,
};

/// `/policies`. Who is no resident gets all of them.
///
/// # Errors
/// The store is away.
pub fn policies_page(cx: &Context, actor: Option<&Actor>, wanted: Listed) -> Result<PoliciesPage, Error> {
    let resident = actor.and_then(|actor| actor.resident.as_ref());
    let listed = if resident.is_some() { wanted } else { Listed::All };
    let published = cx.read(|connection| {
        let mut published = published::in_force(cx, connection)?;
        if let (Listed::ForMe, Some(resident)) = (listed, resident) {
            let facts = facts_of(cx, connection, resident)?;
            let set = published::together(cx, connection)?;
            published
                .retain(|found| published::verdict(&set, &found.policy, &facts, cx.today()).0 == Verdict::Eligible);
        }
        Ok(published)
    })?;
    let fields = Field::ALL.iter().map(|field| (*field, by_event(cx, *field, &published))).collect();
    Ok(PoliciesPage { fields, listed, may_ask_for_own: resident.is_some() })
}

/// The policies of a field by life event.
fn by_event(cx: &Context, field: Field, published: &[Published]) -> Vec<EventCards> {
    let events = LifeEvent::ALL.iter().copied().map(Some).chain([None]);
    let of_event = |event| {
        let here = published.iter().filter(|found| found.policy.stands_in(field) && found.policy.life_event == event);
        let mut cards: Vec<PolicyCard> = here.map(|found| policy_card(cx, found)).collect();
        // What can be had by everybody who is concerned comes before what few people know how to get.
        cards.sort_by_key(|card| card.delivery);
        (event, cards)
    };
    events.map(of_event).filter(|(_, cards)| !cards.is_empty()).collect()
}

/// `/policies/<id>`: as it holds today, or as it will from its first day on.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn policy_page(cx: &Context, actor: Option<&Actor>, id: &str) -> Result<PolicyPage, Error> {
    let (published, day, offer, item, prospect) = cx.read(|connection| {
        let published = published::by_policy_or_coming(cx, connection, id)?;
        let day = cx.today().max(published.policy.valid_from);
        let resident = actor.and_then(|actor| actor.resident.as_ref());
        let offer: Option<String> = match resident {
            None => None,
            Some(resident) => offers::table
                .filter(offers::resident_id.eq(resident.as_str()).and(offers::policy_id.eq(id)))
                .select(offers::id)
                .first(connection)
                .optional()?,
        };
        let item = match &published.policy.item {
            None => None,
            Some(item) => items::current(cx, connection, item)?.map(|found| (item.clone(), found.title.clone())),
        };
        let prospect = match resident {
            // Of what does not hold yet people are told ahead.
            Some(resident) if day == cx.today() => {
                let facts = facts_of(cx, connection, resident)?;
                let set = published::together(cx, connection)?;
                Some(prospects::prospect(&cx.vocabulary, &set, &published.policy, &facts, cx.today()))
            }
            _ => None,
        };
        Ok((published, day, offer, item, prospect))
    })?;
    let policy = &published.policy;
    let (standards, example) = worked_out(&cx.vocabulary, policy, day);
    Ok(PolicyPage {
        standards,
        example,
        id: policy.id.clone(),
        version: policy.version.clone(),
        field: policy.field,
        also_in: policy.also_in.clone(),
        title: policy.title.clone(),
        summary: policy.summary.clone(),
        how: policy.how.clone(),
        appeal: policy.appeal.clone(),
        department: department_name(cx, &policy.department),
        valid_from: policy.valid_from,
        valid_to: policy.valid_to,
        confidence: policy.confidence,
        delivery_in_source: policy.delivery_in_source,
        delivery_here: policy.delivery_here,
        conditions: policy.criteria.iter().map(|criterion| criterion.label.clone()).collect(),
        bands: bands(&cx.vocabulary, policy, day),
        documents: policy.documents.clone(),
        promised_days: policy.promised_days,
        open_questions: questions(policy, |about| about != Some(RemarkAbout::Source)),
        source_remarks: questions(policy, |about| about == Some(RemarkAbout::Source)),
        basis: policy.basis.clone(),
        sources: policy.sources.clone(),
        item,
        offer: offer.map(OfferId),
        prospect,
    })
}

/// The open questions of which this holds, in words.
fn questions(policy: &Policy, wanted: impl Fn(Option<RemarkAbout>) -> bool) -> Vec<Text> {
    policy
        .open_questions
        .iter()
        .filter(|question| wanted(question.about))
        .map(|question| question.text.clone())
        .collect()
}

/// `/vocabulary`.
pub fn vocabulary_page(cx: &Context) -> VocabularyPage {
    let attributes = cx
        .vocabulary
        .attributes()
        .iter()
        .map(|attribute| AttributeRow {
            id: attribute.id.clone(),
            name: attribute.name.clone(),
            value_type: attribute.value_type.as_str().to_owned(),
            unit: attribute.unit.clone(),
            department: department_name(cx, &attribute.department),
            codes: attribute.codes.iter().map(|code| (code.id.clone(), code.name.clone())).collect(),
        })
        .collect();
    VocabularyPage { attributes }
}

/// A department's name, or its id when the vocabulary does not know it.
pub fn department_name(cx: &Context, id: &str) -> Text {
    cx.vocabulary.department(id).map_or_else(|| Text::same(id), |department| department.name.clone())
}

/// One line of the catalogue.
fn policy_card(cx: &Context, published: &Published) -> PolicyCard {
    let policy = &published.policy;
    PolicyCard {
        id: policy.id.clone(),
        field: policy.field,
        title: policy.title.clone(),
        summary: policy.summary.clone(),
        delivery: policy.delivery_here,
        delivery_in_source: policy.delivery_in_source,
        confidence: policy.confidence,
        amount: amount_line(&bands(&cx.vocabulary, policy, cx.today())),
        how: policy.how.clone(),
    }
}

/// The amounts of all bands in a line, where each is known.
fn amount_line(bands: &[BandView]) -> Option<AmountLine> {
    let amounts: Vec<ShownAmount> = bands.iter().map(|band| band.amount).collect::<Option<_>>()?;
    let greatest = amounts.iter().copied().max_by_key(|amount| amount.value)?;
    let is_same = amounts.iter().all(|amount| *amount == greatest);
    Some(if is_same { AmountLine::Same(greatest) } else { AmountLine::UpTo(greatest) })
}

/// What the formulas of a policy mean today: the standards in them, and somebody who gets an amount; nothing where every
/// amount is a plain number.
fn worked_out(vocabulary: &Vocabulary, policy: &Policy, day: Date) -> (Vec<(Text, ShownValue)>, Option<ExampleView>) {
    let Some(found) = policy.example(day) else { return (Vec::new(), None) };
    let standards = policy.standards(day).map(|(one, value)| (one.name.clone(), ShownValue::of(None, &value)));
    let fact = |(id, value): &(String, Value)| {
        let attribute = vocabulary.attribute(id);
        let name = attribute.map_or_else(|| Text::same(id.as_str()), |attribute| attribute.name.clone());
        (name, ShownValue::of(attribute, value))
    };
    let amount = ShownAmount::new(found.amount.known(), found.amount.period);
    (standards.collect(), Some(ExampleView { facts: found.facts.iter().map(fact).collect(), amount }))
}

/// The bands of a policy as people read them, with what they give on a day; none for a notice.
pub fn bands(vocabulary: &Vocabulary, policy: &Policy, day: Date) -> Vec<BandView> {
    let Some(benefit) = &policy.benefit else { return Vec::new() };
    let bound = policy.bound_for_anybody(day);
    benefit
        .bands
        .iter()
        .map(|band| (band, policy.amount_for_anybody(band, benefit.unit, day)))
        .map(|(band, amount)| BandView {
            label: band.label.clone(),
            whom: policy.band_sentence(benefit, band, vocabulary),
            amount: amount.map(|value| ShownAmount::new(KnownAmount { value, bound }, benefit.period)),
            bound,
            formula: amount.is_none().then(|| match &band.amount_words {
                Some(text) => Formula::Worded(text.clone()),
                None => Formula::Parts(policy.amount_phrase(benefit, band, vocabulary)),
            }),
        })
        .collect()
}
