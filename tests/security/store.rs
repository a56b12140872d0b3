//! Whatever else opens the city's file beside the program, nothing acknowledged is lost.

use crate::size;
use std::{fs, os::unix::fs::MetadataExt, path::Path, process::Command, thread::sleep, time::Duration};
use tests::{
    portal::GRANNY,
    program::{self, Program, ask},
};

/// Where SQLite keeps the locks of a file, from its source (`PENDING_BYTE`): readers hold bytes from here on.
const SHARED_LOCK: u64 = 0x4000_0002;

#[test]
fn the_file_stays_locked_however_many_connections_are_opened() {
    let program = Program::start();
    // Enough people at one time that the pool opens more connections.
    std::thread::scope(|scope| {
        for _ in 0..size(16, 64) {
            scope.spawn(|| assert_eq!(program.visitor().get("/policies").status, 200));
        }
    });
    let inode = fs::metadata(program.data().join("tongban.sqlite")).unwrap().ino();
    let locks = fs::read_to_string("/proc/locks").unwrap();
    let held = locks.lines().any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields.contains(&"POSIX")
            && fields.iter().any(|field| field.ends_with(&format!(":{inode}")))
            && fields.contains(&SHARED_LOCK.to_string().as_str())
            && fields.contains(&program.pid().to_string().as_str())
    });
    assert!(held, "no lock of the program on the file {inode}:\n{locks}");
}

#[test]
fn acts_outlive_a_crash_whatever_reads_the_file_meanwhile() {
    let mut program = Program::start();
    let mut sessions = Vec::new();
    let copies = tempfile::tempdir().unwrap();
    let file = program.data().join("tongban.sqlite");
    for round in 0..size(4, 40) {
        let copy = copies.path().join(format!("{round}.sqlite"));
        sqlite(&file, "SELECT count(*) FROM sessions");
        sessions.push(program.sign_in(GRANNY).cookies);
        sqlite(&file, &format!(".backup {}", copy.display()));
        sessions.push(program.sign_in(GRANNY).cookies);
        fs::remove_file(&copy).unwrap();
        sqlite(&file, &format!("VACUUM INTO '{}'", copy.display()));
        sessions.push(program.sign_in(GRANNY).cookies);
    }
    program.kill_and_start_again();
    let lost = sessions.iter().filter(|cookies| {
        let mut visitor = program.visitor();
        visitor.cookies.clone_from(cookies);
        visitor.get("/offers").status != 200
    });
    assert_eq!(lost.count(), 0, "of {} acknowledged sign-ins", sessions.len());
}

#[test]
fn a_log_that_is_removed_under_the_program_loses_nothing() {
    let mut program = Program::start();
    let before = program.sign_in(GRANNY).cookies;
    fs::remove_file(program.data().join("tongban.sqlite-wal")).unwrap();
    assert_lost(&mut program, "was removed");
    program.start_again();
    let mut visitor = program.visitor();
    visitor.cookies = before;
    assert_eq!(visitor.get("/offers").status, 200, "{}", program.log());
}

#[test]
fn a_file_that_is_replaced_under_the_program_is_noticed_before_anything_is_acknowledged() {
    let mut program = Program::start();
    let file = program.data().join("tongban.sqlite");
    let copy = program.data().join("copy.sqlite");
    sqlite(&file, &format!(".backup {}", copy.display()));
    let before = program.sign_in(GRANNY).cookies;
    fs::rename(&copy, &file).unwrap();
    assert_lost(&mut program, "was replaced");
    // What was acknowledged after the copy was made stands in a file beside it.
    let mut files = fs::read_dir(program.data()).unwrap().flatten().map(|entry| entry.path());
    let saved = files.find(|path| path.to_string_lossy().contains(".saved-")).unwrap();
    for end in ["-wal", "-shm"] {
        let _none = fs::remove_file(program.data().join(format!("tongban.sqlite{end}")));
    }
    fs::rename(saved, &file).unwrap();
    program.start_again();
    let mut visitor = program.visitor();
    visitor.cookies = before;
    assert_eq!(visitor.get("/offers").status, 200, "{}", program.log());
}

#[test]
fn one_program_serves_a_city() {
    let program = Program::start();
    let second = program::command().arg("--data").arg(program.data()).args(["--addr", "127.0.0.1:0"]).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!((second.status.code(), said.trim_end().lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("is serving the city in") && said.contains(&program.pid().to_string()), "{said}");
}

/// A sign-in is refused, and the program says what happened and ends.
fn assert_lost(program: &mut Program, what: &str) {
    let password = program.password(GRANNY);
    if let Ok(stream) = program.try_connect() {
        let form = program.visitor().form("/sign-in", &[("identifier", GRANNY), ("password", &password)]);
        let answer = ask(stream, &form).map_or(0, |answer| answer.status);
        assert!([0, 503].contains(&answer), "{answer}");
    }
    let code = (0..500).find_map(|_| {
        sleep(Duration::from_millis(20));
        program.ended()
    });
    assert_eq!(code, Some(Some(3)), "{}", program.log());
    assert!(program.log().contains(what), "{}", program.log());
}

/// What an administrator does by hand: the command-line program of SQLite, beside the serving program.
fn sqlite(file: &Path, command: &str) {
    let done = Command::new("sqlite3").arg(file).arg(command).output().unwrap();
    assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
}
