//! Identity number and telephone number of a resident stand on no page but those that show them to their owner, and in
//! no line of the log.

use super::people::{City, PEOPLE};
use app::routes::ROUTES;
use domain::operations::demonstration::generator::city;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use tests::{
    database::{Content, TestDatabase},
    on_both_databases,
    portal::{GRANNY, RESIDENTS},
};
use tracing_subscriber::fmt::MakeWriter;

/// Pages that may show the person's own numbers to the person: a form is filled in with the telephone number.
const OWN: [&str; 4] = ["/data", "/account", "/drafts/{id}/{question}", "/drafts/{id}/check"];

/// The page of whoever rings a resident who said yes: the telephone number alone, to the department that carries it out alone.
const TO_RING: (&str, &str) = ("health", "/arrangements/{id}");

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

on_both_databases! {
    fn numbers_of_people_stay_with_them(database) {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
        // In a process of its own every line is caught; beside other tests, those of whoever came first.
        let first = subscriber.try_init().is_ok();
        // Filling a city says nothing about its residents either.
        Content::City.fill(&TestDatabase::sqlite());
        let town = City::new(database);
        let granny = city(RESIDENTS, 1, town.portal.cx.today()).next().unwrap();
        let number = granny.identity_number.expose().to_owned();
        assert_eq!(granny.phone.as_ref().unwrap().expose(), GRANNY);
        for (name, _) in PEOPLE {
            let client = town.client(name);
            for route in ROUTES.iter().filter(|route| !(name == GRANNY && OWN.contains(&route.pattern))) {
                let address = town.address(route.pattern);
                let answer = client.get(&address);
                for secret in [number.as_str(), GRANNY] {
                    if (name, route.pattern) == TO_RING && secret == GRANNY {
                        assert!(answer.body.contains(secret), "{address}");
                        continue;
                    }
                    assert!(!answer.body.contains(secret), "{address} for {name:?} holds a number of a resident");
                }
            }
        }
        // Typed by a stranger, and wrong: kept for the form that was typed into, said nowhere else.
        let visitor = town.client("");
        let wrong = visitor.post("/sign-in", &[("identifier", &number), ("password", "not-the-password")]);
        assert!(!wrong.location().contains(&number));
        let password = town.portal.password(GRANNY);
        let kept = visitor.get("/sign-in");
        assert!(!kept.body.contains("not-the-password"), "a password is never shown again");
        let lines = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        assert!(!first || !lines.is_empty(), "the log was caught");
        for (what, secret) in [
            ("identity number", number.as_str()),
            ("telephone number", GRANNY),
            ("name", granny.name.expose()),
            ("password", password),
            ("typed password", "not-the-password"),
        ] {
            assert!(!lines.contains(secret), "the log holds the {what} of a resident");
        }
    }
}
