//! The list of pages. Short functions: one call to `domain`, one view.

use super::{Density, PageRequest, Route};
use crate::{
    applications::{application, check, decision, lists, question},
    arrangements::{case as arrangement_case, queue as arrangement_queue},
    casework::{case, counter, queue},
    design,
    disputes::{case as dispute_case, form as dispute_form, own as own_dispute, queue as dispute_queue},
    glossary::glossary_page,
    identity::{account, confirm, cookies_refused, join, mine, offline_card, passkeys, password, sessions, sign_in},
    journal::journal_page,
    notices::inbox_page,
    operations::{display, elder, help, offline, practice, status},
    page::Page,
    policies::{catalogue, desk, document, entitlement, home, offer, throwing_away, vocabulary},
    residents::data_page,
    services::{elsewhere, items, missed_searches, pages, search},
    ui::pagination::rows_on_a_page,
};
use contract::{
    address::local_address,
    casework::{QueueFilter, WorkList},
    disputes::DisputeForm,
    entitlement::{AnswersEnded, EntitlementStep, Wanted},
    identity::{Actor, Audience, PasskeyChanged, Role, Stays, WayChanged},
    paging,
    policies::Listed,
    typed::{DATE_PARTS, date},
};
use domain::error::Error;

type Loaded = Result<Page, Error>;

const RESIDENTS: Audience = Audience::Roles(&[Role::Resident]);
const CASEWORK: Audience = Audience::Roles(&[Role::Caseworker, Role::Supervisor]);
const DEPARTMENTS: Audience = Audience::Roles(&[Role::Department, Role::Supervisor]);
const AUTHORS: Audience = Audience::Roles(&[Role::Author]);
const DESK: Audience = Audience::Roles(&[Role::Author, Role::Publisher]);
const AUDIT: Audience = Audience::Roles(&[Role::Auditor]);
/// Whoever can do something about what is missing.
const WHO_WRITES: Audience = Audience::Roles(&[Role::Administrator, Role::Author, Role::Publisher]);
const OPERATIONS: Audience = Audience::Roles(&[Role::Administrator]);

/// Every page of the portal. A fixed address stands before one with a parameter in the same place.
pub const ROUTES: &[Route] = &[
    route("/", Audience::Everyone, home),
    route("/sign-in", Audience::Everyone, sign_in),
    route("/sign-in/staff", Audience::Everyone, |r| {
        let mut view = domain::identity::passkeys::join::join_page(r.cx, r.device);
        view.errors = r.kept_errors();
        view.typed = r.kept_value("name");
        Ok(join::join_page(r.words, &view))
    }),
    route(cookies_refused::ENTERED, Audience::Everyone, |r| {
        Ok(match r.actor {
            Some(_) => cookies_refused::entered_page(r.words),
            None => cookies_refused::cookies_refused_page(r.words, local_address(r.query.first("next"))),
        })
    }),
    route("/search", Audience::Everyone, |r| {
        let view = domain::services::search::search_page(r.cx, r.actor, r.query.first("q"), pages::pages)?;
        Ok(search::search_page(r.words, &view))
    }),
    route("/elsewhere", Audience::Everyone, |r| Ok(elsewhere::elsewhere_page(r.words, &r.cx.elsewhere.page()))),
    route("/policies", Audience::Everyone, |r| {
        let wanted = if r.query.first("for") == "me" { Listed::ForMe } else { Listed::All };
        Ok(catalogue::policies_page(r.words, &domain::policies::catalogue::policies_page(r.cx, r.actor, wanted)?))
    }),
    route("/policies/{id}", Audience::Everyone, |r| {
        let view = domain::policies::catalogue::policy_page(r.cx, r.actor, r.parameter(0))?;
        Ok(catalogue::policy_page(r.words, &view))
    }),
    route("/check", Audience::Everyone, entitlement),
    route("/items", Audience::Everyone, |r| {
        Ok(items::items_page(r.words, &domain::services::items::items_page(r.cx)?))
    }),
    route("/items/{id}", Audience::Everyone, |r| {
        let mut view = domain::services::items::item_page(r.cx, r.actor, r.parameter(0))?;
        view.errors = r.kept_errors();
        Ok(items::item_page(r.words, &view))
    }),
    route("/elder", Audience::Everyone, |r| Ok(elder::elder_page(r.words))),
    route("/help", Audience::Everyone, |r| Ok(help::help_page(r.words, r.cx.configuration.demonstration))),
    route("/display", Audience::Everyone, |r| Ok(display::display_page(r.words, local_address(r.query.first("back"))))),
    route("/glossary", Audience::Everyone, |r| Ok(glossary_page(r.words))),
    route("/practice", Audience::Everyone, |r| Ok(practice::practice_page(r.words, practice(r)))),
    route("/offline", Audience::Everyone, |r| Ok(offline::offline_page(r.words))),
    reference("/design", |r| {
        only_in_a_demonstration(r.cx.configuration.demonstration, Some(design::design_page(r.words)))
    }),
    reference("/design/{chapter}", |r| {
        only_in_a_demonstration(r.cx.configuration.demonstration, design::chapter_page(r.words, r.parameter(0)))
    }),
    reference("/vocabulary", |r| {
        Ok(vocabulary::vocabulary_page(r.words, &domain::policies::catalogue::vocabulary_page(r.cx)))
    }),
    route("/account", Audience::SignedIn, |r| {
        let changed = WayChanged::from_text(r.query.first("changed"));
        let view = domain::identity::account::account_page(r.cx, person(r)?, r.session, changed)?;
        told_above(r, account::account_page(r.words, &view))
    }),
    route("/account/confirm", Audience::SignedIn, |r| {
        let mut view = domain::identity::confirm::confirm_page(r.cx, person(r)?, next(r))?;
        view.errors = r.kept_errors();
        Ok(confirm::confirm_page(r.words, &view))
    }),
    route("/account/sessions", Audience::SignedIn, |r| {
        let view = domain::identity::sessions::sessions_page(r.cx, person(r)?, r.session)?;
        Ok(sessions::sessions_page(r.words, &view))
    }),
    route("/account/passkeys", Audience::SignedIn, |r| {
        let mut view = domain::identity::passkeys::list::passkeys_page(r.cx, person(r)?, r.session, r.device)?;
        view.changed = PasskeyChanged::from_text(r.query.first("changed"));
        view.errors = r.kept_errors();
        view.typed = r.kept_field("name");
        view.next = r.kept_field("next").unwrap_or_else(|| r.query.first("next").to_owned());
        for passkey in &mut view.passkeys {
            passkey.typed = r.kept_field(&passkeys::name_field(&passkey.id));
        }
        Ok(passkeys::passkeys_page(r.words, &view))
    }),
    route("/account/password", Audience::SignedIn, |r| {
        let mut view = domain::identity::password::password_page(r.cx, person(r)?, r.session)?;
        view.errors = r.kept_errors();
        Ok(password::password_page(r.words, &view))
    }),
    route("/offline-card", RESIDENTS, |r| {
        let card = domain::identity::offline_code::offline_card(r.cx, person(r)?)?;
        Ok(offline_card::offline_card_page(r.words, &card))
    }),
    route(offline_card::KEPT, RESIDENTS, |r| {
        let card = domain::identity::offline_code::offline_card(r.cx, person(r)?)?;
        let mut page = offline_card::kept_card_page(r.words, &card);
        // A practised card is never kept, and says that it is practised.
        page.nobody = !r.cx.configuration.practice;
        Ok(page)
    }),
    route("/mine", Audience::SignedIn, |r| {
        let actor = person(r)?;
        Ok(mine::mine_page(r.words, actor, domain::notices::unread_of(r.cx, actor)?))
    }),
    route("/offers", RESIDENTS, |r| {
        Ok(home::offers_page(r.words, &domain::policies::home::offers_page(r.cx, person(r)?)?))
    }),
    route("/offers/{id}", RESIDENTS, offer),
    route("/put-aside", RESIDENTS, |r| {
        Ok(home::put_aside_page(r.words, &domain::policies::offers::put_aside_page(r.cx, person(r)?)?))
    }),
    route("/offers/{id}/dispute", RESIDENTS, |r| {
        let view = domain::disputes::open::offer_form(r.cx, person(r)?, r.parameter(0))?;
        Ok(dispute_form::choice_page(r.words, &kept_dispute(r, view), r.words.say("offer-wrong-title")))
    }),
    route("/inbox", RESIDENTS, |r| {
        let wanted = paging::Wanted::from_query(r.query.first("page"), rows_on_a_page(r.words.display.mode));
        Ok(inbox_page(r.words, &domain::notices::inbox_page(r.cx, person(r)?, wanted)?))
    }),
    route("/data", RESIDENTS, |r| Ok(data_page(r.words, &domain::residents::data::data_page(r.cx, person(r)?)?))),
    route("/data/dispute", RESIDENTS, |r| {
        let view = domain::disputes::open::data_form(r.cx, person(r)?)?;
        Ok(dispute_form::choice_page(r.words, &kept_dispute(r, view), r.words.say("data-wrong-title")))
    }),
    route("/data/dispute/{attribute}", RESIDENTS, |r| {
        let view = domain::disputes::open::fact_form(r.cx, person(r)?, r.parameter(0))?;
        Ok(dispute_form::fact_page(r.words, &kept_dispute(r, view)))
    }),
    route("/data/disputes/{id}", RESIDENTS, |r| {
        let mut view = domain::disputes::own::own_dispute_page(r.cx, person(r)?, r.parameter(0))?;
        view.errors = r.kept_errors();
        view.typed = r.kept_value("word").unwrap_or_default();
        Ok(own_dispute::own_dispute_page(r.words, &view))
    }),
    route("/drafts", RESIDENTS, |r| {
        Ok(lists::drafts_page(r.words, &domain::applications::drafts::drafts_page(r.cx, person(r)?)?))
    }),
    route("/drafts/{id}/check", RESIDENTS, check),
    route("/drafts/{id}/{question}", RESIDENTS, question),
    route("/applications", RESIDENTS, |r| {
        Ok(lists::applications_page(r.words, &domain::applications::page::applications_page(r.cx, person(r)?)?))
    }),
    route("/applications/{id}", RESIDENTS, application),
    route("/applications/{id}/decision", RESIDENTS, |r| {
        let view = domain::applications::decision::decision_page(r.cx, person(r)?, r.parameter(0))?;
        Ok(decision::decision_page(r.words, &view))
    }),
    staff("/casework", CASEWORK, |r| {
        let filter = QueueFilter::from_text(r.query.first("state"));
        Ok(queue::queue_page(
            r.words,
            &domain::casework::queue::queue_page(r.cx, person(r)?, filter, r.query.first("page"))?,
        ))
    }),
    staff("/casework/{id}", CASEWORK, case),
    staff("/counter/{code}", CASEWORK, |r| {
        let found = domain::identity::offline_code::counter_check(r.cx, person(r)?, r.parameter(0))?;
        Ok(counter::counter_page(r.words, &found))
    }),
    staff("/arrangements", DEPARTMENTS, |r| {
        let list = WorkList::from_text(r.query.first("state"));
        let view = domain::arrangements::queue::arrangements_page(r.cx, person(r)?, list, r.query.first("page"))?;
        Ok(arrangement_queue::arrangements_page(r.words, &view))
    }),
    staff("/arrangements/{id}", DEPARTMENTS, |r| {
        let mut view = domain::arrangements::page::arrangement_page(r.cx, person(r)?, r.parameter(0))?;
        view.errors = r.kept_errors();
        view.typed = r.kept_here().map(|kept| kept.fields.pairs().to_vec()).unwrap_or_default();
        Ok(arrangement_case::arrangement_page(r.words, &view))
    }),
    staff("/disputes", DEPARTMENTS, |r| {
        let list = WorkList::from_text(r.query.first("state"));
        let view = domain::disputes::queue::disputes_page(r.cx, person(r)?, list, r.query.first("page"))?;
        Ok(dispute_queue::disputes_page(r.words, &view))
    }),
    staff("/disputes/{id}", DEPARTMENTS, |r| {
        let mut view = domain::disputes::page::dispute_page(r.cx, person(r)?, r.parameter(0))?;
        view.errors = r.kept_errors();
        view.typed = r.kept_here().map(|kept| kept.fields.pairs().to_vec()).unwrap_or_default();
        Ok(dispute_case::dispute_page(r.words, &view))
    }),
    staff("/desk", DESK, desk),
    staff("/desk/{id}", DESK, document),
    staff("/desk/{id}/throw-away", AUTHORS, |r| {
        let view = domain::policies::desk::throwing_away_page(r.cx, person(r)?, r.parameter(0))?;
        Ok(throwing_away::throwing_away_page(r.words, &view))
    }),
    staff("/journal", AUDIT, |r| {
        Ok(journal_page(r.words, &domain::journal::page::journal_page(r.cx, person(r)?, r.query.first("page"))?))
    }),
    staff("/operations", OPERATIONS, |r| {
        let mut view = domain::operations::status::operations_page(r.cx, person(r)?)?;
        view.errors = r.kept_errors();
        Ok(status::operations_page(r.words, &view))
    }),
    staff("/operations/searches", WHO_WRITES, |r| {
        let view = domain::services::search::missed::page(r.cx, person(r)?)?;
        Ok(missed_searches::missed_searches_page(r.words, &view))
    }),
];

const fn route(pattern: &'static str, audience: Audience, page: fn(&PageRequest<'_>) -> Loaded) -> Route {
    Route { pattern, audience, density: Density::Calm, page }
}

/// A page of staff.
const fn staff(pattern: &'static str, audience: Audience, page: fn(&PageRequest<'_>) -> Loaded) -> Route {
    Route { pattern, audience, density: Density::Dense, page }
}

/// A page to look things up on, for everyone.
const fn reference(pattern: &'static str, page: fn(&PageRequest<'_>) -> Loaded) -> Route {
    Route { pattern, audience: Audience::Everyone, density: Density::Dense, page }
}

/// Examples have no place in a city that people rely on.
fn only_in_a_demonstration(demonstration: bool, page: Option<Page>) -> Loaded {
    page.filter(|_| demonstration).ok_or(Error::NotFound)
}

/// The person, on pages whose audience is not everyone.
fn person<'a>(request: &PageRequest<'a>) -> Result<&'a Actor, Error> {
    request.actor.ok_or(Error::SignInNeeded)
}

fn home(r: &PageRequest<'_>) -> Loaded {
    let asks = match r.display_chosen {
        true => home::SizeQuestion::Answered,
        false => home::SizeQuestion::Asked,
    };
    told_above(r, home::home_page(r.words, &domain::policies::home::home_page(r.cx, r.actor)?, asks))
}

/// Whoever has no inbox reads above the page what happened to their ways in before they signed in.
fn told_above(r: &PageRequest<'_>, page: Page) -> Loaded {
    let Some(actor) = r.actor else { return Ok(page) };
    Ok(account::with_news(r.words, page, &domain::identity::way_news::since_before(r.cx, actor, r.session)?))
}

fn practice(r: &PageRequest<'_>) -> practice::Practice {
    match (r.practising, r.actor) {
        (true, Some(_)) => practice::Practice::GoingOn,
        (true, None) => practice::Practice::Over,
        (false, _) if r.query.first("left") == "yes" => practice::Practice::Left,
        (false, _) if r.query.first("many") == "yes" => practice::Practice::Many,
        (false, _) => practice::Practice::Offered,
    }
}

/// Where a way in leads afterwards: as typed before, where its form comes again.
fn next<'a>(r: &'a PageRequest<'_>) -> &'a str {
    r.kept_here().map_or_else(|| r.query.first("next"), |kept| kept.fields.first("next"))
}

fn sign_in(r: &PageRequest<'_>) -> Loaded {
    let mut view = domain::identity::sign_in::sign_in_page(r.cx, next(r));
    view.kept = r.query.first("kept") == "yes";
    if let Some(kept) = r.kept_here() {
        view.errors.clone_from(&kept.errors);
        kept.fields.first("identifier").clone_into(&mut view.identifier);
        view.stays = Stays::from_field(kept.fields.first("stays"));
    }
    Ok(sign_in::sign_in_page(r.words, &view))
}

fn offer(r: &PageRequest<'_>) -> Loaded {
    let resident = person(r)?;
    let mut view = domain::policies::offers::offer_page(r.cx, resident, r.parameter(0))?;
    view.errors = r.kept_errors();
    Ok(offer::offer_page(r.words, &view, &resident.name))
}

/// What was typed into the form that says that a fact is wrong.
fn kept_dispute(r: &PageRequest<'_>, view: DisputeForm) -> DisputeForm {
    let typed = |field| r.kept_value(field).unwrap_or_default();
    DisputeForm { typed: (typed("attribute"), typed("statement")), errors: r.kept_errors(), ..view }
}

fn entitlement(r: &PageRequest<'_>) -> Loaded {
    use domain::policies::entitlement::{entitlement_page, from_stash};
    let answers = from_stash(&r.cx.vocabulary, &r.answers.fields);
    // An answer that could not be taken is shown again, at its question.
    let kept = r.kept_here().filter(|_| r.query.pairs().is_empty());
    let wanted = kept
        .map_or_else(|| Wanted::from_query(r.query), |kept| Wanted::Question(kept.fields.first("question").to_owned()));
    let mut view = entitlement_page(r.cx, &answers, &wanted)?;
    if let (Some(kept), EntitlementStep::Question(question)) = (kept, &mut view.step) {
        view.errors.clone_from(&kept.errors);
        question.values = kept.fields.pairs().to_vec();
    }
    view.ended = match (r.query.first("erased"), r.answers.expired) {
        ("yes", _) if answers.is_empty() => Some(AnswersEnded::Erased),
        (_, true) => Some(AnswersEnded::Expired),
        _ => None,
    };
    Ok(entitlement::entitlement_page(r.words, &view))
}

fn question(r: &PageRequest<'_>) -> Loaded {
    let asked = domain::applications::questions::Asked {
        mending: r.query.first("mend") == "yes",
        from_check: r.query.first("from") == "check",
    };
    let (mut view, stored) =
        domain::applications::questions::question_page(r.cx, person(r)?, r.parameter(0), r.parameter(1), asked)?;
    if let Some(kept) = r.kept_here() {
        // What this browser typed is shown again; what is stored meanwhile stands beside it. What was sent stays as it is.
        view.newer = view.head.sent.is_none().then(|| stored.shown.clone());
        view.errors.clone_from(&kept.errors);
        view.values = kept
            .fields
            .pairs()
            .iter()
            .filter(|(name, _)| *name == view.question || name.starts_with(&format!("{}-", view.question)))
            .cloned()
            .collect();
    }
    Ok(question::question_page(r.words, &view, &stored.mark))
}

fn check(r: &PageRequest<'_>) -> Loaded {
    let mut view = domain::applications::questions::check_page(r.cx, person(r)?, r.parameter(0))?;
    view.errors = r.kept_errors();
    Ok(check::check_page(r.words, &view))
}

fn application(r: &PageRequest<'_>) -> Loaded {
    let just_sent = r.query.first("sent") == "yes";
    let mut view = domain::applications::page::application_page(r.cx, person(r)?, r.parameter(0), just_sent)?;
    view.errors = r.kept_errors();
    view.typed = r.kept_value("reply").unwrap_or_default();
    Ok(application::application_page(r.words, &view))
}

fn case(r: &PageRequest<'_>) -> Loaded {
    let mut view = domain::casework::case::case_page(r.cx, person(r)?, r.parameter(0))?;
    view.errors = r.kept_errors();
    if let Some(kept) = r.kept_here() {
        view.type_in(&kept.fields);
    }
    Ok(case::case_page(r.words, &view))
}

fn desk(r: &PageRequest<'_>) -> Loaded {
    let typed = DATE_PARTS.map(|part| r.query.first(&format!("on-{part}")).to_owned());
    let asked = typed.iter().any(|part| !part.is_empty()).then(|| date("on", &typed, None));
    let mut view = domain::policies::desk::desk_page(r.cx, person(r)?, asked.clone().and_then(Result::ok))?;
    view.errors = r.kept_errors();
    view.errors.extend(asked.and_then(Result::err));
    view.typed_day = typed;
    view.query = r.query.first("q").to_owned();
    if !contract::typed::is_blank(&view.query) {
        let found = domain::services::search::policies(r.cx, &view.query, pages::pages)?;
        let place = |policy: &str| found.iter().position(|id| id == policy);
        view.versions.retain(|row| place(&row.policy).is_some());
        view.versions.sort_by_key(|row| place(&row.policy));
    }
    // A document that was not taken stands here again, with what is wrong with it.
    if let Some(kept) = r.kept_here().filter(|_| view.may_write) {
        view.typed = domain::policies::desk::typed(&kept.fields).into_owned();
        if !view.typed.is_empty() {
            view.problems = domain::policies::desk::check_text(r.cx, person(r)?, &view.typed)?;
        }
    }
    Ok(desk::desk_page(r.words, &view))
}

fn document(r: &PageRequest<'_>) -> Loaded {
    // As the desk links to it when it was asked for a day.
    let on = r.query.first("on").parse().ok();
    let mut view = domain::policies::desk::document_page(r.cx, person(r)?, r.parameter(0), on)?;
    view.errors = r.kept_errors();
    if let Some(text) = r.kept_value("text").filter(|text| !text.is_empty() && *text != view.text) {
        match document::is_writable(&view) {
            true => view.newer = Some(std::mem::replace(&mut view.text, text)),
            false => view.unsaved = Some(text),
        }
    }
    view.typed_reason = r.kept_value("reason").unwrap_or_default();
    view.typed_remark = r.kept_value("remark").unwrap_or_default();
    Ok(document::document_page(r.words, &view))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Words;
    use contract::display::Display;

    #[test]
    fn a_real_city_shows_no_examples() {
        let page = || design::design_page(&Words::new(Display::default()));
        assert!(only_in_a_demonstration(true, Some(page())).is_ok());
        assert!(matches!(only_in_a_demonstration(false, Some(page())), Err(Error::NotFound)));
        assert!(matches!(only_in_a_demonstration(true, None), Err(Error::NotFound)));
    }
}
