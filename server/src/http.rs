//! HTTP: pages, forms, assets, health. One function wires them, for the program and for the tests alike.

pub mod addresses;
pub mod assets;
pub mod body;
pub mod check;
pub mod compress;
pub mod connections;
pub mod cookies;
pub mod csrf;
pub mod forms;
pub mod headers;
pub mod health;
pub mod install;
pub mod log;
pub mod pages;
pub mod passkeys;
pub mod practice;
pub mod server_functions;
mod suggestions;
pub mod unread;
pub mod visitor;

use crate::config::{PublicUrl, TrustedProxies};
use actix_web::web;
use domain::{context::Context, operations::practice::PracticeRoom};
use std::sync::Arc;

/// What every handler needs.
#[derive(Clone)]
pub struct Portal {
    /// Store, clock, vocabulary.
    pub cx: Context,
    /// Where whoever practises is served from.
    pub practice: Arc<PracticeRoom>,
    /// The address people use.
    pub public_url: PublicUrl,
    /// Whose forwarded headers count.
    pub trusted_proxies: TrustedProxies,
    /// What all bodies that are being received may take together.
    pub bodies: Arc<body::Room>,
}

/// Registers every address. Pages and forms are found in their own tables, so that the tables are the whole truth.
pub fn configure(portal: Portal) -> impl FnOnce(&mut web::ServiceConfig) {
    server_functions::register();
    move |service| {
        service
            .app_data(web::Data::new(portal))
            .app_data(web::PayloadConfig::new(server_functions::LARGEST_BODY))
            .route("/healthz", web::get().to(health::healthz))
            .route("/readyz", web::get().to(health::readyz))
            .route("/manifest.webmanifest", web::get().to(install::manifest))
            .route("/service-worker.js", web::get().to(install::service_worker))
            .route("/check/device", web::get().to(check::device))
            .route("/assets/{name}", web::get().to(assets::asset))
            .route("/api/server/{name}", web::post().to(forms::server_function))
            .route(app::services::suggestions::ADDRESS, web::get().to(suggestions::suggestions))
            .route(passkeys::BEGIN, web::post().to(passkeys::begun))
            .default_service(web::route().to(pages::page))
            .route("/{path:.*}", web::post().to(forms::form));
    }
}
