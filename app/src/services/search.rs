//! `/search`.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    services::elsewhere::telephone,
    ui::{
        button,
        details::details,
        field::FieldLabel,
        icon, link,
        offer_card::{field_key, way_key},
        tag::{Tone, tag},
        text_field::{TextField, text_field},
    },
};
use contract::{
    display::Mode,
    services::{HitKind, SearchHit, SearchPage, Standing},
};
use form_urlencoded::byte_serialize;
use leptos::prelude::*;
use policy::document::Field;

/// So many results stand open on an elder page.
const ELDER_HITS: usize = 4;

/// The form, and the hits: the first few as they fit, all others by field.
pub fn search_page(words: &Words, view: &SearchPage) -> Page {
    let title = words.say("search-title");
    let others: usize = view.others.iter().map(|(_, hits)| hits.len()).sum();
    let count = words.number(i64::try_from(view.hits.len() + others).unwrap_or(i64::MAX));
    let outcome = match (view.query.is_empty(), view.hits.is_empty()) {
        (true, _) => None,
        (false, true) => Some(words.with("search-none", &[("query", &view.query)])),
        (false, false) => Some(words.with("search-count", &[("count", &count)])),
    };
    let found = (!view.hits.is_empty()).then(|| hits(words, &view.hits));
    let others = (!view.others.is_empty()).then(|| by_field(words, view));
    let instead = (view.hits.is_empty() && !view.query.is_empty()).then(|| nothing_found(words, &view.nearest));
    let body = view! {
        <h1>{title.clone()}</h1>
        {search_form(words, &view.query)}
        <p role="status">{outcome}</p>
        {found}
        {others}
        {instead}
    };
    Page::new(title, body.into_markup()).back("/").with_suggestions()
}

fn hits(words: &Words, hits: &[SearchHit]) -> Markup {
    let list = |hits: &[SearchHit]| {
        let lines = hits.iter().map(|found| hit(words, found)).collect_view();
        view! { <ul class="catalogue">{lines}</ul> }.into_markup()
    };
    let (first, later) = match words.display.mode {
        Mode::Elder => hits.split_at(ELDER_HITS.min(hits.len())),
        Mode::Standard | Mode::Large => (hits, [].as_slice()),
    };
    let later = (!later.is_empty()).then(|| {
        let count = i64::try_from(later.len()).unwrap_or(i64::MAX);
        details(words.with("list-more", &[("count", &words.number(count))]), list(later))
    });
    view! { {list(first)}{later} }.into_markup()
}

/// One result: what it is, what can be done here and now, and what stands behind it.
fn hit(words: &Words, hit: &SearchHit) -> Markup {
    let is_elder = words.display.mode == Mode::Elder;
    let behind = hit
        .behind
        .iter()
        .filter(|_| !is_elder)
        .map(|(address, title)| link::onward(words.with("item-policy", &[("title", words.of(title))]), address.clone()))
        .collect_view();
    view! {
        <li>
            <h2><a href=hit.address.clone()>{words.of(&hit.title).to_owned()}</a></h2>
            <p>{words.of(&hit.summary).to_owned()}</p>
            {what_to_do(words, hit)}
            {hit.standing.as_ref().map(|standing| standing_of(words, standing))}
            {behind}
        </li>
    }
    .into_markup()
}

fn what_to_do(words: &Words, hit: &SearchHit) -> Markup {
    let said = match &hit.kind {
        HitKind::Item { minutes } => words.with("search-apply", &[("minutes", &minutes.to_string())]),
        HitKind::Policy { here, in_source } => words.say(way_key(*here, *in_source)),
        HitKind::Page => words.say("search-page"),
        HitKind::Word => words.say("search-word"),
        HitKind::Elsewhere { telephone: number } => {
            let tag = tag(Tone::Plain, words.say("search-elsewhere"));
            return view! { <p class="state">{tag}{telephone(words, number, words.of(&hit.title))}</p> }.into_markup();
        }
    };
    let field = hit.field.map(|field| view! { {words.say(field_key(field))}" · " });
    view! { <p class="muted">{field}{said}</p> }.into_markup()
}

/// What this person has going on with it, and the way to it.
fn standing_of(words: &Words, standing: &Standing) -> Markup {
    match standing {
        Standing::OnItsWay(address) => link::onward(words.say("search-on-its-way"), address.clone()),
        Standing::Offered(address) => link::onward(words.say("search-offered"), address.clone()),
    }
}

/// What did not stand among the first, as lines to open.
fn by_field(words: &Words, view: &SearchPage) -> Markup {
    let groups = view
        .others
        .iter()
        .map(|(field, hits)| {
            let name = words.say(field.map_or("search-other-pages", field_key));
            let lines = hits
                .iter()
                .map(|hit| view! { <li><a href=hit.address.clone()>{words.of(&hit.title).to_owned()}</a></li> })
                .collect_view();
            let count = words.number(i64::try_from(hits.len()).unwrap_or(i64::MAX));
            let summary = words.with("search-more-of", &[("field", &name), ("count", &count)]);
            details(summary, view! { <ul class="lines">{lines}</ul> }.into_markup())
        })
        .collect_view();
    view! { <section><h2>{words.say("search-more")}</h2>{groups}</section> }.into_markup()
}

/// Where nothing was found: what is near, the fields, and somebody to ask.
fn nothing_found(words: &Words, nearest: &[String]) -> Markup {
    let near = (!nearest.is_empty()).then(|| {
        let lines = nearest
            .iter()
            .map(|word| {
                let address = format!("/search?q={}", byte_serialize(word.as_bytes()).collect::<String>());
                view! { <li><a href=address>{words.marked(word)}</a></li> }
            })
            .collect_view();
        view! { <section><h2>{words.say("search-nearest")}</h2><ul class="lines">{lines}</ul></section> }
    });
    let fields = Field::ALL
        .iter()
        .map(|field| {
            let address = format!("/policies#{}", field.as_str());
            view! { <li class=format!("field-{}", field.as_str())><a href=address>{icon::field(*field)}{words.say(field_key(*field))}</a></li> }
        })
        .collect_view();
    view! {
        {near}
        <section>
            <h2>{words.say("search-by-field")}</h2>
            <ul class="lines">{fields}</ul>
            {link::onward(words.say("elsewhere-title"), "/elsewhere")}
        </section>
        <p><a class="call" href="tel:12345">{icon::phone()}{words.say("shell-hotline")}</a></p>
    }
    .into_markup()
}

/// The form on the page of something else; on elder pages, which stay short, the way to it stands at the top.
pub fn search_form_beside(words: &Words) -> Option<Markup> {
    (words.display.mode != Mode::Elder).then(|| search_form(words, ""))
}

/// The search form; it stands on the 404 page too.
pub fn search_form(words: &Words, query: &str) -> Markup {
    search_form_at(words, "/search", query)
}

/// The same, for a list that can be searched where it stands.
pub fn search_form_at(words: &Words, address: &'static str, query: &str) -> Markup {
    let field = TextField {
        label: FieldLabel::new("q", words.say("search-label")),
        value: query.to_owned(),
        kind: "search",
        ..TextField::default()
    };
    view! {
        <form aria-label=words.say("search-label") class="search" method="get" action=address role="search" data-found=words.with("search-suggested", &[("count", "{count}")])>
            {text_field(words, &[], field)}
            {button::primary(words.say("search-button"))}
            <p class="hidden" role="status"></p>
        </form>
    }
    .into_markup()
}
