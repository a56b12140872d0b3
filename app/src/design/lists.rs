//! Tables, charts, and the ways through long lists.

use super::{Both, Chapter, Component, Example};
use crate::{
    i18n::Words,
    markup::IntoMarkup,
    ui::{
        chart::{Chart, chart},
        filters::{Filter, filters},
        pagination::pagination,
        table::{Column, Table, table},
    },
};
use contract::paging::PageNumber;

pub(super) const CHAPTER: Chapter = Chapter {
    name: "lists",
    title: Both("表和清单", "Tables and lists"),
    components: &[
        Component {
            name: "table",
            title: Both("表", "Table"),
            purpose: Both(
                "手机上一行成一块，长辈版里没有表。",
                "On a phone each row becomes a block; elder mode has no tables.",
            ),
            examples: tables,
        },
        Component {
            name: "chart",
            title: Both("图", "Chart"),
            purpose: Both(
                "每个数都写着，条只是帮眼睛。条靠花样分。",
                "Every figure stands in writing; bars help the eye, told apart by pattern.",
            ),
            examples: charts,
        },
        Component {
            name: "filters",
            title: Both("看哪一批", "Filters"),
            purpose: Both("是链接，不是标签页。", "Links, not tabs."),
            examples: lists,
        },
        Component {
            name: "pagination",
            title: Both("翻页", "Pagination"),
            purpose: Both("说清楚第几页，共几页。", "Says which page it is, and of how many."),
            examples: pages,
        },
    ],
};

fn tables(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let contents = |stacks, caption| Table {
        caption,
        quiet: false,
        columns: vec![Column::words(say("年龄", "Age")), Column::figures(say("每月多少元", "Yuan a month"))],
        header: 0,
        rows: vec![
            vec![say("65 到 69 岁", "65 to 69").into_markup(), "75".into_markup()],
            vec![say("70 到 79 岁", "70 to 79").into_markup(), "150".into_markup()],
            vec![say("80 到 89 岁", "80 to 89").into_markup(), "180".into_markup()],
        ],
        stacks,
    };
    vec![
        Example::new(
            Both("手机上成块", "Blocks on a phone"),
            table(words, contents(true, say("老年综合津贴", "Allowance for older residents"))),
        ),
        Example::new(
            Both("手机上横着看", "Scrolls by itself on a phone"),
            table(words, contents(false, say("津贴标准", "Rates of the allowance"))),
        ),
    ]
}

fn charts(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let rows = |figures: [&[i64]; 3]| {
        [say("虹口区", "Hongkou"), say("杨浦区", "Yangpu"), say("崇明区", "Chongming")]
            .into_iter()
            .zip(figures.map(<[i64]>::to_vec))
            .collect()
    };
    let district = || say("区", "District");
    let one = Chart {
        caption: say("有多少人", "How many people"),
        quiet: false,
        rows_are: district(),
        series: vec![say("人数", "People")],
        rows: rows([&[12_300], &[15_800], &[7_400]]),
    };
    let four = Chart {
        caption: say("四个季度", "Four quarters"),
        quiet: false,
        rows_are: district(),
        series: ["1", "2", "3", "4"].map(|quarter| say("第 {} 季度", "Quarter {}").replace("{}", quarter)).into(),
        rows: rows([&[310, 290, 420, 380], &[400, 350, 500, 470], &[150, 120, 180, 0]]),
    };
    vec![
        Example::new(Both("一组数", "One series"), chart(words, one)),
        Example::new(Both("四组数", "Four series"), chart(words, four)),
    ]
}

fn lists(words: &Words) -> Vec<Example> {
    let say = |zh: &'static str, en: &'static str| Both(zh, en).of(words).to_owned();
    let filter = |label, current| Filter { address: "/design/lists".to_owned(), label, current };
    let all = vec![
        filter(say("在办 12", "Open 12"), true),
        filter(say("等居民 3", "Waiting for the resident 3"), false),
        filter(say("办完 40", "Done 40"), false),
    ];
    vec![Example::new(Both("三批", "Three lists"), filters(say("办件的清单", "Lists of cases"), all))]
}

fn pages(words: &Words) -> Vec<Example> {
    let number = PageNumber { page: 2, of: 3 };
    let links = pagination(words, number, |page| format!("/design/lists?page={page}"));
    vec![Example::new(Both("在中间", "In the middle"), links)]
}
