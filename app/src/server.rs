//! What server functions do, for islands only: each hands its request to one use case in `domain`.

use crate::{
    i18n::Words,
    policies::{document::problems::sentence, document_check::FoundProblem},
};
use contract::{
    display::{Display, Language},
    identity::Actor,
};
use domain::context::Context;
use leptos::prelude::use_context;

/// The request behind a server function; the server puts it into the function's context.
#[derive(Clone)]
pub struct PortalRequest {
    /// Store, clock, vocabulary.
    pub cx: Context,
    /// The person who asks; none for a visitor.
    pub actor: Option<Actor>,
}

/// Checks a policy document without storing it, and says in one language what is wrong. None when the person may not write, or when it could not be checked:
/// a fault never reads as "nothing is wrong".
pub async fn check_policy_text(text: String, language: Language) -> Option<Vec<FoundProblem>> {
    let request = use_context::<PortalRequest>()?;
    let actor = request.actor?;
    // A check may take a moment: it runs where every page is made, and never where all connections are served.
    let checked = actix_web::web::block(move || domain::policies::desk::check_text(&request.cx, &actor, &text));
    let problems = checked.await.ok()?.ok()?;
    let words = Words::new(Display { language, ..Display::default() });
    let found = problems.into_iter().map(|problem| FoundProblem {
        line: problem.line,
        column: problem.column,
        sentence: sentence(&words, &problem),
        suggestion: problem.suggestion,
    });
    Some(found.collect())
}
