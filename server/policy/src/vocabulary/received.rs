//! What somebody gets already by what the city knows: it stands among what they have, whoever gave it.

use super::{
    Vocabulary,
    impossible::{scope, worded_conditions},
};
use crate::{
    decision::{Comparison, Truth},
    evaluate::record::Record,
    expression::typed::{AttributeSlot, Condition, PolicySlot, Tables},
    reader::{Reader, Section},
    text::Text,
    value::Facts,
};
use jiff::civil::Date;

/// What somebody may get already, each with the condition that says so.
#[derive(Clone, Debug, Default)]
pub struct Received {
    rules: Vec<(Condition, Text)>,
    /// Names that the conditions refer to by number.
    tables: Tables,
}

impl Received {
    /// What a person gets by these facts, in the order of the document, each with the id of the attribute that says so.
    pub fn by<'a>(&'a self, facts: &'a Facts, on: Date) -> Vec<(&'a Text, &'a str)> {
        let scope = scope(&self.tables, facts, on);
        let rules = self.rules.iter().filter_map(|(condition, name)| {
            let mut read = FirstRead(None);
            let is_so = scope.condition(condition, &mut read) == Truth::Yes;
            let attribute = self.tables.attributes.get(read.0?.0)?;
            is_so.then_some((name, attribute.as_str()))
        });
        rules.collect()
    }
}

/// The first fact that was read.
struct FirstRead(Option<AttributeSlot>);

impl Record for FirstRead {
    const SILENT: bool = true;

    fn read(&mut self, attribute: AttributeSlot, _: bool) {
        self.0.get_or_insert(attribute);
    }

    fn waits_for(&mut self, _: PolicySlot) {}

    fn compared(&mut self, _: impl FnOnce() -> Comparison) {}

    fn mark(&self) -> usize {
        0
    }

    fn forget_missing(&mut self, _: usize) {}
}

/// `[[received]]` with `when`, a condition, and `says`, what the person gets. Who says so, and since when, is told
/// of the first fact that the condition reads.
pub(super) fn read(reader: &mut Reader<'_>, root: &mut Section<'_>, vocabulary: &Vocabulary) -> Received {
    let (rules, tables) = worded_conditions(reader, root, "received", vocabulary);
    Received { rules, tables }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use crate::{fixture, value::Facts, vocabulary::Vocabulary};
    use jiff::civil::date;

    #[test]
    fn what_is_on_record_as_received_is_named_with_its_fact() {
        let vocabulary = Vocabulary::parse(
            r#"
            [[department]]
            id = "civil-affairs"
            name = { zh = "民政局", en = "Civil Affairs" }
            [[attribute]]
            id = "assistance_class"
            name = { zh = "救助类别", en = "Class of assistance" }
            type = "code"
            department = "civil-affairs"
            sensitivity = "sensitive"
            changeable = true
            codes = [{ id = "none", name = { zh = "无", en = "None" } }, { id = "dibao", name = { zh = "低保", en = "Minimum" } }]
            [[received]]
            when = "救助类别 == 低保"
            says = { zh = "低保", en = "Minimum living allowance" }
            "#,
        )
        .unwrap();
        let on = date(2026, 11, 28);
        let facts = |class: &str| fixture::facts(&[("assistance_class", class)]);
        let (poor, other) = (facts("dibao"), facts("none"));
        let named: Vec<_> = vocabulary.received().by(&poor, on).into_iter().map(|(name, id)| (&*name.zh, id)).collect();
        assert_eq!(named, [("低保", "assistance_class")]);
        assert!(vocabulary.received().by(&other, on).is_empty());
        assert!(vocabulary.received().by(&Facts::new(), on).is_empty(), "nothing known is not had");
    }
}
