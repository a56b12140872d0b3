//! Whatever else opens the city's file beside the program, nothing acknowledged is lost.

use crate::{size, sqlite};
use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, sleep},
    time::Duration,
};
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
    thread::scope(|scope| {
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
    // Again and again, while acts go on.
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let administrator = scope.spawn(|| {
            let mut rounds = 0;
            while !over.load(Ordering::Relaxed) && rounds < 2_000 {
                let copy = copies.path().join(format!("{rounds}.sqlite"));
                sqlite(&file, "SELECT count(*) FROM sessions");
                sqlite(&file, &format!(".backup {}", copy.display()));
                fs::remove_file(&copy).unwrap();
                sqlite(&file, &format!("VACUUM INTO '{}'", copy.display()));
                fs::remove_file(&copy).unwrap();
                rounds += 1;
            }
            rounds
        });
        sessions.extend((0..size(12, 200)).map(|_| program.sign_in(GRANNY).cookies));
        over.store(true, Ordering::Relaxed);
        let rounds = administrator.join().unwrap();
        println!("{} acts beside {rounds} times three other openings of the file", sessions.len());
        assert!(rounds > 0);
    });
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

#[test]
fn a_backup_beside_the_program_holds_every_act_before_it() {
    let mut program = Program::start();
    let copies = tempfile::tempdir().unwrap();
    let mut sessions = Vec::new();
    let backup = |program: &Program, copy: &Path| {
        program::command().arg("--data").arg(program.data()).arg("backup").arg(copy).output().unwrap()
    };
    let mut newest = copies.path().join("none");
    for round in 0..size(2, 20) {
        sessions.push(program.sign_in(GRANNY).cookies);
        newest = copies.path().join(round.to_string());
        // Acts go on while the copy is made.
        thread::scope(|scope| {
            let acting = scope.spawn(|| {
                for _ in 0..size(3, 10) {
                    program.sign_in(GRANNY);
                }
            });
            let done = backup(&program, &newest);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            acting.join().unwrap();
        });
    }
    let again = backup(&program, &newest);
    assert_eq!(again.status.code(), Some(2), "a copy is never replaced");
    assert_eq!(fs::metadata(&newest).unwrap().mode() & 0o777, 0o600);
    let drafts = fs::read_dir(copies.path()).unwrap().flatten();
    assert_eq!(drafts.filter(|entry| entry.file_name().to_string_lossy().contains("draft")).count(), 0);

    // The city burns down, and goes on from the copy and its key file.
    program.kill();
    for name in ["tongban.sqlite", "tongban.sqlite-wal", "tongban.sqlite-shm"] {
        fs::remove_file(program.data().join(name)).unwrap();
    }
    fs::copy(&newest, program.data().join("tongban.sqlite")).unwrap();
    program.start_again();
    for cookies in sessions {
        let mut visitor = program.visitor();
        visitor.cookies = cookies;
        assert_eq!(visitor.get("/offers").status, 200, "{}", program.log());
    }
}

#[test]
fn a_store_of_the_first_release_opens() {
    let folder = tempfile::tempdir().unwrap();
    let release = Path::new(env!("CARGO_MANIFEST_DIR")).join("security/fixtures/first-release");
    for name in ["keys", "journal-head.txt", "demonstration-sign-ins.txt"] {
        fs::copy(release.join(name), folder.path().join(name)).unwrap();
    }
    let packed = fs::File::open(release.join("tongban.sqlite.gz")).unwrap();
    let mut store = fs::File::create(folder.path().join("tongban.sqlite")).unwrap();
    std::io::copy(&mut flate2::read::GzDecoder::new(packed), &mut store).unwrap();
    drop(store);

    let mut program = Program::start_in(folder, &[]);
    // The second start finds what the first one changed.
    for _ in 0..2 {
        let resident = program.sign_in(GRANNY);
        assert!(resident.get("/applications").body.contains("/applications/"), "{}", program.log());
        assert_eq!(resident.get("/offers").status, 200);
        program.kill_and_start_again();
    }
    let verified = program::command().arg("--data").arg(program.data()).args(["journal", "verify"]).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

/// A sign-in is refused, and the program says what happened and ends.
fn assert_lost(program: &mut Program, what: &str) {
    let password = program.password(GRANNY);
    if let Ok(stream) = program.try_connect() {
        let form = program.visitor().form("/sign-in", &[("identifier", GRANNY), ("password", &password)]);
        let answer = ask(stream, &form).map_or(0, |answer| answer.status);
        assert!([0, 503].contains(&answer), "{answer}");
    }
    let code = (0..10_000).find_map(|_| {
        sleep(Duration::from_millis(20));
        program.ended()
    });
    assert_eq!(code, Some(Some(3)), "{}", program.log());
    assert!(program.log().contains(what), "{}", program.log());
}
