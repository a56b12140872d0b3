//! Who is asking and how they want to see the portal, read from cookies and headers.

use super::{Portal, cookies, log::RequestNumber};
use crate::config::device;
use actix_web::{HttpMessage, HttpRequest, http::header};
use contract::{
    display::Display,
    identity::{Actor, Stays, device::Device},
    ids::AccountId,
};
use domain::{
    db::types::Instant,
    error::Error,
    identity::{
        confirm::StepUp,
        passkeys::ceremony::Purpose,
        session::{SessionState, Standing},
    },
};

/// What the headers of a request say, before the store is asked.
#[derive(Clone, Debug)]
pub struct Headers {
    /// This browser is practising: it is served from the practice room, and never from the city's store.
    pub practising: bool,
    /// Names of the cookies of this visit.
    pub cookies: cookies::Names,
    /// The browser has sent cookies, so it keeps them.
    pub keeps_cookies: bool,
    /// Session token, as the browser sent it.
    pub session: Option<String>,
    /// What the device is known by, where somebody signed in on it before. Practice knows no devices.
    pub known_device: Option<String>,
    /// Key of the stash.
    pub stash: Option<String>,
    /// Key of the answers of `/check`.
    pub answers: Option<String>,
    /// What tells this browser from others where it is asked to confirm a form.
    pub confirm: Option<String>,
    /// Keys of the challenges that passkeys are to answer.
    pub ceremonies: Ceremonies,
    /// Language and mode.
    pub display: Display,
    /// This browser has chosen its display, so nobody asks again.
    pub display_chosen: bool,
    /// Address of the person's device, for limits; never logged.
    pub client: String,
    /// Number of the request, in the log and on the page that says that something went wrong.
    pub number: String,
    /// What the browser calls itself.
    pub device: Device,
    /// Path without query.
    pub path: String,
    /// Query, decoded.
    pub query: contract::fields::Fields,
    /// Encodings the browser takes.
    pub accept_encoding: String,
}

impl Headers {
    /// Reads them.
    pub fn of(request: &HttpRequest, portal: &Portal) -> Self {
        let text = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
        let client = client(request, portal);
        let display = cookies::value(request, cookies::display_name(&portal.public_url));
        let practising = cookies::is_there(request, portal.public_url.practice_cookie());
        let names = match practising {
            true => cookies::Names::practice(&portal.public_url),
            false => cookies::Names::real(&portal.public_url),
        };
        Self {
            practising,
            cookies: names,
            keeps_cookies: request.headers().contains_key(header::COOKIE),
            session: cookies::value(request, names.session),
            known_device: cookies::value(request, portal.public_url.device_cookie()).filter(|_| !practising),
            stash: cookies::value(request, names.stash),
            answers: cookies::value(request, names.answers),
            confirm: cookies::value(request, cookies::confirm_name(&portal.public_url)),
            ceremonies: Ceremonies::of(request, portal),
            display_chosen: display.is_some(),
            display: display.map(|value| Display::from_cookie(&value)).unwrap_or_default(),
            client,
            device: Device::of(text(header::USER_AGENT).unwrap_or_default()),
            number: request.extensions().get::<RequestNumber>().cloned().unwrap_or_else(RequestNumber::fresh).0,
            path: request.path().to_owned(),
            query: super::body::decode(request.query_string().as_bytes()),
            accept_encoding: text(header::ACCEPT_ENCODING).unwrap_or_default().to_owned(),
        }
    }

    /// The address of the device as a keyed hash, for what is bounded for each: the address itself is written nowhere.
    pub fn visitor_key(&self, portal: &Portal) -> String {
        portal.cx.keys.fingerprint("visitor", &self.client)
    }
}

/// Keys of the challenges that a browser has, one for each purpose.
#[derive(Clone, Debug, Default)]
pub struct Ceremonies(Vec<(Purpose, String)>);

impl Ceremonies {
    fn of(request: &HttpRequest, portal: &Portal) -> Self {
        let key = |purpose| cookies::value(request, cookies::ceremony_name(&portal.public_url, purpose));
        Self(Purpose::ALL.into_iter().filter_map(|purpose| Some((purpose, key(purpose)?))).collect())
    }

    /// The key of the one for a purpose.
    pub fn key(&self, purpose: Purpose) -> Option<&str> {
        self.0.iter().find(|(of, _)| *of == purpose).map(|(_, key)| key.as_str())
    }
}

/// The address of the person's device, for limits.
fn client(request: &HttpRequest, portal: &Portal) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip());
    // A line that is no text cannot be read, and stops the walk as any other unreadable entry.
    let lines: Vec<&str> =
        request.headers().get_all("x-forwarded-for").map(|line| line.to_str().unwrap_or_default()).collect();
    if let Some(words) = portal.trusted_proxies.unnamed_proxy(peer, !lines.is_empty(), &portal.public_url) {
        tracing::warn!("{words}");
    }
    portal.trusted_proxies.client(peer, lines.into_iter()).map(device).unwrap_or_default()
}

/// The person behind a request.
#[derive(Clone, Debug)]
pub enum Visitor {
    /// Signed in.
    Actor(Box<Actor>, Standing),
    /// Was signed in; the session ended.
    Ended(AccountId),
    /// Nobody in particular.
    Unknown,
}

impl Visitor {
    /// Asks the store. Runs on the blocking pool.
    ///
    /// # Errors
    /// The store is away.
    pub fn find(portal: &Portal, headers: &Headers) -> Result<Self, Error> {
        let Some(token) = &headers.session else { return Ok(Self::Unknown) };
        Ok(match domain::identity::session::find(&portal.cx, token)? {
            SessionState::Live(actor, standing) => Self::Actor(Box::new(actor), standing),
            SessionState::Ended(account) => Self::Ended(account),
            SessionState::Unknown => Self::Unknown,
        })
    }

    /// The signed-in person.
    pub fn actor(&self) -> Option<&Actor> {
        match self {
            Self::Actor(actor, _) => Some(actor),
            Self::Ended(_) | Self::Unknown => None,
        }
    }

    /// Whether the person has to prove once more who they are. Whoever has not signed in is asked for that elsewhere.
    pub fn must_confirm(&self, now: Instant, step_up: StepUp) -> bool {
        match self {
            Self::Actor(_, standing) => step_up.is_needed(now, *standing),
            Self::Ended(_) | Self::Unknown => false,
        }
    }

    /// Whether the session stays on the device.
    pub fn stays(&self) -> Stays {
        match self {
            Self::Actor(_, standing) => standing.stays,
            Self::Ended(_) | Self::Unknown => Stays::No,
        }
    }

    /// How long the session lasts at most from now on, in milliseconds.
    pub fn lasts_ms(&self, now: Instant) -> i64 {
        match self {
            Self::Actor(_, standing) => standing.expires_at - now.0,
            Self::Ended(_) | Self::Unknown => 0,
        }
    }

    /// The account to which kept form values belong.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Actor(actor, _) => Some(&actor.account),
            Self::Ended(account) => Some(account),
            Self::Unknown => None,
        }
    }
}
