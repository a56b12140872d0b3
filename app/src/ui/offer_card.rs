//! An offer: what the person gets, one sentence why, the reasons, and what to do.

use super::{
    arranged, button,
    details::details,
    field::hidden,
    icon,
    key_facts::{KeyFact, key_facts},
    reason_list::reason_list,
    receipt_number::numbered,
    tag::{Tone, tag},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{
    arrangements::{OwnArrangement, TakingBack},
    display::Mode,
    policies::{OfferCard, OfferState, ShownAmount},
};
use leptos::prelude::*;
use policy::{
    document::{Confidence, Delivery, Field},
    text::Text,
};

/// How much of an offer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// In a list under a section's heading: reasons and small print behind a summary.
    Card,
    /// The same where the list stands right under the page's heading.
    TopCard,
}

/// What the person gets, as plain text for titles.
pub fn headline(words: &Words, offer: &OfferCard) -> String {
    headline_of(words, &offer.headline, offer.amount.as_ref())
}

/// The same of a document's headline and an amount.
pub fn headline_of(words: &Words, headline: &Text, amount: Option<&ShownAmount>) -> String {
    let (before, amount, after) = headline_parts(words, headline, amount);
    format!("{before}{amount}{after}").trim().to_owned()
}

/// What the person gets, with the amount set larger.
pub fn headline_view(words: &Words, offer: &OfferCard) -> Markup {
    let (before, amount, after) = headline_parts(words, &offer.headline, offer.amount.as_ref());
    let (before, after) = (before.trim_start().to_owned(), after.trim_end().to_owned());
    match amount.is_empty() {
        true => format!("{before}{after}").into_markup(),
        false => view! { {before}<span class="amount">{amount}</span>{after} }.into_markup(),
    }
}

/// The headline before, at and after its amount.
fn headline_parts<'a>(words: &Words, headline: &'a Text, amount: Option<&ShownAmount>) -> (&'a str, String, &'a str) {
    let headline = words.of(headline);
    let amount = amount.map(|amount| words.amount(amount)).unwrap_or_default();
    match headline.split_once("{amount}") {
        Some((before, after)) => (before, amount, after),
        None => (headline, String::new(), ""),
    }
}

/// The offer.
pub fn offer_card(words: &Words, offer: &OfferCard, extent: Extent) -> Markup {
    match extent {
        Extent::Card => {
            let headline = view! { <h3 id=heading_id(offer)>{headline_link(words, offer)}</h3> }.into_markup();
            card(words, offer, headline)
        }
        Extent::TopCard => {
            let headline = view! { <h2 id=heading_id(offer)>{headline_link(words, offer)}</h2> }.into_markup();
            card(words, offer, headline)
        }
    }
}

/// In a list. Elder pages stay short: reasons and buttons are one tap away, on the offer's own page.
fn card(words: &Words, offer: &OfferCard, headline: Markup) -> Markup {
    let elder = words.display.mode == Mode::Elder;
    let more = (!elder).then(|| {
        let contents = view! { {reason_list(words, &offer.reasons)}{small_print(words, offer)} };
        // What this portal only speaks of is applied for elsewhere.
        let is_told = offer.delivery == Delivery::Inform && matches!(offer.state, OfferState::Open | OfferState::Later);
        let way = is_told
            .then(|| view! { <p>{way_in_full(words, offer.delivery, offer.delivery_in_source, &offer.how)}</p> });
        view! { {details(words.say("offer-why"), contents.into_markup())}{way}{actions(words, offer)} }
    });
    view! {
        <article class=format!("card offer field-{}", offer.field.as_str()) aria-labelledby=heading_id(offer)>
            {field_line(words, offer)}
            {headline}
            <p>{words.of(&offer.summary).to_owned()}</p>
            {offer.arrangement.as_ref().map(|arrangement| arranged::in_short(words, arrangement))}
            {since(words, offer)}
            {more}
        </article>
    }
    .into_markup()
}

fn heading_id(offer: &OfferCard) -> String {
    format!("offer-{}", offer.id)
}

fn headline_link(words: &Words, offer: &OfferCard) -> Markup {
    view! { <a href=format!("/offers/{}", offer.id)>{headline_view(words, offer)}</a> }.into_markup()
}

/// On its own page: the facts, what to do, how, why, and on what basis, in that order. `resident` is whom it is for.
pub fn offer_in_full(words: &Words, offer: &OfferCard, resident: &str) -> Markup {
    view! {
        <article class=format!("offer field-{}", offer.field.as_str())>
            {field_line(words, offer)}
            <h1>{headline_view(words, offer)}</h1>
            <p class="lead">{words.of(&offer.summary).to_owned()}</p>
            <div class="split">
                {facts(words, offer, resident)}
                <div>
                    {offer.arrangement.as_ref().map(|arrangement| arranged::in_full(words, arrangement))}
                    {since(words, offer)}
                    <div id="answer">{actions(words, offer)}</div>
                    {how_section(words, offer.delivery, offer.delivery_in_source, &offer.how)}
                    <h2>{words.say("offer-why")}</h2>
                    {reason_list(words, &offer.reasons)}
                    {small_print(words, offer)}
                </div>
            </div>
        </article>
    }
    .into_markup()
}

/// How much, for whom, how, by when, and who is asked.
fn facts(words: &Words, offer: &OfferCard, resident: &str) -> Option<Markup> {
    let mut facts = Vec::new();
    if let Some(amount) = &offer.amount {
        facts.push(KeyFact::figure(words.say("policy-amounts"), words.amount(amount)));
    }
    facts.push(KeyFact::line(words.say("policy-conditions"), view! { <bdi>{words.marked(resident)}</bdi> }));
    let way = way_in_short(words, offer.delivery, offer.delivery_in_source, &offer.how);
    facts.push(KeyFact::line(words.say("policy-how"), way));
    if let Some(until) = offer.arrangement.as_ref().and_then(|arrangement| arranged::until(words, arrangement)) {
        facts.push(KeyFact::line(words.say("policy-by-when"), until));
    }
    facts.push(KeyFact::line(words.say("policy-who"), words.of(&offer.department).to_owned()));
    key_facts(facts)
}

fn field_line(words: &Words, offer: &OfferCard) -> Markup {
    // Buttons say already that an open offer waits; only other states are named.
    let state = (offer.state != OfferState::Open).then(|| state_of(words, offer));
    view! { <p class="field-name">{icon::field(offer.field)}{words.say(field_key(offer.field))}{state}</p> }
        .into_markup()
}

fn since(words: &Words, offer: &OfferCard) -> Markup {
    let since = words.date(offer.since);
    let arguments = [("date", since.as_str()), ("department", words.of(&offer.department))];
    let unsure = (offer.confidence == Confidence::Low).then(|| view! { <p>{words.say("amount-to-be-confirmed")}</p> });
    view! {
        <p class="muted small">{words.with("offer-since", &arguments)}</p>
        {unsure}
        {open_questions(words, &offer.open)}
    }
    .into_markup()
}

/// What nobody has settled yet, each question by itself.
pub fn open_questions(words: &Words, open: &[Text]) -> Markup {
    let line = |question: &Text| {
        view! { <p class="open-question">{icon::question()}{words.with("open-question", &[("question", words.of(question))])}</p> }
    };
    open.iter().map(line).collect_view().into_markup()
}

/// Fluent key of a field's name.
pub fn field_key(field: Field) -> &'static str {
    match field {
        Field::Healthcare => "field-healthcare",
        Field::ElderlyCare => "field-elderly-care",
        Field::SocialSecurity => "field-social-security",
    }
}

/// Fluent key of a way of delivery.
pub fn delivery_key(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Automatic => "delivery-automatic",
        Delivery::Confirm => "delivery-confirm",
        Delivery::Apply => "delivery-apply",
        Delivery::ApplyThenAutomatic => "delivery-apply-then-automatic",
        Delivery::Inform => "delivery-inform",
    }
}

/// Fluent key of how people get something: what this portal only speaks of is still applied for where the source says so.
pub fn way_key(here: Delivery, in_source: Delivery) -> &'static str {
    match (here, in_source) {
        (Delivery::Inform, Delivery::Apply | Delivery::Confirm) => "delivery-apply-elsewhere",
        (Delivery::Inform, Delivery::ApplyThenAutomatic) => "delivery-apply-then-automatic-elsewhere",
        (Delivery::Inform, Delivery::Automatic) => "delivery-automatic-elsewhere",
        (here, _) => delivery_key(here),
    }
}

/// Whether all that is to be said of how to get something stands in the document: there is nothing to apply for anywhere.
fn is_only_told(here: Delivery, in_source: Delivery) -> bool {
    (here, in_source) == (Delivery::Inform, Delivery::Inform)
}

/// How people get something, where the document's own words follow.
pub fn way_in_short(words: &Words, here: Delivery, in_source: Delivery, how: &Text) -> String {
    match is_only_told(here, in_source) {
        true => words.of(how).to_owned(),
        false => words.say(way_key(here, in_source)),
    }
}

/// How people get something, where nothing follows: of what this portal only tells, where and how it is to be had.
pub fn way_in_full(words: &Words, here: Delivery, in_source: Delivery, how: &Text) -> String {
    let way = way_in_short(words, here, in_source, how);
    if here != Delivery::Inform || is_only_told(here, in_source) {
        return way;
    }
    words.with("delivery-and-how", &[("way", &way), ("how", words.of(how))])
}

/// The document's own words on how to get it, unless the facts have said them already.
pub fn how_section(words: &Words, here: Delivery, in_source: Delivery, how: &Text) -> Option<Markup> {
    let own = || view! { <h2>{words.say("policy-how")}</h2><p>{words.of(how).to_owned()}</p> }.into_markup();
    (!is_only_told(here, in_source)).then(own)
}

/// How far this offer has got, in a word: nobody works on what is only half filled in.
pub fn state_of(words: &Words, offer: &OfferCard) -> Markup {
    match (offer.state, &offer.application) {
        (OfferState::Applied, None) => tag(Tone::Waiting, words.say("offer-state-begun")),
        _ => state_tag(words, offer.state),
    }
}

/// How far an offer has got, in a word.
pub fn state_tag(words: &Words, state: OfferState) -> Markup {
    let tone = match state {
        OfferState::Open | OfferState::Accepted | OfferState::Applied | OfferState::BeingChecked => Tone::Waiting,
        OfferState::Granted => Tone::Good,
        OfferState::Refused | OfferState::Ended => Tone::Bad,
        OfferState::NotCarriedOut | OfferState::Read | OfferState::Later | OfferState::Never | OfferState::Lapsed => {
            Tone::Plain
        }
    };
    tag(tone, words.say(state_key(state)))
}

/// Fluent key of how an offer stands.
pub fn state_key(state: OfferState) -> &'static str {
    match state {
        OfferState::Open => "offer-state-open",
        OfferState::Accepted => "offer-state-accepted",
        OfferState::Granted => "offer-state-granted",
        OfferState::NotCarriedOut => "offer-state-not-carried-out",
        OfferState::Read => "offer-state-read",
        OfferState::Applied => "offer-state-applied",
        OfferState::Refused => "offer-state-refused",
        OfferState::Later => "offer-state-later",
        OfferState::Never => "offer-state-never",
        OfferState::BeingChecked => "offer-state-being-checked",
        OfferState::Lapsed => "offer-state-lapsed",
        OfferState::Ended => "offer-state-ended",
    }
}

/// Leads to an application for an offer, by its number; several offers may stand on one page.
fn see_application(words: &Words, offer: &OfferCard, address: &str, number: Markup) -> Markup {
    let link = button::link_about(words.say("offer-see-application"), headline(words, offer), address.to_owned());
    view! { <p>{number}</p><p>{link}</p> }.into_markup()
}

/// What to do: nothing, one tap, or an application that is already filled in.
fn actions(words: &Words, offer: &OfferCard) -> Markup {
    let waiting = matches!(offer.state, OfferState::Open | OfferState::Later);
    let applied_for = matches!(offer.state, OfferState::Applied | OfferState::Granted | OfferState::Refused);
    if let (Some(application), true) = (&offer.application, applied_for) {
        let number = numbered(words, &application.receipt_number);
        return see_application(words, offer, &application.address, number);
    }
    if let (Some(one), true) = (&offer.on_its_way, waiting || applied_for) {
        let number = words.with("offer-on-its-way", &[("receipt", &one.receipt_number)]);
        return see_application(words, offer, &one.address, number.into_markup());
    }
    match offer.state {
        OfferState::Accepted => return take_back(words, offer),
        OfferState::NotCarriedOut => {
            return answer_form(words, offer, button::secondary(words.say("offer-try-again"), "answer", "again"));
        }
        _ => {}
    }
    let main = match (waiting || offer.state == OfferState::Applied, offer.delivery) {
        (false, _) if offer.state == OfferState::Never => ().into_markup(),
        (false, Delivery::Automatic) if offer.state == OfferState::Granted => {
            return view! { <p class="do-nothing">{icon::tick()}{words.say("offer-nothing-to-do")}</p> }.into_markup();
        }
        (false, _) => return ().into_markup(),
        (true, Delivery::Confirm) => button::primary_with(words.say("offer-accept"), "answer", "accept"),
        (true, Delivery::Apply | Delivery::ApplyThenAutomatic) => {
            let key = if waiting { "offer-apply" } else { "offer-go-on" };
            button::primary_with(words.say(key), "answer", "apply")
        }
        (true, Delivery::Inform | Delivery::Automatic) => {
            button::primary_with(words.say("offer-understood"), "answer", "accept")
        }
    };
    let later = || button::quiet(words.say("offer-later"), "answer", "later");
    let never = || button::quiet(words.say("offer-never"), "answer", "never");
    let again = || button::quiet(words.say("offer-again"), "answer", "again");
    let others = match offer.state {
        OfferState::Open => vec![later(), never()],
        OfferState::Later => vec![again(), never()],
        OfferState::Never => vec![again()],
        _ => Vec::new(),
    };
    let wrong = offer.state.can_be_disputed().then(|| {
        let address = format!("/offers/{}/dispute", offer.id);
        view! { <a href=address>{words.say("offer-wrong")}<span class="hidden">{headline(words, offer)}</span></a> }
    });
    answer_form(words, offer, view! { {main}{others}{wrong} }.into_markup())
}

/// A yes can be taken back for ten minutes; afterwards whoever calls is told.
fn take_back(words: &Words, offer: &OfferCard) -> Markup {
    let is_possible = |one: &OwnArrangement| one.taking_back == TakingBack::Possible;
    if !offer.arrangement.as_ref().is_some_and(is_possible) {
        return view! { <p class="muted">{words.say("offer-take-back-over")}</p> }.into_markup();
    }
    let button = button::secondary(words.say("offer-take-back"), "answer", "take-back");
    view! { <p>{words.say("offer-take-back-lead")}</p>{answer_form(words, offer, button)} }.into_markup()
}

fn answer_form(words: &Words, offer: &OfferCard, buttons: Markup) -> Markup {
    view! {
        <form class="actions" method="post" aria-label=headline(words, offer) action=format!("/offers/{}/answer", offer.id)>
            {hidden("key", &offer.key)}
            {hidden("revision", &offer.revision.to_string())}
            {buttons}
        </form>
    }
    .into_markup()
}

fn small_print(words: &Words, offer: &OfferCard) -> Markup {
    let basis = offer.basis.as_ref().map(|basis| {
        let article = basis.article.clone().or(basis.number.clone()).unwrap_or_default();
        let basis = words.with("offer-basis", &[("law", words.of(&basis.title)), ("article", &article)]);
        view! { <p>{words.marked(&basis)}</p> }
    });
    let policy = format!("/policies/{}", offer.policy);
    view! {
        <div class="small-print">{basis}<p class="onward"><a href=policy>{words.say("offer-policy")}<span class="hidden">{headline(words, offer)}</span></a></p></div>
    }
    .into_markup()
}

/// Fluent key of how sure the project is of a policy's text.
pub fn confidence_key(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "confidence-high",
        Confidence::Medium => "confidence-medium",
        Confidence::Low => "confidence-low",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{
        display::{Display, Language},
        ids::OfferId,
        policies::ShownAmount,
    };
    use jiff::civil::date;
    use policy::{
        document::{AmountUnit, Period},
        text::Text,
    };

    fn text(zh: &str, en: &str) -> Text {
        Text { zh: zh.to_owned(), en: en.to_owned() }
    }

    fn offer(state: OfferState, delivery: Delivery) -> OfferCard {
        OfferCard {
            id: OfferId("1".to_owned()),
            policy: "elder-allowance".to_owned(),
            field: Field::ElderlyCare,
            headline: text("{amount}老年综合津贴", "{amount}: allowance for older residents"),
            summary: text("每月都有。", "Every month."),
            how: text("申请一次。", "Apply once."),
            amount: Some(ShownAmount::exact(18_000, AmountUnit::Money, Period::Month)),
            open: Vec::new(),
            since: date(2026, 11, 23),
            delivery,
            delivery_in_source: delivery,
            confidence: Confidence::High,
            state,
            reasons: Vec::new(),
            basis: None,
            department: text("上海市民政局", "Shanghai Civil Affairs Bureau"),
            item: None,
            application: None,
            on_its_way: None,
            arrangement: None,
            revision: 3,
            key: "k".to_owned(),
        }
    }

    fn shown(offer: &OfferCard, mode: Mode, extent: Extent) -> String {
        let words = Words::new(Display { mode, ..Display::default() });
        offer_card(&words, offer, extent).to_string()
    }

    fn whole(offer: &OfferCard) -> String {
        offer_in_full(&Words::new(Display::default()), offer, "陈阿婆").to_string()
    }

    #[test]
    fn an_offer_begins_with_how_much_for_whom_and_how() {
        let html = whole(&offer(OfferState::Open, Delivery::Confirm));
        let facts = html.split_once("</dl>").map(|(before, _)| before).unwrap_or_default();
        for part in [r#"<div class="figure"><dt>给多少</dt><dd>每月 180 元</dd>"#, "陈阿婆", "怎么领", "上海市民政局"]
        {
            assert!(facts.contains(part), "{part} in {facts}");
        }
    }

    #[test]
    fn what_this_portal_only_tells_of_says_how_and_where() {
        let told = |in_source: Delivery| OfferCard {
            delivery_in_source: in_source,
            how: text("跟单位请假。", "Ask your employer."),
            ..offer(OfferState::Open, Delivery::Inform)
        };
        // Nothing to apply for anywhere: the document says all of it, once.
        let leave = told(Delivery::Inform);
        assert!(shown(&leave, Mode::Standard, Extent::Card).contains("<p>跟单位请假。</p>"));
        assert_eq!(whole(&leave).matches("跟单位请假。").count(), 1, "{}", whole(&leave));
        // Applied for elsewhere: that, and where.
        let elsewhere = told(Delivery::Apply);
        let card = shown(&elsewhere, Mode::Standard, Extent::Card);
        assert!(card.contains("<p>要申请。这里还不能网上办。跟单位请假。</p>"), "{card}");
        assert_eq!(whole(&elsewhere).matches("跟单位请假。").count(), 1);
        for html in [shown(&leave, Mode::Standard, Extent::Card), card, whole(&leave), whole(&elsewhere)] {
            assert!(!html.contains("写在“怎么领”里"), "it is said where it is looked for: {html}");
        }
    }

    #[test]
    fn the_title_is_what_the_person_gets() {
        let open = offer(OfferState::Open, Delivery::Confirm);
        assert_eq!(headline(&Words::new(Display::default()), &open), "每月 180 元老年综合津贴");
        let english = Words::new(Display { language: Language::English, ..Display::default() });
        assert_eq!(headline(&english, &open), "¥180 a month: allowance for older residents");
        let html = shown(&open, Mode::Standard, Extent::Card);
        assert!(html.contains(r#"<span class="amount">每月 180 元</span>"#), "{html}");
    }

    #[test]
    fn an_open_offer_is_answered_by_one_form() {
        let html = shown(&offer(OfferState::Open, Delivery::Confirm), Mode::Standard, Extent::Card);
        for part in [
            r#"action="/offers/1/answer""#,
            r#"name="key" value="k""#,
            r#"name="revision" value="3""#,
            r#"value="accept""#,
            r#"value="later""#,
            r#"value="never""#,
            r#"href="/offers/1/dispute""#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let elder = shown(&offer(OfferState::Open, Delivery::Confirm), Mode::Elder, Extent::Card);
        assert!(!elder.contains("<form") && elder.contains(r#"href="/offers/1""#), "one tap away: {elder}");
    }

    #[test]
    fn what_was_put_aside_can_be_taken_up_again() {
        for state in [OfferState::Later, OfferState::Never] {
            let html = whole(&offer(state, Delivery::Confirm));
            assert!(html.contains(r#"value="again""#) && !html.contains(r#"value="later""#), "{html}");
            assert_eq!(html.contains(r#"value="accept""#), state == OfferState::Later, "{html}");
        }
    }

    #[test]
    fn nothing_is_asked_where_nothing_is_to_do() {
        let granted = whole(&offer(OfferState::Granted, Delivery::Automatic));
        assert!(granted.contains("不用办") && !granted.contains("<form"), "{granted}");
        let ended = whole(&offer(OfferState::Ended, Delivery::Automatic));
        assert!(!ended.contains("不用办") && !ended.contains("<form"), "an ended offer promises nothing: {ended}");
    }
}
