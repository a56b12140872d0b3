//! Broken and hostile documents: an error with a place, never a panic, and never for long.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use jiff::civil::date;
use policy::{
    check::{check, read_facts},
    parameters::Parameters,
    vocabulary::Vocabulary,
};
use proptest::{prelude::*, sample::select};
use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

const VOCABULARY: &str = include_str!("country/vocabulary.toml");
const PARAMETERS: &str = include_str!("country/parameters.toml");
const DOCUMENTS: [&str; 3] = [
    include_str!("country/boat-money.toml"),
    include_str!("country/child-money.toml"),
    include_str!("country/fuel-help.toml"),
];
/// A guard against a check without end: the steps are counted elsewhere, and seconds depend on the machine.
const LONGEST: Duration = Duration::from_secs(60);

static CITY: LazyLock<(Vocabulary, Parameters)> =
    LazyLock::new(|| (Vocabulary::parse(VOCABULARY).unwrap(), Parameters::parse(PARAMETERS).unwrap()));

/// Whether there is an answer soon, and a place with every problem.
fn answers(text: &str) -> Result<(), TestCaseError> {
    let start = Instant::now();
    let checked = check(text, &CITY.0, &CITY.1);
    prop_assert!(start.elapsed() < LONGEST, "{:?} for {} bytes", start.elapsed(), text.len());
    prop_assert_eq!(checked.policy.is_some(), checked.problems.is_empty());
    for problem in &checked.problems {
        prop_assert!(problem.line >= 1 && problem.line <= text.lines().count().max(1) + 1, "{:?}", problem);
        prop_assert!(problem.column >= 1, "{:?}", problem);
    }
    Ok(())
}

/// A document with another condition.
fn with_condition(when: &str) -> String {
    let when = when.replace(['\r', '\n'], " ").replace("'''", "");
    DOCUMENTS[2].replace("when = \"收入 < 100.00元\"", &format!("when = '''{when}'''"))
}

/// Pieces of the language, and pieces of nothing.
fn piece() -> impl Strategy<Value = String> {
    let words = vec![
        "且",
        "或",
        "非",
        "属于",
        "不属于",
        "包含",
        "包含任一",
        "not",
        "in",
        "and",
        "or",
        "&&",
        "||",
        "!",
        "==",
        "!=",
        "≠",
        "<",
        "<=",
        "≥",
        "+",
        "-",
        "*",
        "×",
        "/",
        "(",
        ")",
        "[",
        "]",
        "（",
        "）",
        ",",
        "、",
        "，",
        "。",
        "周岁",
        "age",
        "除",
        "div",
        "舍去",
        "down",
        "如果",
        "if",
        "任一",
        "all",
        "人数",
        "sum",
        "享受",
        "amount",
        "(\"child-money\")",
        "家人",
        "family",
        "收入",
        "earnings",
        "dob",
        "出生日期",
        "island",
        "岛",
        "北岛",
        "\"N\"",
        "supports",
        "今天",
        "today",
        "2026-02-29",
        "2026-02-28",
        "9999-12-31",
        "0",
        "1",
        "9223372036854775807",
        "9223372036854775808",
        "1.5",
        "1.00元",
        "92233720368547758.08元",
        "是",
        "false",
        "每孩金额",
        "\"",
        "'",
        "「",
        "」",
        "“",
        "\\",
        "#",
        "\u{202e}",
        "\u{200b}",
        "іsland",
        "\u{0}",
        "🙂",
        "a·b",
        "_",
    ];
    prop_oneof![8 => select(words).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => "\\PC{0,4}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_condition_is_answered(pieces in prop::collection::vec(piece(), 0..60), spaced in any::<bool>()) {
        answers(&with_condition(&pieces.join(if spaced { " " } else { "" })))?;
    }

    #[test]
    fn deep_and_long_conditions_are_answered(
        (open, close) in select(vec![("(", ")"), ("非 (", ")"), ("!", ""), ("-", ""), ("[", "]"), ("任一(家人, ", ")"), ("较大(1, ", ")"), ("如果(是, 1, ", ")")]),
        depth in select(vec![1_usize, 8, 31, 32, 33, 64, 500, 30_000]),
        joint in select(vec![" 且 ", " 或 ", " == ", " + ", " * ", " < "]),
        width in select(vec![1_usize, 2, 40, 400]),
    ) {
        let one = format!("{}收入 < 1.00元{}", open.repeat(depth), close.repeat(depth));
        // A megabyte is long enough to be too long.
        let width = width.min(60_000 / depth);
        answers(&with_condition(&vec![one; width].join(joint)))?;
    }

    #[test]
    fn any_change_of_a_document_is_answered(
        which in 0_usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), piece()), 1..8),
    ) {
        let mut text: Vec<char> = DOCUMENTS[which].chars().collect();
        for (from, length, instead) in changes {
            let from = from.index(text.len() + 1);
            let to = (from + length.index(40)).min(text.len());
            text.splice(from..to, instead.chars());
        }
        let text: String = text.into_iter().collect();
        answers(&text)?;
        // The same text is no vocabulary, no parameters and no facts, and says so.
        prop_assert!(Vocabulary::parse(&text).is_err());
        let _answered = (Parameters::parse(&text), read_facts(&text, &CITY.0, date(2026, 6, 1)));
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,400}") {
        answers(&text)?;
        let _answered = (Vocabulary::parse(&text), Parameters::parse(&text));
        let _answered = read_facts(&text, &CITY.0, date(2026, 6, 1));
    }
}

#[test]
fn ten_thousand_bands_and_cases_are_answered() {
    let band = "[[benefit.band]]\nfrom = 1\nto = 2\namount = \"1.00\"\n";
    let case =
        "[[case]]\nname = { zh = \"一\", en = \"One\" }\non = 2026-06-01\nfacts = {}\nverdict = \"undetermined\"\n";
    for more in [band, case] {
        answers(&format!("{}{}", DOCUMENTS[2], more.repeat(10_000))).unwrap();
        answers(&format!("{}{}", DOCUMENTS[2], more.repeat(900))).unwrap();
    }
}
