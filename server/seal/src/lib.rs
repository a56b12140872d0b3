//! Authenticated encryption (XChaCha20-Poly1305): random nonce, then ciphertext, bound to the place where it stands.
//!
//! A package of its own, because the cipher is generic and is compiled where it is used: like this it is compiled with
//! optimisation in development too, where every test opens thousands of values.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, Payload},
};
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY: usize = 32;
/// Bytes of the nonce before the ciphertext.
const NONCE: usize = 24;

/// Why a value was not sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The system has no randomness to give.
    #[error("no randomness from the system")]
    NoRandomness,
    /// The value is longer than the cipher takes (256 GiB).
    #[error("a value could not be sealed")]
    TooLong,
    /// What should be opened is shorter than a nonce.
    #[error("a sealed value is too short")]
    TooShort,
    /// Another key, another place, or other bytes than those that were sealed.
    #[error("a sealed value does not open")]
    DoesNotOpen,
}

/// Seals a value under a key, bound to `place`.
///
/// # Errors
/// `NoRandomness`, `TooLong`.
pub fn seal(key: &[u8; KEY], place: &str, value: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce = XNonce::try_generate().map_err(|_| SealError::NoRandomness)?;
    let ciphertext = XChaCha20Poly1305::new(key.into())
        .encrypt(&nonce, Payload { msg: value, aad: place.as_bytes() })
        .map_err(|_| SealError::TooLong)?;
    let mut sealed = nonce.to_vec();
    sealed.extend(ciphertext);
    Ok(sealed)
}

/// Opens a value that was sealed under this key for this place.
///
/// # Errors
/// `TooShort`, `DoesNotOpen`.
pub fn open(key: &[u8; KEY], place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(SealError::TooShort)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: place.as_bytes() })
        .map(Zeroizing::new)
        .map_err(|_| SealError::DoesNotOpen)
}

/// As many bytes as a key has that nobody can guess.
///
/// # Errors
/// `NoRandomness`.
pub fn random_bytes() -> Result<[u8; KEY], SealError> {
    Generate::try_generate().map_err(|_| SealError::NoRandomness)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_its_key_in_its_place_and_whole() {
        let (key, other) = (random_bytes().unwrap(), random_bytes().unwrap());
        let sealed = seal(&key, "here", "王芳".as_bytes()).unwrap();
        assert_eq!(open(&key, "here", &sealed).unwrap().as_slice(), "王芳".as_bytes());
        assert_eq!(open(&other, "here", &sealed), Err(SealError::DoesNotOpen));
        assert_eq!(open(&key, "there", &sealed), Err(SealError::DoesNotOpen));
        assert_eq!(open(&key, "here", &sealed[..sealed.len() - 1]), Err(SealError::DoesNotOpen));
        assert_eq!(open(&key, "here", &sealed[..NONCE - 1]), Err(SealError::TooShort));
    }

    #[test]
    fn the_same_value_is_sealed_otherwise_each_time() {
        let key = random_bytes().unwrap();
        assert_ne!(seal(&key, "here", b"1").unwrap(), seal(&key, "here", b"1").unwrap());
    }
}
