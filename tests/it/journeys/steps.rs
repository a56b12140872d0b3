//! Steps that several journeys share.

use tests::portal::{Answer, Client, TestPortal};

/// A policy that journeys publish: an allowance for people of 80 and over, taken with one tap.
pub const POLICY: &str = include_str!("../fixtures/policy.toml");

/// The item that the journeys apply for.
pub const ITEM: &str = "care-needs-assessment";
/// Another item, of which there can be several applications at a time.
pub const ANOTHER_ITEM: &str = "out-of-town-care";
/// The telephone number that is typed.
pub const TELEPHONE: &str = "13900001234";

/// Answers every open question by its kind until the answers are there to check. Gives the address of that page.
pub fn answer_all(client: &Client<'_>, first: &str) -> String {
    let mut address = first.to_owned();
    for _ in 0..20 {
        if address.ends_with("/check") {
            return address;
        }
        let page = client.open(&address);
        let question = address.rsplit('/').next().unwrap().to_owned();
        let form = page.html().form(&format!("/{question}")).unwrap();
        let changes = answers(&form, &question);
        let changes: Vec<(&str, &str)> = changes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let sent = client.submit(&form, &changes);
        assert_eq!(sent.status, 303);
        assert!(!sent.location().contains("mend"), "{question} was not taken: {}", client.open(sent.location()).text());
        address = sent.location().to_owned();
    }
    panic!("the questions do not end: {address}");
}

fn answers(form: &tests::html::Form, question: &str) -> Vec<(String, String)> {
    let mut answers = vec![("go".to_owned(), "next".to_owned())];
    let own =
        form.fields.iter().filter(|field| field.name == question || field.name.starts_with(&format!("{question}-")));
    for field in own {
        if answers.iter().any(|(name, _)| *name == field.name) {
            continue;
        }
        let value = match (field.kind.as_str(), field.name.rsplit('-').next().unwrap()) {
            ("radio" | "checkbox", _) => field.value.as_str(),
            ("select", _) => field.options.iter().find(|option| !option.is_empty()).unwrap(),
            (_, "year") => "2025",
            (_, "month" | "day") => "3",
            (_, "phone") => TELEPHONE,
            (_, _) if !field.value.is_empty() => field.value.as_str(),
            (_, _) => "5",
        };
        answers.push((field.name.clone(), value.to_owned()));
    }
    answers
}

/// A whole application; gives its address and receipt number.
pub fn apply(client: &Client<'_>) -> (String, String) {
    let first = client.post(&format!("/items/{ITEM}/start"), &[]);
    let check = answer_all(client, first.location());
    let (address, receipt) = client.fill(&check, "/submit", &[]);
    (address.split('?').next().unwrap().to_owned(), receipt_number(&receipt))
}

/// The receipt number of a page.
pub fn receipt_number(page: &Answer) -> String {
    let text = page.text();
    let start = text.find("SH2").unwrap_or_else(|| panic!("no receipt number in {text}"));
    text[start..].split_whitespace().next().unwrap().trim_end_matches(|end: char| !end.is_ascii_digit()).to_owned()
}

/// Whether a page names a receipt number, whose groups may stand on two lines.
pub fn names(page: &Answer, receipt: &str) -> bool {
    page.text().split_whitespace().collect::<String>().contains(receipt)
}

/// An author writes a document and hands it over. Gives the version's address.
pub fn hand_over(portal: &TestPortal, text: &str) -> String {
    let author = portal.sign_in("author");
    let (version, page) = author.fill("/desk", "/desk", &[("text", text)]);
    assert!(page.html().form("/hand-over").is_some(), "{}", page.text());
    author.fill(&version, "/hand-over", &[]);
    version
}

/// An author writes a document, a second person publishes it, and everybody is matched. Gives the version's address.
pub fn publish(portal: &TestPortal, text: &str) -> String {
    let version = hand_over(portal, text);
    let (_, page) = portal.sign_in("publisher").fill(&version, "/publish", &[]);
    assert!(page.html().form("/publish").is_none(), "{}", page.text());
    portal.finish_jobs();
    version
}
