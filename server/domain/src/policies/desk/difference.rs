//! What a version changes, in parts that people can read: against the version that would hold on its first day without it.
//! Whom the change reaches is [`rehearse`](super::super::rehearse)'s business.

use crate::{
    context::Context,
    db::connection::Connection,
    error::Error,
    policies::{
        catalogue, published,
        versions::{in_force, record, schedule},
    },
};
use contract::{
    ids::PolicyVersionId,
    policies::{BandView, Change, ConditionView, DifferenceView, OtherPart, ShownAmount, Words},
    residents::ShownValue,
};
use jiff::civil::Date;
use policy::{
    document::{Criterion, OpenPoint, Policy},
    parameters::Parameter,
    text::Text,
    vocabulary::Vocabulary,
};

/// The version that holds on the first day of another one of the same policy, if that were published today; none where the
/// policy is new, or over by then.
///
/// # Errors
/// The store is away.
pub fn before(connection: &mut Connection, policy: &Policy, today: Date) -> Result<Option<String>, Error> {
    let in_force = in_force::on(connection, first_day(policy, today))?;
    Ok(in_force.into_iter().find(|found| found.policy == policy.id).map(|found| found.version))
}

/// What a policy changes against a version of it, if it were published today.
///
/// # Errors
/// The store is away; the version before does not check any more.
pub fn difference(
    cx: &Context,
    connection: &mut Connection,
    policy: &Policy,
    before: Option<&str>,
) -> Result<DifferenceView, Error> {
    let first_day = first_day(policy, cx.today());
    let Some(before) = before else { return Ok(DifferenceView { before: None, first_day, changes: Vec::new() }) };
    let row = record::load(connection, before)?;
    let published = published::compiled(cx, connection, before)?.policy;
    Ok(DifferenceView {
        before: Some((PolicyVersionId(row.id), row.version)),
        first_day,
        changes: changes(&cx.vocabulary, &published, policy, first_day),
    })
}

fn first_day(policy: &Policy, today: Date) -> Date {
    schedule::first_day(policy, today).unwrap_or(today)
}

/// Everything that differs, what people get first: amounts as they are on a day.
fn changes(vocabulary: &Vocabulary, before: &Policy, after: &Policy, on: Date) -> Vec<Change> {
    let sides = [before, after];
    let mut changes = amounts(sides.map(|policy| catalogue::bands(vocabulary, policy, on)));
    changes.extend(standards(sides, on));
    changes.extend(conditions(vocabulary, sides));
    if before.delivery_here != after.delivery_here {
        changes.push(Change::Way(before.delivery_here, after.delivery_here));
    }
    if before.valid_to != after.valid_to {
        changes.push(Change::LastDay(before.valid_to, after.valid_to));
    }
    if before.promised_days != after.promised_days {
        changes.push(Change::PromisedDays(before.promised_days, after.promised_days));
    }
    let (gone, new) = apart(&before.documents, &after.documents);
    changes.extend(gone.into_iter().map(Change::DocumentGone));
    changes.extend(new.into_iter().map(Change::DocumentNew));
    let words = [
        (Words::Title, &before.title, &after.title),
        (Words::Headline, &before.headline, &after.headline),
        (Words::Summary, &before.summary, &after.summary),
        (Words::How, &before.how, &after.how),
        (Words::Appeal, &before.appeal, &after.appeal),
    ];
    let words = words.into_iter().filter(|(_, before, after)| before != after);
    changes.extend(words.map(|(words, before, after)| Change::Words(words, before.clone(), after.clone())));
    let others = others(sides, on);
    if !others.is_empty() {
        changes.push(Change::Others(others));
    }
    changes
}

/// Bands for the same people are told together; where as many are left on both sides, those in the same place are.
fn amounts([mut before, mut after]: [Vec<BandView>; 2]) -> Vec<Change> {
    let (old, new) = (before.clone(), after.clone());
    before.retain(|band| !new.contains(band));
    after.retain(|band| !old.contains(band));
    let mut changes = Vec::new();
    after.retain(|band| {
        let same = before.iter().position(|other| other.whom == band.whom);
        let Some(place) = same else { return true };
        changes.push(amount(Some(before.remove(place)), Some(band.clone())));
        false
    });
    if before.len() == after.len() {
        changes.extend(before.into_iter().zip(after).map(|(before, after)| amount(Some(before), Some(after))));
    } else {
        changes.extend(before.into_iter().map(|before| amount(Some(before), None)));
        changes.extend(after.into_iter().map(|after| amount(None, Some(after))));
    }
    changes
}

fn amount(before: Option<BandView>, after: Option<BandView>) -> Change {
    let shown = |band: &Option<BandView>| band.as_ref().and_then(|band| band.amount);
    let by = shown(&before).zip(shown(&after)).filter(|(before, after)| {
        (before.unit, before.period) == (after.unit, after.period) && before.value != after.value
    });
    let by = by
        .map(|(before, after)| ShownAmount::exact(after.value.saturating_sub(before.value), after.unit, after.period));
    Change::Amount { before, after, by }
}

/// The policy's own standards, with what they are on a day.
fn standards([before, after]: [&Policy; 2], on: Date) -> Vec<Change> {
    let shown = |parameter: &Parameter| parameter.value_on(on).map(|value| ShownValue::of(None, value));
    let standard = |before: Option<&Parameter>, after: Option<&Parameter>| {
        let name = after.or(before).map(|parameter| parameter.name.clone()).unwrap_or_default();
        Change::Standard { name, before: before.and_then(shown), after: after.and_then(shown) }
    };
    let of = |policy: &Policy, id: &str| policy.parameters.iter().find(|parameter| parameter.id == id).cloned();
    let gone = before.parameters.iter().filter(|parameter| of(after, &parameter.id).is_none());
    let gone = gone.map(|parameter| standard(Some(parameter), None));
    let kept = after.parameters.iter().filter_map(|parameter| {
        let old = of(before, &parameter.id);
        let differs = old.as_ref().is_none_or(|old| old.value_on(on) != parameter.value_on(on));
        differs.then(|| standard(old.as_ref(), Some(parameter)))
    });
    gone.chain(kept).collect()
}

/// Conditions are the same by their id, as in traces and cases.
fn conditions(vocabulary: &Vocabulary, [before, after]: [&Policy; 2]) -> Vec<Change> {
    let view = |policy: &Policy, criterion: &Criterion| ConditionView {
        label: criterion.label.clone(),
        asks: policy.criterion_sentence(criterion, vocabulary),
    };
    let of = |policy: &Policy, id: &str| {
        policy.criteria.iter().find(|criterion| criterion.id == id).map(|criterion| view(policy, criterion))
    };
    let gone = before.criteria.iter().filter(|criterion| of(after, &criterion.id).is_none());
    let gone = gone.map(|criterion| Change::ConditionGone(view(before, criterion)));
    let kept = after.criteria.iter().filter_map(|criterion| {
        let now = view(after, criterion);
        match of(before, &criterion.id) {
            None => Some(Change::ConditionNew(now)),
            Some(was) => (was != now).then_some(Change::Condition(was, now)),
        }
    });
    gone.chain(kept).collect()
}

/// What stands on one side only.
fn apart(before: &[Text], after: &[Text]) -> (Vec<Text>, Vec<Text>) {
    let without = |these: &[Text], those: &[Text]| these.iter().filter(|text| !those.contains(text)).cloned().collect();
    (without(before, after), without(after, before))
}

/// What is named without saying how it differs; nothing that differs is left out.
fn others([before, after]: [&Policy; 2], on: Date) -> Vec<OtherPart> {
    let ages = |policy: &Policy| (policy.age_rule, policy.leap_day_rule, policy.open_date_question);
    let places = |policy: &Policy| (policy.field, policy.also_in.clone(), policy.life_event);
    let together = |policy: &Policy| (policy.better_of.clone(), policy.excludes.clone());
    let apply_before = |policy: &Policy| (policy.apply_before, policy.apply_before_months);
    let silence = |policy: &Policy| (policy.silence, policy.silence_days);
    // A standard that is another one on the day itself is told by itself.
    let is_other_later = before.parameters.iter().any(|old| {
        let new = after.parameters.iter().find(|parameter| parameter.id == old.id);
        new.is_some_and(|new| new.value_on(on) == old.value_on(on) && new.values != old.values)
    });
    let parts = [
        (OtherPart::Order, is_reordered(before, after)),
        (OtherPart::LaterStandards, is_other_later),
        (OtherPart::Ages, ages(before) != ages(after)),
        (OtherPart::BetterOf, together(before) != together(after)),
        (OtherPart::Silence, silence(before) != silence(after)),
        (OtherPart::ApplyBefore, apply_before(before) != apply_before(after)),
        (OtherPart::Recheck, before.recheck_months != after.recheck_months),
        (OtherPart::StatutoryDays, before.statutory_days != after.statutory_days),
        (OtherPart::Department, before.department != after.department),
        (OtherPart::Item, before.item != after.item),
        (OtherPart::Field, places(before) != places(after)),
        (OtherPart::Confidence, before.confidence != after.confidence),
        (OtherPart::WayInSource, before.delivery_in_source != after.delivery_in_source),
        (OtherPart::OpenQuestions, open_questions(before) != open_questions(after)),
        (OtherPart::Keywords, before.keywords != after.keywords),
        (OtherPart::Basis, before.basis != after.basis),
        (OtherPart::Sources, before.sources != after.sources),
    ];
    parts.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect()
}

/// What is not settled, and how far that reaches, as it is written.
fn open_questions(policy: &Policy) -> Vec<String> {
    let point = |point: &OpenPoint| format!("{:?}", (&point.id, point.effect, policy.touched(point), &point.when_text));
    let all = policy.open_questions.iter();
    all.map(|question| format!("{:?} {:?} {:?}", question.text, question.about, question.point.as_ref().map(point)))
        .collect()
}

/// The first band that fits counts, so their order matters where their contents are the same.
fn is_reordered(before: &Policy, after: &Policy) -> bool {
    let bands = |policy: &Policy| -> Vec<String> {
        let bands = policy.benefit.iter().flat_map(|benefit| &benefit.bands);
        bands.map(|band| format!("{:?}", (band.from, band.to, &band.when_text, &band.amount_text))).collect()
    };
    let (mut before, mut after) = (bands(before), bands(after));
    let differs = before != after;
    before.sort();
    after.sort();
    differs && before == after
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;
    use crate::policies::seeds::{PARAMETERS, POLICIES, VOCABULARY};
    use jiff::civil::date;
    use policy::parameters::Parameters;

    fn policy(change: impl Fn(&str) -> String) -> (Vocabulary, Policy) {
        let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
        let parameters = Parameters::parse(PARAMETERS).unwrap();
        let text = POLICIES.iter().find(|(name, _)| name.ends_with("/elder-allowance")).unwrap().1;
        let checked = policy::check::check(&change(text), &vocabulary, &parameters);
        let policy = checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.problems));
        (vocabulary, policy)
    }

    fn changed(change: impl Fn(&str) -> String) -> Vec<Change> {
        let (vocabulary, before) = policy(str::to_owned);
        let (_, after) = policy(change);
        changes(&vocabulary, &before, &after, date(2026, 11, 29))
    }

    #[test]
    fn the_same_document_changes_nothing() {
        assert_eq!(changed(str::to_owned), []);
    }

    #[test]
    fn one_band_that_gives_more_is_one_change_with_the_difference() {
        let changes = changed(|text| text.replace("180.00", "200.00"));
        let [Change::Amount { before: Some(before), after: Some(after), by: Some(by) }] = changes.as_slice() else {
            panic!("{changes:#?}")
        };
        let value = |band: &BandView| band.amount.map(|amount| amount.value);
        assert_eq!((value(before), value(after), by.value), (Some(18_000), Some(20_000), 2_000));
    }

    #[test]
    fn what_only_reads_differently_is_told_in_both_wordings() {
        let changes = changed(|text| text.replacen("\nappeal = { zh = \"", "\nappeal = { zh = \"更正：", 1));
        assert!(
            matches!(changes.as_slice(), [Change::Words(Words::Appeal, _, after)] if after.zh.starts_with("更正："))
        );
    }

    #[test]
    fn nothing_that_differs_is_left_out() {
        let changes = changed(|text| {
            text.replace("promised_days = 30", "promised_days = 20")
                .replace("apply_before_months = 1", "apply_before_months = 2")
                .replace("recheck_months = 12", "recheck_months = 6")
                .replace("valid_from = 2016-05-01", "valid_from = 2016-05-01\nvalid_to = 2027-12-31")
                .replace("zh = \"本人身份证\"", "zh = \"户口簿\"")
                .replace("article = \"第二十五条\"", "article = \"第二十六条\"")
        });
        let [last_day, days, gone, new, others] = changes.as_slice() else { panic!("{changes:#?}") };
        assert_eq!(*last_day, Change::LastDay(None, Some(date(2027, 12, 31))));
        assert_eq!(*days, Change::PromisedDays(Some(30), Some(20)));
        assert!(matches!(gone, Change::DocumentGone(text) if text.zh == "本人身份证"));
        assert!(matches!(new, Change::DocumentNew(text) if text.zh == "户口簿"));
        assert_eq!(*others, Change::Others(vec![OtherPart::ApplyBefore, OtherPart::Recheck, OtherPart::Basis]));
    }

    #[test]
    fn bands_are_told_together_where_they_are_for_the_same_people() {
        let band = |label: &str, fen: i64| BandView {
            label: Some(Text::same(label)),
            whom: Some(policy::sentence::Sentence::Is { name: Text::same(label), wanted: true }),
            amount: Some(ShownAmount::exact(fen, policy::document::AmountUnit::Money, policy::document::Period::Month)),
            formula: None,
            bound: policy::document::AmountBound::Exact,
        };
        let told = |before: Vec<BandView>, after: Vec<BandView>| -> Vec<(Option<i64>, Option<i64>)> {
            let value = |band: &Option<BandView>| band.as_ref().and_then(|band| band.amount).map(|amount| amount.value);
            let one = |change: &Change| match change {
                Change::Amount { before, after, .. } => (value(before), value(after)),
                other => panic!("{other:?}"),
            };
            amounts([before, after]).iter().map(one).collect()
        };
        let old = vec![band("a", 1), band("b", 2), band("c", 3)];
        assert_eq!(told(old.clone(), vec![band("b", 2), band("c", 5), band("a", 1)]), [(Some(3), Some(5))]);
        assert_eq!(told(old.clone(), vec![band("a", 1), band("b", 2), band("d", 4)]), [(Some(3), Some(4))]);
        assert_eq!(told(old.clone(), vec![band("a", 1), band("b", 2)]), [(Some(3), None)]);
        assert_eq!(told(vec![band("a", 1)], old), [(None, Some(2)), (None, Some(3))]);
    }
}
