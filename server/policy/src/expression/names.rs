//! What a name in an expression stands for.

use super::{checker::Checker, fault::Fault};
use crate::{
    parameters::Parameter,
    problem::ProblemCode,
    sentence::BIRTH,
    vocabulary::{Attribute, ValueType},
};
use std::ops::Range;

/// Words for how old somebody is, which no attribute says.
const AGE: [&str; 6] = ["年龄", "岁数", "年纪", "年岁", "周岁", "age"];
/// Words for the date of birth that are not near enough to its name.
const BIRTHDAY: [&str; 3] = ["生日", "birthday", "birth"];

/// Whether a name, or a function that does not exist, asks how old somebody is.
pub(super) fn means_age(name: &str) -> bool {
    AGE.contains(&name)
}

/// What a name stands for.
pub(super) enum Named<'v> {
    /// The day of the decision.
    Today,
    /// An attribute of the vocabulary.
    Attribute(&'v Attribute),
    /// A parameter of the policy or of the city.
    Parameter(&'v Parameter),
}

impl<'v> Checker<'v> {
    /// Resolves a name; a name that means two things is refused.
    pub(super) fn named(&mut self, name: &str, span: &Range<usize>) -> Option<Named<'v>> {
        if matches!(name, "today" | "今天") {
            return Some(Named::Today);
        }
        self.spend(1 + self.own.iter().count() / 16);
        let parameter = self.own.find(name).or_else(|| self.city.find(name));
        match (self.vocabulary.find(name), parameter) {
            (Some(attribute), None) => Some(Named::Attribute(attribute)),
            (None, Some(parameter)) => Some(Named::Parameter(parameter)),
            (Some(attribute), Some(parameter)) => {
                let expected = format!("{} | {}", attribute.id, parameter.id);
                self.fault(Fault::new(ProblemCode::AmbiguousName, span.clone(), expected, name));
                None
            }
            (None, None) if let Some(meant) = lookalike(name) => {
                let fault = Fault::new(ProblemCode::LookalikeName, span.clone(), &meant, name);
                self.fault(fault.suggest(meant));
                None
            }
            (None, None) => {
                let suggestion = self.meant_age(name, span).or_else(|| self.meant(name));
                let fault = Fault::new(ProblemCode::UnknownName, span.clone(), "", name).suggest_maybe(suggestion);
                self.fault(fault);
                None
            }
        }
    }

    /// An attribute with codes, when an expression is nothing but its name.
    pub(super) fn coded(&self, name: &str) -> Option<&'v Attribute> {
        self.vocabulary.find(name).filter(|attribute| attribute.value_type == ValueType::Code)
    }

    /// How old somebody is follows from the date of birth, which is what is known of them: `年龄` is `周岁(出生日期, 今天)`,
    /// and within that function the date of birth.
    fn meant_age(&self, name: &str, span: &Range<usize>) -> Option<String> {
        let birth = self.vocabulary.attribute(BIRTH)?;
        let (function, date, today) = match name.is_ascii() {
            true => ("age", birth.id.as_str(), "today"),
            false => ("周岁", birth.name.zh.as_str(), "今天"),
        };
        let before = self.written_before(span).trim_end();
        let called = before.strip_suffix(['(', '（']).unwrap_or_default().trim_end();
        let is_asked_how_old = ["age", "周岁"].iter().any(|function| called.ends_with(function));
        match (means_age(name), BIRTHDAY.contains(&name)) {
            (true, _) if !is_asked_how_old => Some(format!("{function}({date}, {today})")),
            (true, _) | (false, true) => Some(date.to_owned()),
            (false, false) => None,
        }
    }

    /// What was probably meant by an unknown name.
    fn meant(&self, name: &str) -> Option<String> {
        number_with_unit(name).or_else(|| run_together(name)).or_else(|| self.code_elsewhere(name)).or_else(|| {
            let parameters = self.own.iter().chain(self.city.iter());
            let parameters = parameters.flat_map(|parameter| [parameter.id.as_str(), parameter.name.zh.as_str()]);
            self.nearest(name, self.vocabulary.all_names().chain(parameters).chain(["today", "今天"]))
        })
    }

    /// A code that stands alone: it needs its attribute beside it.
    fn code_elsewhere(&self, name: &str) -> Option<String> {
        let attributes = self.vocabulary.attributes().iter();
        attributes
            .filter_map(|attribute| {
                let operator = if attribute.value_type == ValueType::Codes { "contains" } else { "==" };
                attribute.find_code(name).map(|code| format!("{} {operator} \"{}\"", attribute.id, code.id))
            })
            .next()
    }
}

/// A name with Cyrillic or Greek letters that look Latin, in Latin.
fn lookalike(name: &str) -> Option<String> {
    const PAIRS: &[(char, char)] = &[
        ('а', 'a'),
        ('с', 'c'),
        ('ԁ', 'd'),
        ('е', 'e'),
        ('һ', 'h'),
        ('і', 'i'),
        ('ј', 'j'),
        ('ӏ', 'l'),
        ('о', 'o'),
        ('р', 'p'),
        ('ѕ', 's'),
        ('х', 'x'),
        ('у', 'y'),
        ('ο', 'o'),
        ('α', 'a'),
        ('ν', 'v'),
        ('ι', 'i'),
        ('ρ', 'p'),
        ('А', 'A'),
        ('В', 'B'),
        ('Е', 'E'),
        ('К', 'K'),
        ('М', 'M'),
        ('Н', 'H'),
        ('О', 'O'),
        ('Р', 'P'),
        ('С', 'C'),
        ('Т', 'T'),
        ('Х', 'X'),
    ];
    let latin = |character: char| PAIRS.iter().find(|(other, _)| *other == character).map_or(character, |pair| pair.1);
    let meant: String = name.chars().map(latin).collect();
    (meant != name).then_some(meant)
}

/// `65岁`: numbers carry no unit.
fn number_with_unit(name: &str) -> Option<String> {
    let digits = name.trim_end_matches(|character: char| !character.is_ascii_digit());
    let unit = name.strip_prefix(digits)?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(unit, "岁" | "周岁" | "月" | "个月" | "年" | "天" | "日" | "级" | "人" | "次"))
        .then(|| digits.to_owned())
}

/// `上海且年龄`: an operator word without spaces around it.
pub(super) fn run_together(name: &str) -> Option<String> {
    ["且", "或", "不属于", "属于", "不包含", "包含"].into_iter().find_map(|word| {
        let (left, right) = name.split_once(word)?;
        (!left.is_empty() || !right.is_empty()).then(|| format!("{left} {word} {right}").trim().to_owned())
    })
}
