//! A write whose browser does not say where it came from: the person is asked to confirm it, with a mark that belongs to
//! one browser, one session and one address.

use super::{Reply, admit::Admitted};
use crate::http::{
    cookies,
    pages::{document, obstacle},
};
use actix_web::http::StatusCode;
use app::{i18n::Words, operations::confirm::confirm_page};
use contract::fields::Fields;
use domain::error::Error;

/// Field that proves that the person saw the question "did you mean to send this?".
const CONFIRMATION: &str = "confirmation";
/// Most that is written into the page that asks, in bytes.
const LONGEST: usize = 64 * 1024;

/// Whether this browser was asked, and the person said yes.
pub fn confirmed(admitted: &Admitted, posted: &Fields) -> bool {
    let browser = admitted.head.confirm.as_deref();
    browser.is_some_and(|browser| posted.first(CONFIRMATION) == mark(admitted, browser))
}

/// The page that asks. What is secret is asked for once more, and never written into it.
pub fn ask(admitted: &Admitted, fields: &Fields) -> Reply {
    let Admitted { portal, head, visitor, form, .. } = admitted;
    let fields = fields.without(&form.secrets());
    if fields.pairs().iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > LONGEST {
        return Reply::page(obstacle(portal, head, visitor, &Error::TooLarge));
    }
    let (browser, cookies) = match &head.confirm {
        Some(browser) => (browser.clone(), Vec::new()),
        None => {
            let browser = cookies::secret();
            let cookie = cookies::confirm(&portal.public_url, &browser).to_string();
            (browser, vec![cookie])
        }
    };
    let mut hidden = fields.pairs().to_vec();
    hidden.push((CONFIRMATION.to_owned(), mark(admitted, &browser)));
    let page = confirm_page(&Words::new(head.display), &head.path, &hidden, form.secret);
    // Not compressed: what was typed stands beside the mark, and the length of the two together would tell of it.
    Reply::Page { answer: document(portal, head, visitor, StatusCode::OK, page), cookies, plain: true }
}

/// Bound to browser, session and address by the portal's own key: another site cannot know it, and what an attacker was
/// given holds in the attacker's browser alone.
fn mark(admitted: &Admitted, browser: &str) -> String {
    let Admitted { portal, head, .. } = admitted;
    let session = head.session.as_deref().unwrap_or_default();
    portal.cx.keys.fingerprint("confirmation", &format!("{browser}|{session}|{}", head.path))
}
