//! From a POST to a 303.

use super::{Done, FORMS, Form, FormRequest, answers, later, stash};
use crate::http::{
    Portal, body, compress, cookies, csrf,
    headers::{self, local_address, see_other},
    pages::{Admission, Answer, admission, document, obstacle, sign_in_address},
    practice,
    visitor::{Headers, Visitor},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use app::{
    i18n::Words,
    routes::{Kept, matches},
};
use contract::{error::FieldError, fields::Fields, operations::Obstacle};
use domain::{
    error::Error,
    identity::{
        sign_in::{Attempt, Before},
        tries::Origin,
    },
};

/// Answers a POST to any form.
pub async fn form(request: HttpRequest, payload: web::Payload, portal: web::Data<Portal>) -> HttpResponse {
    let head = Headers::of(&request, &portal);
    let secure = portal.public_url.is_secure();
    let gzip = compress::accepts_gzip(&head.accept_encoding);
    let came_from = csrf::write_origin(request.headers(), portal.public_url.origin());
    let body = body::read(&request, payload).await;
    let (city, asked) = (portal.clone(), head.clone());
    let mut answered = web::block(move || reply(&city, &asked, came_from, body, None)).await;
    if let Ok(Reply::Later { attempt, fields }) = answered {
        // No thread is held meanwhile: whoever slows somebody else slows nobody besides.
        actix_web::rt::time::sleep(attempt.pause()).await;
        answered = web::block(move || reply(&portal, &head, came_from, Ok(fields), Some(&attempt))).await;
    }
    match answered {
        Ok(Reply::Page(answer)) => answer.into_response(secure, gzip),
        Ok(Reply::Next { location, cookies, device }) => {
            let mut response = see_other(&location, secure);
            if device == Device::Forgets {
                response.insert_header(("clear-site-data", "\"storage\""));
            }
            for cookie in cookies {
                response.append_header((header::SET_COOKIE, cookie));
            }
            response.finish()
        }
        Ok(Reply::Later { .. }) | Err(_) => headers::later(secure),
    }
}

enum Reply {
    /// Nothing yet: the form is asked again after a pause.
    Later {
        attempt: Box<Attempt>,
        fields: Fields,
    },
    Page(Answer),
    Next {
        location: String,
        cookies: Vec<String>,
        device: Device,
    },
}

/// What this portal left on the device, beside cookies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Device {
    /// Stays.
    Keeps,
    /// Goes: whoever sits down next finds nobody's card.
    Forgets,
}

fn reply(
    portal: &Portal,
    head: &Headers,
    came_from: csrf::WriteOrigin,
    body: Result<Fields, body::BodyError>,
    waited: Option<&Attempt>,
) -> Reply {
    let portal = match practice::serving(portal, head) {
        Ok(portal) => portal,
        // Whoever wants to leave can, whatever the practice store says.
        Err(_) if head.path == practice::END => {
            return Reply::Next {
                location: practice::LEFT.to_owned(),
                cookies: practice::forgotten(portal),
                device: Device::Keeps,
            };
        }
        Err(error) => return Reply::Page(obstacle(portal, head, &Visitor::Unknown, &error)),
    };
    let portal = &*portal;
    let visitor = match Visitor::find(portal, head) {
        Ok(visitor) => visitor,
        Err(error) => return Reply::Page(obstacle(portal, head, &Visitor::Unknown, &error)),
    };
    let refuse = |error: &Error| Reply::Page(obstacle(portal, head, &visitor, error));
    // Once there is a form: what was typed comes back with the answer.
    let refuse_form = |form: &Form, request: &FormRequest<'_>, error: &Error| match error.obstacle() {
        Obstacle::Busy => {
            Reply::Page(later::page(portal, head, &visitor, kept(form, request, Vec::new(), false), error))
        }
        _ => refuse(error),
    };
    let Some((form, parameters)) = find(&head.path) else { return refuse(&Error::NotFound) };
    let fields = match body {
        Ok(fields) => fields,
        Err(body::BodyError::TooLarge) => return refuse(&Error::TooLarge),
        Err(body::BodyError::Broken) => Fields::default(),
    };
    match came_from {
        csrf::WriteOrigin::Portal => {}
        csrf::WriteOrigin::Elsewhere => return refuse(&Error::Forbidden),
        csrf::WriteOrigin::Unknown if confirmed(portal, head, &fields) => {}
        csrf::WriteOrigin::Unknown => return ask_to_confirm(portal, head, &visitor, &fields),
    }
    if let Some(elsewhere) = practice::led_elsewhere(head, &visitor) {
        return Reply::Next { location: elsewhere.to_owned(), cookies: Vec::new(), device: Device::Keeps };
    }
    let told = answers::read(portal, head, &visitor, form.action).fields;
    let request = FormRequest {
        answers: &told,
        cx: &portal.cx,
        actor: visitor.actor(),
        parameters: &parameters,
        fields: &fields,
        origin: Origin { address: &head.client, known_device: head.known_device.as_deref() },
        waited,
        session: head.session.as_deref(),
        display: head.display,
        chosen: head.display_chosen.then_some(head.display),
    };
    match admission(form.audience, &visitor) {
        Admission::Enter => {}
        Admission::Forbidden => return refuse(&Error::Forbidden),
        Admission::SignInFirst => return again(portal, head, &visitor, form, &request, Vec::new(), true),
    }
    match (form.handle)(&request) {
        Ok(Done::Slowed(attempt)) => Reply::Later { attempt, fields },
        Ok(done) => match next(portal, head, &visitor, done) {
            Ok(reply) => reply,
            Err(error) => refuse_form(form, &request, &error),
        },
        Err(Error::Invalid(errors)) => again(portal, head, &visitor, form, &request, errors, false),
        Err(Error::SignInNeeded) => again(portal, head, &visitor, form, &request, Vec::new(), true),
        Err(error) => refuse_form(form, &request, &error),
    }
}

/// What was typed, for the page that holds the form.
fn kept(form: &Form, request: &FormRequest<'_>, errors: Vec<FieldError>, session_ended: bool) -> Kept {
    let page = local_address(&(form.page)(request)).to_owned();
    Kept { page, fields: request.fields.without(form.secret), errors, session_ended }
}

fn find(path: &str) -> Option<(&'static Form, Vec<String>)> {
    FORMS.iter().find_map(|form| matches(form.action, path).map(|parameters| (form, parameters)))
}

/// Keeps what was typed and shows the form's page again, or the sign-in page first.
fn again(
    portal: &Portal,
    head: &Headers,
    visitor: &Visitor,
    form: &Form,
    request: &FormRequest<'_>,
    errors: Vec<FieldError>,
    session_ended: bool,
) -> Reply {
    let kept = kept(form, request, errors, session_ended);
    let secure = portal.public_url.is_secure();
    let cookies = match stash::keep(portal, visitor, &kept) {
        Ok(key) => vec![cookies::stash(head.cookies.stash, &key, secure).to_string()],
        // Where it cannot be kept, it comes back with the answer.
        Err(error) => return Reply::Page(later::page(portal, head, visitor, kept, &error)),
    };
    let page = kept.page;
    let location = match session_ended {
        true => format!("{}&kept=yes", sign_in_address(&page)).replacen("sign-in&", "sign-in?", 1),
        false => page,
    };
    Reply::Next { location, cookies, device: Device::Keeps }
}

fn next(portal: &Portal, head: &Headers, visitor: &Visitor, done: Done) -> Result<Reply, Error> {
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
            forget_form(portal, head, &mut cookies);
            location
        }
        Done::Answered(told, location) => {
            forget_form(portal, head, &mut cookies);
            let key = answers::keep(portal, head, visitor, &told)?;
            cookies.push(cookies::answers(names.answers, &key, secure).to_string());
            location
        }
        Done::Erased(location) => {
            forget_form(portal, head, &mut cookies);
            answers::erase(portal, head)?;
            cookies.push(cookies::ended(names.answers, secure).to_string());
            location
        }
        // It was taken before.
        Done::Slowed(_) => head.path.clone(),
        Done::SignedIn { token, known_device, display, location, before: _ } => {
            cookies.extend(display.map(|choice| cookies::display(choice, secure).to_string()));
            cookies.push(cookies::session(names.session, &token, secure).to_string());
            if !head.practising {
                let name = portal.public_url.device_cookie();
                cookies.push(cookies::known_device(name, &known_device, secure).to_string());
            }
            location
        }
        Done::PracticeBegun => {
            let token = portal.practice.begin()?;
            let own = cookies::Names::practice(&portal.public_url);
            cookies.push(cookies::session(own.session, &token, secure).to_string());
            cookies.extend([own.stash, own.answers].map(|name| cookies::ended(name, secure).to_string()));
            "/".to_owned()
        }
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
            cookies.push(cookies::display(choice, secure).to_string());
            location
        }
    };
    Ok(Reply::Next { location: local_address(&location).to_owned(), cookies, device })
}

/// The form was taken: what was kept of an earlier try goes.
fn forget_form(portal: &Portal, head: &Headers, cookies: &mut Vec<String>) {
    if let Some(key) = &head.stash {
        stash::forget(portal, key);
        cookies.push(cookies::ended(head.cookies.stash, portal.public_url.is_secure()).to_string());
    }
}

/// Field that proves that the person saw the question "did you mean to send this?".
const CONFIRMATION: &str = "confirmation";

fn confirmed(portal: &Portal, head: &Headers, fields: &Fields) -> bool {
    fields.first(CONFIRMATION) == confirmation(portal, head)
}

/// Bound to the browser's session and to the address, by the portal's own key: another site cannot know it.
fn confirmation(portal: &Portal, head: &Headers) -> String {
    portal
        .cx
        .keys
        .fingerprint("confirmation", &format!("{}|{}", head.session.as_deref().unwrap_or_default(), head.path))
}

fn ask_to_confirm(portal: &Portal, head: &Headers, visitor: &Visitor, fields: &Fields) -> Reply {
    let mut hidden: Vec<(String, String)> =
        fields.pairs().iter().filter(|(name, _)| name != CONFIRMATION).cloned().collect();
    hidden.push((CONFIRMATION.to_owned(), confirmation(portal, head)));
    let page = app::operations::confirm::confirm_page(&Words::new(head.display), &head.path, &hidden);
    Reply::Page(document(portal, head, visitor, StatusCode::OK, page))
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
        (csrf::WriteOrigin::Elsewhere, _) => HttpResponse::Forbidden().finish(),
    }
}
