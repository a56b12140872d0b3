//! Practice is the whole portal for somebody invented, and the city never hears of it.

use super::steps::{ITEM, answer_all, apply};
use app::routes::ROUTES;
use diesel::{QueryDsl, RunQueryDsl, sql_types::Text};
use domain::db::connection::Connection;
use tests::{
    database::TestDatabase,
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

const SCHEMA: &str = include_str!("../../../server/domain/src/db/schema.rs");
const BANNER: &str = "这是练习，不会办成真的事。";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const STAFF: [&str; 8] = [
    "/casework",
    "/arrangements",
    "/disputes",
    "/desk",
    "/journal",
    "/operations",
    "/operations/searches",
    "/casework/nothing-here",
];

/// Everything in the store: rows of every table, and what tells a changed row from an unchanged one. On SQLite that is
/// the version of the file, which a connection sees move with every write of another.
fn contents(connection: &mut Connection) -> Vec<String> {
    let tables =
        SCHEMA.lines().filter_map(|line| line.trim().strip_suffix(") {")?.split_once(" (")).map(|(name, _)| name);
    let tables: Vec<&str> = tables.collect();
    assert!(tables.len() > 15, "{tables:?}");
    let postgres = matches!(connection, Connection::Postgres(_));
    let mut ask = |query: &str| diesel::dsl::sql::<Text>(query).get_result::<String>(connection).unwrap();
    let mut found: Vec<String> = tables
        .iter()
        .map(|table| match postgres {
            true => ask(&format!(
                "SELECT count(*) || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"
            )),
            false => ask(&format!("SELECT CAST(count(*) AS TEXT) FROM {table}")),
        })
        .collect();
    if !postgres {
        found.push(ask("SELECT CAST(v.data_version AS TEXT) FROM pragma_data_version AS v"));
    }
    found
}

fn begin(client: &Client<'_>) {
    let (address, home) = client.fill("/practice", "/practice/start", &[]);
    assert_eq!(address, "/");
    is_practice(&home);
    assert!(home.text().contains("陈阿婆"), "{}", home.text());
}

fn is_practice(page: &Answer) {
    assert!(page.text().contains(BANNER) && page.html().form("/practice/end").is_some(), "{}", page.text());
    let title = page.html().texts("title").concat();
    assert!(title.contains("练习 – "), "{title}");
}

fn apply_in_practice(client: &Client<'_>) -> (String, Answer) {
    let first = client.post(&format!("/items/{ITEM}/start"), &[]);
    let check = answer_all(client, first.location());
    let (address, receipt) = client.fill(&check, "/submit", &[]);
    (address.split('?').next().unwrap().to_owned(), receipt)
}

on_both_databases! {
    fn everything_is_done_in_practice_and_the_city_stays_as_it_is(database) {
        let portal = TestPortal::new(database);
        let client = portal.sign_in(GRANNY);
        let (real, _) = apply(&client);
        let session = client.cookie("session");
        let mut watching = database.connect();
        let before = contents(&mut watching);

        begin(&client);
        assert!(client.open("/").html().links().iter().any(|link| link.starts_with("/offers/")), "something was found");
        assert_eq!(client.get(&real).status, 404, "the real application is not there");
        assert!(!client.open("/applications").html().links().contains(&real));
        let offer = client.open("/offers").html().links().into_iter().find(|link| link.starts_with("/offers/")).unwrap();
        is_practice(&client.open(&offer));
        client.post(&format!("{offer}/answer"), &[("answer", "later")]);
        // A question that is not taken is kept, in practice alone.
        let started = client.post(&format!("/items/{ITEM}/start"), &[]).location().to_owned();
        let phone = format!("{}/phone", started.rsplit_once('/').unwrap().0);
        let wrong = client.post(&phone, &[("phone", "12"), ("go", "next")]);
        assert!(client.open(wrong.location()).text().contains("12") && client.cookie("kept").is_none());
        let (address, receipt) = apply_in_practice(&client);
        assert!(receipt.text().contains("LX2026") && !receipt.text().contains("SH2"), "{}", receipt.text());
        is_practice(&receipt);
        assert!(!receipt.body.contains("class=\"qr\"") && receipt.text().contains("这张纸是练习时打印的"));
        assert!(client.open("/applications").html().links().iter().any(|link| link.starts_with(&address)));
        assert!(client.open("/inbox").html().links().iter().any(|link| link.starts_with(&address)));
        client.post("/inbox/read", &[]);
        let asked = client.open("/check?question=dob").html().form("/check").unwrap();
        client.submit(&asked, &[("dob-year", "1944"), ("dob-month", "5"), ("dob-day", "2")]);
        client.fill(&address, "/withdraw", &[]);

        let (address, left) = client.fill("/", "/practice/end", &[]);
        assert_eq!(address, "/practice?left=yes");
        assert!(!left.text().contains(BANNER));
        assert_eq!(contents(&mut watching), before, "the city never heard of it");
        assert_eq!(client.cookie("session"), session);
        for name in ["practice", "practice-kept", "practice-answers"] {
            assert!(client.cookie(name).is_none(), "{name} is gone");
        }
        assert!(client.open("/applications").html().links().iter().any(|link| link.starts_with(&real)), "the real session is there again");
        client.post("/inbox/read", &[]);
        assert_ne!(contents(&mut watching), before, "what is done for real is seen");
    }

    fn a_forged_cookie_reaches_nothing_real(database) {
        let portal = TestPortal::new(database);
        let client = portal.sign_in(GRANNY);
        let token = client.cookie("session").unwrap();
        let mut watching = database.connect();
        let before = contents(&mut watching);
        for forged in [token.as_str(), "x", &"y".repeat(300)] {
            client.set_cookie("practice", forged);
            for route in ROUTES.iter().filter(|route| !["/practice", "/offline", "/display"].contains(&route.pattern)) {
                let answer = client.get(&route.pattern.replace("{id}", "x").replace("{question}", "x"));
                assert_eq!((answer.status, answer.location()), (303, "/practice"), "{}", route.pattern);
            }
            for action in ["/inbox/read", "/sign-in", "/sign-out", "/check", "/items/elder-allowance/start"] {
                let answer = client.post(action, &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
                assert_eq!((answer.status, answer.location()), (303, "/practice"), "{action}");
            }
            let over = client.open("/practice");
            is_practice(&over);
            assert!(over.text().contains("这次练习到时间了") && over.html().form("/practice/start").is_some());
        }
        assert_eq!(contents(&mut watching), before);
        // Nor is the token of practice worth anything outside.
        begin(&client);
        let practised = client.cookie("practice").unwrap();
        let stranger = portal.visitor();
        stranger.set_cookie("session", &practised);
        assert_eq!(stranger.get("/data").status, 303);
        client.post("/practice/end", &[]);
        assert_eq!(client.open("/data").status, 200);
    }
}

#[test]
fn every_page_says_that_it_is_practice_and_staff_pages_are_closed() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let mut client = portal.visitor();
    begin(&client);
    let mut shown = 0;
    for route in ROUTES.iter().filter(|route| !route.pattern.contains('{')) {
        let answer = client.get(route.pattern);
        match (route.pattern, answer.status) {
            // The browser keeps it, and it outlives practice.
            ("/offline", _) => assert!(!answer.text().contains(BANNER)),
            // Nobody types a real password into practice.
            ("/sign-in", _) => assert_eq!(answer.location(), "/"),
            (pattern, 303) if pattern.starts_with("/account/") => assert_eq!(answer.location(), "/account"),
            (_, 200) => {
                is_practice(&answer);
                shown += 1;
            }
            (pattern, status) => assert!(STAFF.contains(&pattern) && status == 403, "{pattern}: {status}"),
        }
    }
    assert!(shown > 12, "{shown} pages");
    for address in STAFF {
        let refused = client.get(address);
        assert_eq!(refused.status, 403, "{address}");
        is_practice(&refused);
    }
    is_practice(&client.get("/nothing-here"));
    assert_eq!(client.post("/desk", &[("text", "x")]).status, 403);
    client.headers.push(("accept", "application/json".to_owned()));
    assert_eq!(client.post("/api/server/check-policy-text", &[("text", "x")]).status, 403);
    client.headers.pop();
    // The end of the session is the end of practice, and is called so.
    let left = client.post("/sign-out", &[]);
    assert_eq!((left.location(), client.cookie("practice")), ("/practice?left=yes", None));
}

#[test]
fn whoever_practises_does_so_alone() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let (one, other) = (portal.visitor(), portal.visitor());
    begin(&one);
    begin(&other);
    let (address, _) = apply_in_practice(&one);
    assert_eq!(one.open(&address).status, 200);
    assert_eq!(other.get(&address).status, 404);
    assert!(!other.open("/applications").html().links().contains(&address));
}

/// Whoever left makes room, and no address takes all of it.
#[test]
fn practice_has_room_for_everybody() {
    use domain::db::schema::{accounts, deliveries, offers, practice_beginnings, residents};
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let cx = portal.practice.context().unwrap();
    let count = || -> (i64, i64, i64) {
        cx.read(|connection| {
            Ok((
                residents::table.count().get_result(connection)?,
                accounts::table.count().get_result(connection)?,
                deliveries::table.count().get_result(connection)?,
            ))
        })
        .unwrap()
    };
    let first = portal.visitor();
    begin(&first);
    let (address, _) = apply_in_practice(&first);
    let with_one = count();
    first.post("/practice/end", &[]);
    let second = portal.visitor();
    begin(&second);
    assert_eq!(count(), with_one, "nothing is left of the first");
    assert_eq!(second.get(&address).status, 404);
    apply_in_practice(&second);
    let offered: i64 = cx.read(|connection| Ok(offers::table.count().get_result(connection)?)).unwrap();
    assert!(offered > 3, "{offered} offers");
    // While somebody practises, their place is theirs.
    let third = portal.visitor();
    begin(&third);
    assert_eq!(count().0, 2);
    for _ in 3..100 {
        portal.practice.begin("somewhere").unwrap();
    }
    for _ in 0..3 {
        portal.practice.begin("somewhere").unwrap();
    }
    assert!(matches!(portal.practice.begin("somewhere"), Err(domain::error::Error::TooManyTries { .. })));
    portal.practice.begin("elsewhere").unwrap();
    // An hour later nothing is counted any more, and three hours later everybody is gone.
    portal.clock.advance_ms(60 * 60 * 1000);
    portal.practice.begin("somewhere").unwrap();
    let counted: i64 = cx.read(|connection| Ok(practice_beginnings::table.count().get_result(connection)?)).unwrap();
    assert_eq!(counted, 1);
    let most = count().0;
    portal.clock.advance_ms(3 * 60 * 60 * 1000);
    for _ in 0..10 {
        portal.practice.begin("somewhere").unwrap();
    }
    assert_eq!(count().0, most, "their places are taken again");
    // Whoever comes too often from one place is told when to come again.
    for _ in 0..100 {
        portal.visitor().post("/practice/start", &[]);
    }
    assert_eq!(portal.visitor().post("/practice/start", &[]).location(), "/practice?many=yes");
    assert!(portal.visitor().open("/practice?many=yes").text().contains("刚才这里开始练习的人太多"));
}

#[test]
fn the_next_day_begins_with_nothing() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let files = || {
        let names = std::fs::read_dir(database.folder().join("practice")).unwrap();
        let mut names: Vec<String> = names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let client = portal.visitor();
    begin(&client);
    let (address, _) = apply_in_practice(&client);
    portal.practice.wipe_earlier_days();
    assert_eq!(client.open(&address).status, 200, "today's practice stays");
    assert!(files().iter().all(|name| name.starts_with("2026-11-23")), "{:?}", files());
    portal.clock.advance_ms(DAY_MS);
    // In the middle of a form.
    for answer in [client.post("/inbox/read", &[]), client.get(&address)] {
        assert_eq!((answer.status, answer.location()), (303, "/practice"));
    }
    let over = client.open("/practice");
    is_practice(&over);
    assert!(over.text().contains("这次练习到时间了") && over.html().texts("h1").len() == 1);
    assert!(!files().is_empty() && files().iter().all(|name| name.starts_with("2026-11-24")), "{:?}", files());
    begin(&client);
    assert_eq!(client.get(&address).status, 404);
    // The keeper wipes a day that nobody asks for any more.
    portal.clock.advance_ms(DAY_MS);
    portal.practice.wipe_earlier_days();
    assert_eq!(files(), Vec::<String>::new());
}

#[test]
fn without_a_store_practice_says_so_and_leaving_works() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    std::fs::write(database.folder().join("practice"), "in the way").unwrap();
    let client = portal.sign_in(GRANNY);
    assert_eq!(client.post("/practice/start", &[]).status, 500);
    client.set_cookie("practice", "something");
    for address in ["/", "/data"] {
        let answer = client.get(address);
        assert_eq!(answer.status, 500);
        is_practice(&answer);
    }
    assert_eq!(client.post("/practice/end", &[]).location(), "/practice?left=yes");
    assert_eq!(client.open("/data").status, 200);
}

#[test]
fn practice_is_found_by_the_words_that_people_say() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let visitor = portal.visitor();
    for words in ["练习", "学着用", "Practise"] {
        let found = visitor.open(&format!("/search?q={}", tests::portal::escaped(words)));
        assert!(found.html().links().iter().filter(|link| *link == "/practice").count() > 1, "{words}");
    }
}
