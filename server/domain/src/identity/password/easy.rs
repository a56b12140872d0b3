//! Passwords that are guessed first. zxcvbn carries lists of leaked passwords and knows dates, keyboards and repetitions;
//! what people here are fond of (`words.txt`), the city, and what others know of the person are looked for as well: where
//! little else is left, the password is as easy as they are.

use crate::residents::districts;
use zeroize::Zeroizing;
use zxcvbn::Score;

/// Words that many people here begin with, one a line: the city and its portals, families and wishes, in pinyin, characters
/// and figures. Lists of leaked passwords from elsewhere know few of them.
const COMMON: &str = include_str!("words.txt");
/// How much of a long password is looked at: what is longer is not guessed by its beginning.
const LOOKED_AT: usize = 100;
/// What has to be left beside known words: as much as six letters (see [`weight`]).
const LEFT: usize = 12;
/// Figures in a row that a number of the person has as well count as a part of it.
const PART_OF_A_NUMBER: usize = 4;

/// Why a password is easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Easy {
    /// Many people have it.
    Common,
    /// It is about the person.
    AboutThePerson,
}

/// What others know of a person.
#[derive(Default)]
pub(super) struct Known {
    /// Names, as they are written.
    pub(super) names: Vec<Zeroizing<String>>,
    /// Numbers, the birthday among them.
    pub(super) numbers: Vec<Zeroizing<String>>,
}

/// Whether a password of at least `shortest` characters is easy, and why.
pub(super) fn why(password: &str, shortest: usize, known: &Known) -> Option<Easy> {
    let beginning: Zeroizing<String> = Zeroizing::new(password.chars().take(LOOKED_AT).collect());
    // `1934-05-02` is as easy as `19340502`, and `LiMin` as `limin`.
    let together: Zeroizing<String> =
        Zeroizing::new(beginning.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).collect());
    let is_easy = |words: &[Zeroizing<String>], numbers: &[Zeroizing<String>]| {
        let mut all: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
        let little_is_left = is_little_left(&together, &all, numbers);
        all.extend(numbers.iter().map(|number| number.as_str()));
        let guessed = |text: &str| zxcvbn::zxcvbn(text, &all).score() < Score::Two;
        little_is_left || guessed(&beginning) || (together.chars().count() >= shortest && guessed(&together))
    };
    let mut words = of_the_city();
    if is_easy(&words, &[]) {
        return Some(Easy::Common);
    }
    words.extend(known.names.iter().flat_map(|name| forms(name)));
    is_easy(&words, &known.numbers).then_some(Easy::AboutThePerson)
}

/// The kept list, and the districts in characters and in pinyin.
fn of_the_city() -> Vec<Zeroizing<String>> {
    let districts = districts::all().iter().flat_map(|district| {
        let english: String = district.name.en.to_lowercase().replace(" district", "").replace(" new area", "");
        let english = english.chars().filter(|sign| sign.is_alphanumeric()).collect();
        let chinese = district.name.zh.trim_end_matches('区').trim_end_matches('新').to_owned();
        [english, chinese]
    });
    COMMON.lines().map(str::to_owned).chain(districts).map(Zeroizing::new).collect()
}

/// How a name is written in a password: in characters and in pinyin, with and without the family name, which comes first or
/// last, and with first letters for the rest.
fn forms(name: &str) -> Vec<Zeroizing<String>> {
    let sounds = search::syllables(name);
    let Some((family, given)) = sounds.split_first() else { return Vec::new() };
    let initials: Zeroizing<String> = Zeroizing::new(given.iter().filter_map(|sound| sound.chars().next()).collect());
    let given = Zeroizing::new(given.concat());
    let first = family.chars().next().map(String::from).unwrap_or_default();
    // As the password is looked at: without what stands between the parts of a name.
    let written: String = name.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).collect();
    let without_family: String = written.chars().skip(1).collect();
    let forms = [
        written,
        without_family,
        format!("{family}{}", *given),
        format!("{}{family}", *given),
        given.to_string(),
        format!("{family}{}", *initials),
        format!("{}{family}", *initials),
        format!("{first}{}", *given),
        format!("{first}{}", *initials),
        family.clone(),
    ];
    // Shorter ones stand in many a word by chance.
    let is_long_enough = |form: &String| form.chars().map(weight).sum::<usize>() >= 6;
    forms.into_iter().filter(is_long_enough).map(Zeroizing::new).collect()
}

/// Whether known words stand in a text, and little beside them.
fn is_little_left(text: &str, words: &[&str], numbers: &[Zeroizing<String>]) -> bool {
    let signs: Zeroizing<Vec<char>> = Zeroizing::new(text.chars().collect());
    let mut is_known = vec![false; signs.len()];
    let mut cover = |part: &[char]| {
        for (place, window) in signs.windows(part.len().max(1)).enumerate() {
            if window == part {
                is_known.iter_mut().skip(place).take(part.len()).for_each(|known| *known = true);
            }
        }
    };
    for word in words {
        cover(&word.chars().collect::<Vec<_>>());
    }
    for number in numbers {
        let figures: Zeroizing<Vec<char>> = Zeroizing::new(number.chars().collect());
        figures.windows(PART_OF_A_NUMBER).for_each(&mut cover);
    }
    let left: usize = signs.iter().zip(&is_known).filter(|(_, known)| !**known).map(|(sign, _)| weight(*sign)).sum();
    is_known.contains(&true) && left < LEFT
}

/// How much a sign adds to what has to be guessed: a figure is one of ten and mostly of a year, a letter one of twenty-six,
/// a Chinese character one of thousands.
fn weight(sign: char) -> usize {
    match sign {
        '0'..='9' => 1,
        sign if sign.is_ascii() => 2,
        _ => 4,
    }
}
