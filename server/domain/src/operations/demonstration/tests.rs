//! The invented city as a whole.
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::{
    generator::{SyntheticResident, city},
    known_people::WITH_ACCOUNT,
};
use jiff::civil::{Date, date};
use policy::{
    calendar::{AgeRule, LeapDayRule, age},
    value::Value,
};
use std::collections::{BTreeMap, HashSet};

const TODAY: Date = date(2026, 11, 23);

/// A city of a middling size, drawn once per test.
fn town() -> Vec<SyntheticResident> {
    city(20_000, 1, TODAY).collect()
}

fn years(resident: &SyntheticResident) -> i64 {
    match resident.value("dob") {
        Some(Value::Date(born)) => age(*born, TODAY, AgeRule::Birthday, LeapDayRule::Feb28),
        other => panic!("no date of birth: {other:?}"),
    }
}

fn code<'a>(resident: &'a SyntheticResident, attribute: &str) -> Option<&'a str> {
    match resident.value(attribute) {
        Some(Value::Code(id)) => Some(id),
        _ => None,
    }
}

fn yes(resident: &SyntheticResident, attribute: &str) -> bool {
    resident.value(attribute) == Some(&Value::Bool(true))
}

fn number(resident: &SyntheticResident, attribute: &str) -> Option<i64> {
    match resident.value(attribute) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    }
}

fn digest(residents: u64, seed: u64) -> String {
    let mut hasher = blake3::Hasher::new();
    for resident in city(residents, seed, TODAY) {
        hasher.update(resident.name.expose().as_bytes());
        hasher.update(resident.identity_number.expose().as_bytes());
        hasher.update(resident.phone.as_ref().map_or("", |phone| phone.expose()).as_bytes());
        for document in &resident.facts {
            hasher.update(format!("{} {} {:?}", document.department, document.as_of, document.values).as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

#[test]
fn the_same_seed_makes_the_same_city_and_another_seed_another() {
    assert_eq!(digest(3_000, 1), digest(3_000, 1));
    assert_ne!(digest(3_000, 1), digest(3_000, 2));
}

#[test]
fn every_number_is_dense_and_every_identity_invented_and_unique() {
    let town = town();
    let mut identities = HashSet::new();
    let mut phones = HashSet::new();
    for (index, resident) in town.iter().enumerate() {
        assert_eq!(resident.number, u64::try_from(index).unwrap());
        let identity = resident.identity_number.expose();
        assert!(identity.starts_with("999999"));
        let read = crate::residents::personal::IdentityNumber::parse(identity).unwrap();
        assert_eq!(Some(&Value::Date(read.date_of_birth().unwrap())), resident.value("dob"));
        assert_eq!(Some(read.sex()), code(resident, "sex"));
        assert!(identities.insert(identity.to_owned()));
        if let Some(phone) = &resident.phone {
            assert!(phone.expose().len() == 11 && phone.expose().starts_with("1990"));
            assert!(phones.insert(phone.expose().to_owned()));
        }
    }
    assert_eq!(town.len(), 20_000);
}

#[test]
fn shares_are_plausible() {
    let town = town();
    let mut outside = Vec::new();
    let mut share = |what: &str, low: usize, high: usize, holds: &dyn Fn(&SyntheticResident) -> bool| {
        let of_ten_thousand = town.iter().filter(|resident| holds(resident)).count() * 10_000 / town.len();
        println!("{what}: {of_ten_thousand}");
        if !(low..=high).contains(&of_ten_thousand) {
            outside.push(format!("{what}: {of_ten_thousand} of 10,000, expected {low} to {high}"));
        }
    };
    share("0 to 14", 850, 1_200, &|one| years(one) < 15);
    share("60 and more", 2_250, 2_550, &|one| years(one) >= 60);
    share("65 and more", 1_750, 2_050, &|one| years(one) >= 65);
    share("80 and more", 380, 520, &|one| years(one) >= 80);
    share("women", 4_700, 5_200, &|one| code(one, "sex") == Some("2"));
    share("registered in the city", 5_600, 6_500, &|one| code(one, "hukou_city") == Some("310000"));
    share("in Pudong", 2_000, 2_600, &|one| code(one, "residence_district") == Some("310115"));
    share("in Huangpu", 180, 350, &|one| code(one, "residence_district") == Some("310101"));
    share("alone", 1_200, 1_900, &|one| number(one, "household_size") == Some(1));
    share("disability certificate", 320, 480, &|one| yes(one, "disability_cert"));
    share("severe disability", 80, 170, &|one| number(one, "disability_grade").is_some_and(|grade| grade <= 2));
    share("minimum living standard", 110, 200, &|one| code(one, "assistance_class") == Some("dibao"));
    share("low income", 100, 220, &|one| code(one, "assistance_class") == Some("low_income"));
    share("edge of the minimum", 70, 180, &|one| code(one, "assistance_class") == Some("dibao_margin"));
    share("care level", 130, 350, &|one| number(one, "sh_care_level").is_some());
    share("unemployed", 180, 350, &|one| code(one, "employment_status") == Some("unemployed"));
    share("employees' insurance", 5_800, 7_500, &|one| code(one, "insurance_type") == Some("employee"));
    share("chronic disease", 1_800, 3_000, &|one| yes(one, "chronic_disease"));
    share("big disease", 100, 250, &|one| yes(one, "big_disease_diagnosed"));
    share("family doctor", 4_000, 5_800, &|one| yes(one, "family_doctor_signed"));
    share("parents of children under three", 100, 600, &|one| number(one, "children_under_3").is_some_and(|n| n > 0));
    share("income known", 500, 1_300, &|one| one.value("income_per_head").is_some());
    share("class not known", 300, 2_600, &|one| code(one, "assistance_class").is_none());
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn households_fit_together() {
    let town = town();
    let mut households: BTreeMap<u64, Vec<&SyntheticResident>> = BTreeMap::new();
    for resident in &town {
        households.entry(resident.household).or_default().push(resident);
    }
    for members in households.values() {
        let size = i64::try_from(members.len()).unwrap();
        let under_three: i64 = members.iter().filter(|member| years(member) < 3).count().try_into().unwrap();
        assert!(members.iter().all(|member| number(member, "household_size") == Some(size)), "size {size}");
        assert!(members.iter().any(|member| years(member) >= 18), "somebody is grown up");
        let district = code(members[0], "residence_district");
        assert!(members.iter().all(|member| code(member, "residence_district") == district));
        let counted = members.iter().filter_map(|member| number(member, "children_under_3")).max();
        assert_eq!(counted, Some(under_three));
        for member in members {
            let young = number(member, "children_under_3").is_some_and(|count| count > 0);
            assert!(!young || member.value("youngest_child_dob").is_some());
            assert!(member.value("living_alone").is_none_or(|alone| *alone == Value::Bool(size == 1)));
        }
    }
}

#[test]
fn facts_keep_to_the_ages_and_dates() {
    for resident in town() {
        let age = years(&resident);
        assert_eq!(code(&resident, "employment_status") == Some("child"), age < 16, "age {age}");
        assert!(number(&resident, "sh_care_level").is_none() || age >= 60);
        assert!(age < 105);
        let mut attributes = HashSet::new();
        for document in &resident.facts {
            assert!(document.as_of < TODAY && document.as_of >= date(2025, 11, 23));
            for (attribute, value) in &document.values {
                assert!(attributes.insert(*attribute), "{attribute} twice");
                let is_past = !matches!(*attribute, "care_assessment_valid_to" | "big_disease_registered_to");
                if let Value::Date(day) = value {
                    assert!(!is_past || *day <= document.as_of, "{attribute} after its document");
                }
            }
        }
    }
}

#[test]
fn the_known_people_are_the_same_for_every_seed_and_stay_their_age() {
    for (seed, today) in [(1, TODAY), (99, TODAY), (1, date(2028, 2, 29))] {
        let people: Vec<SyntheticResident> = city(500, seed, today).take(WITH_ACCOUNT).collect();
        let names: Vec<&str> = people.iter().map(|one| one.name.expose()).collect();
        assert_eq!(names, ["陈桂珍", "王建国", "李敏", "赵强", "周静仪", "刘洋", "孙国平"]);
        let ages: Vec<i64> = people
            .iter()
            .map(|one| match one.value("dob") {
                Some(Value::Date(born)) => age(*born, today, AgeRule::Birthday, LeapDayRule::Feb28),
                _ => -1,
            })
            .collect();
        assert_eq!(ages, [82, 55, 31, 46, 64, 28, 59]);
        assert!(people.iter().all(|one| one.phone.is_some()));
    }
}

#[test]
fn a_city_may_be_of_any_size() {
    for size in [0, 1, 6, 11, 13, 50] {
        assert_eq!(city(size, 3, TODAY).count(), usize::try_from(size).unwrap());
    }
}
