//! `/check/device`: what a visitor's own device needs to hold answers against every policy by itself. The request says
//! nothing about the visitor but language and mode.

use super::{Portal, compress, headers, practice, visitor::Headers};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use app::{i18n::Words, policies::entitlement::device_parts};
use domain::{error::Error, policies::entitlement::device_check};

/// Answers GET `/check/device`. When it cannot be had, the page goes on by forms.
pub async fn device(request: HttpRequest, portal: web::Data<Portal>) -> HttpResponse {
    let head = Headers::of(&request, &portal);
    let secure = portal.public_url.is_secure();
    let gzip = compress::accepts_gzip(&head.accept_encoding);
    let rules = web::block(move || {
        let portal = practice::serving(&portal, &head)?;
        let parts = device_parts(&Words::new(head.display), portal.cx.vocabulary.attributes());
        device_check(&portal.cx, parts)?.to_bytes().map_err(Error::fault)
    });
    match rules.await {
        Ok(Ok(rules)) => sent(rules, secure, gzip),
        Ok(Err(error)) => {
            tracing::error!(%error, "the rules for devices could not be put together");
            headers::later(secure)
        }
        Err(_) => headers::later(secure),
    }
}

fn sent(rules: Vec<u8>, secure: bool, gzip: bool) -> HttpResponse {
    let mut response = headers::data(secure);
    response.insert_header((header::VARY, "accept-encoding, cookie"));
    match gzip.then(|| compress::gzip(&rules)) {
        Some(Ok(body)) => response.insert_header((header::CONTENT_ENCODING, "gzip")).body(body),
        Some(Err(_)) | None => response.body(rules),
    }
}
