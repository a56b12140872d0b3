//! Prints a syntax tree back in Chinese or in English: the same meaning, other names and words.
//!
//! What is printed reads as an expression again, with the same typed form. English uses ids (English names have
//! spaces); Chinese uses names, and ids where a name is no single word.

use super::{
    function,
    lexer::{self, Token},
    syntax::{Arithmetic, Expression, Kind},
    typed::Quantifier,
};
use crate::{
    parameters::Parameters,
    value::Money,
    vocabulary::{Attribute, ValueType, Vocabulary},
};

/// The language that an expression is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// 中文: `周岁(出生日期, 今天) >= 65 且 户籍地 == 上海`.
    Chinese,
    /// English: `age(dob, today) >= 65 && hukou_city == "310000"`.
    English,
}

/// What names stand for.
#[derive(Clone, Copy, Debug)]
pub struct Names<'v> {
    /// Attributes and their codes.
    pub vocabulary: &'v Vocabulary,
    /// The policy's own parameters.
    pub own: &'v Parameters,
    /// The city's parameters.
    pub city: &'v Parameters,
}

/// Prints an expression.
pub fn print(expression: &Expression, names: Names<'_>, tongue: Tongue) -> String {
    Printer { names, tongue }.at(expression, Level::Or)
}

/// How tightly a node binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Not,
    Compare,
    Sum,
    Product,
    Unary,
    Primary,
}

#[derive(Clone, Copy)]
struct Printer<'v> {
    names: Names<'v>,
    tongue: Tongue,
}

impl<'v> Printer<'v> {
    /// A node, in brackets where it binds more loosely than its place allows.
    fn at(self, expression: &Expression, least: Level) -> String {
        let (text, level) = self.node(expression);
        if level < least { format!("({text})") } else { text }
    }

    fn node(self, expression: &Expression) -> (String, Level) {
        match &expression.kind {
            Kind::Bool(value) => (self.word(if *value { ("是", "true") } else { ("否", "false") }), Level::Primary),
            Kind::Int(value) => (value.to_string(), Level::Primary),
            Kind::Money(fen) => (format!("{}元", Money(*fen)), Level::Primary),
            Kind::Date(date) => (date.to_string(), Level::Primary),
            Kind::Quoted(text) => (quoted(text), Level::Primary),
            Kind::Name(name) => (self.name(name), Level::Primary),
            Kind::Not(inner) => (format!("{} {}", self.word(("非", "not")), self.at(inner, Level::Not)), Level::Not),
            Kind::And(members) => (self.joined(members, ("且", "&&"), Level::Not), Level::And),
            Kind::Or(members) => (self.joined(members, ("或", "||"), Level::And), Level::Or),
            Kind::Compare(left, relation, right) => {
                let (first, second) = (self.beside(left, right), self.beside(right, left));
                (format!("{first} {} {second}", relation.as_str()), Level::Compare)
            }
            Kind::In { element, list, negated } => {
                let operator = self.word(if *negated { ("不属于", "not in") } else { ("属于", "in") });
                let list: Vec<String> = list.iter().map(|member| self.member(member, element)).collect();
                (format!("{} {operator} [{}]", self.at(element, Level::Sum), list.join(", ")), Level::Compare)
            }
            Kind::Contains { set, quantifier, codes, negated } => {
                (self.contains(set, *quantifier, codes, *negated), Level::Compare)
            }
            Kind::Negate(inner) => (format!("-{}", self.at(inner, Level::Unary)), Level::Unary),
            Kind::Calculate(left, operator, right) => {
                let (level, next) = match operator {
                    Arithmetic::Add | Arithmetic::Subtract => (Level::Sum, Level::Product),
                    Arithmetic::Multiply => (Level::Product, Level::Unary),
                };
                (format!("{} {} {}", self.at(left, level), operator.as_str(), self.at(right, next)), level)
            }
            Kind::Call { name, arguments } => (self.call(name, arguments), Level::Primary),
        }
    }

    fn word(self, (zh, en): (&str, &str)) -> String {
        match self.tongue {
            Tongue::Chinese => zh.to_owned(),
            Tongue::English => en.to_owned(),
        }
    }

    fn joined(self, members: &[Expression], operator: (&str, &str), least: Level) -> String {
        let members: Vec<String> = members.iter().map(|member| self.at(member, least)).collect();
        members.join(&format!(" {} ", self.word(operator)))
    }

    fn contains(self, set: &Expression, quantifier: Quantifier, codes: &[Expression], negated: bool) -> String {
        let operator = self.word(if negated { ("不包含", "not contains") } else { ("包含", "contains") });
        let codes: Vec<String> = codes.iter().map(|code| self.member(code, set)).collect();
        let set = self.at(set, Level::Sum);
        match (codes.as_slice(), quantifier, self.tongue) {
            ([code], Quantifier::Any, _) => format!("{set} {operator} {code}"),
            (codes, Quantifier::Any, Tongue::Chinese) => format!("{set} {operator}任一 [{}]", codes.join(", ")),
            (codes, Quantifier::All, Tongue::Chinese) => format!("{set} {operator}全部 [{}]", codes.join(", ")),
            (codes, _, Tongue::English) => format!("{set} {operator} {} [{}]", quantifier.as_str(), codes.join(", ")),
        }
    }

    fn call(self, name: &str, arguments: &[Expression]) -> String {
        let function = function::find(name);
        let shown = function.map_or_else(|| name.to_owned(), |function| self.word((function.zh, function.en)));
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| match &argument.kind {
                Kind::Name(word) => match words_of(name).iter().find(|(en, zh)| en == word || zh == word) {
                    Some((en, zh)) => self.word((zh, en)),
                    None => self.at(argument, Level::Or),
                },
                _ => self.at(argument, Level::Or),
            })
            .collect();
        format!("{shown}({})", arguments.join(", "))
    }

    /// A name: of an attribute or a parameter, or the day of the decision.
    fn name(self, name: &str) -> String {
        if matches!(name, "today" | "今天") {
            return self.word(("今天", "today"));
        }
        let Names { vocabulary, own, city } = self.names;
        let parameter = || own.find(name).or_else(|| city.find(name)).map(|known| (&known.id, &known.name));
        match vocabulary.find(name).map(|known| (&known.id, &known.name)).or_else(parameter) {
            Some((_, known)) if self.tongue == Tongue::Chinese && is_one_word(&known.zh) => known.zh.clone(),
            Some((id, _)) if is_one_word(id) => id.clone(),
            _ => name.to_owned(),
        }
    }

    /// One side of a comparison: a code where the other side is an attribute with codes.
    fn beside(self, expression: &Expression, other: &Expression) -> String {
        self.code(expression, other, Level::Sum)
    }

    fn member(self, expression: &Expression, of: &Expression) -> String {
        self.code(expression, of, Level::Primary)
    }

    fn code(self, expression: &Expression, of: &Expression, least: Level) -> String {
        let code = match (&expression.kind, self.coded(of)) {
            (Kind::Quoted(name) | Kind::Name(name), Some(attribute)) => attribute.find_code(name),
            _ => None,
        };
        match (code, self.tongue) {
            (Some(code), Tongue::Chinese) if is_one_word(&code.name.zh) => code.name.zh.clone(),
            (Some(code), Tongue::Chinese) => quoted(&code.name.zh),
            (Some(code), Tongue::English) => quoted(&code.id),
            (None, _) => self.at(expression, least),
        }
    }

    fn coded(self, expression: &Expression) -> Option<&'v Attribute> {
        let Kind::Name(name) = &expression.kind else { return None };
        let attribute = self.names.vocabulary.find(name)?;
        matches!(attribute.value_type, ValueType::Code | ValueType::Codes).then_some(attribute)
    }
}

/// The words, not names, that a function takes.
fn words_of(function: &str) -> &'static [(&'static str, &'static str)] {
    match function::find(function).map(|function| function.en) {
        Some("amount") => function::PERIODS,
        _ => function::ROUNDINGS,
    }
}

/// Whether a name reads as one name.
fn is_one_word(name: &str) -> bool {
    matches!(lexer::tokens(name).as_deref(), Ok([(Token::Name(read), _), (Token::End, _)]) if read == name)
}

/// A text in quotes that do not occur in it.
fn quoted(text: &str) -> String {
    for (open, close, wide) in [('"', '"', '＂'), ('\'', '\'', '＇'), ('「', '」', '」'), ('“', '”', '”')] {
        if !text.contains([close, wide]) {
            return format!("{open}{text}{close}");
        }
    }
    format!("‘{text}’")
}

#[cfg(test)]
mod tests;
