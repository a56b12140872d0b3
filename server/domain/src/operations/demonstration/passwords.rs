//! Passwords of a demonstration: random, and short enough to type. They stand nowhere in the program.

use crate::{crypto::random_bytes, error::Result, residents::personal::Secret};

/// Letters and digits that nobody takes for one another: no 0 and O, no 1, l, I and i.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS: usize = 3;
const GROUP: usize = 4;

/// Three groups of four: 59 bits from the system's own generator.
pub(super) fn password() -> Result<Secret> {
    let mut text = String::with_capacity(GROUPS * (GROUP + 1));
    while text.len() < GROUPS * (GROUP + 1) - 1 {
        // Bytes from 248 on are passed over: 248 is eight times 31, so every character is as likely.
        for byte in random_bytes()?.into_iter().filter(|byte| *byte < 248) {
            if text.len() < GROUPS * (GROUP + 1) - 1 {
                text.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
                if text.len() % (GROUP + 1) == GROUP && text.len() < GROUPS * (GROUP + 1) - 1 {
                    text.push('-');
                }
            }
        }
    }
    Ok(Secret::new(&text))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;

    #[test]
    fn passwords_have_three_groups_and_no_two_are_alike() {
        let (one, two) = (password().unwrap(), password().unwrap());
        assert_ne!(one.expose(), two.expose());
        let groups: Vec<&str> = one.expose().split('-').collect();
        assert!(groups.len() == GROUPS && groups.iter().all(|group| group.len() == GROUP), "{groups:?}");
        assert!(one.expose().bytes().all(|byte| byte == b'-' || ALPHABET.contains(&byte)));
    }
}
