//! Headers of every answer (OWASP ASVS 5.0 V3.4).

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{StatusCode, header},
};

/// Policy of a page: nothing from elsewhere, no inline style, no inline script but the island loader with its nonce.
pub fn content_security_policy(nonce: Option<&str>) -> String {
    let script = match nonce {
        Some(nonce) => format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; connect-src 'self'; "),
        None => "script-src 'none'; ".to_owned(),
    };
    format!(
        "default-src 'none'; {script}style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}

/// Starts an HTML answer. Pages are never kept by caches: they may hold personal data, and a nonce.
pub fn html(status: StatusCode, nonce: Option<&str>, secure: bool) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        // Asked for before the first tag is read: a slow phone shows the page earlier.
        .insert_header((header::LINK, format!("<{}>; rel=preload; as=style", assets::front_end().css)))
        .insert_header((header::CONTENT_SECURITY_POLICY, content_security_policy(nonce)));
    common(&mut response, secure);
    response
}

/// After how many seconds whoever got 503 may come back.
pub const RETRY_AFTER_SECONDS: u32 = 5;

/// The answer without a page: there was nobody to make one.
pub fn later(secure: bool) -> HttpResponse {
    let mut response = HttpResponse::ServiceUnavailable();
    response.insert_header((header::RETRY_AFTER, RETRY_AFTER_SECONDS));
    common(&mut response, secure);
    response.finish()
}

/// Starts an answer for the portal's own scripts.
pub fn data(secure: bool) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, "application/octet-stream"));
    common(&mut response, secure);
    response
}

/// Starts the answer to a write: 303 to an address of this portal.
pub fn see_other(location: &str, secure: bool) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(StatusCode::SEE_OTHER);
    response.insert_header((header::LOCATION, location));
    common(&mut response, secure);
    response
}

/// The answer to a method that an address does not take.
pub fn not_that_method(allowed: &str, secure: bool) -> HttpResponse {
    let mut response = HttpResponse::MethodNotAllowed();
    response.insert_header((header::ALLOW, allowed));
    common(&mut response, secure);
    response.finish()
}

/// Starts a short answer in words, for the portal's own scripts.
pub fn words(status: StatusCode, secure: bool) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"));
    common(&mut response, secure);
    response
}

fn common(response: &mut HttpResponseBuilder, secure: bool) {
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::REFERRER_POLICY, "same-origin"))
        .insert_header(("cross-origin-opener-policy", "same-origin"))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .insert_header(("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"));
    if secure {
        response.insert_header((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"));
    }
}
