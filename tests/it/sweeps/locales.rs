//! Words: the same files, keys and arguments in every language, and no key that nobody uses.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Keys that are built from a prefix and a code; the source names the prefix.
const PREFIXES: [&str; 4] = ["policy-problem-", "type-", "date-", "rehearsal-by-"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Key and the names of its arguments, by file.
fn messages(language: &str) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let mut files = BTreeMap::new();
    for file in fs::read_dir(root().join("locales").join(language)).unwrap() {
        let path = file.unwrap().path();
        let mut keys = BTreeMap::new();
        for line in fs::read_to_string(&path)
            .unwrap()
            .lines()
            .filter(|line| !line.starts_with(['#', ' ']) && line.contains(" = "))
        {
            let (key, text) = line.split_once(" = ").unwrap();
            let arguments = text.split("{ $").skip(1).map(|rest| rest.split(' ').next().unwrap().to_owned()).collect();
            assert!(keys.insert(key.to_owned(), arguments).is_none(), "{language}: {key} stands twice");
        }
        files.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), keys);
    }
    files
}

#[test]
fn both_languages_say_the_same_things() {
    let (zh, en) = (messages("zh-CN"), messages("en"));
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "the same files");
    for (file, keys) in &zh {
        assert_eq!(keys, &en[file], "{file}: the same keys with the same arguments");
    }
}

#[test]
fn every_key_is_used() {
    let mut source = String::new();
    let mut folders = vec![root().join("app"), root().join("server")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                source.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let unused: Vec<String> = messages("zh-CN")
        .into_values()
        .flat_map(BTreeMap::into_keys)
        .filter(|key| !PREFIXES.iter().any(|prefix| key.starts_with(prefix)) && !source.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn every_problem_of_a_policy_has_words() {
    let zh = messages("zh-CN");
    for code in policy::problem::ProblemCode::ALL {
        let key = format!("policy-problem-{}", code.as_str());
        assert!(zh.values().any(|keys| keys.contains_key(&key)), "{key}");
    }
}
