//! Slips of the finger: a sign left out, added, another in its place, or two neighbours exchanged.

/// How much two texts are alike that differ by one slip: the longer they are, the less one sign is. Lengths are in signs.
pub(crate) fn slip((asked, asked_length): (&str, usize), (said, said_length): (&str, usize)) -> f32 {
    // Of two signs, one may be left out; another one in its place makes another word.
    let is_possible = match asked_length {
        0 | 1 => false,
        2 => said_length == 3,
        _ => said_length >= 3 && asked_length.abs_diff(said_length) <= 1,
    };
    if !is_possible || !is_one_slip(asked, said) {
        return 0.0;
    }
    0.97 - 0.5 / asked_length.max(said_length) as f32
}

/// Whether two texts are one slip apart. What is alike at both ends is left out of them, and the rest says it.
pub(crate) fn is_one_slip(one: &str, other: &str) -> bool {
    let alike: usize =
        one.chars().zip(other.chars()).take_while(|(one, other)| one == other).map(|(part, _)| part.len_utf8()).sum();
    let (one, other) = (&one[alike..], &other[alike..]);
    let ends = one.chars().rev().zip(other.chars().rev());
    let alike: usize = ends.take_while(|(one, other)| one == other).map(|(part, _)| part.len_utf8()).sum();
    let (mut one, mut other) = (one[..one.len() - alike].chars(), other[..other.len() - alike].chars());
    match ([one.next(), one.next(), one.next()], [other.next(), other.next(), other.next()]) {
        ([None, ..], [None, ..]) => false,
        ([_, None, _], [_, None, _]) => true,
        ([first, second, None], [third, fourth, None]) => first == fourth && second == third,
        _ => false,
    }
}

/// Whether two words can be so many slips apart: one slip changes the length by one, and which letters there are by two.
pub(crate) fn may_be_slips(one: &str, other: &str, slips: usize) -> bool {
    one.len().abs_diff(other.len()) <= slips && (letters(one) ^ letters(other)).count_ones() as usize <= 2 * slips
}

/// A bit for every letter of a word.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use strsim::osa_distance;

    #[test]
    fn one_slip_is_a_distance_of_one() {
        let mut texts = vec![String::new()];
        for length in 0..4 {
            let longest: Vec<String> = texts.iter().filter(|text| text.chars().count() == length).cloned().collect();
            texts.extend(longest.iter().flat_map(|text| ["a", "卡", "é"].map(|part| format!("{text}{part}"))));
        }
        for (one, other) in texts.iter().flat_map(|one| texts.iter().map(move |other| (one, other))) {
            let distance = osa_distance(one, other);
            assert_eq!(is_one_slip(one, other), distance == 1, "{one} {other}");
            assert!(distance == 0 || may_be_slips(one, other, one.len().max(other.len())), "{one} {other}");
        }
        for (one, other, slips) in
            [("pension", "penshion", 1), ("wheelchair", "wheelchiar", 1), ("insurance", "inshurense", 2)]
        {
            assert!(may_be_slips(one, other, slips), "{one} {other}");
        }
    }
}
