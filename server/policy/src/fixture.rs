//! A small vocabulary, small parameters and small policies, for the tests of this package and of the SQL back end.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

// The path is written out for packages that include this file.
#[path = "fixture/random.rs"]
pub(crate) mod random;

use jiff::civil::{Date, date};
use policy::{
    check::check,
    document::Policy,
    parameters::Parameters,
    problem::Problem,
    value::{Fact, Facts, Value},
    vocabulary::Vocabulary,
};

const VOCABULARY: &str = r#"
[[department]]
id = "public-security"
name = { zh = "公安", en = "Public security" }
[[department]]
id = "civil-affairs"
name = { zh = "民政", en = "Civil affairs" }
"#;

/// Id and name.
type Code = (&'static str, &'static str);

/// Id, Chinese name, type, codes.
const ATTRIBUTES: &[(&str, &str, &str, &[Code])] = &[
    ("dob", "出生日期", "date", &[]),
    ("hukou_city", "户籍地", "code", &[("310000", "上海"), ("other", "外省市")]),
    ("last_insured_place", "参保地", "code", &[("310000", "上海"), ("other", "外省市")]),
    ("assistance_class", "救助类别", "code", &[("none", "无"), ("dibao", "低保"), ("dibao_margin", "低保边缘")]),
    ("disability_kind", "残疾类别", "code", &[("4", "肢体"), ("5", "智力"), ("6", "精神")]),
    ("disability_grade", "残疾等级", "int", &[]),
    ("disability_cert", "有残疾证", "bool", &[]),
    ("living_alone", "独居", "bool", &[]),
    ("household_size", "家庭人数", "int", &[]),
    ("income_per_head", "人均收入", "money", &[]),
    ("hukou_since", "入户日期", "date", &[]),
    ("remark", "备注", "text", &[]),
    ("benefits", "补贴", "codes", &[("dibao", "低保金"), ("meals", "助餐"), ("care", "护理补贴")]),
    ("income", "收入", "money", &[]),
    ("household", "家庭成员", "members", &[]),
];

pub(crate) fn vocabulary() -> Vocabulary {
    let mut text = VOCABULARY.to_owned();
    for (id, name, value_type, codes) in ATTRIBUTES {
        text.push_str(&format!(
            "[[attribute]]\nid = \"{id}\"\nname = {{ zh = \"{name}\", en = \"{id} in English\" }}\ntype = \"{value_type}\"\n\
             department = \"public-security\"\nsensitivity = \"personal\"\nchangeable = false\n"
        ));
        let codes: Vec<String> = codes
            .iter()
            .map(|(id, name)| format!("{{ id = \"{id}\", name = {{ zh = \"{name}\", en = \"{id} in English\" }} }}"))
            .collect();
        if *value_type == "members" {
            text.push_str(
                "has = [\"dob\", \"disability_cert\", \"income\", \"household_size\", \"benefits\", \"hukou_city\"]\n",
            );
        }
        if !codes.is_empty() {
            text.push_str(&format!("codes = [ {} ]\n", codes.join(", ")));
        }
    }
    Vocabulary::parse(&text).unwrap()
}

pub(crate) fn parameters() -> Parameters {
    Parameters::parse(
        r#"
[[parameter]]
id = "dibao_standard"
name = { zh = "低保标准", en = "Minimum living standard" }
type = "money"
values = [
  { from = 2026-07-01, value = "1690.00", source = "Q&A" },
  { from = 2025-07-01, value = "1650.00" },
]
[[parameter]]
id = "pension_age"
name = { zh = "退休年龄", en = "Retirement age" }
type = "int"
values = [ { from = 2000-01-01, to = 2024-12-31, value = 60 }, { from = 2025-01-01, value = 61 } ]
"#,
    )
    .unwrap()
}

/// A policy without a benefit; `rules` takes the place of criteria, benefit and cases.
pub(crate) fn document(rules: &str) -> String {
    format!(
        r#"id = "test"
version = "1"
field = "elderly-care"
department = "civil-affairs"
valid_from = 2026-01-01
confidence = "high"
open_date_question = false
delivery_in_source = "inform"
delivery_here = "inform"
age_rule = "birthday"
leap_day_rule = "feb-28"
silence = "stays-open"
recheck_months = 12
documents = []
open_questions = []
title = {{ zh = "试", en = "Test" }}
headline = {{ zh = "试", en = "Test" }}
summary = {{ zh = "试", en = "Test" }}
how = {{ zh = "试", en = "Test" }}
appeal = {{ zh = "试", en = "Test" }}
[[basis]]
title = {{ zh = "试", en = "Test" }}
[[source]]
title = {{ zh = "试", en = "Test" }}
{rules}"#
    )
}

/// One criterion, and a case that says nothing and is right whenever the criterion needs a fact.
pub(crate) fn criterion(when: &str) -> String {
    format!("[[criterion]]\nid = \"one\"\nlabel = {{ zh = \"一\", en = \"One\" }}\nwhen = '''{when}'''\n")
}

/// A case of somebody of whom nothing is known.
pub(crate) fn unknown_case() -> &'static str {
    "[[case]]\nname = { zh = \"无\", en = \"Nothing known\" }\non = 2026-11-23\nfacts = {}\nverdict = \"undetermined\"\n"
}

pub(crate) fn problems(text: &str) -> Vec<Problem> {
    let checked = check(text, &vocabulary(), &parameters());
    assert_eq!(checked.policy.is_none(), !checked.problems.is_empty());
    checked.problems
}

/// The policy of a document that is right but for its cases, which are the unknown one.
pub(crate) fn policy(rules: &str) -> Policy {
    let checked = check(&document(&format!("{rules}{}", unknown_case())), &vocabulary(), &parameters());
    assert_eq!(checked.problems, []);
    checked.policy.unwrap()
}

/// Facts from the text forms of their values.
pub(crate) fn facts(values: &[(&str, &str)]) -> Facts {
    let vocabulary = vocabulary();
    let mut facts = Facts::new();
    for (attribute, text) in values {
        facts.insert(attribute, fact(vocabulary.attribute(attribute).unwrap().parse_value(text).unwrap()));
    }
    facts
}

pub(crate) fn fact(value: Value) -> Fact {
    Fact { value, department: "public-security".into(), as_of: date(2026, 1, 1), delivery: "d1".into() }
}

pub(crate) const TODAY: Date = date(2026, 11, 23);
