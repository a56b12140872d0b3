//! A device on which somebody signed in before: other people's tries do not slow that person there. Its cookie holds the
//! day, random text and a keyed seal over both and the account, so nothing about a device is kept in the store, and the
//! cookie says nothing about anybody.

use crate::{context::Context, crypto::random_bytes, error::Result};

/// For how many days a device is known after a sign-in.
pub const DAYS: i64 = 180;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A new value of the cookie, at a sign-in.
///
/// # Errors
/// No randomness from the system.
pub fn issue(cx: &Context, account: &str) -> Result<String> {
    let day = cx.now().0 / DAY_MS;
    let random = blake3::Hash::from_bytes(random_bytes()?).to_hex();
    Ok(format!("{day}.{random}.{}", seal(cx, account, &day.to_string(), &random)))
}

/// What the device is called in limits, where its cookie was made for this account and is not too old. A cookie of tomorrow
/// is from before the clock was set back a little; one of a later day counts for nothing.
pub fn recognised(cx: &Context, cookie: &str, account: &str) -> Option<String> {
    let mut parts = cookie.splitn(3, '.');
    let (day, random, sealed) = (parts.next()?, parts.next()?, parts.next()?);
    let sealed = blake3::Hash::from_hex(sealed).ok()?;
    // Hashes are compared in constant time.
    let ours = blake3::Hash::from_hex(seal(cx, account, day, random)).is_ok_and(|expected| expected == sealed);
    let age = cx.now().0 / DAY_MS - day.parse::<i64>().ok()?;
    (ours && (-1..=DAYS).contains(&age)).then(|| random.to_owned())
}

fn seal(cx: &Context, account: &str, day: &str, random: &str) -> String {
    cx.keys.fingerprint("known-device", &format!("{account}.{day}.{random}"))
}
