//! Server functions serve islands. Each one declares who may call it, in this table; one that has no rule is refused,
//! and a sweep fails on it.

use super::{
    Portal,
    body::{self, BodyError},
    headers,
    pages::second_passkey_first,
    practice,
    visitor::{Headers, Visitor},
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, dev,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderValue, X_CONTENT_TYPE_OPTIONS},
    },
    web::{self, Bytes},
};
use app::{i18n::Words, policies::document_check::CheckPolicyText, server::PortalRequest};
use contract::identity::{Audience, Role};
use domain::{error::Error, policies::desk::LONGEST_DOCUMENT};
use futures::stream;
use leptos::{
    prelude::{Owner, provide_context},
    reactive::computed::ScopedFuture,
    server_fn::actix::{handle_server_fn, register_explicit, server_fn_paths},
};
use std::sync::Arc;

/// Who may call which server function, by its endpoint.
pub const RULES: &[(&str, Audience)] = &[("check-policy-text", Audience::Roles(&[Role::Author]))];

/// Largest body: the largest policy document, when each of its bytes is written as three.
pub const LARGEST_BODY: usize = 3 * LONGEST_DOCUMENT + 1024;

/// Makes the functions known by hand: a linker may leave out what registers itself.
pub fn register() {
    register_explicit::<CheckPolicyText>();
}

/// Addresses of every function that is known; a sweep holds them against the rules.
pub fn known() -> Vec<String> {
    register();
    let mut addresses: Vec<String> = server_fn_paths().map(|(address, _)| address.to_owned()).collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

/// Runs the server function of an address, if it has a rule and the visitor fits it.
pub async fn run(request: HttpRequest, payload: web::Payload, portal: web::Data<Portal>) -> HttpResponse {
    let head = Headers::of(&request, &portal);
    let (secure, words) = (portal.public_url.is_secure(), Words::new(head.display));
    let refuse = |status: StatusCode, key: &str| headers::words(status, secure).body(words.say(key));
    let endpoint = request.match_info().get("name").unwrap_or_default();
    let Some((_, audience)) = RULES.iter().find(|(known, _)| *known == endpoint) else {
        return refuse(StatusCode::NOT_FOUND, "obstacle-not-found");
    };
    match body::declared_length(&request) {
        Some(length) if length <= LARGEST_BODY => {}
        Some(_) => return refuse(StatusCode::PAYLOAD_TOO_LARGE, "obstacle-too-large"),
        // Browsers always say how much they send.
        None => return refuse(StatusCode::LENGTH_REQUIRED, "obstacle-incomplete"),
    }
    let room = Arc::clone(&portal.bodies);
    let found = web::block(move || {
        let portal = practice::serving(&portal, &head)?;
        let visitor = Visitor::find(&portal, &head)?;
        let is_held_back = second_passkey_first(&portal.cx, &head.path, &visitor)?.is_some();
        Ok::<_, Error>((portal.cx.clone(), visitor.actor().cloned(), is_held_back))
    });
    let (cx, actor, is_held_back) = match found.await {
        Ok(Ok(found)) => found,
        Ok(Err(_)) | Err(_) => return refuse(StatusCode::SERVICE_UNAVAILABLE, "obstacle-busy"),
    };
    if !audience.admits(actor.as_ref()) {
        return refuse(StatusCode::FORBIDDEN, "obstacle-forbidden");
    }
    if is_held_back {
        return refuse(StatusCode::FORBIDDEN, "passkeys-second-needed");
    }
    let body = match body::receive(&request, payload, LARGEST_BODY, &room).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return refuse(StatusCode::PAYLOAD_TOO_LARGE, "obstacle-too-large"),
        Err(BodyError::NoRoom) => return refuse(StatusCode::SERVICE_UNAVAILABLE, "obstacle-busy"),
        Err(BodyError::Broken) => return refuse(StatusCode::BAD_REQUEST, "obstacle-incomplete"),
    };
    let bytes = Bytes::copy_from_slice(&body.bytes);
    let mut payload: dev::Payload = dev::Payload::Stream { payload: Box::pin(stream::once(async { Ok(bytes) })) };
    let Ok(payload) = web::Payload::from_request(&request, &mut payload).await else {
        return refuse(StatusCode::BAD_REQUEST, "obstacle-incomplete");
    };
    let owner = Owner::new();
    let mut answer = owner
        .with(|| {
            provide_context(PortalRequest { cx, actor });
            ScopedFuture::new(handle_server_fn(request, payload))
        })
        .await;
    // No function answers with an error of its own, so what the framework says is about a call that it cannot read. Its
    // words are for programmers.
    if !answer.status().is_success() {
        return refuse(StatusCode::BAD_REQUEST, "obstacle-incomplete");
    }
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}
