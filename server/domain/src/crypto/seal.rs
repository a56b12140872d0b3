//! Authenticated encryption (XChaCha20-Poly1305): random nonce, then ciphertext, bound to the place where it stands.

use crate::error::{Error, Result};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, Payload},
};
use zeroize::Zeroizing;

/// Bytes of the nonce before the ciphertext.
const NONCE: usize = 24;

/// Seals a value under a key, bound to `place`.
pub fn seal(key: &[u8; 32], place: &str, value: &[u8]) -> Result<Vec<u8>> {
    let nonce = XNonce::try_generate().map_err(|_| Error::fault("no randomness from the system"))?;
    let ciphertext = XChaCha20Poly1305::new(key.into())
        .encrypt(&nonce, Payload { msg: value, aad: place.as_bytes() })
        .map_err(|_| Error::fault("a value could not be sealed"))?;
    let mut sealed = nonce.to_vec();
    sealed.extend(ciphertext);
    Ok(sealed)
}

/// Opens a value that was sealed under this key for this place.
pub fn open(key: &[u8; 32], place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let (nonce, ciphertext) =
        sealed.split_first_chunk::<NONCE>().ok_or_else(|| Error::fault("a sealed value is too short"))?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: place.as_bytes() })
        .map(Zeroizing::new)
        .map_err(|_| Error::fault("a sealed value does not open"))
}
