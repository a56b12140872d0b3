//! A year in the city: two thousand residents and 365 days, one by one. Policies start, end, are corrected, withdrawn and
//! superseded, facts change, people answer, ignore and refuse, and the program stands still for some days now and then.
//! After each day the store equals what a full decision of everybody on that day says, people were told each change once,
//! and the journal verifies from the last head on. The calendar opens no more people than those for whom a bound passes, which
//! the engine finds over its columns.
//!
//! `TONGBAN_SEED=7` lives through another year, `TONGBAN_SEEDS=1-10` through several; `TONGBAN_YEAR_DAYS=100` through so
//! many days alone.

mod ahead;
mod checks;
mod desk;
mod news;
mod oracle;
mod people;
mod plan;
mod standing;
mod versions;

use crate::time::model::staff;
use ahead::Ahead;
use contract::identity::{Actor, Role};
use desk::Desk;
use diesel::prelude::*;
use domain::{
    db::{
        connection::DatabaseAddress,
        schema::{jobs, notices, residents},
    },
    journal::{self, Head},
    policies::new_day,
};
use jiff::civil::Date;
use oracle::{City, Who};
use people::{Application, Arrangement, Caller, callers};
use plan::{DAYS, Plan};
use std::time::Instant;
use tests::{database::TestDatabase, on_both_databases, portal::TestPortal};

/// People who live here.
const RESIDENTS: u64 = 2_000;
/// Of these, those who live through much.
const BUSY: usize = 60;
/// Whom a day opens is judged every so many days: it takes as long as the day itself.
const DAYS_BETWEEN_JUDGEMENTS: u32 = 5;
/// Within so many days the calendar opens somebody on a day that is judged.
const DAYS_THAT_TOUCH_SOMEBODY: u32 = 20;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// One year of one portal.
struct Year<'a> {
    portal: &'a TestPortal,
    city: City,
    plan: Plan,
    desk: Desk,
    supervisor: Actor,
    /// Rows of those who live through much.
    busy: Vec<usize>,
    callers: Vec<Caller>,
    applications: Vec<Application>,
    arrangements: Vec<Arrangement>,
    /// Open disputes: the row of the person, and the attribute.
    disputes: Vec<(usize, String)>,
    /// Rows of those whom an act has touched since the last look.
    touched: Vec<usize>,
    /// The last day whose work is done.
    done: Date,
    /// The instant of the last look.
    looked_at: i64,
    /// The journal was right up to here.
    head: Head,
    /// What was said of other days.
    ahead: Ahead,
    acts: usize,
    notices: usize,
    /// On the days that are judged: how many the calendar opened, and for how many a bound passed.
    opened: usize,
    passed: usize,
    seed: u64,
    log: Vec<String>,
}

impl<'a> Year<'a> {
    fn new(portal: &'a TestPortal, seed: u64) -> Self {
        let mut city = City::of(portal);
        let mut plan = Plan::of(seed, days());
        let today = portal.cx.today();
        city.decide(today, Who::Everybody);
        city.tell(today);
        portal.new_day();
        let mut ahead = Ahead::default();
        ahead.days_begin(&city.offers);
        let callers = callers(portal, |resident| city.row(resident));
        let mut busy: Vec<usize> = callers.iter().map(|caller| caller.row).collect();
        while busy.len() < BUSY {
            busy.push(plan.below(u32::try_from(city.people.len()).unwrap()) as usize);
        }
        Self {
            portal,
            city,
            plan,
            desk: Desk::of(portal),
            supervisor: staff(portal, Role::Supervisor),
            busy,
            callers,
            applications: Vec::new(),
            arrangements: Vec::new(),
            disputes: Vec::new(),
            touched: Vec::new(),
            done: today,
            looked_at: 0,
            head: Head::empty(),
            ahead,
            acts: 0,
            notices: 0,
            opened: 0,
            passed: 0,
            seed,
            log: Vec::new(),
        }
    }

    fn today(&self) -> Date {
        self.portal.cx.today()
    }

    /// The day as on which somebody whose facts change is decided: the next one to be done, as long as there is one.
    fn day_to_decide(&self) -> Date {
        self.done.tomorrow().unwrap().min(self.today())
    }

    fn log(&mut self, line: String) {
        self.acts += 1;
        self.log.push(format!("{} {line}", self.today()));
    }

    /// A key for a form; no two are the same.
    fn key(&self) -> String {
        domain::operations::repeat::new_key()
    }

    fn day(&mut self, day: u32) {
        self.portal.clock.advance_ms(DAY_MS);
        if self.plan.is_missed(day) {
            return;
        }
        // Sometimes people and departments are up before the work of the day is done; after a stop so is the desk.
        let after_a_stop = self.plan.after_a_stop.get(&day).copied();
        if after_a_stop.is_some() || self.plan.once_in(4) {
            self.answer();
            self.fact_changes();
        }
        if let Some(act) = after_a_stop {
            self.desk_act(act);
            self.fact_changes();
            self.answer();
        }
        if day.is_multiple_of(DAYS_BETWEEN_JUDGEMENTS) {
            self.judge_whom_the_day_opens();
        }
        let mut act = self.plan.desk.get(&day).copied();
        if self.plan.once_in(3)
            && let Some(early) = act.take()
        {
            self.desk_act(early);
        }
        self.portal.new_day();
        self.ahead.days_begin(&self.city.offers);
        while self.done < self.today() {
            self.done = self.done.tomorrow().unwrap();
            let before = self.city.said.clone();
            self.city.decide(self.done, Who::Everybody);
            self.ahead.day_is_decided(self.done, &before, &self.city.said);
        }
        self.city.tell(self.today());
        self.look(true);

        for _ in 0..self.plan.below(4) {
            self.fact_changes();
        }
        for _ in 0..self.plan.below(4) {
            self.answer();
        }
        if self.plan.once_in(8) {
            self.apply(day);
        }
        self.settle_applications(day);
        self.settle_arrangements();
        self.look(false);
        if let Some(act) = act {
            self.desk_act(act);
        } else if day <= 12 && day.is_multiple_of(2) {
            self.publish_first(day / 2 - 1);
        } else {
            return;
        }
        self.look(true);
    }

    /// Before a day is done: whom it will open, and whom it touches.
    fn judge_whom_the_day_opens(&mut self) {
        let today = self.today();
        if self.done.tomorrow().unwrap() != today {
            return;
        }
        let touched = self.city.touched(self.done, today);
        let due =
            residents::look_again_on.le(today.to_string()).assume_not_null().or(residents::look_again_on.is_null());
        let due: i64 =
            self.portal.cx.read(|connection| Ok(residents::table.filter(due).count().get_result(connection)?)).unwrap();
        self.opened += usize::try_from(due).unwrap();
        self.passed += touched.len();
    }

    /// Holds the store against the city as it must be: whole, or those whom an act has touched.
    fn look(&mut self, whole: bool) {
        let touched = std::mem::take(&mut self.touched);
        let of = (!whole).then_some(touched.as_slice());
        let found = checks::offers_agree(self.portal, &self.city, of).and_then(|names| {
            let (count, ahead) = checks::notices_agree(self.portal, &mut self.city, self.looked_at, &names)?;
            self.notices += count;
            self.judge_what_is_said_ahead(&ahead)?;
            if whole { checks::results_agree(self.portal, &mut self.city, self.portal.cx.today()) } else { Ok(()) }
        });
        if let Err(wrong) = found {
            let last: Vec<&String> = self.log.iter().rev().take(40).collect();
            panic!("TONGBAN_SEED={} {}: {wrong}\nthe last acts, the latest first: {last:#?}", self.seed, self.today());
        }
        self.looked_at = self.portal.cx.now().0;
        self.portal.clock.advance_ms(1);
        if whole {
            journal::seal_unsealed(&self.portal.cx).unwrap();
            let verified = journal::verify_from(&self.portal.cx, &self.head).unwrap();
            assert!(verified.is_right(), "{} {verified:?}", self.today());
            self.head = verified.head;
        }
    }

    /// How many residents the calendar opened on its days.
    fn opened(&self) -> (i64, usize) {
        let opened: Vec<i64> = self
            .portal
            .cx
            .read(|connection| {
                let days = jobs::table.filter(jobs::kind.eq(new_day::KIND));
                Ok(days.select(jobs::progress_done).load(connection)?)
            })
            .unwrap();
        (opened.iter().sum(), opened.len())
    }

    fn end(&mut self) {
        let today = self.today();
        self.city.agree_with_the_scalar_evaluation(today);
        let verified = journal::verify(&self.portal.cx).unwrap();
        assert!(verified.is_right(), "{verified:?}");
        let all: i64 = self.portal.cx.read(|connection| Ok(notices::table.count().get_result(connection)?)).unwrap();
        assert_eq!(usize::try_from(all).unwrap(), self.notices, "no notice was left out or taken away");
        let (opened, passed) = (self.opened, self.passed);
        // In the first days alone the calendar may touch nobody.
        assert!(opened > 0 || days() < DAYS_THAT_TOUCH_SOMEBODY, "the calendar opened nobody");
        let said = self.ahead.expected;
        assert!(said > 0 || days() < DAYS_THAT_TOUCH_SOMEBODY, "nothing that turned could be said ahead");
        assert!(opened <= passed, "the calendar opened {opened} people, and a bound passed for {passed}");
    }
}

/// All days of the year, or its first ones, with as many acts.
fn days() -> u32 {
    std::env::var("TONGBAN_YEAR_DAYS").map_or(DAYS, |days| days.parse::<u32>().unwrap().min(DAYS))
}

fn live(database: &TestDatabase, seed: u64) {
    println!("TONGBAN_SEED={seed}");
    let began = Instant::now();
    let portal = TestPortal::of_size(database, RESIDENTS);
    let mut year = Year::new(&portal, seed);
    let today = year.today();
    year.city.agree_with_the_scalar_evaluation(today);
    year.look(true);
    println!("the city stands after {} s", began.elapsed().as_secs());
    for day in 1..=days() {
        year.day(day);
    }
    year.end();
    let (opened, days) = year.opened();
    println!(
        "seed {seed}: {} s, {} acts, {} notices, {opened} residents opened on {days} days; a bound passed for {} where {} were opened; {} turns were said ahead",
        began.elapsed().as_secs(),
        year.acts,
        year.notices,
        year.passed,
        year.opened,
        year.ahead.expected,
    );
}

/// The seeds that are asked for by `TONGBAN_SEEDS` or `TONGBAN_SEED`; otherwise the first.
fn seeds() -> std::ops::RangeInclusive<u64> {
    let number = |text: &str| text.trim().parse::<u64>().unwrap();
    if let Ok(seeds) = std::env::var("TONGBAN_SEEDS") {
        let (from, to) = seeds.split_once('-').unwrap_or((&seeds, &seeds));
        return number(from)..=number(to);
    }
    let one = std::env::var("TONGBAN_SEED").map_or(1, |seed| number(&seed));
    one..=one
}

on_both_databases! {
    fn a_year_passes_day_by_day_as_it_must(database) {
        for seed in seeds() {
            // Each year begins in a city of its own.
            match database.address() {
                DatabaseAddress::Sqlite(_) => live(&TestDatabase::sqlite(), seed),
                DatabaseAddress::Postgres(_) => live(&TestDatabase::postgres(), seed),
            }
        }
    }
}
