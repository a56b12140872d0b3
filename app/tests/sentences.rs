//! The sentences of the engine, in the words of both languages.

use app::i18n::Words;
use contract::{
    display::{Display, Language},
    sentence::sentence,
};
use policy::{
    sentence::{Phrase, Sentence},
    text::Text,
    value::Money,
};

fn said(rule: &Sentence) -> (String, String) {
    let english = Words::new(Display { language: Language::English, ..Display::default() });
    (sentence(&Words::new(Display::default()), rule), sentence(&english, rule))
}

fn named(zh: &str, en: &str) -> Phrase {
    Phrase::Named(Text::new(zh, en))
}

#[test]
fn a_rule_is_said_in_both_languages_without_a_word_of_code() {
    let age = Phrase::Age(Box::new((Phrase::Birth, Phrase::Today)));
    let aged =
        Sentence::Compared { left: age, relation: ">=".to_owned(), right: Phrase::Int(65, Some("years".to_owned())) };
    let registered = Sentence::Compared {
        left: named("户籍地", "Household registration"),
        relation: "==".to_owned(),
        right: Phrase::Code(Text::new("上海", "Shanghai")),
    };
    let (zh, en) = said(&Sentence::All(vec![aged.clone(), registered]));
    assert_eq!(zh, "年满 65 周岁，且户籍地为上海");
    assert_eq!(en, "aged 65 or over, and Household registration is Shanghai");
    let poor = Sentence::Compared {
        left: Phrase::Less(Box::new((named("收入", "Income"), Phrase::Money(Money(50_000))))),
        relation: "<".to_owned(),
        right: named("低保标准", "Minimum living standard"),
    };
    let children =
        Sentence::Members { list: Text::new("家庭成员", "Household members"), all: false, of: Box::new(aged) };
    let (zh, en) = said(&Sentence::Any(vec![poor, children]));
    assert_eq!(zh, "收入 − 500 元低于低保标准，或者家庭成员里有人年满 65 周岁");
    assert!(en.contains("one of Household members: aged 65 or over"), "{en}");
}

#[test]
fn a_set_is_said_by_the_names_of_its_codes() {
    let codes = vec![Text::new("低保金", "minimum living"), Text::new("助餐", "meals")];
    let has = |all, wanted| {
        let set = Text::new("补贴", "Benefits");
        said(&Sentence::Contains { set, all, codes: codes.clone(), wanted }).0
    };
    assert_eq!(has(false, true), "补贴里有低保金、助餐中的一项");
    assert_eq!(has(false, false), "补贴里没有低保金、助餐");
}
