//! The cookies: session, display, the key of the stash, the key of the answers of `/check`, and one for browsers that are
//! asked to confirm a form. Under https each is bound to this host by its name, so that no neighbour plants one (RFC 6265bis). Whoever practises has a
//! session, a stash and answers of their own beside the real ones, which stay as they are. All are needed for what the
//! person asked, so there is no banner (the privacy page lists them).

use crate::config::PublicUrl;
use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use contract::{display::Display, identity::Stays};
use domain::identity::{
    known_device::DAYS,
    passkeys::ceremony::{LIFE_MS, Purpose},
    session::STAYS_DAYS,
};

/// Names of the cookies of one visit, real or practised.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The session.
    pub session: &'static str,
    /// The key of the stash: forms that could not be taken.
    pub stash: &'static str,
    /// The key of the answers of `/check`.
    pub answers: &'static str,
}

impl Names {
    /// Those of a real visit.
    pub fn real(public_url: &PublicUrl) -> Self {
        let bound = |plain, bound| public_url.cookie(plain, bound);
        Self {
            session: public_url.session_cookie(),
            stash: bound("kept", "__Host-kept"),
            answers: bound("answers", "__Host-answers"),
        }
    }

    /// Those of a visit to practise.
    pub fn practice(public_url: &PublicUrl) -> Self {
        let bound = |plain, bound| public_url.cookie(plain, bound);
        Self {
            session: public_url.practice_cookie(),
            stash: bound("practice-kept", "__Host-practice-kept"),
            answers: bound("practice-answers", "__Host-practice-answers"),
        }
    }

    /// All of them.
    pub fn all(self) -> [&'static str; 3] {
        [self.session, self.stash, self.answers]
    }
}

/// The longest value of our own cookies: the keys of six forms.
const LONGEST: usize = 400;

/// The value of a cookie; over-long ones are not ours.
pub fn value(request: &HttpRequest, name: &str) -> Option<String> {
    let cookie = request.cookie(name)?;
    Some(cookie.value().to_owned()).filter(|value| !value.is_empty() && value.len() <= LONGEST)
}

/// Whether the browser sent a cookie of this name, whatever it holds.
pub fn is_there(request: &HttpRequest, name: &str) -> bool {
    request.cookie(name).is_some()
}

/// The session cookie. It ends with the browser, or after the days for which a person stays signed in on their own device;
/// the store ends it earlier.
pub fn session<'a>(name: &'a str, token: &'a str, stays: Stays, secure: bool) -> Cookie<'a> {
    let mut cookie = of_the_browser(name, token, secure);
    if stays == Stays::Yes {
        cookie.set_max_age(Duration::days(STAYS_DAYS));
    }
    cookie
}

/// A cookie that ends with the browser.
fn of_the_browser<'a>(name: &'a str, value: &'a str, secure: bool) -> Cookie<'a> {
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).finish()
}

/// What a device is known by after a sign-in. It outlives the session, and says nothing about anybody.
pub fn known_device<'a>(name: &'a str, value: &'a str, secure: bool) -> Cookie<'a> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::days(DAYS))
        .finish()
}

/// The stash key; a day at most.
pub fn stash<'a>(name: &'a str, key: &'a str, secure: bool) -> Cookie<'a> {
    Cookie::build(name, key)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::hours(24))
        .finish()
}

/// The key of the answers of `/check`. It ends with the browser; the store ends the answers earlier, and a cookie that
/// outlives them lets the page say so.
pub fn answers<'a>(name: &'a str, key: &'a str, secure: bool) -> Cookie<'a> {
    of_the_browser(name, key, secure)
}

/// Name of the cookie of the display choice.
pub fn display_name(public_url: &PublicUrl) -> &'static str {
    public_url.cookie(Display::COOKIE, "__Host-display")
}

/// The display choice; a year.
pub fn display(choice: Display, public_url: &PublicUrl) -> Cookie<'static> {
    Cookie::build(display_name(public_url), choice.to_cookie())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(public_url.is_secure())
        .max_age(Duration::days(365))
        .finish()
}

/// Name of the cookie with the key of a passkey's challenge. Each purpose has its own: a page in another tab, which asks for
/// something else, takes nothing away.
pub fn ceremony_name(public_url: &PublicUrl, purpose: Purpose) -> &'static str {
    let (plain, bound) = match purpose {
        Purpose::Register => ("passkey-register", "__Host-passkey-register"),
        Purpose::SignIn => ("passkey-sign-in", "__Host-passkey-sign-in"),
        Purpose::Confirm => ("passkey-confirm", "__Host-passkey-confirm"),
        Purpose::Join => ("passkey-join", "__Host-passkey-join"),
    };
    public_url.cookie(plain, bound)
}

/// That cookie. It ends with the challenge, and goes along with requests from the portal's own pages alone.
pub fn ceremony<'a>(public_url: &PublicUrl, purpose: Purpose, key: &'a str) -> Cookie<'a> {
    Cookie::build(ceremony_name(public_url, purpose), key)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(public_url.is_secure())
        .max_age(Duration::milliseconds(LIFE_MS))
        .finish()
}

/// Name of the cookie that tells one browser from another where it is asked to confirm a form.
pub fn confirm_name(public_url: &PublicUrl) -> &'static str {
    public_url.cookie("confirm", "__Host-confirm")
}

/// That cookie. It ends with the browser.
pub fn confirm<'a>(public_url: &PublicUrl, value: &'a str) -> Cookie<'a> {
    of_the_browser(confirm_name(public_url), value, public_url.is_secure())
}

/// 122 random bits that nobody can guess.
pub fn secret() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// Ends a cookie.
pub fn ended<'a>(name: &'a str, secure: bool) -> Cookie<'a> {
    let mut cookie = of_the_browser(name, "", secure);
    cookie.make_removal();
    cookie
}
