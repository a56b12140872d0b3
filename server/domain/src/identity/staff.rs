//! Staff: made by whoever runs the program, let in by a passkey. Where the public address is https no password opens an
//! account of staff: the first passkey is made with a single-use code, and there are two before the second sign-in, so that
//! a lost one shuts nobody out (OWASP ASVS 5.0 V6.3.3, V6.4.1; NIST SP 800-63B-4 section 4.2).

use super::{new_account::NewAccount, sessions::end_all};
use crate::{
    context::Context,
    crypto::random_bytes,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{account_roles, accounts, passkeys, staff_codes},
    },
    error::{Error, Result},
    journal::{self, Act},
};
use contract::{
    identity::{Actor, OtherWay, Role},
    ids::AccountId,
    typed,
};
use diesel::prelude::*;
use serde_json::json;

/// How long a code can be used, in hours.
pub const CODE_HOURS: i64 = 72;
/// Signs of a code: no two that look alike. 32 of them, five bits each.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// A hundred bits: nobody guesses it while it can be used.
const CODE_LENGTH: usize = 20;

/// Somebody who is to work here.
#[derive(Clone, Copy, Debug)]
pub struct NewStaff<'a> {
    /// The name that is shown.
    pub name: &'a str,
    /// By what they say who they are.
    pub sign_in: &'a str,
    /// What they may do.
    pub roles: &'a [Role],
    /// The district whose cases they handle.
    pub district: Option<&'a str>,
    /// The department for whose facts they answer.
    pub department: Option<&'a str>,
}

/// Makes an account, with a code for its first passkey.
///
/// # Errors
/// `Conflict` when the name is taken; the store is away.
pub fn invite(cx: &Context, new: &NewStaff<'_>) -> Result<String> {
    let code = new_code()?;
    cx.write(Priority::Person, |tx| {
        if find(cx, tx, new.sign_in)?.is_some() {
            return Err(Error::Conflict { code: "error-staff-name-taken" });
        }
        let account = NewAccount {
            display_name: new.name,
            resident: None,
            staff_name: Some(new.sign_in),
            password_hash: None,
            district: new.district,
            department: new.department,
            roles: new.roles,
        };
        let id = account.write(cx, tx)?;
        keep_code(cx, tx, &id, &code)?;
        let roles: Vec<&str> = new.roles.iter().map(|role| role.as_str()).collect();
        let act = Act::done("identity.staff-invited", "account", Some(&id));
        journal::record(tx, cx.now(), &act.with(json!({ "roles": roles })))
    })?;
    Ok(code)
}

/// Makes a new code for somebody who works here and has lost every passkey, or whose code was not used in time. The passkeys
/// and sessions of before are gone: whoever found the lost phone is out.
///
/// # Errors
/// `NotFound` when nobody of that name works here; the store is away.
pub fn invite_again(cx: &Context, sign_in: &str) -> Result<String> {
    let code = new_code()?;
    cx.write(Priority::Person, |tx| {
        let id = find(cx, tx, sign_in)?.ok_or(Error::NotFound)?;
        diesel::delete(passkeys::table.filter(passkeys::account_id.eq(&id))).execute(tx)?;
        end_all(cx, tx, &AccountId(id.clone()))?;
        keep_code(cx, tx, &id, &code)?;
        diesel::update(accounts::table.find(&id)).set(accounts::status.eq("active")).execute(tx)?;
        journal::record(tx, cx.now(), &Act::done("identity.staff-invited-again", "account", Some(&id)))
    })?;
    Ok(code)
}

/// Shuts an account: its sessions end at once, and nothing opens it until there is a new code.
///
/// # Errors
/// As [`invite_again`].
pub fn shut(cx: &Context, sign_in: &str) -> Result<()> {
    cx.write(Priority::Person, |tx| {
        let id = find(cx, tx, sign_in)?.ok_or(Error::NotFound)?;
        diesel::update(accounts::table.find(&id)).set(accounts::status.eq("disabled")).execute(tx)?;
        diesel::delete(staff_codes::table.find(&id)).execute(tx)?;
        end_all(cx, tx, &AccountId(id.clone()))?;
        journal::record(tx, cx.now(), &Act::done("identity.staff-shut", "account", Some(&id))).map(drop)
    })
}

/// Whether staff are let in by passkeys alone: where the public address is https.
pub fn needs_passkey(cx: &Context) -> bool {
    cx.configuration.public_url.starts_with("https://") && !cx.configuration.practice
}

/// What opens somebody's account beside passkeys.
pub(super) fn other_way(cx: &Context, actor: &Actor) -> OtherWay {
    match actor.resident.is_none() && needs_passkey(cx) {
        true => OtherWay::Nothing,
        false => OtherWay::Password,
    }
}

/// Whether a password does not open this account, whatever it is.
pub(super) fn is_shut_to_passwords(cx: &Context, account: Option<&str>) -> Result<bool> {
    if !needs_passkey(cx) {
        return Ok(false);
    }
    // Nobody is looked for as well: how long an answer takes says nothing.
    cx.read(|connection| is_staff(connection, account.unwrap_or_default()))
}

/// Whether somebody of staff has to make a second passkey before anything else: they have come back with the only one.
///
/// # Errors
/// The store is away.
pub fn needs_second_passkey(cx: &Context, actor: &Actor) -> Result<bool> {
    if !needs_passkey(cx) || actor.roles == [Role::Resident] {
        return Ok(false);
    }
    // A passkey that was made with the code, or in a session, has signed nobody in yet.
    let signed_in: Vec<Option<i64>> = cx.read(|connection| {
        let own = passkeys::table.filter(passkeys::account_id.eq(actor.account.as_str()));
        Ok(own.select(passkeys::last_sign_in_at).limit(2).load(connection)?)
    })?;
    Ok(match signed_in[..] {
        [] => true,
        [one] => one.is_some(),
        _ => false,
    })
}

fn is_staff(connection: &mut Connection, account: &str) -> Result<bool> {
    let others = account_roles::table
        .filter(account_roles::account_id.eq(account).and(account_roles::role.ne(Role::Resident.as_str())));
    let first: Option<String> = others.select(account_roles::role).first(connection).optional()?;
    Ok(first.is_some())
}

/// The account that a code is for, with the name that is shown; nothing when it was used, is over, or never was.
pub(super) fn invited(cx: &Context, tx: &mut Connection, code: &str) -> Result<Option<(AccountId, String)>> {
    let found: Option<(String, i64)> = staff_codes::table
        .filter(staff_codes::code_hash.eq(hash(code)))
        .select((staff_codes::account_id, staff_codes::expires_at))
        .first(tx)
        .optional()?;
    let Some((id, expires_at)) = found else { return Ok(None) };
    // One that ends later than any can was made before the clock was set back.
    if !(1..=CODE_HOURS * 3_600_000).contains(&(expires_at - cx.now().0)) {
        return Ok(None);
    }
    let name: Vec<u8> = accounts::table.find(&id).select(accounts::display_name_sealed).first(tx)?;
    let name = cx.keys.open_text("accounts", &id, "display_name_sealed", &name)?.to_string();
    Ok(Some((AccountId(id), name)))
}

/// The code was used.
pub(super) fn spend(tx: &mut Connection, account: &AccountId) -> Result<bool> {
    Ok(diesel::delete(staff_codes::table.find(account.as_str())).execute(tx)? == 1)
}

/// The account of somebody who works here.
fn find(cx: &Context, tx: &mut Connection, sign_in: &str) -> Result<Option<String>> {
    let name = cx.keys.fingerprint("sign-in-name", &typed::user_name(sign_in));
    let staff =
        accounts::table.filter(accounts::sign_in_name_fingerprint.eq(name)).filter(accounts::resident_id.is_null());
    Ok(staff.select(accounts::id).first(tx).optional()?)
}

fn keep_code(cx: &Context, tx: &mut Connection, account: &str, code: &str) -> Result<()> {
    diesel::delete(staff_codes::table.find(account)).execute(tx)?;
    diesel::insert_into(staff_codes::table)
        .values((
            staff_codes::account_id.eq(account),
            staff_codes::code_hash.eq(hash(code)),
            staff_codes::expires_at.eq(cx.now().0 + CODE_HOURS * 3_600_000),
        ))
        .execute(tx)?;
    Ok(())
}

/// A code in groups of five, to be read out or copied.
fn new_code() -> Result<String> {
    let signs = random_bytes()?.into_iter().take(CODE_LENGTH).map(|byte| char::from(SIGNS[usize::from(byte % 32)]));
    let signs: Vec<char> = signs.collect();
    Ok(signs.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// The hash of a code, however it was typed.
fn hash(code: &str) -> String {
    let plain: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect();
    blake3::hash(format!("staff-code {plain}").as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;

    #[test]
    fn a_code_is_long_easy_to_read_and_typed_as_one_likes() {
        let code = new_code().unwrap();
        assert_eq!((code.len(), code.matches('-').count()), (23, 3), "{code}");
        assert!(!code.contains(['0', 'O', '1', 'I']), "{code}");
        assert_ne!(code, new_code().unwrap());
        assert_eq!(hash(&code), hash(&code.to_lowercase().replace('-', " ")));
    }
}
