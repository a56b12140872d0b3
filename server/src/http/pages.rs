//! Pages: match the address, read the session, check the audience, load, render, compress. Everything after the headers
//! runs as one piece on the blocking pool; status and headers are known before the first byte.

use super::{
    Portal, addresses, compress,
    forms::{answers, stash},
    headers, practice,
    visitor::{Headers, Visitor},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode, header},
    web,
};
use app::{
    i18n::Words,
    identity::{cookies_refused::ENTERED, session_warning::Lasting},
    page::Page,
    routes::{self, Kept, PageRequest, Route},
    shell::{self, AssetPaths, Frame},
};
use contract::{address::local_address, identity::Actor, operations::Obstacle};
use domain::{context::Context, error::Error, identity::staff::needs_second_passkey};

/// Answers a GET of any page, and whatever nobody else answers.
pub async fn page(request: HttpRequest, portal: web::Data<Portal>) -> HttpResponse {
    let secure = portal.public_url.is_secure();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if let (false, Some(allowed)) = (reads, addresses::allowed(request.path())) {
        return headers::not_that_method(allowed, secure);
    }
    let head = Headers::of(&request, &portal);
    let gzip = compress::accepts_gzip(&head.accept_encoding);
    let answer = web::block(move || answer(&portal, &head)).await;
    match answer {
        Ok(answer) => answer.into_response(secure, gzip),
        Err(_) => headers::later(secure),
    }
}

/// What is sent for a page.
pub enum Answer {
    /// A document with its status.
    Document {
        /// Its status.
        status: StatusCode,
        /// Nonce of the island loader, on pages that hold an island.
        nonce: Option<String>,
        /// When to ask again, in seconds.
        retry_after: Option<u32>,
        /// The whole page.
        html: String,
    },
    /// Another address.
    SeeOther(String),
}

impl Answer {
    /// Adds headers and compresses.
    pub fn into_response(self, secure: bool, gzip: bool) -> HttpResponse {
        match self {
            Self::SeeOther(location) => headers::see_other(&location, secure).finish(),
            Self::Document { status, nonce, retry_after, html } => {
                let mut response = headers::html(status, nonce.as_deref(), secure);
                response.insert_header((header::VARY, "accept-encoding, cookie"));
                if let Some(seconds) = retry_after {
                    response.insert_header((header::RETRY_AFTER, seconds.to_string()));
                }
                match gzip.then(|| compress::gzip(html.as_bytes())) {
                    Some(Ok(body)) => response.insert_header((header::CONTENT_ENCODING, "gzip")).body(body),
                    Some(Err(_)) | None => response.body(html),
                }
            }
        }
    }
}

fn answer(portal: &Portal, head: &Headers) -> Answer {
    let portal = match practice::serving(portal, head) {
        Ok(portal) => portal,
        Err(error) => return obstacle(portal, head, &Visitor::Unknown, &error),
    };
    let portal = &*portal;
    let visitor = match Visitor::find(portal, head) {
        Ok(visitor) => visitor,
        Err(error) => return obstacle(portal, head, &Visitor::Unknown, &error),
    };
    let next = head.query.first("next");
    if head.path == ENTERED && !next.is_empty() && visitor.actor().is_some() {
        return Answer::SeeOther(local_address(next).to_owned());
    }
    if let Some(elsewhere) = practice::led_elsewhere(head, &visitor) {
        return Answer::SeeOther(elsewhere.to_owned());
    }
    match second_passkey_first(&portal.cx, &head.path, &visitor) {
        Ok(Some(elsewhere)) => return Answer::SeeOther(elsewhere.to_owned()),
        Ok(None) => {}
        Err(error) => return obstacle(portal, head, &visitor, &error),
    }
    match routes::find(&head.path) {
        None => obstacle(portal, head, &visitor, &Error::NotFound),
        Some((route, parameters)) => match admit(route, &visitor) {
            Admission::Enter => show(portal, head, &visitor, route, &parameters),
            Admission::SignInFirst => Answer::SeeOther(sign_in_address(&head.path)),
            Admission::Forbidden => obstacle(portal, head, &visitor, &Error::Forbidden),
        },
    }
}

/// Where somebody of staff is led who has come back with one passkey alone: to the page on which the second one is made.
/// Everything that is needed there stays open.
///
/// # Errors
/// The store is away.
pub fn second_passkey_first(cx: &Context, path: &str, visitor: &Visitor) -> Result<Option<&'static str>, Error> {
    const PAGE: &str = "/account/passkeys";
    const OPEN: [&str; 5] = ["/account/confirm", "/account/confirm/passkey", "/account/stay", "/sign-out", "/display"];
    let is_open = |path: &str| path.starts_with(PAGE) || OPEN.contains(&path);
    let Some(actor) = visitor.actor().filter(|_| !is_open(path)) else { return Ok(None) };
    Ok(needs_second_passkey(cx, actor)?.then_some(PAGE))
}

/// Whether a person may open a page or post a form.
pub enum Admission {
    /// Yes.
    Enter,
    /// Perhaps, once they have signed in.
    SignInFirst,
    /// No.
    Forbidden,
}

fn admit(route: &Route, visitor: &Visitor) -> Admission {
    admission(route.audience, visitor)
}

/// Holds a visitor against a declared audience.
pub fn admission(audience: contract::identity::Audience, visitor: &Visitor) -> Admission {
    match (audience.admits(visitor.actor()), visitor.actor()) {
        (true, _) => Admission::Enter,
        (false, None) => Admission::SignInFirst,
        (false, Some(_)) => Admission::Forbidden,
    }
}

/// The sign-in page that leads back here. Only the path is carried: it holds no personal data.
fn sign_in_address(path: &str) -> String {
    match path {
        "/" => "/sign-in".to_owned(),
        other => format!("/sign-in?next={}", local_address(other)),
    }
}

fn show(portal: &Portal, head: &Headers, visitor: &Visitor, route: &Route, parameters: &[String]) -> Answer {
    let kept = stash::read(portal, head, visitor);
    match load(portal, head, visitor, route, parameters, kept.as_ref()) {
        Ok(page) => document(portal, head, visitor, StatusCode::OK, page),
        Err(error) => obstacle(portal, head, visitor, &error),
    }
}

/// Makes the page of a route, with what was typed into a form that was not taken.
///
/// # Errors
/// What stands in the way.
pub fn load(
    portal: &Portal,
    head: &Headers,
    visitor: &Visitor,
    route: &Route,
    parameters: &[String],
    kept: Option<&Kept>,
) -> Result<Page, Error> {
    let words = Words::new(head.display);
    let told = answers::read(portal, head, visitor, route.pattern);
    let request = PageRequest {
        answers: &told,
        cx: &portal.cx,
        actor: visitor.actor(),
        words: &words,
        parameters,
        query: &head.query,
        kept,
        path: &head.path,
        display_chosen: head.display_chosen,
        device: head.device,
        session: head.session.as_deref(),
        practising: head.practising,
    };
    (route.page)(&request)
}

/// The page for what stands in the way, with its status. The cause goes to the log, never to the page.
pub fn obstacle(portal: &Portal, head: &Headers, visitor: &Visitor, error: &Error) -> Answer {
    let obstacle = error.obstacle();
    let number = match obstacle {
        Obstacle::Fault | Obstacle::Busy => {
            // The line of the request has the same number.
            tracing::error!(request = head.number, error = %error, "request failed");
            Some(head.number.as_str())
        }
        Obstacle::NotFound
        | Obstacle::Forbidden
        | Obstacle::Incomplete
        | Obstacle::TooLarge
        | Obstacle::TooManyTries { .. } => None,
    };
    let status = match obstacle {
        Obstacle::NotFound => StatusCode::NOT_FOUND,
        Obstacle::Forbidden => StatusCode::FORBIDDEN,
        Obstacle::Incomplete => StatusCode::BAD_REQUEST,
        Obstacle::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Obstacle::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
        Obstacle::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Obstacle::Fault => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let page = app::operations::obstacle::obstacle_page(&Words::new(head.display), obstacle, number);
    match (document(portal, head, visitor, status, page), obstacle) {
        (Answer::Document { status, nonce, html, .. }, Obstacle::TooManyTries { seconds }) => {
            Answer::Document { status, nonce, retry_after: Some(seconds), html }
        }
        (answer, _) => answer,
    }
}

/// Renders a page in its frame.
pub fn document(portal: &Portal, head: &Headers, visitor: &Visitor, status: StatusCode, page: Page) -> Answer {
    let words = Words::new(head.display);
    let session = Lasting { stays: visitor.stays(), longest_ms: visitor.lasts_ms(portal.cx.now()) };
    let nonce = shell::holds_script(&words, &page, visitor.actor(), session).then(new_nonce);
    let front_end = assets::front_end();
    let actor = visitor.actor().filter(|_| !page.nobody).cloned();
    let frame = Frame {
        words,
        path: head.path.clone(),
        origin: portal.public_url.origin().to_owned(),
        today: portal.cx.today(),
        unread: actor.as_ref().map_or(0, |actor| unread(portal, actor)),
        actor,
        session,
        demonstration: portal.cx.configuration.demonstration,
        practising: head.practising,
        confirmed: head.query.first("confirmed") == "yes",
        nonce: nonce.clone().unwrap_or_default(),
        assets: AssetPaths {
            css: front_end.css.to_owned(),
            print_css: front_end.print_css.map(str::to_owned),
            staff_css: front_end.staff_css.map(str::to_owned),
            design_css: front_end.design_css.map(str::to_owned),
            icon: front_end.icon.map(str::to_owned),
            island_js: front_end.island_js.map(str::to_owned),
            island_wasm: front_end.island_wasm.map(str::to_owned),
            check_js: front_end.check_js.map(str::to_owned),
            check_wasm: front_end.check_wasm.map(str::to_owned),
        },
    };
    // Whoever is told to come back later is told when.
    let retry_after = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(headers::RETRY_AFTER_SECONDS);
    Answer::Document { status, nonce, retry_after, html: shell::document(&frame, page) }
}

/// How much is new to somebody. A page that can be shown is not lost for a number in its head.
fn unread(portal: &Portal, actor: &Actor) -> u32 {
    domain::notices::unread_of(&portal.cx, actor).unwrap_or_else(|error| {
        tracing::warn!(error = %error, "unread notices were not counted");
        0
    })
}

/// A fresh nonce of 244 random bits, for one response.
fn new_nonce() -> String {
    format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}
