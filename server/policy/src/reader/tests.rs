use crate::{
    check::check,
    fixture::{criterion, document, parameters, problems, unknown_case, vocabulary},
    problem::ProblemCode,
};
use proptest::prelude::*;

fn found(text: &str) -> Vec<(ProblemCode, usize, usize, String)> {
    problems(text).into_iter().map(|problem| (problem.code, problem.line, problem.column, problem.path)).collect()
}

#[test]
fn a_text_that_is_no_toml_is_one_problem_at_its_place() {
    for (text, line) in
        [("id = ", 1), ("id = \"a\"\nid = \"b\"\n", 2), ("a = 1\nb = \"老\n", 2), ("[[x]\n", 1), ("{}", 1)]
    {
        let found = found(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].0, found[0].1), (ProblemCode::Syntax, line), "{text}");
    }
}

#[test]
fn marks_of_a_chinese_keyboard_are_named_each_at_its_place() {
    let right = document(&format!("{}{}", criterion("独居"), unknown_case()));
    let line = right.lines().position(|line| line.starts_with("id = ")).map_or(0, |index| index + 1);
    let wrong = right.replacen("id = \"", "id ＝ “", 1).replacen('"', "”", 1);
    let found = problems(&wrong);
    let named: Vec<_> =
        found.iter().map(|found| (found.code, found.line, found.column, found.found.as_str())).collect();
    let mark = ProblemCode::KeyboardMark;
    let end = wrong.lines().nth(line - 1).map_or(0, |line| line.chars().count());
    assert_eq!(named, [(mark, line, 4, "＝"), (mark, line, 6, "“"), (mark, line, end, "”")]);
    assert_eq!(found[0].expected, "=");
    assert_eq!(crate::keyboard::repaired(&wrong), right);
}

#[test]
fn a_byte_order_mark_says_nothing() {
    let right = document(&format!("{}{}", criterion("独居"), unknown_case()));
    assert_eq!(found(&format!("\u{FEFF}{right}")), found(&right));
    let wrong = document(&format!("{}{}", criterion("nonsense"), unknown_case()));
    assert_eq!(found(&format!("\u{FEFF}{wrong}")), found(&wrong));
    // Anywhere else it is a sign that nobody sees.
    assert_eq!(found(&format!("# \u{FEFF}\n{right}"))[0].0, ProblemCode::HiddenCharacter);
}

#[test]
fn a_long_document_is_refused_before_it_is_read() {
    let long = format!("# {}\n", "x".repeat(256 * 1024));
    assert_eq!(found(&long), [(ProblemCode::TooLong, 1, 1, String::new())]);
    let many = "[[case]]\n".repeat(1_001);
    assert!(found(&many).iter().any(|(code, .., path)| *code == ProblemCode::TooMany && path == "case"));
    assert!(found(&many).len() <= 200, "what is reported is bounded too");
}

#[test]
fn the_place_of_an_expression_fault_is_its_place_in_the_document() {
    let place = |when: &str| {
        let text = document(&format!(
            "[[criterion]]\nid = \"one\"\nlabel = {{ zh = \"一\", en = \"One\" }}\nwhen = {when}\n{}",
            unknown_case()
        ));
        let found = found(&text);
        let line = text.lines().position(|line| line.starts_with("when")).map_or(0, |index| index + 1);
        assert_eq!((found.len(), found[0].3.as_str()), (1, "criterion[1].when"), "{found:?}");
        (found[0].1 - line, found[0].2)
    };
    assert_eq!(place("\"户籍地 == 上诲\""), (0, 16));
    assert_eq!(place("'户籍地 == \"x\"'"), (0, 16));
    assert_eq!(place("\"户籍地 == \\\"x\\\"\""), (0, 16));
    assert_eq!(place("\"户籍地 in [\\\"other\\\", 上诲]\""), (0, 28));
    assert_eq!(place("\"\"\"\n户籍地\n  == 上诲\"\"\""), (2, 6));
    assert_eq!(place("'''户籍地 == 上诲'''"), (0, 18));
    assert_eq!(place("\"户籍地 ==\""), (0, 15));
    assert_eq!(place("\"独居 且\\u6237\""), (0, 12));
}

#[test]
fn line_ends_of_other_systems_do_not_move_places() {
    let text = document(&format!("{}{}", criterion("nonsense"), unknown_case()));
    assert_eq!(found(&text), found(&text.replace('\n', "\r\n")));
}

proptest! {
    #[test]
    fn any_text_is_checked_without_panic(text in any::<String>()) {
        let checked = check(&text, &vocabulary(), &parameters());
        prop_assert!(checked.policy.is_none() && !checked.problems.is_empty());
    }

    #[test]
    fn a_document_with_any_damage_is_checked_without_panic(
        start in 0_usize..2_000, length in 0_usize..200, put in "[\\PC\n]{0,12}", when in "\\PC{0,40}"
    ) {
        let text = document(&format!("{}{}", criterion(&when), unknown_case()));
        let characters: Vec<char> = text.chars().collect();
        let start = start.min(characters.len());
        let end = (start + length).min(characters.len());
        let damaged: String =
            characters[..start].iter().copied().chain(put.chars()).chain(characters[end..].iter().copied()).collect();
        let checked = check(&damaged, &vocabulary(), &parameters());
        prop_assert_eq!(checked.policy.is_none(), !checked.problems.is_empty());
        let lines = damaged.split('\n').count();
        prop_assert!(checked.problems.iter().all(|problem| (1..=lines).contains(&problem.line) && problem.column >= 1));
    }
}
