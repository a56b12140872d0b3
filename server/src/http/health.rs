//! For load balancers: is the process alive, and can it do work.

use super::Portal;
use actix_web::{HttpResponse, web};

/// `/healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `/readyz`: the store answers too.
pub async fn readyz(portal: web::Data<Portal>) -> HttpResponse {
    let answer = web::block(move || portal.cx.read(domain::db::migrate::is_behind)).await;
    match answer {
        Ok(Ok(false)) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Ok(Ok(true)) => HttpResponse::ServiceUnavailable().body("the database waits for a migration\n"),
        Ok(Err(_)) | Err(_) => HttpResponse::ServiceUnavailable().body("the database does not answer\n"),
    }
}
