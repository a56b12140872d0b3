//! `tongban routes`: the route table as text, so that whoever tests or watches the portal finds every page by itself.

use app::routes::{Density, ROUTES, Route};
use contract::identity::{Audience, Role};

/// One page a line, with tabs between: address; who may open it (`everyone`, `signed-in`, or roles separated by commas);
/// and whether elder mode makes it `calm` or leaves it `dense`.
pub fn table() -> String {
    ROUTES.iter().map(line).collect()
}

fn line(route: &Route) -> String {
    let audience = match route.audience {
        Audience::Everyone => "everyone".to_owned(),
        Audience::SignedIn => "signed-in".to_owned(),
        Audience::Roles(roles) => roles.iter().copied().map(Role::as_str).collect::<Vec<_>>().join(","),
    };
    let density = match route.density {
        Density::Calm => "calm",
        Density::Dense => "dense",
    };
    format!("{}\t{audience}\t{density}\n", route.pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_line_with_its_audience() {
        let table = table();
        assert_eq!(table.lines().count(), ROUTES.len());
        for wanted in [
            "/\teveryone\tcalm",
            "/account\tsigned-in\tcalm",
            "/inbox\tresident\tcalm",
            "/casework\tcaseworker,supervisor\tdense",
            "/vocabulary\teveryone\tdense",
        ] {
            assert!(table.lines().any(|line| line == wanted), "{wanted} in {table}");
        }
    }
}
