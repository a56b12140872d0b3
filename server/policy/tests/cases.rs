//! The cases of every policy that the city ships reach all of it: each criterion fails alone in one of them, or would if
//! an open question did not concern everybody who does so; each attribute is missing in one of them and named, and on
//! either side of each bound stands one: the last number or day inside, and the first outside.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use policy::{
    cases::Case,
    check::check,
    decision::Truth,
    document::Policy,
    lowered::{Clause, Kind, Span, day},
    parameters::Parameters,
    value::Value,
    vocabulary::Vocabulary,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn policies() -> Vec<Policy> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let vocabulary = Vocabulary::parse(&text("vocabulary.toml")).unwrap();
    let parameters = Parameters::parse(&text("parameters.toml")).unwrap();
    let fields = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = fields.flat_map(|field| fs::read_dir(field).unwrap().map(|entry| entry.unwrap().path()));
    files.map(|file| check(&fs::read_to_string(&file).unwrap(), &vocabulary, &parameters).policy.unwrap()).collect()
}

/// Criteria, each after its policy, that never fail alone: somebody who meets all the others and not this one is always
/// one of those whom an open question concerns, so that the answer is open and never no.
const NEVER_ALONE: [(&str, &str); 5] = [
    // A district may waive the six months, for everybody who is short of them.
    ("hard-to-employ-certification", "half-year"),
    // Everybody outside the groups on record may belong to one that is not.
    ("hard-to-employ-certification", "group"),
    // Work before October 1998 counts too, and is on record of nobody.
    ("older-unemployed-job-subsidy", "paid"),
    // Registered elsewhere, without a permit, and struck by a sudden event: those are the people who may be stranded.
    ("temporary-relief", "tie"),
    // Registered elsewhere and not insured: those are the people of whom it is not clear whether they may apply.
    ("care-needs-assessment", "covered"),
];

#[test]
fn each_criterion_fails_alone_in_a_case() {
    let (mut open, mut never_alone) = (Vec::new(), 0);
    for policy in policies() {
        let mut settled = policy.clone();
        settled.open_questions.clear();
        let (alone, alone_if_settled) = (failing_alone(&policy), failing_alone(&settled));
        for criterion in &policy.criteria {
            let id = criterion.id.as_str();
            let never = NEVER_ALONE.contains(&(policy.id.as_str(), id));
            never_alone += usize::from(never);
            // Nothing but the open question keeps it from failing alone, and it does so in every case.
            let open_alone = alone_if_settled.contains(id) && !alone.contains(id);
            let reached = if never { open_alone } else { alone.contains(id) };
            if !reached {
                open.push(format!("{}: {id}", policy.id));
            }
        }
    }
    assert!(open.is_empty(), "{}: {open:#?}", open.len());
    assert_eq!(never_alone, NEVER_ALONE.len(), "each names a criterion of a policy");
}

/// Ids of the criteria of which each is, in a case, the only one that is known not to be met.
fn failing_alone(policy: &Policy) -> BTreeSet<String> {
    let mut alone = BTreeSet::new();
    for case in &policy.cases {
        let decision = policy.evaluate_with(&case.facts, case.on, &case.others);
        let mut failing = decision.criteria.into_iter().filter(|trace| trace.result == Truth::No);
        if let (Some(only), None) = (failing.next(), failing.next()) {
            alone.insert(only.id);
        }
    }
    alone
}

#[test]
fn each_attribute_is_missing_in_a_case() {
    let mut open = Vec::new();
    for policy in policies() {
        let decisions: Vec<_> =
            policy.cases.iter().map(|case| policy.evaluate_with(&case.facts, case.on, &case.others)).collect();
        for attribute in policy.attributes() {
            // What only tells whether an amount is the whole of it is not missing: the amount is said to be a bound.
            let bounded = decisions.iter().zip(&policy.cases).any(|(decision, case)| {
                decision.amount.is_some() && !decision.open.is_empty() && case.facts.get(&attribute).is_none()
            });
            if !bounded && !decisions.iter().any(|decision| decision.missing.contains(&attribute)) {
                open.push(format!("{}: {attribute}", policy.id));
            }
        }
    }
    assert!(open.is_empty(), "{}: {open:#?}", open.len());
}

/// A comparison of a fact with a constant, as it stands in the lowered form of the day of a case. Ages and months are
/// bounds on a date there.
struct Bound<'a> {
    attribute: &'a str,
    kind: Kind,
    span: Span,
}

/// Every comparison with a constant, in order.
fn bounds<'a>(clause: &Clause, attributes: &'a [String], found: &mut Vec<Bound<'a>>) {
    match clause {
        Clause::Within { attribute, kind, span, .. } => {
            found.push(Bound { attribute: attributes[*attribute].as_str(), kind: *kind, span: *span });
        }
        Clause::All(clauses) | Clause::Any(clauses) => {
            clauses.iter().for_each(|clause| bounds(clause, attributes, found));
        }
        Clause::Same(sides, _) => {
            bounds(&sides.0, attributes, found);
            bounds(&sides.1, attributes, found);
        }
        _ => {}
    }
}

impl Bound<'_> {
    /// The last numbers or days inside and the first outside, with a name each. Counts are never below nothing.
    fn edges(&self) -> Vec<(&'static str, i64)> {
        let Span { lowest, highest } = self.span;
        let mut edges = Vec::new();
        if lowest != i64::MIN {
            edges.extend([("lowest", lowest), ("below", lowest - 1)]);
        }
        if highest != i64::MAX {
            edges.extend([("highest", highest), ("above", highest + 1)]);
        }
        edges.retain(|(_, edge)| self.kind == Kind::Day || *edge >= 0);
        edges
    }

    /// The same in words, as of the day of one case.
    fn shown(&self, edge: i64) -> String {
        match self.kind {
            Kind::Day => day::date(edge).unwrap().to_string(),
            Kind::Number => edge.to_string(),
        }
    }
}

/// A number or day as the lowered form has it.
fn integer(case: &Case, attribute: &str) -> Option<i64> {
    match &case.facts.get(attribute)?.value {
        Value::Int(number) => Some(*number),
        Value::Money(money) => Some(money.0),
        Value::Date(date) => Some(day::number(*date)),
        _ => None,
    }
}

#[test]
fn each_edge_of_a_criterion_or_band_has_a_case_on_either_side() {
    let (mut open, mut edges) = (Vec::new(), 0);
    for policy in policies() {
        let mut met: BTreeMap<(usize, &str), (bool, String)> = BTreeMap::new();
        for case in &policy.cases {
            let lowered = policy.lower(case.on).unwrap();
            let mut found = Vec::new();
            bounds(&lowered.met, &lowered.attributes, &mut found);
            lowered.bands.iter().flatten().for_each(|step| bounds(&step.when, &lowered.attributes, &mut found));
            for (place, bound) in found.iter().enumerate() {
                let value = integer(case, bound.attribute);
                for (name, edge) in bound.edges() {
                    let (met, example) = met.entry((place, name)).or_default();
                    *met |= value == Some(edge);
                    *example = format!("{} = {} on {}", bound.attribute, bound.shown(edge), case.on);
                }
            }
        }
        edges += met.len();
        let unmet = met.iter().filter(|(_, (met, _))| !met);
        open.extend(unmet.map(|((_, name), (_, example))| format!("{}: {name}, {example}", policy.id)));
    }
    assert!(edges > 300, "{edges}");
    assert!(open.is_empty(), "{} of {edges}: {open:#?}", open.len());
}
