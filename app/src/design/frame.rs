//! What stands around every page. The frame of the page itself is the example: a second one would be a second landmark.

use super::{Both, Chapter, Component, Example};
use crate::{i18n::Words, markup::IntoMarkup};
use leptos::prelude::*;

pub(super) const CHAPTER: Chapter = Chapter {
    name: "frame",
    title: Both("页面的框", "The frame of a page"),
    components: &[
        Component {
            name: "skip_link",
            title: Both("跳到正文", "Skip link"),
            purpose: Both(
                "按一下 Tab 键就出现，直接到正文。",
                "Appears with the first press of Tab, and leads to the main text.",
            ),
            examples: |_| Vec::new(),
        },
        Component {
            name: "header",
            title: Both("页头", "Header"),
            purpose: Both(
                "两行：名字和电话，最多五个栏目。每一页都在同一个地方。",
                "Two rows: name and telephone, and at most five sections; in the same place on every page.",
            ),
            examples: |_| Vec::new(),
        },
        Component {
            name: "back_link",
            title: Both("返回", "Back link"),
            purpose: Both("在正文上面。长辈版的每一页都有。", "Above the main text; on every page of elder mode."),
            examples: |_| Vec::new(),
        },
        Component {
            name: "breadcrumbs",
            title: Both("这一页在哪里", "Breadcrumbs"),
            purpose: Both(
                "标准版和大字版用它代替返回，例如这一页上面。",
                "In place of the back link in standard and large, as above this page.",
            ),
            examples: |_| Vec::new(),
        },
        Component {
            name: "footer",
            title: Both("页脚", "Footer"),
            purpose: Both("热线电话和帮助，每一页都有。", "Hotline and help, on every page."),
            examples: |_| Vec::new(),
        },
        Component {
            name: "display_form",
            title: Both("字号、语言和颜色", "Size, language and colours"),
            purpose: Both(
                "都在“显示”那一页，按了就换，不用脚本，服务器记住。",
                "All on the page Display: forms that need no script; the server remembers the choice.",
            ),
            examples: |_| Vec::new(),
        },
        Component {
            name: "read_aloud",
            title: Both("读给我听", "Read aloud"),
            purpose: Both(
                "长辈版每一页的最上面，设备会说话才出现。",
                "At the top of every page in elder mode, where the device can speak.",
            ),
            examples: |_| Vec::new(),
        },
        Component {
            name: "paper",
            title: Both("纸上的出处", "Foot on paper"),
            purpose: Both(
                "打印时才有：地址、编号、日期和二维码。",
                "On paper only: address, number, day and a code that leads back.",
            ),
            examples: paper,
        },
    ],
};

fn paper(words: &Words) -> Vec<Example> {
    let day = jiff::civil::date(2026, 11, 23);
    let address = "https://tongban.example/applications/1";
    let code = crate::ui::qr_code::qr_code(address, words.with("paper-code", &[("address", address)]));
    let number = words.with("paper-number", &[("number", "2026112300017"), ("date", &words.date(day))]);
    let contents = view! { {code}<p>{number}</p> };
    vec![Example::new(Both("二维码和编号", "Code and number"), contents.into_markup())]
}
