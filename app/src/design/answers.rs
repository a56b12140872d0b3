//! What was answered, what is left to do, and how far it has got.

use super::{Both, Chapter, Component, Example};
use crate::{
    i18n::Words,
    markup::IntoMarkup,
    ui::{
        check_answers::check_answers,
        clock::clock,
        key_facts::{KeyFact, key_facts},
        on_its_way::{on_its_way, second_one, sent},
        reader::Reader,
        step_by_step::{Step, step_by_step},
        summary_list::{Row, summary_list},
        timeline::timeline,
    },
};
use contract::{
    applications::{ActorKind, AnswerRow, Clock, EventKind, OnItsWay, Second, Sent, TimelineEvent},
    residents::ShownValue,
};
use jiff::civil::{Date, date};
use leptos::prelude::*;
use policy::text::Text;

pub(super) const CHAPTER: Chapter = Chapter {
    name: "answers",
    title: Both("办到哪一步", "Answers and progress"),
    components: &[
        Component {
            name: "key_facts",
            title: Both("要点", "Key facts"),
            purpose: Both(
                "多少、给谁、怎么领、多久：放在最前面，一样一行，数字写大。",
                "How much, for whom, how, by when: first of all, a line each, figures large.",
            ),
            examples: key_points,
        },
        Component {
            name: "summary_list",
            title: Both("一项一项", "Summary list"),
            purpose: Both("名字和内容，一行一对。", "Names and values, a pair a line."),
            examples: summary,
        },
        Component {
            name: "check_answers",
            title: Both("交以前看一遍", "Check answers"),
            purpose: Both("每个回答都能改，缺的写明白。", "Every answer can be changed; what is missing says so."),
            examples: answers,
        },
        Component {
            name: "step_by_step",
            title: Both("一步一步", "Step by step"),
            purpose: Both("从头到尾怎么办，办事以前看。", "How it goes from beginning to end, read before it starts."),
            examples: steps,
        },
        Component {
            name: "timeline",
            title: Both("办理经过", "Timeline"),
            purpose: Both("发生过什么，新的在上面。", "What happened, newest first."),
            examples: events,
        },
        Component {
            name: "clock",
            title: Both("还要多久", "Clock"),
            purpose: Both("谁在办、用了几天、最晚哪天。", "Who has it, how long it took so far, and the last day."),
            examples: clocks,
        },
        Component {
            name: "on_its_way",
            title: Both("已经有一份在办", "On its way already"),
            purpose: Both(
                "再办以前，先说有一份在办，给号码和入口。",
                "Said before somebody applies again: there is one, its number, and the way to it.",
            ),
            examples: on_the_way,
        },
    ],
};

fn key_points(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let facts = vec![
        KeyFact::figure(words.say("policy-amounts"), say("每月 180 元", "¥180 a month")),
        KeyFact::line(
            words.say("policy-conditions"),
            say("80 岁以上的上海户籍老人", "Registered in Shanghai, 80 or over"),
        ),
        KeyFact::line(words.say("policy-how"), say("申请一次，以后自动给。", "Apply once.")),
    ];
    vec![Example::new(Both("一项津贴", "An allowance"), key_facts(facts).into_markup())]
}

fn summary(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let rows = vec![
        Row::text(say("费用", "Cost"), say("免费", "Free")),
        Row::text(say("多久", "How long"), say("20 个工作日", "20 working days")),
    ];
    vec![Example::new(Both("两行", "Two lines"), summary_list(rows))]
}

fn answers(words: &Words) -> Vec<Example> {
    let row = |question: &str, title: Text, answer: Vec<ShownValue>, missing| AnswerRow {
        question: question.to_owned(),
        title,
        answer,
        change: Some("/design/fields".to_owned()),
        missing,
        filled_in: None,
    };
    let rows = [
        row("phone", Text::new("电话", "Telephone"), vec![ShownValue::Text("138 0000 0000".into())], false),
        row("since", Text::new("从哪天起", "Since when"), Vec::new(), true),
        row("more", Text::new("还想说的", "Anything else"), Vec::new(), false),
    ];
    vec![Example::new(Both("填了的、缺的、没填的", "Answered, missing and left out"), check_answers(words, &rows))]
}

fn steps(words: &Words) -> Vec<Example> {
    let step = |title: Both, text: Both| Step {
        title: title.of(words).to_owned(),
        contents: view! { <p>{text.of(words)}</p> }.into_markup(),
    };
    let steps = vec![
        step(Both("带好证件", "Have your card at hand"), Both("只要社保卡。", "The social security card is enough.")),
        step(Both("回答五个问题", "Answer five questions"), Both("大约 5 分钟。", "It takes about five minutes.")),
        step(Both("等结果", "Wait for the result"), Both("最多 20 个工作日。", "At most 20 working days.")),
    ];
    vec![Example::new(Both("三步", "Three steps"), step_by_step(words, steps))]
}

fn events(words: &Words) -> Vec<Example> {
    // 09:30 in Shanghai on 23 November 2026, and some days before.
    let event = |days_ago: i64, kind, actor, detail: Option<Both>| TimelineEvent {
        at: 1_795_397_400_000 - days_ago * 86_400_000,
        kind,
        actor,
        detail: detail.map(|detail| detail.of(words).to_owned()),
        correction: None,
    };
    let events = [
        event(0, EventKind::Granted, ActorKind::Caseworker, None),
        event(3, EventKind::Answered, ActorKind::Resident, Some(Both("一个人住。", "I live alone."))),
        event(5, EventKind::Asked, ActorKind::Caseworker, Some(Both("您一个人住吗？", "Do you live alone?"))),
        event(9, EventKind::Submitted, ActorKind::Resident, None),
    ];
    let opened = event(1, EventKind::Opened, ActorKind::Caseworker, None);
    let low = Some(Both("收入比规定的高。", "The income is above the limit."));
    let refused = [event(0, EventKind::Refused, ActorKind::Caseworker, low), opened.clone()];
    let withdrawn = [event(0, EventKind::Withdrawn, ActorKind::Resident, None), opened];
    vec![
        Example::new(Both("办成了", "Granted"), timeline(words, &events, Reader::Resident)),
        Example::new(Both("没有批准", "Not granted"), timeline(words, &refused, Reader::Resident)),
        Example::new(Both("撤回了", "Taken back"), timeline(words, &withdrawn, Reader::Resident)),
    ]
}

fn on_the_way(words: &Words) -> Vec<Example> {
    let (address, receipt_number) = ("/design/answers".to_owned(), "SH20261118-204-1187".to_owned());
    let this = Sent { address: address.clone(), receipt_number: receipt_number.clone() };
    let one = OnItsWay { address, receipt_number, second: Second::WithYes };
    let with_yes = view! { {on_its_way(words, &one)}{second_one(words, &one, &[])} };
    vec![
        Example::new(Both("再办一份要先点头", "A second one needs a yes"), with_yes.into_markup()),
        Example::new(Both("这一份已经提交", "This one was sent"), sent(words, &this)),
    ]
}

fn clocks(words: &Words) -> Vec<Example> {
    let department = Both("区民政局", "District Civil Affairs Bureau").of(words);
    let shown = |due: Date, unannounced_year, paused| {
        let value = Clock { used: 3, promised: 20, due, unannounced_year, paused };
        clock(words, &value, department, Reader::Resident)
    };
    let (this_year, next_year) = (date(2026, 12, 8), date(2027, 1, 11));
    vec![
        Example::new(Both("在走", "Running"), shown(this_year, None, false)),
        Example::new(Both("停着，等您", "Paused, waiting for the person"), shown(this_year, None, true)),
        Example::new(
            Both("到明年，放假安排没公布", "Into a year whose holidays are not announced"),
            shown(next_year, Some(2027), false),
        ),
    ]
}
