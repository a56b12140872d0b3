//! Files of the front end, from the program itself: each under a name with a hash of its contents, so browsers keep
//! them for a year and never ask again.

use actix_web::{HttpRequest, HttpResponse, http::header};
use assets::Asset;

/// Answers `/assets/{name}`.
pub async fn asset(request: HttpRequest) -> HttpResponse {
    let Some(asset) = assets::find(request.path()) else {
        return HttpResponse::NotFound().insert_header((header::CACHE_CONTROL, "no-store")).finish();
    };
    let text = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (encoding, body) = choose(asset, text(header::ACCEPT_ENCODING).unwrap_or_default());
    // Each encoding is a representation of its own, so it has a tag of its own (RFC 9110, 8.8.3.3).
    let tag = format!("\"{}{}\"", asset.path.trim_start_matches("/assets/"), encoding.map_or("", Encoding::suffix));
    let known = text(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|known| is_tag(known, &tag)));
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::ETAG, tag))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("cross-origin-resource-policy", "same-origin"));
    if known {
        return response.finish();
    }
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding.name()));
    }
    response.content_type(asset.content_type).body(body)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => "-br",
            Self::Gzip => "-gz",
        }
    }
}

/// The smallest form that the browser takes.
fn choose(asset: &Asset, accepted: &str) -> (Option<Encoding>, &'static [u8]) {
    let forms = [(Encoding::Brotli, asset.brotli), (Encoding::Gzip, asset.gzip)];
    let fitting = forms
        .into_iter()
        .find_map(|(encoding, form)| form.filter(|_| accepts(accepted, encoding)).map(|form| (encoding, form)));
    match fitting {
        Some((encoding, form)) => (Some(encoding), form),
        None => (None, asset.raw),
    }
}

/// Whether a browser takes an encoding: named with a weight above nought. `*` alone means none in particular.
fn accepts(accepted: &str, encoding: Encoding) -> bool {
    accepted.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding.name()));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|weight| weight.parse::<f32>().ok());
        named && weight.is_none_or(|weight| weight > 0.0)
    })
}

fn is_tag(known: &str, tag: &str) -> bool {
    let known = known.trim();
    known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
}

#[cfg(test)]
mod tests {
    use super::{Encoding, accepts, asset};
    use actix_web::{
        App,
        http::{StatusCode, header},
        test, web,
    };

    #[test]
    async fn an_encoding_must_be_named_and_not_refused() {
        assert!(accepts("gzip, deflate, br, zstd", Encoding::Brotli));
        assert!(accepts("BR;q=0.5", Encoding::Brotli));
        assert!(!accepts("br;q=0, gzip", Encoding::Brotli));
        assert!(!accepts("", Encoding::Gzip));
        assert!(!accepts("*", Encoding::Gzip));
        assert!(!accepts("brx", Encoding::Brotli));
    }

    async fn get(path: &str, headers: &[(&'static str, &str)]) -> (StatusCode, header::HeaderMap, Vec<u8>) {
        let app = test::init_service(App::new().route("/assets/{name}", web::get().to(asset))).await;
        let request =
            headers.iter().fold(test::TestRequest::get().uri(path), |request, header| request.insert_header(*header));
        let response = test::call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, test::read_body(response).await.to_vec())
    }

    #[test]
    async fn a_file_is_sent_as_the_browser_takes_it_and_kept_for_a_year() {
        let css = assets::front_end().css;
        let file = assets::find(css).copied();
        let raw = file.map(|file| file.raw.to_vec());
        let (status, headers, body) = get(css, &[]).await;
        assert_eq!((status, Some(body)), (StatusCode::OK, raw));
        assert_eq!(
            headers.get(header::CACHE_CONTROL).map(header::HeaderValue::as_bytes),
            Some(&b"public, max-age=31536000, immutable"[..])
        );
        let (status, _, _) = get(css, &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(status, StatusCode::OK);
        let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        let (status, _, body) = get(css, &[("if-none-match", tag)]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
    }

    #[test]
    async fn an_unknown_name_is_not_found() {
        for path in ["/assets/main.css", "/assets/..%2fsecret", "/assets/none"] {
            assert_eq!(get(path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
