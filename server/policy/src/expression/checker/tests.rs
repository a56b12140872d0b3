use super::Checker;
use crate::{
    expression::{fault::Fault, typed::Condition},
    fixture,
    parameters::Parameters,
    problem::ProblemCode,
};
use jiff::civil::date;
use proptest::prelude::*;

fn check(text: &str) -> Result<Condition, Vec<Fault>> {
    let (vocabulary, own, city) = (fixture::vocabulary(), Parameters::default(), fixture::parameters());
    Checker::new(&vocabulary, &own, &city, Some((date(2026, 1, 1), None))).check_condition(text)
}

#[test]
fn right_expressions_pass() {
    for text in [
        "户籍地 == 上海",
        "户籍地 == \"310000\"",
        "上海 == 户籍地",
        "hukou_city != other",
        "hukou_city == last_insured_place",
        "assistance_class in [dibao, 低保边缘, \"none\"]",
        "age(dob, today) >= 65",
        "age(出生日期, 今天) >= 退休年龄",
        "months_between(hukou_since, today) >= 36",
        "人均收入 < 低保标准",
        "income_per_head * 2 <= 2000元 + 低保标准",
        "income_per_head * household_size <= 3000元",
        "div(income_per_head, 2, half_up) < 900.50元",
        "div(income_per_head, 低保标准, down) < 2",
        "min(household_size, 4) - 1 >= -household_size",
        "disability_cert 且 非 独居",
        "disability_cert == 是",
        "disability_cert == (age(dob, today) > 3)",
        "disability_grade in [1, 2]",
        "dob < 1960-01-01",
        "remark != \"x\"",
        "hukou_since in [2020-01-01]",
        "(户籍地 == 上海 且 独居) 或 !disability_cert",
    ] {
        assert_eq!(check(text).map(|_| ()), Ok(()), "{text}");
    }
}

#[test]
fn wrong_expressions_are_refused_with_place_and_remedy() {
    use ProblemCode as P;
    for (text, code, place, suggestion) in [
        ("户籍地 == 310000", P::NumberForCode, "310000", Some("\"310000\"")),
        ("户籍地 == 31000", P::NumberForCode, "31000", Some("\"310000\"")),
        ("户籍地 == \"31000\"", P::UnknownCode, "\"31000\"", Some("310000")),
        ("户籍地 == 上诲", P::UnknownCode, "上诲", Some("上海")),
        ("assistance_class in [dibao, lowincome]", P::UnknownCode, "lowincome", None),
        ("户籍地 > 上海", P::NotOrdered, "户籍地 > 上海", None),
        ("户籍地 == dob", P::TypeMismatch, "dob", None),
        ("户籍地 == assistance_class", P::TypeMismatch, "assistance_class", None),
        ("hukou_cty == 上海", P::UnknownName, "hukou_cty", Some("hukou_city")),
        ("年令 > 3", P::UnknownName, "年令", None),
        // How old somebody is follows from the date of birth.
        ("年龄 >= 80", P::UnknownName, "年龄", Some("周岁(出生日期, 今天)")),
        ("岁数 >= 80", P::UnknownName, "岁数", Some("周岁(出生日期, 今天)")),
        ("age >= 80", P::UnknownName, "age", Some("age(dob, today)")),
        ("周岁(年龄, 今天) >= 80", P::UnknownName, "年龄", Some("出生日期")),
        ("周岁（ 生日, 今天) >= 80", P::UnknownName, "生日", Some("出生日期")),
        ("年龄(出生日期, 今天) >= 80", P::UnknownFunction, "年龄", Some("周岁")),
        ("户籍地 == 上海且独居", P::UnknownCode, "上海且独居", Some("上海 且 独居")),
        ("独居且残疾", P::UnknownName, "独居且残疾", Some("独居 且 残疾")),
        ("上海", P::UnknownName, "上海", Some("hukou_city == \"310000\"")),
        ("age(dob, today) >= 65岁", P::UnknownName, "65岁", Some("65")),
        ("age(dob) >= 65", P::WrongArguments, "age(dob)", None),
        ("agee(dob, today) >= 65", P::UnknownFunction, "agee", Some("age")),
        ("age(65, today) >= 65", P::TypeMismatch, "65", None),
        ("income_per_head < 1200", P::TypeMismatch, "1200", Some("1200元")),
        ("1200 > income_per_head", P::TypeMismatch, "1200", Some("1200元")),
        ("household_size < 3元", P::TypeMismatch, "3元", Some("3")),
        ("income_per_head + 5 < 10元", P::TypeMismatch, "5", Some("5元")),
        ("income_per_head * income_per_head < 10元", P::TypeMismatch, "income_per_head", None),
        ("dob == \"2020-01-01\"", P::TypeMismatch, "\"2020-01-01\"", Some("2020-01-01")),
        ("dob + 1 == today", P::TypeMismatch, "dob", None),
        (
            "div(income_per_head, 2) < 5元",
            P::DivisionWithoutRounding,
            "div(income_per_head, 2)",
            Some("div(income_per_head, 2, down)"),
        ),
        ("div(income_per_head, 2, dwn) < 5元", P::UnknownWord, "dwn", Some("down")),
        ("household_size", P::NotYesOrNo, "household_size", None),
        ("独居 且 household_size", P::NotYesOrNo, "household_size", None),
        ("独居 > disability_cert", P::NotOrdered, "独居 > disability_cert", None),
        ("disability_grade in [1, 2元]", P::TypeMismatch, "2元", Some("2")),
        ("独居 in [是]", P::TypeMismatch, "独居", None),
    ] {
        let faults = check(text).err().unwrap_or_default();
        let found: Vec<_> = faults
            .iter()
            .map(|fault| (fault.code, text.get(fault.span.clone()).unwrap_or_default(), fault.suggestion.as_deref()))
            .collect();
        assert_eq!(found.first(), Some(&(code, place, suggestion)), "{text}: {found:?}");
    }
}

#[test]
fn all_faults_of_an_expression_are_reported_at_once() {
    let codes: Vec<ProblemCode> = check("户籍地 == 310000 且 nonsense1 > 2 且 household_size")
        .err()
        .unwrap_or_default()
        .iter()
        .map(|fault| fault.code)
        .collect();
    assert_eq!(codes, [ProblemCode::NumberForCode, ProblemCode::UnknownName, ProblemCode::NotYesOrNo]);
}

#[test]
fn negation_is_moved_into_the_comparisons() {
    for (negated, plain) in [
        ("not (独居 and household_size < 3)", "独居 == false or household_size >= 3"),
        ("!(户籍地 == 上海 || 户籍地 in [上海])", "户籍地 != 上海 && 户籍地 not in [上海]"),
        ("not not 独居", "独居"),
        ("独居 != 否", "独居"),
        ("not (独居 == disability_cert)", "独居 != disability_cert"),
    ] {
        assert_eq!(check(negated), check(plain), "{negated}");
        assert!(check(plain).is_ok(), "{plain}");
    }
}

#[test]
fn a_parameter_needs_a_value_on_every_day_of_the_validity() {
    let (vocabulary, own, city) = (fixture::vocabulary(), Parameters::default(), fixture::parameters());
    let code = |from, to| {
        let mut checker = Checker::new(&vocabulary, &own, &city, Some((from, to)));
        checker.check_condition("人均收入 < 低保标准").err().map(|faults| faults[0].code)
    };
    assert_eq!(code(date(2025, 7, 1), None), None);
    assert_eq!(code(date(2025, 6, 30), None), Some(ProblemCode::ParameterWithoutValue));
    assert_eq!(code(date(2025, 7, 1), Some(date(2030, 1, 1))), None);
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "户籍地",
        "上海",
        "dob",
        "income_per_head",
        "household_size",
        "独居",
        "低保标准",
        "65",
        "75元",
        "2025-01-01",
        "\"310000\"",
        "(",
        ")",
        "[",
        "]",
        ",",
        "&&",
        "||",
        "!",
        "==",
        "<",
        "in",
        "+",
        "-",
        "*",
        "age(",
        "div(",
        "min(",
        "today",
        "true",
        "down",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn any_soup_is_checked_or_refused_with_a_fault_within_its_bounds(text in soup()) {
        if let Err(faults) = check(&text) {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(text.get(fault.span).is_some());
            }
        }
    }
}
