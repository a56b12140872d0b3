//! One more invented resident in a city that is there already, with an account and an open session: somebody to be while
//! practising. All of them are Granny Chen by another number, because the city has most to find and to ask for her.

use super::{
    accounts, departed,
    generator::{SyntheticResident, phone},
    known_people,
    marginals::Sex,
    progress,
    random::Random,
    rows::Batch,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{practice_beginnings, residents},
    },
    error::{Error, Result},
    identity::{new_account::NewAccount, session},
    journal::{self, Act},
    policies::matching,
    residents::personal::{IdentityNumber, PersonName},
};
use contract::{identity::Role, ids::AccountId};
use diesel::prelude::*;
use jiff::{ToSpan, civil::Date};

/// Most newcomers of one city at one time: a flood of them must not fill the disk. A class has some forty.
const MOST: u64 = 20_000;
/// Most beginnings at one address within an hour: a class that begins twice, behind one address.
const MOST_AT_ONE_ADDRESS: i64 = 100;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// When whoever was refused may come again, in seconds: an hour, in which all that were counted are over.
const SECONDS_UNTIL_ALL_ARE_OVER: u32 = 3_600;
/// Somebody who was not seen for this long does not practise any more. A session of practice ends before that.
const AWAY_MS: i64 = 3 * HOUR_MS;
/// … and, when there is no room for others, already after this long. A visit is written down every five minutes.
const AWAY_WHEN_FULL_MS: i64 = 15 * 60 * 1000;
/// Identity numbers of women born on one day.
const PER_BIRTHDAY: u64 = 499;

/// Settles a newcomer and finds what the city has for them. Whoever does not practise any more makes room. Gives the token
/// of their session.
///
/// # Errors
/// `TooManyTries` when too many began at this address within an hour; `Busy` when the city is full; the store is away.
pub fn settle(cx: &Context, visitor: &str) -> Result<String> {
    let (number, token) = cx.write(Priority::Person, |tx| {
        count_beginning(cx, tx, visitor)?;
        let number = free_number(cx, tx)?;
        let resident = newcomer(number, cx.today())?;
        let mut batch = Batch::default();
        batch.add(cx, &progress::announce_deliveries(cx, tx)?, &resident)?;
        batch.write(tx)?;
        let number = i64::try_from(number).map_err(Error::caused_by)?;
        let resident: String = residents::table.filter(residents::number.eq(number)).select(residents::id).first(tx)?;
        let opening = NewAccount {
            display_name: accounts::RESIDENTS[0].0,
            resident: Some(&resident),
            staff_name: None,
            password_hash: None,
            district: None,
            department: None,
            roles: &[Role::Resident],
        };
        let account = opening.write(cx, tx)?;
        journal::record(tx, cx.now(), &Act::done("practice.start", "account", Some(&account)).by(&account))?;
        // In one transaction with the resident: somebody without a session makes room for others.
        Ok((number, session::open(cx, tx, &AccountId(account), session::Opening::default())?))
    })?;
    matching::match_one(cx, number)?;
    Ok(token)
}

/// Counts the rows of the last hour, so that nothing stays counted.
fn count_beginning(cx: &Context, tx: &mut Connection, visitor: &str) -> Result<()> {
    let now = cx.now();
    diesel::delete(practice_beginnings::table.filter(practice_beginnings::began_at.le(now.0 - HOUR_MS))).execute(tx)?;
    let before: i64 =
        practice_beginnings::table.filter(practice_beginnings::visitor.eq(visitor)).count().get_result(tx)?;
    if before >= MOST_AT_ONE_ADDRESS {
        return Err(Error::TooManyTries { seconds: SECONDS_UNTIL_ALL_ARE_OVER });
    }
    diesel::insert_into(practice_beginnings::table)
        .values((
            practice_beginnings::id.eq(cx.new_id()),
            practice_beginnings::visitor.eq(visitor.to_owned()),
            practice_beginnings::began_at.eq(now.0),
        ))
        .execute(tx)?;
    Ok(())
}

/// The number of somebody who does not practise any more, and of whom nothing is left now; or the next one.
fn free_number(cx: &Context, tx: &mut Connection) -> Result<u64> {
    let now = cx.now().0;
    let mut away = departed::first_away(tx, now, now - AWAY_MS)?;
    let next = next_number(tx)?;
    if away.is_none() && next >= MOST {
        away = departed::first_away(tx, now, now - AWAY_WHEN_FULL_MS)?;
    }
    match away {
        Some((resident, number)) => {
            departed::erase(tx, &resident)?;
            u64::try_from(number).map_err(Error::caused_by)
        }
        None if next >= MOST => Err(Error::busy("too many people practise at this moment")),
        None => Ok(next),
    }
}

fn next_number(tx: &mut Connection) -> Result<u64> {
    let last: Option<i64> = residents::table.select(diesel::dsl::max(residents::number)).first(tx)?;
    u64::try_from(last.map_or(0, |last| last + 1)).map_err(Error::caused_by)
}

/// When the numbers of a birthday are used up, the next ones are born, and stand in every register, a day earlier.
fn newcomer(number: u64, today: Date) -> Result<SyntheticResident> {
    let earlier = i64::try_from(number / PER_BIRTHDAY).map_err(Error::caused_by)?;
    let order = u16::try_from(number % PER_BIRTHDAY * 2 + 2).map_err(Error::caused_by)?;
    let granny = known_people::everybody(today.saturating_sub(earlier.days())).into_iter().next();
    let granny = granny.ok_or_else(|| Error::fault("nobody is known"))?;
    debug_assert!(granny.sex == Sex::Female, "even numbers are those of women");
    Ok(SyntheticResident {
        number,
        household: number,
        name: PersonName::new(granny.name),
        identity_number: IdentityNumber::synthetic(granny.born, order),
        phone: phone(number),
        facts: granny.documents.by_department(&mut Random::stream(1, number), today),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_newcomers_have_the_same_numbers() {
        let today = jiff::civil::date(2026, 11, 23);
        let people: Vec<SyntheticResident> = (0..1_200).map(|number| newcomer(number, today).unwrap()).collect();
        let numbers: HashSet<&str> = people.iter().map(|person| person.identity_number.expose()).collect();
        let phones: HashSet<&str> = people.iter().map(|person| person.phone.as_ref().unwrap().expose()).collect();
        assert_eq!((numbers.len(), phones.len()), (people.len(), people.len()));
        assert!(numbers.iter().all(|number| number.starts_with("999999")));
        assert!(people.iter().all(|person| person.facts.len() == people[0].facts.len()));
    }
}
