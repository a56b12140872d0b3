//! The name by which somebody of the office signs in.

use super::signs::plain;

/// A user name as it is kept: spaces, signs that nobody sees, width and case do not matter. Empty where nothing is seen.
pub fn user_name(typed: &str) -> String {
    plain(typed).replace(' ', "").to_ascii_lowercase()
}
