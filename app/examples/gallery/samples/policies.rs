//! Samples of the policy desk.

use contract::{error::FieldError, ids::*, policies::*};
use policy::{
    document::{AmountBound, AmountUnit, Period},
    problem::{Problem, ProblemCode},
    text::Text,
};

pub fn the_desk(author: bool) -> DeskPage {
    let states = [
        (VersionState::Draft, "meal-service", "老年助餐补贴", "Meals for older residents", Some("林静安"), None),
        (
            VersionState::Approved,
            "elder-allowance",
            "老年综合津贴",
            "Allowance for older residents",
            Some("陈晨"),
            None,
        ),
        (
            VersionState::Published,
            "elder-allowance",
            "老年综合津贴",
            "Allowance for older residents",
            None,
            Some(412_600),
        ),
        (VersionState::Published, "unemployment-benefit", "失业保险金", "Unemployment benefit", None, Some(1_204)),
        (VersionState::Superseded, "ppv23", "23 价肺炎疫苗接种", "Pneumococcal vaccine for people over 60", None, None),
        (VersionState::Withdrawn, "childcare", "育儿补贴", "Childcare subsidy", Some("陈晨"), None),
    ];
    let versions = states
        .into_iter()
        .map(|(state, policy, zh, en, author, reached)| VersionRow {
            id: PolicyVersionId(policy.into()),
            policy: policy.into(),
            version: "2".into(),
            title: Text::new(zh, en),
            state,
            author: author.map(str::to_owned),
            reached,
        })
        .collect();
    let errors = if author { vec![FieldError::new("text", "error-desk-empty")] } else { Vec::new() };
    DeskPage {
        query: String::new(),
        versions,
        on_day: None,
        typed_day: Default::default(),
        typed: String::new(),
        problems: Vec::new(),
        key: "key".into(),
        errors,
        may_write: author,
    }
}

pub const DOCUMENT: &str = r#"id = "elder-allowance"
version = "2"
field = "elderly-care"
title = { zh = "老年综合津贴", en = "" }
headline = { zh = "{amount}老年综合津贴", en = "{amount} allowance for older residents" }

[[criterion]]
id = "hukou"
label = { zh = "户籍在上海", en = "Household registration in Shanghai" }
when = "户籍地 == 310000"

[[criterion]]
id = "age"
label = { zh = "年满 65 岁", en = "Aged 65 or over" }
when = "年令(dob, today) >= 65"

[[benefit.band]]
from = 65
to = 70
amount = "75.00"

[[benefit.band]]
from = 71
to = 75
amount = "150.00"
"#;

pub fn problems() -> Vec<Problem> {
    let problem = |code, line, column, path: &str, expected: &str, found: &str, suggestion: Option<&str>| Problem {
        code,
        line,
        column,
        path: path.into(),
        expected: expected.into(),
        found: found.into(),
        suggestion: suggestion.map(str::to_owned),
        case: None,
    };
    vec![
        problem(ProblemCode::EmptyText, 4, 38, "title.en", "\"…\"", "\"\"", None),
        problem(
            ProblemCode::NumberForCode,
            10,
            16,
            "criterion[0].when",
            "310000 上海 | other 外省市",
            "310000",
            Some("\"310000\""),
        ),
        problem(
            ProblemCode::UnknownFunction,
            15,
            9,
            "criterion[1].when",
            "age | months_between | div | min | max",
            "年令",
            Some("age"),
        ),
        problem(ProblemCode::BandGap, 22, 1, "benefit.band[1]", "from = 70", "from = 71, to = 75", None),
        problem(ProblemCode::NoCases, 1, 1, "case", "[[case]]", "", None),
    ]
}

pub fn rehearsal() -> Rehearsal {
    let rows = |rows: &[(&str, &str, i64)]| rows.iter().map(|(zh, en, count)| (Text::new(*zh, *en), *count)).collect();
    let ages =
        [("60–69 岁", "60–69", 512), ("70–79 岁", "70–79", 980), ("80–89 岁", "80–89", 402), ("90–99 岁", "90–99", 37)];
    let districts = [("浦东新区", "Pudong", 640), ("徐汇区", "Xuhui", 233), ("崇明区", "Chongming", 1)];
    Rehearsal {
        evaluated: 12_000,
        wanted: 20_000,
        residents: 20_000,
        eligible: 1_931,
        undetermined: 12,
        effects: Effects {
            gain: moved(44, 792_000),
            lose: moved(3, 54_000),
            more: moved(57, 114_000),
            less: moved(0, 0),
            otherwise: 0,
            doubtful: 2,
        },
        monthly: Some(monthly(34_758_050)),
        groups: vec![
            RehearsalGroup { attribute: "age".into(), rows: rows(&ages) },
            RehearsalGroup { attribute: "residence_district".into(), rows: rows(&districts) },
            RehearsalGroup { attribute: "sex".into(), rows: rows(&[("女", "Female", 1_040), ("男", "Male", 891)]) },
        ],
    }
}

fn moved(people: i64, fen: i64) -> Moved {
    Moved { people, together: Some(monthly(fen)) }
}

fn monthly(fen: i64) -> ShownAmount {
    ShownAmount::exact(fen, AmountUnit::Money, Period::Month)
}

fn band(fen: i64) -> BandView {
    let label = Some(Text::new("80 到 89 岁", "Aged 80 to 89"));
    BandView { label, whom: None, amount: Some(monthly(fen)), formula: None, bound: AmountBound::Exact }
}

fn difference() -> DifferenceView {
    DifferenceView {
        before: Some((PolicyVersionId("before".into()), "1".into())),
        first_day: jiff::civil::date(2026, 12, 1),
        changes: vec![
            Change::Amount { before: Some(band(18_000)), after: Some(band(20_000)), by: Some(monthly(2_000)) },
            Change::DocumentNew(Text::new("户口簿", "Household register")),
            Change::Others(vec![OtherPart::Basis, OtherPart::Sources]),
        ],
    }
}

pub fn document_page(state: VersionState, problems: Vec<Problem>) -> DocumentPage {
    let readable = problems.is_empty();
    DocumentPage {
        id: PolicyVersionId("v".into()),
        policy: "elder-allowance".into(),
        version: "2".into(),
        title: Text::new("老年综合津贴", "Allowance for older residents"),
        state,
        text: DOCUMENT.into(),
        revision: 2,
        key: "key".into(),
        problems,
        conditions: match readable {
            true => vec![
                Text::new("户籍在上海", "Household registration in Shanghai"),
                Text::new("年满 65 岁", "Aged 65 or over"),
            ],
            false => Vec::new(),
        },
        cases: match readable {
            true => vec![
                (Text::new("82 岁上海户籍老人", "Shanghai resident of 82"), true),
                (Text::new("没有户籍信息", "Registration unknown"), true),
            ],
            false => Vec::new(),
        },
        bands: if readable { vec![band(20_000)] } else { Vec::new() },
        amounts_on: None,
        difference: (readable && matches!(state, VersionState::Draft | VersionState::Approved)).then(difference),
        rehearsal: readable.then(rehearsal),
        newer: None,
        unsaved: None,
        errors: Vec::new(),
        holds: state.holds().then_some((jiff::civil::date(2026, 12, 1), None)),
        withdrawal_reason: (state == VersionState::WithdrawalProposed)
            .then(|| "金额写错了，应当是 180 元。".to_owned()),
        typed_reason: String::new(),
        hands: vec![
            HandRow { act: HandAct::Created, name: Some("林静安".into()), at: 1_796_000_000_000 },
            HandRow { act: HandAct::Edited, name: None, at: 1_796_003_600_000 },
        ],
        publisher: state.holds().then(|| (Some("陈晨".into()), 1_796_007_200_000)),
        remark: (state == VersionState::Draft).then(|| RemarkView {
            words: "90 岁那一档和文件不一样。".into(),
            by: Some("陈晨".into()),
            at: 1_796_005_000_000,
        }),
        typed_remark: String::new(),
        may_write: true,
        may_throw_away: state == VersionState::Draft,
        may_take_back: state == VersionState::Approved,
        may_publish: false,
        may_propose_withdrawal: state.holds() && state != VersionState::WithdrawalProposed,
        may_settle_withdrawal: state == VersionState::WithdrawalProposed,
    }
}
