//! What the departments deliver about one resident: one document each, with its own as-of date.

use super::{generator::DepartmentFacts, random::Random};
use jiff::{ToSpan, civil::Date};
use policy::value::{Money, Value};

/// A department, how many days old its document is at least and at most, and the attributes it delivers. The vocabulary
/// says the same; a test holds the two together.
pub(super) const SOURCES: [(&str, (i64, i64), &[&str]); 7] = [
    (
        "public-security",
        (1, 12),
        &[
            "dob",
            "sex",
            "hukou_city",
            "hukou_district",
            "hukou_since",
            "residence_district",
            "residence_registered_since",
            "residence_permit",
            "youngest_child_hukou",
        ],
    ),
    (
        "civil-affairs",
        (5, 40),
        &[
            "marital_status",
            "living_alone",
            "household_size",
            "income_per_head",
            "assets_within_limit",
            "assistance_class",
            "gb_ability_level",
            "veteran",
        ],
    ),
    (
        "medical-insurance",
        (1, 15),
        &[
            "insurance_type",
            "insurance_retired",
            "insurance_flexible",
            "sh_care_level",
            "care_assessment_valid_to",
            "big_disease_registered",
            "big_disease_registered_to",
        ],
    ),
    (
        "human-resources",
        (1, 14),
        &[
            "employment_status",
            "unemployed_since",
            "registered_unemployed",
            "exit_reason",
            "hardship_employment",
            "hardship_since",
            "last_insured_place",
            "ui_months_unused",
            "ui_months_entitled",
            "ui_benefit_month_no",
            "ui_extended_used",
            "ui_receiving",
            "months_to_retirement",
            "contribution_base",
            "pension_months",
            "pension_receiving",
            "work_injury_recognised",
        ],
    ),
    ("disabled-federation", (20, 120), &["disability_cert", "disability_kind", "disability_grade"]),
    (
        "health",
        (10, 40),
        &[
            "children_under_3",
            "youngest_child_dob",
            "chronic_disease",
            "big_disease_diagnosed",
            "family_doctor_signed",
            "ppv23_doses",
            "ppv23_contraindication",
            "one_child_cert",
        ],
    ),
    ("self", (30, 330), &["bank_account_known"]),
];

/// Facts about one resident, collected in any order. What is not put in is not known.
#[derive(Default)]
pub(super) struct Documents {
    values: Vec<(&'static str, Value)>,
}

impl Documents {
    pub(super) fn flag(&mut self, attribute: &'static str, value: bool) {
        self.values.push((attribute, Value::Bool(value)));
    }

    pub(super) fn number(&mut self, attribute: &'static str, value: i64) {
        self.values.push((attribute, Value::Int(value)));
    }

    pub(super) fn yuan(&mut self, attribute: &'static str, value: i64) {
        self.values.push((attribute, Value::Money(Money(value * 100))));
    }

    pub(super) fn date(&mut self, attribute: &'static str, value: Date) {
        self.values.push((attribute, Value::Date(value)));
    }

    pub(super) fn code(&mut self, attribute: &'static str, id: &str) {
        self.values.push((attribute, Value::Code(id.to_owned())));
    }

    /// Sorts the facts by the department that delivers them, and dates each document.
    pub(super) fn by_department(self, random: &mut Random, today: Date) -> Vec<DepartmentFacts> {
        let mut delivered = Vec::with_capacity(SOURCES.len());
        let mut left = self.values;
        for (department, (newest, oldest), attributes) in SOURCES {
            let as_of = today.saturating_sub(random.between(newest, oldest).days());
            let (values, rest) = left.into_iter().partition(|(attribute, _)| attributes.contains(attribute));
            left = rest;
            let facts = DepartmentFacts { department, as_of, values };
            if !facts.values.is_empty() {
                delivered.push(facts);
            }
        }
        debug_assert!(left.is_empty(), "an attribute has no department");
        delivered
    }
}
