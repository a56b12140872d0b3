//! Need: disability, care levels, income and assistance of the invented city.

use super::{
    documents::Documents,
    households::{Household, Place},
    random::Random,
    work::Work,
};
use jiff::{ToSpan, civil::Date};

/// A disability certificate. Kinds and grades of GB/T 26341-2010.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disability {
    pub(super) kind: &'static str,
    pub(super) grade: i64,
}

/// What a household lives under.
pub(super) struct Need {
    /// Code of `assistance_class`.
    pub(super) class: &'static str,
    /// Checked income per head in yuan a month.
    pub(super) income: Option<i64>,
    /// Checked: whether savings and property stay within the limits of assistance.
    pub(super) assets_within: Option<bool>,
    /// Of each member.
    pub(super) disabilities: Vec<Option<Disability>>,
}

const KINDS: [(&str, u32); 7] = [("1", 15), ("2", 20), ("3", 2), ("4", 43), ("5", 8), ("6", 9), ("7", 3)];
const GRADES: [(i64, u32); 4] = [(1, 12), (2, 19), (3, 30), (4, 39)];
/// Assessed care levels of elders.
const CARE_LEVELS: [(i64, u32); 7] = [(0, 8), (1, 15), (2, 25), (3, 20), (4, 15), (5, 10), (6, 7)];

/// Draws what a household lives under. Those with a disability, elders alone and single parents are poorer more often.
pub(super) fn of_household(random: &mut Random, today: Date, household: &Household) -> Need {
    let disabilities: Vec<Option<Disability>> = household
        .members
        .iter()
        .map(|member| {
            let of_thousand = match member.age(today) {
                ..18 => 9,
                18..60 => 31,
                60..75 => 92,
                _ => 150,
            };
            let rate = if member.local { of_thousand } else { of_thousand / 6 };
            random.chance(rate).then(|| Disability { kind: random.weighted(&KINDS), grade: random.weighted(&GRADES) })
        })
        .collect();
    let heads = household.members.iter().filter(|member| member.place == Place::Head).count();
    let alone_and_old = household.members.len() == 1 && household.members.iter().any(|member| member.age(today) >= 70);
    let one_parent = heads == 1 && household.members.len() > 1;
    let at_risk = alone_and_old || one_parent || disabilities.iter().flatten().any(|one| one.grade <= 3);
    let local = household.members.iter().any(|member| member.local);
    let class = match (local, at_risk) {
        (false, _) => "none",
        (true, true) => random.weighted(&[
            ("dibao", 116),
            ("low_income", 60),
            ("dibao_margin", 46),
            ("expenditure", 6),
            ("tekun", 4),
            ("none", 768),
        ]),
        (true, false) => random.weighted(&[
            ("dibao", 17),
            ("low_income", 11),
            ("dibao_margin", 9),
            ("expenditure", 2),
            ("none", 962),
        ]),
    };
    let (income, assets_within) = checked(random, class, local);
    Need { class, income, assets_within, disabilities }
}

/// Income is checked where assistance is given or asked for; for most people nobody has looked.
fn checked(random: &mut Random, class: &str, local: bool) -> (Option<i64>, Option<bool>) {
    let tens = |random: &mut Random, low, high| Some(random.between(low, high) * 10);
    match class {
        "dibao" => (tens(random, 20, 165), Some(true)),
        "tekun" => (tens(random, 0, 60), Some(true)),
        "low_income" => (tens(random, 175, 335), Some(true)),
        "dibao_margin" => (tens(random, 172, 250), Some(true)),
        "expenditure" => (tens(random, 300, 650), Some(true)),
        // Some whose income was looked at for another matter would have a claim and never asked: the policies find them.
        _ if local && random.chance(4) => (tens(random, 60, 165), Some(true)),
        _ if random.chance(if local { 55 } else { 12 }) => (tens(random, 200, 1_800), Some(random.chance(350))),
        _ => (None, None),
    }
}

/// What civil affairs, the disabled persons' federation and the care assessors know about one member.
pub(super) fn facts(
    random: &mut Random,
    today: Date,
    household: &Household,
    need: &Need,
    index: usize,
    work: Work,
    documents: &mut Documents,
) {
    let member = &household.members[index];
    let age = member.age(today);
    let disability = need.disabilities[index];
    if age >= 20 {
        documents.code("marital_status", member.marital_status);
    }
    if age >= 60 || random.chance(300) {
        documents.flag("living_alone", household.members.len() == 1);
    }
    if let Some(income) = need.income {
        documents.yuan("income_per_head", income);
    }
    if let Some(within) = need.assets_within {
        documents.flag("assets_within_limit", within);
    }
    let severe = disability.is_some_and(|disability| disability.grade <= 2);
    let without_work = age >= 16 && !matches!(work, Work::Employed | Work::Flexible | Work::Student);
    let class = match need.class {
        "none" if severe && without_work && member.local => "zhongcan_wuye",
        class => class,
    };
    if class != "none" || random.chance(if member.local { 960 } else { 500 }) {
        documents.code("assistance_class", class);
    }
    if age >= 18 && random.chance(900) {
        documents.flag("veteran", age >= 22 && member.sex.code() == "1" && random.chance(30));
    }
    certificate(random, disability, documents);
    if age >= 60 && member.local {
        care(random, today, age, severe, documents);
    }
}

fn certificate(random: &mut Random, disability: Option<Disability>, documents: &mut Documents) {
    match disability {
        Some(disability) => {
            documents.flag("disability_cert", true);
            documents.code("disability_kind", disability.kind);
            documents.number("disability_grade", disability.grade);
        }
        None if random.chance(975) => documents.flag("disability_cert", false),
        None => {}
    }
}

/// A level is known only of those who were assessed; one assessment in seven has run out.
fn care(random: &mut Random, today: Date, age: i64, severe: bool, documents: &mut Documents) {
    let of_thousand = match age {
        ..70 => 28,
        70..80 => 95,
        _ => 360,
    };
    if !random.chance(if severe { 500 } else { of_thousand }) {
        return;
    }
    let level = random.weighted(&CARE_LEVELS);
    documents.number("sh_care_level", level);
    let days = if random.chance(140) { random.between(-300, -1) } else { random.between(20, 725) };
    documents.date("care_assessment_valid_to", today.saturating_add(days.days()));
    if random.chance(250) {
        documents.number("gb_ability_level", (level + 1).div_euclid(2).min(4));
    }
}
