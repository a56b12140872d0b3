//! Every form is posted empty, with each field missing, doubled, of the wrong type and a megabyte long: never a fault,
//! never the framework's error in an address, always a page that can be read.

use super::people::{City, takes};
use app::routes::{ROUTES, matches};
use contract::fields::Fields;
use server::http::forms::{FORMS, Form};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    html, on_both_databases,
    portal::{Answer, Client},
};

/// Fields that stand on no page in the state the sweep finds it in.
const MORE_FIELDS: [&str; 13] = [
    "key", "revision", "answer", "question", "decision", "reason", "remark", "reply", "text", "file", "next", "go",
    "anyway",
];

/// Acts that end their thing come last, so that the others meet it alive.
pub const LAST: [&str; 11] = [
    "discard",
    "submit",
    "withdraw",
    "decide",
    "hand-over",
    "publish",
    "uphold",
    "take-back",
    "throw-away",
    "done",
    "sign-out",
];

const WRONG: [&str; 7] =
    ["-1", "99999999999999999999999", "<script>alert(1)</script>", "\u{0}\u{7}", "é�𝄞", "../..", " "];

on_both_databases! {
    fn bad_input_never_gets_a_fault(database) {
        let city = City::new(database);
        let mut forms: Vec<_> = FORMS.iter().collect();
        forms.sort_by_key(|form| LAST.iter().position(|last| form.action.ends_with(last)).map_or(0, |place| place + 1));
        let mut pages = FormPages::default();
        for form in forms {
            let address = city.address(form.action);
            let who = city.admitted(form.action, form.audience);
            let mut client = city.client(who);
            let (fields, on_pages) = fields_of(&mut pages, &client, &city, who, form.action);
            declares(form, &address, &fields[..on_pages]);
            let all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let (long, part) = ("x".repeat(1024 * 1024), "x".repeat(80 * 1024));
            let with = |name: &str, value| all.iter().map(|(other, old)| (*other, if *other == name { value } else { *old })).collect();
            let mut posts: Vec<(String, Vec<(&str, &str)>)> = vec![("nothing".to_owned(), Vec::new())];
            posts.push(("everything long".to_owned(), all.iter().map(|(name, _)| (*name, part.as_str())).collect()));
            for wrong in WRONG {
                posts.push((format!("everything {wrong:?}"), all.iter().map(|(name, _)| (*name, wrong)).collect()));
            }
            // What a store takes otherwise than another is the text: on PostgreSQL every field is wrong at once.
            let alone = if database.cluster().is_some() { &[] } else { all.as_slice() };
            for (index, (name, value)) in alone.iter().enumerate() {
                let wrong = WRONG[index % WRONG.len()];
                posts.push((format!("no {name}"), all.iter().filter(|(other, _)| other != name).copied().collect()));
                posts.push((format!("{name} twice"), all.iter().copied().chain([(*name, "again"), (*name, *value)]).collect()));
                posts.push((format!("{name} = {wrong:?}"), with(name, wrong)));
                if index < on_pages {
                    posts.push((format!("{name} of a megabyte"), with(name, &long)));
                }
            }
            for (what, pairs) in posts {
                let answer = client.post(&address, &pairs);
                check(&client, &address, &what, &answer);
                if form.action == "/sign-out" {
                    client = city.client(who);
                }
            }
            for body in ["%", "%zz=%&&&=", "=", "a=%ff%fe", "text"] {
                check(&client, &address, body, &client.post_body(&address, body.to_owned()));
            }
            let larger = client.post_body(&address, format!("text={}", "x".repeat(5 * 1024 * 1024)));
            assert_eq!((larger.status, larger.html().texts("h1").len()), (413, 1), "{address} with five megabytes");
        }
    }
}

/// Which pages have which forms, by who opens them. Every page is opened once for each person; afterwards those alone that
/// had the form.
#[derive(Default)]
pub struct FormPages(BTreeMap<&'static str, Vec<(String, Vec<String>)>>);

impl FormPages {
    /// Pages with this form for somebody; all pages where none had it at first.
    fn with(&mut self, client: &Client<'_>, city: &City, who: &'static str, action: &str) -> Vec<String> {
        let known = self.0.entry(who).or_insert_with(|| {
            let actions = |address: &String| posted(client, address).into_iter().map(|form| form.action).collect();
            all_pages(city).map(|address| (address.clone(), actions(&address))).collect()
        });
        let has = |actions: &[String]| actions.iter().any(|address| takes_first(action, address));
        let found: Vec<String> =
            known.iter().filter(|(_, actions)| has(actions)).map(|(address, _)| address.clone()).collect();
        if found.is_empty() { all_pages(city).collect() } else { found }
    }
}

/// The question of `/check` stands behind its beginning.
fn all_pages(city: &City) -> impl Iterator<Item = String> {
    ROUTES.iter().map(|route| city.address(route.pattern)).chain(["/check?question=dob".to_owned()])
}

fn posted(client: &Client<'_>, address: &str) -> Vec<html::Form> {
    client.get(address).html().forms().into_iter().filter(|form| form.method == "post").collect()
}

/// The fields of a form as the pages have them, how many those are, and then those that may stand there in other states.
pub fn fields_of(
    pages: &mut FormPages,
    client: &Client<'_>,
    city: &City,
    who: &'static str,
    action: &str,
) -> (Vec<(String, String)>, usize) {
    let mut fields: Vec<(String, String)> = Vec::new();
    for address in pages.with(client, city, who, action) {
        for form in posted(client, &address).into_iter().filter(|form| takes_first(action, &form.action)) {
            fields.extend(form.fields.iter().map(|field| (field.name.clone(), field.value.clone())));
        }
    }
    let mut seen = BTreeSet::new();
    fields.retain(|(name, _)| seen.insert(name.clone()));
    let on_pages = fields.len();
    fields.extend(MORE_FIELDS.iter().map(|name| ((*name).to_owned(), String::new())));
    fields.retain({
        let mut seen = BTreeSet::new();
        move |(name, _)| seen.insert(name.clone())
    });
    (fields, on_pages)
}

/// Whether it is this form that takes an address: the first of the table whose pattern does.
fn takes_first(action: &str, address: &str) -> bool {
    FORMS.iter().find(|form| takes(form.action, address)).is_some_and(|form| form.action == action)
}

/// Only the fields that a form declares are looked at and kept, so it declares every field that its pages have.
fn declares(form: &Form, address: &str, on_pages: &[(String, String)]) {
    let parameters = matches(form.action, address).unwrap();
    let posted = Fields::new(on_pages.to_vec());
    let known = form.fields.of(&posted, &parameters);
    for (name, _) in on_pages {
        assert!(
            known.pairs().iter().any(|(known, _)| known == name),
            "{}: the field {name} is not declared",
            form.action
        );
    }
}

fn check(client: &Client<'_>, address: &str, what: &str, answer: &Answer) {
    let place = format!("{address} with {what}");
    match answer.status {
        303 => {
            let location = answer.location();
            assert!(location.starts_with('/') && !location.contains("__err"), "{place} leads to {location}");
            let next = client.get(location);
            let readable = matches!(next.status, 200 | 303 | 403 | 404);
            assert!(readable, "{place} leads to {location}, which is {}: {}", next.status, next.text());
            if next.status == 200 {
                assert_eq!(next.html().texts("h1").len(), 1, "{place} leads to {location}");
            }
        }
        403 | 404 | 413 | 429 => assert_eq!(answer.html().texts("h1").len(), 1, "{place}"),
        other => panic!("{place} gets {other}: {}", answer.text()),
    }
}
