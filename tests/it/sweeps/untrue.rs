//! What a page must not say beside what is so: a table of pairs, held against every page as each reader who may open it, and
//! against a seeded page that each row has to find.

use super::people::{City, PEOPLE, expected};
use app::routes::ROUTES;
use contract::display::{Display, Language, Mode};
use domain::policies::seeds;
use policy::{check::check, document::Delivery, parameters::Parameters, vocabulary::Vocabulary};
use std::collections::BTreeSet;
use tests::{
    database::TestDatabase,
    html::{Html, Piece, value},
    portal::TestPortal,
};

/// One thing that is never so.
struct Untrue {
    what: &'static str,
    /// What is wrong on a page of this address, if anything.
    finds: fn(&str, &Html) -> Option<String>,
    /// The address and the body of a page on which it must be found.
    seeded: (&'static str, &'static str),
}

const TABLE: [Untrue; 5] = [
    Untrue {
        what: "nothing to do, beside an application",
        finds: |_, page| {
            beside(page, &["不用办", "不用申请", "Nothing to do"], &["要申请", "去申请", "To be applied for"])
        },
        seeded: ("/policies", "<ul><li><h3>临时救助</h3><p>不用办，告诉您一声。按来源：要申请。</p></li></ul>"),
    },
    Untrue {
        what: "given, beside the button that asks for it",
        finds: |_, page| {
            beside(page, &["已给您", "Given to you"], &["好，我要", "知道了", "Yes, please", "I have read this"])
        },
        seeded: ("/offers", "<article><p>✓ 已给您</p><button>知道了</button></article>"),
    },
    Untrue {
        what: "waiting for a reader who is not the one",
        finds: |address, page| said(page, is_of_staff(address), &["等您回复", "在等您", "Waiting for your reply"]),
        seeded: ("/casework", "<table><tr><td>● 等您回复</td></tr></table>"),
    },
    Untrue {
        what: "since, with the day of a delivery",
        finds: |address, page| said(page, address.starts_with("/data"), &["日起"]),
        seeded: ("/data", "<ul><li>婚姻状况 丧偶 2026 年 10 月 28 日起</li></ul>"),
    },
    Untrue {
        what: "an id or a code in a sentence",
        finds: |address, page| code(page).filter(|_| !is_about_codes(address)),
        seeded: ("/casework/1", "<p>截至 11 月 20 日，批次 01a21fa7-9d3c-7b44-8d1e-0f6a2b3c4d5e</p>"),
    },
];

/// Pages of the office: whoever reads them is not the person that they are about.
fn is_of_staff(address: &str) -> bool {
    ["/casework", "/disputes", "/arrangements", "/desk", "/journal", "/operations"]
        .iter()
        .any(|start| address.starts_with(start))
}

/// Pages that speak of ids and codes on purpose: documents and their names, the journal, parts of the design.
fn is_about_codes(address: &str) -> bool {
    ["/desk", "/vocabulary", "/design", "/journal", "/operations"].iter().any(|start| address.starts_with(start))
}

/// Texts of the smallest boxes that stand for one thing.
fn boxes(page: &Html) -> Vec<String> {
    ["article", "li", "tr"].into_iter().flat_map(|name| page.texts(name)).collect()
}

/// A box that says one thing and another.
fn beside(page: &Html, one: &[&str], other: &[&str]) -> Option<String> {
    let says = |text: &String, words: &[&str]| words.iter().any(|word| text.contains(word));
    boxes(page).into_iter().find(|text| says(text, one) && says(text, other))
}

fn said(page: &Html, applies: bool, words: &[&str]) -> Option<String> {
    let text = page.visible();
    words.iter().find(|word| applies && text.contains(**word)).map(|word| (*word).to_owned())
}

/// An id in the running text; inside `code` it is shown as what it is, and a number of a receipt is no id.
fn code(page: &Html) -> Option<String> {
    let mut in_code = 0;
    for piece in page.pieces() {
        match piece {
            Piece::Open(name, _) if is_code(name) => in_code += 1,
            Piece::Close(name) if is_code(name) => in_code -= 1,
            Piece::Text(text) if in_code == 0 && !is_foot_of_paper(text) => {
                let found = text
                    .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
                    .find(|word| is_id(word));
                if let Some(found) = found {
                    return Some(format!("{found} in {}", text.trim()));
                }
            }
            _ => {}
        }
    }
    None
}

/// Where a printed page came from: its address and its number, by which an office finds it again.
fn is_foot_of_paper(text: &str) -> bool {
    ["http", "编号：", "Number: "].iter().any(|start| text.trim_start().starts_with(start))
}

fn is_code(element: &str) -> bool {
    matches!(element, "code" | "script" | "style" | "textarea" | "title")
}

/// An id as the store makes them: `01a21fa7-9d3c-7b44-8d1e-0f6a2b3c4d5e`.
fn is_id(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    parts.len() == 5
        && parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && word.chars().all(|letter| letter == '-' || letter.is_ascii_hexdigit())
}

fn found(address: &str, page: &Html) -> Vec<String> {
    let row = |row: &Untrue| (row.finds)(address, page).map(|found| format!("{}: {found}", row.what));
    TABLE.iter().filter_map(row).collect()
}

#[test]
fn each_row_finds_its_seeded_page() {
    for row in &TABLE {
        let (address, body) = row.seeded;
        let page = Html::parse(&format!("<!DOCTYPE html><html><body><main>{body}</main></body></html>"));
        assert_eq!(found(address, &page).len(), 1, "{}", row.what);
        assert!((row.finds)(address, &page).is_some(), "{}", row.what);
    }
}

#[test]
fn no_page_says_what_is_not_so() {
    let database = TestDatabase::sqlite();
    let city = City::new(&database);
    let mut wrong = BTreeSet::new();
    for (name, roles) in PEOPLE {
        let client = city.client(name);
        for language in Language::ALL {
            let display = Display { language, mode: Mode::Standard, ..Display::default() };
            client.set_cookie(Display::COOKIE, &display.to_cookie());
            for route in ROUTES.iter().filter(|route| expected(route.pattern, route.audience, name, roles) == 200) {
                let address = city.address(route.pattern);
                let answer = client.get(&address);
                if answer.status == 200 {
                    wrong.extend(
                        found(&address, &answer.html())
                            .into_iter()
                            .map(|found| format!("{address} as {name:?}: {found}")),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What has to be applied for is nowhere said to need nothing, whether or not it can be done here.
#[test]
fn what_is_applied_for_is_never_called_nothing_to_do() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let (vocabulary, parameters) =
        (Vocabulary::parse(seeds::VOCABULARY).unwrap(), Parameters::parse(seeds::PARAMETERS).unwrap());
    let applied_for = seeds::POLICIES.iter().filter_map(|(_, text)| check(text, &vocabulary, &parameters).policy);
    let applied_for = applied_for
        .filter(|policy| matches!(policy.delivery_in_source, Delivery::Apply | Delivery::ApplyThenAutomatic));
    let ids: Vec<String> = applied_for.map(|policy| policy.id).collect();
    assert!(ids.len() > 40, "{}", ids.len());
    for (language, words) in
        [(Language::Chinese, ["不用办", "不用申请"]), (Language::English, ["Nothing to do", "without applying"])]
    {
        let visitor = portal.visitor();
        visitor.set_cookie(Display::COOKIE, &Display { language, ..Display::default() }.to_cookie());
        for id in &ids {
            let answer = visitor.get(&format!("/policies/{id}"));
            // Some are no longer in force.
            if answer.status != 200 {
                continue;
            }
            let text = answer.html().visible();
            for word in words {
                assert!(!text.contains(word), "{id}: {word}");
            }
        }
        let catalogue = visitor.open("/policies").html();
        let lines = lines(&catalogue);
        for id in ids.iter().filter(|id| lines.iter().any(|(known, _)| known == *id)) {
            let (_, line) = lines.iter().find(|(known, _)| known == id).unwrap();
            assert!(words.iter().all(|word| !line.contains(word)), "{id}: {line}");
        }
    }
}

/// Id and text of each line of the catalogue.
fn lines(page: &Html) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for piece in page.pieces() {
        match piece {
            Piece::Open(name, attributes) if name == "a" => {
                let id = value(attributes, "href").and_then(|href| href.strip_prefix("/policies/").map(str::to_owned));
                lines.extend(id.map(|id| (id, String::new())));
            }
            Piece::Text(text) => lines.last_mut().into_iter().for_each(|(_, line)| line.push_str(text)),
            _ => {}
        }
    }
    lines
}
