//! From a POST to a 303.

use super::{
    Done, FormRequest,
    admit::{Admitted, admit},
    answers, confirm, later, stash,
};
use crate::http::{
    Portal,
    body::{self, Body, BodyError},
    compress, cookies, csrf,
    headers::{self, see_other},
    pages::{Admission, Answer, admission, obstacle, second_passkey_first},
    practice,
    visitor::{Headers, Visitor},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{ConnectionType, StatusCode, header},
    web,
};
use app::{i18n::Words, identity::cookies_refused::ENTERED, routes::Kept};
use contract::address::local_address;
use contract::{error::FieldError, fields::Fields, identity::Stays, operations::Obstacle};
use domain::{
    error::Error,
    identity::{
        sign_in::{Attempt, Before},
        tries::Origin,
    },
};
use std::sync::Arc;

/// Answers a POST to any form.
pub async fn form(request: HttpRequest, payload: web::Payload, portal: web::Data<Portal>) -> HttpResponse {
    let head = Headers::of(&request, &portal);
    let secure = portal.public_url.is_secure();
    let gzip = compress::accepts_gzip(&head.accept_encoding);
    let came_from = csrf::write_origin(request.headers(), portal.public_url.origin());
    let declared = body::declared_length(&request);
    let room = Arc::clone(&portal.bodies);
    match web::block(move || admit(&portal, head, came_from, declared)).await {
        Ok(Ok(admitted)) => {
            let body = body::receive(&request, payload, admitted.longest(), &room).await;
            let connection = if body.is_ok() { Connection::Stays } else { Connection::Ends };
            let admitted = Arc::new(admitted);
            let asked = Arc::clone(&admitted);
            let mut replied = web::block(move || received(&asked, body)).await.ok();
            if let Some(Reply::Later { attempt, fields }) = replied {
                // No thread is held meanwhile: whoever slows somebody else slows nobody besides.
                actix_web::rt::time::sleep(attempt.pause()).await;
                replied = web::block(move || reply(&admitted, &fields, Some(&attempt))).await.ok();
            }
            answered(replied, secure, gzip, connection)
        }
        Ok(Err(reply)) => answered(Some(*reply), secure, gzip, Connection::Stays),
        Err(_) => answered(None, secure, gzip, Connection::Stays),
    }
}

/// What becomes of the connection after the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connection {
    /// The next request may come on it.
    Stays,
    /// It is closed: the rest of a body may never come.
    Ends,
}

/// What a form gets.
pub enum Reply {
    /// Nothing yet: the form is asked again after a pause.
    Later {
        /// The sign-in that has to wait.
        attempt: Box<Attempt>,
        /// What was typed.
        fields: Fields,
    },
    /// A page.
    Page {
        /// The page.
        answer: Answer,
        /// Cookies that are set with it.
        cookies: Vec<String>,
        /// It is never compressed.
        plain: bool,
    },
    /// A 303.
    Next {
        /// The next page.
        location: String,
        /// Cookies that are set with it.
        cookies: Vec<String>,
        /// What becomes of what the portal left on the device.
        device: Device,
    },
}

impl Reply {
    /// A page without cookies.
    pub fn page(answer: Answer) -> Self {
        Self::Page { answer, cookies: Vec::new(), plain: false }
    }
}

/// What this portal left on the device, beside cookies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// Stays.
    Keeps,
    /// Goes: whoever sits down next finds nobody's card.
    Forgets,
}

fn answered(reply: Option<Reply>, secure: bool, gzip: bool, connection: Connection) -> HttpResponse {
    let (mut response, cookies) = match reply {
        None | Some(Reply::Later { .. }) => (headers::later(secure), Vec::new()),
        Some(Reply::Page { answer, cookies, plain }) => (answer.into_response(secure, gzip && !plain), cookies),
        Some(Reply::Next { location, cookies, device }) => {
            let mut response = see_other(&location, secure);
            if device == Device::Forgets {
                response.insert_header(("clear-site-data", "\"storage\""));
            }
            (response.finish(), cookies)
        }
    };
    for cookie in cookies {
        if let Ok(cookie) = header::HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    if connection == Connection::Ends {
        response.head_mut().set_connection_type(ConnectionType::Close);
    }
    response
}

/// A form whose body has arrived, or has not.
fn received(admitted: &Admitted, body: Result<Body, BodyError>) -> Reply {
    let Admitted { portal, head, visitor, form, parameters, .. } = admitted;
    let refuse = |error: &Error| Reply::page(obstacle(portal, head, visitor, error));
    // The body takes its share of the room until the answer is made.
    let mut body = match body {
        Ok(body) => body,
        Err(error) => return refuse(&not_received(&error)),
    };
    let posted = match body.fields() {
        Ok(posted) => posted,
        Err(error) => return refuse(&not_received(&error)),
    };
    let fields = form.fields.of(&posted, parameters);
    if admitted.came_from != csrf::WriteOrigin::Portal && !confirm::confirmed(admitted, &posted) {
        return confirm::ask(admitted, &fields);
    }
    reply(admitted, &fields, None)
}

fn reply(admitted: &Admitted, fields: &Fields, waited: Option<&Attempt>) -> Reply {
    let Admitted { portal, head, visitor, form, parameters, .. } = admitted;
    let told = answers::read(portal, head, visitor, form.action).fields;
    let request = FormRequest {
        answers: &told,
        cx: &portal.cx,
        actor: visitor.actor(),
        parameters,
        fields,
        origin: Origin { address: &head.client, known_device: head.known_device.as_deref() },
        waited,
        device: head.device,
        ceremonies: &head.ceremonies,
        session: head.session.as_deref(),
        display: head.display,
        chosen: head.display_chosen.then_some(head.display),
    };
    match admission(form.audience, visitor) {
        Admission::Enter => {}
        Admission::Forbidden => return Reply::page(obstacle(portal, head, visitor, &Error::Forbidden)),
        Admission::SignInFirst => return again(admitted, &request, Back::SignIn),
    }
    match second_passkey_first(&portal.cx, &head.path, visitor) {
        Ok(Some(page)) => return again(admitted, &request, Back::SecondPasskey(page)),
        Ok(None) if must_confirm(admitted) => return again(admitted, &request, Back::Confirm),
        Ok(None) => {}
        Err(error) => return refuse(admitted, &request, &error),
    }
    match (form.handle)(&request) {
        Ok(Done::Slowed(attempt)) => Reply::Later { attempt, fields: fields.clone() },
        Ok(done) => match next(portal, head, visitor, done, local_address(&(form.page)(&request))) {
            Ok(reply) => reply,
            Err(error) => refuse(admitted, &request, &error),
        },
        Err(Error::Invalid(errors)) => again(admitted, &request, Back::Page(errors)),
        Err(Error::SignInNeeded) => again(admitted, &request, Back::SignIn),
        Err(error) => refuse(admitted, &request, &error),
    }
}

/// Says why not. Where it is only for the moment, what was typed comes back with the answer.
fn refuse(admitted: &Admitted, request: &FormRequest<'_>, error: &Error) -> Reply {
    let Admitted { portal, head, visitor, .. } = admitted;
    Reply::page(match error.obstacle() {
        Obstacle::Busy => later::page(portal, head, visitor, kept(admitted, request, Vec::new(), false), error),
        _ => obstacle(portal, head, visitor, error),
    })
}

/// What was typed, for the page that holds the form.
fn kept(admitted: &Admitted, request: &FormRequest<'_>, errors: Vec<FieldError>, session_ended: bool) -> Kept {
    let page = local_address(&(admitted.form.page)(request)).to_owned();
    Kept { page, fields: request.fields.without(&admitted.form.secrets()), errors, session_ended }
}

fn not_received(error: &BodyError) -> Error {
    match error {
        BodyError::TooLarge => Error::TooLarge,
        BodyError::Broken => Error::Incomplete,
        BodyError::NoRoom => Error::busy("too many forms arrive at this moment"),
    }
}

/// Where a form that was not taken leads.
enum Back {
    /// To its page, with what needs mending.
    Page(Vec<FieldError>),
    /// To the sign-in page first.
    SignIn,
    /// To the page on which the person proves once more who they are.
    Confirm,
    /// To the page on which somebody of staff makes a second passkey.
    SecondPasskey(&'static str),
}

/// Nobody proves anything in practice: there nothing counts.
fn must_confirm(admitted: &Admitted) -> bool {
    let Admitted { portal, visitor, form, .. } = admitted;
    !portal.cx.configuration.practice && visitor.must_confirm(portal.cx.now(), form.step_up)
}

/// Keeps what was typed and shows the form's page again, or another one first.
fn again(admitted: &Admitted, request: &FormRequest<'_>, back: Back) -> Reply {
    let Admitted { portal, head, visitor, .. } = admitted;
    let session_ended = matches!(back, Back::SignIn);
    let first = match back {
        Back::Page(_) => None,
        Back::SignIn => Some("/sign-in"),
        Back::Confirm => Some("/account/confirm"),
        Back::SecondPasskey(page) => Some(page),
    };
    let errors = if let Back::Page(errors) = back { errors } else { Vec::new() };
    let kept = kept(admitted, request, errors, session_ended);
    let secure = portal.public_url.is_secure();
    let cookies = match stash::keep(portal, head, visitor, &kept) {
        Ok(key) => vec![cookies::stash(head.cookies.stash, &key, secure).to_string()],
        // Where it cannot be kept, it comes back with the answer.
        Err(error) => return Reply::page(later::page(portal, head, visitor, kept, &error)),
    };
    let page = kept.page;
    let location = match first {
        Some(first) => format!("{first}?next={}&kept=yes", local_address(&page)),
        None => page,
    };
    Reply::Next { location, cookies, device: Device::Keeps }
}

/// What follows a form that was taken; `page` is the one that held it.
fn next(portal: &Portal, head: &Headers, visitor: &Visitor, done: Done, page: &str) -> Result<Reply, Error> {
    let secure = portal.public_url.is_secure();
    let names = head.cookies;
    let mut cookies = Vec::new();
    let device = match done {
        Done::SignedOut | Done::SignedIn { before: Before::SomebodyElse, .. } if !head.practising => Device::Forgets,
        // Practice leaves nothing on a device, and takes nothing real away from it.
        _ => Device::Keeps,
    };
    let location = match done {
        Done::SeeOther(location) => {
            forget_form(portal, head, page, &mut cookies);
            location
        }
        Done::Answered(told, location) => {
            forget_form(portal, head, page, &mut cookies);
            let key = answers::keep(portal, head, visitor, &told)?;
            cookies.push(cookies::answers(names.answers, &key, secure).to_string());
            location
        }
        Done::Erased(location) => {
            forget_form(portal, head, page, &mut cookies);
            answers::erase(portal, head)?;
            cookies.push(cookies::ended(names.answers, secure).to_string());
            location
        }
        // It was taken before.
        Done::Slowed(_) => head.path.clone(),
        Done::Confirmed { token, location } => {
            forget_form(portal, head, page, &mut cookies);
            cookies.push(cookies::session(names.session, &token, visitor.stays(), secure).to_string());
            let local = local_address(&location);
            format!("{local}{}confirmed=yes", if local.contains('?') { '&' } else { '?' })
        }
        Done::SignedIn { token, stays, known_device, display, location, before: _ } => {
            forget_form(portal, head, page, &mut cookies);
            cookies.extend(display.map(|choice| cookies::display(choice, &portal.public_url).to_string()));
            cookies.push(cookies::session(names.session, &token, stays, secure).to_string());
            if !head.practising {
                let name = portal.public_url.device_cookie();
                cookies.push(cookies::known_device(name, &known_device, secure).to_string());
            }
            // Whether the browser keeps the session is seen with its next request.
            match head.keeps_cookies {
                true => location,
                false => format!("{ENTERED}?next={}", local_address(&location)),
            }
        }
        Done::PracticeBegun => match portal.practice.begin(&head.visitor_key(portal)) {
            Ok(token) => {
                let own = cookies::Names::practice(&portal.public_url);
                cookies.push(cookies::session(own.session, &token, Stays::No, secure).to_string());
                cookies.extend([own.stash, own.answers].map(|name| cookies::ended(name, secure).to_string()));
                "/".to_owned()
            }
            Err(Error::TooManyTries { .. }) => practice::MANY.to_owned(),
            Err(error) => return Err(error),
        },
        Done::PracticeLeft => {
            practice::end(portal, head, visitor);
            cookies.extend(practice::forgotten(portal));
            practice::LEFT.to_owned()
        }
        // The real session stands beside, so nobody takes the end of practice for a sign-out.
        Done::SignedOut if head.practising => {
            cookies.extend(practice::forgotten(portal));
            practice::LEFT.to_owned()
        }
        Done::SignedOut => {
            // Whoever sits down at this device next does not see them. The session has ended, whatever the store says.
            if let Err(error) = answers::erase(portal, head) {
                tracing::warn!(%error, "the answers of a visitor could not be erased");
            }
            cookies.extend(names.all().map(|name| cookies::ended(name, secure).to_string()));
            "/".to_owned()
        }
        Done::Display(choice, location) => {
            cookies.push(cookies::display(choice, &portal.public_url).to_string());
            location
        }
    };
    Ok(Reply::Next { location: local_address(&location).to_owned(), cookies, device })
}

/// The form was taken: what was kept of an earlier try goes.
fn forget_form(portal: &Portal, head: &Headers, page: &str, cookies: &mut Vec<String>) {
    let secure = portal.public_url.is_secure();
    match stash::forget(portal, head, page) {
        None => {}
        Some(nothing) if nothing.is_empty() => {
            cookies.push(cookies::ended(head.cookies.stash, secure).to_string());
        }
        Some(others) => cookies.push(cookies::stash(head.cookies.stash, &others, secure).to_string()),
    }
}

/// Server functions serve islands only. A browser that posts one as a page is led to the home page, so that the
/// framework's error never stands in an address.
pub async fn server_function(request: HttpRequest, payload: web::Payload, portal: web::Data<Portal>) -> HttpResponse {
    let secure = portal.public_url.is_secure();
    let from_island = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| !accept.contains("text/html"));
    match (csrf::write_origin(request.headers(), portal.public_url.origin()), from_island) {
        (csrf::WriteOrigin::Portal, true) => crate::http::server_functions::run(request, payload, portal).await,
        (csrf::WriteOrigin::Portal | csrf::WriteOrigin::Unknown, _) => see_other("/", secure).finish(),
        (csrf::WriteOrigin::Elsewhere, _) => {
            let words = Words::new(Headers::of(&request, &portal).display);
            headers::words(StatusCode::FORBIDDEN, secure).body(words.say("obstacle-forbidden"))
        }
    }
}
