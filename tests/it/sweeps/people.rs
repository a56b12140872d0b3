//! Everybody who can ask, and one real address for every pattern of the portal.

use crate::journeys::steps::{ANOTHER_ITEM, ITEM, answer_all, apply};
use app::routes::matches;
use contract::identity::{Audience, Role};
use diesel::prelude::*;
use domain::db::{pools::Priority, schema::accounts};
use std::collections::BTreeMap;
use tests::{
    authenticator::Authenticator,
    database::TestDatabase,
    deciding::decide,
    facts::Person,
    portal::{Client, GRANNY, SON, TestPortal},
};

/// Everybody, with the roles they have. Nobody signed in is the empty name.
pub const PEOPLE: [(&str, &[Role]); 12] = [
    ("", &[]),
    (GRANNY, &[Role::Resident]),
    (SON, &[Role::Resident]),
    ("hongkou", &[Role::Caseworker]),
    ("pudong", &[Role::Caseworker]),
    ("publicsecurity", &[Role::Department]),
    ("health", &[Role::Department]),
    ("supervisor", &[Role::Supervisor]),
    ("author", &[Role::Author]),
    ("publisher", &[Role::Publisher]),
    ("auditor", &[Role::Auditor]),
    ("administrator", &[Role::Administrator]),
];

/// What an address about one thing answers to somebody of the right role who has nothing to do with it.
const NOT_THEIRS: [(&str, &str); 10] = [
    ("/offers/", SON),
    ("/data/disputes/", SON),
    ("/drafts/", SON),
    ("/applications/", SON),
    ("/casework/", "pudong"),
    ("/casework/", "yangpu"),
    ("/disputes/", "health"),
    // Nothing is overdue.
    ("/disputes/", "supervisor"),
    ("/arrangements/", "publicsecurity"),
    ("/arrangements/", "supervisor"),
];

/// Whose thing it is, where it is not that of the first person of the right role.
const THEIRS: [(&str, &str); 1] = [("/arrangements/", "health")];

/// The portal with one thing of every kind: Granny's offer, dispute, draft, application, case and decision, her yes to another
/// offer, and a document.
pub struct City {
    pub portal: TestPortal,
    things: BTreeMap<&'static str, String>,
    /// Password hashes as they were made.
    hashes: Vec<(String, Option<String>)>,
}

impl City {
    pub fn new(database: &TestDatabase) -> Self {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let (application, _) = apply(&granny);
        let case = application.rsplit('/').next().unwrap().to_owned();
        let staff = portal.sign_in("hongkou");
        staff.fill(&format!("/casework/{case}"), "/ask", &[("question", "请问几点方便？")]);
        let check = answer_all(&granny, granny.post("/items/elder-allowance/start", &[]).location());
        let decided = granny.fill(&check, "/submit", &[]).0;
        let decided = decided.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        decide(&staff, &format!("/casework/{decided}"), "grant", "年满 65 岁。");
        let started = granny.post(&format!("/items/{ANOTHER_ITEM}/start"), &[]).location().to_owned();
        let draft = started.split('/').nth(2).unwrap().to_owned();
        let home = granny.open("/").html().links();
        let yes = Person::behind(&portal, &granny).offer("pneumonia-vaccine");
        let mut ids = home.iter().filter(|link| **link != yes).filter_map(|link| link.strip_prefix("/offers/"));
        let offer = ids.find(|id| !id.contains(['/', '#'])).unwrap();
        let said = [("attribute", "dob"), ("statement", "应该是 5 月 3 日。")];
        let (dispute, _) = granny.fill("/data/dispute", "/data/dispute", &said);
        let dispute = dispute.rsplit('/').next().unwrap().to_owned();
        granny.fill(&yes, "/answer", &[("answer", "accept")]);
        let arranged = portal.sign_in("health").open("/arrangements").html().links();
        let arrangement = arranged.iter().find_map(|link| link.strip_prefix("/arrangements/")).unwrap().to_owned();
        let another_phone = portal.sign_in(GRANNY);
        let session = granny.open("/account/sessions").html().form("/end").unwrap();
        let session = session.action.split('/').nth(3).unwrap().to_owned();
        drop(another_phone);
        let asked = granny.post("/passkeys/begin", &[("purpose", "register")]);
        let credential = Authenticator::new(1).register(&serde_json::from_str(&asked.body).unwrap());
        granny.post("/account/passkeys/add", &[("name", "我的手机"), ("credential", &credential)]);
        let passkey = granny.open("/account/passkeys").html().form("/remove").unwrap();
        let passkey = passkey.action.split('/').nth(3).unwrap().to_owned();
        let author = portal.sign_in("author");
        let (document, _) = author.fill("/desk", "/desk", &[("text", include_str!("../fixtures/policy.toml"))]);
        let things = BTreeMap::from([
            ("/policies/", "elder-allowance".to_owned()),
            ("/items/", ITEM.to_owned()),
            ("/offers/", offer.to_owned()),
            ("/data/disputes/", dispute.clone()),
            ("/disputes/", dispute),
            ("/arrangements/", arrangement),
            ("/drafts/", draft),
            ("/account/sessions/", session),
            ("/account/passkeys/", passkey),
            ("/applications/", case.clone()),
            ("/applications/{id}/decision", decided),
            ("/casework/", case),
            ("/desk/", document.rsplit('/').next().unwrap().to_owned()),
        ]);
        let hashes =
            portal.cx.read(|conn| Ok(accounts::table.select((accounts::id, accounts::password_hash)).load(conn)?));
        Self { things, hashes: hashes.unwrap(), portal }
    }

    /// A real address for a pattern. A new kind of thing has to be named above; one that only some things have, whole.
    pub fn address(&self, pattern: &str) -> String {
        let address =
            pattern.replace("{question}", "phone").replace("{chapter}", "fields").replace("{code}", "nothing-here");
        let address = address.replace("{attribute}", "sex");
        let Some((start, rest)) = address.split_once("{id}") else { return address };
        let id = self
            .things
            .get(pattern)
            .or_else(|| self.things.get(start))
            .unwrap_or_else(|| panic!("the sweeps know no {start}: name one in City::new"));
        format!("{start}{id}{rest}")
    }

    /// The same address about a thing that does not exist.
    pub fn nowhere(&self, pattern: &str) -> Option<String> {
        let unknown = pattern.replace("{question}", "phone").replace("{id}", "nothing-here");
        let unknown = unknown.replace("{chapter}", "nothing-here").replace("{attribute}", "nothing-here");
        (unknown != pattern).then_some(unknown)
    }

    /// The passwords are as they were: a sweep may have set others.
    pub fn restore_passwords(&self) {
        let restored = self.portal.cx.write(Priority::Person, |tx| {
            for (id, hash) in &self.hashes {
                diesel::update(accounts::table.find(id)).set(accounts::password_hash.eq(hash)).execute(tx)?;
            }
            Ok(())
        });
        restored.unwrap();
    }

    pub fn client(&self, name: &str) -> Client<'_> {
        self.restore_passwords();
        match name {
            "" => self.portal.visitor(),
            name => self.portal.sign_in(name),
        }
    }

    /// Somebody whom the rule admits, and whose thing it is.
    pub fn admitted(&self, pattern: &str, audience: Audience) -> &'static str {
        if let Some((_, who)) = THEIRS.iter().find(|(start, _)| is_about_one(pattern, start)) {
            return who;
        }
        let right = |roles: &[Role]| match audience {
            Audience::Everyone => true,
            Audience::SignedIn => !roles.is_empty(),
            Audience::Roles(wanted) => wanted.iter().any(|role| roles.contains(role)),
        };
        PEOPLE.iter().skip(1).find(|(_, roles)| right(roles)).map(|(name, _)| *name).unwrap()
    }
}

/// What the declared rule says for somebody: 200, 303 to the sign-in page, 403, or 404 when it is not theirs.
pub fn expected(pattern: &str, audience: Audience, name: &str, roles: &[Role]) -> u16 {
    let stranger = NOT_THEIRS.iter().any(|(start, who)| *who == name && is_about_one(pattern, start));
    match audience {
        Audience::Everyone => 200,
        _ if name.is_empty() => 303,
        Audience::SignedIn => 200,
        Audience::Roles(wanted) if !wanted.iter().any(|role| roles.contains(role)) => 403,
        Audience::Roles(_) if stranger => 404,
        Audience::Roles(_) => 200,
    }
}

/// Whether a pattern is about one thing of a kind.
fn is_about_one(pattern: &str, start: &str) -> bool {
    pattern.strip_prefix(start).is_some_and(|rest| rest.starts_with('{'))
}

/// Whether a pattern of a table takes an address.
pub fn takes(pattern: &str, address: &str) -> bool {
    matches(pattern, address.split(['?', '#']).next().unwrap()).is_some()
}
