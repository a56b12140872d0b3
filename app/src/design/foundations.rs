//! Colours, type and space: what every component is made of.

use super::{Both, Chapter, Component, Example, ratios::ratios};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    policies::catalogue::event_key,
    ui::{icon, life_event_icon::life_event_icon},
};
use leptos::prelude::*;
use policy::document::{Field, LifeEvent};

pub(super) const CHAPTER: Chapter = Chapter {
    name: "foundations",
    title: Both("颜色、字和间距", "Colour, type and space"),
    components: &[
        Component {
            name: "colours",
            title: Both("颜色", "Colours"),
            purpose: Both(
                "字的颜色都不低于 7 比 1。颜色旁边总有字。",
                "Every text colour has a contrast of at least 7 to 1. A word always stands beside a colour.",
            ),
            examples: colours,
        },
        Component {
            name: "type",
            title: Both("字", "Type"),
            purpose: Both(
                "只用设备上的字体。行距 1.75 倍，英文 1.5 倍。",
                "The device's own typefaces. Lines are 1.75 high in Chinese and 1.5 in English.",
            ),
            examples: type_scale,
        },
        Component {
            name: "space",
            title: Both("间距", "Space"),
            purpose: Both(
                "间距都是 4 的倍数。按钮和格子高 48，长辈版高 64。",
                "Distances are multiples of 4. Controls are 48 high, and 64 in elder mode.",
            ),
            examples: space,
        },
        Component {
            name: "icon",
            title: Both("图标", "Icons"),
            purpose: Both("图标旁边总有字。", "An icon always stands beside a word."),
            examples: icons,
        },
    ],
};

/// Names of the colours, as in `style/settings/tokens.css`.
const COLOURS: [&str; 16] = [
    "ink",
    "muted",
    "line",
    "paper",
    "wash",
    "action",
    "healthcare",
    "elderly-care",
    "social-security",
    "good",
    "warn",
    "bad",
    "good-fill",
    "warn-fill",
    "bad-fill",
    "focus",
];

fn colours(words: &Words) -> Vec<Example> {
    let swatches = COLOURS
        .iter()
        .map(|name| {
            view! {
                <li>
                    <svg class=format!("colour-{name}") viewBox="0 0 9 3" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="9" height="3"/></svg>
                    <code lang="en" translate="no">{*name}</code>
                    {ratio(words, name)}
                </li>
            }
        })
        .collect_view();
    let swatches = view! { <ul class="swatches">{swatches}</ul> }.into_markup();
    vec![Example::new(Both("这个主题的颜色", "Colours of this theme"), swatches)]
}

/// Contrast on paper, in light and dark, of what text is written in.
fn ratio(words: &Words, name: &str) -> Option<Markup> {
    let grounds = ["paper", "wash", "focus", "good-fill", "warn-fill", "bad-fill"];
    let ratios = ratios(name).filter(|_| !grounds.contains(&name))?;
    let say = |zh, en| Both(zh, en).of(words);
    let [light, dark] = [ratios.light, ratios.dark].map(|[paper, wash]| format!("{paper:.1} / {wash:.1}"));
    let line = |name: &'static str, ratio: String| view! { <p class="small">{name}" "<span class="numeric">{ratio}</span></p> };
    Some(view! { {line(say("浅色", "Light"), light)}{line(say("深色", "Dark"), dark)} }.into_markup())
}

fn type_scale(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let lines = view! {
        <p class="type-h1">{say("一级标题 36：一页一个", "Heading 1, 36: one a page")}</p>
        <p class="type-h2">{say("二级标题 26：一节一个", "Heading 2, 26: one a section")}</p>
        <p class="type-h3">{say("三级标题 21：一项一个", "Heading 3, 21: one an entry")}</p>
        <p class="lead">{say("引子：比正文大一号，只有一两句。", "Lead: one size larger than the text, a sentence or two.")}</p>
        <p>{say("正文：一句说一件事，用天天说的话。", "Text: one thing a sentence, in everyday words.")}</p>
        <p class="hint">{say("说明：比正文淡一点，还是看得清。", "Hint: a little lighter than the text, and still clear.")}</p>
        <p class="amount">"¥180.00 / "{say("月", "month")}</p>
    };
    let rules = [
        (
            Both("要", "Do"),
            [
                Both("一行最多 36 个汉字，66 个字母。", "At most 36 Chinese characters or 66 letters a line."),
                Both("中文标题在词和词之间换行。", "A Chinese heading breaks between words."),
                Both(
                    "一个标题一种大小；金额放进要点框。",
                    "One size in a heading; an amount stands in the box of facts.",
                ),
            ],
        ),
        (
            Both("不要", "Don't"),
            [
                Both("不用斜体，不用全大写，不两端对齐。", "No italics, no capitals throughout, no justified lines."),
                Both("不只用颜色说一件事。", "Nothing is said by colour alone."),
                Both("不把字放进图片。", "No text in pictures."),
            ],
        ),
    ];
    let rules = rules.map(|(name, lines)| {
        let lines = lines.map(|line| view! { <li>{line.of(words)}</li> }).collect_view();
        view! { <h3>{name.of(words)}</h3><ul>{lines}</ul> }
    });
    vec![
        Example::new(Both("从大到小", "From large to small"), lines.into_markup()),
        Example::new(Both("要和不要", "Do and don't"), rules.into_iter().collect_view().into_markup()),
    ]
}

fn space(_: &Words) -> Vec<Example> {
    let steps = [4, 8, 12, 16, 24, 32, 48, 64]
        .iter()
        .map(|step| {
            view! {
                <li>
                    <code>{step.to_string()}</code>
                    <svg class="colour-action" viewBox="0 0 64 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width=step.to_string() height="4"/></svg>
                </li>
            }
        })
        .collect_view();
    vec![Example::new(Both("八级", "Eight steps"), view! { <ul class="swatches">{steps}</ul> }.into_markup())]
}

fn icons(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let fields = [
        (Field::Healthcare, say("看病", "Healthcare")),
        (Field::ElderlyCare, say("养老", "Elderly care")),
        (Field::SocialSecurity, say("社保", "Social security")),
    ]
    .map(|(field, name)| {
        view! { <p class=format!("field-name field-{}", field.as_str())>{icon::field(field)}{name}</p> }
    });
    let others = [
        (icon::phone(), say("打电话", "Telephone")),
        (icon::clock(), say("多久", "How long")),
        (icon::bell(), say("通知", "Notices")),
        (icon::wallet(), say("钱和补贴", "Money")),
        (icon::search(), say("查找", "Search")),
    ]
    .map(|(icon, name)| view! { <li>{icon}{name}</li> });
    let lives = LifeEvent::ALL
        .iter()
        .map(|event| view! { <li>{life_event_icon(Some(*event))}{words.say(event_key(Some(*event)))}</li> })
        .collect_view();
    vec![
        Example::new(Both("三个领域", "The three fields"), fields.into_iter().collect_view().into_markup()),
        Example::new(
            Both("生活里的事，自己画的", "What happens in lives, drawn for this portal"),
            view! { <ul class="lines">{lives}</ul> }.into_markup(),
        ),
        Example::new(
            Both("常见的", "Common ones"),
            view! { <ul class="lines">{others.into_iter().collect_view()}</ul> }.into_markup(),
        ),
    ]
}
