//! The one route table: every page, its address, and who may open it. The server matches requests against it, and the
//! sweeps walk it, so a page that stands here is served and tested, and one that does not is neither.
//!
//! A page makes its call to `domain` before its view is built: status, redirect and headers are known before the first
//! byte, and nothing streams.

mod request;
mod table;

pub use request::{Kept, PageRequest, Told};
pub use table::ROUTES;

use crate::page::Page;
use contract::identity::Audience;
use domain::error::Error;

/// How dense a page may be in elder mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// For residents and the public: few controls, no tables.
    Calm,
    /// For staff and for looking things up: the layout stays, with the type and the targets of the mode.
    Dense,
}

/// One page of the portal.
pub struct Route {
    /// Address with parameters in braces, such as `/policies/{id}`.
    pub pattern: &'static str,
    /// Who may open it. Whose data they then see is decided in `domain`.
    pub audience: Audience,
    /// How much may stand on it.
    pub density: Density,
    /// Loads the view and builds the page.
    pub page: fn(&PageRequest<'_>) -> Result<Page, Error>,
}

/// The route that serves a path, and the values of its parameters in order.
pub fn find(path: &str) -> Option<(&'static Route, Vec<String>)> {
    ROUTES.iter().find_map(|route| matches(route.pattern, path).map(|parameters| (route, parameters)))
}

/// Holds a path against a pattern. A parameter takes one segment, never an empty one.
pub fn matches(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut parameters = Vec::new();
    let mut segments = path.split('/');
    for expected in pattern.split('/') {
        let segment = segments.next()?;
        match expected.starts_with('{') {
            true if segment.is_empty() => return None,
            true => parameters.push(segment.to_owned()),
            false if segment == expected => {}
            false => return None,
        }
    }
    segments.next().is_none().then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_parameter_takes_exactly_one_segment() {
        assert_eq!(matches("/", "/"), Some(vec![]));
        assert_eq!(matches("/policies/{id}", "/policies/x"), Some(vec!["x".to_owned()]));
        assert_eq!(matches("/policies/{id}", "/policies/"), None);
        assert_eq!(matches("/policies/{id}", "/policies/x/y"), None);
        assert_eq!(matches("/drafts/{id}/check", "/drafts/1/check"), Some(vec!["1".to_owned()]));
        assert_eq!(matches("/policies", "/policies/x"), None);
    }
}
