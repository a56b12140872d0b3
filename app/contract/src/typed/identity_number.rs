//! A citizen identity number: 18 characters with a check digit (GB 11643).

use super::signs::plain;
use crate::error::FieldError;
use jiff::civil::Date;

/// What is wrong with an identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityNumberFault {
    /// It has other characters than figures, and an X at the end.
    Characters,
    /// It has so many characters and not 18.
    Length(usize),
    /// Its characters 7 to 14 are no day.
    Birth,
    /// It has the right length, and its last character does not fit to the others: one of them is wrong.
    CheckDigit,
}

/// Nobody who has an identity number was born before.
const FIRST_YEAR: i16 = 1850;

/// The number as it stands on the card, of somebody who is born by `today`, and not so long ago that nobody lives so long.
///
/// # Errors
/// What needs mending; a wrong length is told apart from a wrong figure.
pub fn identity_number(id: &str, typed: &str, today: Date) -> Result<String, FieldError> {
    let error = |code| FieldError::new(id, code);
    match read(typed) {
        Ok(number) if date_of_birth(&number).is_some_and(|born| born <= today && born.year() >= FIRST_YEAR) => {
            Ok(number)
        }
        Ok(_) | Err(IdentityNumberFault::Birth) => Err(error("error-identity-number-birth")),
        Err(IdentityNumberFault::CheckDigit) => Err(error("error-identity-number-check")),
        Err(IdentityNumberFault::Characters) => Err(error("error-identity-number")),
        Err(IdentityNumberFault::Length(count)) => {
            Err(error("error-identity-number-length").with("count", count.to_string()))
        }
    }
}

/// The number as it stands on the card. Spaces, hyphens and points between groups do not matter, and whatever looks like an
/// X at the end is one.
///
/// # Errors
/// What is wrong with it.
pub fn read(typed: &str) -> Result<String, IdentityNumberFault> {
    let mut number = plain(typed).replace([' ', '-', '.', '·'], "");
    if let Some(last) = number.chars().next_back().filter(|last| ['x', '×', 'х', 'Х', 'Ⅹ', 'ⅹ'].contains(last)) {
        number.truncate(number.len() - last.len_utf8());
        number.push('X');
    }
    let figures = number.strip_suffix('X').unwrap_or(&number);
    if !figures.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdentityNumberFault::Characters);
    }
    if number.len() != 18 {
        return Err(IdentityNumberFault::Length(number.len()));
    }
    if date_of_birth(&number).is_none() {
        return Err(IdentityNumberFault::Birth);
    }
    match check_digit(&number) {
        Some(digit) if number.ends_with(digit) => Ok(number),
        _ => Err(IdentityNumberFault::CheckDigit),
    }
}

/// The day that characters 7 to 14 of a number name, where they name one.
pub fn date_of_birth(number: &str) -> Option<Date> {
    let part = |from: usize, to: usize| number.get(from..to).and_then(|text| text.parse::<i16>().ok());
    let (month, day) = (i8::try_from(part(10, 12)?).ok()?, i8::try_from(part(12, 14)?).ok()?);
    Date::new(part(6, 10)?, month, day).ok()
}

/// The check digit of the first 17 figures (ISO 7064 MOD 11-2, as in GB 11643), where they are figures.
pub fn check_digit(number: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let figures = number.get(..WEIGHTS.len())?;
    let mut sum = 0;
    for (figure, weight) in figures.chars().zip(WEIGHTS) {
        sum += figure.to_digit(10)? * weight;
    }
    DIGITS.get(usize::try_from(sum % 11).ok()?).copied()
}
