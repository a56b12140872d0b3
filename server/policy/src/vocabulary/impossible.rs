//! What cannot be so: answers that nobody can mean together.

use super::Vocabulary;
use crate::{
    calendar::{AgeRule, AgeRules, LeapDayRule},
    decision::Truth,
    evaluate::{Scope, record::Silent},
    expression::{
        checker::Checker,
        typed::{Condition, Tables},
    },
    parameters::Parameters,
    reader::{Reader, Section},
    text::Text,
    value::Facts,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What cannot be so, each with the words that ask again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Impossible {
    rules: Vec<(Condition, Text)>,
    /// Names that the conditions refer to by number.
    tables: Tables,
}

impl Impossible {
    /// The words of the first rule by which the facts cannot be so, and could be so before: whoever is asked about one
    /// thing hears nothing of another.
    pub fn asks_again(&self, before: &Facts, now: &Facts, on: Date) -> Option<&Text> {
        let is_so = |facts: &Facts, condition| self.scope(facts, on).condition(condition, &mut Silent) == Truth::Yes;
        let broken = self.rules.iter().find(|(condition, _)| is_so(now, condition) && !is_so(before, condition));
        broken.map(|(_, says)| says)
    }

    /// The same rules with other words.
    #[must_use]
    pub fn in_words(mut self, words: impl Fn(&Text) -> Text) -> Self {
        for (_, says) in &mut self.rules {
            *says = words(says);
        }
        self
    }

    fn scope<'a>(&'a self, facts: &'a Facts, on: Date) -> Scope<'a> {
        scope(&self.tables, facts, on)
    }
}

/// What conditions of a vocabulary are held against: ages as nearly all policies count them.
pub(super) fn scope<'a>(tables: &'a Tables, facts: &'a Facts, on: Date) -> Scope<'a> {
    let age_rules = AgeRules { age_rule: AgeRule::Birthday, leap_day_rule: LeapDayRule::Feb28 };
    Scope::of(tables, facts, on, age_rules)
}

/// `[[impossible]]` with `when`, a condition, and `says`, what the person reads who is asked again.
pub(super) fn read(reader: &mut Reader<'_>, root: &mut Section<'_>, vocabulary: &Vocabulary) -> Impossible {
    let (rules, tables) = worded_conditions(reader, root, "impossible", vocabulary);
    Impossible { rules, tables }
}

/// Conditions with what is said of whoever meets them, and the names that they refer to by number.
pub(super) fn worded_conditions(
    reader: &mut Reader<'_>,
    root: &mut Section<'_>,
    key: &'static str,
    vocabulary: &Vocabulary,
) -> (Vec<(Condition, Text)>, Tables) {
    let none = Parameters::default();
    let mut checker = Checker::new(vocabulary, &none, &none, None);
    let mut rules = Vec::new();
    for mut section in root.tables(reader, key) {
        let (when, says) = (section.needed_string(reader, "when"), section.needed_text(reader, "says"));
        section.finish(reader);
        let (Some(when), Some(says)) = (when, says) else { continue };
        match checker.check_condition(&when.value) {
            Ok(condition) => rules.push((condition, says)),
            Err(faults) => reader.faults(faults, &when),
        }
    }
    (rules, checker.into_tables())
}
