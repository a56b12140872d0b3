//! Properties of all readers: a value prints back in every way in which people write it, and no neighbour of what is taken
//! is read as something that nobody typed.
//!
//! A neighbour with another *figure* is another number, and is taken where it is one; only identity numbers, whose last
//! character seals the others, and telephone numbers, whose length is fixed, tell a figure that is wrong. A neighbour with
//! another *sign* between or around the figures – one more, one less, one in place of another – is asked again, or says
//! the same figures: it is never of another magnitude than its own figures and its own decimal mark say.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::{
    corpus::{read, rows},
    identity_number::check_digit,
};
use jiff::civil::Date;
use policy::value::Money;
use proptest::prelude::*;

/// Signs that stand between figures, or that nobody sees.
const SIGNS: [char; 20] = [
    ' ', '\u{3000}', '\u{A0}', '-', '–', '—', '.', '．', '。', ',', '，', '、', '·', '/', '\'', ':', '(', ')',
    '\u{200B}', '\u{FEFF}',
];

fn wide(text: &str) -> String {
    let wide = |character: char| char::from_u32(u32::from(character) + 0xFEE0).unwrap();
    text.chars().map(|character| if character.is_ascii_graphic() { wide(character) } else { character }).collect()
}

/// Signs that nobody sees, before, behind and between.
fn sprinkled(text: &str) -> String {
    text.chars().fold("\u{FEFF}\u{202D}".to_owned(), |text, next| format!("{text}{next}\u{200B}")) + "\u{202C}"
}

fn in_threes(figures: &str, separator: &str) -> String {
    let first = figures.len() % 3;
    let groups = figures.as_bytes().get(first..).unwrap_or_default().chunks(3);
    let groups = groups.map(|group| String::from_utf8(group.to_vec()).unwrap());
    let first = figures.get(..first).filter(|first| !first.is_empty()).map(str::to_owned);
    first.into_iter().chain(groups).collect::<Vec<_>>().join(separator)
}

/// Every text that has one sign more, one sign less, or another sign in place of one that is no figure.
fn neighbours(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let with = |at: usize, gone: usize, sign: Option<char>| -> String {
        let (before, behind) = (&characters[..at], &characters[at + gone..]);
        before.iter().chain(sign.as_ref()).chain(behind).collect()
    };
    let is_sign = |at: &usize| !characters[*at].is_alphanumeric() && characters[*at] != '|';
    let more = (0..=characters.len()).flat_map(|at| SIGNS.map(|sign| with(at, 0, Some(sign))));
    let less = (0..characters.len()).filter(is_sign).map(|at| with(at, 1, None));
    let exchanged = (0..characters.len()).filter(is_sign).flat_map(|at| SIGNS.map(|sign| with(at, 1, Some(sign))));
    more.chain(less).chain(exchanged).collect()
}

fn figures(text: &str) -> String {
    super::plain(text).chars().filter(char::is_ascii_digit).collect()
}

/// What the figures and the last mark of an amount say, in fen: whoever reads it by eye decides by these alone.
fn by_eye(text: &str) -> Option<i64> {
    let text = super::plain(text).replace('。', ".");
    let fen = |yuan: &str, fraction: &str| format!("{}{fraction:0<2}", figures(yuan)).parse().ok();
    match text.rsplit_once([' ', ',', '.']) {
        None => fen(&text, ""),
        Some((yuan, fraction)) if (1..=2).contains(&fraction.len()) && !text.ends_with(' ') => fen(yuan, fraction),
        Some((yuan, thousands)) if thousands.len() == 3 && !text.contains('.') => {
            fen(&format!("{yuan}{thousands}"), "")
        }
        Some(_) => None,
    }
}

proptest! {
    #[test]
    fn an_amount_prints_back(fen in 0..100_000_000_000_i64) {
        let value = Money(fen).to_string();
        let (yuan, fraction) = value.split_once('.').unwrap();
        let grouped = format!("{}.{fraction}", in_threes(yuan, ","));
        let spaced = format!("{}.{fraction}", in_threes(yuan, " "));
        for written in [
            value.clone(), grouped.clone(), spaced, wide(&grouped), sprinkled(&grouped), format!("¥ {grouped} 元"),
            format!("{yuan},{fraction}"), format!("{yuan}元{fraction}"), format!("{yuan}。{fraction}"),
        ] {
            prop_assert_eq!(read("money", &written), value.as_str(), "{}", written);
        }
    }

    #[test]
    fn any_figures_and_marks_are_read_as_by_eye_or_asked_again(text in "[0-9]{1,4}([ ,.。，][0-9]{0,4}){0,3}") {
        let read = read("money", &text);
        if !read.starts_with('?') {
            prop_assert_eq!(Some(read), by_eye(&text).map(|fen| Money(fen).to_string()), "{}", text);
        }
    }

    #[test]
    fn a_number_prints_back(number in 0..100_000_000_i64) {
        let value = number.to_string();
        for written in [
            value.clone(), in_threes(&value, ","), in_threes(&value, " "), wide(&value), sprinkled(&value),
            format!("{value} 个"), format!("+{value}"),
        ] {
            prop_assert_eq!(read("number", &written), value.as_str(), "{}", written);
        }
        prop_assert_eq!(read("number", &format!("−{number}")), (-number).to_string());
    }

    #[test]
    fn a_date_prints_back(days in -40_000..55_000_i32) {
        let date = jiff::civil::date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let (year, month, day) = (date.year(), date.month(), date.day());
        for written in [
            format!("{year}|{month}|{day}"), format!("{year}年|{month:02}月|{day:02}日"), format!("{year}|{month}月{day}日|{day}"),
            format!("{year}年{month}月{day}日||"), format!("|{date}|"), format!("||{year}.{month}.{day}"),
            format!("{year}/{month}/{day}||"), date.strftime("%Y%m%d||").to_string(), date.strftime("%e %B %Y||").to_string(),
            date.strftime("%Y|%b|%d").to_string(),
        ] {
            for written in [sprinkled(&written).replace("|\u{200B}", "|"), written.clone()] {
                prop_assert_eq!(read("date", &written), date.to_string(), "{}", written);
            }
        }
        prop_assert_eq!(read("day", &date.to_string()), date.to_string());
    }

    #[test]
    fn nothing_that_is_typed_makes_a_reader_fail(typed in "\\PC{0,24}", figures in "[0-9年月日元万.,+x转()零一十百千-]{0,16}") {
        for kind in ["money", "number", "day", "telephone", "identity-number", "name", "user-name"] {
            for typed in [&typed, &figures] {
                let value = read(kind, typed);
                if !value.starts_with('?') {
                    prop_assert_eq!(&read(kind, &value), &value, "{} {:?}", kind, typed);
                }
            }
        }
    }
}

proptest! {
    // Each case reads thousands of neighbours.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_number_keeps_its_figures_whatever_sign_is_put_in(number in 0..100_000_000_i64) {
        for neighbour in neighbours(&in_threes(&number.to_string(), ",")) {
            let read = read("number", &neighbour);
            prop_assert!(
                read.starts_with('?') || read.trim_start_matches('-') == number.to_string(),
                "{:?}: {}", neighbour, read
            );
        }
    }

    #[test]
    fn a_date_with_another_sign_is_the_same_day_or_asked_again(days in -40_000..55_000_i32) {
        let date: Date = jiff::civil::date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        for written in [date.strftime("%Y|%-m|%-d"), date.strftime("%Y-%m-%d||"), date.strftime("%Y|%-m月%-d日|%-d")] {
            for neighbour in neighbours(&written.to_string()) {
                let read = read("date", &neighbour);
                prop_assert!(read.starts_with('?') || read == date.to_string(), "{:?}: {}", neighbour, read);
            }
        }
    }

    #[test]
    fn a_telephone_number_prints_back_and_keeps_its_figures(mobile in "1[3-9][0-9]{9}", local in "[2-9][0-9]{7}") {
        let landline = format!("021{local}");
        let parted = |number: &str, sign: &str| [&number[..3], &number[3..7], &number[7..]].join(sign);
        for (value, written) in [
            (&mobile, vec![mobile.clone(), format!("+86 {mobile}"), format!("(+86){mobile}"), format!("0086{mobile}")]),
            (&landline, vec![local.clone(), landline.clone(), format!("+86 21 {local}"), format!("(021){local}")]),
        ] {
            let grouped = [" ", "-", "–", ".", "·", "\u{200B}"].map(|sign| parted(value, sign));
            for written in written.iter().chain(&grouped) {
                for written in [written.clone(), wide(written), sprinkled(written)] {
                    prop_assert_eq!(&read("telephone", &written), value, "{}", written);
                }
                for neighbour in neighbours(written) {
                    let read = read("telephone", &neighbour);
                    prop_assert!(read.starts_with('?') || figures(&read) == *value, "{:?}: {}", neighbour, read);
                }
            }
            // A figure more or less is told: no number of this city has another length.
            for at in 0..value.len() {
                let less = format!("{}{}", &value[..at], &value[at + 1..]);
                let more = format!("{}7{}", &value[..at], &value[at..]);
                for other in [less, more] {
                    let read = read("telephone", &other);
                    // Places with numbers of seven and of eight figures begin otherwise.
                    let is_elsewhere = matches!(other.as_bytes(), [b'0', b'3'..=b'9', ..]);
                    prop_assert!(read.starts_with('?') || is_elsewhere || read == *value, "{}: {}", other, read);
                }
            }
        }
    }

    #[test]
    fn an_identity_number_prints_back_and_no_single_mistake_is_taken(days in 0..36_000_i32, order in 0..1_000_u32) {
        let born = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let figures = format!("999999{}{order:03}", born.strftime("%Y%m%d"));
        let value = format!("{figures}{}", check_digit(&figures).unwrap());
        let parted = [&value[..6], &value[6..14], &value[14..]];
        for written in [value.clone(), parted.join(" "), parted.join("-"), parted.join("–"), value.to_lowercase()] {
            for written in [wide(&written), sprinkled(&written), written.clone()] {
                prop_assert_eq!(&read("identity-number", &written), &value, "{}", written);
            }
            for neighbour in neighbours(&written) {
                let read = read("identity-number", &neighbour);
                prop_assert!(read.starts_with('?') || read == value, "{:?}: {}", neighbour, read);
            }
        }
        for at in 0..value.len() {
            let mut figure: Vec<char> = value.chars().collect();
            let other = "0123456789X".chars().filter(|sign| *sign != figure[at]);
            for sign in other.collect::<Vec<_>>() {
                figure[at] = sign;
                let read = read("identity-number", &figure.iter().collect::<String>());
                prop_assert!(read.starts_with('?'), "{:?}: {}", figure, read);
            }
            let less = format!("{}{}", &value[..at], &value[at + 1..]);
            let read = read("identity-number", &less);
            prop_assert_eq!(read.as_str(), "?error-identity-number-length");
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// What the corpus takes, with another sign: the same figures, the same day, the same letters, or a question.
#[test]
fn neighbours_of_the_corpus_keep_their_figures() {
    // A figure that stands for fen or jiao has its place by that word alone.
    let is_in_figures = |typed: &str| !typed.contains(['分', '角', '毛']) && !figures(typed).is_empty();
    let bare = |text: &str| figures(text).trim_matches('0').to_owned();
    for (kind, typed, _) in rows() {
        let value = read(kind, &typed);
        if value.starts_with('?') {
            continue;
        }
        for neighbour in neighbours(&typed) {
            let other = read(kind, &neighbour);
            let is_kept = match kind {
                "money" if is_in_figures(&typed) => bare(&other) == bare(&neighbour),
                "money" => other == value,
                "number" => other.trim_start_matches('-') == value.trim_start_matches('-'),
                "date" | "day" => other == value,
                "name" | "user-name" => letters(&other) == letters(&value),
                _ => figures(&other) == figures(&value),
            };
            assert!(other.starts_with('?') || is_kept, "{kind} {typed:?} is {value}, {neighbour:?} is {other}");
        }
    }
}
