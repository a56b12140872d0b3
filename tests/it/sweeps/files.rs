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

/// A press of a link, a button or a key in a field is all that a page asks for, by whatever means it comes: no gestures, no
/// shaking, no dragging, no act before the finger is lifted, no means of input shut out (WCAG 2.2, 2.1.4, 2.5.1, 2.5.2,
/// 2.5.4, 2.5.6, 2.5.7).
#[test]
fn nothing_asks_for_more_than_a_press() {
    const MORE: [&str; 12] = [
        "touchstart",
        "touchmove",
        "touchend",
        "pointerdown",
        "pointermove",
        "mousedown",
        "mousemove",
        "devicemotion",
        "deviceorientation",
        "dragstart",
        "keydown",
        "keyup",
    ];
    for (path, text) in
        ["rs", "js", "css"].into_iter().flat_map(|ending| sources(&["app", "server/assets", "style"], ending))
    {
        let found = MORE.iter().find(|name| text.contains(**name));
        assert_eq!(found, None, "{path}");
        let shut_out = ["touch-action: none", "pointer-events: none"].into_iter().find(|rule| text.contains(rule));
        assert_eq!(shut_out, None, "{path}");
    }
}

/// Signs that nobody sees count as nothing, wherever something was typed: `contract::typed::is_blank` knows them all.
#[test]
fn nothing_typed_is_told_by_one_rule() {
    for (path, text) in sources(&["app/src", "app/contract/src", "server/domain/src"], "rs") {
        let own = text.replace(char::is_whitespace, "").contains(".trim().is_empty()");
        assert!(!own, "{path} asks by itself whether something was typed");
    }
}

/// A newcomer finds every document: by a link, and in what is said of its folder.
#[test]
fn the_readme_leads_to_every_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let folder = readme.lines().find(|line| line.trim_start().starts_with("docs/ ")).unwrap();
    for (path, _) in sources(&["docs"], "md") {
        assert!(readme.contains(&format!("({path})")), "{path} has no link");
        let name = path.rsplit('/').next().unwrap().trim_end_matches(".md").to_lowercase().replace('-', " ");
        assert!(folder.contains(&name), "{name} is not in {folder}");
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
