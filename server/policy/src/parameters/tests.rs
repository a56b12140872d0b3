use super::Parameters;
use crate::{
    fixture,
    problem::ProblemCode,
    value::{Money, Value},
};
use jiff::civil::{Date, date};

#[test]
fn the_value_of_a_day_is_the_latest_that_has_begun() {
    let parameters = fixture::parameters();
    for (id, on, expected) in [
        ("dibao_standard", date(2025, 6, 30), None),
        ("dibao_standard", date(2025, 7, 1), Some(Value::Money(Money(165_000)))),
        ("dibao_standard", date(2026, 6, 30), Some(Value::Money(Money(165_000)))),
        ("dibao_standard", date(2030, 1, 1), Some(Value::Money(Money(169_000)))),
        ("pension_age", date(2024, 12, 31), Some(Value::Int(60))),
        ("pension_age", date(2025, 1, 1), Some(Value::Int(61))),
        ("nothing", date(2025, 1, 1), None),
    ] {
        assert_eq!(parameters.value_on(id, on), expected, "{id} {on}");
    }
}

fn parse(values: &str) -> Result<Parameters, Vec<ProblemCode>> {
    let text = format!(
        "[[parameter]]\nid = \"p\"\nname = {{ zh = \"数\", en = \"Number\" }}\ntype = \"int\"\nvalues = [ {values} ]\n"
    );
    Parameters::parse(&text).map_err(|problems| problems.iter().map(|problem| problem.code).collect())
}

#[test]
fn the_first_day_without_a_value_is_found() {
    let gap = |values: &str, from: Date, to: Option<Date>| {
        let parameters = parse(values).unwrap_or_default();
        parameters.find("p").and_then(|found| found.first_day_without_value(from, to))
    };
    let two = "{ from = 2020-01-01, to = 2020-12-31, value = 1 }, { from = 2022-01-01, to = 2022-06-30, value = 2 }";
    assert_eq!(gap(two, date(2019, 1, 1), None), Some(date(2019, 1, 1)));
    assert_eq!(gap(two, date(2020, 1, 1), None), Some(date(2021, 1, 1)));
    assert_eq!(gap(two, date(2020, 1, 1), Some(date(2020, 12, 31))), None);
    assert_eq!(gap(two, date(2022, 1, 1), Some(date(2022, 7, 1))), Some(date(2022, 7, 1)));
    assert_eq!(gap("{ from = 2020-01-01, value = 1 }", date(2020, 1, 1), None), None);
    assert_eq!(gap("{ from = 2020-01-01, to = 9999-12-31, value = 1 }", date(2020, 1, 1), None), None);
}

#[test]
fn wrong_histories_are_refused() {
    use ProblemCode as P;
    for (values, expected) in [
        ("{ from = 2020-01-01, value = 1 }, { from = 2020-01-01, value = 2 }", vec![P::ParameterOverlap]),
        (
            "{ from = 2020-01-01, to = 2021-01-01, value = 1 }, { from = 2021-01-01, value = 2 }",
            vec![P::ParameterOverlap],
        ),
        ("{ from = 2020-01-01, to = 2019-01-01, value = 1 }", vec![P::DatesReversed]),
        ("{ from = 2020-01-01, value = \"1\" }", vec![P::WrongType]),
        ("{ value = 1 }", vec![P::MissingKey]),
        ("", vec![P::MissingKey]),
        ("1", vec![P::WrongType, P::MissingKey]),
    ] {
        let mut found = parse(values).err().unwrap_or_default();
        found.sort_by_key(|code| expected.iter().position(|known| known == code));
        assert_eq!(found, expected, "{values}");
    }
}
