//! The first passkey of somebody of staff, made with the administrator's single-use code, which lets them in at once.

use super::{
    ceremony::{self, Purpose},
    list::name_of,
    register::{keep, made},
    relying_party::{is_possible, relying_party},
    wrong,
};
use crate::{
    context::Context,
    db::pools::Priority,
    error::{Error, Result},
    identity::{
        sign_in::{Browser, SignedIn, enter},
        staff,
    },
    journal::{self, Act},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{JoinPage, StaffWay, Stays, device::Device},
};

/// `/sign-in/staff`.
pub fn join_page(cx: &Context, device: Device) -> JoinPage {
    let staff = StaffWay::of(staff::needs_passkey(cx));
    JoinPage { possible: is_possible(cx), staff, device, ..JoinPage::default() }
}

/// Uses up the code, keeps the passkey and opens a session, all or nothing.
///
/// # Errors
/// `Invalid` when there is no name, the code is not one that can be used, or whatever is wrong with the answer; `NotFound`
/// where there can be no passkeys; the store is away.
pub fn join(cx: &Context, fields: &Fields, key: Option<&str>, browser: Browser<'_>) -> Result<SignedIn> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    let unknown = || Error::Invalid(vec![FieldError::new("code", "error-staff-code-wrong")]);
    if cx.read(|connection| staff::invited(cx, connection, fields.first("code")))?.is_none() {
        return Err(unknown());
    }
    let name = name_of(fields, "name")?;
    cx.write(Priority::Person, |tx| {
        let account = staff::invited(cx, tx, fields.first("code"))?.map(|(account, _)| account);
        let state = ceremony::take(cx, tx, key, Purpose::Join, account.as_ref())?;
        let Some(account) = account else { return Ok(None) };
        let Some(passkey) = made(cx, tx, &party, fields, state)? else { return Ok(None) };
        // Of two who use it at one moment one is the first.
        if !staff::spend(tx, &account)? {
            return Ok(None);
        }
        let device = browser.device;
        let signed_in = enter(cx, tx, &account, browser, Stays::No, "passkey")?;
        // After the session began: whoever joins knows of their own passkey.
        keep(cx, tx, &account, &passkey, (&name, device))?;
        let id = account.as_str();
        journal::record(tx, cx.now(), &Act::done("identity.staff-joined", "account", Some(id)).by(id))?;
        Ok(Some(signed_in))
    })?
    .ok_or_else(wrong)
}
