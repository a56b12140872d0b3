//! A telephone number of the mainland, mobile or landline.

use super::signs::plain;
use crate::error::FieldError;

/// The area code of this city: a local number without one is a number here. Shanghai, as the list of districts.
pub const AREA_CODE: &str = "021";

/// A mobile number as its 11 figures, or a landline number with its area code, and with its extension behind a hyphen:
/// `13800000000`, `02155550000`, `02155550000-123`. The code of the country does not matter, and neither do brackets, and
/// spaces, hyphens and points between groups.
///
/// # Errors
/// What needs mending: no number that can be rung; a mobile number with too few or too many figures.
pub fn telephone(id: &str, typed: &str) -> Result<String, FieldError> {
    let written = plain(typed).to_ascii_lowercase();
    let parted = EXTENSIONS.iter().find_map(|word| written.split_once(word));
    let number = match parted {
        Some((number, extension)) => figures(number)
            .and_then(|number| landline(&number))
            .and_then(|number| with_extension(number, extension.trim_matches([' ', '-', '.', ':']))),
        None => whole(&written),
    };
    number.ok_or_else(|| match figures(&written) {
        Some(figures) if figures.starts_with('1') && figures.len() != 11 && (8..=14).contains(&figures.len()) => {
            FieldError::new(id, "error-phone-length").with("count", figures.len().to_string())
        }
        _ => FieldError::new(id, "error-phone"),
    })
}

/// A mobile number as its 11 figures; none where it is something else.
pub fn mobile(typed: &str) -> Option<String> {
    figures(&plain(typed)).filter(|figures| is_mobile(figures))
}

/// What people write before an extension.
const EXTENSIONS: [&str; 8] = ["转", "轉", "分机", "分機", "extension", "ext", "x", "#"];
/// Figures of the longest extension.
const LONGEST_EXTENSION: usize = 6;

fn whole(written: &str) -> Option<String> {
    let all = figures(written)?;
    let whole = if is_mobile(&all) { Some(all) } else { landline(&all) };
    // The last group may be an extension: 021-55550000-123.
    let (number, extension) = written.rsplit_once('-').unwrap_or((written, ""));
    let extended = figures(number).and_then(|number| landline(&number)).and_then(|number| {
        // What is long enough to be more than an extension is another number.
        with_extension(number, extension.trim())
    });
    // Where both can be meant (0512-666-6777-8), neither is taken.
    match (whole, extended) {
        (Some(number), None) | (None, Some(number)) => Some(number),
        _ => None,
    }
}

fn with_extension(number: String, extension: &str) -> Option<String> {
    let is_right = (1..=LONGEST_EXTENSION).contains(&extension.len());
    (is_right && extension.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{number}-{extension}"))
}

/// The figures of a number without what parts them and without the code of the country. None where anything else is
/// written, or the code of another country.
fn figures(written: &str) -> Option<String> {
    let joined = written.replace([' ', '-', '.', '·', '(', ')'], "");
    let (national, abroad) = match joined.strip_prefix("+86").or_else(|| joined.strip_prefix("0086")) {
        Some(national) => (national, true),
        None => (joined.as_str(), false),
    };
    // 86 without a plus is the code of the country where a mobile number follows.
    let national = national.strip_prefix("86").filter(|rest| is_mobile(rest)).unwrap_or(national);
    if national.is_empty() || !national.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match abroad && !national.starts_with('0') && !is_mobile(national) {
        true => Some(format!("0{national}")),
        false => Some(national.to_owned()),
    }
}

fn is_mobile(figures: &str) -> bool {
    figures.len() == 11 && matches!(figures.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// A landline number with its area code. Places of three figures (010, 021 …) have numbers of eight, the others of seven or
/// eight, none of which begins with 0 or 1.
fn landline(figures: &str) -> Option<String> {
    let local = |number: &str, lengths: &[usize]| {
        lengths.contains(&number.len()) && matches!(number.as_bytes().first(), Some(b'2'..=b'9'))
    };
    if local(figures, &[8]) {
        return Some(format!("{AREA_CODE}{figures}"));
    }
    let is_right = match figures.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', _, ..] => local(figures.get(3..)?, &[8]),
        [b'0', b'3'..=b'9', ..] => local(figures.get(4..)?, &[7, 8]),
        _ => false,
    };
    is_right.then(|| figures.to_owned())
}
