//! Typed identifiers. Each is a UUIDv7 in text form; one kind cannot be passed for another.

use serde::{Deserialize, Serialize};

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as text, as it stands in addresses and in the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Takes a text from an address. It names nothing until a query finds it, so any text is accepted.
            pub fn from_text(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )+};
}

identifiers! {
    /// A sign-in account.
    AccountId,
    /// A resident of the city, with or without an account.
    ResidentId,
    /// One version of one policy.
    PolicyVersionId,
    /// What one policy means for one resident.
    OfferId,
    /// An application that is being filled in.
    DraftId,
    /// A submitted application.
    ApplicationId,
    /// A message in a resident's inbox.
    NoticeId,
    /// Work on many people, done in slices.
    JobId,
    /// A row of the journal.
    JournalId,
    /// A disagreement with a fact.
    DisputeId,
    /// What follows a yes.
    ArrangementId,
}
