//! Service items: what can be applied for.

use crate::{
    applications::{Advice, OnItsWay},
    error::FieldError,
};
use policy::{document::Field, text::Text};
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

/// `/search?q=`: policies, items and pages whose words match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPage {
    /// What was asked.
    pub query: String,
    /// Hits: address, title, one sentence.
    pub hits: Vec<SearchHit>,
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
}
