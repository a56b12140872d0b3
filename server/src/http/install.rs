//! What makes the portal a thing on the home screen: its description, and the worker that shows one page when there is no
//! network.

use actix_web::{HttpResponse, http::header};

/// Answers `/manifest.webmanifest`.
pub async fn manifest() -> HttpResponse {
    let icon = |name: &str, sizes: &str| {
        assets::named(name)
            .map(|asset| serde_json::json!({ "src": asset.path, "sizes": sizes, "type": asset.content_type }))
    };
    let icons: Vec<_> = [("icon-192.png", "192x192"), ("icon-512.png", "512x512")]
        .iter()
        .filter_map(|(name, size)| icon(name, size))
        .collect();
    // `minimal-ui` keeps the browser's way back.
    let manifest = serde_json::json!({
        "name": "通办", "short_name": "通办", "lang": "zh-CN", "start_url": "/", "scope": "/", "display": "minimal-ui",
        "background_color": "#ffffff", "theme_color": "#0a4a75", "icons": icons,
    });
    fixed("application/manifest+json", manifest.to_string())
}

/// Answers `/service-worker.js`. It stands at the top, since a worker serves only what lies below its own address. Its
/// text names the style of this build, so that a new build brings a new worker.
pub async fn service_worker() -> HttpResponse {
    let Some(script) = assets::named("service-worker.js") else { return HttpResponse::NotFound().finish() };
    let script = String::from_utf8_lossy(script.raw).replace("STYLE", assets::front_end().css);
    fixed("text/javascript; charset=utf-8", script)
}

fn fixed(content_type: &'static str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; connect-src 'self'"))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .content_type(content_type)
        .body(body)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail loudly")]
mod tests {
    use super::manifest;
    use actix_web::{App, test, web};

    #[test]
    async fn the_manifest_names_icons_that_are_served() {
        let app = test::init_service(App::new().route("/", web::get().to(manifest))).await;
        let response = test::call_service(&app, test::TestRequest::get().uri("/").to_request()).await;
        let manifest: serde_json::Value = serde_json::from_slice(&test::read_body(response).await).unwrap();
        let icons = manifest["icons"].as_array().unwrap();
        assert_eq!(icons.len(), 2, "{manifest}");
        for icon in icons {
            assert!(assets::find(icon["src"].as_str().unwrap()).is_some(), "{icon}");
        }
    }
}
