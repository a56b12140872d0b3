//! The people who can sign in, and their families: invented, with facts chosen so that each is found by policies.

use super::{documents::Documents, marginals::Sex};
use jiff::{ToSpan, civil::Date};

/// How many of them have an account. They have the first numbers of the city, in the order of [`KNOWN`].
pub const WITH_ACCOUNT: usize = 7;

/// One of them, with what the departments know.
pub(super) struct KnownPerson {
    /// Number of the household.
    pub(super) household: u64,
    pub(super) name: &'static str,
    pub(super) sex: Sex,
    pub(super) born: Date,
    pub(super) has_phone: bool,
    pub(super) documents: Documents,
}

/// How many households they make up.
pub(super) const HOUSEHOLDS: u64 = 7;

/// Everybody, those with an account first.
pub(super) fn everybody(today: Date) -> Vec<KnownPerson> {
    KNOWN.iter().map(|known| known.on(today)).collect()
}

/// A fact in the table below. Dates are relative to today, so that everybody keeps the age of their story.
#[derive(Clone, Copy)]
enum Known {
    Yes,
    No,
    Count(i64),
    Yuan(i64),
    Code(&'static str),
    DaysAgo(i64),
    InDays(i64),
}

use Known::{Code, Count, DaysAgo, InDays, No, Yes, Yuan};

struct Row {
    household: u64,
    name: &'static str,
    sex: Sex,
    /// Years, and days since the birthday (negative: the birthday in which the next year is reached is still to come).
    age: (i64, i64),
    district: &'static str,
    local: bool,
    persons: i64,
    /// Row of the youngest child at home.
    youngest_child: Option<usize>,
    facts: &'static [(&'static str, Known)],
}

impl Row {
    fn born(&self, today: Date) -> Date {
        today.saturating_sub(self.age.0.years()).saturating_sub(self.age.1.days())
    }

    fn on(&self, today: Date) -> KnownPerson {
        let born = self.born(today);
        let mut documents = Documents::default();
        documents.date("dob", born);
        documents.code("sex", self.sex.code());
        documents.code("residence_district", self.district);
        documents.number("household_size", self.persons);
        documents.flag("living_alone", self.persons == 1);
        documents.flag("work_injury_recognised", false);
        documents.code("hukou_city", if self.local { "310000" } else { "other" });
        if self.local {
            documents.code("hukou_district", self.district);
            documents.date("hukou_since", born);
        }
        let child = self.youngest_child.and_then(|row| KNOWN.get(row));
        documents.number("children_under_3", child.map_or(0, |child| i64::from(child.age.0 < 3)));
        if let Some(child) = child {
            documents.date("youngest_child_dob", child.born(today));
            documents.code("youngest_child_hukou", if child.local { "310000" } else { "other" });
        }
        for (attribute, known) in self.facts {
            known.put(attribute, today, &mut documents);
        }
        KnownPerson {
            household: self.household,
            name: self.name,
            sex: self.sex,
            born,
            has_phone: self.age.0 >= 12,
            documents,
        }
    }
}

impl Known {
    fn put(self, attribute: &'static str, today: Date, documents: &mut Documents) {
        match self {
            Yes => documents.flag(attribute, true),
            No => documents.flag(attribute, false),
            Count(count) => documents.number(attribute, count),
            Yuan(yuan) => documents.yuan(attribute, yuan),
            Code(id) => documents.code(attribute, id),
            DaysAgo(days) => documents.date(attribute, today.saturating_sub(days.days())),
            InDays(days) => documents.date(attribute, today.saturating_add(days.days())),
        }
    }
}

const KNOWN: [Row; 11] = [
    // 陈阿婆: 82, alone, level 3 of care, on the minimum living standard, no pneumonia vaccine yet.
    Row {
        household: 0,
        name: "陈桂珍",
        sex: Sex::Female,
        age: (82, 205),
        district: "310109",
        local: true,
        persons: 1,
        youngest_child: None,
        facts: &[
            ("residence_registered_since", DaysAgo(9_000)),
            ("marital_status", Code("30")),
            ("income_per_head", Yuan(1_300)),
            ("assets_within_limit", Yes),
            ("assistance_class", Code("dibao")),
            ("gb_ability_level", Count(2)),
            ("veteran", No),
            ("disability_cert", No),
            ("sh_care_level", Count(3)),
            ("care_assessment_valid_to", InDays(310)),
            ("insurance_type", Code("resident")),
            ("insurance_retired", No),
            ("insurance_flexible", No),
            ("employment_status", Code("retired")),
            ("pension_receiving", Code("resident")),
            ("pension_months", Count(96)),
            ("chronic_disease", Yes),
            ("big_disease_diagnosed", No),
            ("big_disease_registered", No),
            ("family_doctor_signed", Yes),
            ("ppv23_doses", Count(0)),
            ("ppv23_contraindication", No),
            ("one_child_cert", No),
            ("bank_account_known", Yes),
        ],
    },
    // 王建国: her son, 55, dismissed in summer, eight full years of unemployment insurance not used yet.
    Row {
        household: 1,
        name: "王建国",
        sex: Sex::Male,
        age: (55, 130),
        district: "310110",
        local: true,
        persons: 2,
        youngest_child: None,
        facts: &[
            ("residence_registered_since", DaysAgo(6_200)),
            ("marital_status", Code("20")),
            ("assistance_class", Code("none")),
            ("veteran", No),
            ("disability_cert", No),
            ("insurance_type", Code("resident")),
            ("insurance_retired", No),
            ("insurance_flexible", No),
            ("employment_status", Code("unemployed")),
            ("unemployed_since", DaysAgo(75)),
            ("registered_unemployed", Yes),
            ("exit_reason", Code("involuntary")),
            ("last_insured_place", Code("310000")),
            ("ui_months_unused", Count(96)),
            ("ui_months_entitled", Count(0)),
            ("ui_benefit_month_no", Count(0)),
            ("ui_extended_used", No),
            ("ui_receiving", No),
            ("hardship_employment", No),
            ("pension_receiving", Code("none")),
            ("pension_months", Count(372)),
            ("chronic_disease", Yes),
            ("big_disease_diagnosed", No),
            ("big_disease_registered", No),
            ("family_doctor_signed", No),
            ("one_child_cert", Yes),
            ("bank_account_known", Yes),
        ],
    },
    // 李敏: 31, a child of a year and a half.
    Row {
        household: 2,
        name: "李敏",
        sex: Sex::Female,
        age: (31, 44),
        district: "310115",
        local: true,
        persons: 3,
        youngest_child: Some(9),
        facts: &[
            ("residence_registered_since", DaysAgo(1_400)),
            ("marital_status", Code("20")),
            ("assistance_class", Code("none")),
            ("veteran", No),
            ("disability_cert", No),
            ("insurance_type", Code("employee")),
            ("insurance_retired", No),
            ("insurance_flexible", No),
            ("contribution_base", Yuan(13_200)),
            ("employment_status", Code("employed")),
            ("last_insured_place", Code("310000")),
            ("ui_months_unused", Count(92)),
            ("registered_unemployed", No),
            ("pension_receiving", Code("none")),
            ("pension_months", Count(92)),
            ("chronic_disease", No),
            ("big_disease_diagnosed", No),
            ("big_disease_registered", No),
            ("family_doctor_signed", No),
        ],
    },
    // 赵强: 46, limb disability of grade 2, works flexibly, recognised as hard to place, on the edge of the minimum.
    Row {
        household: 3,
        name: "赵强",
        sex: Sex::Male,
        age: (46, 260),
        district: "310109",
        local: true,
        persons: 2,
        youngest_child: None,
        facts: &[
            ("residence_registered_since", DaysAgo(5_100)),
            ("marital_status", Code("20")),
            ("income_per_head", Yuan(2_200)),
            ("assets_within_limit", Yes),
            ("assistance_class", Code("dibao_margin")),
            ("veteran", No),
            ("disability_cert", Yes),
            ("disability_kind", Code("4")),
            ("disability_grade", Count(2)),
            ("insurance_type", Code("employee")),
            ("insurance_retired", No),
            ("insurance_flexible", Yes),
            ("contribution_base", Yuan(7_546)),
            ("employment_status", Code("flexible")),
            ("registered_unemployed", No),
            ("hardship_employment", Yes),
            ("hardship_since", DaysAgo(400)),
            ("last_insured_place", Code("310000")),
            ("pension_receiving", Code("none")),
            ("pension_months", Count(188)),
            ("chronic_disease", Yes),
            ("big_disease_diagnosed", No),
            ("big_disease_registered", No),
            ("family_doctor_signed", Yes),
            ("bank_account_known", Yes),
        ],
    },
    // 周老师: a teacher, retired, 65 in three weeks; a serious disease was diagnosed and is not registered yet.
    Row {
        household: 4,
        name: "周静仪",
        sex: Sex::Female,
        age: (65, -21),
        district: "310104",
        local: true,
        persons: 1,
        youngest_child: None,
        facts: &[
            ("residence_registered_since", DaysAgo(8_000)),
            ("marital_status", Code("40")),
            ("assistance_class", Code("none")),
            ("veteran", No),
            ("disability_cert", No),
            ("insurance_type", Code("employee")),
            ("insurance_retired", Yes),
            ("insurance_flexible", No),
            ("employment_status", Code("retired")),
            ("pension_receiving", Code("employee")),
            ("pension_months", Count(408)),
            ("chronic_disease", Yes),
            ("big_disease_diagnosed", Yes),
            ("big_disease_registered", No),
            ("family_doctor_signed", Yes),
            ("ppv23_doses", Count(0)),
            ("ppv23_contraindication", No),
            ("one_child_cert", Yes),
        ],
    },
    // 刘洋: 28, registered elsewhere, lost his work in the city.
    Row {
        household: 5,
        name: "刘洋",
        sex: Sex::Male,
        age: (28, 95),
        district: "310112",
        local: false,
        persons: 1,
        youngest_child: None,
        facts: &[
            ("residence_registered_since", DaysAgo(1_300)),
            ("residence_permit", Yes),
            ("marital_status", Code("10")),
            ("assistance_class", Code("none")),
            ("disability_cert", No),
            ("insurance_type", Code("none")),
            ("insurance_retired", No),
            ("insurance_flexible", No),
            ("employment_status", Code("unemployed")),
            ("unemployed_since", DaysAgo(40)),
            ("registered_unemployed", Yes),
            ("exit_reason", Code("involuntary")),
            ("last_insured_place", Code("310000")),
            ("ui_months_unused", Count(38)),
            ("ui_months_entitled", Count(0)),
            ("ui_benefit_month_no", Count(0)),
            ("ui_extended_used", No),
            ("ui_receiving", No),
            ("pension_receiving", Code("none")),
            ("pension_months", Count(38)),
            ("chronic_disease", No),
            ("big_disease_diagnosed", No),
            ("big_disease_registered", No),
        ],
    },
    // 孙国平: 59, his unemployment benefit has run out and he retires in some months: it goes on without an application.
    Row {
        household: 6,
        name: "孙国平",
        sex: Sex::Male,
        age: (60, -14),
        district: "310115",
        local: true,
        persons: 1,
        youngest_child: None,
        facts: &[
            ("residence_registered_since", DaysAgo(3_300)),
            ("marital_status", Code("40")),
            ("assistance_class", Code("none")),
            ("veteran", Yes),
            ("disability_cert", No),
            ("insurance_type", Code("employee")),
            ("insurance_retired", No),
            ("insurance_flexible", No),
            ("employment_status", Code("unemployed")),
            ("unemployed_since", DaysAgo(790)),
            ("registered_unemployed", Yes),
            ("exit_reason", Code("involuntary")),
            ("last_insured_place", Code("310000")),
            ("ui_months_unused", Count(3)),
            ("ui_months_entitled", Count(24)),
            ("ui_benefit_month_no", Count(24)),
            ("ui_extended_used", No),
            ("ui_receiving", No),
            ("months_to_retirement", Count(7)),
            ("hardship_employment", No),
            ("pension_receiving", Code("none")),
            ("pension_months", Count(402)),
            ("chronic_disease", No),
            ("big_disease_diagnosed", No),
            ("big_disease_registered", No),
            ("family_doctor_signed", No),
            ("bank_account_known", Yes),
        ],
    },
    // The wife of 王建国.
    Row {
        household: 1,
        name: "张美华",
        sex: Sex::Female,
        age: (53, 20),
        district: "310110",
        local: true,
        persons: 2,
        youngest_child: None,
        facts: &[
            ("marital_status", Code("20")),
            ("assistance_class", Code("none")),
            ("disability_cert", No),
            ("insurance_type", Code("employee")),
            ("insurance_retired", Yes),
            ("insurance_flexible", No),
            ("employment_status", Code("retired")),
            ("pension_receiving", Code("employee")),
            ("pension_months", Count(331)),
            ("chronic_disease", No),
            ("big_disease_diagnosed", No),
            ("big_disease_registered", No),
        ],
    },
    // The husband of 李敏.
    Row {
        household: 2,
        name: "周晓峰",
        sex: Sex::Male,
        age: (33, 300),
        district: "310115",
        local: false,
        persons: 3,
        youngest_child: Some(9),
        facts: &[
            ("residence_permit", Yes),
            ("marital_status", Code("20")),
            ("disability_cert", No),
            ("insurance_type", Code("employee")),
            ("insurance_retired", No),
            ("insurance_flexible", No),
            ("contribution_base", Yuan(15_800)),
            ("employment_status", Code("employed")),
            ("last_insured_place", Code("310000")),
            ("ui_months_unused", Count(110)),
            ("pension_receiving", Code("none")),
            ("chronic_disease", No),
        ],
    },
    // Their child.
    Row {
        household: 2,
        name: "周沐晴",
        sex: Sex::Female,
        age: (1, 191),
        district: "310115",
        local: true,
        persons: 3,
        youngest_child: None,
        facts: &[
            ("assistance_class", Code("none")),
            ("disability_cert", No),
            ("insurance_type", Code("resident")),
            ("employment_status", Code("child")),
            ("chronic_disease", No),
            ("family_doctor_signed", Yes),
        ],
    },
    // The wife of 赵强.
    Row {
        household: 3,
        name: "孙红",
        sex: Sex::Female,
        age: (44, 12),
        district: "310109",
        local: true,
        persons: 2,
        youngest_child: None,
        facts: &[
            ("marital_status", Code("20")),
            ("income_per_head", Yuan(2_200)),
            ("assets_within_limit", Yes),
            ("assistance_class", Code("dibao_margin")),
            ("disability_cert", No),
            ("insurance_type", Code("resident")),
            ("insurance_retired", No),
            ("insurance_flexible", No),
            ("employment_status", Code("none")),
            ("pension_receiving", Code("none")),
            ("chronic_disease", No),
        ],
    },
];
