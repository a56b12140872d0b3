//! The policy that the page on the language teaches is right, and so is every expression in its tables.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use policy::{check::check, expression::function::FUNCTIONS, parameters::Parameters, vocabulary::Vocabulary};

const PAGE: &str = include_str!("../../../docs/POLICY-LANGUAGE.md");

#[test]
fn the_first_policy_of_the_page_is_right() {
    let vocabulary = Vocabulary::parse(include_str!("../../policies/vocabulary.toml")).unwrap();
    let parameters = Parameters::parse(include_str!("../../policies/parameters.toml")).unwrap();
    let (_, rest) = PAGE.split_once("   ```toml\n").unwrap();
    let (document, _) = rest.split_once("   ```\n").unwrap();
    let document: String = document.lines().map(|line| format!("{}\n", line.trim_start())).collect();
    assert_eq!(check(&document, &vocabulary, &parameters).problems, []);
}

#[test]
fn the_page_names_every_function_in_both_languages() {
    for function in FUNCTIONS {
        for name in [function.en, function.zh] {
            assert!(PAGE.contains(&format!("`{name}")), "{name}");
        }
    }
}
