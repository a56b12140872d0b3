//! What people choose, and what needs several fields at once.

use super::{Both, Chapter, Component, Example};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        checkboxes::checkboxes,
        choices::Choice,
        field::FieldLabel,
        file_upload::{FileUpload, KeptFile, file_upload},
        radios::radios,
        select_field::select_field,
    },
};
use contract::error::FieldError;
use leptos::prelude::*;

pub(super) const CHAPTER: Chapter = Chapter {
    name: "choices",
    title: Both("选一选、加一加", "Choices and groups"),
    components: &[
        Component {
            name: "radios",
            title: Both("选一个", "Radios"),
            purpose: Both("十二个以内，全都看得见。", "Up to twelve options, all seen at once."),
            examples: one,
        },
        Component {
            name: "checkboxes",
            title: Both("可以选几个", "Checkboxes"),
            purpose: Both("一个都不选，也是回答。", "Choosing none is an answer too."),
            examples: several,
        },
        Component {
            name: "select_field",
            title: Both("打开来选", "Select"),
            purpose: Both("十二个以上才用。选了不会自己交。", "For more than twelve. Choosing sends nothing."),
            examples: listed,
        },
        Component {
            name: "file_upload",
            title: Both("交文件", "File upload"),
            purpose: Both(
                "真的要才要。手机会问拍照还是选照片。",
                "Only if there is no other way. A phone offers its camera.",
            ),
            examples: files,
        },
    ],
};

fn cards(words: &Words) -> Vec<Choice> {
    let say = |zh, en| Both(zh, en).of(words);
    let quick = say("最快，不用再填卡号。", "Fastest: no number to enter.");
    vec![
        Choice {
            hint: Some(quick.to_owned()), ..Choice::new("social", say("社保卡", "Social security card"), true)
        },
        Choice::new("bank", say("别的银行卡", "Another bank card"), false),
        Choice::new("counter", say("到窗口领", "Collect it at the counter"), false),
    ]
}

fn one(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let label = |id| FieldLabel::new(id, say("津贴打到哪张卡？", "Which card should the allowance go to?"));
    let hers = say("母亲的津贴打到哪张卡？", "Which card should your mother's allowance go to?");
    let none = || cards(words).into_iter().map(|card| Choice { checked: false, ..card }).collect();
    let errors = vec![FieldError::new("radios-wrong", "error-entitlement-choose")];
    vec![
        Example::new(Both("还没选", "Not chosen"), radios(words, &[], FieldLabel::new("radios-none", hers), none())),
        Example::new(Both("选了", "Chosen"), radios(words, &[], label("radios-chosen"), cards(words))),
        Example::wrong(Both("没有选", "None chosen"), errors, |errors| {
            radios(words, errors, label("radios-wrong"), none())
        }),
    ]
}

fn several(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let options = |chosen| {
        vec![
            Choice::new("alone", say("一个人住", "I live alone"), chosen),
            Choice::new("disabled", say("有残疾证", "Somebody holds a disability card"), false),
            Choice::new("care", say("需要人照护", "Somebody needs care"), chosen),
        ]
    };
    let own = say("家里有哪些情况？", "What applies to your household?");
    let hers = say("母亲家里有哪些情况？", "What applies to your mother's household?");
    let label = |id, question| FieldLabel::new(id, question).hint(say("可以选几个。", "Choose all that apply."));
    vec![
        Example::new(
            Both("还没选", "None chosen"),
            checkboxes(words, &[], label("checkboxes-none", hers), options(false)),
        ),
        Example::new(Both("选了两个", "Two chosen"), checkboxes(words, &[], label("checkboxes", own), options(true))),
    ]
}

fn districts(words: &Words, chosen: &str) -> Vec<Choice> {
    let say = |zh, en| Both(zh, en).of(words);
    [("huangpu", say("黄浦区", "Huangpu")), ("hongkou", say("虹口区", "Hongkou")), ("yangpu", say("杨浦区", "Yangpu"))]
        .map(|(id, name)| Choice::new(id, name, id == chosen))
        .into()
}

fn listed(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let label = |id| FieldLabel::new(id, say("住在哪个区？", "Which district do you live in?"));
    vec![
        Example::new(
            Both("还没选", "Not chosen"),
            select_field(words, &[], label("select-none"), districts(words, "")),
        ),
        Example::new(
            Both("选了", "Chosen"),
            select_field(words, &[], label("select-chosen"), districts(words, "hongkou")),
        ),
        Example::wrong(
            Both("没有选", "None chosen"),
            vec![FieldError::new("select-wrong", "error-entitlement-fill")],
            |errors| select_field(words, errors, label("select-wrong"), districts(words, "")),
        ),
    ]
}

/// What can be wrong with a file, in the order in which it is looked at.
const FILE_ERRORS: [(&str, &str, Both); 8] = [
    ("file-missing", "error-file-missing", Both("没有选", "None chosen")),
    ("file-kind", "error-file-kind", Both("不是照片", "Wrong kind")),
    ("file-size", "error-file-too-large", Both("太大", "Too large")),
    ("file-empty", "error-file-empty", Both("是空的", "Empty")),
    ("file-virus", "error-file-virus", Both("有病毒", "A virus")),
    ("file-locked", "error-file-locked", Both("有密码", "Locked")),
    ("file-failed", "error-file-failed", Both("没传上来", "Failed")),
    ("file-many", "error-file-too-many", Both("太多了", "Too many")),
];

fn files(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let field = |id, kept| {
        let label = FieldLabel::new(id, say("残疾证的照片", "Photograph of the disability card"))
            .hint(say("照片或 PDF，不超过 10 MB。", "A picture or a PDF of up to 10 MB."));
        FileUpload { label, accept: "image/*,.pdf", kept }
    };
    let kept = vec![KeptFile { id: "1".into(), name: say("残疾证.jpg", "card.jpg").into() }];
    let form = |contents: Markup| view! { <form method="get" action="/design/choices">{contents}</form> }.into_markup();
    let right = [
        Example::new(Both("还没选", "Not chosen"), file_upload(words, &[], field("file-none", Vec::new()))),
        Example::new(Both("以前交过", "Given before"), form(file_upload(words, &[], field("file-kept", kept)))),
    ];
    let wrong = FILE_ERRORS.into_iter().map(|(id, code, state)| {
        let errors = vec![FieldError::new(id, code).with("most", "10 MB").with("count", "5")];
        Example::wrong(state, errors, |errors| file_upload(words, errors, field(id, Vec::new())))
    });
    right.into_iter().chain(wrong).collect()
}
