//! The city's keys: a file that stands apart from the database and its backups.

use crate::{
    crypto::random_bytes,
    error::{Error, Result},
    private_file,
};
use std::{fmt, fs, io, path::Path};
use zeroize::Zeroizing;

const HEADER: &str = "# Keys of this city. Keep this file apart from the database and its backups: whoever has both can read everything.\n\
    # The last `seal` line seals new values; the older ones still open old values. `fingerprint` never changes.\n";

/// Keys for sealing, by number, and the key of fingerprints. Prints `***`.
pub struct KeyRing {
    /// Ascending; the last one seals.
    sealing: Vec<(u16, Zeroizing<[u8; 32]>)>,
    fingerprint: Zeroizing<[u8; 32]>,
}

impl KeyRing {
    /// Fresh keys that live in memory only: for tests.
    pub fn fresh() -> Result<Self> {
        Ok(Self { sealing: vec![(1, Zeroizing::new(random_bytes()?))], fingerprint: Zeroizing::new(random_bytes()?) })
    }

    /// Reads the key file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = Zeroizing::new(fs::read_to_string(path).map_err(Error::caused_by)?);
        Self::parse(&text)
    }

    /// Reads the key file, if there is one.
    pub fn read_if_there(path: &Path) -> Result<Option<Self>> {
        match path.try_exists() {
            Ok(true) => Self::read(path).map(Some),
            Ok(false) => Ok(None),
            Err(error) => Err(Error::caused_by(error)),
        }
    }

    /// Makes a key file that only the owner can read, where there was none. Of two that make it at one moment, both get the
    /// keys of the first.
    pub fn make(path: &Path) -> Result<Self> {
        match write_new(path, &Zeroizing::new(Self::fresh()?.to_text())) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error.into()),
            Ok(()) | Err(_) => Self::read(path),
        }
    }

    /// Seals a value for one place: moved to another table, row or column it no longer opens.
    pub fn seal(&self, table: &str, row: &str, column: &str, value: &[u8]) -> Result<Vec<u8>> {
        let (number, key) = self.sealing.last().ok_or_else(|| Error::fault("no sealing key"))?;
        let mut sealed = number.to_be_bytes().to_vec();
        sealed.extend(seal::seal(key, &place(table, row, column), value).map_err(Error::caused_by)?);
        Ok(sealed)
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, table: &str, row: &str, column: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let (number, rest) = sealed.split_first_chunk().ok_or_else(|| Error::fault("a sealed value is too short"))?;
        let number = u16::from_be_bytes(*number);
        let (_, key) = self
            .sealing
            .iter()
            .find(|(known, _)| *known == number)
            .ok_or_else(|| Error::fault(format!("the key file has no sealing key {number}")))?;
        seal::open(key, &place(table, row, column), rest)
            .map_err(|_| Error::fault(format!("a sealed value of {table}.{column} does not open")))
    }

    /// Seals a text.
    pub fn seal_text(&self, table: &str, row: &str, column: &str, value: &str) -> Result<Vec<u8>> {
        self.seal(table, row, column, value.as_bytes())
    }

    /// Opens a text.
    pub fn open_text(&self, table: &str, row: &str, column: &str, sealed: &[u8]) -> Result<Zeroizing<String>> {
        let bytes = self.open(table, row, column, sealed)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Error::fault("a sealed text is not UTF-8"))?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    /// The number of the key that sealed a value, for re-sealing after a change of keys.
    pub fn key_number(sealed: &[u8]) -> Option<u16> {
        sealed.first_chunk().map(|number| u16::from_be_bytes(*number))
    }

    /// A keyed fingerprint for equality search: without the key it cannot be found by trying every identity number.
    pub fn fingerprint(&self, kind: &str, text: &str) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.fingerprint);
        hasher.update(kind.as_bytes()).update(&[0]).update(text.as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// A key for another purpose, named by words that no other purpose uses. It tells nothing about the keys of the file,
    /// and stays the same when a sealing key is added.
    pub fn derived(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key(purpose, self.fingerprint.as_slice()))
    }

    fn parse(text: &str) -> Result<Self> {
        let (mut sealing, mut fingerprint) = (Vec::new(), None);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["seal", number, key] => {
                    let number = number.parse().map_err(|_| Error::fault("key file: a key number is not a number"))?;
                    sealing.push((number, from_hex(key)?));
                }
                ["fingerprint", key] => fingerprint = Some(from_hex(key)?),
                _ => return Err(Error::fault("key file: expected `seal <number> <64 hex>` or `fingerprint <64 hex>`")),
            }
        }
        match fingerprint {
            Some(fingerprint) if !sealing.is_empty() => Ok(Self { sealing, fingerprint }),
            _ => Err(Error::fault("key file: it needs one `fingerprint` line and at least one `seal` line")),
        }
    }

    fn to_text(&self) -> String {
        let hex = |key: &[u8; 32]| blake3::Hash::from_bytes(*key).to_hex().to_string();
        let mut text = HEADER.to_owned();
        for (number, key) in &self.sealing {
            text.push_str(&format!("seal {number} {}\n", hex(key)));
        }
        text + &format!("fingerprint {}\n", hex(&self.fingerprint))
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeyRing(***)")
    }
}

/// The place to which a value is bound.
fn place(table: &str, row: &str, column: &str) -> String {
    format!("{table}|{row}|{column}")
}

fn from_hex(text: &str) -> Result<Zeroizing<[u8; 32]>> {
    let hash =
        blake3::Hash::from_hex(text).map_err(|_| Error::fault("key file: a key is not 64 hexadecimal digits"))?;
    Ok(Zeroizing::new(*hash.as_bytes()))
}

/// Writes a file that did not exist, readable by its owner alone, and makes sure that it is on the disk under its name: what
/// is sealed with it is committed soon afterwards.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write as _;
    let mut file = private_file::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    private_file::sync_name(path)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    #[test]
    fn a_sealed_value_opens_in_its_place_only() {
        let keys = KeyRing::fresh().unwrap();
        let sealed = keys.seal_text("residents", "r1", "name_sealed", "王芳").unwrap();
        assert_eq!(*keys.open_text("residents", "r1", "name_sealed", &sealed).unwrap(), "王芳");
        for (table, row, column) in [("accounts", "r1", "name_sealed"), ("residents", "r2", "name_sealed")] {
            assert!(keys.open(table, row, column, &sealed).is_err());
        }
        let mut broken = sealed.clone();
        *broken.last_mut().unwrap() ^= 1;
        assert!(keys.open("residents", "r1", "name_sealed", &broken).is_err());
        assert!(keys.open("residents", "r1", "name_sealed", &[]).is_err());
    }

    #[test]
    fn an_old_key_still_opens_and_the_last_one_seals() {
        let mut keys = KeyRing::fresh().unwrap();
        let old = keys.seal("t", "r", "c", b"old").unwrap();
        keys.sealing.push((2, Zeroizing::new(random_bytes().unwrap())));
        let keys = KeyRing::parse(&keys.to_text()).unwrap();
        assert_eq!(keys.open("t", "r", "c", &old).unwrap().as_slice(), b"old");
        assert_eq!(KeyRing::key_number(&keys.seal("t", "r", "c", b"new").unwrap()), Some(2));
    }

    #[test]
    fn fingerprints_depend_on_key_and_kind() {
        let (one, two) = (KeyRing::fresh().unwrap(), KeyRing::fresh().unwrap());
        assert_eq!(one.fingerprint("phone", "1"), one.fingerprint("phone", "1"));
        assert_ne!(one.fingerprint("phone", "1"), one.fingerprint("name", "1"));
        assert_ne!(one.fingerprint("phone", "1"), two.fingerprint("phone", "1"));
        assert_eq!(format!("{one:?}"), "KeyRing(***)");
    }
}
