//! `/passkeys/begin`: a challenge for the script of a passkey's form. It is made for pages of this portal alone, and names
//! nobody to a stranger.

use super::{
    Portal,
    body::{self, BodyError},
    cookies, csrf, headers, practice,
    visitor::{Headers, Visitor},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{RETRY_AFTER, SET_COOKIE},
    },
    web,
};
use app::i18n::Words;
use domain::{
    error::Error,
    identity::{
        confirm::StepUp,
        passkeys::ceremony::{Begun, Purpose, begin, begin_joining},
    },
};
use std::sync::Arc;

/// Its address.
pub const BEGIN: &str = "/passkeys/begin";
/// A purpose and a code are short.
const LONGEST_BODY: usize = 256;

/// Answers the options as JSON, with the browser's key in a cookie.
pub async fn begun(request: HttpRequest, payload: web::Payload, portal: web::Data<Portal>) -> HttpResponse {
    let head = Headers::of(&request, &portal);
    let (secure, words) = (portal.public_url.is_secure(), Words::new(head.display));
    let refuse = |status: StatusCode, key: &str| headers::words(status, secure).body(words.say(key));
    if csrf::write_origin(request.headers(), portal.public_url.origin()) != csrf::WriteOrigin::Portal {
        return refuse(StatusCode::FORBIDDEN, "obstacle-forbidden");
    }
    let room = Arc::clone(&portal.bodies);
    let body = match body::receive(&request, payload, LONGEST_BODY, &room).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return refuse(StatusCode::PAYLOAD_TOO_LARGE, "obstacle-too-large"),
        Err(BodyError::NoRoom) => return refuse(StatusCode::SERVICE_UNAVAILABLE, "obstacle-busy"),
        Err(BodyError::Broken) => return refuse(StatusCode::BAD_REQUEST, "obstacle-incomplete"),
    };
    let asked = body::decode(&body.bytes);
    let Some(purpose) = Purpose::from_text(asked.first("purpose")) else {
        return refuse(StatusCode::BAD_REQUEST, "obstacle-incomplete");
    };
    let public_url = portal.public_url.clone();
    let code = asked.first("code").to_owned();
    let refuse_for = |status: StatusCode, key: &str, seconds: u32| {
        let mut response = headers::words(status, secure);
        response.insert_header((RETRY_AFTER, seconds.to_string())).body(words.say(key))
    };
    let busy = || refuse_for(StatusCode::SERVICE_UNAVAILABLE, "obstacle-busy", headers::RETRY_AFTER_SECONDS);
    match web::block(move || make(&portal, &head, purpose, &code)).await {
        Ok(Ok(begun)) => headers::data(secure)
            .insert_header((SET_COOKIE, cookies::ceremony(&public_url, purpose, &begun.key).to_string()))
            .content_type("application/json")
            .body(begun.options.to_string()),
        Ok(Err(Error::NotFound)) => refuse(StatusCode::NOT_FOUND, "obstacle-not-found"),
        // The script then sends its form as it is, which leads to the page that is needed first and back, or says what
        // stands in the way.
        Ok(Err(Error::SignInNeeded)) => refuse(StatusCode::UNAUTHORIZED, "confirm-identity-title"),
        Ok(Err(Error::Conflict { code })) => refuse(StatusCode::UNAUTHORIZED, code),
        Ok(Err(Error::TooManyTries { seconds })) => {
            refuse_for(StatusCode::TOO_MANY_REQUESTS, "obstacle-too-many-tries", seconds)
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "a challenge could not be made");
            busy()
        }
        Err(_) => busy(),
    }
}

fn make(portal: &Portal, head: &Headers, purpose: Purpose, code: &str) -> Result<Begun, Error> {
    let serving = practice::serving(portal, head)?;
    let before = head.ceremonies.key(purpose);
    if purpose == Purpose::Join {
        return begin_joining(&serving.cx, code, before, &head.visitor_key(portal));
    }
    let visitor = Visitor::find(&serving, head)?;
    if purpose == Purpose::Register && visitor.must_confirm(serving.cx.now(), StepUp::Lately) {
        return Err(Error::SignInNeeded);
    }
    begin(&serving.cx, purpose, visitor.actor(), before, &head.visitor_key(portal))
}
