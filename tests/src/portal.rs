//! The real portal in process: its routes and forms on a test database with a small demonstration city, and clients
//! that keep cookies and send forms as a browser without scripts does.

mod end;

use crate::{
    HANGS,
    database::{Content, TestDatabase},
    html::Html,
};
use actix_web::{
    App,
    http::Method,
    rt::{System, SystemRunner},
    test::{TestRequest, call_service, init_service, read_body},
};
use domain::{
    context::{Context, StandingClock},
    operations::{
        demonstration::{self, SignIns},
        jobs,
        practice::PracticeRoom,
        tasks::{self, Ran, Task},
    },
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use server::{
    config::{PublicUrl, TrustedProxies},
    http::{Portal, configure},
    start::job_kinds,
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::Arc,
    time::Instant,
};

/// Residents of the small city; the first eleven are the known people and their families.
pub const RESIDENTS: u64 = 40;
/// Granny Chen: 82, care level 3, on the minimum living standard.
pub const GRANNY: &str = "19900000000";
/// Her son, unemployed.
pub const SON: &str = "19900000001";

/// The named proxy from which every request of a test comes; `x-forwarded-for` gives a client another address.
const PROXY: &str = "127.0.0.1";

type Call = Box<dyn Fn(TestRequest) -> Pin<Box<dyn Future<Output = Answer>>>>;

/// The portal of one test.
pub struct TestPortal {
    system: SystemRunner,
    call: Call,
    /// Store, clock, vocabulary.
    pub cx: Context,
    /// The clock; it stands until it is moved.
    pub clock: Arc<StandingClock>,
    /// Who may sign in.
    pub sign_ins: SignIns,
    /// Where whoever practises is served from.
    pub practice: Arc<PracticeRoom>,
    /// Why work is left over at the end, in a test which leaves some on purpose.
    leaves_work: Cell<Option<&'static str>>,
}

impl Drop for TestPortal {
    /// No job is left waiting or failed, and no errand in the outbox.
    fn drop(&mut self) {
        // A test that has failed says why already.
        if std::thread::panicking() || self.leaves_work.get().is_some() {
            return;
        }
        let left = end::left_behind(&self.cx).expect("what is left behind can be looked at");
        assert!(left.is_empty(), "the test leaves work behind: {left:#?}");
    }
}

impl TestPortal {
    /// A portal at `http://localhost:8080`, with its city and every offer made.
    pub fn new(database: &TestDatabase) -> Self {
        Self::at(database, PublicUrl::local(8080))
    }

    /// The same with so many residents.
    pub fn of_size(database: &TestDatabase, residents: u64) -> Self {
        let (cx, clock) = database.context(job_kinds());
        domain::services::seeds::import(&cx).expect("the items can be imported");
        domain::policies::seeds::import(&cx).expect("the policies can be imported");
        let sign_ins = demonstration::fill(&cx, residents, 1, &mut |_| {}).expect("the city can be filled");
        finish_jobs(&cx);
        let practice = practice_beside(&cx);
        let (system, call) = start(&cx, &practice, PublicUrl::local(8080));
        Self { system, call, cx, clock, sign_ins, practice, leaves_work: Cell::default() }
    }

    /// A portal at a public address.
    pub fn at(database: &TestDatabase, public_url: PublicUrl) -> Self {
        let began = Instant::now();
        database.copy_of(Content::City);
        let (cx, clock) = database.context_at(public_url.origin(), job_kinds());
        let sign_ins = demonstration::read_sign_ins(database.folder()).expect("the sign-ins can be read");
        let sign_ins = sign_ins.expect("the sign-ins were copied with the store");
        let practice = practice_beside(&cx);
        let (system, call) = start(&cx, &practice, public_url);
        println!("the portal was set up in {:.2?}", began.elapsed());
        Self { system, call, cx, clock, sign_ins, practice, leaves_work: Cell::default() }
    }

    /// The same city behind a program that was started anew, as after an update.
    pub fn started_again(&self, database: &TestDatabase) -> Self {
        let (cx, clock) = database.context(job_kinds());
        let practice = practice_beside(&cx);
        let (system, call) = start(&cx, &practice, PublicUrl::local(8080));
        Self { system, call, cx, clock, sign_ins: self.sign_ins.clone(), practice, leaves_work: Cell::default() }
    }

    /// A browser of somebody with what it kept.
    pub fn visitor_with(&self, cookies: &Client<'_>) -> Client<'_> {
        let client = self.visitor();
        client.cookies.borrow_mut().clone_from(&cookies.cookies.borrow());
        client
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Client<'_> {
        Client {
            portal: self,
            cookies: RefCell::default(),
            headers: vec![("sec-fetch-site", "same-origin".to_owned())],
        }
    }

    /// The same, from an address of their own.
    pub fn visitor_at(&self, address: &str) -> Client<'_> {
        let mut client = self.visitor();
        client.headers.push(("x-forwarded-for", address.to_owned()));
        client
    }

    /// Somebody of the demonstration, signed in: a phone number, or the name of a member of staff.
    pub fn sign_in(&self, who: &str) -> Client<'_> {
        let client = self.visitor();
        let answer = client.post("/sign-in", &[("identifier", who), ("password", self.password(who))]);
        assert_eq!((answer.status, answer.location()), (303, "/sign-in/entered?next=/"), "{who} signs in");
        client
    }

    /// A password of the demonstration.
    pub fn password(&self, who: &str) -> &str {
        let found = self.sign_ins.0.iter().find(|one| one.sign_in == who).expect("somebody of the demonstration");
        found.password.expose()
    }

    /// Lets days pass at noon, one by one, each with what it asks for.
    pub fn days_pass(&self, days: i64) {
        for _ in 0..days {
            self.clock.advance_ms(24 * 60 * 60 * 1000);
            self.new_day();
        }
    }

    /// Runs every task that is due, until none is: what today asks for is done.
    pub fn new_day(&self) {
        // As long as one finds something, another may have to look once more.
        while self.cx.tasks.all().iter().any(|task| self.run(task) > 0) {}
    }

    fn run(&self, task: &Task) -> i64 {
        match tasks::run_if_due(&self.cx, task).expect("a task can be looked at") {
            Ran::Done(done) => done,
            Ran::NotNow => 0,
            Ran::Failed(error) => panic!("{} failed: {error}", task.name),
        }
    }

    /// Says that this test leaves jobs or errands behind on purpose, and why.
    pub fn leaves_work(&self, because: &'static str) {
        self.leaves_work.set(Some(because));
    }

    /// Does all work on many people that is waiting.
    pub fn finish_jobs(&self) {
        finish_jobs(&self.cx);
    }
}

/// The practice room, and with it the tasks of the program.
fn practice_beside(cx: &Context) -> Arc<PracticeRoom> {
    let practice = Arc::new(PracticeRoom::beside(cx));
    cx.tasks.register(tasks::table::tasks(&practice));
    practice
}

fn start(cx: &Context, practice: &Arc<PracticeRoom>, public_url: PublicUrl) -> (SystemRunner, Call) {
    let portal = Portal {
        cx: cx.clone(),
        practice: Arc::clone(practice),
        public_url,
        trusted_proxies: TrustedProxies::parse(PROXY).expect("an address"),
        bodies: Arc::default(),
    };
    let system = System::new();
    let call: Call = system.block_on(async move {
        let service = std::rc::Rc::new(init_service(App::new().configure(configure(portal))).await);
        let call = move |request: TestRequest| -> Pin<Box<dyn Future<Output = Answer>>> {
            let service = std::rc::Rc::clone(&service);
            Box::pin(async move {
                let response = call_service(&*service, request.to_request()).await;
                let status = response.status().as_u16();
                let headers = response
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()))
                    .collect();
                let body = read_body(response).await;
                Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned(), bytes: body.to_vec() }
            })
        };
        Box::new(call) as Call
    });
    (system, call)
}

pub(crate) fn finish_jobs(cx: &Context) {
    while let Some(job) = cx.read(jobs::unfinished).expect("jobs can be listed") {
        jobs::run_for(cx, &job, HANGS).expect("the work can be finished");
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers in order; a name may occur several times.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
    /// Body of an answer that is no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The first value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(header, _)| header == name).map_or("", |(_, value)| value)
    }

    /// Where a 303 leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The page taken apart.
    pub fn html(&self) -> Html {
        Html::parse(&self.body)
    }

    /// What can be read.
    pub fn text(&self) -> String {
        self.html().visible()
    }
}

/// One browser without scripts.
#[derive(Clone)]
pub struct Client<'a> {
    portal: &'a TestPortal,
    cookies: RefCell<BTreeMap<String, String>>,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
}

impl Client<'_> {
    /// Opens a page and does not follow.
    pub fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::with_uri(path))
    }

    /// Asks with any method.
    pub fn request(&self, method: &str, path: &str) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        self.send(TestRequest::with_uri(path).method(method))
    }

    /// Opens a page that must be there.
    pub fn open(&self, path: &str) -> Answer {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path} leads to {}\n{}", answer.location(), answer.text());
        answer
    }

    /// Posts fields.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        self.post_body(path, pairs.join("&"))
    }

    /// Posts a form of a page with changes.
    pub fn submit(&self, form: &crate::html::Form, changes: &[(&str, &str)]) -> Answer {
        let pairs = form.with(changes);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(&form.action, &pairs)
    }

    /// Opens a page, sends the form on it whose action ends so, and opens the page it leads to.
    pub fn fill(&self, page: &str, action_end: &str, changes: &[(&str, &str)]) -> (String, Answer) {
        let opened = self.open(page);
        let form = opened.html().form(action_end).unwrap_or_else(|| panic!("no form {action_end} on {page}"));
        let sent = self.submit(&form, changes);
        assert_eq!(sent.status, 303, "{}\n{}", form.action, sent.text());
        let location = sent.location().to_owned();
        (location.clone(), self.open(&location))
    }

    /// Posts a body as it is.
    pub fn post_body(&self, path: &str, body: String) -> Answer {
        let request = TestRequest::with_uri(path)
            .method(Method::POST)
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(body);
        self.send(request)
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    fn send(&self, mut request: TestRequest) -> Answer {
        request = request.peer_addr(([127, 0, 0, 1], 4711).into());
        for (name, value) in &self.headers {
            request = request.insert_header((*name, value.as_str()));
        }
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.insert_header(("cookie", cookies.join("; ")));
        }
        let answer = self.portal.system.block_on((self.portal.call)(request));
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let mut kept = self.cookies.borrow_mut();
            match value.is_empty() || attributes.contains("Max-Age=0") {
                true => kept.remove(name),
                false => kept.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }
}

/// What stays as it is in a value of an address or a form.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Escapes everything but letters and digits.
pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}
