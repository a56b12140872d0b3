//! An account as it is written for the first time.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{account_roles, accounts},
    },
    error::Result,
};
use contract::{identity::Role, typed};
use diesel::prelude::*;

/// What an account begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    /// The name that is shown.
    pub display_name: &'a str,
    /// Id of the resident; none for staff.
    pub resident: Option<&'a str>,
    /// By what staff say who they are; none for residents, who have numbers.
    pub staff_name: Option<&'a str>,
    /// None: no password opens it.
    pub password_hash: Option<&'a str>,
    /// The district whose cases they handle.
    pub district: Option<&'a str>,
    /// The department for whose facts they answer.
    pub department: Option<&'a str>,
    /// What they may do.
    pub roles: &'a [Role],
}

impl NewAccount<'_> {
    /// Writes it; gives its id.
    ///
    /// # Errors
    /// The store is away; the names cannot be sealed.
    pub fn write(&self, cx: &Context, tx: &mut Connection) -> Result<String> {
        let id = cx.new_id();
        let name = self.staff_name.map(|name| cx.keys.fingerprint("sign-in-name", &typed::user_name(name)));
        diesel::insert_into(accounts::table)
            .values((
                accounts::id.eq(&id),
                accounts::resident_id.eq(self.resident),
                accounts::sign_in_name_fingerprint.eq(name),
                accounts::display_name_sealed.eq(cx.keys.seal_text(
                    "accounts",
                    &id,
                    "display_name_sealed",
                    self.display_name,
                )?),
                accounts::password_hash.eq(self.password_hash),
                accounts::status.eq("active"),
                accounts::district.eq(self.district),
                accounts::department.eq(self.department),
                accounts::created_at.eq(cx.now()),
            ))
            .execute(tx)?;
        for role in self.roles {
            diesel::insert_into(account_roles::table)
                .values((account_roles::account_id.eq(&id), account_roles::role.eq(role.as_str())))
                .execute(tx)?;
        }
        Ok(id)
    }
}
