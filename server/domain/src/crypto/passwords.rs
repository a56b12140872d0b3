//! Password hashes: argon2id, a few at a time and in memory that is kept, so that many sign-ins at once do not take the
//! machine's memory.

use crate::{
    crypto::random_bytes,
    error::{Error, Result},
};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use std::sync::{Condvar, Mutex, PoisonError};
use zeroize::Zeroize;

/// Hashes at one time, each in memory of its own.
const AT_ONCE: usize = 2;
/// How many may wait; beyond it a request is told to come back later.
const WAITING: usize = 64;

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
    params: Params,
    /// A hash of nobody's password: checking against it takes as long as checking a real one.
    nobody: String,
    places: Mutex<Places>,
    freed: Condvar,
}

#[derive(Default)]
struct Places {
    busy: usize,
    waiting: usize,
    /// Hashes since the start of the program.
    done: u64,
    /// Memory of places that nobody holds; made by the first who needs it. A fresh one for every hash would stay behind
    /// in the allocator's arena of each thread that ever hashed.
    kept: Vec<Vec<Block>>,
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
        // Nothing hashes to it: only its parameters count. No memory is taken before somebody signs in.
        let nobody = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(hashing)?,
            salt: Some(fresh_salt()?),
            hash: Some(Output::new(&random_bytes()?).map_err(hashing)?),
        };
        Ok(Self { params, nobody: nobody.to_string(), places: Mutex::default(), freed: Condvar::new() })
    }

    /// Hashes a password for keeping (a PHC string, parameters included).
    ///
    /// # Errors
    /// `Busy` when too many wait.
    pub fn hash(&self, password: &str) -> Result<String> {
        let salt = fresh_salt()?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        let output = self.take_place()?.run(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN)?;
        let kept = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&self.params).map_err(hashing)?,
            salt: Some(salt),
            hash: Some(output),
        };
        Ok(kept.to_string())
    }

    /// Checks a password against the kept hash. Where there is none (no such account, or no password), the check takes
    /// as long and finds it wrong.
    ///
    /// # Errors
    /// `Busy` when too many wait; a kept hash that cannot be read.
    pub fn check(&self, password: &str, kept: Option<&str>) -> Result<PasswordCheck> {
        let hash = PasswordHash::new(kept.unwrap_or(&self.nobody)).map_err(broken)?;
        let params = Params::try_from(&hash).map_err(broken)?;
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(broken)?;
        let version = hash.version.map_or(Ok(Version::default()), Version::try_from).map_err(broken)?;
        let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else { return Err(broken("it has no salt or hash")) };
        let old = params.m_cost() < self.params.m_cost() || params.t_cost() < self.params.t_cost();
        let argon2 = Argon2::new(algorithm, version, params);
        // `Output` is compared in constant time.
        let right = self.take_place()?.run(&argon2, password, &salt, expected.len())? == expected && kept.is_some();
        Ok(match (right, old) {
            (false, _) => PasswordCheck::Wrong,
            (true, true) => PasswordCheck::RightButOld,
            (true, false) => PasswordCheck::Right,
        })
    }

    /// How many passwords are being hashed or wait for it.
    pub fn in_flight(&self) -> usize {
        let places = self.places();
        places.busy + places.waiting
    }

    /// How many passwords were hashed since the start of the program, to keep or to check.
    pub fn hashed(&self) -> u64 {
        self.places().done
    }

    /// Whether one more would be told to come back later.
    pub fn is_full(&self) -> bool {
        self.places().waiting >= WAITING
    }

    fn places(&self) -> std::sync::MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_place(&self) -> Result<Place<'_>> {
        let mut places = self.places();
        if places.busy >= AT_ONCE {
            if places.waiting >= WAITING {
                return Err(Error::busy("the queue for password hashing is full"));
            }
            places.waiting += 1;
            places = self.freed.wait_while(places, |now| now.busy >= AT_ONCE).unwrap_or_else(PoisonError::into_inner);
            places.waiting -= 1;
        }
        places.busy += 1;
        let memory = places.kept.pop().unwrap_or_default();
        Ok(Place { hasher: self, memory })
    }
}

fn hashing(error: impl std::fmt::Display) -> Error {
    Error::fault(format!("a password could not be hashed: {error}"))
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::fault(format!("a kept hash is broken: {error}"))
}

fn fresh_salt() -> Result<Salt> {
    Salt::new(&random_bytes()?[..Salt::RECOMMENDED_LENGTH]).map_err(hashing)
}

/// A place among those that hash, with its memory; freed when dropped.
struct Place<'a> {
    hasher: &'a PasswordHasher,
    memory: Vec<Block>,
}

impl Place<'_> {
    /// One hash of so many bytes. Nothing of the password stays in the memory.
    fn run(mut self, argon2: &Argon2<'_>, password: &str, salt: &Salt, length: usize) -> Result<Output> {
        let blocks = argon2.params().block_count();
        if self.memory.len() < blocks {
            self.memory.resize(blocks, Block::new());
        }
        let mut output = [0; Output::MAX_LENGTH];
        let output = output.get_mut(..length).ok_or_else(|| broken("its hash is too long"))?;
        let memory = &mut self.memory[..blocks];
        let hashed = argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, &mut *memory);
        memory.iter_mut().for_each(Zeroize::zeroize);
        hashed.map_err(hashing)?;
        let kept = Output::new(output).map_err(hashing);
        output.zeroize();
        kept
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut places = self.hasher.places();
        places.busy -= 1;
        places.done += 1;
        places.kept.push(std::mem::take(&mut self.memory));
        drop(places);
        self.hasher.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

    #[test]
    fn right_wrong_old_and_nobody() {
        let weak = PasswordHasher::weak_for_tests().unwrap();
        let kept = weak.hash("丁香 seventeen 🌸").unwrap();
        assert_eq!(weak.check("丁香 seventeen 🌸", Some(&kept)).unwrap(), PasswordCheck::Right);
        assert_eq!(weak.check("丁香 seventeen", Some(&kept)).unwrap(), PasswordCheck::Wrong);
        assert_eq!(weak.check("anything", None).unwrap(), PasswordCheck::Wrong);
        assert_eq!(weak.hashed(), 4, "nobody's is hashed as well");
        let strong = PasswordHasher::new().unwrap();
        assert_eq!(strong.check("丁香 seventeen 🌸", Some(&kept)).unwrap(), PasswordCheck::RightButOld);
        assert!(strong.hash("x").unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(weak.check("x", Some("$argon2id$v=19$m=8,t=1,p=1")).is_err());
    }

    #[test]
    fn kept_hashes_are_those_of_everybody_else() {
        let hasher = PasswordHasher::weak_for_tests().unwrap();
        let theirs = Argon2::new(Algorithm::Argon2id, Version::V0x13, hasher.params.clone());
        assert!(theirs.verify_password(b"seventeen", &*hasher.hash("seventeen").unwrap()).is_ok());
        let kept = theirs.hash_password(b"seventeen").unwrap().to_string();
        assert_eq!(hasher.check("seventeen", Some(&kept)).unwrap(), PasswordCheck::Right);
    }

    #[test]
    fn however_many_hash_the_memory_is_that_of_two_and_nothing_stays_in_it() {
        let hasher = PasswordHasher::weak_for_tests().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| hasher.check("seventeen", None).unwrap());
            }
        });
        let places = hasher.places();
        let words = places.kept.iter().flatten().flat_map(AsRef::<[u64]>::as_ref);
        assert!((1..=AT_ONCE).contains(&places.kept.len()) && words.into_iter().all(|&word| word == 0));
    }
}
