//! What people, departments and caseworkers do.

use super::{Year, oracle::Who, standing::Deed};
use crate::{
    journeys::steps::answer_all,
    time::model::{fields, staff},
};
use contract::{
    identity::{Actor, Role},
    ids::{AccountId, ResidentId},
    notices::NoticeKind,
};
use diesel::prelude::*;
use domain::{
    applications::reply,
    arrangements::{answer, record},
    casework::decide,
    db::{
        pools::Priority,
        schema::{accounts, applications, arrangements, offers},
    },
    disputes::open,
    policies::offers as offer_acts,
};
use jiff::{Span, civil::Date};
use policy::{document::Delivery, vocabulary::ValueType};
use std::collections::BTreeMap;
use tests::{deciding, facts::Person, portal::TestPortal};

/// Asks for the identity number of a child, which nobody here has.
const NOT_ANSWERED: &str = "childcare-subsidy";

/// Somebody who signs in with a telephone number.
pub struct Caller {
    pub phone: String,
    pub row: usize,
}

/// An application on its way, and what becomes of it on a day.
pub struct Application {
    id: String,
    row: usize,
    item: String,
    /// The policies whose offers it takes along.
    asked: Vec<String>,
    on: u32,
    fate: Deed,
}

/// What follows a yes, and what becomes of it on a day.
pub struct Arrangement {
    id: String,
    row: usize,
    policy: String,
    on: Date,
    fate: Deed,
}

/// The residents of the demonstration who can sign in.
pub fn callers(portal: &TestPortal, row: impl Fn(&str) -> usize) -> Vec<Caller> {
    let residents = portal.sign_ins.0.iter().filter(|one| one.roles == [Role::Resident]);
    let with_offers = residents.filter_map(|one| {
        let client = portal.sign_in(&one.sign_in);
        let has_offer = client.open("/offers").html().links().iter().any(|link| link.starts_with("/offers/"));
        let person = has_offer.then(|| Person::behind(portal, &client))?;
        Some(Caller { phone: one.sign_in.clone(), row: row(&person.id) })
    });
    with_offers.collect()
}

impl Year<'_> {
    /// A department delivers something about one of those who live through much, or about anybody.
    pub fn fact_changes(&mut self) {
        let row = self.somebody();
        let vocabulary = &self.portal.cx.vocabulary;
        let person = &self.city.people[row];
        let is_drawn = |kind| !matches!(kind, ValueType::Text | ValueType::Codes | ValueType::Members);
        let attributes: Vec<_> = vocabulary
            .attributes()
            .iter()
            .filter(|attribute| is_drawn(attribute.value_type) && person.departments.contains(&attribute.department))
            .collect();
        // What most policies ask about changes more often than its share.
        let often = ["dob", "hukou_city", "assistance_class", "living_alone", "disability_cert"];
        let often: Vec<_> = attributes.iter().filter(|attribute| often.contains(&attribute.id.as_str())).collect();
        let often_drawn = self.plan.once_in(2) && !often.is_empty();
        let drawn = if often_drawn {
            self.plan.pick(&often).map(|attribute| **attribute)
        } else {
            self.plan.pick(&attributes).copied()
        };
        let Some(attribute) = drawn else { return };
        let today = self.today();
        let value = self.plan.value(attribute, today);
        self.log(format!("resident {}: {} is {value:?}", person_number(self, row), attribute.id));
        let person = &self.city.people[row];
        Person::of(self.portal, &person.id, person.number).learn(&attribute.id, value.clone());
        self.city.learn(row, &attribute.id, &attribute.department, value.as_ref());
        self.ahead.facts_changed(row);
        // While days wait, nobody is told of what they bring.
        let day = self.day_to_decide();
        self.city.decide(day, Who::One(row));
        if day == today {
            self.city.tell(today);
        }
        self.touched.push(row);
    }

    /// Somebody answers an offer, or says that it is wrong.
    pub fn answer(&mut self) {
        let row = self.somebody();
        let offered: Vec<String> = self.city.offered(row).into_iter().map(str::to_owned).collect();
        let waits = |policy: &&String| {
            let offer = self.city.offer(row, policy);
            offer.is_some_and(|offer| matches!(offer.shown(), "open" | "later"))
        };
        let waiting: Vec<String> = offered.iter().filter(waits).cloned().collect();
        let any = self.plan.once_in(6) || waiting.is_empty();
        let Some(policy) = self.plan.pick(if any { &offered } else { &waiting }).cloned() else { return };
        let drawn = self.plan.below(10);
        let (word, deed) = match drawn {
            0..4 => ("accept", Deed::Accept),
            4..6 => ("later", Deed::Later),
            6 => ("never", Deed::Never),
            7 => ("apply", Deed::BeginApplication),
            _ => return self.dispute(row, &policy),
        };
        let version = self.city.offer(row, &policy).unwrap().version;
        let item = self.city.versions.all[version].policy.item.clone();
        let leads_elsewhere = item.is_none_or(|item| self.is_on_its_way(row, &item));
        if deed == Deed::BeginApplication && leads_elsewhere {
            return;
        }
        let (id, revision) = self.stored_offer(row, &policy);
        let form = [("answer", word), ("revision", revision.as_str()), ("key", &self.key())];
        let actor = self.actor(row);
        offer_acts::answer(&self.portal.cx, &actor, &id, &fields(&form)).unwrap();
        let is_done = self.city.done(row, &policy, deed, self.today());
        self.log(format!("resident {}: {word} {policy}, {is_done}", person_number(self, row)));
        self.touched.push(row);
        let delivery = self.city.versions.all[version].policy.delivery_here;
        if is_done && (deed, delivery) == (Deed::Accept, Delivery::Confirm) {
            self.is_arranged(row, policy, &id);
        }
    }

    /// A yes opens an arrangement: it is taken back at once, carried out some days later, or cannot be.
    fn is_arranged(&mut self, row: usize, policy: String, offer: &str) {
        let open = self.portal.cx.read(|connection| record::open_of(connection, offer)).unwrap().unwrap();
        let fates = [Deed::TakeYesBack, Deed::CarryOut, Deed::CarryOut, Deed::CarryOut, Deed::FailToCarryOut];
        let fate = *self.plan.pick(&fates).unwrap();
        if fate == Deed::TakeYesBack {
            let form = [("answer", "take-back"), ("key", &*self.key())];
            let actor = self.actor(row);
            offer_acts::answer(&self.portal.cx, &actor, offer, &fields(&form)).unwrap();
            let is_done = self.city.done(row, &policy, fate, self.today());
            self.log(format!("resident {}: {fate:?} {policy}, {is_done}", person_number(self, row)));
            return;
        }
        let on = self.today().saturating_add(Span::new().days(i64::from(self.plan.below(30))));
        self.arrangements.push(Arrangement { id: open.id, row, policy, on, fate });
    }

    /// What becomes of the arrangements whose day has come.
    pub fn settle_arrangements(&mut self) {
        let today = self.today();
        let (due, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.arrangements).into_iter().partition(|one| one.on <= today);
        self.arrangements = rest;
        for Arrangement { id, row, policy, fate, .. } in due {
            let cx = &self.portal.cx;
            let (department, revision): (String, i32) = cx
                .read(|connection| {
                    let row = arrangements::table.find(&id);
                    Ok(row.select((arrangements::department, arrangements::revision)).first(connection)?)
                })
                .unwrap();
            let works = Actor { department: Some(department), ..staff(self.portal, Role::Department) };
            let day = [today.year().to_string(), today.month().to_string(), today.day().to_string()];
            let form = fields(&[
                ("on-year", &day[0]),
                ("on-month", &day[1]),
                ("on-day", &day[2]),
                ("reason", "打不通。"),
                ("revision", &revision.to_string()),
                ("key", &self.key()),
            ]);
            let (answered, kind) = match fate {
                Deed::CarryOut => (answer::done(cx, &works, &id, &form), NoticeKind::ArrangementDone),
                _ => (answer::not_done(cx, &works, &id, &form), NoticeKind::ArrangementNotDone),
            };
            answered.unwrap();
            self.city.notify(row, kind, &policy);
            let is_done = self.city.done(row, &policy, fate, self.today());
            assert!(is_done, "{policy}: what was promised is answered");
            self.log(format!("resident {}: {fate:?} {policy}", person_number(self, row)));
            self.touched.push(row);
        }
    }

    /// "This is wrong": told once for each fact, however often it is said.
    fn dispute(&mut self, row: usize, policy: &str) {
        let (id, _) = self.stored_offer(row, policy);
        let resident = ResidentId(self.city.people[row].id.clone());
        let cx = &self.portal.cx;
        let read = cx.read(|connection| offer_acts::facts_read(cx, connection, &resident, &id)).unwrap();
        let Some(attribute) = self.plan.pick(&read).map(|fact| fact.attribute.clone()) else { return };
        let form = [("attribute", attribute.as_str()), ("statement", "不对。"), ("key", &self.key())];
        let actor = self.actor(row);
        open::from_offer(&self.portal.cx, &actor, &id, &fields(&form)).unwrap();
        self.log(format!("resident {}: disputes {attribute} of {policy}", person_number(self, row)));
        self.touched.push(row);
        let is_new = !self.disputes.contains(&(row, attribute.clone()));
        if is_new {
            self.disputes.push((row, attribute));
            self.city.notify(row, NoticeKind::DisputeOpened, "dispute");
        }
    }

    /// Somebody who can sign in applies for what waits for it, and sends the application. Some days later it is taken back,
    /// granted or refused.
    pub fn apply(&mut self, day: u32) {
        let Some(place) = self.plan.pick(&(0..self.callers.len()).collect::<Vec<_>>()).copied() else { return };
        let row = self.callers[place].row;
        let can_be_applied_for = |policy: &&str| {
            let offer = self.city.offer(row, policy).unwrap();
            let item = self.city.versions.all[offer.version].policy.item.as_deref();
            let can_be_begun = |item: &str| item != NOT_ANSWERED && !self.is_on_its_way(row, item);
            item.is_some_and(can_be_begun) && matches!(offer.shown(), "open" | "later")
        };
        let waiting: Vec<String> =
            self.city.offered(row).into_iter().filter(can_be_applied_for).map(str::to_owned).collect();
        let Some(policy) = self.plan.pick(&waiting).cloned() else { return };
        let version = self.city.offer(row, &policy).unwrap().version;
        let item = self.city.versions.all[version].policy.item.clone().unwrap();
        let client = self.portal.sign_in(&self.callers[place].phone);
        let (offer, revision) = self.stored_offer(row, &policy);
        let form = [("answer", "apply"), ("revision", revision.as_str()), ("key", &self.key())];
        let begun = client.post(&format!("/offers/{offer}/answer"), &form);
        assert_eq!(begun.status, 303, "{}", begun.text());
        assert!(self.city.done(row, &policy, Deed::BeginApplication, self.today()), "{policy}");
        self.touched.push(row);
        let check = answer_all(&client, begun.location());
        let (address, _) = client.fill(&check, "/submit", &[]);
        let id = address.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        self.city.notify(row, NoticeKind::ApplicationReceived, "application");
        // Where an answer chooses among policies, the application asks for what was chosen: that goes along, and what it was
        // begun for waits again.
        let asked: Vec<String> = self
            .portal
            .cx
            .read(|connection| {
                let asked = offers::table.filter(offers::application_id.eq(&id));
                Ok(asked.select(offers::policy_id).load(connection)?)
            })
            .unwrap();
        if !asked.contains(&policy) {
            assert!(self.city.done(row, &policy, Deed::TakeApplicationBack, self.today()), "{policy}");
        }
        for other in asked.iter().filter(|other| **other != policy) {
            assert!(self.city.done(row, other, Deed::BeginApplication, self.today()), "{other}");
        }
        let fate = *self.plan.pick(&[Deed::TakeApplicationBack, Deed::Grant, Deed::Grant, Deed::Refuse]).unwrap();
        let on = day + 1 + self.plan.below(12);
        self.log(format!("resident {}: applies for {policy}, {fate:?} on day {on}", person_number(self, row)));
        self.applications.push(Application { id, row, item, asked, on, fate });
    }

    /// Whether an application for an item is on its way, for whichever policy: whoever begins another is led to that one.
    fn is_on_its_way(&self, row: usize, item: &str) -> bool {
        self.applications.iter().any(|one| one.row == row && one.item == item)
    }

    /// What becomes of the applications whose day has come.
    pub fn settle_applications(&mut self, day: u32) {
        let (due, rest) = std::mem::take(&mut self.applications).into_iter().partition(|one| one.on <= day);
        self.applications = rest;
        let due: Vec<Application> = due;
        for application in due {
            let Application { id, row, asked, fate, .. } = application;
            let cx = &self.portal.cx;
            let revision: i32 = cx
                .read(|connection| {
                    Ok(applications::table.find(&id).select(applications::revision).first(connection)?)
                })
                .unwrap();
            let key = self.key();
            let decided = |decision| {
                let revision = revision.to_string();
                let others = [("reason", "已经核实。"), ("revision", revision.as_str()), ("key", key.as_str())];
                let form = deciding::fields(cx, &id, decision, &others).unwrap();
                decide::decide(cx, &self.supervisor, &id, &form).unwrap();
            };
            match fate {
                Deed::Grant => {
                    decided("grant");
                    self.city.notify(row, NoticeKind::ApplicationGranted, "application");
                }
                Deed::Refuse => {
                    decided("refuse");
                    self.city.notify(row, NoticeKind::ApplicationRefused, "application");
                }
                _ => {
                    let actor = self.actor(row);
                    reply::withdraw(cx, &actor, &id, &fields(&[("key", &key)])).unwrap();
                }
            }
            for policy in asked {
                let is_done = self.city.done(row, &policy, fate, self.today());
                self.log(format!("resident {}: {fate:?} {policy}, {is_done}", person_number(self, row)));
            }
            self.touched.push(row);
        }
    }

    /// One of those who live through much, or anybody.
    fn somebody(&mut self) -> usize {
        if self.plan.once_in(5) {
            return self.plan.below(u32::try_from(self.city.people.len()).unwrap()) as usize;
        }
        *self.plan.pick(&self.busy).unwrap()
    }

    /// The account of a resident; most of the city has none until they need it.
    fn actor(&mut self, row: usize) -> Actor {
        let resident = self.city.people[row].id.clone();
        let cx = &self.portal.cx;
        let found = cx.write(Priority::Job, |tx| {
            let own = accounts::table.filter(accounts::resident_id.eq(&resident)).select(accounts::id);
            if let Some(account) = own.first::<String>(tx).optional()? {
                return Ok(account);
            }
            let account = cx.new_id();
            let name = cx.keys.seal_text("accounts", &account, "display_name_sealed", "居民")?;
            diesel::insert_into(accounts::table)
                .values((
                    accounts::id.eq(&account),
                    accounts::resident_id.eq(&resident),
                    accounts::display_name_sealed.eq(name),
                    accounts::status.eq("active"),
                    accounts::created_at.eq(cx.now()),
                ))
                .execute(tx)?;
            Ok(account)
        });
        Actor {
            account: AccountId(found.unwrap()),
            resident: Some(ResidentId(resident)),
            roles: vec![Role::Resident],
            name: String::new(),
            district: None,
            department: None,
        }
    }

    /// Id and revision of an offer.
    fn stored_offer(&self, row: usize, policy: &str) -> (String, String) {
        let own = offers::resident_id.eq(&self.city.people[row].id).and(offers::policy_id.eq(policy));
        let (id, revision): (String, i32) = self
            .portal
            .cx
            .read(|connection| {
                Ok(offers::table.filter(own).select((offers::id, offers::revision)).first(connection)?)
            })
            .unwrap();
        (id, revision.to_string())
    }
}

/// The promised days of applications on which nobody has decided, with the row of the applicant.
pub fn open_applications(year: &Year<'_>) -> BTreeMap<String, (usize, Date)> {
    let ids: Vec<&String> = year.applications.iter().map(|one| &one.id).collect();
    let due: BTreeMap<String, Date> = year
        .portal
        .cx
        .read(|connection| {
            let open = applications::table.filter(applications::id.eq_any(ids));
            Ok(dates(open.select((applications::id, applications::due_on)).load(connection)?))
        })
        .unwrap();
    year.applications.iter().map(|one| (one.id.clone(), (one.row, due[&one.id]))).collect()
}

/// The promised days of what follows a yes and was not answered, by person and policy.
pub fn open_arrangements(year: &Year<'_>) -> BTreeMap<(usize, String), Date> {
    let ids: Vec<&String> = year.arrangements.iter().map(|one| &one.id).collect();
    let due: BTreeMap<String, Date> = year
        .portal
        .cx
        .read(|connection| {
            let open = arrangements::table.filter(arrangements::id.eq_any(ids));
            Ok(dates(open.select((arrangements::id, arrangements::due_on)).load(connection)?))
        })
        .unwrap();
    year.arrangements.iter().map(|one| ((one.row, one.policy.clone()), due[&one.id])).collect()
}

fn dates(rows: Vec<(String, String)>) -> BTreeMap<String, Date> {
    rows.into_iter().map(|(id, day)| (id, day.parse().unwrap())).collect()
}

fn person_number(year: &Year<'_>, row: usize) -> i64 {
    year.city.people[row].number
}
