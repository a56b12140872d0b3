//! Whoever changes the journal behind the program, or puts an old copy in its place, is named, and the evidence stays.

use crate::sqlite;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Output,
    thread::sleep,
    time::{Duration, Instant},
};
use tests::{
    HANGS,
    portal::GRANNY,
    program::{self, Program},
};

#[test]
fn verifying_changes_nothing() {
    let mut program = Program::start();
    program.sign_in(GRANNY);
    let serving = journal(program.data(), &["verify"]);
    assert_eq!(serving.status.code(), Some(0), "{}", said(&serving));
    program.kill();
    let before = contents(program.data());
    let killed = journal(program.data(), &["verify"]);
    assert_eq!(killed.status.code(), Some(0), "{}", said(&killed));
    assert_eq!(contents(program.data()), before);

    // A copy at rest, in a folder of its own.
    let copy = tempfile::tempdir().unwrap();
    for name in ["keys", HEAD] {
        fs::copy(program.data().join(name), copy.path().join(name)).unwrap();
    }
    sqlite(&program.data().join(STORE), &format!("VACUUM INTO '{}'", copy.path().join(STORE).display()));
    let before = contents(copy.path());
    let rested = journal(copy.path(), &["verify"]);
    assert_eq!(rested.status.code(), Some(0), "{}", said(&rested));
    assert_eq!(contents(copy.path()), before);

    fs::remove_file(copy.path().join("keys")).unwrap();
    let keyless = journal(copy.path(), &["verify"]);
    assert_eq!((keyless.status.code(), said(&keyless).lines().count()), (Some(2), 1), "{}", said(&keyless));
    assert!(!copy.path().join("keys").exists());
    let nothing = tempfile::tempdir().unwrap();
    assert_eq!(journal(nothing.path(), &["verify"]).status.code(), Some(2));
    assert!(contents(nothing.path()).is_empty());
}

#[test]
fn an_old_copy_is_named_at_the_start_and_stays_named_until_a_person_says_why() {
    let mut program = Program::start();
    let elsewhere = tempfile::tempdir().unwrap();
    let (old, carried) = (elsewhere.path().join("old.sqlite"), elsewhere.path().join("head.txt"));
    let (store, head) = (program.data().join(STORE), program.data().join(HEAD));
    sqlite(&store, &format!("VACUUM INTO '{}'", old.display()));
    for _ in 0..3 {
        program.sign_in(GRANNY);
    }
    wait_until_sealed(&program);
    program.kill();
    fs::copy(&head, &carried).unwrap();
    let kept = fs::read_to_string(&head).unwrap();
    put_in_place(&old, &store);
    let found = journal(program.data(), &["verify"]);
    assert!(found.status.code() == Some(1) && said(&found).contains("The last rows are gone"), "{}", said(&found));

    program.start_again();
    assert!(program.log().contains("The last rows are gone"), "{}", program.log());
    for _ in 0..6 {
        program.sign_in(GRANNY);
    }
    wait_until_sealed(&program);
    let found = journal(program.data(), &["verify"]);
    assert!(found.status.code() == Some(1) && said(&found).contains("open alarm"), "{}", said(&found));
    assert_eq!(fs::read_to_string(&head).unwrap(), kept, "the evidence stays");
    let page = program.sign_in("auditor").get("/journal").body.replace("<wbr>", "");
    assert!(page.contains("日志和另外留存的链头对不上"), "{page}");

    assert_eq!(journal(program.data(), &["accept-head", "--reason", " "]).status.code(), Some(2));
    let accepted = journal(program.data(), &["accept-head", "--reason", "restored after the disk broke"]);
    assert!(accepted.status.success() && said(&accepted).contains(kept.trim()), "{}", said(&accepted));
    wait_until_sealed(&program);
    let found = journal(program.data(), &["verify"]);
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    assert_ne!(fs::read_to_string(&head).unwrap(), kept);
    // Whoever carried the head away still learns what happened.
    let found = journal(program.data(), &["verify", "--head", carried.to_str().unwrap()]);
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
}

#[test]
fn a_deleted_head_is_an_alarm_and_a_head_from_elsewhere_convicts_an_old_copy_of_everything() {
    let mut program = Program::start();
    program.kill();
    let (store, head) = (program.data().join(STORE), program.data().join(HEAD));
    let elsewhere = tempfile::tempdir().unwrap();
    let (old, old_head) = (elsewhere.path().join("old.sqlite"), elsewhere.path().join("old-head.txt"));
    let carried = elsewhere.path().join("carried.txt");
    sqlite(&store, &format!("VACUUM INTO '{}'", old.display()));
    fs::copy(&head, &old_head).unwrap();
    program.start_again();
    program.sign_in(GRANNY);
    wait_until_sealed(&program);
    program.kill();
    fs::copy(&head, &carried).unwrap();

    fs::remove_file(&head).unwrap();
    let found = journal(program.data(), &["verify"]);
    assert!(found.status.code() == Some(1) && said(&found).contains("The kept head is gone"), "{}", said(&found));

    put_in_place(&old, &store);
    fs::copy(&old_head, &head).unwrap();
    assert_eq!(journal(program.data(), &["verify"]).status.code(), Some(0));
    let found = journal(program.data(), &["verify", "--head", carried.to_str().unwrap()]);
    assert!(found.status.code() == Some(1) && said(&found).contains("The last rows are gone"), "{}", said(&found));
    let found = journal(program.data(), &["verify", "--head", store.to_str().unwrap()]);
    assert_eq!(found.status.code(), Some(2), "{}", said(&found));
}

const STORE: &str = "tongban.sqlite";
const HEAD: &str = "journal-head.txt";

/// Every row is sealed, and there was time for the file outside, which follows in the same round.
fn wait_until_sealed(program: &Program) {
    let unsealed = "SELECT count(*) FROM journal WHERE sequence IS NULL";
    let began = Instant::now();
    while sqlite(&program.data().join(STORE), unsealed).trim() != "0" {
        assert!(began.elapsed() < HANGS, "the journal is not sealed");
        sleep(Duration::from_millis(100));
    }
    sleep(Duration::from_millis(1_500));
}

fn journal(data: &Path, arguments: &[&str]) -> Output {
    program::command().arg("--data").arg(data).arg("journal").args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Every file with what stands in it; of the index of SQLite's log, which every reader writes its locks into, only that it
/// is there.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_file());
    files
        .map(|entry| {
            let index = entry.path().to_string_lossy().ends_with("-shm");
            (entry.path(), if index { Vec::new() } else { fs::read(entry.path()).unwrap() })
        })
        .collect()
}

/// What somebody does who restores a copy.
fn put_in_place(copy: &Path, store: &Path) {
    for end in ["-wal", "-shm"] {
        let _none = fs::remove_file(format!("{}{end}", store.display()));
    }
    fs::copy(copy, store).unwrap();
}
