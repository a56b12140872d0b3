//! Another password: long enough, not one that many people have, and not about the person (OWASP ASVS 5.0 V6.2.1, V6.2.4,
//! V6.2.11). No rule says which characters it must have. What is easy to guess is told by zxcvbn, which carries lists of
//! leaked passwords and knows dates, keyboards and repetitions.

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
    identity::{Actor, PasswordPage},
    notices::NoticeKind,
};
use diesel::prelude::*;
use serde_json::json;
use zeroize::Zeroizing;
use zxcvbn::Score;

/// Fewest characters.
const SHORTEST: usize = 8;
/// Most bytes; no password is cut.
const LONGEST: usize = 1024;
/// How much of a long password is looked at: what is longer is not guessed by its beginning.
const LOOKED_AT: usize = 100;
/// Words that are the first guess here, for everybody: the city and its portals, "I love you" and "for ever" in figures and
/// in pinyin. Lists of leaked passwords from elsewhere know few of them.
const OF_THE_CITY: [&str; 13] = [
    "tongban",
    "通办",
    "shanghai",
    "上海",
    "zhengwu",
    "suishenban",
    "woaini",
    "aini",
    "520",
    "1314",
    "521",
    "5201314",
    "mima",
];

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
    match actor.resident.is_none() && staff::needs_passkey(cx) {
        true => Err(Error::NotFound),
        false => Ok(()),
    }
}

/// Tells the person that a way in has changed, through every channel that there is: the inbox of a resident.
pub(super) fn tell(cx: &Context, tx: &mut Connection, actor: &Actor, kind: NoticeKind) -> Result<(), Error> {
    match &actor.resident {
        Some(resident) => notices::notify(cx, tx, resident, kind, "account", actor.account.as_str()),
        None => Ok(()),
    }
}

/// The code of what is wrong with a password.
fn what_is_wrong(password: &str, about: &[Zeroizing<String>]) -> Option<&'static str> {
    if password.is_empty() {
        return Some("error-new-password-missing");
    }
    if password.chars().count() < SHORTEST {
        return Some("error-password-short");
    }
    if password.len() > LONGEST {
        return Some("error-password-long");
    }
    let beginning: Zeroizing<String> = Zeroizing::new(password.chars().take(LOOKED_AT).collect());
    // `1934-05-02` is as easy as `19340502`.
    let together: Zeroizing<String> = Zeroizing::new(beginning.chars().filter(|sign| sign.is_alphanumeric()).collect());
    let is_easy = |words: &[&str]| {
        let guessed = |text: &str| zxcvbn::zxcvbn(text, words).score() < Score::Two;
        guessed(&beginning) || (together.chars().count() >= SHORTEST && guessed(&together))
    };
    if is_easy(&OF_THE_CITY) {
        return Some("error-password-common");
    }
    let words: Vec<&str> = OF_THE_CITY.into_iter().chain(about.iter().map(|word| word.as_str())).collect();
    is_easy(&words).then_some("error-password-about-you")
}

/// What others know of the person: name, numbers, birthday.
fn about_the_person(cx: &Context, connection: &mut Connection, actor: &Actor) -> Result<Vec<Zeroizing<String>>, Error> {
    let mut about = vec![Zeroizing::new(actor.name.clone())];
    let Some(resident) = &actor.resident else { return Ok(about) };
    let id = resident.as_str();
    let (name, number, phone): (Vec<u8>, Vec<u8>, Option<Vec<u8>>) = residents::table
        .find(id)
        .select((residents::name_sealed, residents::id_number_sealed, residents::phone_sealed))
        .first(connection)?;
    about.push(cx.keys.open_text("residents", id, "name_sealed", &name)?);
    let number = cx.keys.open_text("residents", id, "id_number_sealed", &number)?;
    let part = |range: std::ops::Range<usize>| number.get(range).map(|part| Zeroizing::new(part.to_owned()));
    // GB 11643-1999: six digits of the place, eight of the birthday, four more.
    about.extend([part(6..14), part(8..14), part(6..10), part(10..14), part(12..18), part(0..6)].into_iter().flatten());
    about.push(number);
    if let Some(phone) = phone {
        let phone = cx.keys.open_text("residents", id, "phone_sealed", &phone)?;
        about.extend(phone.get(3..).map(|end| Zeroizing::new(end.to_owned())));
        about.push(phone);
    }
    Ok(about)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(password: &str) -> Option<&'static str> {
        let about = ["陈桂珍", "999999193405020018", "19340502", "340502", "19900000000", "00000000"];
        what_is_wrong(password, &about.map(|word| Zeroizing::new(word.to_owned())))
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
        for common in
            ["12345678", "password", "qq123456", "iloveyou1", "aaaaaaaa", "woaini1314", "5201314520", "shanghai1"]
        {
            assert_eq!(wrong(common), Some("error-password-common"), "{common}");
        }
        for about in ["19340502a", "199-340502", "陈桂珍陈桂珍12", "999999193405020018", "19900000000!"] {
            let found = wrong(about);
            assert!(found.is_some(), "{about} {found:?}");
        }
        assert_eq!(wrong("陈桂珍19340502"), Some("error-password-about-you"));
    }
}
