//! `tongban policy explain`: one policy for one resident, in words.

use super::{
    context,
    facts::facts,
    rules::{Loaded, load, read},
};
use crate::{
    cli::{Rules, Settings, Speech},
    config::{Config, ConfigError},
    faults::fault,
    output::say,
    words::{words, words_in},
};
use app::{i18n::Words, ui::reason_list::fact_sentence};
use contract::{
    display::Language,
    policies::ShownAmount,
    prospects::{KnownFrom, apply_from_text, by_itself_text, change_texts, coming_texts},
};
use domain::{
    policies::{
        prospects::{coming, prospect},
        reasons::reasons,
    },
    residents::facts::facts_by_number,
};
use jiff::civil::Date;
use policy::{
    decision::{Comparison, Decision, Truth, Verdict},
    document::Policy,
    value::Facts,
};
use std::{path::Path, process::ExitCode};

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Id of the policy.
    pub id: &'a str,
    /// A file of facts, or the number of a resident.
    pub resident: &'a str,
    /// The day of the decision.
    pub on: Date,
    /// The language of the words; without it, that of the locale.
    pub language: Option<Speech>,
}

/// Prints the verdict, the trace, what is missing, what would have to change, and what comes by itself.
///
/// # Errors
/// A file cannot be read or has problems; there is no such policy, file or resident.
pub fn explain(asked: &Asked<'_>, rules: &Rules, settings: &Settings) -> Result<ExitCode, ConfigError> {
    let loaded = load(rules)?;
    let facts = facts_of(asked, &loaded, settings)?;
    let set = loaded.set()?;
    let policy = set.get(asked.id).ok_or_else(|| ConfigError::new("cli-policy-unknown", &[("policy", &asked.id)]))?;
    let words = match asked.language {
        None => words(),
        Some(Speech::Zh) => words_in(Language::Chinese),
        Some(Speech::En) => words_in(Language::English),
    };
    let settled = set.evaluate_one(&policy.id, &facts, asked.on);
    say!("{} ({})  {}", words.of(&policy.title), policy.id, words.date(asked.on));
    match &settled {
        None => say!("{}", words.say("explain-not-in-force")),
        Some(settled) => {
            print_decision(&words, &loaded, policy, &settled.decision);
            if let Some(better) = &settled.better {
                say!("{}", words.with("explain-better", &[("policy", better)]));
            }
        }
    }
    if settled.is_some_and(|settled| settled.decision.verdict == Verdict::Eligible) {
        for text in coming_texts(&words, &coming(&loaded.vocabulary, &set, policy, &facts, asked.on)) {
            say!("{text}");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let view = prospect(&loaded.vocabulary, &set, policy, &facts, asked.on);
    let waiting = by_itself_text(&words, &view).into_iter().chain(apply_from_text(&words, &view));
    waiting.for_each(|text| say!("{text}"));
    change_texts(&words, &view, KnownFrom::Registers).iter().for_each(|text| say!("{text}"));
    Ok(ExitCode::SUCCESS)
}

fn facts_of(asked: &Asked<'_>, loaded: &Loaded, settings: &Settings) -> Result<Facts, ConfigError> {
    let file = Path::new(asked.resident);
    if file.exists() {
        return facts(asked.resident, &read(file)?, &loaded.vocabulary, asked.on);
    }
    let unknown = || {
        let folder = settings.data.display();
        ConfigError::new("cli-resident-unknown", &[("resident", &asked.resident), ("folder", &folder)])
    };
    let number = contract::typed::number("", asked.resident, 1..=i64::MAX).map_err(|_| unknown())?;
    if settings.database_url.is_none() && !settings.data.exists() {
        return Err(unknown());
    }
    let cx = context(&Config::from_settings(settings)?)?;
    let found = facts_by_number(&cx, number, asked.id).map_err(|error| fault(&error))?;
    found.ok_or_else(unknown)
}

fn print_decision(words: &Words, loaded: &Loaded, policy: &Policy, decision: &Decision) {
    let verdict = match decision.verdict {
        Verdict::Eligible => words.say("explain-eligible"),
        Verdict::NotEligible => words.say("explain-not-eligible"),
        Verdict::Undetermined => words.say("explain-undetermined"),
    };
    let amount = ShownAmount::of(decision).map(|amount| format!("  {}", words.amount(&amount))).unwrap_or_default();
    say!("{verdict}{amount}");
    for (reason, trace) in reasons(&loaded.vocabulary, policy, decision).iter().zip(&decision.criteria) {
        let result = match reason.result {
            Truth::Yes => words.say("reason-yes"),
            Truth::No => words.say("reason-no"),
            Truth::Unknown => words.say("reason-unknown"),
        };
        say!("{result}{}", words.of(&reason.label));
        trace.comparisons.iter().for_each(|made| say!("    {}", comparison(made)));
        reason.facts.iter().for_each(|fact| say!("    {}", fact_sentence(words, fact)));
    }
    if decision.has_no_result() {
        say!("{}", words.say("explain-no-result"));
    }
    if !decision.missing.is_empty() {
        let name = |id: &String| {
            loaded.vocabulary.attribute(id).map_or_else(|| id.clone(), |known| words.of(&known.name).to_owned())
        };
        let names: Vec<String> = decision.missing.iter().map(name).collect();
        say!("{}{}", words.say("explain-missing"), names.join(&words.say("entitlement-comma")));
    }
    if !decision.open.is_empty() {
        say!("{}", words.say("explain-open"));
        policy.open_texts(&decision.open).iter().for_each(|question| say!("    {}", words.of(question)));
    }
    if !decision.waits_for.is_empty() {
        say!("{}{}", words.say("explain-waits-for"), decision.waits_for.join(", "));
    }
}

/// `age(dob, today) = 82 >= 65`, with `?` for what is not known.
fn comparison(made: &Comparison) -> String {
    let shown =
        |value: &Option<policy::value::Value>| value.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
    let right = match (&made.right, made.list.as_slice()) {
        (None, list) if !list.is_empty() => {
            format!("[{}]", list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        (right, _) => shown(right),
    };
    format!("{} = {} {} {right}", made.expression, shown(&made.left), made.operator)
}
