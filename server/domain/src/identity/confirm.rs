//! Step-up: before something that counts, the person proves once more who they are (OWASP ASVS 5.0 V7.5.1, V7.5.3). Which
//! acts ask for it stands beside each form.

use super::{
    passkeys::{list::has_one, relying_party::is_possible},
    session::{self, Standing},
    sign_in::{self, Attempt},
    staff,
    tries::Origin,
};
use crate::{
    context::Context,
    db::types::Instant,
    error::Error,
    journal::{self, Act},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, ConfirmPage, Stays},
};
use serde_json::json;

/// A proof holds for so long: "the last few minutes" of ASVS V7.5.1.
const LATELY_MS: i64 = 15 * 60 * 1000;
/// On a device where somebody stays signed in, a proof holds as long as other people's sessions rest.
const WHERE_ONE_STAYS_MS: i64 = 2 * 60 * 60 * 1000;

/// What an act asks of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUp {
    /// Nothing more than to be signed in.
    No,
    /// A proof of the last minutes.
    Lately,
    /// The same from whoever stays signed in for weeks; nothing from others.
    WhereOneStays,
}

impl StepUp {
    /// Whether the person has to prove once more who they are. A proof of the future is none: the clock was set back.
    pub fn is_needed(self, now: Instant, standing: Standing) -> bool {
        let since = now.0 - standing.confirmed_at;
        match (self, standing.stays) {
            (Self::No, _) | (Self::WhereOneStays, Stays::No) => false,
            (Self::Lately, _) => !(-LATELY_MS..LATELY_MS).contains(&since),
            (Self::WhereOneStays, Stays::Yes) => !(-LATELY_MS..WHERE_ONE_STAYS_MS).contains(&since),
        }
    }
}

/// `/account/confirm`.
///
/// # Errors
/// The store is away.
pub fn confirm_page(cx: &Context, actor: &Actor, next: &str) -> Result<ConfirmPage, Error> {
    let passkeys = is_possible(cx) && cx.read(|connection| has_one(connection, &actor.account))?;
    Ok(ConfirmPage { next: next.to_owned(), passkeys, other: staff::other_way(cx, actor), errors: Vec::new() })
}

/// Begins to look at the password: counts the try.
///
/// # Errors
/// `Invalid` when nothing was typed; `TooManyTries`; `Busy`; the store is away.
pub fn begin(cx: &Context, actor: &Actor, fields: &Fields, origin: Origin<'_>) -> Result<Attempt, Error> {
    if fields.first("password").is_empty() {
        return Err(Error::Invalid(vec![FieldError::new("password", "error-password-missing")]));
    }
    sign_in::begin_again(cx, actor, origin)
}

/// Looks at the password. Gives the new token of the session.
///
/// # Errors
/// `Invalid` when it is wrong; `SignInNeeded` when the session has ended meanwhile; the store is away.
pub fn finish(
    cx: &Context,
    actor: &Actor,
    attempt: &Attempt,
    fields: &Fields,
    session: Option<&str>,
) -> Result<String, Error> {
    let wrong = || FieldError::new("password", "error-confirm-wrong");
    let session = session.ok_or(Error::SignInNeeded)?;
    attempt.with_right_password(cx, fields.first("password"), wrong, |_, tx| {
        let account = actor.account.as_str();
        let act = Act::done("identity.confirmed", "account", Some(account)).by(account);
        journal::record(tx, cx.now(), &act.with(json!({ "way": "password" })))?;
        session::renew(cx, tx, session, &actor.account)?.ok_or(Error::SignInNeeded)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_holds_a_quarter_of_an_hour_and_where_one_stays_two_hours() {
        let minutes = |minutes: i64| minutes * 60_000;
        let is_needed = |step_up: StepUp, stays, passed: i64| {
            step_up.is_needed(
                Instant(1_000 + minutes(passed)),
                Standing { confirmed_at: 1_000, stays, expires_at: i64::MAX },
            )
        };
        assert!(!is_needed(StepUp::No, Stays::Yes, 100_000));
        assert!(!is_needed(StepUp::Lately, Stays::No, 14) && is_needed(StepUp::Lately, Stays::No, 15));
        assert!(!is_needed(StepUp::WhereOneStays, Stays::No, 100_000));
        assert!(
            !is_needed(StepUp::WhereOneStays, Stays::Yes, 119) && is_needed(StepUp::WhereOneStays, Stays::Yes, 120)
        );
        assert!(is_needed(StepUp::Lately, Stays::No, -16), "the clock was set back");
    }
}
