//! Numbers in Chinese characters, as they are written out in full: 三, 十二, 一百零五, 两千, 三万六千.

/// The number that characters write, below a hundred million. None where it is not written out in full: 一百五 is 150 to
/// one reader and 105 to another, so it is asked again.
pub(super) fn numeral(text: &str) -> Option<i64> {
    let text: String = text.chars().map(|character| CAPITALS.get(&character)).collect();
    let text = text.strip_prefix("一十").map_or_else(|| text.clone(), |rest| format!("十{rest}"));
    let (mut total, mut section, mut figure) = (0_i64, 0_i64, None);
    // No number of this size needs more characters.
    if text.is_empty() || text.chars().count() > 15 {
        return None;
    }
    for character in text.chars() {
        match (FIGURES.iter().position(|known| *known == character), character) {
            (Some(value), _) => figure = i64::try_from(value).ok(),
            (None, '万') => (total, section, figure) = ((section + figure.unwrap_or(0)) * 10_000, 0, None),
            (None, unit) => {
                let (_, worth) = UNITS.iter().find(|(name, _)| *name == unit)?;
                section += figure.take().unwrap_or(1) * worth;
            }
        }
    }
    let number = total + section + figure.unwrap_or(0);
    // Whatever is not how this number is written was no number, or a shorthand.
    (written(number).as_deref() == Some(text.as_str())).then_some(number)
}

/// The figure that one character writes, 零 to 九.
pub(super) fn figure(character: char) -> Option<u32> {
    let known = CAPITALS.get(&character);
    FIGURES.iter().position(|figure| *figure == known).and_then(|value| u32::try_from(value).ok())
}

const FIGURES: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const UNITS: [(char, i64); 3] = [('千', 1_000), ('百', 100), ('十', 10)];

/// The characters of cheques, and other ways to write a figure.
struct Capitals([(char, char); 16]);

const CAPITALS: Capitals = Capitals([
    ('〇', '零'),
    ('○', '零'),
    ('两', '二'),
    ('兩', '二'),
    ('壹', '一'),
    ('贰', '二'),
    ('叁', '三'),
    ('肆', '四'),
    ('伍', '五'),
    ('陆', '六'),
    ('柒', '七'),
    ('捌', '八'),
    ('玖', '九'),
    ('拾', '十'),
    ('佰', '百'),
    ('仟', '千'),
]);

impl Capitals {
    fn get(&self, character: &char) -> char {
        self.0.iter().find(|(written, _)| written == character).map_or(*character, |(_, plain)| *plain)
    }
}

/// A number below a hundred million as it is written out in full.
fn written(number: i64) -> Option<String> {
    if number == 0 {
        return Some("零".to_owned());
    }
    let (high, low) = (number / 10_000, number % 10_000);
    let mut text = String::new();
    if high > 0 {
        text += &section(high)?;
        text.push('万');
        text += if (1..1_000).contains(&low) { "零" } else { "" };
    }
    if low > 0 {
        text += &section(low)?;
    }
    Some(text.strip_prefix("一十").map_or_else(|| text.clone(), |rest| format!("十{rest}")))
}

fn section(mut number: i64) -> Option<String> {
    let mut text = String::new();
    let mut gap = false;
    for (unit, worth) in UNITS {
        let figure = FIGURES.get(usize::try_from(number / worth).ok()?)?;
        number %= worth;
        if *figure == '零' {
            gap = !text.is_empty();
            continue;
        }
        text.extend(gap.then_some('零').into_iter().chain([*figure, unit]));
        gap = false;
    }
    if number > 0 {
        text.extend(gap.then_some('零').into_iter().chain(FIGURES.get(usize::try_from(number).ok()?).copied()));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_read_as_it_is_written() {
        for number in (0..12_000).chain([20_000, 36_000, 100_000, 100_010, 101_000, 12_345_678, 99_999_999]) {
            let text = written(number);
            assert_eq!(text.as_deref().and_then(numeral), Some(number), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_written_out_in_full_is_no_number() {
        for (text, number) in [("两千", 2_000), ("一十二", 12), ("壹佰零伍", 105), ("两万两千", 22_000), ("〇", 0)]
        {
            assert_eq!(numeral(text), Some(number), "{text}");
        }
        for text in ["", "一百五", "三万六", "百", "一二", "十十", "二百零", "零五", "一百十", "三百千", "半", "一万万"]
        {
            assert_eq!(numeral(text), None, "{text}");
        }
    }
}
