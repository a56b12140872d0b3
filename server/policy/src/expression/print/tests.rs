use super::{Names, Tongue, print};
use crate::{
    expression::{checker::Checker, parser::parse, typed::Condition},
    fixture,
    parameters::Parameters,
};
use proptest::{prelude::*, sample::select};

fn in_both(text: &str) -> (String, String) {
    let (vocabulary, city, own) = (fixture::vocabulary(), fixture::parameters(), Parameters::default());
    let names = Names { vocabulary: &vocabulary, own: &own, city: &city };
    let expression = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    (print(&expression, names, Tongue::Chinese), print(&expression, names, Tongue::English))
}

fn typed(text: &str) -> Option<Condition> {
    let (vocabulary, city, own) = (fixture::vocabulary(), fixture::parameters(), Parameters::default());
    Checker::new(&vocabulary, &own, &city, None).check_condition(text).ok()
}

#[test]
fn an_expression_is_printed_in_both_languages() {
    for (text, zh, en) in [
        (
            "age(dob, today) >= 65 and hukou_city == '310000'",
            "周岁(出生日期, 今天) >= 65 且 户籍地 == 上海",
            "age(dob, today) >= 65 && hukou_city == \"310000\"",
        ),
        ("非 (独居 或 有残疾证)", "非 (独居 或 有残疾证)", "not (living_alone || disability_cert)"),
        (
            "救助类别 不属于 [低保、低保边缘]",
            "救助类别 不属于 [低保, 低保边缘]",
            "assistance_class not in [\"dibao\", \"dibao_margin\"]",
        ),
        (
            "补贴 包含任一 [低保金, meals] 且 \"care\" in benefits",
            "补贴 包含任一 [低保金, 助餐] 且 补贴 包含 护理补贴",
            "benefits contains any [\"dibao\", \"meals\"] && benefits contains \"care\"",
        ),
        (
            "div((收入 - 5.00元) * 2, 3, 舍去) < dibao_standard",
            "除((收入 - 5.00元) * 2, 3, 舍去) < 低保标准",
            "div((income - 5.00元) * 2, 3, down) < dibao_standard",
        ),
        (
            "人数(家庭成员, 周岁(出生日期, 今天) < 3) > 0",
            "人数(家庭成员, 周岁(出生日期, 今天) < 3) > 0",
            "count(household, age(dob, today) < 3) > 0",
        ),
    ] {
        assert_eq!(in_both(text), (zh.to_owned(), en.to_owned()), "{text}");
    }
}

/// A right yes/no expression with every operator.
pub(crate) fn condition() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        "living_alone",
        "disability_cert == false",
        "hukou_city == 上海",
        "hukou_city != last_insured_place",
        "assistance_class not in [dibao, none]",
        "补贴 包含 低保金",
        "benefits not contains any [dibao, care]",
        "补贴 包含全部 [助餐]",
        "周岁(dob, today) >= 65",
        "months_between(hukou_since, later(today, 2025-01-31)) < 36",
        "days_between(month_start(today), dob) * -1 > - household_size",
        "household_size * (disability_grade + 1) - 2 > 3",
        "div(income_per_head, household_size, up) <= 低保标准",
        "percent(收入 - 5元, 50, down) > if(living_alone, 1元, max(income, 低保标准))",
        "disability_grade in [1, household_size]",
        "remark == '\"x\"'",
        "any(家庭成员, age(dob, today) < 3 and not disability_cert)",
        "sum(household, income, hukou_city == 上海) > count(household) * 5元",
        "享受(\"other\")",
        "amount(\"other\", month) + 1元 > income",
        "是",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} 且 {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left} or {right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(({left}) == ({right}))")),
            inner.prop_map(|inner| format!("非 ({inner})")),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_means_the_same(text in condition()) {
        let meant = typed(&text);
        prop_assert!(meant.is_some(), "{}", text);
        let (zh, en) = in_both(&text);
        prop_assert_eq!(typed(&zh), meant.clone(), "{}", zh);
        prop_assert_eq!(typed(&en), meant, "{}", en);
        prop_assert_eq!(in_both(&zh), (zh.clone(), en.clone()));
        prop_assert_eq!(in_both(&en), (zh, en));
    }
}
