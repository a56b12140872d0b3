use super::{Phrase, Sentence};
use crate::{
    fixture::{criterion, policy, vocabulary},
    text::Text,
    value::Money,
};

fn spoken(when: &str) -> Sentence {
    let policy = policy(&criterion(&format!("({when}) and (remark != \"x\" or true)")));
    match policy.criterion_sentence(&policy.criteria[0], &vocabulary()) {
        Sentence::All(mut parts) => parts.swap_remove(0),
        other => other,
    }
}

fn named(zh: &str, id: &str) -> Phrase {
    Phrase::Named(Text::new(zh, format!("{id} in English")))
}

fn compared(left: Phrase, relation: &str, right: Phrase) -> Sentence {
    Sentence::Compared { left, relation: relation.to_owned(), right }
}

#[test]
fn a_condition_becomes_parts_with_typed_values() {
    let age = || Phrase::Age(Box::new((Phrase::Birth, Phrase::Today)));
    let years = |years| Phrase::Int(years, Some("years".to_owned()));
    let code = |zh: &str, id: &str| Text::new(zh, format!("{id} in English"));
    for (when, expected) in [
        ("周岁(出生日期, 今天) >= 65", compared(age(), ">=", years(65))),
        ("not age(dob, today) >= 65", compared(age(), "<", years(65))),
        ("户籍地 == 上海", compared(named("户籍地", "hukou_city"), "==", Phrase::Code(code("上海", "310000")))),
        (
            "收入 * 2 < 75.00元",
            compared(
                Phrase::Times(Box::new((named("收入", "income"), Phrase::Int(2, None)))),
                "<",
                Phrase::Money(Money(7_500)),
            ),
        ),
        ("非 独居", Sentence::Is { name: Text::new("独居", "living_alone in English"), wanted: false }),
        (
            "补贴 包含任一 [低保金]",
            Sentence::Contains {
                set: Text::new("补贴", "benefits in English"),
                all: false,
                codes: vec![code("低保金", "dibao")],
                wanted: true,
            },
        ),
        (
            "任一(家庭成员, 周岁(出生日期, 今天) < 3)",
            Sentence::Members {
                list: Text::new("家庭成员", "household in English"),
                all: false,
                of: Box::new(compared(age(), "<", years(3))),
            },
        ),
    ] {
        assert_eq!(spoken(when), expected, "{when}");
    }
}

#[test]
fn a_comparison_of_the_trace_is_put_into_a_phrase() {
    let policy = policy(&criterion("周岁(出生日期, 今天) >= 65"));
    let phrase = policy.compared_phrase("one", "age(dob, today)", &vocabulary());
    assert_eq!(phrase, Some(Phrase::Age(Box::new((Phrase::Birth, Phrase::Today)))));
    assert_eq!(policy.compared_phrase("one", "else", &vocabulary()), None);
}
