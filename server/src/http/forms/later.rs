//! A form that cannot be taken at this moment: the store takes no writes. Nothing can be kept for the browser then, so what
//! was typed comes back in the answer itself, with 503 and the time after which it may be sent again.

use crate::http::{
    Portal,
    pages::{Admission, Answer, admission, document, load, obstacle},
    visitor::{Headers, Visitor},
};
use actix_web::http::StatusCode;
use app::{
    i18n::Words,
    operations::later,
    routes::{self, Kept},
};
use contract::fields::Fields;
use domain::error::Error;

/// Most bytes that come back to somebody who is not known.
const MOST_FOR_ANYBODY: usize = 64 * 1024;

/// The page that holds the form, with what was typed; or, where that page cannot be shown now, a page that sends the same
/// once more. Passwords and codes are in neither.
pub fn page(portal: &Portal, head: &Headers, visitor: &Visitor, kept: Kept, error: &Error) -> Answer {
    tracing::warn!(%error, "a form could not be taken this time");
    if let Some(answer) = form_once_more(portal, head, visitor, &kept) {
        return answer;
    }
    let bytes: usize = kept.fields.pairs().iter().map(|(name, value)| name.len() + value.len()).sum();
    if visitor.account().is_none() && bytes > MOST_FOR_ANYBODY {
        return obstacle(portal, head, visitor, error);
    }
    let page = later::send_again_page(&Words::new(head.display), &head.path, kept.fields.pairs());
    document(portal, head, visitor, StatusCode::SERVICE_UNAVAILABLE, page)
}

fn form_once_more(portal: &Portal, head: &Headers, visitor: &Visitor, kept: &Kept) -> Option<Answer> {
    let (route, parameters) = routes::find(&kept.page)?;
    let Admission::Enter = admission(route.audience, visitor) else { return None };
    let there = Headers { path: kept.page.clone(), query: Fields::default(), ..head.clone() };
    // A case is shown only once that was written into the journal, and whoever sent the form has waited already.
    let hurried = Portal { cx: portal.cx.in_passing(), ..portal.clone() };
    let page = load(&hurried, &there, visitor, route, &parameters, Some(kept)).ok()?;
    let page = later::with_notice(&Words::new(head.display), page);
    Some(document(portal, &there, visitor, StatusCode::SERVICE_UNAVAILABLE, page))
}
