//! The demonstration city: invented residents, household by household, the same for a seed on every machine.
//!
//! Pure: no clock and no I/O. Only the household at hand is in memory, and which numbers of a birthday are given.

use super::{
    documents::Documents,
    health, households,
    households::Household,
    identity_numbers::IdentityNumbers,
    known_people::{self, KnownPerson},
    need::{self, Need},
    random::Random,
    work,
};
use crate::residents::personal::{IdentityNumber, PersonName, PhoneNumber};
use jiff::{ToSpan, civil::Date};
use policy::value::Value;
use std::{collections::VecDeque, fmt};

/// Most residents of one city: beyond it the birthdays of area 999999 run out.
pub const MOST_RESIDENTS: u64 = 5_000_000;

/// What one department delivers about one resident.
#[derive(Clone, PartialEq, Eq)]
pub struct DepartmentFacts {
    /// Department id of the vocabulary.
    pub department: &'static str,
    /// As of which day.
    pub as_of: Date,
    /// Attribute id and value; what is missing is not known.
    pub values: Vec<(&'static str, Value)>,
}

/// One invented resident.
#[derive(Clone, PartialEq, Eq)]
pub struct SyntheticResident {
    /// From 0, without gaps.
    pub number: u64,
    /// Number of the household.
    pub household: u64,
    /// Surname and given name.
    pub name: PersonName,
    /// Area 999999, right check digit, unique.
    pub identity_number: IdentityNumber,
    /// Invented; children have none.
    pub phone: Option<PhoneNumber>,
    /// One document per department that knows the resident.
    pub facts: Vec<DepartmentFacts>,
}

impl SyntheticResident {
    /// The value of an attribute, when it is known.
    pub fn value(&self, attribute: &str) -> Option<&Value> {
        let mut values = self.facts.iter().flat_map(|document| &document.values);
        values.find(|(id, _)| *id == attribute).map(|(_, value)| value)
    }
}

/// Prints no value.
impl fmt::Debug for SyntheticResident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SyntheticResident").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Prints no value.
impl fmt::Debug for DepartmentFacts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DepartmentFacts").field("department", &self.department).finish_non_exhaustive()
    }
}

/// The city: so many residents, drawn from this seed, as they stand on this day. The known people come first.
pub fn city(residents: u64, seed: u64, today: Date) -> impl Iterator<Item = SyntheticResident> {
    let known = known_people::everybody(today);
    let mut city = City {
        residents,
        seed,
        today,
        next: 0,
        household: 0,
        waiting: VecDeque::new(),
        numbers: IdentityNumbers::default(),
    };
    city.settle_known(known);
    city
}

struct City {
    residents: u64,
    seed: u64,
    today: Date,
    /// Number of the next resident.
    next: u64,
    /// Number of the next household.
    household: u64,
    waiting: VecDeque<SyntheticResident>,
    numbers: IdentityNumbers,
}

impl Iterator for City {
    type Item = SyntheticResident;

    fn next(&mut self) -> Option<SyntheticResident> {
        if self.waiting.is_empty() && self.next < self.residents {
            self.settle();
        }
        self.waiting.pop_front()
    }
}

impl City {
    /// Draws the next household whole, so that nobody's family is cut off at the end.
    fn settle(&mut self) {
        let left = self.residents - self.next;
        let mut random = Random::stream(self.seed, self.household);
        let household = households::household(&mut random, self.today, left);
        let people = self.drawn_household(&mut random, household);
        self.waiting.extend(people);
        self.household += 1;
    }

    fn drawn_household(&mut self, random: &mut Random, mut household: Household) -> Vec<SyntheticResident> {
        let numbers: Vec<IdentityNumber> = household
            .members
            .iter_mut()
            .map(|member| {
                let (number, born) = self.numbers.next(member.born, member.sex);
                member.born = born;
                number
            })
            .collect();
        let need = need::of_household(random, self.today, &household);
        let facts: Vec<Documents> =
            (0..household.members.len()).map(|index| facts(random, self.today, &household, &need, index)).collect();
        household
            .members
            .iter()
            .zip(numbers)
            .zip(facts)
            .map(|((member, number), facts)| {
                let age = member.age(self.today);
                let has_phone = age >= 12 && (age < 80 || random.chance(750));
                self.resident(random, &member.name, number, has_phone, facts)
            })
            .collect()
    }

    /// The people of the demonstration, and their families after them.
    fn settle_known(&mut self, known: Vec<KnownPerson>) {
        for person in known.into_iter().take(usize::try_from(self.residents).unwrap_or(usize::MAX)) {
            let mut random = Random::stream(self.seed, self.next);
            self.household = person.household;
            let (number, _) = self.numbers.next(person.born, person.sex);
            let resident = self.resident(&mut random, person.name, number, person.has_phone, person.documents);
            self.waiting.push_back(resident);
        }
        self.household = known_people::HOUSEHOLDS;
    }

    fn resident(
        &mut self,
        random: &mut Random,
        name: &str,
        identity_number: IdentityNumber,
        has_phone: bool,
        documents: Documents,
    ) -> SyntheticResident {
        let number = self.next;
        self.next += 1;
        SyntheticResident {
            number,
            household: self.household,
            name: PersonName::new(name),
            identity_number,
            phone: has_phone.then(|| phone(number)).flatten(),
            facts: documents.by_department(random, self.today),
        }
    }
}

/// An invented number. Nothing is ever sent to it: a demonstration has no way to send.
pub(super) fn phone(number: u64) -> Option<PhoneNumber> {
    PhoneNumber::parse(&(19_900_000_000 + number).to_string())
}

/// Everything the departments know about one member.
fn facts(random: &mut Random, today: Date, household: &Household, need: &Need, index: usize) -> Documents {
    let mut documents = Documents::default();
    registration(random, today, household, index, &mut documents);
    let work = work::facts(random, today, household, need, index, &mut documents);
    need::facts(random, today, household, need, index, work, &mut documents);
    health::facts(random, today, household, index, &mut documents);
    documents
}

/// What the police registers know.
fn registration(random: &mut Random, today: Date, household: &Household, index: usize, documents: &mut Documents) {
    let member = &household.members[index];
    let age = member.age(today);
    documents.date("dob", member.born);
    documents.code("sex", member.sex.code());
    documents.code("residence_district", household.district);
    documents.number("household_size", i64::try_from(household.members.len()).unwrap_or(1));
    if member.local {
        documents.code("hukou_city", "310000");
        let elsewhere = random.chance(240);
        let drawn = random.weighted(&super::marginals::DISTRICTS);
        documents.code("hukou_district", if elsewhere { drawn } else { household.district });
        let native = random.chance(740) || age < 22;
        let since = if native { member.born } else { today.saturating_sub(random.between(200, 7_000).days()) };
        documents.date("hukou_since", since);
    } else {
        documents.code("hukou_city", "other");
        if age >= 16 {
            documents.flag("residence_permit", random.chance(760));
        }
    }
    let lived = random.between(60, (age * 365).clamp(60, 9_000));
    documents.date("residence_registered_since", today.saturating_sub(lived.days()).max(member.born));
    own_children(today, household, index, documents);
}

/// Children under three, and the youngest child, of those whose children live with them.
fn own_children(today: Date, household: &Household, index: usize, documents: &mut Documents) {
    let is_parent = household.members[index].place == households::Place::Head;
    let young = household.children().filter(|child| is_parent && child.age(today) < 3).count();
    documents.number("children_under_3", i64::try_from(young).unwrap_or(0));
    if let Some(youngest) = household.children().filter(|_| is_parent).max_by_key(|child| child.born) {
        documents.date("youngest_child_dob", youngest.born);
        documents.code("youngest_child_hukou", if youngest.local { "310000" } else { "other" });
    }
}
