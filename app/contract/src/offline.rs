//! What a resident may keep on their own device for when there is no network: receipt numbers, and a code by which a
//! counter finds them.

use crate::applications::ApplicationRow;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `/offline-card`, and `/offline-card/kept` for the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineCard {
    /// The resident's name, for comparing with the identity card.
    pub name: String,
    /// Tells one person's card from another's, and says nothing else.
    pub owner: String,
    /// Address that the code holds: a counter opens it, signed in. It says nothing by itself.
    pub address: String,
    /// The last day on which a counter takes the code.
    pub until: Date,
    /// The newest applications, at most three.
    pub receipts: Vec<ApplicationRow>,
}

/// `/counter/<code>`: what a counter learns from a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CounterCheck {
    /// Made by this city, and still valid.
    Valid {
        /// Whose it is.
        name: String,
        /// Until this day.
        until: Date,
    },
    /// Made by this city; its time is over.
    Expired(Date),
    /// Not made by this city, or changed.
    Forged,
}
