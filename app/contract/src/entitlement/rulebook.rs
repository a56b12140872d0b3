//! Answers held against policies: pure, so that the server and the visitor's own device show the same page.

use super::{
    EntitlementPage, EntitlementQuestion, EntitlementStep, StandingKind, StandingView, ToldAnswer, Wanted,
    answer::question_kind,
};
use crate::{
    applications::OptionView, policies::ShownAmount, prospects::prospect_view, residents::ShownValue, typed::DATE_PARTS,
};
use jiff::civil::Date;
use policy::{
    decision::{Decision, Truth, Verdict},
    document::Policy,
    screening::{Answers, Standing, next_question, standing},
    text::Text,
    value::Value,
    vocabulary::{Attribute, Vocabulary},
};
use std::collections::BTreeMap;

/// What answers are held against.
pub struct Rulebook<'a> {
    /// The day.
    pub on: Date,
    /// Policies in force on that day.
    pub policies: Vec<&'a Policy>,
    /// Policies that begin later.
    pub coming: Vec<&'a Policy>,
    /// What is known of residents.
    pub vocabulary: &'a Vocabulary,
    /// The item that applies for a policy, by the policy's id: the item's id and title.
    pub items: &'a BTreeMap<String, (String, Text)>,
}

impl Rulebook<'_> {
    /// `/check` after some answers.
    pub fn page(&self, answers: &Answers, wanted: &Wanted) -> EntitlementPage {
        let next = next_question(&self.policies, self.vocabulary.attributes(), answers, self.on);
        // What follows from an answer counts, and is not said to be one.
        let known = answers.completed(self.vocabulary.attributes(), self.on);
        let asked = match wanted {
            Wanted::Question(id) => self.asked(id),
            Wanted::Whatever | Wanted::Next | Wanted::Results => None,
        };
        let step = match (wanted, asked.or(next)) {
            (Wanted::Whatever, _) if answers.is_empty() => EntitlementStep::Beginning,
            (Wanted::Results, _) | (_, None) => EntitlementStep::Results(self.standings(&known)),
            (_, Some(attribute)) => EntitlementStep::Question(question(attribute, answers)),
        };
        let facts = known.facts(self.on);
        let is_open = |policy: &&&Policy| policy.decide(&facts, self.on).0 == Verdict::Undetermined;
        EntitlementPage {
            step,
            answers: self.told(answers),
            policies: self.policies.len(),
            decided: self.policies.len() - self.policies.iter().filter(is_open).count(),
            more: next.is_some(),
            ended: None,
            errors: Vec::new(),
        }
    }

    /// An attribute that a person can be asked for.
    pub fn asked(&self, id: &str) -> Option<&Attribute> {
        self.vocabulary.attribute(id).filter(|attribute| attribute.is_asked())
    }

    fn standings(&self, answers: &Answers) -> Vec<StandingView> {
        let held = self.policies.iter().map(|policy| self.standing(policy, answers));
        held.chain(self.coming.iter().map(|policy| head(policy, StandingKind::NotYet(policy.valid_from)))).collect()
    }

    fn standing(&self, policy: &Policy, answers: &Answers) -> StandingView {
        let (standing, decision) = standing(policy, answers, self.on);
        let kind = match standing {
            Standing::Entitled => StandingKind::Entitled,
            Standing::Maybe => StandingKind::Maybe,
            Standing::Not => StandingKind::Not,
            Standing::NotChecked => StandingKind::NotChecked,
            Standing::NoResult => StandingKind::NoResult,
        };
        StandingView {
            amount: ShownAmount::of(&decision),
            reasons: reasons(policy, &decision),
            to_tell: self.missing(&decision, true),
            on_record: self.missing(&decision, false),
            open: policy.open_texts(&decision.open),
            item: self.items.get(&policy.id).cloned(),
            prospect: (kind == StandingKind::Not).then(|| {
                let found = policy.prospect(&answers.facts(self.on), self.on, self.vocabulary);
                prospect_view(self.vocabulary, policy, &decision, &found, self.on)
            }),
            ..head(policy, kind)
        }
    }

    /// Names of the missing facts: those that a person can tell, or those that only the city has on record.
    fn missing(&self, decision: &Decision, to_tell: bool) -> Vec<Text> {
        let missing = decision.missing.iter().filter(|id| self.asked(id).is_some() == to_tell);
        let known = missing.filter_map(|id| self.vocabulary.attribute(id));
        known.map(|attribute| attribute.name.clone()).collect()
    }

    fn told(&self, answers: &Answers) -> Vec<ToldAnswer> {
        let all = self.vocabulary.attributes().iter();
        let told = all.filter_map(|attribute| Some((attribute, answers.get(&attribute.id)?)));
        told.map(|(attribute, value)| ToldAnswer {
            attribute: attribute.id.clone(),
            title: attribute.question.clone().unwrap_or_default(),
            value: value.map(|value| ShownValue::of(Some(attribute), value)),
        })
        .collect()
    }
}

fn question(attribute: &Attribute, answers: &Answers) -> EntitlementQuestion {
    let option =
        |code: &policy::vocabulary::Code| OptionView { id: code.id.clone(), label: code.name.clone(), hint: None };
    let id = &attribute.id;
    let values = match answers.get(id).flatten() {
        None => Vec::new(),
        Some(Value::Date(date)) => {
            let numbers = [i64::from(date.year()), date.month().into(), date.day().into()];
            DATE_PARTS.iter().zip(numbers).map(|(part, number)| (format!("{id}-{part}"), number.to_string())).collect()
        }
        Some(Value::Bool(value)) => vec![(id.clone(), if *value { "yes" } else { "no" }.to_owned())],
        Some(Value::Money(money)) => vec![(id.clone(), money.to_string())],
        Some(Value::Int(number)) => vec![(id.clone(), number.to_string())],
        Some(Value::Code(text) | Value::Text(text)) => vec![(id.clone(), text.clone())],
        // Never asked.
        Some(Value::Codes(_) | Value::Members(_)) => Vec::new(),
    };
    EntitlementQuestion {
        attribute: id.clone(),
        kind: question_kind(attribute),
        unit: attribute.unit.clone(),
        title: attribute.question.clone().unwrap_or_default(),
        options: attribute.codes.iter().map(option).collect(),
        values,
    }
}

fn head(policy: &Policy, kind: StandingKind) -> StandingView {
    StandingView {
        id: policy.id.clone(),
        field: policy.field,
        title: policy.title.clone(),
        kind,
        amount: None,
        reasons: Vec::new(),
        to_tell: Vec::new(),
        on_record: Vec::new(),
        open: Vec::new(),
        item: None,
        prospect: None,
    }
}

fn reasons(policy: &Policy, decision: &Decision) -> Vec<(Text, Truth)> {
    let results = decision.criteria.iter().zip(&policy.criteria);
    results.map(|(trace, criterion)| (criterion.label.clone(), trace.result)).collect()
}
