//! Codes beside their attribute: `户籍地 == 上海`, `hukou_city == "310000"`.

use super::Checker;
use crate::{
    expression::{
        fault::Fault,
        names::run_together,
        syntax::{Expression, Kind},
        typed::Symbol,
    },
    problem::ProblemCode,
    vocabulary::{Attribute, ValueType},
};

impl<'v> Checker<'v> {
    /// The attribute, when an expression is nothing but the name of one with codes.
    pub(super) fn code_attribute(&self, expression: &Expression) -> Option<&'v Attribute> {
        match &expression.kind {
            Kind::Name(name) => self.coded(name),
            _ => None,
        }
    }

    /// What stands beside an attribute with codes: one of its codes by id or name, or an attribute with the same codes.
    pub(super) fn code_of(&mut self, expression: &Expression, attribute: &'v Attribute) -> Option<Symbol> {
        match &expression.kind {
            Kind::Quoted(name) | Kind::Name(name) => {
                if let Some(code) = attribute.find_code(name) {
                    return Some(Symbol::Literal(code.id.clone()));
                }
                if matches!(expression.kind, Kind::Name(_))
                    && let Some(other) = self.vocabulary.find(name)
                {
                    self.known_of_member(other, expression)?;
                    return self.same_codes(expression, other, attribute);
                }
                let fault = Fault::new(ProblemCode::UnknownCode, expression.span.clone(), listed(attribute), name);
                self.fault(fault.suggest_maybe(run_together(name).or_else(|| self.closest(attribute, name))));
                None
            }
            Kind::Int(_) => {
                // Written as a number it could lose leading zeros, and could never be a code.
                let digits = self.written(expression);
                let remedy = match attribute.code(&digits) {
                    Some(code) => Some(format!("\"{}\"", code.id)),
                    None => self.closest(attribute, &digits).map(|id| format!("\"{id}\"")),
                };
                let fault = Fault::new(ProblemCode::NumberForCode, expression.span.clone(), listed(attribute), digits);
                self.fault(fault.suggest_maybe(remedy));
                None
            }
            _ => {
                let found = self.term(expression)?.type_name();
                self.mismatch(expression, &format!("code of {}", attribute.id), &found);
                None
            }
        }
    }

    fn same_codes(&mut self, expression: &Expression, other: &'v Attribute, wanted: &Attribute) -> Option<Symbol> {
        let same = other.value_type == ValueType::Code
            && other.codes.len() == wanted.codes.len()
            && other.codes.iter().all(|code| wanted.code(&code.id).is_some());
        if same {
            return Some(Symbol::Attribute(self.attribute_slot(other)));
        }
        let found = format!("{} of {}", other.value_type.as_str(), other.id);
        self.mismatch(expression, &format!("code of {}", wanted.id), &found);
        None
    }
}

/// The codes that could stand there, as far as they fit in a sentence.
fn listed(attribute: &Attribute) -> String {
    let mut listed: Vec<String> = attribute.codes.iter().take(8).map(|code| format!("\"{}\"", code.id)).collect();
    if attribute.codes.len() > listed.len() {
        listed.push("…".to_owned());
    }
    listed.join(" | ")
}

impl Checker<'_> {
    fn closest(&self, attribute: &Attribute, name: &str) -> Option<String> {
        let codes = attribute.codes.iter();
        self.nearest(name, codes.flat_map(|code| [code.id.as_str(), code.name.zh.as_str(), code.name.en.as_str()]))
    }
}
