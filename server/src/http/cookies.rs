//! The four cookies: session, display, the key of the stash, and the key of the answers of `/check`. All are needed for what the person asked, so there
//! is no banner (the privacy page lists them).

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use contract::display::Display;

/// Cookie with the key of the stash: forms that could not be taken.
pub const STASH: &str = "kept";

/// Cookie with the key of the answers of `/check`.
pub const ANSWERS: &str = "answers";

/// The value of a cookie; over-long ones are not ours.
pub fn value(request: &HttpRequest, name: &str) -> Option<String> {
    request.cookie(name).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty() && value.len() <= 200)
}

/// The session cookie. It ends with the browser; the store ends it earlier.
pub fn session<'a>(name: &'a str, token: &'a str, secure: bool) -> Cookie<'a> {
    Cookie::build(name, token).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).finish()
}

/// The stash key; a day at most.
pub fn stash(key: &str, secure: bool) -> Cookie<'_> {
    Cookie::build(STASH, key)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::hours(24))
        .finish()
}

/// The key of the answers of `/check`. It ends with the browser; the store ends the answers earlier, and a cookie that
/// outlives them lets the page say so.
pub fn answers(key: &str, secure: bool) -> Cookie<'_> {
    Cookie::build(ANSWERS, key).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).finish()
}

/// The display choice; a year.
pub fn display(choice: Display, secure: bool) -> Cookie<'static> {
    Cookie::build(Display::COOKIE, choice.to_cookie())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::days(365))
        .finish()
}

/// Ends a cookie.
pub fn ended<'a>(name: &'a str, secure: bool) -> Cookie<'a> {
    let mut cookie = Cookie::build(name, "").path("/").http_only(true).same_site(SameSite::Lax).secure(secure).finish();
    cookie.make_removal();
    cookie
}
