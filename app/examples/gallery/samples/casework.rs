//! Samples of the queue and of cases.

use super::{applications::*, today};
use contract::{
    applications::*, casework::*, error::FieldError, ids::*, paging::PageNumber, policies::*, residents::*,
};
use jiff::civil::{Date, date};
use policy::{decision::*, document::*, sentence::Phrase, text::Text};

pub fn queue(empty: bool) -> QueuePage {
    let cases = [
        (date(2026, 11, 20), "林静安", "申领老年综合津贴", "Apply for the allowance for older residents", false),
        (date(2026, 11, 23), "王秀英", "申请养老服务补贴", "Apply for the care service subsidy", true),
        (date(2026, 11, 24), "Zhang Wei", "失业保险金", "Unemployment benefit", true),
        (date(2026, 12, 16), "欧阳娜仁托娅", "申请最低生活保障", "Apply for minimum living support", false),
    ];
    let row = |(due, resident, zh, en, news): (Date, &str, &str, &str, bool)| QueueRow {
        id: ApplicationId(resident.into()),
        receipt_number: "SH20261118-204-1187".into(),
        item_title: Text::new(zh, en),
        resident: resident.into(),
        district: Some(Text::new("徐汇区", "Xuhui")),
        state: ApplicationState::Submitted,
        due,
        news,
    };
    QueuePage {
        filter: if empty { QueueFilter::Waiting } else { QueueFilter::Open },
        rows: if empty { Vec::new() } else { cases.into_iter().map(row).collect() },
        district: (!empty).then(|| Text::new("徐汇区", "Xuhui")),
        counts: vec![(QueueFilter::Open, 1_204), (QueueFilter::Waiting, 0), (QueueFilter::Done, 38)],
        today: today(),
        number: if empty { PageNumber::ONLY } else { PageNumber { page: 1, of: 3 } },
    }
}

pub fn fact(attribute: &str, zh: &str, en: &str, value: Option<ShownValue>) -> FactView {
    let known = value.is_some();
    FactView {
        attribute: attribute.into(),
        name: Text::new(zh, en),
        value,
        department: Text::new("上海市公安局", "Public Security Bureau"),
        as_of: known.then(|| date(2026, 3, 1)),
        delivery: known.then(|| "GA-2026-03".into()),
    }
}

pub fn verdict(verdict: Verdict) -> VerdictView {
    let born = fact("dob", "出生日期", "Date of birth", Some(ShownValue::Date(date(1944, 5, 1))));
    let known = verdict != Verdict::Undetermined;
    let result = match verdict {
        Verdict::Eligible => Truth::Yes,
        Verdict::NotEligible => Truth::No,
        Verdict::Undetermined => Truth::Unknown,
    };
    let hukou = known.then(|| ShownValue::Code(Text::new("上海", "Shanghai")));
    VerdictView {
        policy: "elder-allowance".into(),
        version: "1".into(),
        title: Text::new("老年综合津贴", "Allowance for older residents"),
        verdict,
        amount: (verdict == Verdict::Eligible).then_some(ShownAmount::exact(18_000, AmountUnit::Money, Period::Month)),
        reasons: vec![
            Reason {
                label: Text::new("年满 65 岁", "Aged 65 or over"),
                result: Truth::Yes,
                facts: vec![born],
                computed: vec![ComputedValue {
                    phrase: Phrase::Age(Box::new((Phrase::Birth, Phrase::Today))),
                    value: ShownValue::Int(82, Some("years".into())),
                    operator: ">=".into(),
                    bound: ShownValue::Int(65, Some("years".into())),
                }],
                basis: Some("第二十五条".into()),
            },
            Reason {
                label: Text::new("户籍在上海", "Household registration in Shanghai"),
                result,
                facts: vec![fact("hukou_city", "户籍地", "Household registration", hukou)],
                computed: Vec::new(),
                basis: None,
            },
        ],
        missing: if known { Vec::new() } else { vec![Text::new("户籍地", "Household registration")] },
        open: Vec::new(),
        has_no_result: false,
    }
}

pub fn case(outcome: Verdict, errors: Vec<FieldError>) -> CasePage {
    CasePage {
        id: ApplicationId("a".into()),
        receipt_number: "SH20261118-204-1187".into(),
        item_title: Text::new("申领老年综合津贴", "Apply for the allowance for older residents"),
        resident: "林静安".into(),
        born: Some((date(1944, 5, 1), 82)),
        state: ApplicationState::Submitted,
        clock: clock(ApplicationState::Submitted),
        answers: answers(false, false),
        facts: vec![
            fact("dob", "出生日期", "Date of birth", Some(ShownValue::Date(date(1944, 5, 1)))),
            fact("living_alone", "独居", "Living alone", Some(ShownValue::Bool(true))),
        ],
        verdicts: vec![verdict(outcome)],
        no_verdict: Vec::new(),
        proposal: GrantProposal {
            benefits: vec![DecidableBenefit {
                policy: Some("elder-allowance".into()),
                title: Text::new("老年综合津贴", "Allowance for older residents"),
                asked: Some(AmountAsked { unit: AmountUnit::Money, period: Period::Month }),
                amount: "180.00".into(),
                chosen: true,
            }],
            from: ["2026".into(), "12".into(), "1".into()],
        },
        outcome: None,
        timeline: timeline(ApplicationState::Submitted),
        others: Vec::new(),
        revision: 4,
        key: "key".into(),
        typed: TypedDecision::default(),
        errors,
        may_act: true,
    }
}
