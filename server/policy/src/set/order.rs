//! The order of policies that refer to each other.

use super::PolicySet;
use crate::{
    document::{AmountUnit, Period, Policy},
    problem::{Problem, ProblemCode, nearest},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(super) fn ordered(policies: Vec<Arc<Policy>>) -> Result<PolicySet, Vec<Problem>> {
    let mut by_id: BTreeMap<String, Arc<Policy>> = BTreeMap::new();
    let mut problems = Vec::new();
    for policy in policies {
        if let Some(earlier) = by_id.insert(policy.id.clone(), policy) {
            problems.push(problem(ProblemCode::Duplicate, &earlier.id, "", &earlier.id, None));
        }
    }
    for policy in by_id.values() {
        references(policy, &by_id, &mut problems);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let group_of = groups(&by_id);
    let order = sorted(&by_id, &group_of).map_err(|cycle| {
        let (first, path) = (cycle.first().cloned().unwrap_or_default(), cycle.join(" → "));
        vec![problem(ProblemCode::PolicyCycle, &first, "", &path, None)]
    })?;
    let referred: BTreeSet<String> =
        by_id.values().flat_map(|policy| policy.refers_to().map(str::to_owned).collect::<Vec<_>>()).collect();
    let mut set = PolicySet::default();
    for group in order {
        let start = set.policies.len();
        for id in group {
            set.referred.push(referred.contains(&id));
            set.policies.extend(by_id.remove(&id));
        }
        if set.policies.len() - start > 1 {
            set.groups.push(start..set.policies.len());
        }
    }
    Ok(set)
}

/// What a policy refers to is there, is another one, and has the kind of amount that is asked for.
fn references(policy: &Policy, all: &BTreeMap<String, Arc<Policy>>, problems: &mut Vec<Problem>) {
    for id in policy.refers_to().chain(policy.better_of.iter().map(String::as_str)) {
        if id == policy.id {
            problems.push(problem(ProblemCode::PolicyCycle, &policy.id, "", &format!("{id} → {id}"), None));
        } else if !all.contains_key(id) {
            let suggestion = nearest(id, all.keys().map(String::as_str));
            problems.push(problem(ProblemCode::UnknownPolicy, &policy.id, "", id, suggestion));
        }
    }
    let paid = |policy: &Policy| {
        let benefit = policy.benefit.as_ref();
        benefit.map_or_else(String::new, |benefit| format!("{} / {}", benefit.unit.as_str(), benefit.period.as_str()))
    };
    // Of amounts for unlike periods none is the greatest.
    for other in policy.better_of.iter().filter_map(|id| all.get(id)).filter(|other| paid(other) != paid(policy)) {
        let found = format!("{}: {}", other.id, paid(other));
        problems.push(problem(ProblemCode::TypeMismatch, &policy.id, &paid(policy), &found, None));
    }
    // What is only known to be at least so much is neither compared nor reckoned with.
    let rivals = policy.better_of.iter().filter_map(|id| all.get(id));
    let compared = rivals.chain(all.get(&policy.id).filter(|_| !policy.better_of.is_empty()));
    let reckoned = policy.amounts_of().filter_map(|(id, _)| all.get(id));
    for other in compared.chain(reckoned) {
        if let Some((point, _)) = other.amount_bounds().next() {
            let found = format!("{}: {} = {}", other.id, point.id, point.effect.as_str());
            problems.push(problem(ProblemCode::AmountOpen, &policy.id, "", &found, None));
        }
    }
    for (id, asked) in policy.amounts_of() {
        let Some(other) = all.get(id) else { continue };
        match other.benefit.as_ref().map(|benefit| (benefit.unit, benefit.period)) {
            Some((AmountUnit::Money, period)) if period == asked => {}
            Some((AmountUnit::Money, period)) => {
                let (expected, found) = (asked.as_str(), format!("{id}: {}", period.as_str()));
                let remedy = Some(converted(id, period, asked));
                problems.push(problem(ProblemCode::PeriodMismatch, &policy.id, expected, &found, remedy));
            }
            unit => {
                let found = format!("{id}: {}", unit.map_or("no benefit", |(unit, _)| unit.as_str()));
                problems.push(problem(ProblemCode::NotAnAmount, &policy.id, "money", &found, None));
            }
        }
    }
}

/// How to write the amount of a policy per something else than it is: calculated where that is exact but for rounding,
/// and otherwise just per what it is.
fn converted(id: &str, period: Period, asked: Period) -> String {
    let amount = format!("amount(\"{id}\", {})", period.as_str());
    match (period, asked) {
        (Period::Year, Period::Month) => format!("div({amount}, 12, down)"),
        (Period::Month, Period::Year) => format!("{amount} * 12"),
        (Period::Week, Period::Day) => format!("div({amount}, 7, down)"),
        (Period::Day, Period::Week) => format!("{amount} * 7"),
        _ => amount,
    }
}

fn problem(code: ProblemCode, policy: &str, expected: &str, found: &str, suggestion: Option<String>) -> Problem {
    let (path, expected, found) = (policy.to_owned(), expected.to_owned(), found.to_owned());
    Problem { code, line: 1, column: 1, path, expected, found, suggestion, case: None }
}

/// The least id of the group that each policy is in: those that name each other in "the better of", at any remove.
fn groups(all: &BTreeMap<String, Arc<Policy>>) -> BTreeMap<String, String> {
    let mut group_of: BTreeMap<String, String> = all.keys().map(|id| (id.clone(), id.clone())).collect();
    for policy in all.values() {
        for other in &policy.better_of {
            let (Some(left), Some(right)) = (group_of.get(&policy.id).cloned(), group_of.get(other).cloned()) else {
                continue;
            };
            let (kept, lost) = if left <= right { (left, right) } else { (right, left) };
            for group in group_of.values_mut().filter(|group| **group == lost) {
                group.clone_from(&kept);
            }
        }
    }
    group_of
}

/// Groups, each after those that its members refer to; or the ids along a cycle.
fn sorted(
    all: &BTreeMap<String, Arc<Policy>>,
    group_of: &BTreeMap<String, String>,
) -> Result<Vec<Vec<String>>, Vec<String>> {
    let mut members: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (id, group) in group_of {
        members.entry(group).or_default().push(id.clone());
        let refers = all.get(id).into_iter().flat_map(|policy| policy.refers_to());
        needs.entry(group).or_default().extend(refers.filter_map(|other| group_of.get(other)).map(String::as_str));
    }
    let mut order: Vec<Vec<String>> = Vec::new();
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    while placed.len() < members.len() {
        let before = placed.len();
        for (group, ids) in &members {
            let ready = needs.get(group).is_none_or(|needs| needs.iter().all(|need| placed.contains(need)));
            if ready && placed.insert(group) {
                order.push(ids.clone());
            }
        }
        if placed.len() == before {
            return Err(cycle(&needs, &placed));
        }
    }
    Ok(order)
}

/// Follows what is needed and not placed until something comes up twice.
fn cycle(needs: &BTreeMap<&str, BTreeSet<&str>>, placed: &BTreeSet<&str>) -> Vec<String> {
    let mut path: Vec<&str> = needs.keys().copied().find(|group| !placed.contains(group)).into_iter().collect();
    while let Some(last) = path.last() {
        let next = needs.get(last).and_then(|needs| needs.iter().copied().find(|need| !placed.contains(need)));
        let Some(next) = next else { break };
        let earlier = path.iter().position(|known| *known == next);
        path.push(next);
        if let Some(start) = earlier {
            path.drain(..start);
            break;
        }
    }
    path.into_iter().map(str::to_owned).collect()
}
