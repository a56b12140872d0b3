//! What a page's view holds and does not show stays in the server: nothing of it may be written into the page for scripts.
//!
//! The tripwire is the id of the person's account, and of the resident: they stand in the frame of every page (`Actor`)
//! and are rendered by none. Were a view ever serialised into a page, they would be in it.

use super::people::{City, PEOPLE};
use app::routes::ROUTES;
use domain::identity::session::{SessionState, find};
use tests::on_both_databases;

/// The journal is about accounts, and names them.
const ABOUT_ACCOUNTS: &str = "/journal";

on_both_databases! {
    fn what_a_view_holds_and_does_not_show_is_in_no_page(database) {
        let town = City::new(database);
        for (name, _) in PEOPLE.iter().filter(|(name, _)| !name.is_empty()) {
            let client = town.client(name);
            let SessionState::Live(actor, _) = find(&town.portal.cx, &client.cookie("session").unwrap()).unwrap() else {
                panic!("{name} is signed in")
            };
            let mut tripwires = vec![actor.account.as_str().to_owned()];
            tripwires.extend(actor.resident.as_ref().map(|resident| resident.as_str().to_owned()));
            for route in ROUTES.iter().filter(|route| route.pattern != ABOUT_ACCOUNTS) {
                let address = town.address(route.pattern);
                let answer = client.get(&address);
                for tripwire in &tripwires {
                    assert!(tripwire.len() > 30 && !answer.body.contains(tripwire), "{address} for {name} holds {tripwire}");
                }
            }
        }
    }
}
