//! What the visitor's own device is given, so that it can do everything by itself and nobody hears the answers.

use super::{Parts, Rulebook};
use crate::display::Language;
use jiff::civil::Date;
use policy::{
    document::Policy,
    text::Text,
    vocabulary::{Attribute, Impossible, Vocabulary},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rules, the words, and the pieces of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeviceCheck {
    /// The day of the rules.
    #[serde(with = "policy::wire::day")]
    pub on: Date,
    /// Policies in force, in one language.
    pub policies: Vec<Policy>,
    /// Policies that begin later.
    pub coming: Vec<Policy>,
    /// Every attribute of the vocabulary, in one language.
    pub attributes: Vec<Attribute>,
    /// What no answers can say together, in one language.
    pub impossible: Impossible,
    /// The item that applies for a policy, by the policy's id.
    pub items: BTreeMap<String, (String, Text)>,
    /// Words and pieces.
    pub parts: Parts,
}

impl DeviceCheck {
    /// Takes what a device needs, in the language of the parts; the other language stays at home.
    pub fn of(rulebook: &Rulebook<'_>, parts: Parts) -> Self {
        let only = |text: &Text| only(parts.language, text);
        let policies =
            |policies: &[&Policy]| policies.iter().map(|policy| (*policy).clone().in_words(only)).collect::<Vec<_>>();
        let attributes = rulebook.vocabulary.attributes().iter().map(|attribute| {
            let mut attribute = attribute.clone();
            attribute.name = only(&attribute.name);
            attribute.question = attribute.question.as_ref().map(only);
            attribute.aliases.clear();
            for code in &mut attribute.codes {
                code.name = only(&code.name);
            }
            attribute
        });
        let items = rulebook.items.iter().map(|(policy, (id, title))| (policy.clone(), (id.clone(), only(title))));
        Self {
            on: rulebook.on,
            policies: policies(&rulebook.policies),
            coming: policies(&rulebook.coming),
            attributes: attributes.collect(),
            impossible: rulebook.vocabulary.impossible().clone().in_words(only),
            items: items.collect(),
            parts,
        }
    }

    /// As it goes over the wire: postcard, because a reader for it is small.
    ///
    /// # Errors
    /// None in practice: the target is memory.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// Reads what [`DeviceCheck::to_bytes`] wrote.
    ///
    /// # Errors
    /// The bytes are those of another build.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// Takes the vocabulary out of the rules: a copy would need code on the device that nothing else there needs.
    pub fn take_vocabulary(&mut self) -> Vocabulary {
        Vocabulary::of_attributes(std::mem::take(&mut self.attributes), std::mem::take(&mut self.impossible))
    }

    /// The rules for asking, with their vocabulary.
    pub fn rulebook<'a>(&'a self, vocabulary: &'a Vocabulary) -> Rulebook<'a> {
        Rulebook {
            on: self.on,
            policies: self.policies.iter().collect(),
            coming: self.coming.iter().collect(),
            vocabulary,
            items: &self.items,
        }
    }
}

fn only(language: Language, text: &Text) -> Text {
    match language {
        Language::Chinese => Text::new(text.zh.as_str(), ""),
        Language::English => Text::new("", text.en.as_str()),
    }
}
