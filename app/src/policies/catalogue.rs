//! `/policies` and `/policies/<id>`.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    policies::prospect::prospect,
    services::search::search_form_beside,
    ui::{
        button,
        details::details,
        filters::{Filter, filters},
        icon,
        key_facts::{KeyFact, key_facts},
        life_event_icon::life_event_icon,
        offer_card::{confidence_key, delivery_key, field_key, how_section, way_in_full, way_in_short},
        summary_list::{Row, summary_list},
    },
};
use contract::{
    display::Mode,
    format::amount_range,
    policies::{AmountLine, BandView, EventCards, Formula, Listed, PoliciesPage, PolicyCard, PolicyPage, ShownAmount},
    residents::ShownValue,
    sentence::{phrase, sentence},
};
use leptos::prelude::*;
use policy::{
    document::{AmountBound, Confidence, Delivery, Field, LifeEvent},
    text::Text,
};

/// Every policy in force, by field and life event, or those that are for this person. Elder pages open one field at a
/// time: a short page stays a short page.
pub fn policies_page(words: &Words, view: &PoliciesPage) -> Page {
    let title = words.say("policies-title");
    let mut all = view.fields.iter().flat_map(|(_, events)| events).flat_map(|(_, cards)| cards);
    // Looked up once, not once a policy.
    let unsure = words.say("amount-to-be-confirmed");
    let none = all.next().is_none().then(|| view! { <p>{words.say("policies-none-for-me")}</p> });
    let fields: Vec<_> = view.fields.iter().filter(|(_, events)| !events.is_empty()).collect();
    let sections = fields.iter().map(|(field, events)| field_section(words, *field, events, &unsure)).collect_view();
    let lead = match view.listed {
        Listed::All => words.say("policies-lead"),
        Listed::ForMe => words.say("policies-lead-for-me"),
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{lead}</p>
        {view.may_ask_for_own.then(|| whose(words, view.listed))}
        {(!view.may_ask_for_own).then(|| view! { <p><a class="link" href="/check">{words.say("home-check")}</a></p> })}
        {search_form_beside(words)}
        {jump_links(words, &fields)}
        {none}
        {sections}
    };
    Page::new(title, body.into_markup()).back("/").with_suggestions()
}

/// All policies, or those that are for this person.
fn whose(words: &Words, listed: Listed) -> Markup {
    let filter = |key: &str, address: &str, of: Listed| Filter {
        address: address.to_owned(),
        label: words.say(key),
        current: listed == of,
    };
    let lists = vec![
        filter("policies-all", "/policies", Listed::All),
        filter("policies-for-me", "/policies?for=me", Listed::ForMe),
    ];
    filters(words.say("policies-whose"), lists)
}

/// The fields and what happens in people's lives, each a link down the page. Elder pages, where fields open one at a time, are
/// short without them.
fn jump_links(words: &Words, fields: &[&(Field, Vec<EventCards>)]) -> Markup {
    let is_elder = words.display.mode == Mode::Elder;
    if fields.is_empty() || is_elder {
        return ().into_markup();
    }
    let rows = fields
        .iter()
        .map(|(field, events)| {
            let events = events
                .iter()
                .map(|(event, _)| {
                    let address = format!("#{}", event_id(*field, *event));
                    view! { <li><a href=address>{life_event_icon(*event)}{words.say(event_key(*event))}</a></li> }
                })
                .collect_view();
            let address = format!("#{}", field.as_str());
            view! {
                <li class=format!("field-{}", field.as_str())>
                    <a class="field-name" href=address>{icon::field(*field)}{words.say(field_key(*field))}</a>
                    <ul>{events}</ul>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="jump" aria-label=words.say("policies-jump")><ul>{rows}</ul></nav> }.into_markup()
}

fn field_section(words: &Words, field: Field, events: &[EventCards], unsure: &str) -> Markup {
    let name = words.say(field_key(field));
    let is_elder = words.display.mode == Mode::Elder;
    let lists = events
        .iter()
        .map(|(event, cards)| {
            let id = event_id(field, *event);
            let lines = cards.iter().map(|card| line(words, card, unsure)).collect_view();
            view! { <h3 id=id>{life_event_icon(*event)}{words.say(event_key(*event))}</h3><ul class="catalogue columns">{lines}</ul> }
        })
        .collect_view()
        .into_markup();
    let lists = if is_elder { details(words.with("policies-open", &[("field", &name)]), lists) } else { lists };
    view! {
        <section id=field.as_str() class=format!("whole field-{}", field.as_str())>
            <h2>{icon::field(field)}{name}</h2>
            {lists}
        </section>
    }
    .into_markup()
}

/// The place of a life event on the page: it stands in several fields.
fn event_id(field: Field, event: Option<LifeEvent>) -> String {
    format!("{}-{}", field.as_str(), event.map_or("others", LifeEvent::as_str))
}

/// Fluent key of a life event.
pub fn event_key(event: Option<LifeEvent>) -> &'static str {
    match event {
        Some(LifeEvent::Ageing) => "life-ageing",
        Some(LifeEvent::Care) => "life-care",
        Some(LifeEvent::Illness) => "life-illness",
        Some(LifeEvent::Children) => "life-children",
        Some(LifeEvent::Work) => "life-work",
        Some(LifeEvent::LosingWork) => "life-losing-work",
        Some(LifeEvent::WorkInjury) => "life-work-injury",
        Some(LifeEvent::Retirement) => "life-retirement",
        Some(LifeEvent::Disability) => "life-disability",
        Some(LifeEvent::Hardship) => "life-hardship",
        Some(LifeEvent::Bereavement) => "life-bereavement",
        Some(LifeEvent::Employers) => "life-employers",
        None => "life-others",
    }
}

fn line(words: &Words, card: &PolicyCard, unsure: &str) -> Markup {
    let way = way_in_full(words, card.delivery, card.delivery_in_source, &card.how);
    let unsure = (card.confidence == Confidence::Low).then(|| unsure.to_owned());
    let amount = card.amount.map(|amount| match amount {
        AmountLine::Same(amount) => words.amount(&amount),
        AmountLine::UpTo(amount) => words.with("policies-up-to", &[("amount", &words.amount(&amount))]),
    });
    view! {
        <li>
            <h4><a href=format!("/policies/{}", card.id)>{words.of(&card.title).to_owned()}</a></h4>
            {amount.map(|amount| view! { <p class="amount">{amount}</p> })}
            <p>{words.of(&card.summary).to_owned()}</p>
            <p class="muted">{way}" "{unsure}</p>
        </li>
    }
    .into_markup()
}

/// One policy: for whom, how much, what to do, and on what basis.
pub fn policy_page(words: &Words, view: &PolicyPage) -> Page {
    let title = words.of(&view.title).to_owned();
    let list = |texts: &[Text]| texts.iter().map(|text| view! { <li>{words.of(text).to_owned()}</li> }).collect_view();
    let section = |key: &str, texts: &[Text]| {
        (!texts.is_empty()).then(|| view! { <section><h2>{words.say(key)}</h2><ul>{list(texts)}</ul></section> })
    };
    let way = way_in_short(words, view.delivery_here, view.delivery_in_source, &view.how);
    let unsure = (view.confidence == Confidence::Low).then(|| view! { <p>{words.say("amount-to-be-confirmed")}</p> });
    let also_in = view.also_in.iter().map(|field| format!(" · {}", words.say(field_key(*field)))).collect_view();
    let facts = facts(words, view, &way);
    let offer = view.offer.as_ref().map(|offer| {
        view! { <p>{button::link(words.say("policy-your-offer"), format!("/offers/{offer}"))}</p> }
    });
    let how = how_section(words, view.delivery_here, view.delivery_in_source, &view.how);
    let item = view.item.as_ref().map(|(id, title)| {
        view! { <p>{button::link(words.with("policy-apply", &[("title", words.of(title))]), format!("/items/{id}"))}</p> }
    });
    let body = view! {
        <p class=format!("field-name field-{}", view.field.as_str())>{icon::field(view.field)}{words.say(field_key(view.field))}{also_in}</p>
        <h1>{title.clone()}</h1>
        <p class="lead">{words.of(&view.summary).to_owned()}</p>
        <div class="split">
            {facts}
            <div>
                {unsure}
                {offer}
                {view.prospect.as_ref().map(|prospected| prospect(words, prospected, view.delivery_here))}
                {(view.conditions.len() > IN_THE_BOX).then(|| section("policy-conditions", &view.conditions))}
                {(view.bands.len() > 1 || view.example.is_some()).then(|| bands(words, &view.bands, worked_out(words, view)))}
                {(how.is_some() || item.is_some()).then(|| view! { <section>{how}{item}</section> })}
                {section("policy-documents", &view.documents)}
                {section("policy-open-questions", &view.open_questions)}
                <section><h2>{words.say("policy-appeal")}</h2><p>{words.of(&view.appeal).to_owned()}</p></section>
                {basis(words, view)}
            </div>
        </div>
    };
    Page::new(title, body.into_markup())
        .with_meanings()
        .below(words, "/policies", words.say("policies-title"))
        .on_paper(format!("{} {}", view.id, view.version))
}

/// So many conditions stand in the box of facts; more have a section of their own.
const IN_THE_BOX: usize = 4;

/// How much, for whom, how, by when, and who is asked.
fn facts(words: &Words, view: &PolicyPage, way: &str) -> Option<Markup> {
    let mut facts = Vec::new();
    if let Some(amount) = how_much(words, &view.bands) {
        facts.push(KeyFact::figure(words.say("policy-amounts"), amount));
    }
    if (1..=IN_THE_BOX).contains(&view.conditions.len()) {
        let conditions =
            view.conditions.iter().map(|label| view! { <li>{words.of(label).to_owned()}</li> }).collect_view();
        facts.push(KeyFact::line(words.say("policy-conditions"), view! { <ul class="plain">{conditions}</ul> }));
    }
    facts.push(KeyFact::line(words.say("policy-how"), way.to_owned()));
    if let Some(days) = view.promised_days {
        let days = words.with("policy-days", &[("days", &words.number(i64::from(days)))]);
        facts.push(KeyFact::line(words.say("policy-by-when"), days));
    }
    if let Some(to) = view.valid_to {
        facts.push(KeyFact::line(words.say("policy-until"), words.date(to)));
    }
    facts.push(KeyFact::line(words.say("policy-who"), words.of(&view.department).to_owned()));
    key_facts(facts)
}

/// What everybody gets, or what the amounts reach from and to; nothing where it depends on the person.
fn how_much(words: &Words, bands: &[BandView]) -> Option<String> {
    match bands {
        [BandView { amount: Some(amount), .. }] => Some(words.amount(amount)),
        [BandView { formula: Some(Formula::Worded(text)), bound, .. }] => {
            Some(bounded(words, *bound, words.of(text).to_owned()))
        }
        [BandView { formula: Some(Formula::Parts(parts)), bound, .. }] => {
            Some(bounded(words, *bound, phrase(words, parts)))
        }
        several => {
            let amounts: Option<Vec<ShownAmount>> = several.iter().map(|band| band.amount).collect();
            amount_range(words, &amounts?)
        }
    }
}

/// What a formula comes to: today's standards, and one example.
fn worked_out(words: &Words, view: &PolicyPage) -> Option<Markup> {
    let example = view.example.as_ref()?;
    let pairs = |pairs: &[(Text, ShownValue)]| {
        let pairs = pairs.iter().map(|(name, value)| {
            words.with("policy-figure", &[("name", words.of(name)), ("value", &words.value(value))])
        });
        pairs.collect::<Vec<_>>().join(&words.say("entitlement-comma"))
    };
    let standards = (!view.standards.is_empty())
        .then(|| view! { <p>{words.with("policy-standards", &[("standards", &pairs(&view.standards))])}</p> });
    let arguments = [("facts", &*pairs(&example.facts)), ("amount", &words.amount(&example.amount))];
    let example = view! { <p>{words.with("policy-example", &arguments)}</p> };
    Some(view! { {standards}{example} }.into_markup())
}

/// What a policy gives, and to whom.
pub(super) fn bands(words: &Words, bands: &[BandView], more: Option<Markup>) -> Markup {
    let amount = |band: &BandView| match &band.amount {
        Some(amount) => words.amount(amount).into_markup(),
        None => match &band.formula {
            Some(Formula::Worded(text)) => words.marked(&bounded(words, band.bound, words.of(text).to_owned())),
            Some(Formula::Parts(parts)) => words.marked(&bounded(words, band.bound, phrase(words, parts))),
            None => ().into_markup(),
        },
    };
    let amounts = match bands {
        [] => return ().into_markup(),
        // The same for everybody: nothing to tell apart.
        [BandView { whom: None, .. }] => {
            bands.iter().map(|band| view! { <p class="lead">{amount(band)}</p> }).collect_view().into_markup()
        }
        _ => {
            let rows =
                bands.iter().map(|band| Row { id: None, name: range(words, band), value: amount(band), change: None });
            summary_list(rows.collect())
        }
    };
    view! { <section><h2>{words.say("policy-amounts")}</h2>{amounts}{more}</section> }.into_markup()
}

/// A formula, with how near what it gives is to what is paid.
fn bounded(words: &Words, bound: AmountBound, formula: String) -> String {
    let key = match bound {
        AmountBound::Exact => return formula,
        AmountBound::AtLeast => "formula-at-least",
        AmountBound::AtMost => "formula-at-most",
        AmountBound::About => "formula-about",
    };
    words.with(key, &[("formula", &formula)])
}

/// Whom a band is for: in its document's words, or else by its range and its condition.
fn range(words: &Words, band: &BandView) -> String {
    match (&band.label, &band.whom) {
        (Some(label), _) => words.of(label).to_owned(),
        (None, Some(whom)) => sentence(words, whom),
        (None, None) => words.say("band-otherwise"),
    }
}

/// What is to be known of the source and of this demonstration, for whoever wants to: it is nothing that a resident acts on.
fn about_sources(words: &Words, view: &PolicyPage) -> Markup {
    let (here, source) = (view.delivery_here, view.delivery_in_source);
    // Of what this portal only tells, the page has said already that it is applied for elsewhere.
    let differs = (here != source && here != Delivery::Inform).then(|| {
        let (here, source) = (words.say(delivery_key(here)), words.say(delivery_key(source)));
        view! { <p>{words.with("offer-delivery-differs", &[("here", &here), ("source", &source)])}</p> }
    });
    let remarks = view.source_remarks.iter().map(|text| view! { <p>{words.of(text).to_owned()}</p> }).collect_view();
    let contents = view! { <p>{words.say(confidence_key(view.confidence))}</p>{remarks}{differs} };
    details(words.say("policy-about-sources"), contents.into_markup())
}

fn basis(words: &Words, view: &PolicyPage) -> Markup {
    let laws = view
        .basis
        .iter()
        .map(|basis| {
            let details =
                [basis.number.clone(), basis.article.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            view! { <li>{words.of(&basis.title).to_owned()}" "{words.marked(&details)}</li> }
        })
        .collect_view();
    let sources = view
        .sources
        .iter()
        .map(|source| {
            let read = source.read_on.map(|day| words.with("policy-source-read", &[("date", &words.date(day))]));
            view! { <li>{words.of(&source.title).to_owned()}" "{source.url.clone()}" "{read}</li> }
        })
        .collect_view();
    let until = match view.valid_to {
        Some(to) => {
            words.with("policy-valid-until", &[("from", &words.date(view.valid_from)), ("to", &words.date(to))])
        }
        None => words.with("policy-valid-from", &[("from", &words.date(view.valid_from))]),
    };
    let days = view.promised_days.map(|days| words.with("policy-days", &[("days", &words.number(i64::from(days)))]));
    view! {
        <section class="small-print">
            <h2>{words.say("policy-basis")}</h2>
            <ul>{laws}</ul>
            <p>{words.with("policy-department", &[("department", words.of(&view.department))])}" "{until}" "{days}</p>
            <h3>{words.say("policy-sources")}</h3>
            <ul>{sources}</ul>
            {about_sources(words, view)}
        </section>
    }
    .into_markup()
}
