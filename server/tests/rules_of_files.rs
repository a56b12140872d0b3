//! The rules of an invented country run from files alone: checked, tested, explained, counted and written as SQL.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

fn country() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("policy/tests/country")
}

/// Exit code and what is printed.
fn tongban(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongban"));
    command.env_remove("DATABASE_URL").env("TONGBAN_DATA", folder.join("no-data")).env("LC_ALL", "C").args(arguments);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

#[test]
fn a_country_is_checked_tested_explained_counted_and_written_as_sql() {
    let folder = TempDir::new().unwrap();
    let (at, country) = (folder.path(), country());
    let policies = ["--policies", country.to_str().unwrap()];
    let run = |arguments: &[&str]| tongban(at, &[arguments, &policies].concat());
    let file = |name: &str, text: &str| {
        let path = at.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };

    let (code, said) = run(&["policy", "check"]);
    assert_eq!((code, said.matches(": ok").count()), (0, 3), "{said}");
    let (code, table) = run(&["policy", "test"]);
    let last = table.lines().last().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((code, last.as_str()), (0, "all 7 7 0"), "{table}");
    let right = fs::read_to_string(country.join("fuel-help.toml")).unwrap();
    // The band alone, not the case.
    let wrong = right.replacen("amount = \"20.00\"", "amount = \"21.00\"", 1);
    let wrong = file("wrong.toml", &wrong);
    let vocabulary = country.join("vocabulary.toml");
    let only = ["--vocabulary", vocabulary.to_str().unwrap(), "--policies", &wrong];
    let (code, table) = tongban(at, &[&["policy", "test"][..], &only].concat());
    assert!(code == 1 && table.contains("case-failed"), "{code} {table}");
    assert!(table.contains("21 元") || table.contains("¥21"), "{table}");
    assert!(!table.contains("amount 21.00"), "told in words: {table}");

    let toml = file("person.toml", "dob = 1956-12-24\nearnings = \"150.00\"\nisland = \"N\"\n");
    let explain = ["policy", "explain", "fuel-help", "--on", "2026-06-02"];
    let (code, said) = run(&[&explain[..], &["--resident", &toml, "--language", "en"]].concat());
    assert_eq!(code, 0, "{said}");
    for words in ["Not eligible", "age(dob, today) = 69 >= 70", "earnings = 150.00 < 100.00"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("you qualify"), "neither the years nor another income is enough alone: {said}");
    let old_enough = file("older.toml", "dob = 1950-12-24\nearnings = \"150.00\"\nisland = \"N\"\n");
    let (code, said) = run(&[&explain[..], &["--resident", &old_enough, "--language", "en"]].concat());
    assert!(code == 0 && said.contains("If Earnings is less than"), "{said}");
    assert!(said.contains("you qualify. On record now: "), "{said}");
    let younger = file("younger.toml", "dob = 1956-12-24\nearnings = \"50.00\"\nisland = \"N\"\n");
    let (_, said) = run(&[&explain[..], &["--resident", &younger, "--language", "en"]].concat());
    assert!(said.contains("From 25 December 2026 on you qualify."), "{said}");
    let (_, chinese) = run(&[&explain[..], &["--resident", &toml, "--language", "zh"]].concat());
    assert!(chinese.contains("不符合") && chinese.contains("收入低于"), "{chinese}");
    let json = file("person.json", "{\"dob\": \"1956-12-24\", \"earnings\": \"150.00\", \"island\": \"北岛\"}");
    assert_eq!(run(&[&explain[..], &["--resident", &json, "--language", "zh"]].concat()).1, chinese);
    let (code, said) = run(&[&explain[..], &["--resident", "17"]].concat());
    assert!(code == 2 && said.contains("--resident 17"), "{said}");

    let residents = file(
        "residents.jsonl",
        "{\"dob\": \"1950-01-01\", \"earnings\": \"10.00\", \"island\": \"N\", \"supports\": [], \"family\": [{\"dob\": \"2025-01-01\"}]}\n\
         {\"dob\": \"1950-01-01\", \"earnings\": \"20.00\", \"island\": \"S\"}\n{\"dob\": \"1990-01-01\"}\n{}\n",
    );
    let (code, said) = run(&["policy", "count", "--on", "2026-06-02", "--residents", &residents]);
    assert_eq!(code, 0, "{said}");
    for line in ["fuel-help\t2\t1\t50.00\tcolumns", "child-money\t1\t2\t40.00\t", "boat-money\t2\t2\t170.00\t"] {
        assert!(said.contains(line), "{line}: {said}");
    }

    let (code, sql) = run(&["policy", "sql", "fuel-help", "--dialect", "postgres", "--on", "2026-06-02"]);
    assert!(code == 0 && sql.contains("earnings") && !sql.contains("hukou"), "{sql}");
    let (code, table) = run(&["policy", "table", "--dialect", "duckdb"]);
    assert!(code == 0 && table.contains("earnings"), "{table}");
    let (code, said) = run(&["vocabulary", "--format", "json"]);
    let vocabulary: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &vocabulary["attributes"][1]["id"]), (0, &serde_json::Value::from("island")));
    let (code, said) = run(&["vocabulary"]);
    assert!(code == 0 && said.contains("| `island` | 岛 | Island | code |"), "{said}");
}

#[test]
fn the_citys_own_rules_need_no_file() {
    let folder = TempDir::new().unwrap();
    let (code, said) = tongban(folder.path(), &["policy", "test"]);
    assert!(code == 0 && said.lines().count() > 70, "{said}");
    let (code, said) = tongban(folder.path(), &["vocabulary", "--format", "json"]);
    assert!(code == 0 && said.contains("hukou_city"), "{said}");
}

/// The folder that the city's own rules are written in.
#[test]
fn what_stands_beside_policies_in_a_folder_is_none() {
    let folder = TempDir::new().unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let (code, said) = tongban(folder.path(), &["policy", "check", "--policies", own.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("elder-allowance.toml: ok") && !said.contains("working-days"), "{said}");
}

/// What a program on a Chinese computer saves, and what a Chinese keyboard types.
#[test]
fn a_document_is_read_however_it_was_saved_and_put_right_on_request() {
    let folder = TempDir::new().unwrap();
    let country = country();
    let vocabulary = country.join("vocabulary.toml");
    let right = fs::read_to_string(country.join("fuel-help.toml")).unwrap();
    let path = folder.path().join("policy.toml");
    let file = path.to_str().unwrap();
    let with = ["--vocabulary", vocabulary.to_str().unwrap(), "--policies", country.to_str().unwrap()];
    let check = |more: &[&str]| tongban(folder.path(), &[&["policy", "check", file], more, &with].concat());

    fs::write(&path, format!("\u{FEFF}{right}")).unwrap();
    let (code, said) = check(&[]);
    assert!(code == 0 && said.contains(": ok"), "{said}");

    let encoded = encoding_rs::GB18030.encode(&right).0.into_owned();
    assert!(std::str::from_utf8(&encoded).is_err(), "the document holds Chinese");
    fs::write(&path, &encoded).unwrap();
    let (code, said) = check(&[]);
    assert!(code == 0 && said.contains(": ok") && said.contains("read as gb18030; save it as UTF-8"), "{said}");
    assert_eq!(fs::read(&path).unwrap(), encoded, "nobody asked for it to be written");

    let line = right.lines().position(|line| line.starts_with("id = \"")).unwrap() + 1;
    let wrong = right.replacen("id = \"fuel-help\"", "id ＝ “fuel-help”", 1);
    fs::write(&path, encoding_rs::GB18030.encode(&wrong).0).unwrap();
    let (code, said) = check(&[]);
    assert_eq!(code, 1, "{said}");
    for named in [format!(":{line}:4 keyboard-mark : "), format!(":{line}:6 "), "--repair".to_owned()] {
        assert!(said.contains(&named), "{named}: {said}");
    }
    let (code, said) = check(&["--repair"]);
    assert!(code == 0 && said.contains("repaired, 3 marks; it was gb18030"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), right);
    let (code, said) = check(&["--repair"]);
    assert!(code == 0 && !said.contains("repaired"), "what is right is not touched: {said}");

    fs::write(&path, b"id = \"\xFF\xFF\"").unwrap();
    let (code, said) = check(&[]);
    assert!(code == 2 && said.contains("no text in UTF-8 or GB18030") && said.lines().count() == 1, "{said}");
    let (code, said) = tongban(folder.path(), &["policy", "check", "--repair"]);
    assert!(code == 2 && said.contains("<FILE>"), "{said}");
}

#[test]
fn a_day_is_taken_as_people_write_it() {
    let folder = TempDir::new().unwrap();
    let sql = |on: &str| {
        tongban(folder.path(), &["policy", "sql", "care-needs-assessment", "--dialect", "sqlite", "--on", on])
    };
    let plain = sql("2026-03-05");
    assert_eq!(plain.0, 0, "{}", plain.1);
    for on in ["2026年3月5日", "2026/3/5", "20260305", "\u{200B}2026–03–05"] {
        assert_eq!(sql(on), plain, "{on}");
    }
    for on in ["2026-02-30", "3/5/2026", "今天"] {
        let (code, said) = sql(on);
        assert!(code == 2 && said.contains("write a day such as 2026-03-05"), "{said}");
    }
}

/// `| head -1`.
#[test]
fn a_command_ends_quietly_when_nobody_reads_on() {
    let folder = TempDir::new().unwrap();
    let facts = folder.path().join("person.toml");
    fs::write(&facts, "dob = 1944-05-01\n").unwrap();
    let explain =
        ["policy", "explain", "care-needs-assessment", "--on", "2026-03-05", "--resident", facts.to_str().unwrap()];
    for arguments in
        [&explain[..], &["policy", "test"], &["policy", "check"], &["vocabulary"], &["routes"], &["--help"]]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongban"));
        command.env_remove("DATABASE_URL").env("TONGBAN_DATA", folder.path().join("no-data")).args(arguments);
        let mut running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0];
        running.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
        drop(running.stdout.take());
        let ended = running.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!((ended.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    }
}
