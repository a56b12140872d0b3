//! Worked figures of real policies, in small documents.

use crate::{
    decision::Verdict,
    fixture::{TODAY, criterion, facts, policy},
};
use jiff::civil::date;

#[test]
fn allowance_by_age() {
    let policy = policy(&format!(
        "{}{}",
        criterion("户籍地 == 上海 且 age(dob, today) >= 65"),
        r#"
[benefit]
kind = "cash"
period = "month"
unit = "money"
by = "age(dob, today)"
[[benefit.band]]
from = 65
to = 70
amount = "75.00"
[[benefit.band]]
from = 70
to = 80
amount = "150.00"
[[benefit.band]]
from = 80
to = 90
amount = "180.00"
[[benefit.band]]
from = 90
to = 100
amount = "350.00"
[[benefit.band]]
from = 100
amount = "600.00"
"#
    ));
    let ages = [
        (64, None),
        (65, Some("75.00")),
        (69, Some("75.00")),
        (70, Some("150.00")),
        (79, Some("150.00")),
        (80, Some("180.00")),
        (89, Some("180.00")),
        (90, Some("350.00")),
        (99, Some("350.00")),
        (100, Some("600.00")),
    ];
    for (age, amount) in ages {
        // On the birthday, and on the last day before the next one.
        for born in [date(2026 - age, 11, 23), date(2025 - age, 11, 24)] {
            let facts = facts(&[("dob", &born.to_string()), ("hukou_city", "310000")]);
            let decision = policy.evaluate(&facts, TODAY);
            assert_eq!(decision.amount.map(|amount| amount.value.to_string()).as_deref(), amount, "{age}");
            let verdict = if amount.is_some() { Verdict::Eligible } else { Verdict::NotEligible };
            assert_eq!(decision.verdict, verdict, "{age}");
        }
    }
}

#[test]
fn minimum_living_allowance_fills_up_to_the_standard() {
    let policy = policy(&format!(
        "{}{}",
        criterion("income_per_head < 低保标准"),
        r#"
[benefit]
kind = "cash"
period = "month"
unit = "money"
[[benefit.band]]
amount = "(低保标准 - income_per_head) * household_size"
"#
    ));
    let facts = facts(&[("income_per_head", "900.00"), ("household_size", "2")]);
    let amount = |day| policy.evaluate(&facts, day).amount.map(|amount| amount.value.to_string());
    assert_eq!(amount(date(2026, 8, 1)).as_deref(), Some("1580.00"));
    assert_eq!(amount(date(2026, 6, 30)).as_deref(), Some("1500.00"));
}

#[test]
fn disability_subsidies_for_living_and_for_care() {
    let living = policy(&format!(
        "{}{}",
        criterion("disability_cert and assistance_class in [dibao, dibao_margin]"),
        r#"
[benefit]
kind = "cash"
period = "month"
unit = "money"
[[benefit.band]]
when = "assistance_class == dibao"
amount = "450.00"
[[benefit.band]]
amount = "320.00"
"#
    ));
    let care = policy(&format!(
        "{}{}",
        criterion(
            "disability_cert and (disability_grade in [1, 2] or disability_grade == 3 and disability_kind in [智力, 精神])"
        ),
        r#"
[benefit]
kind = "cash"
period = "month"
unit = "money"
[[benefit.band]]
when = "disability_grade == 1"
amount = "350.00"
[[benefit.band]]
amount = "180.00"
"#
    ));
    let both = |kind: &str, grade: &str| {
        let facts = facts(&[
            ("disability_cert", "true"),
            ("disability_kind", kind),
            ("disability_grade", grade),
            ("assistance_class", "dibao"),
        ]);
        [&living, &care].map(|policy| policy.evaluate(&facts, TODAY).amount.map(|amount| amount.value.to_string()))
    };
    assert_eq!(both("6", "3"), [Some("450.00".into()), Some("180.00".into())]);
    assert_eq!(both("4", "3"), [Some("450.00".into()), None]);
    assert_eq!(both("4", "1"), [Some("450.00".into()), Some("350.00".into())]);
}

#[test]
fn hours_by_level() {
    let policy = policy(&format!(
        "{}{}",
        criterion("disability_grade >= 2"),
        r#"
[benefit]
kind = "service"
period = "week"
unit = "hours"
by = "disability_grade"
[[benefit.band]]
from = 2
to = 4
amount = "3"
[[benefit.band]]
from = 4
to = 5
amount = "5"
[[benefit.band]]
from = 5
amount = "3 + 4"
"#
    ));
    for (level, hours) in
        [("1", None), ("2", Some("3")), ("3", Some("3")), ("4", Some("5")), ("5", Some("7")), ("6", Some("7"))]
    {
        let decision = policy.evaluate(&facts(&[("disability_grade", level)]), TODAY);
        assert_eq!(decision.amount.map(|amount| amount.value.to_string()).as_deref(), hours, "{level}");
    }
}
