//! The store held against the city as it must be.

use super::{
    ahead::Notice,
    news::{self, Notices},
    oracle::{City, by_row},
    standing::{Given, Offer},
};
use contract::notices::NoticeKind;
use diesel::prelude::*;
use domain::{
    db::schema::{notices, offers, policy_results},
    policies::matching,
};
use jiff::civil::Date;
use policy::decision::Verdict;
use serde::Deserialize;
use std::collections::HashMap;
use tests::portal::TestPortal;

/// As many differences are named as tell what is wrong.
const MOST_NAMED: usize = 12;

type Amounts = (Option<i64>, Option<i64>);
type Row = (String, String, String, String, String, String, Amounts, Option<String>, Amounts, bool);

/// The days that a notice names.
#[derive(Deserialize)]
struct Days {
    day: Date,
    apply_from: Option<Date>,
}

/// Offers by their ids: the row of the person, and the policy.
type Names = HashMap<String, (usize, String)>;

/// The offers of everybody, or of some, stand as they must, and their people know it. Answers what each offer's id means.
pub fn offers_agree(portal: &TestPortal, city: &City, of: Option<&[usize]>) -> Result<Names, String> {
    let whose = |row: &usize| city.people[*row].id.as_str();
    let stored: Vec<Row> = portal
        .cx
        .read(|connection| {
            let all = offers::table.select((
                offers::id,
                offers::resident_id,
                offers::policy_id,
                offers::policy_version_id,
                offers::progress,
                offers::verdict,
                (offers::amount_fen, offers::amount_hours),
                offers::told_state,
                (offers::told_fen, offers::told_hours),
                offers::untold,
            ));
            Ok(match of {
                Some(rows) => all.filter(offers::resident_id.eq_any(rows.iter().map(whose))).load(connection)?,
                None => all.load(connection)?,
            })
        })
        .unwrap();
    let expected = city.offers.values().flatten().enumerate();
    let people = city.people.len();
    let is_asked = |row: usize| of.is_none_or(|rows| rows.contains(&row));
    let expected = expected.filter(|(place, offer)| offer.is_some() && is_asked(place % people)).count();
    let mut wrong = Vec::new();
    let mut found = 0;
    let mut names = Names::new();
    for (id, resident, policy, version, progress, verdict, given, told, told_given, untold) in stored {
        let row = city.row(&resident);
        if let Some(offer) = city.offer(row, &policy) {
            found += 1;
            let is_right = offer.progress.as_str() == progress
                && offer.says.as_str() == verdict
                && offer.given == of_columns(given)
                && city.versions.all[offer.version].id == version
                && told.as_deref() == Some(offer.shown())
                && of_columns(told_given) == offer.given
                && !untold;
            if !is_right {
                let stored = (&progress, &verdict, given, &told, told_given, untold, &version);
                wrong.push(format!(
                    "{}: {}\n    stored: {stored:?}",
                    name(city, row, &policy),
                    expectation(city, &offer)
                ));
            }
        } else {
            wrong.push(format!("{}: an offer that must not be, {progress} {verdict}", name(city, row, &policy)));
        }
        names.insert(id, (row, policy));
    }
    if found != expected {
        let there: std::collections::HashSet<(usize, &str)> =
            names.values().map(|(row, policy)| (*row, policy.as_str())).collect();
        for (policy, offers) in &city.offers {
            let missing = (0..people).filter(|row| offers[*row].is_some() && is_asked(*row));
            let missing = missing.filter(|row| !there.contains(&(*row, policy.as_str())));
            wrong.extend(missing.map(|row| format!("{}: there is no offer", name(city, row, policy))));
        }
    }
    if wrong.is_empty() { Ok(names) } else { Err(named("offers", wrong)) }
}

/// The notices since an instant are those that there must be. Answers how many, and those about other days, which are not
/// judged here.
pub fn notices_agree(
    portal: &TestPortal,
    city: &mut City,
    since: i64,
    names: &Names,
) -> Result<(usize, Vec<Notice>), String> {
    let stored: Vec<(String, String, String, String, String)> = portal
        .cx
        .read(|connection| {
            let new = notices::table.filter(notices::created_at.gt(since));
            let about = (notices::subject_kind, notices::subject_id, notices::arguments);
            let columns = (notices::resident_id, notices::kind, about.0, about.1, about.2);
            Ok(new.select(columns).load(connection)?)
        })
        .unwrap();
    let expected = std::mem::take(&mut city.notices);
    let (mut found, mut ahead, mut wrong) = (Notices::new(), Vec::new(), Vec::new());
    let count = stored.len();
    for (resident, kind, subject_kind, subject, arguments) in stored {
        let row = city.row(&resident);
        let kind = NoticeKind::from_text(&kind).unwrap();
        let is_ahead = news::cause(kind) == news::Cause::Ahead;
        let about = match (subject_kind.as_str(), names.get(&subject)) {
            ("offer", Some((owner, policy))) if *owner == row => policy.clone(),
            ("offer", _) => format!("somebody else's offer {subject}"),
            _ if is_ahead => subject,
            (other, _) => other.to_owned(),
        };
        if is_ahead {
            let days: Days = serde_json::from_str(&arguments).unwrap();
            ahead.push(Notice { row, kind, about, day: days.day, apply_from: days.apply_from });
        } else {
            *found.entry((row, kind.as_str(), about)).or_default() += 1;
        }
    }
    for (key, times) in &expected {
        let (row, kind, about) = key;
        let told = found.remove(key).unwrap_or_default();
        if told != *times {
            wrong.push(format!("{}: {kind} is told {told} times instead of {times}", name(city, *row, about)));
        }
    }
    let besides = found.iter();
    wrong.extend(
        besides.map(|((row, kind, about), times)| format!("{}: {kind} besides, {times}", name(city, *row, about))),
    );
    if wrong.is_empty() { Ok((count, ahead)) } else { Err(named("notices", wrong)) }
}

/// The versions in force are those that must be, and what they reach is what authors see.
pub fn results_agree(portal: &TestPortal, city: &mut City, day: Date) -> Result<(), String> {
    type Reached = (String, i64, i64, i64);
    let outcomes = city.outcomes(day);
    let in_force = city.versions.in_force(day);
    let together = city.versions.together(&in_force);
    let mut wrong = Vec::new();
    let (mut in_force, reached): (Vec<String>, Vec<Reached>) = portal
        .cx
        .read(|connection| {
            let columns = (
                policy_results::policy_version_id,
                policy_results::eligible_count,
                policy_results::undetermined_count,
                policy_results::amount_fen,
            );
            let in_force = matching::versions_in_force(&portal.cx, connection)?;
            Ok((in_force, policy_results::table.select(columns).load(connection)?))
        })
        .unwrap();
    for (version, outcome) in outcomes {
        let version = &city.versions.all[version];
        in_force.retain(|id| *id != version.id);
        let decided = by_row(&version.policy, &outcome, city.people.len());
        let sum = decided.iter().filter_map(|(_, given)| given.fen).sum::<i64>();
        let count = |wanted| decided.iter().filter(|(verdict, _)| *verdict == wanted).count() as i64;
        let expected = (count(Verdict::Eligible), count(Verdict::Undetermined), sum);
        let stored = reached.iter().find(|(id, ..)| *id == version.id);
        let stored = stored.map(|(_, eligible, undetermined, sum)| (*eligible, *undetermined, *sum));
        // What asks about a policy that is not there is undetermined; of whom is only looked at when they are opened.
        let is_alone = together.alone.iter().any(|policy| policy.id == version.policy.id);
        let stored = stored.map(|found| if is_alone { (found.0, expected.1, found.2) } else { found });
        if stored != Some(expected) {
            wrong.push(format!("{}: reaches {expected:?}, stored {stored:?}", version.policy.id));
        }
        let eligible = portal.cx.read(|connection| matching::eligible(connection, &version.id)).unwrap();
        let numbers = city.people.iter().map(|person| u64::try_from(person.number).unwrap());
        let is_right = numbers
            .zip(&decided)
            .all(|(number, (verdict, _))| eligible.contains(number) == (*verdict == Verdict::Eligible));
        if !is_right {
            wrong.push(format!("{}: reaches other people", version.policy.id));
        }
    }
    wrong.extend(in_force.iter().map(|id| format!("version {id} is in force and must not be")));
    if wrong.is_empty() { Ok(()) } else { Err(named("versions", wrong)) }
}

fn of_columns((fen, hours): Amounts) -> Given {
    Given { fen, hours }
}

fn name(city: &City, row: usize, about: &str) -> String {
    format!("resident {} {about}", city.people[row].number)
}

fn expectation(city: &City, offer: &Offer) -> String {
    let says = (offer.progress.as_str(), offer.says.as_str(), offer.given, offer.shown());
    format!("{says:?} of {}", city.versions.all[offer.version].id)
}

pub(super) fn named(what: &str, mut wrong: Vec<String>) -> String {
    let all = wrong.len();
    wrong.truncate(MOST_NAMED);
    format!("{all} {what} are not as they must be:\n  {}", wrong.join("\n  "))
}
