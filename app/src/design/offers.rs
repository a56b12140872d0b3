//! What the city found for a person, and why.

use super::{Both, Chapter, Component, Example};
use crate::{
    i18n::Words,
    ui::{
        arranged::in_full,
        offer_card::{Extent, offer_card},
        reason_list::reason_list,
    },
};
use contract::{
    applications::Sent,
    arrangements::{Agreed, ArrangementState, OwnArrangement, PolicyToday, Reached, TakingBack},
    ids::OfferId,
    policies::{OfferCard, OfferState, Reason, ShownAmount},
    residents::{FactView, ShownValue},
};
use jiff::civil::date;
use policy::{
    decision::Truth,
    document::{AmountUnit, Confidence, Delivery, Field, Period},
    text::Text,
};

pub(super) const CHAPTER: Chapter = Chapter {
    name: "offers",
    title: Both("找到了什么", "Offers and reasons"),
    components: &[
        Component {
            name: "offer_card",
            title: Both("能领的", "Offer card"),
            purpose: Both(
                "先说能拿到什么，再说为什么，最后怎么办。",
                "What the person gets, then why, then what to do.",
            ),
            examples: offers,
        },
        Component {
            name: "arranged",
            title: Both("说好了以后", "After a yes"),
            purpose: Both(
                "谁在哪天以前打电话，哪天办好的，或者为什么没有办成。",
                "Who calls and by when, on which day it was done, or why it was not.",
            ),
            examples: after_a_yes,
        },
        Component {
            name: "reason_list",
            title: Both("为什么", "Reason list"),
            purpose: Both(
                "每个条件：符不符合，依据哪条信息，谁给的。",
                "Each condition: met or not, by which fact, and who delivered it.",
            ),
            examples: reasons,
        },
    ],
};

fn reason(result: Truth, label: Text, fact: (&str, Text, Option<ShownValue>)) -> Reason {
    let (attribute, name, value) = fact;
    let as_of = value.is_some().then(|| date(2026, 3, 1));
    let department = Text::new("市公安局", "Public Security Bureau");
    let fact = FactView { attribute: attribute.to_owned(), name, value, department, as_of, delivery: None };
    Reason { label, result, facts: vec![fact], computed: Vec::new(), basis: None }
}

fn three_reasons() -> Vec<Reason> {
    let born = Some(ShownValue::Date(date(1944, 5, 2)));
    let home = Some(ShownValue::Code(Text::new("外地", "Elsewhere")));
    vec![
        reason(
            Truth::Yes,
            Text::new("年满 65 岁", "65 or older"),
            ("birth", Text::new("出生日期", "Date of birth"), born),
        ),
        reason(
            Truth::No,
            Text::new("上海户籍", "Registered in Shanghai"),
            ("registration", Text::new("户籍", "Household registration"), home),
        ),
        reason(
            Truth::Unknown,
            Text::new("一个人住", "Lives alone"),
            ("alone", Text::new("同住的人", "People in the household"), None),
        ),
    ]
}

/// A yes, and what came of it.
fn arrangement(state: ArrangementState) -> OwnArrangement {
    OwnArrangement {
        state,
        department: Text::new("市卫生健康委", "Health Commission"),
        due: date(2026, 12, 11),
        agreed: Agreed::NotYet,
        overdue: false,
        unannounced_year: None,
        reached: Reached::ByTelephone,
        taking_back: TakingBack::Possible,
        policy: PolicyToday::StillYes,
        done_on: (state == ArrangementState::Done).then(|| date(2026, 12, 3)),
        reason: (state == ArrangementState::NotDone).then(|| "您说不想要了。".to_owned()),
    }
}

fn after_a_yes(words: &Words) -> Vec<Example> {
    let example = |title, arrangement: OwnArrangement| Example::new(title, in_full(words, &arrangement));
    let open = || arrangement(ArrangementState::Open);
    vec![
        example(Both("等电话", "Waiting for the call"), open()),
        example(
            Both("到明年，放假安排没公布", "Into a year whose holidays are not announced"),
            OwnArrangement { due: date(2027, 1, 8), unannounced_year: Some(2027), ..open() },
        ),
        example(Both("没有电话号码", "No number is known"), OwnArrangement { reached: Reached::NotKnown, ..open() }),
        example(Both("约好了", "A day is agreed on"), OwnArrangement { agreed: Agreed::OnADay, ..open() }),
        example(Both("过了日子", "Overdue"), OwnArrangement { overdue: true, ..open() }),
        example(Both("办好了", "Done"), arrangement(ArrangementState::Done)),
        example(Both("没有办成", "Could not be done"), arrangement(ArrangementState::NotDone)),
    ]
}

fn reasons(words: &Words) -> Vec<Example> {
    let list = reason_list(words, &three_reasons());
    vec![Example::new(Both("符合、不符合、还不知道", "Met, not met, not known yet"), list)]
}

fn offers(words: &Words) -> Vec<Example> {
    let card = |id: &str, headline, field, delivery, state| {
        let first = three_reasons().into_iter().take(1).collect();
        let offer = OfferCard {
            id: OfferId(id.to_owned()),
            policy: "elder-allowance".to_owned(),
            field,
            headline,
            summary: Text::new("您满 65 岁了，每个月都有。", "You are 65 or older, so you get it every month."),
            how: Text::new("点一下就好。", "One tap is enough."),
            amount: Some(ShownAmount::exact(18_000, AmountUnit::Money, Period::Month)),
            open: Vec::new(),
            since: date(2026, 11, 1),
            delivery,
            delivery_in_source: delivery,
            confidence: Confidence::High,
            state,
            reasons: first,
            basis: None,
            department: Text::new("市民政局", "Civil Affairs Bureau"),
            item: None,
            application: matches!(state, OfferState::Applied | OfferState::Refused).then(|| Sent {
                address: "/design/offers".to_owned(),
                receipt_number: "SH20261118-204-1187".to_owned(),
            }),
            on_its_way: None,
            arrangement: match state {
                OfferState::Accepted => Some(arrangement(ArrangementState::Open)),
                OfferState::NotCarriedOut => Some(arrangement(ArrangementState::NotDone)),
                _ => None,
            },
            revision: 1,
            key: id.to_owned(),
        };
        offer_card(words, &offer, Extent::Card)
    };
    vec![
        Example::new(
            Both("等您一句话", "Waiting for a word"),
            card(
                "example-1",
                Text::new("{amount}老年综合津贴", "{amount} allowance for older residents"),
                Field::ElderlyCare,
                Delivery::Confirm,
                OfferState::Open,
            ),
        ),
        Example::new(
            Both("什么都不用做", "Nothing to do"),
            card(
                "example-2",
                Text::new("{amount}养老金", "{amount} pension"),
                Field::SocialSecurity,
                Delivery::Automatic,
                OfferState::Granted,
            ),
        ),
        Example::new(
            Both("要申请", "To be applied for"),
            card(
                "example-3",
                Text::new("{amount}照护补贴", "{amount} for care"),
                Field::Healthcare,
                Delivery::Apply,
                OfferState::Later,
            ),
        ),
        Example::new(
            Both("在办", "Applied for"),
            card(
                "example-4",
                Text::new("{amount}护理补贴", "{amount} for nursing"),
                Field::Healthcare,
                Delivery::Apply,
                OfferState::Applied,
            ),
        ),
        Example::new(
            Both("说好了，在安排", "Said yes to, and being arranged"),
            card(
                "example-12",
                Text::new("免费打一针疫苗", "One free dose of a vaccine"),
                Field::Healthcare,
                Delivery::Confirm,
                OfferState::Accepted,
            ),
        ),
        Example::new(
            Both("没有办成", "Could not be done"),
            card(
                "example-13",
                Text::new("签一位家庭医生", "A family doctor of your own"),
                Field::Healthcare,
                Delivery::Confirm,
                OfferState::NotCarriedOut,
            ),
        ),
        Example::new(
            Both("没有批准", "Not granted"),
            card(
                "example-5",
                Text::new("{amount}租房补贴", "{amount} towards rent"),
                Field::SocialSecurity,
                Delivery::Apply,
                OfferState::Refused,
            ),
        ),
        Example::new(
            Both("看过了", "Read"),
            card(
                "example-6",
                Text::new("{amount}免费体检", "{amount} health check"),
                Field::ElderlyCare,
                Delivery::Inform,
                OfferState::Read,
            ),
        ),
        Example::new(
            Both("少一条信息，先核对", "A fact is missing: kept, and being checked"),
            card(
                "example-7",
                Text::new("{amount}生活补贴", "{amount} for living costs"),
                Field::SocialSecurity,
                Delivery::Automatic,
                OfferState::BeingChecked,
            ),
        ),
        Example::new(
            Both("不再提醒", "Not wanted"),
            card(
                "example-8",
                Text::new("{amount}交通补贴", "{amount} towards travel"),
                Field::ElderlyCare,
                Delivery::Confirm,
                OfferState::Never,
            ),
        ),
        Example::new(
            Both("没有答复", "Nobody answered"),
            card(
                "example-11",
                Text::new("{amount}洗浴补贴", "{amount} towards baths"),
                Field::ElderlyCare,
                Delivery::Confirm,
                OfferState::Lapsed,
            ),
        ),
        Example::new(
            Both("已结束", "Ended"),
            card(
                "example-9",
                Text::new("{amount}取暖补贴", "{amount} towards heating"),
                Field::SocialSecurity,
                Delivery::Automatic,
                OfferState::Ended,
            ),
        ),
    ]
}
