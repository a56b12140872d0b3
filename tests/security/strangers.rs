//! What a stranger sends is bounded: bytes, parts, names, time, connections, and what is kept of it. Through each of these
//! attacks the program stays small and answers others.

use crate::size;
use socket2::{Domain, Socket, Type};
use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    thread::{scope, sleep},
    time::{Duration, Instant},
};
use tests::{
    HANGS,
    hostile::alternatives_and_bands,
    portal::GRANNY,
    program::{Answer, Program, Visitor, ask},
};

/// Memory that the program may take through an attack, in megabytes.
const MEMORY: u64 = 300;
/// How long `/healthz` may take through an attack.
const HEALTH: Duration = Duration::from_millis(100);

/// Looks at memory and `/healthz` while an attack goes on; `attack` says when it is over.
fn watched(program: &Program, what: &str, attack: impl FnOnce() + Send) {
    let began = Instant::now();
    let (mut most, mut slowest, mut at) = (0, Duration::ZERO, Duration::ZERO);
    scope(|scope| {
        let attack = scope.spawn(attack);
        while !attack.is_finished() {
            let asked = Instant::now();
            let answer =
                ask(from(program, "127.0.0.9"), b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            assert_eq!(answer.unwrap().status, 200, "{what}");
            if asked.elapsed() > slowest {
                (slowest, at) = (asked.elapsed(), began.elapsed());
            }
            most = most.max(program.resident_megabytes());
            sleep(Duration::from_millis(20));
        }
        attack.join().unwrap();
    });
    let took = began.elapsed();
    println!("{what}: {took:.1?}, at most {most} MB, /healthz at most {slowest:.1?}, after {at:.1?}");
    assert!(most < MEMORY, "{what}: {most} MB");
    // Where several programs share the machine, only the whole attack says something about time.
    assert!(slowest < size(HANGS, HEALTH), "{what}: {slowest:?}");
}

/// A connection from another address of loopback.
fn from(program: &Program, address: &str) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&format!("{address}:0").parse::<SocketAddr>().unwrap().into()).unwrap();
    let there = program.connect().peer_addr().unwrap();
    socket.connect(&there.into()).unwrap();
    socket.set_read_timeout(Some(HANGS)).unwrap();
    socket.into()
}

fn read_all(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A reset after the answer is an answer as well.
    let _ = stream.read_to_end(&mut bytes);
    Answer::parse(&bytes)
}

/// Sends until the other side has had enough, or everything is sent. Gives how much it took and what it said.
fn pour(mut stream: TcpStream, head: &str, pieces: impl Iterator<Item = Vec<u8>>) -> (usize, Answer) {
    stream.write_all(head.as_bytes()).unwrap();
    let mut taken = 0;
    for piece in pieces {
        match stream.write_all(&piece) {
            Ok(()) => taken += piece.len(),
            Err(_) => break,
        }
    }
    (taken, read_all(stream))
}

/// A draft with a question that is answered: the address of the question and what is stored.
fn answered_question(granny: &mut Visitor<'_>) -> String {
    let started = granny.post("/items/care-needs-assessment/start", &[]);
    let first = started.header("location").to_owned();
    assert!(first.starts_with("/drafts/"), "{} {}", started.status, started.head);
    let phone = format!("{}/phone", first.rsplit_once('/').unwrap().0);
    let sent = granny.post(&phone, &[("phone", "13900001234"), ("go", "next")]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(granny.get(&phone).body.contains("13900001234"));
    phone
}

#[test]
fn a_body_that_breaks_off_does_nothing() {
    let program = Program::start();
    let mut granny = program.sign_in(GRANNY);
    let phone = answered_question(&mut granny);
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let parts = "content-type: multipart/form-data; boundary=x\r\n";
    let broken: [(&str, String, &str); 6] = [
        ("a length", format!("{form}content-length: 60\r\n"), "phone=&go=next"),
        ("a chunk", format!("{form}transfer-encoding: chunked\r\n"), "20\r\nphone=&go=next"),
        ("no last chunk", format!("{form}transfer-encoding: chunked\r\n"), "e\r\nphone=&go=next\r\n"),
        ("a bad chunk", format!("{form}transfer-encoding: chunked\r\n"), "e\r\nphone=&go=next\r\nzz\r\n"),
        (
            "a part",
            format!("{parts}content-length: 58\r\n"),
            "--x\r\nContent-Disposition: form-data; name=\"phone\"\r\n\r\n\r\n--x",
        ),
        ("no parts", format!("{parts}content-length: 8\r\n"), "nonsense"),
    ];
    for (what, head, body) in &broken {
        for _ in 0..size(2, 10) {
            let mut stream = program.connect();
            stream.write_all((granny.head("POST", &phone, head) + body).as_bytes()).unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let answer = read_all(stream);
            assert!([400, 0].contains(&answer.status), "{what}: {}", answer.head);
            assert!(granny.get(&phone).body.contains("13900001234"), "{what} erased what was stored");
        }
    }
    // Whoever still listens gets a page that says so.
    let answer = program.send((granny.head("POST", &phone, &broken[5].1) + broken[5].2).as_bytes());
    assert_eq!(answer.status, 400);
    assert!(answer.body.replace("<wbr>", "").contains("<h1>内容没有收全</h1>"), "{}", answer.body);
}

#[test]
fn parts_and_names_are_bounded() {
    let program = Program::start();
    let visitor = program.visitor();
    let head = visitor.head(
        "POST",
        "/display",
        "content-type: multipart/form-data; boundary=x\r\ntransfer-encoding: chunked\r\n",
    );
    let chunk = |bytes: Vec<u8>| [format!("{:x}\r\n", bytes.len()).into_bytes(), bytes, b"\r\n".to_vec()].concat();
    let megabytes = size(20, 600);
    watched(&program, "a name without end", || {
        let start = std::iter::once(chunk(b"--x\r\nContent-Disposition: form-data; name=\"".to_vec()));
        let names = (0..megabytes).map(|_| chunk(vec![b'n'; 1024 * 1024]));
        let (taken, answer) = pour(program.connect(), &head, start.chain(names));
        println!("  {taken} bytes went into sockets, then {}", answer.status);
        assert!([413, 0].contains(&answer.status), "{}", answer.head);
    });
    watched(&program, "parts without end", || {
        let part = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n".repeat(20_000);
        let (_, answer) = pour(program.connect(), &head, (0..megabytes).map(|_| chunk(part.clone())));
        assert!([413, 0].contains(&answer.status), "{}", answer.head);
    });
    // More parts than any form has, in a body that is short enough.
    let parts = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n".repeat(501) + "--x--\r\n";
    let head = format!("content-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n", parts.len());
    let answer = program.send((visitor.head("POST", "/display", &head) + &parts).as_bytes());
    assert_eq!(answer.status, 413);
}

#[test]
fn what_cannot_be_taken_is_refused_before_its_body() {
    let program = Program::start();
    let visitor = program.visitor();
    let length = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 4000000\r\n";
    let foreign = visitor.head("POST", "/display", length).replace("same-origin", "cross-site");
    let cases = [
        ("an address without a form", visitor.head("POST", "/nothing-here", length), 404),
        ("another site", foreign, 403),
        ("a length that no stranger needs", visitor.head("POST", "/display", length), 413),
        ("a form of a resident, from a stranger", visitor.head("POST", "/drafts/x/y", length), 413),
        (
            "a function",
            visitor.head("POST", "/api/server/check-policy-text", &format!("accept: text/plain\r\n{length}")),
            413,
        ),
        (
            "a function that is not there",
            visitor.head("POST", "/api/server/nothing", &format!("accept: text/plain\r\n{length}")),
            404,
        ),
    ];
    for (what, head, status) in cases {
        let asked = Instant::now();
        // Nothing of the body is ever sent.
        let answer = program.send(head.as_bytes());
        assert_eq!(answer.status, status, "{what}");
        assert!(asked.elapsed() < size(HANGS, Duration::from_secs(5)), "{what}: {:?}", asked.elapsed());
    }
}

#[test]
fn a_silent_body_is_given_up_after_ten_seconds() {
    let program = Program::start();
    let visitor = program.visitor();
    let mut granny = program.sign_in(GRANNY);
    let phone = answered_question(&mut granny);
    let long = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 4000000\r\n";
    let short = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 60000\r\n";
    let chunks = "content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n";
    let heads = [
        visitor.head("POST", "/display", short),
        visitor.head("POST", "/nothing-here", long),
        visitor.head("POST", "/display", chunks),
        granny.head("POST", &phone, long),
    ];
    watched(&program, "bodies that fall silent", || {
        let mut open = Vec::new();
        for index in 0..size(40, 240) {
            let mut stream = from(&program, "127.0.0.2");
            let head = &heads[index % heads.len()];
            stream.write_all(head.as_bytes()).unwrap();
            let most = if head.contains("4000000") { 3_900_000 } else { 50_000 };
            let body = if head.contains("chunked") {
                [b"fffff\r\n".to_vec(), vec![b'x'; most]].concat()
            } else {
                vec![b'x'; most]
            };
            stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
            let _ = stream.write_all(&body);
            open.push((index, stream, Instant::now()));
        }
        for (index, stream, since) in open {
            let answer = read_all(stream);
            assert!([400, 404, 413, 503, 0].contains(&answer.status), "{index}: {}", answer.head);
            assert!(
                since.elapsed() < size(HANGS, Duration::from_secs(30)),
                "{index} {}: open for {:?}",
                answer.status,
                since.elapsed()
            );
        }
    });
    assert!(granny.get(&phone).body.contains("13900001234"), "what was stored stays");
}

#[test]
fn one_address_holds_only_so_many_connections() {
    let program = Program::start();
    let visitor = program.visitor();
    let head =
        visitor.head("POST", "/display", "content-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n");
    let refused = std::sync::atomic::AtomicUsize::new(0);
    watched(&program, "connections", || {
        let mut held = Vec::new();
        for _ in 0..size(300, 1_100) {
            let mut stream = from(&program, "127.0.0.3");
            let _ = stream.write_all(head.as_bytes());
            held.push(stream);
        }
        // Those beyond 256 are told so at once.
        for stream in held.drain(256..) {
            stream.set_read_timeout(Some(HANGS)).unwrap();
            let answer = read_all(stream);
            refused.fetch_add(usize::from(answer.status == 503), std::sync::atomic::Ordering::Relaxed);
        }
        assert_eq!(program.visitor().get("/policies").status, 200, "others are served");
    });
    let refused = refused.into_inner();
    assert!(refused >= size(40, 800), "{refused} were told that there are too many");
    // They are counted as long as they are open, and no longer.
    let began = Instant::now();
    while ask(from(&program, "127.0.0.3"), b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .is_ok_and(|it| it.status != 200)
    {
        assert!(began.elapsed() < HANGS);
        sleep(Duration::from_millis(100));
    }
    let limits = fs::read_to_string(format!("/proc/{}/limits", program.pid())).unwrap();
    let files: Vec<&str> =
        limits.lines().find(|line| line.starts_with("Max open files")).unwrap().split_whitespace().collect();
    assert_eq!(files[3], files[4], "the soft limit of open files is the hard one");
}

#[test]
fn refused_forms_do_not_fill_the_disk() {
    let program = Program::start();
    let folder = program.data();
    let before = megabytes_of(folder);
    watched(&program, "forms that are kept", || {
        let field = "x".repeat(4_000);
        let mut pairs: Vec<(String, &str)> = (0..15).map(|index| (format!("planted{index}"), field.as_str())).collect();
        pairs.push(("next".to_owned(), &field));
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..size(50, 1_000) {
                        let mut stranger = program.visitor();
                        let kept = stranger.post("/sign-in", &pairs);
                        assert!([303, 503].contains(&kept.status), "{}", kept.head);
                        let kept = stranger.post("/drafts/x/y", &[("y", &"y".repeat(60_000))]);
                        assert!([303, 503].contains(&kept.status), "{}", kept.head);
                    }
                });
            }
        });
    });
    let grown = megabytes_of(folder).saturating_sub(before);
    println!("  the disk took {grown} MB");
    assert!(grown < 20, "{grown} MB");
    // What an honest stranger typed is still shown again.
    let mut visitor = program.visitor();
    let again =
        visitor.post("/sign-in", &[("identifier", "19900000000"), ("password", ""), ("planted", "kept-by-nobody")]);
    assert_eq!(again.header("location"), "/sign-in");
    assert!(visitor.get("/sign-in").body.contains("19900000000"));
}

#[test]
fn practice_stays_open_for_others() {
    let program = Program::start();
    watched(&program, "beginnings of practice", || {
        for _ in 0..size(105, 400) {
            let answer = program.visitor().post("/practice/start", &[]);
            assert_eq!(answer.status, 303, "{}", answer.head);
        }
    });
    assert_eq!(program.visitor().post("/practice/start", &[]).header("location"), "/practice?many=yes");
    let other = program.visitor();
    let elsewhere = ask(from(&program, "127.0.0.4"), &other.form("/practice/start", &[])).unwrap();
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, "/"));
}

#[test]
fn every_request_has_a_line_without_anybody_in_it() {
    let program = Program::start();
    let mut granny = program.sign_in(GRANNY);
    let phone = answered_question(&mut granny);
    granny.get("/search?q=secret-words");
    granny.get("/nothing/secret-words");
    let log = program.log();
    let has = |wanted: &[&str]| log.lines().any(|line| wanted.iter().all(|part| line.contains(part)));
    assert!(has(&["tongban::http", "\"POST\"", "\"/sign-in\"", "303", "milliseconds", "request"]), "{log}");
    assert!(has(&["\"POST\"", "\"/drafts/{id}/{question}\""]), "{log}");
    assert!(has(&["\"GET\"", "\"/search\"", "200"]) && has(&["\"GET\"", "\"-\"", "404"]), "{log}");
    let draft = phone.split('/').nth(2).unwrap();
    for hidden in ["secret-words", draft, GRANNY, "127.0.0.1:", "13900001234"] {
        assert!(!log.contains(hidden), "{hidden} in {log}");
    }
}

#[test]
fn hostile_documents_stop_nobody() {
    let program = Program::start();
    let author = program.sign_in("author");
    let text = alternatives_and_bands();
    watched(&program, "hostile documents", || {
        scope(|scope| {
            let checks: Vec<_> = (0..size(4, 6))
                .map(|_| {
                    let mut author = author.clone();
                    let text = text.as_str();
                    scope.spawn(move || author.post("/api/server/check-policy-text", &[("text", text)]).status)
                })
                .collect();
            let mut author = author.clone();
            let saved = scope.spawn({
                let text = text.as_str();
                move || author.post("/desk", &[("text", text)]).status
            });
            // Somebody else writes meanwhile.
            let began = Instant::now();
            program.sign_in(GRANNY);
            println!("a sign-in beside the checks: {:.1?}", began.elapsed());
            let checks: Vec<u16> = checks.into_iter().map(|check| check.join().unwrap()).collect();
            // A browser without scripts is led back to the document.
            assert!(checks.iter().all(|status| [303, 503].contains(status)), "{checks:?}");
            assert!([303, 503].contains(&saved.join().unwrap()));
        });
    });
}

fn megabytes_of(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).unwrap().flatten().filter_map(|entry| entry.metadata().ok());
    files.filter(|file| file.is_file()).map(|file| file.len()).sum::<u64>() / (1024 * 1024)
}
