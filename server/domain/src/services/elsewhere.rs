//! `/elsewhere`: what this portal does not do, and who does it. People look for it here all the same, so the search finds it.

use crate::error::Error;
use contract::services::{ElsewherePage, ElsewhereService};
use policy::text::{Keywords, Text};
use serde::Deserialize;

/// The city's list.
pub const ELSEWHERE: &str = include_str!("../../../elsewhere.toml");

/// Services of others, in the order of the document.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere(Vec<Service>);

/// One of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Id, its place on the page.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Who does it, and how to get there.
    pub who: Text,
    /// Whom to call: digits.
    pub telephone: String,
    /// Words by which people look for it.
    pub keywords: Keywords,
    /// Whose public information it is.
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    service: Vec<Service>,
}

impl Elsewhere {
    /// Reads a document.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map(|document: Document| Self(document.service)).map_err(Error::caused_by)
    }

    /// Every service.
    pub fn services(&self) -> &[Service] {
        &self.0
    }

    /// The page.
    pub fn page(&self) -> ElsewherePage {
        let shown = |service: &Service| ElsewhereService {
            id: service.id.clone(),
            title: service.title.clone(),
            who: service.who.clone(),
            telephone: service.telephone.clone(),
        };
        ElsewherePage { services: self.0.iter().map(shown).collect() }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_citys_list_can_be_read_and_called() {
        let elsewhere = Elsewhere::parse(ELSEWHERE).unwrap();
        let ids: BTreeSet<&str> = elsewhere.services().iter().map(|service| service.id.as_str()).collect();
        assert_eq!(ids.len(), elsewhere.services().len(), "no id twice");
        for service in elsewhere.services() {
            let is_number = (3..=11).contains(&service.telephone.len())
                && service.telephone.bytes().all(|part| part.is_ascii_digit());
            assert!(is_number, "{}: {}", service.id, service.telephone);
            let (zh, en) = (&service.keywords.zh, &service.keywords.en);
            assert!(zh.len() >= Keywords::LEAST && en.len() >= Keywords::LEAST, "{}", service.id);
        }
    }
}
