//! A policy document: what stands in it, after it was read and checked.

use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of the portal.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands in documents.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}

words! {
    /// The three fields of the portal.
    Field {
        /// 看病
        Healthcare = "healthcare",
        /// 养老
        ElderlyCare = "elderly-care",
        /// 社保
        SocialSecurity = "social-security",
    }
}

words! {
    /// How sure the project is of a policy's text.
    Confidence {
        /// The official text was read.
        High = "high",
        /// A good secondary source, or two that agree.
        Medium = "medium",
        /// One weak source, or sources that disagree.
        Low = "low",
    }
}

words! {
    /// How a policy reaches people.
    Delivery {
        /// Granted without application (免申即享).
        Automatic = "automatic",
        /// One tap.
        Confirm = "confirm",
        /// An application, filled in as far as the city knows.
        Apply = "apply",
        /// Applied for once, then paid by itself.
        ApplyThenAutomatic = "apply-then-automatic",
        /// A notice only.
        Inform = "inform",
    }
}

words! {
    /// How often a benefit comes.
    Period {
        /// Every month.
        Month = "month",
        /// Every year.
        Year = "year",
        /// Once.
        Once = "once",
        /// Every week.
        Week = "week",
        /// Every day.
        Day = "day",
    }
}

words! {
    /// What an amount counts.
    AmountUnit {
        /// Fen.
        Money = "money",
        /// Hours of service.
        Hours = "hours",
    }
}

/// Law or regulation that a policy rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Its title.
    pub title: Text,
    /// Article, as written in the law.
    pub article: Option<String>,
    /// Document number, only where a source prints it.
    pub number: Option<String>,
}

/// Where the text of a policy was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is.
    pub title: Text,
    /// Its address.
    pub url: Option<String>,
    /// When it was read.
    pub read_on: Option<Date>,
}
