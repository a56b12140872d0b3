use super::parse;
use crate::{
    expression::syntax::{Expression, Kind},
    problem::ProblemCode,
};
use proptest::prelude::*;

/// Every operation with its operands in brackets.
fn grouped(expression: &Expression) -> String {
    let list = |members: &[Expression]| members.iter().map(grouped).collect::<Vec<_>>();
    match &expression.kind {
        Kind::Bool(value) => value.to_string(),
        Kind::Int(value) => value.to_string(),
        Kind::Money(fen) => format!("{fen}fen"),
        Kind::Date(date) => date.to_string(),
        Kind::Quoted(text) => format!("'{text}'"),
        Kind::Name(name) => name.clone(),
        Kind::Not(inner) => format!("(! {})", grouped(inner)),
        Kind::Negate(inner) => format!("(- {})", grouped(inner)),
        Kind::And(members) => format!("({})", list(members).join(" && ")),
        Kind::Or(members) => format!("({})", list(members).join(" || ")),
        Kind::Compare(left, relation, right) => {
            format!("({} {} {})", grouped(left), relation.as_str(), grouped(right))
        }
        Kind::In { element, list: members, negated } => {
            format!("({} {} [{}])", grouped(element), if *negated { "!in" } else { "in" }, list(members).join(" "))
        }
        Kind::Contains { set, quantifier, codes, negated } => {
            let (not, quantifier) = (if *negated { "!" } else { "" }, quantifier.as_str());
            format!("({} {not}has-{quantifier} [{}])", grouped(set), list(codes).join(" "))
        }
        Kind::Calculate(left, operator, right) => {
            format!("({} {} {})", grouped(left), operator.as_str(), grouped(right))
        }
        Kind::Call { name, arguments } => format!("{name}[{}]", list(arguments).join(" ")),
    }
}

#[test]
fn operators_bind_as_in_common_expression_language() {
    for (text, expected) in [
        ("a || b && c", "(a || (b && c))"),
        ("a || b || c", "(a || b || c)"),
        ("(a || b) && c", "((a || b) && c)"),
        ("not a == b and c", "((! (a == b)) && c)"),
        ("!a && b", "((! a) && b)"),
        ("非 户籍 属于 [上海, 外省市]", "(! (户籍 in [上海 外省市]))"),
        ("a not in [1, 2]", "(a !in [1 2])"),
        ("a 不属于 [1，2，]", "(a !in [1 2])"),
        ("a + b * c - d >= -1", "(((a + (b * c)) - d) >= (- 1))"),
        ("(低保标准 - 收入) * 人数", "((低保标准 - 收入) * 人数)"),
        ("div(a * 8, 10, half_up)", "div[(a * 8) 10 half_up]"),
        ("age(dob, today) >= 65 或 是", "((age[dob today] >= 65) || true)"),
        ("a && (b && c)", "(a && (b && c))"),
        ("s contains a && b", "((s has-any [a]) && b)"),
        ("s not contains a", "(s !has-any [a])"),
        ("'a' in s", "(s has-any ['a'])"),
        ("补贴 包含任一 [甲, 乙] 或 补贴 不包含全部 [丙]", "((补贴 has-any [甲 乙]) || (补贴 !has-all [丙]))"),
        ("s contains any [a, b]", "(s has-any [a b])"),
        ("s not contains all [a, b]", "(s !has-all [a b])"),
        ("count(成员, 年龄 < 3) * 每孩金额", "(count[成员 (年龄 < 3)] * 每孩金额)"),
    ] {
        assert_eq!(parse(text).map(|expression| grouped(&expression)), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_at_its_place() {
    for (text, start) in [
        ("", 0),
        ("a ==", 4),
        ("a == b == c", 7),
        ("1 < a < 3", 6),
        ("a b", 2),
        ("(a", 2),
        ("a)", 1),
        ("a in b(c)", 5),
        ("s contains [a, b]", 11),
        ("s contains any []", 16),
        ("a in []", 6),
        ("a && && b", 5),
        ("f(a b)", 4),
    ] {
        let fault = parse(text).err();
        assert_eq!(
            fault.map(|fault| (fault.code, fault.span.start)),
            Some((ProblemCode::ExpressionSyntax, start)),
            "{text}"
        );
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert!(parse(&nested(31)).is_ok());
    for deep in [
        nested(32),
        nested(900),
        "!".repeat(1_000) + "a",
        "-".repeat(1_000) + "a",
        "not ".repeat(400) + "a",
        "a".to_owned() + &"+a".repeat(32),
        "(".repeat(2_000),
    ] {
        assert_eq!(parse(&deep).err().map(|fault| fault.code), Some(ProblemCode::ExpressionTooDeep), "{deep}");
    }
    let long = vec!["a"; 300].join(" && ");
    assert!(parse(&long).is_ok(), "a long chain is not deep");
}

/// Texts made of what expressions are made of.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "户籍地",
        "上海",
        "65",
        "75元",
        "2025-01-01",
        "\"x\"",
        "(",
        ")",
        "（",
        "[",
        "]",
        ",",
        "&&",
        "且",
        "||",
        "或",
        "!",
        "非",
        "==",
        "<",
        "＞＝",
        "in",
        "属于",
        "+",
        "-",
        "*",
        "age",
        "div",
        "today",
        "true",
        "=",
        "/",
        "“",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn any_soup_is_read_or_refused_within_its_bounds(text in soup()) {
        if let Err(fault) = parse(&text) {
            prop_assert!(text.get(fault.span).is_some());
        }
    }
}
