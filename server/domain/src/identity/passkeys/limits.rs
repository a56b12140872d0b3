//! How many challenges are made, and how many wrong answers are looked at. Nobody guesses a passkey: the limits bound work
//! and rows of the journal. What is asked in a session counts for its account alone, and a device that the account knows
//! has an allowance of its own, so that no neighbour and no stranger takes somebody's passkey away.

use super::ceremony::Purpose;
use crate::{
    context::Context,
    db::{connection::Connection, schema::passkeys},
    error::{Error, Result},
    identity::{known_device, tries::Origin, windows::Window},
    journal::{self, Act},
};
use contract::ids::AccountId;
use diesel::prelude::*;
use serde_json::json;

/// Challenges within a window for one address, behind which a whole street office may be.
const CHALLENGES_OF_AN_ADDRESS: i32 = 600;
/// … and for one account.
const CHALLENGES_OF_AN_ACCOUNT: i32 = 60;
/// Wrong answers within a window from one address, from one device that the account knows, or in the sessions of one
/// account.
const WRONG_ANSWERS: i32 = 40;

/// How often something may happen within a window.
pub(super) struct Limit {
    key: String,
    most: i32,
}

impl Limit {
    /// The one for challenges: of the account, and of the address where there is none yet.
    pub(super) fn of_challenges(cx: &Context, purpose: Purpose, account: Option<&AccountId>, visitor: &str) -> Self {
        let (whose, most) = match account {
            Some(account) => (account.as_str(), CHALLENGES_OF_AN_ACCOUNT),
            None => (visitor, CHALLENGES_OF_AN_ADDRESS),
        };
        Self { key: cx.keys.fingerprint("passkey-challenges", &format!("{} {whose}", purpose.as_str())), most }
    }

    /// Refuses what is one too many, without the writer: a flood writes nothing.
    ///
    /// # Errors
    /// `TooManyTries`; the store is away.
    pub(super) fn hold(&self, cx: &Context, connection: &mut Connection) -> Result<()> {
        let window = Window::read(connection, &self.key, cx.now())?;
        match window.count < self.most {
            true => Ok(()),
            false => Err(Error::TooManyTries { seconds: window.seconds_left(cx.now()) }),
        }
    }

    /// Counts one, and says how many there are with it.
    pub(super) fn count(&self, cx: &Context, tx: &mut Connection) -> Result<i32> {
        let window = Window::read(tx, &self.key, cx.now())?;
        window.add_one(tx, &self.key)?;
        Ok(window.count.saturating_add(1))
    }
}

/// The wrong answers of one place.
pub(super) struct WrongAnswers<'a> {
    limit: Limit,
    /// What the journal calls the act.
    act: &'static str,
    /// Whose session it is.
    account: Option<&'a AccountId>,
}

impl<'a> WrongAnswers<'a> {
    /// Those at the sign-in: of the device, where the account of the passkey knows it, or else of the address.
    pub(super) fn at_sign_in(
        cx: &Context,
        connection: &mut Connection,
        passkey: Option<&str>,
        origin: Origin<'_>,
    ) -> Result<Self> {
        let account: Option<String> = match (passkey, origin.known_device) {
            (Some(id), Some(_)) => {
                passkeys::table.find(id).select(passkeys::account_id).first(connection).optional()?
            }
            _ => None,
        };
        let known = account.zip(origin.known_device);
        let known = known.and_then(|(account, cookie)| known_device::recognised(cx, cookie, &account));
        let key = match known {
            Some(device) => cx.keys.fingerprint("passkey-wrong-at-device", &device),
            None => cx.keys.fingerprint("passkey-wrong-from", origin.address),
        };
        Ok(Self { limit: Limit { key, most: WRONG_ANSWERS }, act: "identity.sign-in", account: None })
    }

    /// Those in the sessions of an account.
    pub(super) fn in_sessions(cx: &Context, account: &'a AccountId) -> Self {
        let key = cx.keys.fingerprint("passkey-wrong-in-session", account.as_str());
        Self { limit: Limit { key, most: WRONG_ANSWERS }, act: "identity.confirmed", account: Some(account) }
    }

    /// As [`Limit::hold`].
    ///
    /// # Errors
    /// As there.
    pub(super) fn hold(&self, cx: &Context, connection: &mut Connection) -> Result<()> {
        self.limit.hold(cx, connection)
    }

    /// Counts one. The auditor sees the first of a window and the one after which no more are looked at. An address is not
    /// named.
    pub(super) fn count(&self, cx: &Context, tx: &mut Connection) -> Result<()> {
        let result = match self.limit.count(cx, tx)? {
            1 => "refused",
            count if count == self.limit.most => "limited",
            _ => return Ok(()),
        };
        let account = self.account.map(AccountId::as_str);
        let act = Act { result, actor_account_id: account, ..Act::done(self.act, "account", account) };
        journal::record(tx, cx.now(), &act.with(json!({ "way": "passkey" }))).map(drop)
    }
}
