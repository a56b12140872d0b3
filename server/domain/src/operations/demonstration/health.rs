//! Health of the invented city: only what policies ask for.

use super::{
    documents::Documents,
    households::{Household, Place},
    random::Random,
};
use jiff::{ToSpan, civil::Date};

/// What the health department, the medical insurance and the person know about one member.
pub(super) fn facts(random: &mut Random, today: Date, household: &Household, index: usize, documents: &mut Documents) {
    let member = &household.members[index];
    let age = member.age(today);
    let chronic = random.chance(match age {
        ..30 => 15,
        30..45 => 70,
        45..60 => 230,
        60..75 => 520,
        _ => 700,
    });
    if random.chance(930) {
        documents.flag("chronic_disease", chronic);
    }
    big_disease(random, today, age, documents);
    if random.chance(960) {
        let of_thousand = match age {
            ..7 => 560,
            60.. => 760,
            _ if chronic => 640,
            _ => 300,
        };
        documents.flag("family_doctor_signed", random.chance(of_thousand));
    }
    if age >= 60 {
        vaccination(random, age, documents);
    }
    one_child(random, household, index, age, documents);
    if age >= 16 && random.chance(if age >= 60 { 420 } else { 180 }) {
        documents.flag("bank_account_known", random.chance(850));
    }
}

/// Diseases of the outpatient register (门诊大病): some are diagnosed and not registered yet.
fn big_disease(random: &mut Random, today: Date, age: i64, documents: &mut Documents) {
    let diagnosed = random.chance(match age {
        ..40 => 3,
        40..60 => 12,
        60..75 => 32,
        _ => 48,
    });
    let is_known = random.chance(950) || diagnosed;
    if is_known {
        documents.flag("big_disease_diagnosed", diagnosed);
    }
    let mut in_force = false;
    if diagnosed && random.chance(680) {
        let days = if random.chance(120) { random.between(-120, -1) } else { random.between(1, 182) };
        documents.date("big_disease_registered_to", today.saturating_add(days.days()));
        in_force = days >= 0;
    }
    if is_known {
        documents.flag("big_disease_registered", in_force);
    }
}

/// PPV23: one dose, free of charge from 60; a third have had it.
fn vaccination(random: &mut Random, age: i64, documents: &mut Documents) {
    if random.chance(940) {
        let vaccinated = random.chance(if age >= 70 { 420 } else { 230 });
        documents.number("ppv23_doses", i64::from(vaccinated));
    }
    if random.chance(860) {
        documents.flag("ppv23_contraindication", random.chance(18));
    }
}

/// The certificate of parents of one child: common among local parents whose child was born before 2016.
fn one_child(random: &mut Random, household: &Household, index: usize, age: i64, documents: &mut Documents) {
    let member = &household.members[index];
    if (30..=85).contains(&age) && member.local && member.place != Place::Child && random.chance(800) {
        let children = household.children().count();
        let child_before_2016 = household.children().all(|child| child.born.year() < 2016);
        let had_one = member.marital_status != "10" && children < 2 && child_before_2016;
        documents.flag("one_child_cert", age >= 40 && had_one && random.chance(600));
    }
}
