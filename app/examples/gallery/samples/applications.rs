//! Samples of drafts, questions, applications and notices.

use super::instant;
use contract::{
    applications::{outcome::*, *},
    error::FieldError,
    ids::*,
    notices::*,
    paging::PageNumber,
    policies::ShownAmount,
    residents::*,
};
use jiff::civil::date;
use policy::{
    document::{AmountUnit, Period},
    text::Text,
};

pub fn head(step: u32) -> DraftHead {
    DraftHead {
        id: DraftId("0199a0c0-0000-7000-8000-000000000001".into()),
        item_title: Text::new("申领老年综合津贴", "Apply for the allowance for older residents"),
        revision: 3,
        step,
        steps: 5,
        back: "/drafts".into(),
        sent: None,
        on_its_way: None,
    }
}

pub fn asked(kind: QuestionKind) -> QuestionPage {
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
        QuestionKind::Name => (
            Text::new("替您去的人叫什么名字？", "What is the name of the person who goes for you?"),
            None,
            vec![],
            vec![("q", "13800000000")],
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
        begins_after: Vec::new(),
        errors: Vec::new(),
        newer: None,
        from_check: false,
    }
}

pub fn wrong(kind: QuestionKind) -> QuestionPage {
    let error = match kind {
        QuestionKind::Date => FieldError::new("q-month", "error-date-impossible"),
        QuestionKind::Money => FieldError::new("q", "error-money"),
        QuestionKind::Number => FieldError::new("q", "error-number-range").with("min", "1").with("max", "20"),
        QuestionKind::IdentityNumber => FieldError::new("q", "error-identity-number"),
        QuestionKind::Name => FieldError::new("q", "error-name"),
        _ => FieldError::worded("q", Text::new("选“是”或“否”", "Choose yes or no")),
    };
    let mut page = QuestionPage { errors: vec![error], ..asked(kind) };
    if kind == QuestionKind::Date {
        page.values =
            vec![("q-year".into(), "2015".into()), ("q-month".into(), "13".into()), ("q-day".into(), "8".into())];
    }
    page
}

pub fn prefilled() -> QuestionPage {
    let department = Text::new("上海市公安局", "Public Security Bureau");
    let before = (Text::new("家里一共几口人？", "How many people are in your household?"), "/drafts/1/size".to_owned());
    QuestionPage {
        prefilled_from: Some(FilledIn::Fact(department)),
        begins_after: vec![before],
        ..asked(QuestionKind::District)
    }
}

pub fn newer() -> QuestionPage {
    QuestionPage {
        newer: Some(vec![ShownValue::Code(Text::new("到窗口领", "Collect it at the counter"))]),
        errors: vec![FieldError::new("q", "error-draft-changed")],
        ..asked(QuestionKind::Choice)
    }
}

pub fn answers(change: bool, missing: bool) -> Vec<AnswerRow> {
    let row = |question: &str, zh: &str, en: &str, answer: Vec<ShownValue>| AnswerRow {
        question: question.into(),
        title: Text::new(zh, en),
        answer,
        change: change.then(|| format!("/drafts/1/{question}?from=check")),
        missing: false,
        filled_in: None,
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

pub fn checked(missing: bool, sent: bool) -> CheckPage {
    let mut errors = Vec::new();
    if missing {
        errors.push(FieldError::worded(
            "answer-since",
            Text::new("填上从哪一天开始住在上海", "Say since when you have lived in Shanghai"),
        ));
    }
    let sent = sent.then(|| Sent { address: "/applications/1".into(), receipt_number: "SH20261118-204-1187".into() });
    CheckPage {
        head: DraftHead { sent, ..head(5) },
        answers: answers(true, missing),
        errors,
        promised_days: 20,
        advice: Vec::new(),
    }
}

pub fn drafts() -> DraftsPage {
    let row = |zh: &str, en: &str, done, filled_in| DraftRow {
        id: DraftId("d".into()),
        item_title: Text::new(zh, en),
        done,
        filled_in,
        steps: 6,
        saved_on: date(2026, 11, 20),
        address: "/drafts/d/card".into(),
    };
    DraftsPage {
        drafts: vec![
            row("申领老年综合津贴", "Apply for the allowance for older residents", 3, 0),
            row("申请长期护理保险评估", "Ask for a long-term care assessment", 0, 1),
        ],
    }
}

pub fn applications() -> ApplicationsPage {
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

pub fn timeline(state: ApplicationState) -> Vec<TimelineEvent> {
    let event = |kind, actor, days, detail: Option<&str>| TimelineEvent {
        kind,
        actor,
        at: instant(days),
        detail: detail.map(str::to_owned),
        correction: None,
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

pub fn clock(state: ApplicationState) -> Option<Clock> {
    let paused = state == ApplicationState::WaitingForResident;
    state.is_open().then_some(Clock { used: 3, promised: 20, due: date(2026, 12, 16), unannounced_year: None, paused })
}

pub fn application(state: ApplicationState, just_sent: bool) -> ApplicationPage {
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
        after: Text::new(
            "经办人会核对信息，需要时打电话给您。",
            "A caseworker checks your details and calls you if anything is unclear.",
        ),
        question: asked.then(|| "身份证照片看不清。\n下午 2 点前拍一张清楚的发来，好吗？".into()),
        typed: String::new(),
        key: "key".into(),
        errors: if asked { vec![FieldError::new("reply", "error-reply-missing")] } else { Vec::new() },
        just_sent,
        may_withdraw: state.is_open(),
        may_take_up_again: state == ApplicationState::Withdrawn,
        decided: decided(state),
        appeal: match state {
            ApplicationState::Refused => vec![Text::new(
                "收到决定后 60 天内，可以向区政府申请行政复议。打 12345 有人教您怎么写。",
                "Within 60 days of the decision you can ask the district government to review it. 12345 helps you write it.",
            )],
            _ => Vec::new(),
        },
    }
}

/// What was decided, where it was granted.
pub fn decided(state: ApplicationState) -> Option<DecidedView> {
    let amount = ShownAmount::exact(18_000, AmountUnit::Money, Period::Month);
    (state == ApplicationState::Granted).then(|| DecidedView {
        terms: Some(GrantedTerms {
            benefits: vec![GrantedBenefit {
                policy: Some("elder-allowance".into()),
                title: Text::new("老年综合津贴", "Allowance for older residents"),
                amount: Some(amount),
            }],
            from: date(2026, 12, 1),
        }),
        paid_to: vec![ShownValue::Code(Text::new("社会保障卡", "Social-security card"))],
        next: Some(Text::new("以后每月自动打到卡上。", "From then on it is paid every month by itself.")),
    })
}

pub fn inbox() -> InboxPage {
    let notices = NoticeKind::ALL
        .into_iter()
        .enumerate()
        .map(|(index, kind)| NoticeView {
            found_together: None,
            day: (index % 2 == 0).then_some(jiff::civil::date(2027, 5, 2)),
            apply_from: (index % 3 == 0).then_some(jiff::civil::date(2027, 4, 2)),
            id: NoticeId(index.to_string()),
            kind,
            title: Text::new("老年综合津贴", "Allowance for older residents"),
            at: instant(i64::try_from(index).unwrap_or_default()),
            unread: index < 2,
            address: format!("/offers/{index}"),
        })
        .collect();
    InboxPage { notices, number: PageNumber { page: 1, of: 2 } }
}
