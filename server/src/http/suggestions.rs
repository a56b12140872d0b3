//! `/search/suggestions?q=`: the first results of a search as JSON, pairs of title and address in the language of the page.

use super::{Portal, headers, practice, visitor::Headers};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use app::{
    i18n::Words,
    services::{pages::pages, suggestions::MOST},
};

/// Answers the pairs. What is typed halfway is no missing word: nothing is counted.
pub async fn suggestions(request: HttpRequest, portal: web::Data<Portal>) -> HttpResponse {
    let head = Headers::of(&request, &portal);
    let (secure, words) = (portal.public_url.is_secure(), Words::new(head.display));
    let query = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "q");
    let query = query.map(|(_, value)| value.into_owned()).unwrap_or_default();
    let found = web::block(move || {
        let serving = practice::serving(&portal, &head)?;
        domain::services::search::suggestions(&serving.cx, &query, MOST, pages)
    });
    match found.await {
        Ok(Ok(found)) => {
            let pairs: Vec<(&str, &str)> =
                found.iter().map(|(title, address)| (words.of(title), address.as_str())).collect();
            let pairs = serde_json::json!(pairs).to_string();
            headers::data(secure).content_type("application/json").body(pairs)
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "nothing could be suggested");
            headers::words(StatusCode::SERVICE_UNAVAILABLE, secure).body(words.say("obstacle-busy"))
        }
        Err(_) => headers::words(StatusCode::SERVICE_UNAVAILABLE, secure).body(words.say("obstacle-busy")),
    }
}
