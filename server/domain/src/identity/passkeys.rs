//! Passkeys (WebAuthn level 3): a key on the person's own phone, opened by its screen lock, in place of a password. The
//! store holds public keys alone; nothing that lies here lets anybody in.

pub mod ceremony;
pub mod forget;
pub mod join;
mod limits;
pub mod list;
pub mod register;
pub mod relying_party;
pub mod sign_in;
mod stored;

use crate::error::Error;
use contract::error::FieldError;

/// The longest answer of an authenticator that is looked at, in bytes.
const LONGEST: usize = 16 * 1024;

/// The words for whatever was wrong with a passkey: the same for every cause, so that nobody learns anything from them.
fn wrong() -> Error {
    Error::Invalid(vec![FieldError::new("passkey", "error-passkey-wrong")])
}

/// The words for one passkey more than an account may have.
fn too_many() -> FieldError {
    FieldError::new("passkeys", "error-passkey-many")
}

/// Reads what an authenticator answered, as the page's script wrote it down.
fn answer<T: serde::de::DeserializeOwned>(posted: &str) -> Option<T> {
    (posted.len() <= LONGEST).then(|| serde_json::from_str(posted).ok()).flatten()
}
