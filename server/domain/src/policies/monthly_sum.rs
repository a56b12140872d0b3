//! What somebody could have each month in cash, as one sum: it says more than a list.

use contract::policies::{MonthlySum, OfferCard, OfferState, ShownAmount};
use policy::document::{AmountBound, AmountUnit, BenefitKind, Delivery, LifeEvent, Period, Policy};
use std::sync::Arc;

/// The sum over the offers that wait for somebody, each policy once; none where nothing counts.
///
/// Counted is money that is paid every month, to the person or their household and not to an employer, and that nobody gets
/// without asking for it: what comes by itself is no more than what they have. Of two that exclude each other the greater is
/// counted, and none that something they have excludes. An amount of which only an upper bound is known is left out, so that
/// the sum is never more than what is paid.
pub fn monthly_sum(offers: &[OfferCard], policies: &[Arc<Policy>]) -> Option<MonthlySum> {
    let policy = |offer: &OfferCard| policies.iter().find(|policy| policy.id == offer.policy);
    let has = |state| matches!(state, OfferState::Granted | OfferState::Accepted | OfferState::Applied);
    let mut taken: Vec<&Policy> =
        offers.iter().filter(|offer| has(offer.state)).filter_map(policy).map(Arc::as_ref).collect();
    let mut candidates: Vec<(ShownAmount, &Policy)> = offers
        .iter()
        .filter(|offer| offer.state == OfferState::Open)
        .filter_map(|offer| Some((offer.amount?, policy(offer)?.as_ref())))
        .filter(|(amount, policy)| is_counted(amount, policy))
        .collect();
    candidates.sort_by_key(|(amount, policy)| (std::cmp::Reverse(amount.value), policy.id.clone()));
    let (mut value, mut bound, mut of) = (0_i64, AmountBound::Exact, 0_usize);
    for (amount, policy) in candidates {
        if taken.iter().any(|other| exclude_each_other(policy, other)) {
            continue;
        }
        taken.push(policy);
        value = value.checked_add(amount.value)?;
        of += 1;
        if amount.bound == AmountBound::AtLeast {
            bound = AmountBound::AtLeast;
        }
    }
    (of > 0).then_some(MonthlySum { value, bound, of })
}

fn is_counted(amount: &ShownAmount, policy: &Policy) -> bool {
    amount.unit == AmountUnit::Money
        && amount.period == Period::Month
        && amount.value > 0
        && matches!(amount.bound, AmountBound::Exact | AmountBound::AtLeast)
        && policy.benefit.as_ref().is_some_and(|benefit| benefit.kind == BenefitKind::Cash)
        && policy.life_event != Some(LifeEvent::Employers)
        && policy.delivery_in_source != Delivery::Automatic
}

fn exclude_each_other(one: &Policy, other: &Policy) -> bool {
    let excludes = |one: &Policy, other: &Policy| one.excludes.contains(&other.id) || one.better_of.contains(&other.id);
    one.id == other.id || excludes(one, other) || excludes(other, one)
}

#[cfg(test)]
#[path = "monthly_sum/tests.rs"]
mod tests;
