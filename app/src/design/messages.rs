//! What the portal tells people.

use super::{Both, Chapter, Component, Example};

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    ui::{
        advice::advice,
        confirmation_panel::{Confirmation, confirmation_panel},
        notification_banner::{News, announcement, notification_banner, remark},
        practice_banner::practice_note,
        unsent::unsent,
        warning::warning,
    },
};
use contract::{
    applications::Advice,
    error::FieldError,
    policies::{ComputedValue, Reason},
    residents::ShownValue,
};
use leptos::prelude::*;
use policy::{decision::Truth, sentence::Phrase, text::Text};

pub(super) const CHAPTER: Chapter = Chapter {
    name: "messages",
    title: Both("告诉您的话", "What people are told"),
    components: &[
        Component {
            name: "notification_banner",
            title: Both("要知道的事", "Notification banner"),
            purpose: Both(
                "这一页上要知道的事。不会自己不见。",
                "What a person should know on this page. It never disappears by itself.",
            ),
            examples: banners,
        },
        Component {
            name: "advice",
            title: Both("可能不符合", "May not qualify"),
            purpose: Both(
                "申请以前，先说哪一条不满足；不拦着。",
                "Said before somebody applies: the condition that is not met. It stands in nobody's way.",
            ),
            examples: advised,
        },
        Component {
            name: "warning",
            title: Both("注意", "Warning"),
            purpose: Both("漏看了会吃亏的话。", "What would cost something if it were overlooked."),
            examples: warnings,
        },
        Component {
            name: "confirmation_panel",
            title: Both("办好了", "Confirmation panel"),
            purpose: Both("号码、下一步、什么时候。", "The number, what comes next, and when."),
            examples: confirmations,
        },
        Component {
            name: "unsent",
            title: Both("没有送出去的", "Not sent"),
            purpose: Both(
                "写的时候别人已经办了：说办了什么，写的话还给您。",
                "Somebody was faster: what was done, and the words that were typed come back.",
            ),
            examples: come_back,
        },
        Component {
            name: "practice_banner",
            title: Both("练习的标记", "Mark of practice"),
            purpose: Both(
                "练习时每一页的最上面都有，纸上也有，一按就出来。",
                "Above every page of practice, on paper too, with the way out.",
            ),
            examples: |words| {
                let mark = view! { <div class="practice">{practice_note(words)}</div> };
                vec![Example::new(Both("在练习", "Practising"), mark.into_markup())]
            },
        },
    ],
};

fn banners(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let reason = say("收入比规定的高 120 元。", "The income is 120 yuan above the limit.");
    let reason = view! { <p>{reason}</p> }.into_markup();
    let asked = say("请写一下从哪天开始一个人住。", "Since when have you lived alone?");
    let asked = view! { <p>{asked}</p> }.into_markup();
    vec![
        Example::new(
            Both("一句话", "A sentence"),
            remark(News::Plain, say("这件事由区民政局办。", "The district's civil affairs bureau does this.")),
        ),
        Example::new(
            Both("刚办成", "Just done"),
            announcement(News::Good, say("已经撤回。", "It has been withdrawn.")),
        ),
        Example::new(
            Both("等您", "Waiting for the person"),
            notification_banner(News::Waiting, "banner-asked", say("我们有一个问题", "We have a question"), asked),
        ),
        Example::new(
            Both("没有通过", "Refused"),
            notification_banner(News::Bad, "banner-refused", say("没有通过", "It was refused"), reason),
        ),
    ]
}

fn advised(words: &Words) -> Vec<Example> {
    let one = Advice {
        policy: "elder-allowance".to_owned(),
        title: Text::new("老年综合津贴", "Allowance for older residents"),
        unmet: Reason {
            label: Text::new("年满 65 岁", "Aged 65 or over"),
            result: Truth::No,
            facts: Vec::new(),
            computed: vec![ComputedValue {
                phrase: Phrase::Age(Box::new((Phrase::Birth, Phrase::Today))),
                value: ShownValue::Int(31, None),
                operator: ">=".to_owned(),
                bound: ShownValue::Int(65, None),
            }],
            basis: None,
        },
    };
    vec![Example::new(Both("有一条不满足", "A condition is not met"), advice(words, &[one]).into_markup())]
}

fn warnings(words: &Words) -> Vec<Example> {
    let text = Both("多领的钱要退回。", "Money received in error has to be paid back.").of(words).to_owned();
    vec![Example::new(Both("一句话", "A sentence"), warning(words, text))]
}

fn come_back(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let decided = [FieldError::new("come-back", "error-case-decided")];
    let late = [FieldError::new("late", "error-withdraw-decided")];
    let typed = say("请说一下住几楼。", "Please say on which floor you live.");
    vec![
        Example::new(Both("写了话", "With words"), unsent(words, &decided, &typed)),
        Example::new(Both("只点了一下", "A button alone"), unsent(words, &late, "")),
    ]
}

fn confirmations(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let done = Confirmation {
        title: say("收到您的申请了", "We have your application"),
        number_label: say("回执号：", "Your number:"),
        number: "2026112300017".to_owned(),
        next: vec![
            say("2026 年 12 月 8 日以前有结果。", "There will be a result by 8 December 2026."),
            say("记下号码，打电话时说这个号。", "Write the number down; name it when you call."),
        ],
    };
    vec![Example::new(Both("交上去以后", "After sending"), confirmation_panel(done))]
}
