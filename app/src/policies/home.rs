//! `/` and `/offers`: what the city found for the person comes first.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    services::search::search_form,
    ui::{
        arranged, button,
        details::{details, opened_on},
        field::hidden,
        icon,
        key_facts::{KeyFact, key_facts},
        link,
        offer_card::{Extent, field_key, headline, offer_card, state_of},
        pagination::rows_on_a_page,
        receipt_number::numbered,
    },
};
use contract::{
    display::Mode,
    format,
    policies::{HomePage, OfferCard, OfferState, OffersPage, PutAsidePage, ReceivedLine, WaitingKind, WaitingLine},
};
use leptos::prelude::*;

/// So many offers stand at home, those first that need the person; a link leads to all of them.
const CARDS_AT_HOME: usize = 6;

/// Whether a browser is asked how large it wants to read: once, whoever sits before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeQuestion {
    /// On its first visits, until it chooses.
    Asked,
    /// It has chosen.
    Answered,
}

/// The home page of a resident, of staff or of a visitor.
pub fn home_page(words: &Words, view: &HomePage, size: SizeQuestion) -> Page {
    let (title, heading) = match &view.name {
        Some(name) => {
            let greeting = words.with("home-greeting", &[("name", name)]);
            (greeting.clone(), words.marked(&greeting))
        }
        None => (words.say("home-title"), words.say("home-title").into_markup()),
    };
    // A visitor reads first what the portal is.
    let mut size = (size == SizeQuestion::Asked).then(|| size_question(words));
    let contents = match (words.display.mode, &view.name, view.staff) {
        (Mode::Elder, _, _) => elder_tasks(words, view),
        (_, None, _) => {
            view! { {visitor(words)}{size.take()}{search_form(words, "")}{doors(words, view)} }.into_markup()
        }
        (_, Some(_), true) => view! { <p class="lead">{words.say("home-staff")}</p>{doors(words, view)} }.into_markup(),
        (_, Some(_), false) => resident(words, view),
    };
    let today = match words.display.mode {
        Mode::Elder => {
            let (day, weekday) = words.day_and_weekday(view.today);
            view! { <p class="calendar"><strong>{day}</strong>" "<span>{weekday}</span></p> }.into_markup()
        }
        Mode::Standard | Mode::Large => view! { <p class="today">{words.day(view.today)}</p> }.into_markup(),
    };
    let page = Page::new(title, view! { <h1>{heading}</h1>{today}{size}{contents} }.into_markup()).keeps_offline_page();
    let is_searched = words.display.mode != Mode::Elder && !view.staff;
    if is_searched { page.with_suggestions() } else { page }
}

/// `/offers`: what the city found, and nothing else. What one could have and what one has are two lists.
pub fn offers_page(words: &Words, view: &OffersPage) -> Page {
    let title = words.say("home-found");
    let nothing = view.offers.is_empty().then(|| view! { <p>{words.say("home-no-offers")}</p> });
    let lists = OffersList::ALL.map(|list| {
        let offers: Vec<&OfferCard> = view.offers.iter().filter(|offer| OffersList::of(offer.state) == list).collect();
        (list, offers)
    });
    let lists: Vec<Listed<'_>> = lists
        .into_iter()
        .map(|(list, offers)| {
            let received = if list == OffersList::Has { view.received.as_slice() } else { &[] };
            Listed { list, offers, received }
        })
        .filter(|listed| !listed.offers.is_empty() || !listed.received.is_empty())
        .collect();
    let lists = match words.display.mode {
        Mode::Elder => first_few(words, lists),
        Mode::Standard | Mode::Large => {
            lists.into_iter().map(|listed| whole_list(words, listed)).collect_view().into_markup()
        }
    };
    let put_aside = link::onward(words.say("put-aside-see"), "/put-aside");
    Page::new(title.clone(), view! { <h1>{title}</h1>{nothing}{lists}{put_aside} }.into_markup()).back("/")
}

/// One list of `/offers` with what stands in it.
struct Listed<'a> {
    list: OffersList,
    offers: Vec<&'a OfferCard>,
    /// What is had by what is on record, without an offer.
    received: &'a [ReceivedLine],
}

fn whole_list(words: &Words, listed: Listed<'_>) -> Markup {
    let cards = listed.offers.into_iter().map(|offer| offer_card(words, offer, Extent::Card)).collect();
    let (id, heading) = (listed.list.id(), words.say(listed.list.heading()));
    let cards = opened_on(words, cards, |cards| cards.into_markup());
    view! {
        <section aria-labelledby=id><h2 id=id>{heading}</h2>{cards}{received(words, listed.received)}</section>
    }
    .into_markup()
}

/// What somebody gets by what is on record, each with who says so.
fn received(words: &Words, received: &[ReceivedLine]) -> Option<Markup> {
    let lines = received.iter().map(|line| {
        let arguments = [("department", words.of(&line.department)), ("date", &words.date(line.as_of))];
        let from = words.with("offers-received-from", &arguments);
        view! { <li><strong>{words.of(&line.title).to_owned()}</strong>" "<span class="muted">{from}</span></li> }
    });
    let lines = lines.collect_view();
    (!received.is_empty()).then(|| view! { <ul class="lines">{lines}</ul> }.into_markup())
}

/// In elder mode a page asks a few things at a time: what comes first is open, all the rest behind one line.
fn first_few(words: &Words, lists: Vec<Listed<'_>>) -> Markup {
    let room = rows_on_a_page(words.display.mode) as usize;
    let (mut open, mut later, mut left) = (None, Vec::new(), 0);
    for mut listed in lists {
        let rest = match open {
            // The lists after the first wait together.
            Some(_) => listed,
            None => {
                let offers = listed.offers.split_off(listed.offers.len().min(room));
                let list = listed.list;
                open = Some(whole_list(words, listed));
                Listed { list, offers, received: &[] }
            }
        };
        let count = rest.offers.len() + rest.received.len();
        if count == 0 {
            continue;
        }
        left += count;
        let heading = words.say(rest.list.heading());
        let cards = rest.offers.into_iter().map(|offer| offer_card(words, offer, Extent::Card)).collect_view();
        later.push(view! { <h2>{heading}</h2>{cards}{received(words, rest.received)} }.into_markup());
    }
    let rest = (left > 0).then(|| {
        let count = words.number(i64::try_from(left).unwrap_or(i64::MAX));
        details(words.with("list-more", &[("count", &count)]), later.collect_view().into_markup())
    });
    view! { {open}{rest} }.into_markup()
}

/// The lists of `/offers`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OffersList {
    /// What the person could have.
    CouldHave,
    /// What is being worked on.
    GoingOn,
    /// What the person has.
    Has,
    /// What was read, refused, or is over.
    Settled,
}

impl OffersList {
    const ALL: [Self; 4] = [Self::CouldHave, Self::GoingOn, Self::Has, Self::Settled];

    fn of(state: OfferState) -> Self {
        match state {
            OfferState::Open | OfferState::BeingChecked | OfferState::Later | OfferState::Never => Self::CouldHave,
            OfferState::Accepted | OfferState::Applied => Self::GoingOn,
            OfferState::Granted => Self::Has,
            OfferState::NotCarriedOut
            | OfferState::Read
            | OfferState::Refused
            | OfferState::Lapsed
            | OfferState::Ended => Self::Settled,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::CouldHave => "could-have",
            Self::GoingOn => "going-on",
            Self::Has => "has",
            Self::Settled => "settled",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::CouldHave => "offers-could-have",
            Self::GoingOn => "offers-going-on",
            Self::Has => "offers-has",
            Self::Settled => "offers-settled",
        }
    }
}

/// `/put-aside`: nothing that was found is gone for good.
pub fn put_aside_page(words: &Words, view: &PutAsidePage) -> Page {
    let title = words.say("put-aside-title");
    let cards = match (view.offers.is_empty(), view.withdrawn.is_empty()) {
        (true, true) => view! { <p>{words.say("put-aside-none")}</p> }.into_markup(),
        (true, false) => ().into_markup(),
        (false, _) => {
            let cards = view.offers.iter().map(|offer| offer_card(words, offer, Extent::TopCard)).collect();
            let cards = opened_on(words, cards, |cards| cards.into_markup());
            view! { <p>{words.say("put-aside-lead")}</p>{cards} }.into_markup()
        }
    };
    Page::new(title.clone(), view! { <h1>{title}</h1>{withdrawn(words, view)}{cards} }.into_markup()).back("/offers")
}

/// What was taken back a moment ago.
fn withdrawn(words: &Words, view: &PutAsidePage) -> Option<Markup> {
    let rows = view.withdrawn.iter().map(|row| {
        let number = view! { <span class="muted">{numbered(words, &row.receipt_number)}</span> };
        let title = words.of(&row.item_title).to_owned();
        view! { <li><a href=format!("/applications/{}", row.id)>{title}</a>{number}</li> }.into_markup()
    });
    let list = lines(words, "withdrawn", "put-aside-withdrawn", rows.collect())?;
    Some(view! { {list}<p>{words.say("put-aside-withdrawn-lead")}</p> }.into_markup())
}

/// Never by age: whoever reads says what they can read. The answer is kept as every display choice is.
fn size_question(words: &Words) -> Markup {
    let buttons = Mode::ALL.map(|mode| button::secondary(words.say(size_key(mode)), "mode", mode.as_str()));
    view! {
        <form class="notice" method="post" action="/display" aria-labelledby="size">
            {hidden("back", "/")}
            <h2 id="size">{words.say("size-title")}</h2>
            <p>{words.say("size-hint")}</p>
            <p class="actions">{buttons.into_iter().collect_view()}</p>
        </form>
    }
    .into_markup()
}

fn size_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Standard => "size-standard",
        Mode::Large => "size-large",
        Mode::Elder => "size-elder",
    }
}

fn visitor(words: &Words) -> Markup {
    view! {
        <p class="lead">{words.say("home-lead")}</p>
        <p class="actions">
            {button::link(words.say("home-sign-in"), "/sign-in".to_owned())}
            <a href="/check">{words.say("home-check")}</a>
        </p>
    }
    .into_markup()
}

/// What changed and what is due comes first, then what could be had, with its sum; beside it what is on its way or settled.
fn resident(words: &Words, view: &HomePage) -> Markup {
    let open: Vec<&OfferCard> = view.offers.iter().filter(|offer| is_open(offer.state)).collect();
    let cards = match open.is_empty() {
        true => view! { <p>{words.say("home-no-offers")}</p> }.into_markup(),
        false => {
            let first = open.into_iter().take(CARDS_AT_HOME);
            first.map(|offer| offer_card(words, offer, Extent::Card)).collect_view().into_markup()
        }
    };
    let all = (!view.offers.is_empty()).then(|| link::onward(words.say("home-all-offers"), "/offers"));
    let (going_on, waiting): (Vec<&WaitingLine>, Vec<&WaitingLine>) =
        view.waiting.iter().partition(|line| line.kind == WaitingKind::Application);
    let mut settled: Vec<Markup> = going_on.into_iter().map(|line| waiting_line(words, line)).collect();
    settled.extend(view.offers.iter().filter(|offer| is_settled(offer)).map(|offer| settled_line(words, offer)));
    let new = (view.unread > 0).then(|| {
        let new = words.with("home-new", &[("count", &words.number(i64::from(view.unread)))]);
        view! { <li><a href="/inbox">{icon::bell()}{new}</a></li> }.into_markup()
    });
    let due = new.into_iter().chain(waiting.into_iter().map(|line| waiting_line(words, line))).collect();
    let settled = lines(words, "settled", "home-settled", settled).map(|section| view! { <div>{section}</div> });
    view! {
        {lines(words, "waiting", "home-waiting", due)}
        <div class="home">
            <section aria-labelledby="found"><h2 id="found">{words.say("home-found")}</h2>{sum(words, view)}{cards}{all}</section>
            {settled}
        </div>
        {doors(words, view)}
        {search_form(words, "")}
    }
    .into_markup()
}

/// What could be had each month, in one figure.
fn sum(words: &Words, view: &HomePage) -> Option<Markup> {
    let sum = view.sum.as_ref()?;
    let amount = format::bounded(words, sum.bound, &words.money(sum.value));
    let of = words.with("home-sum-of", &[("count", &words.number(i64::try_from(sum.of).unwrap_or(i64::MAX)))]);
    let value = view! { {amount}<p class="muted small">{of}</p> };
    key_facts(vec![KeyFact::figure(words.say("home-sum"), value)])
}

fn is_open(state: OfferState) -> bool {
    matches!(state, OfferState::Open | OfferState::BeingChecked)
}

/// An offer that was applied for stands as its application; one that nobody wants to see again not at all.
fn is_settled(offer: &OfferCard) -> bool {
    match offer.state {
        OfferState::Accepted
        | OfferState::Granted
        | OfferState::NotCarriedOut
        | OfferState::Read
        | OfferState::Refused
        | OfferState::Lapsed
        | OfferState::Ended => true,
        OfferState::Applied => offer.application.is_none(),
        OfferState::Open | OfferState::BeingChecked | OfferState::Later | OfferState::Never => false,
    }
}

fn settled_line(words: &Words, offer: &OfferCard) -> Markup {
    let address = format!("/offers/{}", offer.id);
    let until = offer.arrangement.as_ref().and_then(|arrangement| arranged::until(words, arrangement));
    let until = until.map(|until| view! { <span class="muted">{until}</span> });
    view! { <li><a href=address>{headline(words, offer)}</a>{state_of(words, offer)}{until}</li> }.into_markup()
}

fn waiting_line(words: &Words, line: &WaitingLine) -> Markup {
    let key = match line.kind {
        WaitingKind::Question => "waiting-question",
        WaitingKind::Draft => "waiting-draft",
        WaitingKind::Application => "waiting-application",
    };
    let label = words.with(key, &[("title", words.of(&line.title))]);
    let due = line.due.map(|due| {
        view! { <span class="muted">{words.with("waiting-due", &[("date", &words.date(due))])}</span> }
    });
    let number = line.receipt_number.as_deref().map(|number| {
        view! { <span class="muted">{numbered(words, number)}</span> }
    });
    view! { <li><a href=line.address.clone()>{label}</a>{number}{due}</li> }.into_markup()
}

fn lines(words: &Words, id: &'static str, heading: &str, lines: Vec<Markup>) -> Option<Markup> {
    (!lines.is_empty()).then(|| {
        view! { <section aria-labelledby=id><h2 id=id>{words.say(heading)}</h2><ul class="lines">{lines}</ul></section> }
            .into_markup()
    })
}

fn doors(words: &Words, view: &HomePage) -> Markup {
    let doors = view
        .doors
        .iter()
        .map(|(field, verbs)| {
            let verbs = verbs
                .iter()
                .map(|(id, title)| view! { <li><a href=format!("/items/{id}")>{words.of(title).to_owned()}</a></li> })
                .collect_view();
            view! {
                <div class=format!("door field-{}", field.as_str())>
                    <h3>{icon::field(*field)}{words.say(field_key(*field))}</h3>
                    <ul>{verbs}</ul>
                </div>
            }
        })
        .collect_view();
    view! { <section aria-labelledby="doors"><h2 id="doors">{words.say("home-doors")}</h2><div class="doors">{doors}</div></section> }
        .into_markup()
}

/// Six to eight full-width rows with the words that people say.
fn elder_tasks(words: &Words, view: &HomePage) -> Markup {
    let row = |address: &'static str, icon: Markup, key: &str, count: usize| {
        let count = (count > 0).then(|| {
            let count = words.number(i64::try_from(count).unwrap_or(i64::MAX));
            view! { <span class="count">{words.with("elder-count", &[("count", &count)])}</span> }
        });
        view! { <li><a href=address>{icon}<span>{words.say(key)}</span>{count}</a></li> }.into_markup()
    };
    let call = view! { <li><a href="tel:12345">{icon::phone()}<span>{words.say("elder-call")}</span></a></li> };
    let rows = match (&view.name, view.staff) {
        (Some(_), false) => {
            let waiting = view.offers.iter().filter(|offer| offer.state == OfferState::Open).count();
            let drafts: Vec<&WaitingLine> =
                view.waiting.iter().filter(|line| line.kind == WaitingKind::Draft).collect();
            let going_on = view.waiting.len() - drafts.len();
            let unread = usize::try_from(view.unread).unwrap_or_default();
            // What waits for the person comes first: a question stops the clock.
            let asked = view.waiting.iter().filter(|line| line.kind == WaitingKind::Question);
            let mut rows: Vec<Markup> =
                asked.map(|line| elder_line(words, line, "waiting-question", icon::question())).collect();
            rows.extend(match drafts.as_slice() {
                [] => None,
                [one] => Some(elder_line(words, one, "waiting-draft", icon::pencil())),
                several => Some(row("/drafts", icon::pencil(), "elder-drafts", several.len())),
            });
            // One that is on its way stands by itself; the list of all of them has its own row.
            let sent: Vec<&WaitingLine> =
                view.waiting.iter().filter(|line| line.kind == WaitingKind::Application).collect();
            if let [one] = sent.as_slice() {
                rows.push(elder_line(words, one, "waiting-application", icon::progress()));
            }
            // What was said yes to is not given yet: somebody calls.
            let arranged = view.offers.iter().filter(|offer| offer.state == OfferState::Accepted);
            rows.extend(arranged.map(|offer| elder_arranged(words, offer)));
            rows.extend([
                row("/offers", icon::wallet(), "elder-money", waiting),
                row("/items", icon::pencil(), "elder-apply", 0),
                row("/search", icon::search(), "elder-search", 0),
                row("/applications", icon::progress(), "elder-progress", going_on),
                row("/inbox", icon::bell(), "elder-notices", unread),
                row("/data", icon::person(), "elder-data", 0),
                row("/policies", icon::book(), "elder-policies", 0),
                row("/practice", icon::practice(), "elder-practice", 0),
            ]);
            rows
        }
        (None, _) | (Some(_), true) => vec![
            (view.name.is_none()).then(|| row("/sign-in", icon::enter(), "elder-sign-in", 0)).into_markup(),
            row("/check", icon::wallet(), "entitlement-title", 0),
            row("/items", icon::pencil(), "elder-apply", 0),
            row("/policies", icon::book(), "elder-policies", 0),
            row("/search", icon::search(), "elder-search", 0),
            row("/help", icon::question(), "elder-help", 0),
            row("/practice", icon::practice(), "elder-practice", 0),
        ],
    };
    view! { <ul class="tasks">{rows}{call}</ul> }.into_markup()
}

/// One thing that waits, as a large row that leads right to it.
fn elder_line(words: &Words, line: &WaitingLine, key: &str, icon: Markup) -> Markup {
    let title = words.with(key, &[("title", words.of(&line.title))]);
    let number = line.receipt_number.as_deref().map(|number| {
        view! { " "<span class="reference">{numbered(words, number)}</span> }
    });
    view! { <li><a href=line.address.clone()>{icon}<span>{title}{number}</span></a></li> }.into_markup()
}

/// What is being arranged, with the day, as a large row that leads to its offer.
fn elder_arranged(words: &Words, offer: &OfferCard) -> Markup {
    let title = words.with("elder-arranged", &[("title", &headline(words, offer))]);
    let until = offer.arrangement.as_ref().and_then(|arrangement| arranged::until(words, arrangement));
    // On a line of its own: beside the title a day does not fit on a telephone.
    let until = until.map(|until| view! { " "<span class="until">{until}</span> });
    view! { <li><a href=format!("/offers/{}", offer.id)>{icon::phone()}<span>{title}{until}</span></a></li> }
        .into_markup()
}
