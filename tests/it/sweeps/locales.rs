//! Both languages have the same files, the same messages with the same arguments, and no message that nobody says.

use super::files::sources;
use std::collections::{BTreeMap, BTreeSet};

/// Messages that are put together from a prefix and a code of the program.
const PREFIXES: [&str; 9] = [
    "policy-problem-",
    "type-",
    "date-",
    "rehearsal-by-",
    "glossary-word-",
    "page-",
    // The help: `server cli::worded` holds them against the commands, the flags and the names of their values.
    "cli-command",
    "cli-flag-",
    "cli-value-",
];

/// Start of the messages that say the same in shorter sentences.
pub const SHORT: &str = "plain-";

/// File and key, with the arguments.
type Messages = BTreeMap<(String, String), BTreeSet<String>>;

fn messages(language: &str) -> Messages {
    let (mut messages, mut names) = (Messages::new(), BTreeSet::new());
    for (file, text) in sources(&[&format!("locales/{language}")], "ftl") {
        let file = file.rsplit('/').next().unwrap().to_owned();
        let mut key: Option<String> = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) =
                line.split_once('=').filter(|_| line.starts_with(|first: char| first.is_ascii_lowercase()))
            {
                let name = name.trim().to_owned();
                assert!(names.insert(name.clone()), "{language}: {name} stands twice");
                messages.insert((file.clone(), name.clone()), BTreeSet::new());
                key = Some(name);
            }
            let Some(key) = &key else { continue };
            let arguments = line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
                    .collect()
            });
            messages.get_mut(&(file.clone(), key.clone())).unwrap().extend(arguments);
        }
    }
    messages
}

/// Every key.
pub fn keys() -> BTreeSet<String> {
    messages("zh-CN").into_keys().map(|(_, key)| key).collect()
}

#[test]
fn both_languages_say_the_same_things() {
    let (chinese, english) = (messages("zh-CN"), messages("en"));
    assert!(chinese.len() > 200, "only {} messages were found", chinese.len());
    for (message, arguments) in &chinese {
        assert_eq!(english.get(message), Some(arguments), "{message:?} in English");
    }
    let more: Vec<_> = english.keys().filter(|message| !chinese.contains_key(*message)).collect();
    assert!(more.is_empty(), "only in English: {more:?}");
}

/// Whoever wants short sentences is told the same: a short message belongs to a usual one and takes its arguments.
#[test]
fn a_short_message_takes_the_arguments_of_the_usual_one() {
    let messages: BTreeMap<String, BTreeSet<String>> =
        messages("zh-CN").into_iter().map(|((_, key), arguments)| (key, arguments)).collect();
    let short: Vec<_> =
        messages.iter().filter_map(|(key, arguments)| Some((key.strip_prefix(SHORT)?, arguments))).collect();
    assert!(short.len() > 50, "only {} short messages were found", short.len());
    for (key, arguments) in short {
        assert_eq!(messages.get(key), Some(arguments), "{key}");
    }
}

/// A device is given messages with the names of their arguments in braces.
#[test]
fn what_a_device_is_given_has_the_arguments_of_the_message() {
    let messages: BTreeMap<String, BTreeSet<String>> =
        messages("zh-CN").into_iter().map(|((_, key), arguments)| (key, arguments)).collect();
    for (key, arguments) in contract::entitlement::WORDS.iter().chain(&contract::entitlement::ERRORS) {
        let arguments: BTreeSet<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        assert_eq!(messages.get(*key), Some(&arguments), "{key}");
    }
}

#[test]
fn every_message_is_said_somewhere() {
    let program: String = sources(&["app/src", "app/contract/src", "server/src", "server/domain/src"], "rs")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let unused: Vec<String> = keys()
        .into_iter()
        .filter(|key| !PREFIXES.iter().any(|prefix| key.starts_with(prefix)))
        // A short message is said where the usual one is.
        .map(|key| key.strip_prefix(SHORT).map(str::to_owned).unwrap_or(key))
        .filter(|key| !program.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

/// Whatever is said, or is the code of an error, is a message.
#[test]
fn everything_that_is_said_is_a_message() {
    let known = keys();
    let mut missing = BTreeSet::new();
    for (file, text) in sources(&["app/src", "server/domain/src", "server/src"], "rs") {
        let text = text.split("#[cfg(test)]").next().unwrap();
        for start in ["say(\"", "with(\"", "ConfigError::new(\"", "FieldError::new("] {
            for (place, _) in text.match_indices(start) {
                let rest = &text[place + start.len()..];
                let said = match start {
                    "FieldError::new(" => {
                        rest.split(')').next().and_then(|inside| inside.rsplit_once(", \"")).map(|(_, key)| key)
                    }
                    _ => Some(rest),
                };
                let Some(key) = said.and_then(|said| said.split('"').next()) else { continue };
                let looks = key.contains('-') && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                if looks && !key.ends_with('-') && !known.contains(key) {
                    missing.insert(format!("{file}: {key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_problem_of_a_policy_has_words() {
    let known = keys();
    for code in policy::problem::ProblemCode::ALL {
        assert!(known.contains(&format!("policy-problem-{}", code.as_str())), "{}", code.as_str());
    }
}
