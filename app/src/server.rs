//! What server functions do, for islands only: each hands its request to one use case in `domain`.

use crate::policies::document_check::FoundProblem;
use contract::identity::Actor;
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

/// Checks a policy document without storing it. None when the person may not write, or when it could not be checked:
/// a fault never reads as "nothing is wrong".
pub async fn check_policy_text(text: String) -> Option<Vec<FoundProblem>> {
    let request = use_context::<PortalRequest>()?;
    let actor = request.actor?;
    // A check may take a moment: it runs where every page is made, and never where all connections are served.
    let checked = actix_web::web::block(move || domain::policies::desk::check_text(&request.cx, &actor, &text));
    let problems = checked.await.ok()?.ok()?;
    let found = problems.into_iter().map(|problem| FoundProblem {
        line: problem.line,
        column: problem.column,
        code: problem.code.as_str().to_owned(),
        expected: problem.expected,
        found: problem.found,
        suggestion: problem.suggestion,
    });
    Some(found.collect())
}
