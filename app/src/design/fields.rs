//! What people type.

use super::{Both, Chapter, Component, Example};
use crate::{
    i18n::Words,
    ui::{
        date_field::{DateField, date_field},
        field::{FieldLabel, Whose},
        identity_number_field::identity_number_field,
        money_field::money_field,
        number_field::number_field,
        phone_field::phone_field,
        text_area::{TextArea, text_area},
        text_field::{TextField, text_field},
    },
};
use contract::error::FieldError;

pub(super) const CHAPTER: Chapter = Chapter {
    name: "fields",
    title: Both("填的格子", "Fields"),
    components: &[
        Component {
            name: "text_field",
            title: Both("一行字", "Text"),
            purpose: Both(
                "标签一直在格子上面，说明在格子前面。",
                "The label stays above the field, and the hint before it.",
            ),
            examples: text,
        },
        Component {
            name: "text_area",
            title: Both("几行字", "Long text"),
            purpose: Both(
                "告诉人还能写多少字，多写了也不剪掉。",
                "Says how much may still be written, and cuts nothing off.",
            ),
            examples: long_text,
        },
        Component {
            name: "number_field",
            title: Both("数", "Number"),
            purpose: Both("空格和全角的数字都认得。", "Spaces and full-width figures do not matter."),
            examples: number,
        },
        Component {
            name: "money_field",
            title: Both("钱", "Money"),
            purpose: Both("后面写着元，逗号也认得。", "The unit stands behind it; commas do not matter."),
            examples: money,
        },
        Component {
            name: "date_field",
            title: Both("日期", "Date"),
            purpose: Both(
                "年、月、日三格，不会自己跳。哪格错了标哪格。",
                "Three fields that never jump on; only the wrong part is marked.",
            ),
            examples: date,
        },
        Component {
            name: "identity_number_field",
            title: Both("身份证号", "Identity number"),
            purpose: Both("浏览器不会记住它。", "No browser keeps it."),
            examples: identity_number,
        },
        Component {
            name: "phone_field",
            title: Both("电话", "Telephone"),
            purpose: Both("手机号和座机号都可以。", "Mobile and landline numbers alike."),
            examples: phone,
        },
    ],
};

fn text(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let field = |id, value: &str| {
        let label = FieldLabel::new(id, say("卡上的户名", "Name on the card"))
            .hint(say("和银行卡上的一样。", "Exactly as it stands on the card."));
        TextField { label, value: value.to_owned(), ..TextField::default() }
    };
    let errors = vec![FieldError::new("text-wrong", "error-text-too-long").with("most", "20")];
    vec![
        Example::new(Both("空着", "Empty"), text_field(words, &[], field("text-empty", ""))),
        Example::new(Both("填了", "Filled in"), text_field(words, &[], field("text-full", "林静安"))),
        Example::wrong(Both("太长", "Too long"), errors, |errors| {
            text_field(words, errors, field("text-wrong", &say("林静安", "Lin Jing'an").repeat(8)))
        }),
    ]
}

fn long_text(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let field = |id, value: &str, most| {
        let label = FieldLabel::new(id, say("还有什么想告诉我们的？", "Is there anything else we should know?"));
        TextArea { label, value: value.to_owned(), rows: 4, most }
    };
    let errors = vec![FieldError::new("area-wrong", "error-text-too-long").with("most", "80")];
    let typed = say("我腿脚不便，\n电话打给女儿比较好。", "I cannot walk far.\nPlease ring my daughter.");
    vec![
        Example::new(Both("没有限制", "No limit"), text_area(words, &[], field("area-plain", typed, None))),
        Example::new(Both("最多写多少", "With a limit"), text_area(words, &[], field("area-limit", "", Some(200)))),
        Example::wrong(Both("太长", "Too long"), errors, |errors| {
            text_area(words, errors, field("area-wrong", &typed.repeat(4), Some(80)))
        }),
    ]
}

fn number(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let label = |id| FieldLabel::new(id, say("家里几口人？", "How many people live with you?"));
    let unit = || Some(say("人", "people").to_owned());
    let errors = vec![FieldError::new("number-wrong", "error-number-range").with("min", "1").with("max", "20")];
    vec![
        Example::new(Both("空着", "Empty"), number_field(words, &[], label("number-empty"), String::new(), unit())),
        Example::new(Both("填了", "Filled in"), number_field(words, &[], label("number-full"), "3".into(), unit())),
        Example::wrong(Both("太大", "Too large"), errors, |errors| {
            number_field(words, errors, label("number-wrong"), "99".into(), unit())
        }),
    ]
}

fn money(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let label = |id| {
        FieldLabel::new(id, say("上个月全家收入多少？", "What did your household earn last month?"))
            .hint(say("税后，大概的数就行。", "After tax; about right is enough."))
    };
    vec![
        Example::new(Both("空着", "Empty"), money_field(words, &[], label("money-empty"), String::new())),
        Example::new(Both("填了", "Filled in"), money_field(words, &[], label("money-full"), "3,000".into())),
        Example::wrong(Both("不是数", "No figure"), vec![FieldError::new("money-wrong", "error-money")], |errors| {
            money_field(words, errors, label("money-wrong"), say("三千", "three thousand").into())
        }),
    ]
}

fn date(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let field = |id, question: &str, values: [&str; 3], birthday| {
        let label = FieldLabel::new(id, question).hint(say("例如：2015 3 8", "For example: 2015 3 8"));
        DateField { label, values: values.map(str::to_owned), birthday }
    };
    let since = say("从哪一天开始住在上海？", "Since when have you lived in Shanghai?");
    let born = say("您哪天出生？", "When were you born?");
    let errors = vec![FieldError::new("date-wrong-month", "error-date-impossible")];
    vec![
        Example::new(
            Both("空着", "Empty"),
            date_field(words, &[], field("date-empty", born, ["", "", ""], Some(Whose::Own))),
        ),
        Example::new(
            Both("填了", "Filled in"),
            date_field(words, &[], field("date-full", since, ["2015", "3", "08"], None)),
        ),
        Example::wrong(Both("没有这一天", "No such day"), errors, |errors| {
            date_field(words, errors, field("date-wrong", since, ["2015", "13", "8"], None))
        }),
    ]
}

fn identity_number(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let label = |id| FieldLabel::new(id, say("身份证号", "Identity number")).hint(say("18 位。", "18 characters."));
    let errors = vec![FieldError::new("identity-wrong", "error-identity-number")];
    vec![
        Example::new(
            Both("空着", "Empty"),
            identity_number_field(words, &[], label("identity-empty"), String::new(), Whose::Own),
        ),
        Example::new(
            Both("填了", "Filled in"),
            identity_number_field(words, &[], label("identity-full"), "99999919440502002X".into(), Whose::Own),
        ),
        Example::wrong(Both("少了几位", "Too short"), errors, |errors| {
            identity_number_field(words, errors, label("identity-wrong"), "999999 1944".into(), Whose::Own)
        }),
    ]
}

fn phone(words: &Words) -> Vec<Example> {
    let say = |zh, en| Both(zh, en).of(words);
    let own = |id| FieldLabel::new(id, say("您的电话", "Your telephone number"));
    let hers = FieldLabel::new("phone-other", say("女儿的电话", "Telephone of your daughter"));
    vec![
        Example::new(
            Both("自己的", "One's own"),
            phone_field(words, &[], own("phone-own"), "138 0000 0000".into(), Whose::Own),
        ),
        Example::new(
            Both("别人的", "Somebody else's"),
            phone_field(words, &[], hers, String::new(), Whose::SomebodyElse),
        ),
        Example::wrong(
            Both("不是号码", "No number"),
            vec![FieldError::new("phone-wrong", "error-phone")],
            |errors| phone_field(words, errors, own("phone-wrong"), "12".into(), Whose::Own),
        ),
    ]
}
