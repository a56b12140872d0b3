//! Who lives with whom: households of the invented city, composed so that ages, sexes and sizes follow the marginals.

use super::{
    marginals::{self, COUPLES, DISTRICTS, ELDERS, LIVING, Living, MOTHERS, Sex, WORKERS},
    names,
    random::Random,
};
use jiff::civil::Date;
use policy::calendar::{AgeRule, LeapDayRule, age};

/// Place of a person in the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// One who leads it: a single person, or one of a couple.
    Head,
    /// A child of the heads, of any age.
    Child,
    /// A parent of a head.
    Grandparent,
}

/// One person, before anybody knows anything about them.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) place: Place,
    pub(super) sex: Sex,
    pub(super) born: Date,
    pub(super) name: String,
    /// Whether the household registration (hukou) is in the city.
    pub(super) local: bool,
    /// Code of GB/T 2261.2.
    pub(super) marital_status: &'static str,
}

impl Member {
    /// Whole years of age.
    pub(super) fn age(&self, today: Date) -> i64 {
        age(self.born, today, AgeRule::Birthday, LeapDayRule::Feb28)
    }
}

/// People who live together.
#[derive(Clone, Debug)]
pub(super) struct Household {
    /// District where they live.
    pub(super) district: &'static str,
    /// The heads first.
    pub(super) members: Vec<Member>,
}

impl Household {
    /// The children of the heads.
    pub(super) fn children(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.place == Place::Child)
    }
}

/// Draws a household of at most so many members.
pub(super) fn household(random: &mut Random, today: Date, at_most: u64) -> Household {
    let district = random.weighted(&DISTRICTS);
    let living = if at_most < 6 { Living::Alone } else { random.weighted(&LIVING) };
    let mut builder = Builder { random, today, members: Vec::new() };
    match living {
        Living::Alone => builder.alone(false),
        Living::ElderAlone => builder.alone(true),
        Living::Couple => builder.couple_without_children(),
        Living::Family => builder.family(),
        Living::ElderCouple => builder.elder_couple(),
        Living::ThreeGenerations => builder.three_generations(),
        Living::GrownChild => builder.grown_child(),
        Living::OneParent => builder.one_parent(),
    }
    Household { district, members: builder.members }
}

struct Builder<'a> {
    random: &'a mut Random,
    today: Date,
    members: Vec<Member>,
}

impl Builder<'_> {
    fn alone(&mut self, elder: bool) {
        if elder {
            let age = marginals::age(self.random, &ELDERS);
            let sex = Sex::draw(self.random, 370);
            let marital_status = self.random.weighted(&[("30", 62), ("40", 22), ("10", 16)]);
            self.person(Place::Head, sex, age, Origin::drawn(900), marital_status);
        } else {
            let age = marginals::age(self.random, &WORKERS);
            let sex = Sex::draw(self.random, 590);
            let unmarried = if age < 30 { 95 } else { 55 };
            let marital_status = self.random.weighted(&[("10", unmarried), ("40", 20), ("20", 25)]);
            self.person(Place::Head, sex, age, Origin::drawn(420), marital_status);
        }
    }

    fn couple_without_children(&mut self) {
        let age = marginals::age(self.random, &COUPLES);
        let local = if age >= 50 { 720 } else { 500 };
        self.couple(age, local);
    }

    fn elder_couple(&mut self) {
        let age = marginals::age(self.random, &ELDERS).min(92);
        self.couple(age, 880);
    }

    fn family(&mut self) {
        let mother = marginals::age(self.random, &MOTHERS);
        let (father, local) = self.couple(mother, 590);
        self.children(mother, father, local, 270);
    }

    fn three_generations(&mut self) {
        let mother = marginals::age(self.random, &MOTHERS);
        let (father, local) = self.couple(mother, 640);
        self.children(mother, father, local, 150);
        let oldest = mother + self.random.between(22, 32);
        let husband = self.random.chance(720);
        let marital_status = if husband { "20" } else { "30" };
        let origin = Origin { of_thousand: if local { 870 } else { 250 }, surname: None };
        self.person(Place::Grandparent, Sex::Female, oldest, origin, marital_status);
        if husband {
            self.person(Place::Grandparent, Sex::Male, oldest + 2, Origin { surname: Some(father), ..origin }, "20");
        }
    }

    fn grown_child(&mut self) {
        let child = self.random.between(18, 36);
        let mother = (child + self.random.between(22, 30)).min(66);
        let (father, local) = self.couple(mother, 760);
        let sex = Sex::draw(self.random, 530);
        self.person(Place::Child, sex, child, Origin::of_family(local, father), "10");
    }

    fn one_parent(&mut self) {
        let age = marginals::age(self.random, &MOTHERS);
        let sex = Sex::draw(self.random, 220);
        let local = self.random.chance(650);
        let surname = names::surname(self.random);
        self.person(Place::Head, sex, age, Origin::of_family(local, surname), "40");
        self.children(age, surname, local, 80);
    }

    /// A couple; the wife's age is given. Gives the husband's surname and whether either is from the city.
    fn couple(&mut self, wife: i64, local_of_thousand: u64) -> (&'static str, bool) {
        let husband = (wife + self.random.between(-1, 4)).max(22);
        // Most couples come from the same place; some married across.
        let origin =
            Origin { of_thousand: if self.random.chance(local_of_thousand) { 940 } else { 60 }, surname: None };
        let surname = names::surname(self.random);
        self.person(Place::Head, Sex::Female, wife, origin, "20");
        self.person(Place::Head, Sex::Male, husband, Origin { surname: Some(surname), ..origin }, "20");
        (surname, self.members.iter().any(|member| member.local))
    }

    /// One child or two, born when the mother was 23 to 36.
    fn children(&mut self, mother: i64, surname: &'static str, local: bool, second_of_thousand: u64) {
        let at_birth = self.random.between(23, 36).min(mother);
        let first = (mother - at_birth).min(22);
        let sex = Sex::draw(self.random, 525);
        self.person(Place::Child, sex, first, Origin::of_family(local, surname), "10");
        let apart = self.random.between(2, 6);
        if first >= apart && self.random.chance(second_of_thousand) {
            let sex = Sex::draw(self.random, 525);
            self.person(Place::Child, sex, first - apart, Origin::of_family(local, surname), "10");
        }
    }

    fn person(&mut self, place: Place, sex: Sex, age: i64, origin: Origin, marital_status: &'static str) {
        let born = marginals::born(self.random, self.today, age);
        let local = self.random.chance(origin.of_thousand);
        let surname = origin.surname.unwrap_or_else(|| names::surname(self.random));
        let given = names::given_name(self.random, sex, born.year());
        let name = names::full_name(self.random, surname, given, local);
        self.members.push(Member { place, sex, born, name, local, marital_status });
    }
}

/// Where a person is from.
#[derive(Clone, Copy)]
struct Origin {
    /// Registered in the city in so many of a thousand cases.
    of_thousand: u64,
    /// The family's name, when it is settled.
    surname: Option<&'static str>,
}

impl Origin {
    fn drawn(of_thousand: u64) -> Self {
        Self { of_thousand, surname: None }
    }

    fn of_family(local: bool, surname: &'static str) -> Self {
        Self { of_thousand: if local { 1_000 } else { 0 }, surname: Some(surname) }
    }
}
