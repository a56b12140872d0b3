//! Sealed columns, fingerprints for equality search, password hashes, random tokens.

pub mod keys;
pub mod passwords;
pub mod store_keys;

use crate::error::{Error, Result};

/// Thirty-two bytes that nobody can guess.
pub fn random_bytes() -> Result<[u8; 32]> {
    seal::random_bytes().map_err(Error::caused_by)
}

/// The hash under which a random token is kept. A token has 256 bits, so it needs no slow hash and no key.
pub fn token_hash(token: &[u8]) -> String {
    blake3::hash(token).to_hex().to_string()
}
