//! Words that somebody writes: a reason, a reply, a question.

use super::signs::is_blank;
use crate::error::FieldError;

/// Words that somebody writes. Signs that nobody sees count as nothing where they stand alone.
///
/// # Errors
/// `missing` where nothing is written; too long for `most` characters.
pub fn words(field: &str, written: &str, most: usize, missing: &str) -> Result<(), FieldError> {
    if is_blank(written) {
        return Err(FieldError::new(field, missing));
    }
    if written.chars().count() > most {
        return Err(FieldError::new(field, "error-text-too-long").with("most", most.to_string()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_nobody_sees_are_missing() {
        for nothing in ["", " ", "\u{200B}", "\u{FEFF}\u{2060}", "\u{3000}\n", "\u{2800}", "\u{E0001}\u{FE0F}"] {
            let missing = words("reason", nothing, 10, "error-reason-missing").err().map(|error| error.code);
            assert_eq!(missing.as_deref(), Some("error-reason-missing"), "{nothing:?}");
        }
        assert_eq!(words("reason", "同意\u{200B}", 10, "error-reason-missing"), Ok(()));
        let long = words("reason", "一二三四五六七八九十一", 10, "error-reason-missing").err();
        assert_eq!(long.map(|error| error.code).as_deref(), Some("error-text-too-long"));
    }
}
