//! The form of a decision. Whoever decides otherwise than the verdict says is asked on what grounds, once it is clear that
//! they do: the page comes again with the questions.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        button,
        checkboxes::checkboxes,
        choices::Choice,
        date_field::{DateField, date_field},
        field::{FieldLabel, hidden},
        money_field::money_field,
        number_field::number_field,
        radios::radios,
        text_area::{TextArea, text_area},
    },
};
use contract::{
    casework::{CasePage, DecidableBenefit},
    policies::VerdictView,
};
use leptos::prelude::*;
use policy::{
    decision::{Truth, Verdict},
    document::AmountUnit,
};

/// Grant or refuse; what, how much and from when; on what grounds otherwise; the reason.
pub fn decision_form(words: &Words, view: &CasePage) -> Markup {
    let option = |value: &str, key: &str| Choice::new(value, words.say(key), view.typed.decision == value);
    let decisions = vec![option("grant", "case-grant"), option("refuse", "case-refuse")];
    let decision = FieldLabel::new("decision", words.say("case-decision"));
    let reason = FieldLabel::new("reason", words.say("case-reason")).hint(words.say("case-reason-hint"));
    let reason = TextArea { label: reason, value: view.typed.reason.clone(), rows: 4, most: None };
    view! {
        <section aria-labelledby="decide">
            <h2 id="decide">{words.say("case-decide-title")}</h2>
            <form method="post" aria-label=words.say("case-decide") action=format!("/casework/{}/decide", view.id) novalidate>
                {hidden("key", &format!("{}-d", view.key))}
                {hidden("revision", &view.revision.to_string())}
                {radios(words, &view.errors, decision, decisions)}
                {terms(words, view)}
                {otherwise(words, view)}
                {text_area(words, &view.errors, reason)}
                {button::primary(words.say("case-decide"))}
            </form>
        </section>
    }
    .into_markup()
}

/// What is granted, where it is.
fn terms(words: &Words, view: &CasePage) -> Markup {
    let benefits = &view.proposal.benefits;
    let several = (benefits.len() > 1).then(|| {
        let options = benefits.iter().filter_map(|benefit| {
            Some(Choice::new(benefit.policy.as_deref()?, words.of(&benefit.title).to_owned(), benefit.chosen))
        });
        let label = FieldLabel::new("granted", words.say("case-granted"));
        checkboxes(words, &view.errors, label, options.collect())
    });
    let amounts = benefits.iter().map(|benefit| amount(words, view, benefit)).collect_view();
    let from = FieldLabel::new("from", words.say("case-from")).hint(words.say("case-from-hint"));
    let from = DateField { label: from, values: view.proposal.from.clone(), birthday: None };
    view! {
        <h3>{words.say("case-terms-title")}</h3>
        {several}
        {amounts}
        {date_field(words, &view.errors, from)}
    }
    .into_markup()
}

fn amount(words: &Words, view: &CasePage, benefit: &DecidableBenefit) -> Option<Markup> {
    let (asked, policy) = (benefit.asked?, benefit.policy.as_ref()?);
    let name = format!("amount-{policy}");
    let period = [("benefit", words.of(&benefit.title)), ("period", asked.period.as_str())];
    let label = FieldLabel::new(&name, words.with("case-amount", &period));
    Some(match asked.unit {
        AmountUnit::Money => money_field(words, &view.errors, label, benefit.amount.clone()),
        AmountUnit::Hours => {
            let unit = Some(words.say("unit-hours"));
            number_field(words, &view.errors, label, benefit.amount.clone(), unit)
        }
    })
}

/// On what grounds it is decided otherwise; nothing as long as it is not.
fn otherwise(words: &Words, view: &CasePage) -> Option<Markup> {
    let asked: Vec<Markup> = view.verdicts.iter().flat_map(|verdict| questions(words, view, verdict)).collect();
    if asked.is_empty() {
        return None;
    }
    let block = view! {
        <h3>{words.say("case-otherwise-title")}</h3>
        <p>{words.say("case-otherwise-lead")}</p>
        {asked}
    };
    Some(block.into_markup())
}

fn questions(words: &Words, view: &CasePage, verdict: &VerdictView) -> Vec<Markup> {
    let policy = &verdict.policy;
    let chosen = view.proposal.benefits.iter().any(|benefit| benefit.policy.as_ref() == Some(policy) && benefit.chosen);
    let is_granted = match view.typed.decision.as_str() {
        "grant" => chosen,
        "refuse" => false,
        _ => return Vec::new(),
    };
    let typed = |name: &str| {
        view.typed.grounds.iter().find(|(field, _)| field == name).map_or_else(String::new, |(_, value)| value.clone())
    };
    let proof = |name: String, label: String| {
        let field = TextArea { label: FieldLabel::new(&name, label), value: typed(&name), rows: 2, most: None };
        text_area(words, &view.errors, field)
    };
    match (is_granted, verdict.verdict) {
        (true, Verdict::NotEligible) => verdict
            .reasons
            .iter()
            .enumerate()
            .filter(|(_, reason)| reason.result == Truth::No)
            .map(|(index, reason)| {
                let label = words.with("case-proof-met", &[("condition", words.of(&reason.label))]);
                proof(format!("proof-{policy}-{index}"), label)
            })
            .collect(),
        (true, Verdict::Eligible) => {
            let name = format!("proof-{policy}-amount");
            let is_asked = view.errors.iter().any(|error| error.field == name) || !typed(&name).is_empty();
            let label = verdict.amount.filter(|_| is_asked).map(|found| words.amount(&found));
            let field = label.map(|found| proof(name, words.with("case-proof-amount", &[("amount", &found)])));
            field.into_iter().collect()
        }
        (false, Verdict::Eligible) => {
            let name = format!("unmet-{policy}");
            let chosen = typed(&name);
            let conditions = verdict.reasons.iter().enumerate().map(|(index, reason)| {
                let value = index.to_string();
                let is_chosen = value == chosen;
                Choice::new(value, words.of(&reason.label).to_owned(), is_chosen)
            });
            let label = words.with("case-unmet", &[("benefit", words.of(&verdict.title))]);
            let which = radios(words, &view.errors, FieldLabel::new(&name, label), conditions.collect());
            vec![which, proof(format!("proof-{policy}-unmet"), words.say("case-proof-unmet"))]
        }
        (true | false, _) => Vec::new(),
    }
}
