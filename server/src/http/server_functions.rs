//! Server functions serve islands. Each one declares who may call it, in this table; one that has no rule is refused,
//! and a sweep fails on it.

use super::Portal;
use actix_web::{HttpRequest, HttpResponse, web};
use contract::identity::Audience;

/// Who may call which server function, by its endpoint.
pub const RULES: &[(&str, Audience)] = &[];

/// Runs the server function of an address, if it has a rule.
pub async fn run(request: HttpRequest, _payload: web::Payload, _portal: web::Data<Portal>) -> HttpResponse {
    let endpoint = request.match_info().get("name").unwrap_or_default();
    match RULES.iter().find(|(known, _)| *known == endpoint) {
        Some(_) => HttpResponse::NotImplemented().finish(),
        None => HttpResponse::NotFound().finish(),
    }
}
