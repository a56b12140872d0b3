//! Server functions serve islands. Each one declares who may call it, in this table; one that has no rule is refused,
//! and a sweep fails on it.

use super::{
    Portal, practice,
    visitor::{Headers, Visitor},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_LENGTH, HeaderValue},
    web,
};
use app::{policies::document_check::CheckPolicyText, server::PortalRequest};
use contract::identity::{Audience, Role};
use domain::{error::Error, policies::desk::LONGEST_DOCUMENT};
use leptos::{
    prelude::{Owner, provide_context},
    reactive::computed::ScopedFuture,
    server_fn::actix::{handle_server_fn, register_explicit, server_fn_paths},
};

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
    let endpoint = request.match_info().get("name").unwrap_or_default();
    let Some((_, audience)) = RULES.iter().find(|(known, _)| *known == endpoint) else {
        return HttpResponse::NotFound().finish();
    };
    match body_length(&request) {
        Some(length) if length <= LARGEST_BODY => {}
        Some(_) => return HttpResponse::PayloadTooLarge().finish(),
        // Browsers always say how much they send.
        None => return HttpResponse::LengthRequired().finish(),
    }
    let head = Headers::of(&request, &portal);
    let found = web::block(move || {
        let portal = practice::serving(&portal, &head)?;
        let visitor = Visitor::find(&portal, &head)?;
        Ok::<_, Error>((portal.cx.clone(), visitor.actor().cloned()))
    });
    let (cx, actor) = match found.await {
        Ok(Ok(found)) => found,
        Ok(Err(_)) | Err(_) => return HttpResponse::ServiceUnavailable().finish(),
    };
    if !audience.admits(actor.as_ref()) {
        return HttpResponse::Forbidden().finish();
    }
    let owner = Owner::new();
    let mut answer = owner
        .with(|| {
            provide_context(PortalRequest { cx, actor });
            ScopedFuture::new(handle_server_fn(request, payload))
        })
        .await;
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn body_length(request: &HttpRequest) -> Option<usize> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
