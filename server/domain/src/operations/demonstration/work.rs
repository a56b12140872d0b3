//! Work and insurance of the invented city.

use super::{
    documents::Documents,
    households::{Household, Member},
    marginals::Sex,
    need::Need,
    random::Random,
    retirement::{OldAge, months_to_retirement},
};
use jiff::{ToSpan, civil::Date};

/// What somebody does for a living.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    Employed,
    Flexible,
    Unemployed,
    Retired,
    Student,
    Child,
    None,
}

impl Work {
    /// Code of `employment_status`.
    fn code(self) -> &'static str {
        match self {
            Self::Employed => "employed",
            Self::Flexible => "flexible",
            Self::Unemployed => "unemployed",
            Self::Retired => "retired",
            Self::Student => "student",
            Self::Child => "child",
            Self::None => "none",
        }
    }
}

/// Lower and upper limit of the monthly contribution base from 2026-07, in yuan.
const BASE: (i64, i64) = (7_546, 37_731);

/// What the departments of labour and of medical insurance know about one member.
pub(super) fn facts(
    random: &mut Random,
    today: Date,
    household: &Household,
    need: &Need,
    index: usize,
    documents: &mut Documents,
) -> Work {
    let member = &household.members[index];
    let age = member.age(today);
    let severe = need.disabilities[index].is_some_and(|disability| disability.grade <= 2);
    let poor = matches!(need.class, "dibao" | "low_income" | "tekun");
    let work = draw(random, member.sex, age, severe, poor);
    // Nobody in the invented city was hurt at work.
    documents.flag("work_injury_recognised", false);
    if work == Work::Child || (work != Work::Unemployed && random.chance(985)) {
        documents.code("employment_status", work.code());
    }
    match work {
        Work::Employed => employed(random, age, documents),
        Work::Flexible => flexible(random, today, member, age, severe, documents),
        Work::Unemployed => unemployed(random, today, member, age, severe, documents),
        Work::Retired => retired(random, age, member.local && !poor, documents),
        Work::Student | Work::Child => dependant(random, member.local, documents),
        Work::None => without_work(random, member.local, age, documents),
    }
    work
}

fn draw(random: &mut Random, sex: Sex, age: i64, severe: bool, poor: bool) -> Work {
    let retires = match sex {
        Sex::Male => 60,
        Sex::Female => 55,
    };
    match age {
        ..16 => Work::Child,
        16..18 => Work::Student,
        18..23 if random.chance(620) => Work::Student,
        50..55 if sex == Sex::Female && random.chance(560) => Work::Retired,
        _ if age >= retires + 5 => random.weighted(&[(Work::Retired, 960), (Work::None, 40)]),
        _ if age >= retires => random.weighted(&[(Work::Retired, 900), (Work::Employed, 40), (Work::None, 60)]),
        _ if severe || poor => {
            random.weighted(&[(Work::Employed, 300), (Work::Flexible, 160), (Work::Unemployed, 220), (Work::None, 320)])
        }
        _ => random.weighted(&[(Work::Employed, 780), (Work::Flexible, 120), (Work::Unemployed, 38), (Work::None, 62)]),
    }
}

fn employed(random: &mut Random, age: i64, documents: &mut Documents) {
    documents.code("insurance_type", "employee");
    documents.flag("insurance_retired", false);
    documents.flag("insurance_flexible", false);
    documents.yuan("contribution_base", base(random));
    documents.code("last_insured_place", "310000");
    documents.number("ui_months_unused", random.between(1, ((age - 21) * 12).clamp(6, 240)));
    documents.code("pension_receiving", "none");
    pension_months(random, age, 800, documents);
}

fn flexible(random: &mut Random, today: Date, member: &Member, age: i64, severe: bool, documents: &mut Documents) {
    let insured = random.chance(780);
    documents.code("insurance_type", if insured { "employee" } else { "resident" });
    documents.flag("insurance_retired", false);
    documents.flag("insurance_flexible", insured);
    if insured {
        documents.yuan("contribution_base", if random.chance(820) { BASE.0 } else { base(random) });
        documents.code("last_insured_place", "310000");
    }
    documents.flag("registered_unemployed", false);
    let hard = member.local && hard_to_place(random, member.sex, age, severe, 330);
    documents.flag("hardship_employment", hard);
    if hard {
        // Some for longer than three years, most for less.
        let days = 120 + age * 37 % 1_300;
        documents.date("hardship_since", today.saturating_sub(days.days()));
    }
    documents.code("pension_receiving", "none");
    pension_months(random, age, 550, documents);
}

fn unemployed(random: &mut Random, today: Date, member: &Member, age: i64, severe: bool, documents: &mut Documents) {
    let to_retirement = to_retirement(random, today, member, age);
    let registered = random.chance(720);
    let involuntary = random.chance(720);
    // Some of those who have almost reached retirement have drawn their benefit to the end.
    let drawn_out = to_retirement < 15 && registered && involuntary && random.chance(600);
    let days = if drawn_out { random.between(745, 1_000) } else { random.between(20, 900) };
    documents.code("employment_status", Work::Unemployed.code());
    documents.date("unemployed_since", today.saturating_sub(days.days()));
    documents.number("months_to_retirement", to_retirement);
    documents.flag("registered_unemployed", registered);
    if registered || random.chance(600) {
        documents.code("exit_reason", if involuntary { "involuntary" } else { "voluntary" });
    }
    documents.code("last_insured_place", if random.chance(880) { "310000" } else { "other" });
    if drawn_out {
        documents.number("ui_months_unused", random.between(0, 11));
        documents.number("ui_months_entitled", 24);
        documents.number("ui_benefit_month_no", 24);
        documents.flag("ui_extended_used", random.chance(150));
        documents.flag("ui_receiving", false);
    } else if random.chance(930) {
        let unused = random.between(0, ((age - 20) * 9).clamp(8, 200));
        let entitled = (unused / 12 * 2).min(24);
        let draws = registered && involuntary && entitled > 0 && random.chance(550);
        let drawn = if draws { ((days - 15) / 30).clamp(0, entitled - 1) } else { 0 };
        documents.number("ui_months_unused", unused);
        documents.number("ui_months_entitled", if draws { entitled } else { 0 });
        documents.number("ui_benefit_month_no", drawn);
        documents.flag("ui_extended_used", false);
        documents.flag("ui_receiving", draws);
    }
    let hard = member.local && days >= 183 && hard_to_place(random, member.sex, age, severe, 700);
    documents.flag("hardship_employment", hard);
    if hard {
        // Certified soon after the half year without work.
        documents.date("hardship_since", today.saturating_sub((days - 163).days()));
    }
    let resident = random.chance(700);
    documents.code("insurance_type", if resident { "resident" } else { "none" });
    documents.flag("insurance_retired", false);
    documents.flag("insurance_flexible", false);
    documents.code("pension_receiving", "none");
    pension_months(random, age, 500, documents);
}

fn to_retirement(random: &mut Random, today: Date, member: &Member, age: i64) -> i64 {
    let in_management = age >= 51 || random.chance(350);
    months_to_retirement(member.born, OldAge::of(member.sex, in_management), today)
}

fn retired(random: &mut Random, age: i64, employee_side: bool, documents: &mut Documents) {
    let employee = random.chance(if employee_side { 850 } else { 380 });
    documents.code("insurance_type", if employee { "employee" } else { "resident" });
    documents.flag("insurance_retired", employee);
    documents.flag("insurance_flexible", false);
    documents.code("pension_receiving", if employee { "employee" } else { "resident" });
    if random.chance(900) {
        documents.number("pension_months", if employee { random.between(180, 460) } else { random.between(0, 200) });
    }
    if age < 65 {
        documents.flag("registered_unemployed", false);
    }
}

fn dependant(random: &mut Random, local: bool, documents: &mut Documents) {
    let insured = random.chance(if local { 985 } else { 760 });
    documents.code("insurance_type", if insured { "resident" } else { "none" });
    documents.flag("insurance_retired", false);
    documents.flag("insurance_flexible", false);
}

fn without_work(random: &mut Random, local: bool, age: i64, documents: &mut Documents) {
    let insured = random.chance(if local { 930 } else { 420 });
    documents.code("insurance_type", if insured { "resident" } else { "none" });
    documents.flag("insurance_retired", false);
    documents.flag("insurance_flexible", false);
    if random.chance(700) {
        documents.flag("registered_unemployed", false);
    }
    documents.code("pension_receiving", if local && age >= 60 { "resident" } else { "none" });
}

/// Hard to place (就业困难人员): men from 45, women from 40, or a moderate disability and worse; when recognised.
fn hard_to_place(random: &mut Random, sex: Sex, age: i64, severe: bool, of_thousand: u64) -> bool {
    let from = match sex {
        Sex::Male => 45,
        Sex::Female => 40,
    };
    (severe || age >= from) && random.chance(of_thousand)
}

/// Most earn little more than the lower limit; the better of two draws would be too many.
fn base(random: &mut Random) -> i64 {
    let width = (BASE.1 - BASE.0) / 10;
    let drawn = random.between(0, width).min(random.between(0, width)).min(random.between(0, width));
    BASE.0 + drawn * 10
}

fn pension_months(random: &mut Random, age: i64, share_of_thousand: i64, documents: &mut Documents) {
    if random.chance(920) {
        let most = ((age - 21) * 12).clamp(1, 480) * share_of_thousand / 1_000;
        documents.number("pension_months", random.between(most / 2, most.max(1)));
    }
}
