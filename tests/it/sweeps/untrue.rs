//! What a page must not say beside what is so: a table of pairs, held against every page as each reader who may open it, and
//! against seeded pages that each row has to find.

use super::people::{City, PEOPLE, expected};
use app::routes::ROUTES;
use contract::{
    display::{Display, Language, Mode, Phrasing},
    identity::Role,
};
use diesel::prelude::*;
use domain::{
    db::schema::{facts, offers},
    policies::seeds,
    services::seeds::ITEMS,
};
use jiff::civil::Date;
use policy::{
    check::check,
    document::{Delivery, Policy},
    parameters::Parameters,
    text::Text,
    vocabulary::Vocabulary,
};
use std::collections::BTreeSet;
use tests::{
    database::TestDatabase,
    html::{Html, Piece, value},
    portal::{Client, TestPortal},
};

/// What is so, whatever a page says.
#[derive(Clone, Default)]
struct Truth {
    /// Titles of all policies, in both languages.
    policies: Vec<String>,
    /// Titles of those that have to be applied for by their source.
    applied_for: Vec<String>,
    /// Titles of those that the reader was granted.
    given: Vec<String>,
    /// The days of all deliveries, as each language writes them.
    delivered: Vec<String>,
    /// Ids and codes that are no words.
    codes: BTreeSet<String>,
}

/// One page as somebody reads it.
struct Reading<'a> {
    address: &'a str,
    page: &'a Html,
    so: &'a Truth,
}

/// One thing that is never so.
struct Untrue {
    what: &'static str,
    /// What is wrong on a page, if anything.
    finds: fn(&Reading<'_>) -> Option<String>,
    /// Addresses and bodies of pages on which it must be found.
    seeded: &'static [(&'static str, &'static str)],
}

const NOTHING_TO_DO: [&str; 4] = ["不用办", "不用申请", "Nothing to do", "without applying"];
const GIVEN: [&str; 2] = ["已给您", "Given to you"];

const TABLE: [Untrue; 6] = [
    Untrue {
        what: "nothing to do, for what has to be applied for",
        finds: |reading| {
            let beside = beside(reading.page, &NOTHING_TO_DO, &["要申请", "去申请", "To be applied for"]);
            beside.or_else(|| about(reading, &NOTHING_TO_DO, &reading.so.applied_for))
        },
        seeded: &[
            ("/policies", "<ul><li><h3>此项</h3><p>不用办，告诉您一声。按来源：要申请。</p></li></ul>"),
            ("/policies", "<ul><li><h3>临时救助</h3><p>不用办，告诉您一声。</p></li></ul>"),
            ("/policies/temporary-relief", "<h1>临时救助</h1><p>不用申请，自动给您。</p>"),
        ],
    },
    Untrue {
        what: "given, without a grant",
        finds: |reading| {
            let beside = beside(reading.page, &GIVEN, &["好，我要", "知道了", "Yes, please", "I have read this"]);
            let others: Vec<String> = without(&reading.so.policies, &reading.so.given);
            beside.or_else(|| about(reading, &GIVEN, &others).filter(|_| !is_of_staff(reading.address)))
        },
        seeded: &[
            ("/offers", "<article><p>✓ 已给您</p><button>知道了</button></article>"),
            ("/offers", "<article><h3>临时救助</h3><p>✓ 已给您</p></article>"),
            ("/offers/1", "<h1>临时救助</h1><p>✓ 已给您</p>"),
        ],
    },
    Untrue {
        what: "waiting for a reader who is not the one",
        finds: |reading| {
            let theirs = ["等您回复", "在等您", "等您补", "Waiting for your reply", "Waiting for you"];
            said(reading, is_of_staff(reading.address) && !reading.address.starts_with("/operations"), &theirs)
        },
        seeded: &[("/casework", "<table><tr><td>● 等您回复</td></tr></table>"), ("/casework/1", "<p>在等您补材料</p>")],
    },
    Untrue {
        what: "the reader, called somebody else",
        finds: |reading| {
            // A decision on paper names whom it is for, as a letter does.
            let own = ["/applications", "/drafts", "/inbox", "/offers", "/data"];
            let applies = own.iter().any(|start| reading.address.starts_with(start));
            let applies = (applies || reading.address == "/") && !reading.address.ends_with("/decision");
            said(reading, applies, &["申请人", "applicant"])
        },
        seeded: &[
            ("/applications/1", "<ol><li>提交了申请 11 月 28 日 · 申请人</li></ol>"),
            ("/applications", "<ul><li>在等申请人回复</li></ul>"),
            ("/", "<p>Waiting for the applicant</p>"),
        ],
    },
    Untrue {
        what: "since, with the day of a delivery",
        finds: |reading| {
            let text = text_of(reading.page);
            let since = |day: &String| {
                if !text.contains(day.as_str()) {
                    return None;
                }
                let said = [format!("{day}起"), format!("since {day}"), format!("Since {day}")];
                said.into_iter().find(|said| text.contains(said))
            };
            let delivered = reading.so.delivered.iter().find_map(since);
            delivered.or_else(|| said(reading, true, &["日起，由", "日起由"]))
        },
        seeded: &[
            ("/data", "<ul><li>婚姻状况 丧偶 2026 年 10 月 28 日起</li></ul>"),
            ("/offers/1", "<p>出生日期 1944 年 5 月 2 日（2026 年 10 月 28 日起）</p>"),
            ("/data/disputes", "<p>Marital status: widowed since 28 October 2026</p>"),
            ("/offers/2", "<p>2026 年 11 月 28 日起，由上海市民政局负责</p>"),
        ],
    },
    Untrue {
        what: "an id or a code in a sentence",
        finds: |reading| code(reading).filter(|_| !is_about_codes(reading.address)),
        seeded: &[
            ("/casework/1", "<p>截至 11 月 20 日，批次 01a21fa7-9d3c-7b44-8d1e-0f6a2b3c4d5e</p>"),
            ("/desk/1", "<p>写的是 not-eligible，算出来是 eligible</p>"),
            ("/desk", "<p>failing [living_alone]</p>"),
            ("/operations", "<p>等了 3 天：elder-allowance</p>"),
        ],
    },
];

/// Pages of the office: whoever reads them is not the person that they are about.
fn is_of_staff(address: &str) -> bool {
    ["/casework", "/disputes", "/arrangements", "/desk", "/journal", "/operations"]
        .iter()
        .any(|start| address.starts_with(start))
}

/// Pages that show ids and codes on purpose: the vocabulary with its ids, and parts of the design.
fn is_about_codes(address: &str) -> bool {
    ["/vocabulary", "/design"].iter().any(|start| address.starts_with(start))
}

fn without(all: &[String], some: &[String]) -> Vec<String> {
    all.iter().filter(|one| !some.contains(one)).cloned().collect()
}

fn text_of(page: &Html) -> String {
    page.visible().replace('\n', "")
}

/// Texts of the smallest boxes that stand for one thing.
fn boxes(page: &Html) -> Vec<String> {
    ["article", "li", "tr"].into_iter().flat_map(|name| page.texts(name)).collect()
}

fn says(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// A box that says one thing and another.
fn beside(page: &Html, one: &[&str], other: &[&str]) -> Option<String> {
    boxes(page).into_iter().find(|text| says(text, one) && says(text, other))
}

/// A box, or a whole page by its heading, that says something of one of these.
fn about(reading: &Reading<'_>, words: &[&str], titles: &[String]) -> Option<String> {
    // One title stands within another: 失业保险金 and 失业保险金延长.
    let named = |text: &str| {
        let policies = reading.so.policies.iter().filter(|title| text.contains(title.as_str()));
        policies.max_by_key(|title| title.len()).cloned()
    };
    let is_of = |text: &str| named(text).is_some_and(|title| titles.contains(&title));
    let is_one = |heading: &String| titles.iter().any(|title| heading.trim() == title);
    let of_page = reading.page.texts("h1").iter().any(is_one).then(|| text_of(reading.page));
    let says_it = |text: &String| says(text, words);
    // There are many more titles than words, so the words are looked for first.
    let of_box = boxes(reading.page).into_iter().filter(says_it).find(|text| is_of(text));
    of_box.or_else(|| of_page.filter(says_it))
}

fn said(reading: &Reading<'_>, applies: bool, words: &[&str]) -> Option<String> {
    let text = text_of(reading.page);
    words.iter().find(|word| applies && text.contains(**word)).map(|word| (*word).to_owned())
}

/// An id or a code in the running text; inside `code` it is shown as what it is, and a number of a receipt is no id.
fn code(reading: &Reading<'_>) -> Option<String> {
    let mut in_code = 0;
    for piece in reading.page.pieces() {
        match piece {
            Piece::Open(name, _) if is_code(name) => in_code += 1,
            Piece::Close(name) if is_code(name) => in_code -= 1,
            Piece::Text(text) if in_code == 0 && !is_foot_of_paper(text) => {
                let found = text
                    .split(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')))
                    .find(|word| is_id(word) || reading.so.codes.contains(*word));
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

fn found(reading: &Reading<'_>) -> Vec<String> {
    let row = |row: &Untrue| (row.finds)(reading).map(|found| format!("{}: {found}", row.what));
    TABLE.iter().filter_map(row).collect()
}

fn both(text: &Text) -> [String; 2] {
    [text.zh.clone(), text.en.clone()]
}

fn rules() -> (Vocabulary, Vec<Policy>) {
    let (vocabulary, parameters) =
        (Vocabulary::parse(seeds::VOCABULARY).unwrap(), Parameters::parse(seeds::PARAMETERS).unwrap());
    let policies = seeds::POLICIES.iter().filter_map(|(_, text)| check(text, &vocabulary, &parameters).policy);
    let policies = policies.collect();
    (vocabulary, policies)
}

fn has_to_be_applied_for(policy: &Policy) -> bool {
    matches!(policy.delivery_in_source, Delivery::Apply | Delivery::ApplyThenAutomatic)
}

impl Truth {
    /// What is so before anybody reads.
    fn of_the_rules() -> Self {
        let (vocabulary, policies) = rules();
        let titles = |policy: &Policy| both(&policy.title);
        // What one word of English is too is not told apart from it.
        let attributes = vocabulary.attributes().iter();
        let ids = attributes.flat_map(|known| [&known.id].into_iter().chain(known.codes.iter().map(|code| &code.id)));
        let ids = ids.chain(policies.iter().map(|policy| &policy.id)).cloned();
        let items = ITEMS.iter().filter_map(|(name, _)| name.rsplit('/').next()).map(str::to_owned);
        let engine = ["not-eligible", "either-way", "apply-then-automatic", "stays-open", "dibao", "tekun"];
        let codes = ids.chain(items).filter(|id| id.contains(['_', '-']));
        Self {
            applied_for: policies.iter().filter(|policy| has_to_be_applied_for(policy)).flat_map(titles).collect(),
            policies: policies.iter().flat_map(titles).collect(),
            codes: codes.chain(engine.map(str::to_owned)).collect(),
            ..Self::default()
        }
    }

    /// With what is so in a city.
    fn of_a_city(portal: &TestPortal) -> Self {
        let days = portal.cx.read(|conn| Ok(facts::table.select(facts::as_of).distinct().load::<String>(conn)?));
        let days: Vec<Date> = days.unwrap().iter().map(|day| day.parse().unwrap()).collect();
        let written = |day: &Date| Language::ALL.map(|language| language.date(*day));
        Self { delivered: days.iter().flat_map(written).collect(), ..Self::of_the_rules() }
    }

    /// With what was granted to a reader.
    fn to(&self, portal: &TestPortal, reader: &Client<'_>, roles: &[Role]) -> Self {
        if !roles.contains(&Role::Resident) {
            return self.clone();
        }
        let given = portal.cx.read(|conn| {
            let granted = offers::progress.eq("granted").and(offers::id.eq_any(own_offers(reader)));
            Ok(offers::table.filter(granted).select(offers::policy_id).load::<String>(conn)?)
        });
        let (given, (_, policies)) = (given.unwrap(), rules());
        let given = policies.iter().filter(|policy| given.contains(&policy.id)).flat_map(|policy| both(&policy.title));
        Self { given: given.collect(), ..self.clone() }
    }
}

/// The offers to which the pages of somebody lead.
fn own_offers(reader: &Client<'_>) -> Vec<String> {
    let links = ["/", "/offers"].into_iter().flat_map(|page| reader.open(page).html().links());
    let ids = links.filter_map(|link| Some(link.strip_prefix("/offers/")?.split(['#', '?', '/']).next()?.to_owned()));
    ids.collect::<BTreeSet<String>>().into_iter().collect()
}

/// Every address of a pattern that somebody may read; one of most patterns, all of what the city offers.
fn addresses(city: &City, pattern: &str, offers: &[String], reads_all: bool) -> Vec<String> {
    let named = |start: &str, name: &str| format!("{start}{}", name.rsplit('/').next().unwrap_or_default());
    match pattern {
        "/policies/{id}" if reads_all => seeds::POLICIES.iter().map(|(name, _)| named("/policies/", name)).collect(),
        "/items/{id}" if reads_all => ITEMS.iter().map(|(name, _)| named("/items/", name)).collect(),
        "/offers/{id}" if !offers.is_empty() => offers.iter().map(|id| format!("/offers/{id}")).collect(),
        pattern => vec![city.address(pattern)],
    }
}

#[test]
fn each_row_finds_its_seeded_pages() {
    let day = jiff::civil::date(2026, 10, 28);
    let so = Truth { delivered: Language::ALL.map(|language| language.date(day)).to_vec(), ..Truth::of_the_rules() };
    for row in &TABLE {
        for (address, body) in row.seeded {
            let page = Html::parse(&format!("<!DOCTYPE html><html><body><main>{body}</main></body></html>"));
            let reading = Reading { address, page: &page, so: &so };
            assert!((row.finds)(&reading).is_some(), "{}: {body}", row.what);
            assert_eq!(found(&reading).len(), 1, "{}: {body}", row.what);
        }
    }
    // What was granted may be called given.
    let page = Html::parse("<main><article><h3>临时救助</h3><p>✓ 已给您</p></article></main>");
    let so = Truth { given: vec!["临时救助".to_owned()], ..so };
    assert!(found(&Reading { address: "/offers", page: &page, so: &so }).is_empty());
}

/// Li Min with a small child, Teacher Zhou who is nearly 65, and Liu Yang without work: each is shown other things.
const MORE_RESIDENTS: [(&str, &[Role]); 3] =
    [("19900000002", &[Role::Resident]), ("19900000004", &[Role::Resident]), ("19900000005", &[Role::Resident])];

#[test]
fn no_page_says_what_is_not_so() {
    let database = TestDatabase::sqlite();
    let city = City::new(&database);
    let rules = Truth::of_a_city(&city.portal);
    let mut wrong = BTreeSet::new();
    for (name, roles) in PEOPLE.into_iter().chain(MORE_RESIDENTS) {
        let client = city.client(name);
        let offers = if roles.contains(&Role::Resident) { own_offers(&client) } else { Vec::new() };
        let so = rules.to(&city.portal, &client, roles);
        // What the city offers is the same for everybody, but for what it says of the reader.
        let reads_all = name.is_empty() || roles.contains(&Role::Resident);
        for (language, (mode, phrasing)) in Language::ALL.into_iter().flat_map(|language| {
            [(Mode::Standard, Phrasing::Usual), (Mode::Elder, Phrasing::Plain)].map(|how| (language, how))
        }) {
            let display = Display { language, mode, phrasing, ..Display::default() };
            client.set_cookie(Display::COOKIE, &display.to_cookie());
            let readable = ROUTES.iter().filter(|route| expected(route.pattern, route.audience, name, roles) == 200);
            for address in readable.flat_map(|route| addresses(&city, route.pattern, &offers, reads_all)) {
                let answer = client.get(&address);
                if answer.status == 200 {
                    let page = answer.html();
                    let found = found(&Reading { address: &address, page: &page, so: &so });
                    wrong.extend(found.into_iter().map(|found| format!("{address} as {name:?}: {found}")));
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
    let (_, policies) = rules();
    let applied_for = policies.into_iter().filter(has_to_be_applied_for);
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
