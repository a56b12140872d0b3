//! What somebody typed is text wherever it is shown: in text areas, titles, attributes, lists of problems and properties
//! of islands. It is typed into every field of every form, asked for in every address, and stands in a whole policy.

use super::{
    files::sources,
    forms::{FormPages, LAST, fields_of},
    people::{City, PEOPLE},
};
use app::routes::ROUTES;
use contract::display::{Display, Language, Mode};
use server::http::forms::FORMS;
use tests::{
    html::{Piece, value},
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal, escaped},
};

/// Ends of what a text may stand in, and texts that are markup when they are escaped once too little or too often.
const TYPED: [&str; 9] = [
    "</textarea></form><planted>",
    "</title><planted a>",
    "\"><planted b=\"",
    "' planted='",
    "&lt;planted&gt;&amp;quot;",
    "</script><planted c>",
    "]]><planted d>",
    "<!--planted",
    "\u{2028}planted\u{2029}.",
];

/// Where the code writes markup that is no view, or an element whose text the framework does not escape, and why nothing
/// that anybody wrote gets there unescaped. `Markup` is not among them: only views become it.
const RAW: &[(&str, &str, usize, &str)] = &[
    (
        "app/src/shell.rs",
        "inner_html",
        7,
        "scripts of addresses with hashes, of the display choice, and three that are always the same",
    ),
    ("app/src/shell.rs", "<script", 7, "the same seven"),
    ("app/src/policies/entitlement.rs", "inner_html", 1, "pieces that views made; texts are escaped when filled in"),
    ("app/entitlement/src/page.rs", "inner_html", 1, "the same pieces, on the device"),
    ("app/src/ui/text_area.rs", "<textarea", 1, "escapes what was typed by itself"),
];

/// What writes markup as it is. Elements: those whose children the framework leaves alone, and a frame.
const WAYS: [&str; 12] = [
    "inner_html",
    "InertElement::new",
    "<textarea",
    "<script",
    "<style",
    "<noscript",
    "<iframe",
    "textarea()",
    "script()",
    "outer_html",
    "insert_adjacent_html",
    "srcdoc",
];

#[test]
fn every_place_that_writes_markup_as_it_is_has_a_reason() {
    let mut found = Vec::new();
    for (path, text) in sources(&["app/src", "app/entitlement/src", "app/contract/src"], "rs") {
        let code: Vec<&str> = text.split("#[cfg(test)]\nmod tests").next().unwrap().lines().collect();
        for way in WAYS {
            let is_use = |line: &&&str| line.contains(way) && !line.trim_start().starts_with("//");
            // A function of one of our modules is no element of the framework.
            let is_own = |line: &&str| {
                way.ends_with("()")
                    && [format!("::{way}"), format!("fn {way}")].iter().any(|own| line.contains(own.as_str()))
            };
            let count = code.iter().filter(is_use).filter(|line| !is_own(line)).count();
            if count > 0 {
                found.push((path.clone(), way, count));
            }
        }
    }
    let mut known: Vec<(String, &str, usize)> =
        RAW.iter().map(|(path, way, count, _)| ((*path).to_owned(), *way, *count)).collect();
    known.sort();
    found.sort();
    assert_eq!(found, known, "a place without a reason, or a reason without its place");
}

on_both_databases! {
    fn what_is_typed_into_any_form_is_text_on_every_page(database) {
        let city = City::new(database);
        let typed = TYPED.join(" ");
        let mut forms: Vec<_> = FORMS.iter().collect();
        forms.sort_by_key(|form| LAST.iter().position(|last| form.action.ends_with(last)).map_or(0, |place| place + 1));
        let (mut shown, mut pages) = (0, FormPages::default());
        for form in forms {
            let address = city.address(form.action);
            let who = city.admitted(form.action, form.audience);
            let mut client = city.client(who);
            let (fields, _) = fields_of(&mut pages, &client, &city, who, form.action);
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            // What is shown as text does not hang on the store: on PostgreSQL every field holds it at once.
            let alone = if database.cluster().is_some() { &[] } else { pairs.as_slice() };
            for (name, _) in alone {
                let post: Vec<(&str, &str)> =
                    pairs.iter().map(|(other, old)| (*other, if other == name { typed.as_str() } else { *old })).collect();
                shown += seen(&client, &format!("{address} {name}"), &client.post(&address, &post));
                if form.action == "/sign-out" {
                    client = city.client(who);
                }
            }
            let all: Vec<(&str, &str)> = pairs.iter().map(|(name, _)| (*name, typed.as_str())).collect();
            shown += seen(&client, &address, &client.post(&address, &all));
            // Without the browser's word on where it came from, everything is asked about again.
            let mut unknown = city.client(who);
            unknown.headers.clear();
            shown += seen(&unknown, &format!("{address} unconfirmed"), &unknown.post(&address, &all));
        }
        let least = if database.cluster().is_some() { 60 } else { 100 };
        assert!(shown > least, "what was typed was shown on {shown} pages only");
        city.restore_passwords();
        let links = everywhere(&city.portal, &ROUTES.iter().map(|route| city.address(route.pattern)).collect::<Vec<_>>());
        assert!(links > 0);
    }

    fn every_open_question_shows_what_was_typed_as_text(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let typed = TYPED.join(" ");
        let mut shown = 0;
        for item in granny.open("/items").html().links().iter().filter_map(|link| link.strip_prefix("/items/")) {
            let started = granny.post(&format!("/items/{item}/start"), &[]).location().to_owned();
            let Some(draft) = started.split('/').nth(2) else { continue };
            let mut questions = granny.open(&format!("/drafts/{draft}/check")).html().links();
            questions.retain(|link| link.starts_with(&format!("/drafts/{draft}/")));
            questions.push(started.clone());
            for question in questions {
                let Some(form) = granny.open(&question).html().forms().into_iter().find(|form| form.action.starts_with("/drafts/")) else { continue };
                let names: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).filter(|name| *name != "mark").collect();
                let changes: Vec<(&str, &str)> = names.iter().map(|name| (*name, if *name == "go" { "next" } else { typed.as_str() })).collect();
                shown += seen(&granny, &question, &granny.submit(&form, &changes));
                shown += seen(&granny, &question, &granny.get(&question));
            }
            shown += seen(&granny, item, &granny.get(&format!("/drafts/{draft}/check")));
        }
        assert!(shown > 10, "{shown} pages");
    }

    fn what_an_address_asks_for_is_text(database) {
        let city = City::new(database);
        let typed = TYPED.join(" ");
        let mut shown = 0;
        for route in ROUTES {
            let client = city.client(city.admitted(route.pattern, route.audience));
            for name in ["q", "next", "state", "page", "question", "show", "erased", "from", "mend", "kept", "sent", "left"] {
                let address = format!("{}?{name}={}", city.address(route.pattern), escaped(&typed));
                shown += seen(&client, &address, &client.get(&address));
            }
            let inside = city.address(route.pattern).replace("nothing-here", &escaped(&typed));
            shown += seen(&client, route.pattern, &client.get(&inside));
        }
        assert!(shown > 1, "the search shows what was looked for");
    }

    fn a_policy_is_text_on_every_page_that_shows_it(database) {
        let portal = TestPortal::new(database);
        let author = portal.sign_in("author");
        let document = hostile_policy();
        let (address, page) = author.fill("/desk", "/desk", &[("text", &document)]);
        assert!(page.html().form("/hand-over").is_some(), "{}", page.text());
        assert_eq!(held(&address, &page), 1, "the document itself");
        assert_eq!(page.html().form("/save").unwrap().fields.iter().find(|field| field.name == "text").unwrap().value, document);
        author.fill(&address, "/rehearse", &[]);
        author.fill(&address, "/hand-over", &[]);
        portal.clock.advance_ms(60_000);
        portal.sign_in("publisher").fill(&address, "/publish", &[]);
        portal.finish_jobs();

        let granny = portal.sign_in(GRANNY);
        let offers: Vec<String> = granny.open("/offers").html().links().into_iter().filter(|link| link.starts_with("/offers/")).collect();
        let mut pages = vec!["/policies/elder-allowance".to_owned(), "/search?q=planted".to_owned(), address.clone()];
        pages.extend(offers.iter().map(|link| link.split('#').next().unwrap().to_owned()));
        pages.extend(ROUTES.iter().filter(|route| !route.pattern.contains('{')).map(|route| route.pattern.to_owned()));
        let shown = everywhere(&portal, &pages);
        assert!(shown > 20, "{shown} pages");

        let visitor = portal.visitor();
        for question in ["dob", "hukou_city"] {
            let form = visitor.open(&format!("/check?question={question}")).html().form("/check").unwrap();
            let given = [("dob-year", "1940"), ("dob-month", "5"), ("dob-day", "2"), ("hukou_city", "310000")];
            let given: Vec<_> = given.into_iter().filter(|(name, _)| name.starts_with(question)).chain([("go", "next")]).collect();
            visitor.submit(&form, &given);
        }
        assert_eq!(held("/check", &visitor.open("/check?show=results")), 1);

        // Applied for: what was decided then stands with the case.
        let offer = offers.iter().find(|link| granny.get(link).html().form("/answer").is_some()
            && granny.get(link).text().contains("planted")).unwrap();
        let form = granny.open(offer).html().form("/answer").unwrap();
        let started = granny.submit(&form, &[("answer", "apply")]);
        let check = crate::journeys::steps::answer_all(&granny, started.location());
        let (application, _) = granny.fill(&check, "/submit", &[]);
        let application = application.split('?').next().unwrap();
        held(application, &granny.open(application));
        let case = application.replace("/applications/", "/casework/");
        assert_eq!(held(&case, &portal.sign_in("supervisor").open(&case)), 1);
    }

    fn problems_of_a_document_are_text(database) {
        let portal = TestPortal::new(database);
        let mut author = portal.sign_in("author");
        let right = include_str!("../fixtures/policy.toml");
        for typed in TYPED {
            let quoted = typed.replace('\\', "\\\\").replace('"', "\\\"");
            let changes = [
                ("field = \"elderly-care\"", format!("field = \"{quoted}\"")),
                ("version = \"1\"", format!("version = \"1\"\n\"{quoted}\" = 1")),
                ("version = \"1\"", format!("{typed}\nversion = \"1\"")),
                ("户籍地 == 上海", quoted.clone()),
                ("户籍地 == 上海", format!("户籍地 == '{quoted}'")),
                ("\"80 or over\"", format!("\"{quoted}\", \"{quoted}\" = 2")),
                ("hukou_city = \"310000\"", format!("hukou_city = \"{quoted}\"")),
                ("amount = \"88.00\"\n\n[[case]]", format!("amount = \"{quoted}\"\n\n[[case]]")),
                ("id = \"test-allowance\"", format!("id = \"{quoted}\"")),
            ];
            for (from, to) in changes {
                let text = right.replacen(from, &to, 1);
                assert_ne!(text, right);
                let (address, page) = author.fill("/desk", "/desk", &[("text", &text)]);
                assert_eq!(held(&format!("{address} {to}"), &page), 1);
                author.headers.push(("accept", "application/json".to_owned()));
                let checked = author.post("/api/server/check-policy-text", &[("text", &text)]);
                author.headers.pop();
                assert_eq!((checked.status, checked.header("content-type")), (200, "application/json"));
            }
        }
    }
}

/// A policy that is right, whose every text holds all of it.
fn hostile_policy() -> String {
    let typed = TYPED.join(" ").replace('"', "\\\"");
    let both = format!("{{ zh = \"{typed}\", en = \"{typed}\" }}");
    let mut text = String::new();
    for line in include_str!("../fixtures/policy.toml").lines() {
        let line = match line.contains("zh = ") {
            true => line.replace("\", en", &format!("{typed}\", en")).replace("\" }", &format!("{typed}\" }}")),
            false => line.to_owned(),
        };
        text.push_str(&line);
        text.push('\n');
    }
    let changes = [
        ("id = \"test-allowance\"", "id = \"elder-allowance\"\nitem = \"elder-allowance\"".to_owned()),
        ("version = \"1\"", format!("version = \"{typed}\"")),
        ("delivery_here = \"confirm\"", "delivery_here = \"apply\"".to_owned()),
        ("documents = []", format!("documents = [ {both} ]\nopen_questions = [ {both} ]")),
        (
            "[[source]]",
            format!(
                "article = \"{typed}\"\nnumber = \"{typed}\"\n[[source]]\nurl = \"https://city.example/{}\"",
                typed.replace([' ', '\u{2028}', '\u{2029}'], "")
            ),
        ),
        ("when = \"户籍地", format!("basis = \"{typed}\"\nwhen = \"户籍地")),
        ("[[benefit.band]]", format!("[[benefit.band]]\nlabel = {both}\namount_words = {both}")),
    ];
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, &to, 1);
    }
    format!("# {}\n{text}", TYPED.join(" "))
}

/// Looks at pages as everybody, in both languages and as an elder too. Says how many show what was typed.
fn everywhere(portal: &TestPortal, pages: &[String]) -> usize {
    let mut shown = 0;
    for (name, _) in PEOPLE {
        let client = if name.is_empty() { portal.visitor() } else { portal.sign_in(name) };
        for (language, mode) in [(Language::Chinese, Mode::Standard), (Language::English, Mode::Elder)] {
            client.set_cookie(Display::COOKIE, &Display { language, mode, ..Display::default() }.to_cookie());
            shown += pages.iter().map(|page| held(&format!("{page} for {name:?}"), &client.get(page))).sum::<usize>();
        }
    }
    shown
}

/// Looks at an answer, and at the page that it leads to.
fn seen(client: &Client<'_>, place: &str, answer: &Answer) -> usize {
    match answer.location() {
        "" => held(place, answer),
        location => held(&format!("{place} leads to {location}"), &client.get(location)),
    }
}

/// Holds one page: what was typed is no element and no attribute, and where it stands it stands whole. 1 when it does.
fn held(place: &str, answer: &Answer) -> usize {
    assert!(answer.status < 500, "{place}: {}", answer.status);
    if !answer.header("content-type").starts_with("text/html") {
        return 0;
    }
    let page = answer.html();
    assert!(!answer.body.contains("<!--planted"), "{place}: a comment");
    // The excerpts of lines with problems are cut anywhere.
    let (mut shown, mut script, mut excerpt) = (0, false, false);
    for piece in page.pieces() {
        match piece {
            Piece::Open(element, attributes) => {
                script = element == "script";
                excerpt |= element == "pre";
                assert!(!element.starts_with("planted"), "{place}: an element");
                for (name, value) in attributes {
                    assert!(!name.contains("planted"), "{place}: an attribute of {element}");
                    shown = shown.max(whole(place, element, value));
                }
                let props = value(attributes, "data-props").unwrap_or_else(|| "null".to_owned());
                let read: Result<serde_json::Value, _> = serde_json::from_str(&props);
                assert!(read.is_ok(), "{place}: {props}");
            }
            Piece::Text(text) => {
                assert!(!script || !text.contains("planted"), "{place}: a script holds what was typed");
                if !excerpt {
                    shown = shown.max(whole(place, "a text", text));
                }
            }
            Piece::Close(element) => {
                script = false;
                excerpt &= element != "pre";
            }
        }
    }
    shown
}

/// 1 when a text holds what was typed, which then stands there whole: as it is, in an address or in a string of a document.
/// Spaces do not count, and a list of problems cuts the end of a long line.
fn whole(place: &str, what: &str, text: &str) -> usize {
    if !text.contains("planted") {
        return 0;
    }
    let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
    let mut rest = without_spaces(text);
    let forms = TYPED.map(|typed| [typed.replace('"', "\\\""), typed.to_owned(), escaped(typed)]);
    for form in forms.as_flattened() {
        rest = rest.replace(&without_spaces(form), "");
    }
    for form in forms.as_flattened().iter().map(|form| without_spaces(form)) {
        let ends = form.char_indices().map(|(end, _)| &form[..end]).filter(|start| start.contains("planted"));
        for start in ends {
            rest = rest.strip_suffix(start).unwrap_or(&rest).to_owned();
        }
    }
    assert!(!rest.contains("planted"), "{place}: {what} holds {rest:?} of {text:?}");
    1
}
