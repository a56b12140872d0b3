//! Plain CEL against the engine: what CEL can say is printed, run by an independent reading of CEL with the same facts,
//! and compared. An error there is what unknown is here.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::cel;
use crate::{
    check::check,
    decision::Truth,
    document::Policy,
    fixture::{TODAY, criterion, document, fact, parameters, random, unknown_case, vocabulary},
    value::{Facts, Member, Money, Value},
    vocabulary::ValueType,
};
use cel_core::{CelType, Env, MapActivation, MapKey, Value as Cel};
use proptest::{prelude::*, sample::select};

/// What CEL has no word for.
const OURS: [&str; 11] = [
    "age(",
    "months_between(",
    "days_between(",
    "days_in_month(",
    "div(",
    "_start(",
    "_end(",
    "sum(",
    "earlier(",
    "later(",
    "amount(",
];

/// More than the other back ends are tried with: sets, members, choices.
const MORE: &[&str] = &[
    "benefits contains \"dibao\"",
    "benefits contains any [\"dibao\", \"meals\"]",
    "benefits not contains all [\"care\", \"meals\"]",
    "any(household, disability_cert)",
    "all(household, income < 低保标准 or disability_cert == false)",
    "any(household, hukou_city == \"310000\" and benefits contains \"care\")",
    "count(household, income > 10.00元) >= 2",
    "count(household) != household_size",
    "if(living_alone, household_size, disability_grade) > 1",
    "max(if(disability_cert, income_per_head, 低保标准), 0.01元) < 低保标准 * 2",
    "(living_alone or disability_cert) == (household_size > 1)",
    "today >= hukou_since",
    "-household_size * 3 <= disability_grade - 7",
    "remark != 「\"」",
];

fn leaves() -> Vec<&'static str> {
    random::CONDITIONS.iter().chain(MORE).copied().filter(|leaf| said(leaf).is_some()).collect()
}

/// The policy of one condition, and the condition as CEL. `None`: CEL cannot say it, or the checker refuses it.
fn said(when: &str) -> Option<(Policy, String)> {
    let text = document(&format!("{}{}", criterion(when), unknown_case()));
    let policy = ["undetermined", "not-eligible", "eligible"].iter().find_map(|verdict| {
        check(&text.replace("\"undetermined\"", &format!("\"{verdict}\"")), &vocabulary(), &parameters()).policy
    })?;
    let plain = cel::condition(&policy.criteria.first()?.condition, &policy.tables);
    (!OURS.iter().any(|ours| plain.contains(ours))).then_some((policy, plain))
}

fn environment() -> Env {
    let mut env = Env::with_standard_library().with_all_extensions().with_variable("today", CelType::String);
    for attribute in vocabulary().attributes() {
        let kind = match attribute.value_type {
            ValueType::Bool => CelType::Bool,
            ValueType::Int | ValueType::Money => CelType::Int,
            ValueType::Date | ValueType::Code | ValueType::Text => CelType::String,
            ValueType::Codes => CelType::list(CelType::String),
            ValueType::Members => CelType::list(CelType::map(CelType::String, CelType::Dyn)),
        };
        env.add_variable(attribute.id.as_str(), kind);
    }
    for parameter in parameters().iter() {
        env.add_variable(parameter.id.as_str(), CelType::Int);
    }
    env
}

fn as_cel(value: &Value) -> Cel {
    match value {
        Value::Bool(value) => Cel::from(*value),
        Value::Int(value) => Cel::from(*value),
        Value::Money(money) => Cel::from(money.0),
        Value::Date(date) => Cel::from(date.to_string()),
        Value::Code(text) | Value::Text(text) => Cel::from(text.as_str()),
        Value::Codes(codes) => Cel::from(codes.iter().map(|code| Cel::from(code.as_str())).collect::<Vec<_>>()),
        Value::Members(members) => Cel::from(
            members
                .iter()
                .map(|member| Cel::map(member.iter().map(|(id, value)| (MapKey::from(id.as_str()), as_cel(value)))))
                .collect::<Vec<_>>(),
        ),
    }
}

fn run(env: &Env, plain: &str, facts: &Facts) -> Truth {
    let compiled = env.compile(plain).unwrap_or_else(|error| panic!("{plain}: {error:?}"));
    let mut activation = MapActivation::new();
    activation.insert("today", TODAY.to_string());
    for (id, fact) in facts.iter() {
        activation.insert(id.as_str(), as_cel(&fact.value));
    }
    for parameter in parameters().iter() {
        activation.insert(parameter.id.as_str(), as_cel(parameter.value_on(TODAY).unwrap()));
    }
    match env.program(&compiled).unwrap().eval(&activation) {
        Cel::Bool(value) => Truth::of(value),
        Cel::Error(_) => Truth::Unknown,
        other => panic!("{plain}: {other:?}"),
    }
}

/// Somebody with sets and members as well.
fn known() -> impl Strategy<Value = Facts> {
    let sets = prop::option::of(prop::collection::btree_set(select(vec!["dibao", "meals", "care"]), 0..3));
    let member = (
        prop::option::of(any::<bool>()),
        prop::option::of(0_i64..200_000),
        prop::option::of(select(vec!["310000", "other"])),
        sets.clone(),
    );
    let codes = |ids: std::collections::BTreeSet<&str>| Value::Codes(ids.into_iter().map(str::to_owned).collect());
    let members = prop::option::of(prop::collection::vec(member, 0..4));
    (random::known(), sets, members).prop_map(move |(mut facts, set, members)| {
        if let Some(set) = set {
            facts.insert("benefits", fact(codes(set)));
        }
        if let Some(members) = members {
            let each = members.into_iter().map(|(cert, income, place, set)| {
                let values = [
                    ("disability_cert", cert.map(Value::Bool)),
                    ("income", income.map(|fen| Value::Money(Money(fen)))),
                    ("hukou_city", place.map(|id| Value::Code(id.to_owned()))),
                    ("benefits", set.map(codes)),
                ];
                values.into_iter().filter_map(|(id, value)| Some((id.to_owned(), value?))).collect::<Member>()
            });
            facts.insert("household", fact(Value::Members(each.collect())));
        }
        facts
    })
}

#[test]
fn most_of_the_profile_can_be_said() {
    let leaves = leaves();
    assert!(MORE.iter().all(|leaf| leaves.contains(leaf)), "{leaves:?}");
    assert!(leaves.len() > 30, "{leaves:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn plain_cel_says_the_same(when in random::condition(leaves()), people in prop::collection::vec(known(), 1..6)) {
        let Some((policy, plain)) = said(&when) else { return Ok(()) };
        let env = environment();
        for facts in people {
            let ours = policy.evaluate(&facts, TODAY).criteria[0].result;
            let values: Vec<String> = facts.iter().map(|(id, fact)| format!("{id}={:?}", fact.value)).collect();
            prop_assert_eq!(run(&env, &plain, &facts), ours, "{} with {}", plain, values.join(", "));
        }
    }
}
