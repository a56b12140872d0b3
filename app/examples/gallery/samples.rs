//! Made-up views, one for every state of a page that is worth looking at. The gallery draws them, and the tests of the
//! views hold every one of them against the rules that all pages share.

use app::{
    applications::{application, check, lists, question},
    casework::{case, queue},
    i18n::Words,
    journal::journal_page,
    notices::inbox_page,
    operations::status,
    page::Page,
    policies::{desk, document},
};
use contract::{
    applications::*,
    casework::{CasePage, QueueFilter, QueuePage, QueueRow, TypedDecision},
    error::FieldError,
    ids::*,
    journal::{JournalPage, JournalRow},
    notices::{InboxPage, NoticeKind, NoticeView},
    operations::{JobRow, OperationsPage},
    policies::*,
    residents::{FactView, ShownValue},
};
use jiff::civil::{Date, date};
use policy::{
    decision::{Truth, Verdict},
    document::{AmountUnit, Period},
    problem::{Problem, ProblemCode},
    text::Text,
};

/// A page by its name, for files and failures.
pub type Sample = (&'static str, fn(&Words) -> Page);

/// Every sample.
pub const SAMPLES: &[Sample] = &[
    ("question-text", |w| question::question_page(w, &asked(QuestionKind::Text), "")),
    ("question-long-text", |w| question::question_page(w, &asked(QuestionKind::LongText), "")),
    ("question-choice", |w| question::question_page(w, &asked(QuestionKind::Choice), "")),
    ("question-choices", |w| question::question_page(w, &asked(QuestionKind::Choices), "")),
    ("question-yes-no", |w| question::question_page(w, &wrong(QuestionKind::YesNo), "")),
    ("question-date", |w| question::question_page(w, &asked(QuestionKind::Date), "")),
    ("question-date-wrong", |w| question::question_page(w, &wrong(QuestionKind::Date), "")),
    ("question-money", |w| question::question_page(w, &wrong(QuestionKind::Money), "")),
    ("question-number", |w| question::question_page(w, &wrong(QuestionKind::Number), "")),
    ("question-phone", |w| question::question_page(w, &asked(QuestionKind::Phone), "")),
    ("question-identity-number", |w| question::question_page(w, &wrong(QuestionKind::IdentityNumber), "")),
    ("question-district", |w| question::question_page(w, &prefilled(), "")),
    ("question-newer", |w| question::question_page(w, &newer(), "")),
    ("check", |w| check::check_page(w, &checked(false, false))),
    ("check-missing", |w| check::check_page(w, &checked(true, false))),
    ("check-sent", |w| check::check_page(w, &checked(false, true))),
    ("drafts", |w| lists::drafts_page(w, &drafts())),
    ("drafts-none", |w| lists::drafts_page(w, &DraftsPage { drafts: Vec::new() })),
    ("applications", |w| lists::applications_page(w, &applications())),
    ("applications-none", |w| lists::applications_page(w, &ApplicationsPage { applications: Vec::new() })),
    ("application-receipt", |w| application::application_page(w, &application(ApplicationState::Submitted, true))),
    ("application-asked", |w| {
        application::application_page(w, &application(ApplicationState::WaitingForResident, false))
    }),
    ("application-granted", |w| application::application_page(w, &application(ApplicationState::Granted, false))),
    ("application-refused", |w| application::application_page(w, &application(ApplicationState::Refused, false))),
    ("application-withdrawn", |w| application::application_page(w, &application(ApplicationState::Withdrawn, false))),
    ("inbox", |w| inbox_page(w, &inbox())),
    ("inbox-none", |w| inbox_page(w, &InboxPage { notices: Vec::new(), more: false })),
    ("queue", |w| queue::queue_page(w, &queue(false))),
    ("queue-none", |w| queue::queue_page(w, &queue(true))),
    ("case", |w| case::case_page(w, &case(Verdict::Eligible, Vec::new()))),
    ("case-wrong", |w| {
        let errors = vec![
            FieldError::new("decision", "error-decision-missing"),
            FieldError::new("reason", "error-reason-missing"),
        ];
        case::case_page(w, &case(Verdict::Undetermined, errors))
    }),
    ("case-own", |w| {
        let case = CasePage { may_act: false, changed_meanwhile: true, ..case(Verdict::NotEligible, Vec::new()) };
        case::case_page(w, &case)
    }),
    ("desk", |w| desk::desk_page(w, &the_desk(true))),
    ("desk-publisher", |w| desk::desk_page(w, &the_desk(false))),
    ("document-problems", |w| document::document_page(w, &document_page(VersionState::Draft, problems()))),
    ("document-right", |w| document::document_page(w, &document_page(VersionState::Draft, Vec::new()))),
    ("document-publish", |w| {
        let page = document_page(VersionState::Approved, Vec::new());
        document::document_page(w, &DocumentPage { may_write: false, may_publish: true, ..page })
    }),
    ("document-changed", |w| {
        let page = document_page(VersionState::Draft, Vec::new());
        let errors = vec![
            FieldError::new("text", "error-desk-changed"),
            FieldError::new("hand-over", "error-desk-has-problems"),
            FieldError::new("rehearse", "error-desk-has-problems"),
            FieldError::new("publish", "error-desk-not-handed-over"),
        ];
        document::document_page(w, &DocumentPage { newer: Some(DOCUMENT.to_owned()), errors, ..page })
    }),
    ("document-published", |w| {
        let page = document_page(VersionState::Published, Vec::new());
        let errors = vec![FieldError::new("text", "error-desk-not-a-draft")];
        document::document_page(w, &DocumentPage { rehearsal: None, errors, ..page })
    }),
    ("journal", |w| journal_page(w, &journal())),
    ("operations", |w| status::operations_page(w, &operations())),
];

fn today() -> Date {
    date(2026, 11, 23)
}

/// 09:30 in Shanghai, some days before today.
fn instant(days_ago: i64) -> i64 {
    1_795_397_400_000 - days_ago * 86_400_000
}

fn head(step: u32) -> DraftHead {
    DraftHead {
        id: DraftId("0199a0c0-0000-7000-8000-000000000001".into()),
        item_title: Text::new("申领老年综合津贴", "Apply for the allowance for older residents"),
        revision: 3,
        step,
        steps: 5,
        back: "/drafts".into(),
    }
}

fn asked(kind: QuestionKind) -> QuestionPage {
    let option = |id: &str, zh: &str, en: &str, hint: Option<(&str, &str)>| OptionView {
        id: id.into(),
        label: Text::new(zh, en),
        hint: hint.map(|(zh, en)| Text::new(zh, en)),
    };
    let (title, hint, options, values) = match kind {
        QuestionKind::Text => (
            Text::new("津贴卡的户名是什么？", "Whose name is on the card?"),
            Some(Text::new("和银行卡上的一样。", "Exactly as it stands on the card.")),
            vec![],
            vec![("q", "林静安")],
        ),
        QuestionKind::LongText => (
            Text::new("还有什么想告诉我们的？", "Is there anything else we should know?"),
            None,
            vec![],
            vec![("q", "我腿脚不便，\n电话打给女儿比较好。")],
        ),
        QuestionKind::Choice => (
            Text::new("津贴打到哪张卡？", "Which card should the allowance go to?"),
            Some(Text::new("以后可以换。", "You can change it later.")),
            vec![
                option(
                    "social",
                    "社保卡",
                    "Social security card",
                    Some(("最快，不用再填卡号。", "Fastest: no number to enter.")),
                ),
                option("bank", "别的银行卡", "Another bank card", None),
                option("counter", "到窗口领", "Collect it at the counter", None),
            ],
            vec![("q", "social")],
        ),
        QuestionKind::Choices => (
            Text::new("家里有哪些情况？", "What applies to your household?"),
            None,
            vec![
                option("alone", "一个人住", "I live alone", None),
                option("disabled", "有残疾证", "Somebody holds a disability card", None),
                option("care", "需要人照护", "Somebody needs care", None),
            ],
            vec![("q", "alone"), ("q", "care")],
        ),
        QuestionKind::YesNo => {
            (Text::new("您已经有津贴卡了吗？", "Do you already have a card for the allowance?"), None, vec![], vec![])
        }
        QuestionKind::Date => (
            Text::new("从哪一天开始住在上海？", "Since when have you lived in Shanghai?"),
            None,
            vec![],
            vec![("q-year", "2015"), ("q-month", "3"), ("q-day", "08")],
        ),
        QuestionKind::Money => (
            Text::new("上个月全家收入多少？", "What did your household earn last month?"),
            Some(Text::new("税后，大概的数就行。", "After tax; about right is enough.")),
            vec![],
            vec![("q", "三千")],
        ),
        QuestionKind::Number => {
            (Text::new("家里几口人？", "How many people live with you?"), None, vec![], vec![("q", "99")])
        }
        QuestionKind::Phone => (
            Text::new("电话打到哪里？", "Which number should we call?"),
            Some(Text::new("手机或座机都行。", "A mobile or a landline.")),
            vec![],
            vec![("q", "199 0000 0001")],
        ),
        QuestionKind::IdentityNumber => (
            Text::new("代办人的身份证号码是什么？", "What is your helper’s identity number?"),
            None,
            vec![],
            vec![("q", "99999919000101001")],
        ),
        QuestionKind::District => {
            let names =
                [("310101", "黄浦区", "Huangpu"), ("310104", "徐汇区", "Xuhui"), ("310115", "浦东新区", "Pudong")];
            let options = names.into_iter().map(|(id, zh, en)| option(id, zh, en, None)).collect();
            (Text::new("您住在哪个区？", "Which district do you live in?"), None, options, vec![("q", "310115")])
        }
    };
    QuestionPage {
        head: head(2),
        question: "q".into(),
        kind,
        title,
        hint,
        optional: kind == QuestionKind::LongText,
        options,
        autocomplete: (kind == QuestionKind::Phone).then(|| "tel".into()),
        max_length: Some(200),
        values: values.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        prefilled_from: None,
        errors: Vec::new(),
        newer: None,
        from_check: false,
    }
}

fn wrong(kind: QuestionKind) -> QuestionPage {
    let error = match kind {
        QuestionKind::Date => FieldError::new("q-month", "error-date-impossible"),
        QuestionKind::Money => FieldError::new("q", "error-money"),
        QuestionKind::Number => FieldError::new("q", "error-number-range").with("min", "1").with("max", "20"),
        QuestionKind::IdentityNumber => FieldError::new("q", "error-identity-number"),
        _ => FieldError::worded("q", Text::new("选“是”或“否”", "Choose yes or no")),
    };
    let mut page = QuestionPage { errors: vec![error], ..asked(kind) };
    if kind == QuestionKind::Date {
        page.values =
            vec![("q-year".into(), "2015".into()), ("q-month".into(), "13".into()), ("q-day".into(), "8".into())];
    }
    page
}

fn prefilled() -> QuestionPage {
    let department = Text::new("上海市公安局", "Public Security Bureau");
    QuestionPage { prefilled_from: Some(department), from_check: true, ..asked(QuestionKind::District) }
}

fn newer() -> QuestionPage {
    QuestionPage {
        newer: Some(vec![ShownValue::Code(Text::new("到窗口领", "Collect it at the counter"))]),
        errors: vec![FieldError::new("q", "error-draft-changed")],
        ..asked(QuestionKind::Choice)
    }
}

fn answers(change: bool, missing: bool) -> Vec<AnswerRow> {
    let row = |question: &str, zh: &str, en: &str, answer: Vec<ShownValue>| AnswerRow {
        question: question.into(),
        title: Text::new(zh, en),
        answer,
        change: change.then(|| format!("/drafts/1/{question}?from=check")),
        missing: false,
    };
    let card = ShownValue::Code(Text::new("社保卡", "Social security card"));
    let since = if missing { Vec::new() } else { vec![ShownValue::Date(date(2015, 3, 8))] };
    vec![
        row("card", "津贴打到哪张卡？", "Which card should the allowance go to?", vec![card]),
        AnswerRow {
            missing,
            ..row("since", "从哪一天开始住在上海？", "Since when have you lived in Shanghai?", since)
        },
        row(
            "income",
            "上个月全家收入多少？",
            "What did your household earn last month?",
            vec![ShownValue::Money(320_050)],
        ),
        row("more", "还有什么想告诉我们的？", "Is there anything else we should know?", Vec::new()),
    ]
}

fn checked(missing: bool, sent: bool) -> CheckPage {
    let mut errors = Vec::new();
    if missing {
        errors.push(FieldError::worded(
            "answer-since",
            Text::new("填上从哪一天开始住在上海", "Say since when you have lived in Shanghai"),
        ));
    }
    if sent {
        errors.push(FieldError::new("send", "error-already-sent").with("receipt", "SH20261118-204-1187"));
    }
    CheckPage {
        head: head(5),
        answers: answers(true, missing),
        key: "key".into(),
        errors,
        already_sent: sent.then(|| ("/applications/1".into(), "SH20261118-204-1187".into())),
        promised_days: 20,
    }
}

fn drafts() -> DraftsPage {
    let row = |zh: &str, en: &str, answered| DraftRow {
        id: DraftId("d".into()),
        item_title: Text::new(zh, en),
        answered,
        questions: 5,
        saved_on: date(2026, 11, 20),
        address: "/drafts/d/card".into(),
    };
    DraftsPage {
        drafts: vec![
            row("申领老年综合津贴", "Apply for the allowance for older residents", 3),
            row("申请长期护理保险评估", "Ask for a long-term care assessment", 0),
        ],
    }
}

fn applications() -> ApplicationsPage {
    let rows = [
        (ApplicationState::WaitingForResident, "申请养老服务补贴", "Apply for the care service subsidy"),
        (ApplicationState::Submitted, "申领老年综合津贴", "Apply for the allowance for older residents"),
        (ApplicationState::Granted, "门诊大病登记", "Register a serious illness"),
        (ApplicationState::Refused, "申请最低生活保障", "Apply for minimum living support"),
        (ApplicationState::Withdrawn, "失业保险金", "Unemployment benefit"),
    ];
    let row = |(state, zh, en): (ApplicationState, &str, &str)| ApplicationRow {
        id: ApplicationId("a".into()),
        receipt_number: "SH20261118-204-1187".into(),
        item_title: Text::new(zh, en),
        state,
        due: date(2026, 12, 16),
    };
    ApplicationsPage { applications: rows.into_iter().map(row).collect() }
}

fn timeline(state: ApplicationState) -> Vec<TimelineEvent> {
    let event = |kind, actor, days, detail: Option<&str>| TimelineEvent {
        kind,
        actor,
        at: instant(days),
        detail: detail.map(str::to_owned),
    };
    let mut events = vec![
        event(EventKind::Opened, ActorKind::Caseworker, 3, None),
        event(EventKind::Submitted, ActorKind::Resident, 5, None),
    ];
    let question = "身份证照片看不清。\n下午 2 点前拍一张清楚的发来，好吗？";
    let last = match state {
        ApplicationState::Submitted => None,
        ApplicationState::WaitingForResident => Some((EventKind::Asked, ActorKind::Caseworker, Some(question))),
        ApplicationState::Granted => {
            Some((EventKind::Granted, ActorKind::Caseworker, Some("符合全部条件，从本月起每月 15 日发放。")))
        }
        ApplicationState::Refused => Some((
            EventKind::Refused,
            ActorKind::Caseworker,
            Some("家庭人均月收入 2,310 元，高于今年的标准 1,690 元。"),
        )),
        ApplicationState::Withdrawn => Some((EventKind::Withdrawn, ActorKind::Resident, None)),
    };
    if let Some((kind, actor, detail)) = last {
        events.insert(0, event(kind, actor, 0, detail));
    }
    events
}

fn clock(state: ApplicationState) -> Option<Clock> {
    let paused = state == ApplicationState::WaitingForResident;
    state.is_open().then_some(Clock { used: 3, promised: 20, due: date(2026, 12, 16), paused })
}

fn application(state: ApplicationState, just_sent: bool) -> ApplicationPage {
    let asked = state == ApplicationState::WaitingForResident;
    ApplicationPage {
        id: ApplicationId("a".into()),
        receipt_number: "SH20261118-204-1187".into(),
        item_title: Text::new("申领老年综合津贴", "Apply for the allowance for older residents"),
        state,
        clock: clock(state),
        submitted_at: instant(5),
        due: date(2026, 12, 16),
        department: Text::new("区民政局", "Xuhui District Civil Affairs Bureau"),
        timeline: timeline(state),
        answers: answers(false, false),
        after: Text::new("经办人会核对信息，需要时打电话给您。", "A caseworker checks your details and calls you if anything is unclear."),
        question: asked.then(|| "身份证照片看不清。\n下午 2 点前拍一张清楚的发来，好吗？".into()),
        typed: String::new(),
        key: "key".into(),
        errors: if asked { vec![FieldError::new("reply", "error-reply-missing")] } else { Vec::new() },
        just_sent,
        appeal: (state == ApplicationState::Refused).then(|| {
            Text::new(
                "收到决定后 60 天内，可以向区政府申请行政复议。打 12345 有人教您怎么写。",
                "Within 60 days of the decision you can ask the district government to review it. 12345 helps you write it.",
            )
        }),
    }
}

fn inbox() -> InboxPage {
    let notices = NoticeKind::ALL
        .into_iter()
        .enumerate()
        .map(|(index, kind)| NoticeView {
            id: NoticeId(index.to_string()),
            kind,
            title: Text::new("老年综合津贴", "Allowance for older residents"),
            at: instant(i64::try_from(index).unwrap_or_default()),
            unread: index < 2,
            address: format!("/offers/{index}"),
        })
        .collect();
    InboxPage { notices, more: true }
}

fn queue(empty: bool) -> QueuePage {
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
        counts: [1_204, 0, 38],
        today: today(),
        more: !empty,
    }
}

fn fact(attribute: &str, zh: &str, en: &str, value: Option<ShownValue>) -> FactView {
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

fn verdict(verdict: Verdict) -> VerdictView {
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
        amount: (verdict == Verdict::Eligible).then_some(ShownAmount {
            value: 18_000,
            unit: AmountUnit::Money,
            period: Period::Month,
        }),
        reasons: vec![
            Reason {
                label: Text::new("年满 65 岁", "Aged 65 or over"),
                result: Truth::Yes,
                facts: vec![born],
                computed: vec![ComputedValue {
                    expression: "age(dob, today)".into(),
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
    }
}

fn case(outcome: Verdict, errors: Vec<FieldError>) -> CasePage {
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
        verdict: Some(verdict(outcome)),
        timeline: timeline(ApplicationState::Submitted),
        revision: 4,
        key: "key".into(),
        typed: TypedDecision::default(),
        errors,
        changed_meanwhile: false,
        may_act: true,
    }
}

fn the_desk(author: bool) -> DeskPage {
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
    DeskPage { versions, typed: String::new(), errors, may_write: author }
}

const DOCUMENT: &str = r#"id = "elder-allowance"
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

fn problems() -> Vec<Problem> {
    let problem = |code, line, column, path: &str, expected: &str, found: &str, suggestion: Option<&str>| Problem {
        code,
        line,
        column,
        path: path.into(),
        expected: expected.into(),
        found: found.into(),
        suggestion: suggestion.map(str::to_owned),
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

fn rehearsal() -> Rehearsal {
    let rows = |rows: &[(&str, &str, i64)]| rows.iter().map(|(zh, en, count)| (Text::new(*zh, *en), *count)).collect();
    let ages =
        [("60–69 岁", "60–69", 512), ("70–79 岁", "70–79", 980), ("80–89 岁", "80–89", 402), ("90–99 岁", "90–99", 37)];
    let districts = [("浦东新区", "Pudong", 640), ("徐汇区", "Xuhui", 233), ("崇明区", "Chongming", 1)];
    Rehearsal {
        evaluated: 12_000,
        residents: 20_000,
        eligible: 1_931,
        undetermined: 12,
        entering: 44,
        leaving: 3,
        monthly_fen: Some(34_758_050),
        groups: vec![
            RehearsalGroup { attribute: "age".into(), rows: rows(&ages) },
            RehearsalGroup { attribute: "residence_district".into(), rows: rows(&districts) },
            RehearsalGroup { attribute: "sex".into(), rows: rows(&[("女", "Female", 1_040), ("男", "Male", 891)]) },
        ],
    }
}

fn document_page(state: VersionState, problems: Vec<Problem>) -> DocumentPage {
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
        rehearsal: readable.then(rehearsal),
        newer: None,
        errors: Vec::new(),
        may_write: true,
        may_publish: false,
    }
}

fn journal() -> JournalPage {
    let row = |index: i64, act: &str, actor: Option<&str>, sealed: bool| JournalRow {
        id: JournalId(index.to_string()),
        at: instant(index),
        actor: actor.map(str::to_owned),
        act: act.into(),
        object_kind: "application".into(),
        object: Some("0199a0c0-7c11-7000-8000-0000000000a1".into()),
        result: "done".into(),
        sequence: sealed.then_some(48_211 - index),
    };
    JournalPage {
        rows: vec![
            row(0, "applications.submit", Some("0199a0c0-1111-7000-8000-0000000000b2"), false),
            row(1, "policies.match-slice", None, true),
            row(2, "casework.read", Some("0199a0c0-2222-7000-8000-0000000000c3"), true),
        ],
        total: 48_212,
        unsealed: 1,
        head: Some("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9".into()),
        more: true,
    }
}

fn operations() -> OperationsPage {
    let job = |kind: &str, state: &str, done, total| JobRow {
        id: JobId(state.into()),
        kind: kind.into(),
        state: state.into(),
        done,
        total,
    };
    OperationsPage {
        residents: 20_000,
        offers: 4_211,
        applications: 93,
        jobs: vec![
            job("policies.rehearse", "running", 12_000, 20_000),
            job("policies.match", "done", 20_000, 20_000),
            job("policies.match", "failed", 2_000, 20_000),
            job("residents.import", "waiting", 0, 500),
        ],
        database: "sqlite".into(),
    }
}
