//! The portal for tests: the real handlers in process, on a database of its own with a small demonstration city.

use crate::database::TestDatabase;
use actix_web::{
    App,
    body::to_bytes,
    http::{StatusCode, header},
    test,
};
use domain::{
    context::Context,
    operations::{
        demonstration::{self, SignIns},
        jobs,
    },
    policies::matching,
};
use server::{
    config::{PublicUrl, TrustedProxies},
    http::{Portal, configure},
    start::job_kinds,
};
use std::time::Duration;

/// Residents of the test city.
const RESIDENTS: u64 = 40;

/// A portal with its city, and who may sign in.
pub struct TestPortal {
    /// Store, clock, vocabulary.
    pub cx: Context,
    sign_ins: SignIns,
}

/// An answer as a browser sees it.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Where it leads, on 303.
    pub location: String,
    /// Headers, name and value.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

/// A browser: it keeps cookies and says where its forms come from.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    cookies: Vec<(String, String)>,
}

impl TestPortal {
    /// Imports the seeds, fills the city and matches every policy.
    pub fn on(database: &TestDatabase) -> Self {
        let (cx, _clock) = database.context(job_kinds());
        domain::services::seeds::import(&cx).expect("the items are imported");
        domain::policies::seeds::import(&cx).expect("the policies are imported");
        let sign_ins = demonstration::fill(&cx, RESIDENTS, 1, &mut |_| {}).expect("the city is filled");
        while let Some(job) = matching::unfinished(&cx).expect("the jobs are read") {
            jobs::run_for(&cx, &job, Duration::from_secs(60)).expect("the matching runs");
        }
        Self { cx, sign_ins }
    }

    /// Sends one request of a browser.
    pub fn send(&self, browser: &mut Browser, request: test::TestRequest) -> Answer {
        let portal = Portal {
            cx: self.cx.clone(),
            public_url: PublicUrl::local(8080),
            trusted_proxies: TrustedProxies::default(),
            demonstration: true,
        };
        let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.insert_header((header::COOKIE, cookies.join("; ")));
        let answer = actix_web::rt::System::new().block_on(async move {
            let app = test::init_service(App::new().configure(configure(portal))).await;
            let response = test::call_service(&app, request.to_request()).await;
            let status = response.status();
            let headers: Vec<(String, String)> = response
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
                .collect();
            let body = to_bytes(response.into_body()).await.unwrap_or_default();
            let location = headers.iter().find(|(name, _)| name == "location").map(|(_, value)| value.clone());
            Answer {
                status,
                location: location.unwrap_or_default(),
                headers,
                body: String::from_utf8_lossy(&body).into_owned(),
            }
        });
        browser.take_cookies(&answer);
        answer
    }

    /// Opens a page.
    pub fn get(&self, browser: &mut Browser, path: &str) -> Answer {
        self.send(browser, test::TestRequest::get().uri(path))
    }

    /// Posts a form from a page of the portal.
    pub fn post(&self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(browser, form(path, fields).insert_header(("sec-fetch-site", "same-origin")))
    }

    /// A browser in which somebody has signed in: a phone number or the name of a member of staff.
    pub fn signed_in(&self, who: &str) -> Browser {
        let one = self.sign_ins.0.iter().find(|one| one.sign_in == who).expect("they may sign in");
        let mut browser = Browser::default();
        let answer = self.post(&mut browser, "/sign-in", &[("identifier", who), ("password", one.password.expose())]);
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/"), "{who} signs in");
        browser
    }
}

impl Browser {
    /// Sets a cookie by hand, as a display choice of an earlier visit.
    pub fn set(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> String {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn take_cookies(&mut self, answer: &Answer) {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.set(name, value);
            }
        }
    }
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The first address in the page that begins so.
    pub fn address(&self, beginning: &str) -> String {
        let from = self.body.find(&format!("\"{beginning}")).map(|at| at + 1).expect("the page leads there");
        self.body[from..].split(['"', '#', '?']).next().unwrap_or_default().to_owned()
    }

    /// The value of the first field of a name.
    pub fn field(&self, name: &str) -> String {
        let from = self.body.find(&format!("name=\"{name}\"")).expect("the page has the field");
        let tag = self.body[from..].split('>').next().unwrap_or_default();
        tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }
}

/// A form post without any word of where it came from.
pub fn form(path: &str, fields: &[(&str, &str)]) -> test::TestRequest {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    test::TestRequest::post()
        .uri(path)
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(body.join("&"))
}
