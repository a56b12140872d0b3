//! Rules about the sources that a machine can hold.

use std::{fs, path::Path};

/// Longest file without a reason in its first lines.
const LONGEST: usize = 600;
/// Largest median length of a Rust file.
const MEDIAN: usize = 120;

/// Files of some folders of the repository with an ending: path and text.
pub fn sources(folders: &[&str], ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in folders {
        walk(&root, folder, ending, &mut found);
    }
    found.sort();
    found
}

fn walk(root: &Path, folder: &str, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        match entry.file_type().unwrap().is_dir() {
            true if matches!(name.as_str(), "target" | "node_modules") => {}
            true => walk(root, &path, ending, found),
            false if name.ends_with(&format!(".{ending}")) => {
                found.push((path, fs::read_to_string(entry.path()).unwrap()))
            }
            false => {}
        }
    }
}

#[test]
fn files_stay_short() {
    let mut lengths = Vec::new();
    for ending in ["rs", "ftl", "css", "js", "toml"] {
        for (path, text) in sources(&["app", "server", "tests", "locales", "style"], ending) {
            let lines = text.lines().count();
            let reason = text.lines().take(5).any(|line| line.contains("long because"));
            assert!(lines <= LONGEST || reason, "{path} has {lines} lines: one feature, one file");
            if ending == "rs" {
                lengths.push(lines);
            }
        }
    }
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] <= MEDIAN, "the median file has {} lines", lengths[lengths.len() / 2]);
}

#[test]
fn nothing_is_allowed_silently() {
    // Put together, so that this file is no finding.
    let silent =
        [format!("#[{}(", "allow"), format!("#![{}(", "allow"), format!("{}!(", "dbg"), format!("{}!(", "todo")];
    for (path, text) in sources(&["app", "server", "tests"], "rs") {
        for word in &silent {
            assert!(!text.contains(word.as_str()), "{path} holds {word}");
        }
    }
}

/// The repository speaks of the project alone.
#[test]
fn no_path_of_a_machine_stands_in_a_source() {
    for ending in ["rs", "ftl", "css", "js", "toml", "md", "sql"] {
        for (path, text) in sources(&["app", "server", "tests", "locales", "style"], ending) {
            for word in [["/", "root/"].concat(), ["/", "work/"].concat(), ["/", "home/"].concat()] {
                assert!(!text.contains(&word), "{path} holds {word}");
            }
        }
    }
}
