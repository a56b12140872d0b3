//! Another password: long enough, not one that many people have, and not about the person (OWASP ASVS 5.0 V6.2.1, V6.2.4,
//! V6.2.11). No rule says which characters it must have.

mod easy;

use self::easy::{Easy, Known};
use super::{
    sessions::{end_all_but, live},
    staff,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{accounts, residents},
    },
    error::Error,
    journal::{self, Act},
    notices,
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, OtherWay, PasswordPage},
    notices::NoticeKind,
};
use diesel::prelude::*;
use serde_json::json;
use zeroize::Zeroizing;

/// Fewest characters.
const SHORTEST: usize = 8;
/// Most bytes; no password is cut.
const LONGEST: usize = 1024;
/// `/account/password`.
///
/// # Errors
/// `NotFound` where a password opens no account of this person; the store is away.
pub fn password_page(cx: &Context, actor: &Actor, token: Option<&str>) -> Result<PasswordPage, Error> {
    hold_way(cx, actor)?;
    cx.read(|connection| {
        let row = accounts::table.find(actor.account.as_str());
        let set_at = row.select(accounts::password_set_at).first(connection)?;
        let others = live(cx, connection, actor, token)?.iter().filter(|session| !session.is_this).count();
        Ok(PasswordPage { set_at, others, errors: Vec::new() })
    })
}

/// Sets another password, and ends the other sessions where the person wants it. That the person proved who they are a
/// moment ago is asked beside the form. Gives the address to go to.
///
/// # Errors
/// `Invalid` with what is wrong with the password; `Busy` when too many sign in at this moment; the store is away.
pub fn change(cx: &Context, actor: &Actor, fields: &Fields, token: Option<&str>) -> Result<String, Error> {
    hold_way(cx, actor)?;
    let password = Zeroizing::new(fields.first("password").to_owned());
    let about = cx.read(|connection| about_the_person(cx, connection, actor))?;
    if let Some(code) = what_is_wrong(&password, &about) {
        return Err(Error::Invalid(vec![FieldError::new("password", code)]));
    }
    let hash = cx.hasher.hash(&password)?;
    let ends_others = fields.first("others") == "end";
    cx.write(Priority::Person, |tx| {
        let account = actor.account.as_str();
        diesel::update(accounts::table.find(account))
            .set((accounts::password_hash.eq(&hash), accounts::password_set_at.eq(cx.now().0)))
            .execute(tx)?;
        let act = Act::done("identity.password-changed", "account", Some(account)).by(account);
        journal::record(tx, cx.now(), &act.with(json!({ "others-ended": ends_others })))?;
        if ends_others {
            end_all_but(cx, tx, &actor.account, token)?;
        }
        tell(cx, tx, actor, NoticeKind::PasswordChanged)
    })?;
    Ok("/account?changed=password".to_owned())
}

/// Where staff are let in by passkeys alone they have no password to change.
fn hold_way(cx: &Context, actor: &Actor) -> Result<(), Error> {
    match staff::other_way(cx, actor) {
        OtherWay::Nothing => Err(Error::NotFound),
        OtherWay::Password => Ok(()),
    }
}

/// Tells the person that a way in has changed, through every channel that there is: the inbox of a resident. Staff have
/// none; they read it when they sign in (`way_news`).
pub(super) fn tell(cx: &Context, tx: &mut Connection, actor: &Actor, kind: NoticeKind) -> Result<(), Error> {
    match &actor.resident {
        Some(resident) => notices::notify(cx, tx, resident, kind, "account", actor.account.as_str()),
        None => Ok(()),
    }
}

/// The code of what is wrong with a password.
fn what_is_wrong(password: &str, about: &Known) -> Option<&'static str> {
    if password.is_empty() {
        return Some("error-new-password-missing");
    }
    if password.chars().count() < SHORTEST {
        return Some("error-password-short");
    }
    if password.len() > LONGEST {
        return Some("error-password-long");
    }
    easy::why(password, SHORTEST, about).map(|easy| match easy {
        Easy::Common => "error-password-common",
        Easy::AboutThePerson => "error-password-about-you",
    })
}

/// What others know of the person: name, numbers, birthday.
fn about_the_person(cx: &Context, connection: &mut Connection, actor: &Actor) -> Result<Known, Error> {
    let mut known = Known { names: vec![Zeroizing::new(actor.name.clone())], numbers: Vec::new() };
    let Some(resident) = &actor.resident else { return Ok(known) };
    let id = resident.as_str();
    let (name, number, phone): (Vec<u8>, Vec<u8>, Option<Vec<u8>>) = residents::table
        .find(id)
        .select((residents::name_sealed, residents::id_number_sealed, residents::phone_sealed))
        .first(connection)?;
    known.names.push(cx.keys.open_text("residents", id, "name_sealed", &name)?);
    let number = cx.keys.open_text("residents", id, "id_number_sealed", &number)?;
    let part = |range: std::ops::Range<usize>| number.get(range).map(|part| Zeroizing::new(part.to_owned()));
    // GB 11643-1999: six digits of the place, eight of the birthday, four more.
    let parts = [part(6..14), part(8..14), part(6..10), part(10..14), part(12..18), part(0..6)];
    known.numbers.extend(parts.into_iter().flatten());
    known.numbers.push(number);
    if let Some(phone) = phone {
        let phone = cx.keys.open_text("residents", id, "phone_sealed", &phone)?;
        known.numbers.extend(phone.get(3..).map(|end| Zeroizing::new(end.to_owned())));
        known.numbers.push(phone);
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong for 李敏 who was born in 1995, with a name that others call her by.
    fn wrong(password: &str) -> Option<&'static str> {
        let names = ["李敏", "小敏"].map(|name| Zeroizing::new(name.to_owned())).to_vec();
        let numbers = ["310109199501020028", "19950102", "19900000002", "00000002"];
        let numbers = numbers.map(|number| Zeroizing::new(number.to_owned())).to_vec();
        what_is_wrong(password, &Known { names, numbers })
    }

    #[test]
    fn long_enough_and_any_characters() {
        assert_eq!(wrong(""), Some("error-new-password-missing"));
        assert_eq!(wrong("k3#Vq9z"), Some("error-password-short"));
        assert_eq!(wrong(&"长".repeat(400)), Some("error-password-long"));
        for good in
            ["k3#Vq9zR", "正字标记梅花鹿跑得快", "  blank around it  ", "rowing turnip cathedral", "🌸🐢🚲🌧🥟🎻🧵🪁"]
        {
            assert_eq!(wrong(good), None, "{good}");
        }
        assert_eq!(wrong(&format!("{}!", "correct horse battery staple ".repeat(30))), None);
    }

    #[test]
    fn common_ones_and_those_about_the_person_are_refused_with_the_reason() {
        let common = "12345678 password qq123456 iloveyou1 aaaaaaaa woaini1314 5201314520 shanghai1 woaiwojia woshinibaba \
                      wodemima laopo888 hongkou1 Hongkou2026 虹口虹口2026 我爱我家我爱我家";
        for common in common.split(' ') {
            assert_eq!(wrong(common), Some("error-password-common"), "{common}");
        }
        let about = "limin1995 LiMin@1995 minli2020 limin19950101 limin20010911 李敏李敏1234 小敏xiaomin 19950102a \
                     1995-01-02! 310109199501020028 19900000002! 9900000002a a1990000b";
        for about in about.split(' ') {
            assert!(wrong(about).is_some_and(|code| code != "error-password-short"), "{about} {:?}", wrong(about));
        }
        for about in ["limin1995", "LiMin@1995", "limin19950101", "9900000002a"] {
            assert_eq!(wrong(about), Some("error-password-about-you"), "{about}");
        }
        // Which of the two is said, when both are there, is all one.
        assert!(wrong("Limin1314").is_some());
        // A word among others does no harm.
        for good in ["limin rows a turnip", "虹口的梅花鹿跑得真快", "kettle1995 turnip", "woaini cathedral fox"]
        {
            assert_eq!(wrong(good), None, "{good}");
        }
    }
}
