//! Password hashes: argon2id, a few at a time, so that many sign-ins at once do not take the machine's memory.

use crate::error::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier, phc::PasswordHash},
};
use std::sync::{Condvar, Mutex, PoisonError};

/// Hashes at one time.
const AT_ONCE: u32 = 2;
/// How many may wait; beyond it a request is told to come back later.
const WAITING: u32 = 64;

/// What a check of a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    /// It is the one.
    Right,
    /// It is the one, and its hash is weaker than today's: hash it again and keep that.
    RightButOld,
    /// It is another.
    Wrong,
}

/// Hashes and checks passwords.
pub struct PasswordHasher {
    argon2: Argon2<'static>,
    /// A hash of nobody's password: checking against it takes as long as checking a real one.
    nobody: String,
    places: Mutex<Places>,
    freed: Condvar,
}

#[derive(Default)]
struct Places {
    busy: u32,
    waiting: u32,
}

impl PasswordHasher {
    /// argon2id with 19 MiB, two passes, one lane (OWASP ASVS 5.0, appendix C).
    pub fn new() -> Result<Self> {
        Self::with(19 * 1024, 2)
    }

    /// As weak as can be: for tests, where time counts and nothing is secret.
    pub fn weak_for_tests() -> Result<Self> {
        Self::with(Params::MIN_M_COST, 1)
    }

    fn with(kibibytes: u32, passes: u32) -> Result<Self> {
        let params = Params::new(kibibytes, passes, 1, None).map_err(Error::caused_by)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = argon2.hash_password(&crate::crypto::random_bytes()?).map_err(hashing)?.to_string();
        Ok(Self { argon2, nobody, places: Mutex::default(), freed: Condvar::new() })
    }

    /// Hashes a password for keeping (a PHC string, parameters included).
    pub fn hash(&self, password: &str) -> Result<String> {
        let _place = self.take_place()?;
        Ok(self.argon2.hash_password(password.as_bytes()).map_err(hashing)?.to_string())
    }

    /// Checks a password against the kept hash. Where there is none (no such account, or no password), the check takes
    /// as long and finds it wrong.
    pub fn check(&self, password: &str, kept: Option<&str>) -> Result<PasswordCheck> {
        let _place = self.take_place()?;
        let hash =
            PasswordHash::new(kept.unwrap_or(&self.nobody)).map_err(|_| Error::fault("a kept hash is broken"))?;
        let right = self.argon2.verify_password(password.as_bytes(), &hash).is_ok() && kept.is_some();
        let old = Params::try_from(&hash).map_or(true, |params| {
            params.m_cost() < self.argon2.params().m_cost() || params.t_cost() < self.argon2.params().t_cost()
        });
        Ok(match (right, old) {
            (false, _) => PasswordCheck::Wrong,
            (true, true) => PasswordCheck::RightButOld,
            (true, false) => PasswordCheck::Right,
        })
    }

    fn take_place(&self) -> Result<Place<'_>> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if places.busy >= AT_ONCE {
            if places.waiting >= WAITING {
                return Err(Error::busy("the queue for password hashing is full"));
            }
            places.waiting += 1;
            places = self.freed.wait_while(places, |now| now.busy >= AT_ONCE).unwrap_or_else(PoisonError::into_inner);
            places.waiting -= 1;
        }
        places.busy += 1;
        Ok(Place { hasher: self })
    }
}

fn hashing(error: argon2::password_hash::Error) -> Error {
    Error::fault(format!("a password could not be hashed: {error}"))
}

/// A place among those that hash; freed when dropped.
struct Place<'a> {
    hasher: &'a PasswordHasher,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.hasher.places.lock().unwrap_or_else(PoisonError::into_inner).busy -= 1;
        self.hasher.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    #[test]
    fn right_wrong_old_and_nobody() {
        let weak = PasswordHasher::weak_for_tests().unwrap();
        let kept = weak.hash("丁香 seventeen 🌸").unwrap();
        assert_eq!(weak.check("丁香 seventeen 🌸", Some(&kept)).unwrap(), PasswordCheck::Right);
        assert_eq!(weak.check("丁香 seventeen", Some(&kept)).unwrap(), PasswordCheck::Wrong);
        assert_eq!(weak.check("anything", None).unwrap(), PasswordCheck::Wrong);
        let strong = PasswordHasher::new().unwrap();
        assert_eq!(strong.check("丁香 seventeen 🌸", Some(&kept)).unwrap(), PasswordCheck::RightButOld);
        assert!(strong.hash("x").unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}
