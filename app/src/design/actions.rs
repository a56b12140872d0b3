//! What people press, follow and open.

use super::{Both, Chapter, Component, Example};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        button,
        details::details,
        link,
        tag::{Tone, tag},
    },
};
use leptos::prelude::*;

pub(super) const CHAPTER: Chapter = Chapter {
    name: "actions",
    title: Both("按钮和链接", "Buttons and links"),
    components: &[
        Component {
            name: "button",
            title: Both("按钮", "Button"),
            purpose: Both("一页只有一个主按钮。按钮都按得动。", "One main button a page. Every button can be pressed."),
            examples: buttons,
        },
        Component {
            name: "link",
            title: Both("链接", "Link"),
            purpose: Both("说清楚通到哪里。不另开窗口。", "Says where it leads, and never opens a window of its own."),
            examples: links,
        },
        Component {
            name: "details",
            title: Both("要看再打开", "Details"),
            purpose: Both("不是人人都要看的，收起来。", "For what not everybody needs."),
            examples: opened,
        },
        Component {
            name: "tag",
            title: Both("状态", "Tag"),
            purpose: Both("一个词说办到哪一步。", "How far something has got, in a word."),
            examples: tags,
        },
    ],
};

fn buttons(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let form = |buttons: Markup| view! { <form method="get" action="/design/actions">{buttons}</form> }.into_markup();
    let row = view! {
        <div class="actions">
            {button::primary_with(say("好，我要", "Yes, I want this"), "answer", "accept")}
            {button::quiet(say("以后再说", "Later"), "answer", "later")}
            {button::quiet(say("不再提醒", "Do not remind me"), "answer", "never")}
        </div>
    };
    let two = view! {
        <div class="actions">
            {button::primary_with(say("继续", "Continue"), "go", "next")}
            {button::secondary(say("保存并离开", "Save and leave"), "go", "leave")}
        </div>
    };
    vec![
        Example::new(Both("主按钮", "Main button"), form(button::primary(say("交上去", "Send")))),
        Example::new(Both("旁边还有一个", "With a second one"), form(two.into_markup())),
        Example::new(Both("旁边是少有人要的", "With what few people want"), form(row.into_markup())),
        Example::new(
            Both("通到别的页的", "Leading to another page"),
            view! { <p>{button::link(say("看所有的事", "See all services"), "/items".to_owned())}</p> }.into_markup(),
        ),
    ]
}

fn links(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let sentence = view! {
        <p>{say("不清楚的话，看", "If anything is unclear, read ")}<a href="/help">{say("帮助那一页", "the help page")}</a>{say("。", ".")}</p>
    };
    let law = say("办法全文（中国政府网）", "The full text (gov.cn)");
    let away = view! { <p class="onward">{link::elsewhere(law, "https://www.gov.cn/".to_owned())}</p> };
    vec![
        Example::new(Both("在句子里", "In a sentence"), sentence.into_markup()),
        Example::new(
            Both("接着看", "What comes next"),
            link::onward(say("看能领什么", "See what you could get"), "/check"),
        ),
        Example::new(Both("通到别的网站", "To another site"), away.into_markup()),
    ]
}

fn opened(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let contents = view! { <p>{say("按办法，满 65 岁的人都有。", "By law everybody aged 65 or over gets it.")}</p> };
    vec![Example::new(Both("收着", "Closed"), details(say("为什么有我？", "Why me?"), contents.into_markup()))]
}

fn tags(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let row = view! {
        <p class="state">
            {tag(Tone::Good, say("已同意", "Granted"))}
            {tag(Tone::Waiting, say("在办", "In progress"))}
            {tag(Tone::Bad, say("没通过", "Refused"))}
            {tag(Tone::Plain, say("已撤回", "Withdrawn"))}
        </p>
    };
    vec![Example::new(Both("四种", "Four kinds"), row.into_markup())]
}
