//! A store that takes no writes for a while: locked by another process, or its disk is full. Every page that only shows
//! something answers; a form answers 503, says when to come back and brings back what was typed; and when the store takes
//! writes again, nobody has to restart anything.

use crate::{size, sqlite};
use app::routes::ROUTES;
use std::{
    collections::{BTreeSet, VecDeque},
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tests::{
    HANGS,
    html::{Form, Html},
    portal::GRANNY,
    program::{Answer, Program, Visitor, copy_small_city},
};

/// Longer than the five minutes after which a visit is written down again, in milliseconds.
const LONG_AGO: i64 = 6 * 60 * 1000;
/// Longest wait of a form in the whole attack, alone on the machine: the five seconds of the program, and what the machine
/// adds.
const PATIENCE: Duration = Duration::from_millis(6_500);
/// Longest wait of a page in the whole attack.
const PAGE: Duration = Duration::from_secs(3);
const TYPED: &str = "typed while nothing could be written";

#[test]
fn a_store_that_another_process_locks_still_shows_everything() {
    let program = Program::start();
    let people = People::of(&program);
    let lock = Lock::take(&program.data().join("tongban.sqlite"));
    people.look_at_everything();
    people.cannot_send_anything();
    drop(lock);
    people.can_send_again();
}

#[test]
fn a_disk_that_is_full_still_shows_everything() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::on(folder.path()) else {
        eprintln!("left out: nothing can be mounted here");
        return;
    };
    copy_small_city(folder.path());
    let program = Program::start_in(folder, &[]);
    let people = People::of(&program);
    let filling = disk.fill();
    people.look_at_everything();
    people.cannot_send_anything();
    fs::remove_file(filling).unwrap();
    people.can_send_again();
}

/// Everybody who was signed in before, long enough ago that their visit has to be written down.
struct People<'a> {
    program: &'a Program,
    granny: Visitor<'a>,
    /// A question of a draft, with its form.
    question: (String, Form),
    caseworker: Visitor<'a>,
    case: String,
    others: Vec<Visitor<'a>>,
}

impl<'a> People<'a> {
    fn of(program: &'a Program) -> Self {
        let mut granny = program.sign_in(GRANNY);
        let case = apply(&mut granny).replace("/applications/", "/casework/");
        let mut caseworker = program.sign_in("hongkou");
        assert_eq!(caseworker.get(&case).status, 200);
        let address = start(&mut granny, "out-of-town-care");
        let question = (address.clone(), form(&granny, &address));
        let others = ["author", "supervisor", "auditor", "administrator"].map(|name| program.sign_in(name)).into();
        let file = program.data().join("tongban.sqlite");
        sqlite(&file, &format!("UPDATE sessions SET last_seen_at = last_seen_at - {LONG_AGO}"));
        caseworker.cookies.remove("kept");
        Self { program, granny, question, caseworker, case, others }
    }

    /// Whatever each of them finds on the way.
    fn look_at_everything(&self) {
        let visitor = self.program.visitor();
        let seen: usize = [&visitor, &self.granny, &self.caseworker]
            .into_iter()
            .chain(&self.others)
            .map(|who| look_around(who, size(30, 400)))
            .sum();
        assert!(seen > 100, "{seen} pages");
        // Nobody reads about a person without a row in the journal.
        for path in [self.case.as_str(), "/casework", "/counter/nothing-here"] {
            let answer = self.caseworker.get(path);
            assert_eq!((answer.status, answer.header("retry-after")), (503, "5"), "{path}");
            assert!(!answer.body.contains(GRANNY), "{path}");
        }
    }

    /// All at one moment: nobody waits longer than one alone.
    fn cannot_send_anything(&self) {
        let (address, form) = &self.question;
        let name = text_field(form);
        let decide = format!("{}/decide", self.case);
        let forms = [
            (
                self.program.visitor(),
                "/sign-in".to_owned(),
                vec![("identifier", TYPED), ("password", "secret-password")],
            ),
            (self.granny.clone(), address.clone(), vec![(name.as_str(), TYPED), ("go", "next")]),
            (
                self.caseworker.clone(),
                decide,
                vec![("key", "k"), ("revision", "1"), ("decision", "refuse"), ("reason", TYPED)],
            ),
            (self.program.visitor(), address.clone(), vec![(name.as_str(), TYPED)]),
            (self.program.visitor(), "/check".to_owned(), vec![("question", "dob"), ("dob-year", TYPED)]),
        ];
        std::thread::scope(|scope| {
            for (mut who, address, fields) in forms {
                scope.spawn(move || {
                    let began = Instant::now();
                    let answer = who.post(&address, &fields);
                    let took = began.elapsed();
                    assert_eq!((answer.status, answer.header("retry-after")), (503, "5"), "{address}: {}", answer.head);
                    assert!(took < size(HANGS, PATIENCE), "{address}: {took:?}");
                    assert!(answer.body.contains(TYPED), "{address}: {}", Html::parse(&answer.body).visible());
                    assert!(!answer.body.contains("secret-password"), "{address}");
                });
            }
        });
    }

    fn can_send_again(&self) {
        let (address, form) = &self.question;
        let mut granny = self.granny.clone();
        let fields = form.with(&[(&text_field(form), "13900001234"), ("go", "next")]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = granny.post(address, &fields);
        assert_eq!(answer.status, 303, "{}\n{}", answer.head, self.program.log());
        assert_eq!(self.caseworker.get(&self.case).status, 200);
        self.program.sign_in(GRANNY);
    }
}

/// Pages that show people to staff: they are not shown where their reading cannot be written down.
const READ_PEOPLE: [&str; 3] = ["/arrangements", "/casework", "/counter/"];

/// Opens every page with a fixed address, then follows every link. Gives how many pages were seen.
fn look_around(who: &Visitor<'_>, most: usize) -> usize {
    let fixed = ROUTES.iter().map(|route| route.pattern).filter(|pattern| !pattern.contains('{'));
    let mut waiting: VecDeque<String> = fixed.map(str::to_owned).collect();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut looked = 0;
    while let Some(path) = (looked < most).then(|| waiting.pop_front()).flatten() {
        if READ_PEOPLE.contains(&path.as_str()) {
            continue;
        }
        looked += 1;
        let began = Instant::now();
        let answer = who.get(&path);
        // Shown, to be shown after signing in, or for somebody else.
        assert!([200, 303, 403].contains(&answer.status), "{path}: {}", answer.head);
        assert!(began.elapsed() < size(HANGS, PAGE), "{path}: {:?}", began.elapsed());
        for link in Html::parse(&answer.body).links() {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            // Examples of the design pages lead nowhere.
            let example = path.starts_with("/design");
            let reads_a_person = READ_PEOPLE.iter().any(|start| link.starts_with(start));
            if link.starts_with('/')
                && !link.starts_with("/assets/")
                && !reads_a_person
                && !example
                && seen.insert(link.clone())
            {
                waiting.push_back(link);
            }
        }
    }
    looked
}

/// Starts an application. Gives the address of its first question.
fn start(who: &mut Visitor<'_>, item: &str) -> String {
    who.post(&format!("/items/{item}/start"), &[]).header("location").to_owned()
}

/// A whole application. Gives its address.
fn apply(who: &mut Visitor<'_>) -> String {
    let mut address = start(who, "care-needs-assessment");
    for _ in 0..20 {
        let form = form(who, &address);
        let own = address.rsplit('/').next().unwrap().to_owned();
        let answers: Vec<(String, String)> = form
            .fields
            .iter()
            .filter(|field| field.name.starts_with(&own))
            .map(|field| (field.name.clone(), plain_answer(field)))
            .collect();
        let mut changes: Vec<(&str, &str)> = vec![("go", "next")];
        for (name, value) in &answers {
            if changes.iter().all(|(known, _)| known != name) {
                changes.push((name, value));
            }
        }
        let fields = form.with(&changes);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer: Answer = who.post(&form.action, &fields);
        assert_eq!(answer.status, 303, "{address}");
        address = answer.header("location").split('?').next().unwrap().to_owned();
        if address.starts_with("/applications/") {
            return address;
        }
    }
    panic!("the questions do not end: {address}");
}

fn plain_answer(field: &tests::html::Field) -> String {
    match (field.kind.as_str(), field.name.rsplit('-').next().unwrap()) {
        ("radio" | "checkbox", _) => field.value.clone(),
        ("select", _) => field.options.iter().find(|option| !option.is_empty()).unwrap().clone(),
        (_, "year") => "2025".to_owned(),
        (_, "month" | "day") => "3".to_owned(),
        (_, "phone") => "13900001234".to_owned(),
        _ if !field.value.is_empty() => field.value.clone(),
        _ => "5".to_owned(),
    }
}

/// The form of a question, or the one that sends the application.
fn form(who: &Visitor<'_>, address: &str) -> Form {
    let page = who.get(address);
    assert_eq!(page.status, 200, "{address}: {}", page.head);
    let end = if address.ends_with("/check") {
        "/submit".to_owned()
    } else {
        format!("/{}", address.rsplit('/').next().unwrap())
    };
    Html::parse(&page.body).form(&end).unwrap()
}

fn text_field(form: &Form) -> String {
    let own = form.action.rsplit('/').next().unwrap();
    form.fields.iter().find(|field| field.name.starts_with(own)).unwrap().name.clone()
}

/// Another process that holds the lock of writers.
struct Lock(Child);

impl Lock {
    fn take(file: &Path) -> Self {
        let mut child = Command::new("sqlite3").arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let commands = ".timeout 60000\nBEGIN IMMEDIATE;\nSELECT 'locked';\n";
        child.stdin.as_mut().unwrap().write_all(commands.as_bytes()).unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "locked");
        Self(child)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A small disk of its own in memory.
struct Disk(PathBuf);

impl Disk {
    /// Nothing, where this user may not mount.
    fn on(folder: &Path) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(folder).output();
        mounted.ok()?.status.success().then(|| Self(folder.to_owned()))
    }

    /// Fills it to the last byte. Gives the file that does.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("filling");
        let mut file = fs::File::create(&path).unwrap();
        for size in [1 << 20, 1 << 12, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
        let _ = fs::remove_dir_all(&self.0);
    }
}
