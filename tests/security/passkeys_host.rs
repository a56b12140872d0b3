//! Passkeys belong to a host: a city does not start at another one while there are any, and says how it can.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Output, Stdio},
};
use tests::{
    authenticator::Authenticator,
    html::Html,
    portal::GRANNY,
    program::{self, Program},
};

const ELSEWHERE: [&str; 2] = ["--public-url", "https://tongban.example"];

fn tongban(data: &Path, arguments: &[&str]) -> Output {
    program::command().arg("--data").arg(data).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

/// Starts the program at the other address until it says where it is.
fn starts(data: &Path) -> bool {
    let arguments = [&ELSEWHERE[..], &["--addr", "127.0.0.1:0"]].concat();
    let mut child = program::command()
        .arg("--data")
        .arg(data)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let found = lines.into_iter().any(|line| line.contains(ELSEWHERE[1]));
    child.kill().unwrap();
    child.wait().unwrap();
    found
}

#[test]
fn a_city_moves_to_another_host_once_its_passkeys_are_forgotten() {
    let mut program = Program::start_with(&[]);
    let origin = program.origin();
    let mut granny = program.sign_in(GRANNY);
    let begun = granny.post("/passkeys/begin", &[("purpose", "register")]);
    let mut key = Authenticator::new(1);
    key.origin = origin;
    let credential = key.register(&serde_json::from_str(&begun.body).unwrap());
    let added = granny.post("/account/passkeys/add", &[("name", "我的手机"), ("credential", &credential)]);
    assert_eq!(added.header("location"), "/account/passkeys?changed=added", "{}", added.head);
    program.kill();
    let data = program.data();
    let refused = tongban(data, &[&ELSEWHERE[..], &["--addr", "127.0.0.1:0"]].concat());
    let line = said(&refused);
    assert_eq!((refused.status.code(), line.trim_end().lines().count()), (Some(2), 1), "{line}");
    for part in ["https://tongban.example", "1 passkeys", "host localhost", "tongban passkeys forget --host localhost"]
    {
        assert!(line.contains(part), "{part}: {line}");
    }
    let other = tongban(data, &["passkeys", "forget", "--host", "tongban.example"]);
    assert_eq!(other.status.code(), Some(2), "{}", said(&other));
    assert!(!starts(data), "none was taken away");
    let forgotten = tongban(data, &["passkeys", "forget", "--host", "localhost"]);
    assert!(forgotten.status.success() && said(&forgotten).contains("1 passkeys"), "{}", said(&forgotten));
    assert!(starts(data));
    // And back: there is none of the other host either.
    program.start_again();
    let mut granny = program.sign_in(GRANNY);
    assert!(Html::parse(&granny.get("/inbox").body).visible().contains("删了一把通行密钥"));
    let confirm = granny.post("/passkeys/begin", &[("purpose", "confirm")]);
    assert_eq!(confirm.status, 404, "{}", confirm.body);
}
