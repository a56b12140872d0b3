//! The program as it is started: a setting that cannot work gets one line that says what and how to mend it, and the
//! exit code 2; nobody gets a stack trace.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use std::{
    net::TcpListener,
    process::{Command, Output},
};
use tempfile::TempDir;

fn tongban(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongban"));
    for name in ["TONGBAN_ADDR", "TONGBAN_DATA", "DATABASE_URL", "TONGBAN_CONFIG", "TONGBAN_PUBLIC_URL", "TONGBAN_KEYS"]
    {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C").args(arguments).output().unwrap()
}

/// What is said on the error output: one line, code 2.
fn refused(arguments: &[&str]) -> String {
    let output = tongban(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{arguments:?}: {said}");
    assert!(said.starts_with("tongban: "), "{said}");
    said
}

#[test]
fn settings_that_cannot_work_get_one_line_and_code_2() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().to_str().unwrap();
    let scheme = refused(&["--data", data, "--database-url", "mysql://somewhere", "serve"]);
    assert!(scheme.contains("mysql:") && scheme.contains("sqlite:"), "{scheme}");

    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let below = file.join("data");
    let unwritable = refused(&["--data", below.to_str().unwrap(), "serve"]);
    assert!(unwritable.contains("cannot be written") && unwritable.contains("--data"), "{unwritable}");

    let address = refused(&["--data", data, "--addr", "nonsense", "serve"]);
    assert!(address.contains("HOST:PORT"), "{address}");
    let plain = refused(&["--data", data, "--public-url", "http://tongban.example", "serve"]);
    assert!(plain.contains("https://tongban.example"), "{plain}");
}

#[test]
fn a_taken_port_is_named() {
    let folder = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = refused(&["--data", folder.path().to_str().unwrap(), "--addr", &address, "serve", "--empty"]);
    assert!(said.contains(&address) && said.contains("--addr"), "{said}");
}

#[test]
fn a_city_is_not_filled_twice() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().to_str().unwrap();
    assert_eq!(tongban(&["--data", data, "demo", "--residents", "12"]).status.code(), Some(0));
    assert!(refused(&["--data", data, "demo", "--residents", "12"]).contains("already holds residents"));
    let verified = tongban(&["--data", data, "journal", "verify"]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
}

#[test]
fn help_names_every_setting_with_its_variable() {
    let help = String::from_utf8(tongban(&["--help"]).stdout).unwrap();
    for name in [
        "TONGBAN_ADDR",
        "TONGBAN_DATA",
        "DATABASE_URL",
        "TONGBAN_CONFIG",
        "TONGBAN_PUBLIC_URL",
        "TONGBAN_TRUSTED_PROXIES",
        "TONGBAN_KEYS",
        "TONGBAN_WORKERS",
    ] {
        assert!(help.contains(name), "{name}");
    }
    for command in ["serve", "demo", "journal", "policy"] {
        assert!(help.contains(&format!("\n  {command}")), "{command}");
    }
}
