//! What the policy documents of the city keep to, all of them: what they say to everybody holds for everybody, and nothing is
//! left open without saying how far that reaches.

use domain::policies::seeds;
use jiff::civil::date;
use policy::{
    check::check,
    decision::Verdict,
    document::{Confidence, Policy, RemarkAbout, SourceKind},
    parameters::Parameters,
    text::Text,
    value::{Fact, Value},
    vocabulary::Vocabulary,
};
use serde::Deserialize;

/// What somebody has already by what is on record (`[[received]]` of the vocabulary), with the fact that says so, and the
/// policy that gives it: none where no document does.
const RECEIVED: [(&str, &str, Had, Option<&str>); 12] = [
    ("低保", "assistance_class", Had::Code("dibao"), Some("minimum-living-allowance")),
    ("低保边缘家庭认定", "assistance_class", Had::Code("dibao_margin"), None),
    ("低收入家庭认定", "assistance_class", Had::Code("low_income"), Some("low-income-family")),
    ("支出型贫困家庭认定", "assistance_class", Had::Code("expenditure"), Some("expenditure-hardship-family")),
    ("特困供养", "assistance_class", Had::Code("tekun"), Some("extreme-hardship-support")),
    ("重残无业人员救助", "assistance_class", Had::Code("zhongcan_wuye"), None),
    ("职工养老金", "pension_receiving", Had::Code("employee"), Some("statutory-retirement")),
    ("居民养老金", "pension_receiving", Had::Code("resident"), None),
    ("失业金", "ui_receiving", Had::Yes, Some("unemployment-benefit")),
    ("家庭医生", "family_doctor_signed", Had::Yes, Some("family-doctor")),
    ("门诊大病登记", "big_disease_registered", Had::Yes, Some("serious-illness-registration")),
    ("就业困难人员认定", "hardship_employment", Had::Yes, Some("hard-to-employ-certification")),
];

#[derive(Clone, Copy)]
enum Had {
    Yes,
    Code(&'static str),
}

/// The part of the vocabulary that says what somebody has already.
#[derive(Deserialize)]
struct Receipts {
    received: Vec<Receipt>,
}

#[derive(Deserialize)]
struct Receipt {
    says: Text,
}

fn vocabulary() -> Vocabulary {
    Vocabulary::parse(seeds::VOCABULARY).unwrap()
}

fn documents() -> Vec<Policy> {
    let (vocabulary, parameters) = (vocabulary(), Parameters::parse(seeds::PARAMETERS).unwrap());
    let read = |(name, text): &(&str, &str)| {
        let checked = check(text, &vocabulary, &parameters);
        checked.policy.unwrap_or_else(|| panic!("{name}: {:#?}", checked.problems))
    };
    seeds::POLICIES.iter().map(read).collect()
}

/// What a document says to whoever reads it, whether it is for them or not.
fn said_to_everybody(policy: &Policy) -> Vec<&Text> {
    let labels = policy.criteria.iter().map(|criterion| &criterion.label);
    let bands = policy.benefit.iter().flat_map(|benefit| &benefit.bands);
    let bands = bands.flat_map(|band| band.label.iter().chain(&band.amount_words));
    let head = [&policy.title, &policy.headline, &policy.summary, &policy.how, &policy.appeal];
    head.into_iter().chain(&policy.documents).chain(labels).chain(bands).collect()
}

/// The texts in which one of these words stands, each with its policy.
fn with_words<'a>(texts: impl Iterator<Item = (&'a Policy, &'a Text)>, zh: &[&str], en: &[&str]) -> Vec<String> {
    let found = texts.filter(|(_, text)| {
        zh.iter().any(|word| text.zh.contains(word))
            || en.iter().any(|word| format!(" {}", text.en.to_lowercase()).contains(word))
    });
    found.map(|(policy, text)| format!("{}: {} / {}", policy.id, text.zh, text.en)).collect()
}

#[test]
fn every_open_question_says_how_far_it_reaches() {
    let unsaid: Vec<String> = documents()
        .iter()
        .flat_map(|policy| policy.open_questions.iter().map(|question| (policy.id.clone(), question)))
        .filter(|(_, question)| question.point.is_none() && question.about.is_none())
        .map(|(policy, question)| format!("{policy}: {}", question.text.zh))
        .collect();
    assert_eq!(unsaid, Vec::<String>::new(), "each has an effect, or says that it changes nothing: about = …");
}

#[test]
fn remarks_about_sources_stand_in_the_note_alone() {
    let all = documents();
    let texts = all.iter().flat_map(|policy| said_to_everybody(policy).into_iter().map(move |text| (policy, text)));
    // 收入来源 is no source of ours.
    let texts = texts.filter(|(_, text)| !text.zh.contains("收入来源"));
    assert_eq!(with_words(texts, &["来源", "演示", "没有查到"], &[" source", "demonstration"]), Vec::<String>::new());
    let questions = all.iter().flat_map(|policy| {
        let open = policy.open_questions.iter().filter(|question| question.about != Some(RemarkAbout::Source));
        open.map(move |question| (policy, &question.text))
    });
    let words = ["来源", "演示", "文件号", "网上申请"];
    assert_eq!(with_words(questions, &words, &[" source", "demonstration"]), Vec::<String>::new());
}

#[test]
fn what_is_said_to_everybody_supposes_nothing_of_the_reader() {
    let all = documents();
    let texts = all.iter().flat_map(|policy| [(policy, &policy.how), (policy, &policy.summary)]);
    assert_eq!(with_words(texts, &["您已经", "您有了"], &["you have been", "you already"]), Vec::<String>::new());
}

#[test]
fn only_an_official_text_makes_a_document_sure() {
    for policy in documents() {
        let kinds: Vec<_> = policy.sources.iter().map(|source| source.kind).collect();
        assert!(kinds.iter().all(Option::is_some), "{} does not say whose words its sources have", policy.id);
        let is_official = kinds.contains(&Some(SourceKind::Official));
        assert!(is_official || policy.confidence != Confidence::High, "{} rests on what others say", policy.id);
    }
}

#[test]
fn whoever_has_something_already_is_not_offered_it() {
    let receipts: Receipts = toml::from_str(seeds::VOCABULARY).unwrap();
    let mut said: Vec<String> = receipts.received.into_iter().map(|receipt| receipt.says.zh).collect();
    let mut listed: Vec<String> = RECEIVED.iter().map(|(name, ..)| (*name).to_owned()).collect();
    said.sort();
    listed.sort();
    assert_eq!(said, listed, "each says which policy gives it");
    let all = documents();
    for (name, attribute, had, policy) in RECEIVED {
        let Some(id) = policy else { continue };
        let policy = all.iter().find(|policy| policy.id == id).unwrap();
        let case = policy.cases.iter().find(|case| case.verdict == Verdict::Eligible).unwrap();
        let mut facts = case.facts.clone();
        let value = match had {
            Had::Yes => Value::Bool(true),
            Had::Code(code) => Value::Code(code.to_owned()),
        };
        let as_of = date(2026, 11, 1);
        facts.insert(attribute, Fact { value, department: "human-resources".into(), as_of, delivery: "1".into() });
        assert_eq!(policy.decide(&facts, case.on).0, Verdict::NotEligible, "{id} is offered to whoever has {name}");
    }
}

#[test]
fn a_formula_in_words_says_how_many_days_it_means() {
    let all = documents();
    let bands = all.iter().flat_map(|policy| policy.benefit.iter().flat_map(|benefit| &benefit.bands));
    let words = bands.filter_map(|band| band.amount_words.as_ref());
    let of_days = words.filter(|words| words.zh.contains("天数")).map(|words| words.zh.replace("÷ 30", ""));
    let without: Vec<String> = of_days.filter(|zh| !zh.contains(|sign: char| sign.is_ascii_digit())).collect();
    assert_eq!(without, Vec::<String>::new());
}
