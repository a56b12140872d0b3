use super::{Token, tokens};
use crate::expression::syntax::Relation;
use crate::value::Money;
use jiff::civil::date;
use proptest::prelude::*;

#[track_caller]
fn read(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = tokens(text).unwrap_or_default().into_iter().map(|(token, _)| token).collect();
    assert_eq!(found.pop(), Some(Token::End), "{text}");
    found
}

fn name(text: &str) -> Token {
    Token::Name(text.to_owned())
}

#[test]
fn names_numbers_and_signs_are_read_in_either_writing() {
    let relation = Token::Relation;
    for (text, expected) in [
        ("年龄 >= 65", vec![name("年龄"), relation(Relation::GreaterOrEqual), Token::Int(65)]),
        ("年龄＞＝６５", vec![name("年龄"), relation(Relation::GreaterOrEqual), Token::Int(65)]),
        ("年龄≥65", vec![name("年龄"), relation(Relation::GreaterOrEqual), Token::Int(65)]),
        ("a≠b ！ c", vec![name("a"), relation(Relation::NotEqual), name("b"), Token::Bang, name("c")]),
        ("a且b", vec![name("a且b")]),
        ("a 且 b 或 非 c", vec![name("a"), Token::And, name("b"), Token::Or, Token::Not, name("c")]),
        ("a && b || !c", vec![name("a"), Token::And, name("b"), Token::Or, Token::Bang, name("c")]),
        ("a and b or not c", vec![name("a"), Token::And, name("b"), Token::Or, Token::Not, name("c")]),
        ("75元", vec![Token::Money(7_500)]),
        ("75.5元*2", vec![Token::Money(7_550), Token::Times, Token::Int(2)]),
        ("2025-01-31", vec![Token::Date(date(2025, 1, 31))]),
        ("2025 - 1", vec![Token::Int(2025), Token::Minus, Token::Int(1)]),
        ("（a，b）", vec![Token::Open, name("a"), Token::Comma, name("b"), Token::Close]),
        (
            "属于 【1、2】",
            vec![Token::In, Token::OpenList, Token::Int(1), Token::Comma, Token::Int(2), Token::CloseList],
        ),
        (
            "“３１” == \"３１\"",
            vec![Token::Quoted("３１".into()), relation(Relation::Equal), Token::Quoted("３１".into())],
        ),
        ("是 否 true", vec![Token::Bool(true), Token::Bool(false), Token::Bool(true)]),
        ("23价疫苗", vec![name("23价疫苗")]),
        ("不属于", vec![Token::NotIn]),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_token_is_refused_with_place_and_remedy() {
    for (text, place, suggestion) in [
        ("a = b", 2..3, Some("==")),
        ("a & b", 2..3, Some("&&")),
        ("a / b", 2..3, Some("div(a, b, down)")),
        ("a ; b", 2..3, None),
        ("75.00", 0..5, Some("75.00元")),
        ("75.001元", 0..9, None),
        ("99999999999999999999", 0..20, None),
        ("2025-02-30", 0..10, None),
        ("\"abc", 0..4, None),
    ] {
        let fault = tokens(text).err();
        assert_eq!(fault.as_ref().map(|fault| fault.span.clone()), Some(place), "{text}");
        assert_eq!(fault.and_then(|fault| fault.suggestion).as_deref(), suggestion, "{text}");
    }
    assert!(tokens(&"a".repeat(2_000)).is_ok());
    assert!(tokens(&"年".repeat(2_001)).is_err());
}

#[test]
fn the_largest_amount_is_read_exactly() {
    assert_eq!(read("92233720368547758.07元"), [Token::Money(i64::MAX)]);
    assert_eq!(Money::parse("92233720368547758.08"), None);
}

proptest! {
    #[test]
    fn any_text_is_cut_or_refused_within_its_bounds(text in any::<String>()) {
        match tokens(&text) {
            Ok(tokens) => prop_assert!(tokens.iter().all(|(_, place)| text.get(place.clone()).is_some())),
            Err(fault) => prop_assert!(text.get(fault.span).is_some()),
        }
    }
}
