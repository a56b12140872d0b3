#![expect(clippy::expect_used, reason = "tests fail loudly")]

use super::*;
use crate::policies::seeds::{PARAMETERS, POLICIES, VOCABULARY};
use contract::ids::OfferId;
use jiff::civil::date;
use policy::{
    check::check,
    document::{Confidence, Field},
    parameters::Parameters,
    text::Text,
    vocabulary::Vocabulary,
};

/// A document's policy with another head.
fn policy(id: &str, change: impl FnOnce(&mut Policy)) -> Arc<Policy> {
    let (_, text) = POLICIES.iter().find(|(name, _)| *name == "elderly-care/elder-allowance").expect("the document");
    let vocabulary = Vocabulary::parse(VOCABULARY).expect("the vocabulary");
    let parameters = Parameters::parse(PARAMETERS).expect("the parameters");
    let mut policy = check(text, &vocabulary, &parameters).policy.expect("a policy");
    id.clone_into(&mut policy.id);
    change(&mut policy);
    Arc::new(policy)
}

fn offer(policy: &str, yuan: i64, state: OfferState) -> OfferCard {
    OfferCard {
        id: OfferId(policy.to_owned()),
        policy: policy.to_owned(),
        field: Field::ElderlyCare,
        headline: Text::default(),
        summary: Text::default(),
        how: Text::default(),
        amount: Some(ShownAmount::exact(yuan * 100, AmountUnit::Money, Period::Month)),
        open: Vec::new(),
        since: date(2026, 11, 23),
        delivery: Delivery::Apply,
        delivery_in_source: Delivery::Apply,
        confidence: Confidence::High,
        state,
        reasons: Vec::new(),
        basis: None,
        department: Text::default(),
        item: None,
        application: None,
        on_its_way: None,
        arrangement: None,
        revision: 1,
        key: String::new(),
    }
}

fn sum(offers: &[OfferCard], policies: &[Arc<Policy>]) -> Option<(i64, AmountBound, usize)> {
    monthly_sum(offers, policies).map(|sum| (sum.value / 100, sum.bound, sum.of))
}

#[test]
fn what_could_be_had_each_month_is_added_up() {
    let policies = [policy("a", |_| {}), policy("b", |_| {}), policy("c", |_| {})];
    let offers =
        [offer("a", 180, OfferState::Open), offer("b", 500, OfferState::Open), offer("c", 90, OfferState::Granted)];
    assert_eq!(sum(&offers, &policies), Some((680, AmountBound::Exact, 2)));
    assert_eq!(sum(&[offer("c", 90, OfferState::Granted)], &policies), None, "what one has is no more");
}

#[test]
fn of_two_that_exclude_each_other_the_greater_counts() {
    let policies = [policy("a", |a| a.excludes = vec!["b".to_owned()]), policy("b", |_| {})];
    let both = |state| [offer("a", 180, OfferState::Open), offer("b", 500, state)];
    assert_eq!(sum(&both(OfferState::Open), &policies), Some((500, AmountBound::Exact, 1)));
    assert_eq!(sum(&both(OfferState::Granted), &policies), None, "the other one is had already");
}

#[test]
fn what_is_no_money_of_ones_own_each_month_does_not_count() {
    let plain = [offer("a", 180, OfferState::Open)];
    let counted = |change: fn(&mut Policy)| sum(&plain, &[policy("a", change)]);
    assert_eq!(counted(|a| a.life_event = Some(LifeEvent::Employers)), None);
    assert_eq!(counted(|a| a.delivery_in_source = Delivery::Automatic), None);
    assert_eq!(counted(|a| a.benefit = None), None);
    let mut once = offer("a", 180, OfferState::Open);
    once.amount = Some(ShownAmount::exact(18_000, AmountUnit::Money, Period::Once));
    assert_eq!(sum(&[once], &[policy("a", |_| {})]), None);
}

#[test]
fn bounds_are_kept_and_the_sum_is_never_too_much() {
    let bounded = |bound| {
        let mut offer = offer("a", 180, OfferState::Open);
        offer.amount = offer.amount.map(|amount| ShownAmount { bound, ..amount });
        sum(&[offer], &[policy("a", |_| {})])
    };
    assert_eq!(bounded(AmountBound::AtLeast), Some((180, AmountBound::AtLeast, 1)));
    assert_eq!(bounded(AmountBound::AtMost), None);
    assert_eq!(bounded(AmountBound::About), None);
}

#[test]
fn every_excluded_policy_is_there() {
    let (vocabulary, parameters) = (
        Vocabulary::parse(VOCABULARY).expect("the vocabulary"),
        Parameters::parse(PARAMETERS).expect("the parameters"),
    );
    let all: Vec<Policy> =
        POLICIES.iter().filter_map(|(_, text)| check(text, &vocabulary, &parameters).policy).collect();
    assert!(all.iter().any(|policy| !policy.excludes.is_empty()), "some document excludes another");
    for policy in &all {
        for other in &policy.excludes {
            assert!(*other != policy.id && all.iter().any(|one| one.id == *other), "{} excludes {other}", policy.id);
        }
    }
}
