//! Guessing passwords, shutting others out, and taking the machine's memory by signing in.

use crate::{size, sqlite};
use std::{
    collections::BTreeMap,
    thread::sleep,
    time::{Duration, Instant},
};
use tests::{
    HANGS,
    authenticator::Authenticator,
    portal::GRANNY,
    program::{Answer, Program, Visitor, ask},
};

/// The proxy in front is a program on this machine.
const BEHIND_A_PROXY: [&str; 2] = ["--trusted-proxies", "127.0.0.1"];

/// The lines that a proxy sends on for the n-th try.
type Lines = fn(usize) -> Vec<String>;

/// Sends a sign-in with further header lines.
fn try_with(visitor: &Visitor<'_>, program: &Program, lines: &[&str], identifier: &str, password: &str) -> Answer {
    let form = visitor.form("/sign-in", &[("identifier", identifier), ("password", password)]);
    let form = String::from_utf8(form).unwrap();
    let lines: String = lines.iter().map(|line| format!("x-forwarded-for: {line}\r\n")).collect();
    program.send(form.replacen("\r\n\r\n", &format!("\r\n{lines}\r\n"), 1).as_bytes())
}

fn wrong_from(program: &Program, lines: &[&str], identifier: &str) -> u16 {
    try_with(&program.visitor(), program, lines, identifier, "not this one").status
}

/// Many at one moment; how many answers had which status.
fn at_once(many: usize, each: impl Fn(usize) -> u16 + Sync) -> BTreeMap<u16, usize> {
    let each = &each;
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..many).map(|number| scope.spawn(move || each(number))).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut counts = BTreeMap::new();
    answers.into_iter().for_each(|status| *counts.entry(status).or_default() += 1);
    counts
}

#[test]
fn of_sixty_tries_at_once_five_are_looked_at() {
    let program = Program::start();
    let counts = at_once(60, |_| wrong_from(&program, &[], GRANNY));
    assert_eq!(counts, BTreeMap::from([(303, 5), (429, 55)]));
    let password = program.password(GRANNY);
    let refused = try_with(&program.visitor(), &program, &[], GRANNY, &password);
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!(refused.status == 429 && (1..=600).contains(&seconds), "{}", refused.head);
}

#[test]
fn behind_a_proxy_nobody_invents_addresses() {
    let program = Program::start_with(&BEHIND_A_PROXY);
    // However the proxy writes the address; what the client wrote differs with every try.
    let ways: [(&str, Lines); 5] = [
        ("a line of its own", |n| vec![format!("6.6.6.{n}"), "1.1.1.1".to_owned()]),
        ("a port", |n| vec![format!("6.6.6.{n}, 1.1.1.2:{}", 40_000 + n)]),
        ("one household", |n| vec![format!("6.6.6.{n}, [2001:db8:1:1:{n:x}::{n:x}]:443")]),
        ("IPv4 in IPv6", |n| vec![format!("6.6.6.{n}, {}1.1.1.3", if n % 2 == 0 { "::ffff:" } else { "" })]),
        ("nothing to read", |n| vec![format!("6.6.6.{n}, unknown")]),
    ];
    for (way, lines) in ways {
        let counts = at_once(24, |number| {
            let lines = lines(number);
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            // Two at a time hash; a crowd in flight is told to come back, so each tries until it is answered.
            loop {
                match wrong_from(&program, &lines, &format!("{way} {number}")) {
                    503 => sleep(Duration::from_millis(100)),
                    status => return status,
                }
            }
        });
        assert_eq!(counts, BTreeMap::from([(303, 20), (429, 4)]), "{way}");
    }
}

#[test]
fn whoever_guesses_from_everywhere_slows_a_person_down_and_no_more() {
    let program = Program::start_with(&BEHIND_A_PROXY);
    let password = program.password(GRANNY);
    let at_home = program.sign_in(GRANNY);
    let others = size(2, 6);
    let counts = at_once(others * 5, |number| wrong_from(&program, &[&format!("1.1.1.{}", number / 5)], GRANNY));
    assert_eq!(counts, BTreeMap::from([(303, others * 5)]));
    let began = Instant::now();
    let elsewhere = try_with(&program.visitor(), &program, &["2.2.2.2"], GRANNY, &password);
    assert_eq!(
        (elsewhere.status, elsewhere.header("location")),
        (303, "/sign-in/entered?next=/"),
        "{}",
        elsewhere.head
    );
    assert!(began.elapsed() >= Duration::from_secs(1) && began.elapsed() < HANGS, "{:?}", began.elapsed());
    // Meanwhile nobody else waits, and she does not on her own device, whatever its address does.
    let counts = at_once(20, |number| wrong_from(&program, &["3.3.3.3"], &format!("nobody {number}")));
    assert_eq!(counts, BTreeMap::from([(303, 20)]));
    let known = try_with(&at_home, &program, &["3.3.3.3"], GRANNY, &password);
    assert_eq!((known.status, known.header("location")), (303, "/"));
    assert_eq!(try_with(&program.visitor(), &program, &["3.3.3.3"], GRANNY, &password).status, 429);
}

#[test]
fn a_flood_of_sign_ins_takes_no_memory_and_stops_no_page() {
    let program = Program::start_with(&BEHIND_A_PROXY);
    let before = program.resident_megabytes();
    let (seconds, mut pages, mut most) = (size(4, 60), Vec::new(), 0);
    std::thread::scope(|scope| {
        for number in 0..seconds * 50 {
            scope.spawn({
                let program = &program;
                move || {
                    let address = format!("10.{}.{}.1", number / 250, number % 250);
                    sleep(Duration::from_millis(20) * u32::try_from(number).unwrap());
                    let form = program.visitor().form("/sign-in", &[("identifier", &address), ("password", "wrong")]);
                    let head = format!("\r\nx-forwarded-for: {address}\r\n\r\n");
                    let form = String::from_utf8(form).unwrap().replacen("\r\n\r\n", &head, 1);
                    let answer = ask(program.connect(), form.as_bytes()).map_or(0, |answer| answer.status);
                    assert!([303, 503].contains(&answer), "{answer}");
                }
            });
        }
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(seconds) {
            let asked = Instant::now();
            assert_eq!(program.visitor().get("/policies").status, 200);
            pages.push(asked.elapsed());
            most = most.max(program.resident_megabytes());
            sleep(Duration::from_millis(50));
        }
    });
    most = most.max(program.resident_megabytes());
    pages.sort_unstable();
    println!("{before} MB before, at most {most} MB; the slowest page of {} took {:?}", pages.len(), pages.last());
    assert!(most < 200, "{most} MB");
}

#[test]
fn a_hash_of_yesterday_is_renewed_when_its_owner_signs_in() {
    let program = Program::start();
    let file = program.data().join("tongban.sqlite");
    let weak = domain::crypto::passwords::PasswordHasher::weak_for_tests().unwrap();
    let kept = weak.hash(&program.password(GRANNY)).unwrap();
    let before = sqlite(&file, "SELECT id, password_hash FROM accounts ORDER BY id");
    sqlite(
        &file,
        &format!(
            "UPDATE accounts SET password_hash = '{kept}' WHERE resident_id = (SELECT id FROM residents WHERE number = 0)"
        ),
    );
    let _granny = program.sign_in(GRANNY);
    let after = sqlite(&file, "SELECT id, password_hash FROM accounts ORDER BY id");
    assert_ne!(before, after);
    assert!(!after.contains("m=8,") && before.lines().count() == after.matches("$m=19456,t=2,p=1$").count(), "{after}");
    let _again = program.sign_in(GRANNY);
}

#[test]
fn an_https_address_without_a_named_proxy_is_spoken_of() {
    let program = Program::start_with(&["--public-url", "https://city.example"]);
    assert_eq!(program.log().matches("--trusted-proxies names none").count(), 1, "{}", program.log());
    for _ in 0..3 {
        let head = program.visitor().head("GET", "/policies", "x-forwarded-for: 1.1.1.1\r\n");
        assert_eq!(program.send(head.as_bytes()).status, 200);
    }
    assert_eq!(program.log().matches("that --trusted-proxies does not name").count(), 1, "{}", program.log());
    let named = Program::start_with(&["--public-url", "https://city.example", BEHIND_A_PROXY[0], BEHIND_A_PROXY[1]]);
    let head = named.visitor().head("GET", "/policies", "x-forwarded-for: 1.1.1.1\r\n");
    assert_eq!(named.send(head.as_bytes()).status, 200);
    assert!(!named.log().contains("--trusted-proxies"), "{}", named.log());
}

/// The median.
fn middle(taken: &mut [Duration]) -> Duration {
    taken.sort();
    taken[taken.len() / 2]
}

/// Whether somebody is known is not told by how long a refusal takes: medians of both, taken in turn, each try from an
/// address of its own. What was counted is forgotten in between, so that nobody is slowed down. Printed, not asserted:
/// machines are noisy. That both do the same work is asserted elsewhere.
#[test]
fn a_known_number_and_an_unknown_one_take_the_same_time() {
    let program = Program::start_with(&BEHIND_A_PROXY);
    let store = program.data().join("tongban.sqlite");
    let mut taken: [Vec<Duration>; 2] = Default::default();
    for number in 0..size(12, 100_usize) {
        sqlite(&store, "DELETE FROM sign_in_failures");
        let unknown = format!("1380000{number:04}");
        // Each goes first as often as the other.
        for kind in if number % 2 == 0 { [0, 1] } else { [1, 0] } {
            let identifier = [GRANNY, &unknown][kind];
            let address = format!("9.{kind}.0.{number}");
            let began = Instant::now();
            assert_eq!(wrong_from(&program, &[&address], identifier), 303, "{identifier}");
            taken[kind].push(began.elapsed());
        }
    }
    let [known, unknown] = &mut taken;
    let (addresses, known, unknown) = (known.len() + unknown.len(), middle(known), middle(unknown));
    println!("refused sign-ins from {addresses} addresses, medians: known {known:?}, unknown {unknown:?}");
}

#[test]
fn a_known_passkey_and_an_unknown_one_take_the_same_time() {
    let program = Program::start_with(&BEHIND_A_PROXY);
    let new = |number: u8| {
        let mut key = Authenticator::new(number);
        key.origin = program.origin();
        key
    };
    let mut granny = program.sign_in(GRANNY);
    let mut known = new(1);
    let begun = granny.post("/passkeys/begin", &[("purpose", "register")]);
    let credential = known.register(&serde_json::from_str(&begun.body).unwrap());
    let added = granny.post("/account/passkeys/add", &[("name", "我的手机"), ("credential", &credential)]);
    assert_eq!(added.header("location"), "/account/passkeys?changed=added", "{}", added.head);
    let mut unknown = new(2);
    unknown.handle.clone_from(&known.handle);
    let mut taken: [Vec<Duration>; 2] = Default::default();
    for number in 0..size(12, 100_usize) {
        for kind in if number % 2 == 0 { [0, 1] } else { [1, 0] } {
            let lines = format!("x-forwarded-for: 9.{kind}.1.{number}\r\n");
            let mut visitor = program.visitor();
            let begun = visitor.post("/passkeys/begin", &[("purpose", "sign-in")]);
            assert_eq!(begun.status, 200, "{}", begun.body);
            // The known one answers another challenge.
            let challenge = serde_json::json!({ "challenge": "AAAA" });
            let credential = [&mut known, &mut unknown][kind].answer(&challenge);
            let form = String::from_utf8(visitor.form("/sign-in/passkey", &[("credential", &credential)])).unwrap();
            let form = form.replacen("\r\n\r\n", &format!("\r\n{lines}\r\n"), 1);
            let began = Instant::now();
            let refused = program.send(form.as_bytes());
            taken[kind].push(began.elapsed());
            assert_eq!((refused.status, refused.header("location")), (303, "/sign-in"), "{}", refused.head);
        }
    }
    let [known, unknown] = &mut taken;
    let (addresses, known, unknown) = (known.len() + unknown.len(), middle(known), middle(unknown));
    println!("refused passkeys from {addresses} addresses, medians: known {known:?}, unknown {unknown:?}");
}
