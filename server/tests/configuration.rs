//! Settings and keys as the program takes them when it is started: nothing that was written down wrong may lead to another
//! folder or other keys than those of the city.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

/// Runs the program in a folder, without settings of the surroundings.
fn tongban(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongban"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("TONGBAN_") || name == "DATABASE_URL" {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", "C").current_dir(folder.path()).args(arguments).output().unwrap()
}

fn filled(folder: &TempDir, arguments: &[&str]) {
    let output = tongban(folder, &[arguments, &["demo", "--residents", "12"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What is said on the error output: one line, code 2.
fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let output = tongban(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{arguments:?}: {said}");
    assert!(said.starts_with("tongban: "), "{said}");
    said
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        // SQLite's own, which come and go.
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm") && !name.ends_with(".lock"))
        .collect();
    names.sort();
    names
}

#[test]
fn the_order_of_a_configuration_file_does_not_matter() {
    for lines in [
        "DATABASE_URL=sqlite:city.sqlite\nTONGBAN_DATA=real\n",
        "TONGBAN_DATA=real\nDATABASE_URL=sqlite:city.sqlite",
        // Saved with a byte order mark.
        "\u{FEFF}TONGBAN_DATA=real\nDATABASE_URL=sqlite:city.sqlite",
    ] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("tongban.conf"), lines).unwrap();
        filled(&folder, &["--config", "tongban.conf"]);
        assert_eq!(names(folder.path()), ["real", "tongban.conf"]);
        let inside = names(&folder.path().join("real"));
        assert!(inside.contains(&"city.sqlite".to_owned()) && inside.contains(&"keys".to_owned()), "{inside:?}");
    }
}

#[test]
fn a_flag_and_the_environment_win_over_the_file() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("tongban.conf"), "TONGBAN_DATA=of-the-file\nDATABASE_URL=mysql://nowhere").unwrap();
    filled(&folder, &["--config=tongban.conf", "--data=of-the-flag", "--database-url=sqlite:city.sqlite"]);
    assert_eq!(names(folder.path()), ["of-the-flag", "tongban.conf"]);
    let said = refused(&folder, &["--config", "tongban.conf", "--data", "of-the-flag", "journal", "verify"]);
    assert!(said.contains("mysql:"), "{said}");
}

#[test]
fn a_configuration_file_with_a_mistake_is_refused_before_anything_is_made() {
    let folder = TempDir::new().unwrap();
    for (line, words) in [
        ("TONGBAN_DTAA=real", "line 1: TONGBAN_DTAA is not a setting; did you mean TONGBAN_DATA?"),
        ("TONGBAN_DATA=real\nTONGBAN_KEY=keys", "line 2: TONGBAN_KEY is not a setting; did you mean TONGBAN_KEYS?"),
        ("TONGBAN_DATA real", "line 1: write NAME=value"),
        ("TONGBAN_DATA='real'", "without quotes"),
        ("TONGBAN_DATA=", "a value is required for '--data"),
        ("TONGBAN_WORKERS=many", "invalid value 'many' for '--workers"),
    ] {
        fs::write(folder.path().join("tongban.conf"), line).unwrap();
        let said = refused(&folder, &["--config", "tongban.conf", "serve"]);
        assert!(said.contains(words), "{said}");
        assert_eq!(names(folder.path()), ["tongban.conf"]);
    }
    assert!(refused(&folder, &["--config", "nowhere.conf", "serve"]).contains("--config nowhere.conf"));
}

#[test]
fn a_full_store_whose_keys_are_gone_or_of_another_city_is_not_opened() {
    let folder = TempDir::new().unwrap();
    filled(&folder, &["--data", "city"]);
    filled(&folder, &["--data", "other"]);
    let (city, keys) = (folder.path().join("city"), folder.path().join("city/keys"));
    let before = names(&city);
    fs::rename(&keys, folder.path().join("kept-elsewhere")).unwrap();
    let without: Vec<String> = before.iter().filter(|name| *name != "keys").cloned().collect();
    for command in [&["serve"][..], &["serve", "--empty"], &["demo"], &["journal", "verify"]] {
        let at = ["--addr", "127.0.0.1:0"];
        let said = refused(&folder, &[&["--data", "city"], &at[..], command].concat());
        assert!(said.contains("city/keys is not there") && said.contains("--keys"), "{said}");
        assert_eq!(names(&city), without, "{command:?}");

        let said = refused(&folder, &[&["--data", "city", "--keys", "other/keys"], &at[..], command].concat());
        assert!(said.contains("other/keys are not those") && said.contains("--keys"), "{said}");
        assert_eq!(names(&city), without, "{command:?}");
    }
    let right = tongban(&folder, &["--data", "city", "--keys", "kept-elsewhere", "journal", "verify"]);
    assert_eq!(right.status.code(), Some(0), "{}", String::from_utf8_lossy(&right.stderr));
}
