//! Service items: what can be applied for.

use crate::{
    applications::{Advice, OnItsWay},
    error::FieldError,
};
use jiff::civil::Date;
use policy::{
    document::{Delivery, Field},
    text::{Keywords, Text},
};
use serde::{Deserialize, Serialize};

/// One line of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemCard {
    /// Item id, the end of its address `/items/<id>`.
    pub id: String,
    /// Field, for icon and accent.
    pub field: Field,
    /// What it is called.
    pub title: Text,
    /// What it is for, one sentence.
    pub summary: Text,
}

/// `/items`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemsPage {
    /// All current items, grouped by field in the fixed order.
    pub fields: Vec<(Field, Vec<ItemCard>)>,
}

/// `/items/<id>`. Starting is a form posted to `/items/<id>/start`, with `second` = `yes` where one is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPage {
    /// Item id.
    pub id: String,
    /// Field, for icon and accent.
    pub field: Field,
    /// What it is called.
    pub title: Text,
    /// What it is for.
    pub summary: Text,
    /// Who can apply.
    pub who: Text,
    /// What it costs.
    pub cost: Text,
    /// What to have at hand.
    pub documents: Vec<Text>,
    /// What happens after it was sent.
    pub after: Text,
    /// The department that decides.
    pub department: Text,
    /// Working days promised.
    pub promised_days: u32,
    /// Working days by law, where known.
    pub statutory_days: Option<u32>,
    /// Minutes to fill it in.
    pub minutes: u32,
    /// The questions, so that nobody is surprised.
    pub questions: Vec<Text>,
    /// The policy behind it: id and title.
    pub policy: Option<(String, Text)>,
    /// Address of an open draft of this person, if there is one.
    pub draft: Option<String>,
    /// An application of this person for it is on its way.
    pub on_its_way: Option<OnItsWay>,
    /// What of the conditions this person does not meet as things stand.
    pub advice: Vec<Advice>,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Whether the visitor is signed in as a resident and may start.
    pub may_start: bool,
}

/// `/search?q=`: policies, items, pages, and services of others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPage {
    /// What was asked.
    pub query: String,
    /// The first hits, best first.
    pub hits: Vec<SearchHit>,
    /// All others, by field.
    pub others: Vec<(Option<Field>, Vec<SearchHit>)>,
    /// Where nothing was found: words that are near to what was asked.
    pub nearest: Vec<String>,
}

/// One hit of a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Address of the page.
    pub address: String,
    /// Its title.
    pub title: Text,
    /// One sentence.
    pub summary: Text,
    /// Field, where it has one.
    pub field: Option<Field>,
    /// What it is, and what can be done there.
    pub kind: HitKind,
    /// Policies behind an item: address and title.
    pub behind: Vec<(String, Text)>,
    /// What this visitor has going on with it.
    pub standing: Option<Standing>,
}

impl SearchHit {
    /// A hit of no field, with nothing behind it.
    pub fn new(address: String, title: &Text, summary: &Text, kind: HitKind) -> Self {
        let (title, summary) = (title.clone(), summary.clone());
        Self { address, title, summary, field: None, kind, behind: Vec::new(), standing: None }
    }
}

/// What a hit is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HitKind {
    /// Something to apply for here.
    Item {
        /// How long that takes.
        minutes: u32,
    },
    /// A policy to read.
    Policy {
        /// How it reaches people here.
        here: Delivery,
        /// How it reaches people by its source.
        in_source: Delivery,
    },
    /// A page of the portal.
    Page,
    /// A word that is explained.
    Word,
    /// Something that others do.
    Elsewhere {
        /// Whom to call.
        telephone: String,
    },
}

/// What a resident has going on with a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// An application is on its way: its address.
    OnItsWay(String),
    /// An offer waits for an answer: its address.
    Offered(String),
}

/// A page of the portal as the search finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindablePage {
    /// Its address.
    pub address: String,
    /// What it is called.
    pub title: Text,
    /// What one can do there.
    pub about: Text,
    /// Words by which people look for it.
    pub keywords: Keywords,
    /// A page, or a word.
    pub kind: HitKind,
}

/// `/elsewhere`: what others do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElsewherePage {
    /// Their services.
    pub services: Vec<ElsewhereService>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElsewhereService {
    /// Its place on the page.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Who does it.
    pub who: Text,
    /// Whom to call: digits.
    pub telephone: String,
}

/// `/operations/searches`: words for which nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedSearchesPage {
    /// Most often asked first.
    pub searches: Vec<MissedSearch>,
    /// How often words were asked before they are shown.
    pub shown_from: i64,
}

/// Words for which nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedSearch {
    /// The words, folded.
    pub words: String,
    /// How often they were asked.
    pub times: i64,
    /// The last day on which they were.
    pub last: Date,
}
