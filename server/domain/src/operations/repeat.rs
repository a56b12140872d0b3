//! Repeated forms as use cases meet them: the key stands in the form, the fingerprint is made from the body.

use super::idempotency::{self, Once};
use crate::{
    context::Context,
    db::connection::Connection,
    error::{Error, Result},
};
use contract::{error::FieldError, identity::Actor};

pub use super::idempotency::Repeat;

/// Longest key that is kept; forms carry shorter ones.
const LONGEST_KEY: usize = 80;

/// Does an act once for the form's key. A form that lost its key is recognised by its body.
///
/// # Errors
/// What the act answers; the store is away.
pub fn once(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    use_case: &str,
    key: &str,
    fingerprint: &str,
    act: impl FnOnce(&mut Connection) -> Result<String>,
) -> Result<Repeat> {
    let key = if key.is_empty() || key.len() > LONGEST_KEY { fingerprint } else { key };
    let once = Once { account_id: actor.account.as_str(), use_case, key, fingerprint, now: cx.now() };
    idempotency::once(tx, once, act)
}

/// A fingerprint of a form's body.
pub fn fingerprint(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// A fresh key for a form.
pub fn new_key() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

impl Repeat {
    /// The act's outcome, whenever it was done. Where the form was done before with other words, `different` says what
    /// becomes of those that came now; it gets the outcome of then.
    ///
    /// # Errors
    /// What `different` answers.
    pub fn or_else(self, different: impl FnOnce(String) -> Result<String>) -> Result<String> {
        match self {
            Self::First(outcome) | Self::Same(outcome) => Ok(outcome),
            Self::Different(outcome) => different(outcome),
        }
    }

    /// The act's outcome, whenever it was done. Where the form was done before with other words, the page comes again with
    /// those of now, and says so at this field.
    ///
    /// # Errors
    /// `Invalid` for another body than that of the first time.
    pub fn or_ask_again(self, field: &str) -> Result<String> {
        self.or_else(|_| Err(Error::Invalid(vec![FieldError::new(field, "error-sent-before-otherwise")])))
    }
}
